//! What a caller may do with a thing: the union of the grants on it, on every folder above it, and on its share, to the
//! caller and to the caller's groups. One query for any number of things.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbBackend, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QuerySelect as _, Statement, Value,
};
use uuid::Uuid;

use super::{Caller, Permission, Permissions};
use crate::app::App;
use crate::db::Recalled;
use crate::db::entity::grant::ResourceType;
use crate::db::entity::{grant, group_member};
use crate::domain::nodes::{self, FOLDER_DEPTH_MAX};
use crate::error::Result;

/// Where a thing is, as far as rights are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    pub share_id: Uuid,
    /// The folder itself, or the one that the file is in; `None` for a share, and for a file at its root.
    pub folder_id: Option<Uuid>,
    /// Only of a file.
    pub file_id: Option<Uuid>,
}

/// What a caller may do with a thing, and the way to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Way {
    pub permissions: Permissions,
    /// The whole path of [`Place::folder_id`]; of it, [`Permissions::visible_path`] may be shown.
    pub folder_path: String,
}

impl Way {
    pub fn into_parts(self) -> (Permissions, String) {
        (self.permissions, self.folder_path)
    }
}

impl Place {
    /// A share itself.
    pub fn of_share(share_id: Uuid) -> Self {
        Self { share_id, folder_id: None, file_id: None }
    }
}

/// What the caller may do with one thing of the caller's organization. At most one query; inside a transaction, pass
/// that.
pub async fn permissions_at(db: &impl ConnectionTrait, caller: &Caller, place: Place) -> Result<Permissions> {
    permissions_until(db, caller, place, caller.clock.now()).await
}

/// As [`permissions_at`], outside of transactions; from memory, where nobody has written since they were read.
pub async fn permissions_now(app: &App, caller: &Caller, place: Place) -> Result<Permissions> {
    if caller.sees_every_share() {
        return Ok(Permissions::ALL);
    }
    let key = WayKey { user_id: caller.user_id, everyone: caller.everyone(), place };
    let read = async || Ok(Some(Rows(rows(app.db.read(), caller, &[place]).await?)));
    let found = app.db.recall(key, read).await?;
    let rows = found.iter().flat_map(|rows| &rows.0);
    Ok(Found::of(rows, caller.clock.now()).way(place).permissions)
}

/// Whose way it is, and where it leads.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct WayKey {
    user_id: Uuid,
    everyone: Option<Uuid>,
    place: Place,
}

struct Rows(Vec<Row>);

impl Recalled for Rows {
    const OUTLIVES_NEW_FILES: bool = true;

    fn heap_bytes(&self) -> usize {
        self.0.iter().map(|row| size_of::<Row>() + row.kind.len() + row.name.len()).sum()
    }
}

/// As [`permissions_at`], but only what still holds at a later time: what the caller may pass on until then.
pub async fn permissions_until(
    db: &impl ConnectionTrait,
    caller: &Caller,
    place: Place,
    until: DateTime<Utc>,
) -> Result<Permissions> {
    if caller.sees_every_share() {
        return Ok(Permissions::ALL);
    }
    let found = Found::read(db, caller, &[place], until).await?;
    Ok(found.way(place).permissions)
}

/// What the caller may do with several things of the caller's organization, and their paths, both of one moment: one
/// query for a page of a list.
pub async fn ways(db: &impl ConnectionTrait, caller: &Caller, places: &[Place]) -> Result<Vec<Way>> {
    if caller.sees_every_share() {
        let folder_ids: BTreeSet<Uuid> = places.iter().filter_map(|place| place.folder_id).collect();
        let folder_ids: Vec<Uuid> = folder_ids.into_iter().collect();
        let paths = nodes::folder_paths(db, &folder_ids).await?;
        let path_of = |place: &Place| place.folder_id.and_then(|id| paths.get(&id).cloned()).unwrap_or_default();
        return Ok(places
            .iter()
            .map(|place| Way { permissions: Permissions::ALL, folder_path: path_of(place) })
            .collect());
    }
    let found = Found::read(db, caller, places, caller.clock.now()).await?;
    Ok(places.iter().map(|place| found.way(*place)).collect())
}

/// How many things [`granted_on`] asks for at a time: bounds its parameters.
const GRANTED_BATCH: usize = 500;

