//! The end of what lies in the trash: after the retention time of its organization it is removed for good.

use std::collections::HashMap;
use std::error::Error as _;

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, Condition, DatabaseTransaction, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::Emptied;
use super::removal::{self, Step};
use crate::app::App;
use crate::db::entity::{file, folder, organization};
use crate::domain::changes::{self, ChangeKind, NewChange, NodeType};
use crate::domain::nodes::{self, Lock};
use crate::domain::{files, versions};
use crate::error::Result;

/// How many units are looked up at a time.
const BATCH: u64 = 200;

/// Removes for good what was trashed before its organization's retention time began, each unit (a file, or a folder
/// with what went there with it) in a transaction of its own, or in several. Answers how many. One that can't be removed keeps no other
/// from it: it is logged, and tried again with the next call.
///
/// # Errors
/// Those of the database: the first, where units could not be removed. What has been removed stays so.
pub async fn purge_expired(app: &App) -> Result<u64> {
    let now = app.clock.now();
    let kept_days: HashMap<Uuid, i32> = organization::Entity::find()
        .select_only()
        .columns([organization::Column::Id, organization::Column::TrashRetentionDays])
        .into_tuple()
        .all(app.db.read())
        .await?
        .into_iter()
        .collect();
    let Some(fewest_days) = kept_days.values().min() else { return Ok(0) };
    let latest = now - Duration::days(i64::from(*fewest_days));
    let may_have_ended = |unit: &&Unit| unit.has_ended(kept_days.get(&unit.organization_id).copied(), now);
    let (mut purged, mut failure) = (0, None);
    // Folders first: they take along what was put into the trash below them before.
    for node_type in [NodeType::Folder, NodeType::File] {
        let mut behind = None;
        loop {
            let units = units(app, node_type, latest, behind).await?;
            let Some(last) = units.last() else { break };
            behind = Some((last.trashed_at, last.id));
            for unit in units.iter().filter(may_have_ended) {
                match remove(app, node_type, *unit, now).await {
                    Ok(removed) => purged += removed.items,
                    Err(error) => {
                        let (id, cause) = (unit.id, error.source());
                        tracing::warn!(?node_type, %id, %error, ?cause, "something in the trash could not be removed");
                        failure.get_or_insert(error);
                    }
                }
            }
        }
    }
    failure.map_or(Ok(purged), Err)
}

/// What went to the trash by itself.
#[derive(Debug, Clone, Copy)]
struct Unit {
    id: Uuid,
    organization_id: Uuid,
    share_id: Uuid,
    trashed_at: DateTime<Utc>,
}

impl Unit {
    /// Whether it has lain there for as long as its organization, if that is there, keeps what is in the trash.
    fn has_ended(&self, kept_days: Option<i32>, now: DateTime<Utc>) -> bool {
        kept_days.is_some_and(|days| self.trashed_at <= now - Duration::days(i64::from(days)))
    }
}

/// The next units that were trashed until then, the oldest first.
async fn units(
    app: &App,
    node_type: NodeType,
    latest: DateTime<Utc>,
    behind: Option<(DateTime<Utc>, Uuid)>,
) -> Result<Vec<Unit>> {
    // Both tables call these alike.
    macro_rules! units_of {
        ($entity:ident) => {{
            use $entity::Column::{Id, OrganizationId, ShareId, TrashRootId, TrashedAt};
            let mut found = $entity::Entity::find()
                .select_only()
                .columns([Id, OrganizationId, ShareId, TrashedAt])
                .filter(TrashedAt.lte(latest))
                .filter(Expr::col(TrashRootId).equals(Id));
            if let Some((at, id)) = behind {
                let later = Condition::all().add(TrashedAt.eq(at)).add(Id.gt(id));
                found = found.filter(Condition::any().add(TrashedAt.gt(at)).add(later));
            }
            found.order_by_asc(TrashedAt).order_by_asc(Id).limit(BATCH).into_tuple().all(app.db.read()).await?
        }};
    }
    let rows: Vec<(Uuid, Uuid, Uuid, DateTime<Utc>)> = match node_type {
        NodeType::Folder => units_of!(folder),
        NodeType::File => units_of!(file),
    };
    let unit = |(id, organization_id, share_id, trashed_at)| Unit { id, organization_id, share_id, trashed_at };
    Ok(rows.into_iter().map(unit).collect())
}

async fn remove(app: &App, node_type: NodeType, unit: Unit, now: DateTime<Utc>) -> Result<Emptied> {
    match app.db.write(async move |tx: &DatabaseTransaction| purge(tx, node_type, unit, now).await).await? {
        Step::Done(emptied) => Ok(emptied),
        Step::Begun(begun) => removal::finish(app, begun).await,
    }
}

/// Removes a unit or begins to, unless it has been restored, removed, or trashed anew since, or is to be kept for longer by
/// now. The change is recorded as done by whoever put it into the trash.
async fn purge(tx: &DatabaseTransaction, node_type: NodeType, unit: Unit, now: DateTime<Utc>) -> Result<Step> {
    let stays = Step::Done(Emptied::default());
    // Again: a run may take long.
    let kept_days = organization::Entity::find_by_id(unit.organization_id).select_only();
    let kept_days = kept_days.column(organization::Column::TrashRetentionDays).into_tuple().one(tx).await?;
    if !unit.has_ended(kept_days, now) {
        return Ok(stays);
    }
    let still = |root_id: Option<Uuid>, share_id: Uuid, trashed_at: Option<DateTime<Utc>>| {
        root_id == Some(unit.id) && share_id == unit.share_id && trashed_at == Some(unit.trashed_at)
    };
    match node_type {
        NodeType::Folder => {
            nodes::lock_trees(tx, &[unit.share_id], Lock::Exclusive).await?;
            let found = folder::Entity::find_by_id(unit.id).lock_exclusive().one(tx).await?;
            let Some(folder) = found.filter(|row| still(row.trash_root_id, row.share_id, row.trashed_at)) else {
                return Ok(stays);
            };
            removal::begin(tx, &folder, folder.trashed_by.unwrap_or(folder.created_by), now).await
        }
        NodeType::File => {
            let found = file::Entity::find_by_id(unit.id).lock_exclusive().one(tx).await?;
            let Some(file) = found.filter(|row| still(row.trash_root_id, row.share_id, row.trashed_at)) else {
                return Ok(stays);
            };
            let bytes = versions::purge_file(tx, &file, now).await?;
            let record = NewChange {
                kind: ChangeKind::Purged,
                resource_type: NodeType::File,
                resource_id: file.id,
                parent: files::parent_of(&file),
                old_parent: None,
                old_name: Some(&file.name),
                new_name: None,
                version: Some(file.current_version),
                actor_id: file.trashed_by.unwrap_or(file.created_by),
                at: now,
            };
            changes::append(tx, record).await?;
            Ok(Step::Done(Emptied { items: 1, bytes }))
        }
    }
}
