//! What the tests of shares, folders and files stand on: an organization with members, and short ways to fill it. On
//! PostgreSQL if there is one, else on SQLite. Names that begin with `db_` are back doors.

use bytes::Bytes;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseTransaction, DbBackend, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, Set, Statement,
};
use uuid::Uuid;

use crate::app::App;
use crate::blobs::Written;
use crate::db::entity::member::{self, Role};
use crate::db::entity::{content, extent, file, folder, name, organization, pack, share, version};
use crate::domain::access::{Caller, Permission};
use crate::domain::files::{self, FileView, NewFile};
use crate::domain::folders;
use crate::domain::grants::{self, NewGrant, Resource};
use crate::domain::labels::{Metadata, Tags};
use crate::domain::names::FileName;
use crate::domain::nodes::{OnConflict, Parent};
use crate::domain::shares::{self, NewShare};
use crate::domain::testing::{self, World};
use crate::error::Result;

/// More than is kept inline.
pub(crate) const LARGE_BYTES: usize = 40_000;

/// An organization to put files into.
pub(crate) struct Tree {
    pub app: App,
    pub organization_id: Uuid,
    pub default_share_id: Uuid,
    world: World,
}

impl Tree {
    pub async fn new() -> Self {
        let world = testing::worlds().await.pop().unwrap();
        let organization = world.organization("Ours").await;
        Self {
            app: world.app.clone(),
            organization_id: organization.id,
            default_share_id: organization.default_share_id,
            world,
        }
    }

    /// A new member of the organization.
    pub async fn member(&self, role: Role) -> Caller {
        self.world.member(self.organization_id, role).await
    }

    pub fn superuser(&self) -> &Caller {
        &self.world.superuser
    }

    /// Another organization with its default share, and its owner.
    pub async fn elsewhere(&self) -> (organization::Model, Caller) {
        let organization = self.world.organization("Theirs").await;
        let owner = self.world.member(organization.id, Role::Owner).await;
        (organization, owner)
    }

    /// Uploads to a share's root or a folder.
    pub async fn upload(
        &self,
        caller: &Caller,
        share_id: Uuid,
        folder_id: Option<Uuid>,
        name: &str,
        bytes: &[u8],
    ) -> Result<FileView> {
        let target = files::check_target(&self.app, caller, Some(share_id), folder_id).await?;
        let written = self.write(bytes).await;
        let new = NewFile {
            name: file_name(name),
            tags: Tags::default(),
            metadata: Metadata::default(),
            on_conflict: OnConflict::Fail,
        };
        files::create(&self.app, caller, &target, new, written).await
    }

    /// Uploads files of one byte, under ids of the caller's choice.
    pub async fn upload_under(
        &self,
        caller: &Caller,
        share_id: Uuid,
        folder_id: Option<Uuid>,
        named: impl IntoIterator<Item = (Uuid, String)>,
    ) {
        let target = files::check_target(&self.app, caller, Some(share_id), folder_id).await.unwrap();
        let mut batch = Vec::new();
        for (id, name) in named {
            batch.push((id, file_name(&name), self.write(b"1").await));
        }
        files::create_batch(&self.app, caller, &target, batch, OnConflict::Fail).await.unwrap();
    }

    /// Replaces a file's content.
    pub async fn replace(
        &self,
        caller: &Caller,
        file_id: Uuid,
        if_match: Option<&str>,
        bytes: &[u8],
    ) -> Result<FileView> {
        let replacement = files::check_replacement(&self.app, caller, file_id, if_match.map(str::to_owned)).await?;
        let written = self.write(bytes).await;
        files::replace(&self.app, caller, replacement, written).await
    }

    /// Bytes in the store that nothing names yet.
    pub async fn write(&self, bytes: &[u8]) -> Written {
        let body = futures_util::stream::iter([Ok(Bytes::copy_from_slice(bytes))]);
        self.app.blobs.write(self.organization_id, 1 << 30, body).await.unwrap()
    }

    pub async fn share(&self, caller: &Caller, name: &str, quota_bytes: Option<i64>) -> share::Model {
        shares::create(&self.app, caller, NewShare { name: file_name(name), quota_bytes }).await.unwrap().share
    }

    pub async fn folder(&self, caller: &Caller, share_id: Uuid, parent_id: Option<Uuid>, name: &str) -> Uuid {
        let parent = Parent { share_id, folder_id: parent_id };
        folders::create(&self.app, caller, parent, file_name(name), OnConflict::Fail).await.unwrap().folder.id
    }

    /// Grants a member some permissions on a share.
    pub async fn grant(&self, by: &Caller, share_id: Uuid, to: &Caller, permissions: &[Permission]) {
        self.grant_on(by, Resource::Share(share_id), to.user_id, permissions).await;
    }

    /// Grants a member or a group some permissions on anything, for ever.
    pub async fn grant_on(&self, by: &Caller, resource: Resource, principal_id: Uuid, permissions: &[Permission]) {
        let new = NewGrant { permissions: permissions.iter().copied().collect(), expires_at: None };
        grants::put(&self.app, by, resource, principal_id, new).await.unwrap();
    }