/// What has been granted to the caller on some folders and files themselves, whatever holds above them: where that is
/// known already, this is all that is needed for what they hold. Things without a grant are left out.
pub async fn granted_on(
    db: &impl ConnectionTrait,
    caller: &Caller,
    ids: &[Uuid],
) -> Result<HashMap<(ResourceType, Uuid), Permissions>> {
    let mut found: HashMap<(ResourceType, Uuid), Permissions> = HashMap::new();
    if caller.sees_every_share() {
        return Ok(found);
    }
    let groups = Query::select()
        .column(group_member::Column::GroupId)
        .from(group_member::Entity)
        .and_where(group_member::Column::UserId.eq(caller.user_id))
        .take();
    let direct = [Some(caller.user_id), caller.everyone()].into_iter().flatten();
    let mine = Condition::any()
        .add(grant::Column::PrincipalId.is_in(direct))
        .add(grant::Column::PrincipalId.in_subquery(groups));
    let holds =
        Condition::any().add(grant::Column::ExpiresAt.is_null()).add(grant::Column::ExpiresAt.gt(caller.clock.now()));
    for batch in ids.chunks(GRANTED_BATCH) {
        let rows: Vec<(ResourceType, Uuid, i32)> = grant::Entity::find()
            .select_only()
            .columns([grant::Column::ResourceType, grant::Column::ResourceId, grant::Column::Permissions])
            .filter(grant::Column::ResourceId.is_in(batch.iter().copied()))
            .filter(mine.clone())
            .filter(holds.clone())
            .into_tuple()
            .all(db)
            .await?;
        for (resource_type, resource_id, bits) in rows {
            let granted = found.entry((resource_type, resource_id)).or_default();
            *granted = granted.with(Permissions::from_bits(bits));
        }
    }
    Ok(found)
}

/// What the caller may do with one thing, and its path, both of one moment.
pub async fn way(db: &impl ConnectionTrait, caller: &Caller, place: Place) -> Result<Way> {
    Ok(ways(db, caller, &[place]).await?.pop().unwrap_or_default())
}

/// A folder on the way to a place, or a grant on the way.
#[derive(Debug, FromQueryResult)]
struct Row {
    kind: String,
    /// Of the share, of the file, or of the folder where the way leads.
    place_id: Uuid,
    /// How far above that folder; 0 for itself.
    height: i32,
    permissions: i32,
    /// When a grant ends.
    expires_at: Option<DateTime<Utc>>,
    name: String,
}

/// All that was found on the way to some places.
#[derive(Debug, Default)]
struct Found {
    shares: HashMap<Uuid, i32>,
    folders: HashMap<Uuid, Steps>,
    files: HashMap<Uuid, i32>,
}

/// The folders from one up to its share's root.
#[derive(Debug, Default)]
struct Steps {
    /// By height.
    names: Vec<String>,
    granted: i32,
    /// How many of them may be read: all from the topmost on that a grant with READ is on.
    visible: usize,
}

