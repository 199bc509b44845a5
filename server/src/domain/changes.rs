//! The change feed of a share: what happened, in commit order, numbered without gaps.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseTransaction, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use crate::db::entity::{change, share};
use crate::db::{self, Taken};
use crate::domain::nodes::{self, Parent};
use crate::error::{Error, Result};

pub use crate::db::entity::change::ChangeKind;
pub use crate::db::entity::name::NodeType;

/// What is to be recorded. Paths are computed by [`append`].
#[derive(Debug)]
pub struct NewChange<'a> {
    pub kind: ChangeKind,
    pub resource_type: NodeType,
    pub resource_id: Uuid,
    /// The folder it is in, and its share.
    pub parent: Parent,
    /// Where it was before, if that is another folder of the same share.
    pub old_parent: Option<Parent>,
    /// What it was called before; none for what is new.
    pub old_name: Option<&'a str>,
    /// What it is called now; none for what is gone.
    pub new_name: Option<&'a str>,
    /// The version that came to be, where one did.
    pub version: Option<i64>,
    pub actor_id: Uuid,
    pub at: DateTime<Utc>,
}

/// What was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The change's number.
    pub seq: i64,
    /// The path of the folder that the resource is in; empty at the share's root.
    pub folder_path: String,
}

/// Records a change and numbers it. **The last step of a transaction**: from here on, until the commit, no
/// other change of the share can be numbered, so that numbers follow the order of commits and a reader who has seen
/// one number never misses a lower one.
///
/// # Errors
/// `NotFound` if the share is gone; the transaction must then be rolled back.
pub async fn append(tx: &DatabaseTransaction, change: NewChange<'_>) -> Result<Recorded> {
    append_all(tx, vec![change]).await
}

/// As [`append_each`], and answers what was recorded of the last one.
///
/// # Errors
/// `NotFound` if a share is gone; the transaction must then be rolled back.
pub async fn append_all(tx: &DatabaseTransaction, changes: Vec<NewChange<'_>>) -> Result<Recorded> {
    append_each(tx, changes).await?.pop().ok_or_else(|| Error::internal("there is no change to record"))
}

/// Records several changes, of one or several shares, as [`append`] does: those of a share in the order given. Answers
/// what was recorded of each, in their order.
///
/// # Errors
/// `NotFound` if a share is gone; the transaction must then be rolled back.
pub async fn append_each(tx: &DatabaseTransaction, changes: Vec<NewChange<'_>>) -> Result<Vec<Recorded>> {
    let mut by_share: BTreeMap<Uuid, (Vec<usize>, Vec<NewChange<'_>>)> = BTreeMap::new();
    for (place, change) in changes.into_iter().enumerate() {
        let (places, changes) = by_share.entry(change.parent.share_id).or_default();
        places.push(place);
        changes.push(change);
    }
    let mut recorded = Vec::new();
    // In the order of their ids, so that two who change the same shares wait for each other.
    for (share_id, (places, changes)) in by_share {
        recorded.extend(places.into_iter().zip(append_to_share(tx, share_id, &changes).await?));
    }
    recorded.sort_unstable_by_key(|(place, _)| *place);
    Ok(recorded.into_iter().map(|(_, recorded)| recorded).collect())
}

async fn append_to_share(tx: &DatabaseTransaction, share_id: Uuid, changes: &[NewChange<'_>]) -> Result<Vec<Recorded>> {
    let count = i64::try_from(changes.len()).map_err(Error::internal)?;
    let numbered = share::Entity::update_many()
        .col_expr(share::Column::ChangeSeq, Expr::col(share::Column::ChangeSeq).add(count))
        .filter(share::Column::Id.eq(share_id))
        .exec_with_returning(tx)
        .await?;
    let last_seq = numbered.first().ok_or(Error::NotFound("share"))?.change_seq;
    // Read behind the share's lock, so that a rename further up is either in the path or has a later number.
    let mut folder_ids: Vec<Uuid> = changes
        .iter()
        .flat_map(|change| [change.parent.folder_id, change.old_parent.and_then(|parent| parent.folder_id)])
        .flatten()
        .collect();
    folder_ids.sort_unstable();
    folder_ids.dedup();
    let paths = nodes::folder_paths(tx, &folder_ids).await?;
    let path_of = |parent: Parent| parent.folder_id.and_then(|id| paths.get(&id)).cloned().unwrap_or_default();
    let mut recorded = Vec::with_capacity(changes.len());
    let mut rows = Vec::with_capacity(changes.len());
    for (seq, change) in (last_seq - count + 1..).zip(changes) {
        let folder_path = path_of(change.parent);
        let old_folder_path = path_of(change.old_parent.unwrap_or(change.parent));
        rows.push(change::Model {
            share_id,
            seq,
            kind: change.kind,
            resource_type: change.resource_type,
            resource_id: change.resource_id,
            old_path: change.old_name.map(|name| format!("{old_folder_path}/{name}")),
            new_path: change.new_name.map(|name| format!("{folder_path}/{name}")),
            version: change.version,
            actor_id: change.actor_id,
            at: change.at,
        });
        recorded.push(Recorded { seq, folder_path });
    }
    db::insert(tx, &rows, Taken::Fails).await?;
    Ok(recorded)
}

/// Up to `limit` changes behind number `after`, in order. Rights are the caller's to check.
pub async fn list_after(
    db: &impl ConnectionTrait,
    share_id: Uuid,
    after: i64,
    limit: u64,
) -> Result<Vec<change::Model>> {
    Ok(change::Entity::of_share(share_id)
        .filter(change::Column::Seq.gt(after))
        .order_by_asc(change::Column::Seq)
        .limit(limit)
        .all(db)
        .await?)
}