    /// `(organization, share, member)`: what the meters say.
    pub async fn used_bytes(&self, share_id: Uuid, caller: &Caller) -> (i64, Option<i64>, i64) {
        let db = self.app.db.read();
        let organization = organization::Entity::find_by_id(self.organization_id).one(db).await.unwrap().unwrap();
        let share = share::Entity::find_by_id(share_id).one(db).await.unwrap();
        let member = member::Entity::find_by_id((self.organization_id, caller.user_id)).one(db).await.unwrap().unwrap();
        (organization.used_bytes, share.map(|share| share.used_bytes), member.used_bytes)
    }

    /// Of the meters of organization, share and member: older versions and trash in bytes, then files and versions.
    pub async fn parts(&self, share_id: Uuid, caller: &Caller) -> [[i64; 4]; 3] {
        let db = self.app.db.read();
        let organization = organization::Entity::find_by_id(self.organization_id).one(db).await.unwrap().unwrap();
        let share = share::Entity::find_by_id(share_id).one(db).await.unwrap().unwrap();
        let member = member::Entity::find_by_id((self.organization_id, caller.user_id)).one(db).await.unwrap().unwrap();
        [
            [organization.older_bytes, organization.trash_bytes, organization.file_count, organization.version_count],
            [share.older_bytes, share.trash_bytes, share.file_count, share.version_count],
            [member.older_bytes, member.trash_bytes, member.file_count, member.version_count],
        ]
    }

    pub async fn db_set_organization_quota(&self, quota_bytes: Option<i64>) {
        let row = organization::ActiveModel {
            id: Set(self.organization_id),
            quota_bytes: Set(quota_bytes),
            ..Default::default()
        };
        self.app
            .db
            .write(async move |tx: &DatabaseTransaction| Ok(organization::Entity::update(row).exec(tx).await?))
            .await
            .unwrap();
    }

    pub fn is_on_postgres(&self) -> bool {
        self.app.db.backend() == DbBackend::Postgres
    }

    /// Makes the database refuse, from now on, what is done to rows of a table: a fault that lasts. `operation` is such as
    /// `DELETE ON files`, and `condition` says of `OLD` and `NEW` which rows.
    pub async fn db_refuse(&self, operation: &str, condition: &str) {
        let sql = if self.is_on_postgres() {
            format!(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'refused'; END$$;
                 CREATE TRIGGER refused BEFORE {operation} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION refuse()"
            )
        } else {
            format!(
                "CREATE TRIGGER refused BEFORE {operation} WHEN {condition}
                 BEGIN SELECT RAISE(ABORT, 'refused'); END"
            )
        };
        self.app.db.write(async move |tx: &DatabaseTransaction| Ok(tx.execute_unprepared(&sql).await?)).await.unwrap();
    }

    /// Makes the database do something more, from now on, whenever something is done to a row: what somebody else might do
    /// meanwhile. `operation` is such as `DELETE ON files`.
    pub async fn db_then(&self, operation: &str, statement: &str) {
        let sql = if self.is_on_postgres() {
            format!(
                "CREATE FUNCTION follow() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {statement}; RETURN NULL; END$$;
                 CREATE TRIGGER follows AFTER {operation} FOR EACH ROW EXECUTE FUNCTION follow()"
            )
        } else {
            format!("CREATE TRIGGER follows AFTER {operation} BEGIN {statement}; END")
        };
        self.app.db.write(async move |tx: &DatabaseTransaction| Ok(tx.execute_unprepared(&sql).await?)).await.unwrap();
    }

    /// An id as it stands in SQL.
    pub fn db_literal(&self, id: Uuid) -> String {
        if self.is_on_postgres() { format!("'{id}'") } else { format!("x'{}'", id.simple()) }
    }

    /// Returns once so many transactions wait for others. On PostgreSQL only.
    pub async fn db_until_waiting(&self, count: i64) {
        let sql = "SELECT COUNT(*) FROM pg_stat_activity
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
        loop {
            let asked = self.app.db.read().query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await;
            let waiting: i64 = asked.unwrap().unwrap().try_get_by_index(0).unwrap();
            if waiting == count {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    /// How many rows there are, in all organizations, of what files are made of: names, folders, files, versions,
    /// contents, extents.
    pub async fn db_rows(&self) -> [u64; 6] {
        let db = self.app.db.read();
        [
            name::Entity::find().count(db).await.unwrap(),
            folder::Entity::find().count(db).await.unwrap(),
            file::Entity::find().count(db).await.unwrap(),
            version::Entity::find().count(db).await.unwrap(),
            content::Entity::find().count(db).await.unwrap(),
            extent::Entity::find().count(db).await.unwrap(),
        ]
    }

    /// Where the bytes of a pack lie on the disk.
    pub fn pack_path(&self, pack_id: Uuid) -> std::path::PathBuf {
        let name = pack_id.to_string();
        self.world.folder().join("store/packs").join(&name[name.len() - 2..]).join(name)
    }

    /// All but those that are remembered as deleted.
    pub async fn db_packs(&self) -> Vec<pack::Model> {
        let there = pack::Entity::find().filter(pack::Column::State.ne(pack::PackState::Deleted));
        there.all(self.app.db.read()).await.unwrap()
    }
}

/// A name that is known to be one.
pub(crate) fn file_name(name: &str) -> FileName {
    FileName::parse(name).unwrap()
}