/// The one query: the folders on the way to each place, and the grants to the caller on the way, ended ones too.
pub(crate) fn decision(backend: DbBackend, caller: &Caller, places: &[Place]) -> Statement {
    let mut values = vec![Value::from(caller.user_id)];
    let mut listed = |ids: BTreeSet<Uuid>| {
        // Never empty, since an empty list is no SQL; what is found by the one in its place is never asked for.
        let ids = if ids.is_empty() { BTreeSet::from([Uuid::nil()]) } else { ids };
        let marks = ids.into_iter().map(|id| {
            values.push(Value::from(id));
            format!("${}", values.len())
        });
        marks.collect::<Vec<_>>().join(", ")
    };
    let folders = listed(places.iter().filter_map(|place| place.folder_id).collect());
    let shares = listed(places.iter().map(|place| place.share_id).collect());
    let files = listed(places.iter().filter_map(|place| place.file_id).collect());
    let everyone = caller.everyone().map(|id| format!("UNION ALL SELECT {}", listed(BTreeSet::from([id]))));
    let everyone = everyone.unwrap_or_default();
    // Both databases read this alike. A file's id may have been chosen by a caller, so that an id means nothing
    // without its type. The bound on `height` can't be met; it keeps a damaged tree from turning the walk into an
    // endless one.
    let sql = format!(
        "WITH RECURSIVE up(place_id, id, parent_id, name, height) AS (
           SELECT id, id, parent_id, name, 0 FROM folders WHERE id IN ({folders})
           UNION ALL
           SELECT up.place_id, folders.id, folders.parent_id, folders.name, up.height + 1
           FROM up JOIN folders ON folders.id = up.parent_id WHERE up.height < {FOLDER_DEPTH_MAX}
         ),
         mine(id) AS (
           SELECT $1 UNION ALL SELECT group_id FROM group_members WHERE user_id = $1 {everyone}
         )
         SELECT 'step' AS kind, place_id, height, 0 AS permissions, NULL AS expires_at, name FROM up
         UNION ALL
         SELECT 'folder', up.place_id, up.height, grants.permissions, grants.expires_at, ''
         FROM up JOIN grants ON grants.resource_type = 'folder' AND grants.resource_id = up.id
         WHERE grants.principal_id IN (SELECT id FROM mine)
         UNION ALL
         SELECT grants.resource_type, grants.resource_id, 0, grants.permissions, grants.expires_at, ''
         FROM grants
         WHERE grants.resource_type = 'share' AND grants.resource_id IN ({shares})
           AND grants.principal_id IN (SELECT id FROM mine)
         UNION ALL
         SELECT grants.resource_type, grants.resource_id, 0, grants.permissions, grants.expires_at, ''
         FROM grants
         WHERE grants.resource_type = 'file' AND grants.resource_id IN ({files})
           AND grants.principal_id IN (SELECT id FROM mine)"
    );
    Statement::from_sql_and_values(backend, sql, values)
}

async fn rows(db: &impl ConnectionTrait, caller: &Caller, places: &[Place]) -> Result<Vec<Row>> {
    Ok(Row::find_by_statement(decision(db.get_database_backend(), caller, places)).all(db).await?)
}

impl Found {
    async fn read(db: &impl ConnectionTrait, caller: &Caller, places: &[Place], until: DateTime<Utc>) -> Result<Self> {
        if places.is_empty() {
            return Ok(Self::default());
        }
        let rows = rows(db, caller, places).await?;
        Ok(Self::of(&rows, until))
    }

    /// What of the grants still holds at that time.
    fn of<'a>(rows: impl IntoIterator<Item = &'a Row>, until: DateTime<Utc>) -> Self {
        let mut found = Self::default();
        for row in rows.into_iter().filter(|row| row.expires_at.is_none_or(|at| at > until)) {
            found.add(row);
        }
        found
    }

    fn add(&mut self, row: &Row) {
        let Row { kind, place_id, height, permissions, expires_at: _, name } = row;
        let (place_id, permissions) = (*place_id, *permissions);
        let height = usize::try_from(*height).unwrap_or_default();
        match kind.as_str() {
            "step" => {
                let names = &mut self.folders.entry(place_id).or_default().names;
                names.resize(names.len().max(height + 1), String::new());
                if let Some(step) = names.get_mut(height) {
                    step.clone_from(name);
                }
            }
            "folder" => {
                let steps = self.folders.entry(place_id).or_default();
                steps.granted |= permissions;
                if Permissions::from_bits(permissions).contains(Permission::Read) {
                    steps.visible = steps.visible.max(height + 1);
                }
            }
            "share" => *self.shares.entry(place_id).or_default() |= permissions,
            _ => *self.files.entry(place_id).or_default() |= permissions,
        }
    }

    fn way(&self, place: Place) -> Way {
        let share = self.shares.get(&place.share_id).copied().unwrap_or_default();
        let file = place.file_id.and_then(|id| self.files.get(&id)).copied().unwrap_or_default();
        let steps = place.folder_id.and_then(|id| self.folders.get(&id));
        let granted = share | file | steps.map_or(0, |steps| steps.granted);
        let hidden = match steps {
            Some(steps) if !Permissions::from_bits(share).contains(Permission::Read) => {
                steps.names.len().saturating_sub(steps.visible)
            }
            _ => 0,
        };
        let mut folder_path = String::new();
        for name in steps.iter().flat_map(|steps| steps.names.iter().rev()) {
            folder_path.push('/');
            folder_path.push_str(name);
        }
        Way { permissions: Permissions::from_bits(granted).hiding(hidden), folder_path }
    }
}
