//! Storage: what is used of the quotas, counted anew from the versions that are there, not read from the meters, which
//! fsck holds against the same count.

use std::collections::HashMap;

use sea_orm::sea_query::{
    Alias, CaseStatement, Condition, Expr, ExprTrait as _, Func, IntoCondition, Query, SimpleExpr,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select,
};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::pack::{self, PackState};
use crate::db::entity::{content, file, member, organization, share, version};
use crate::domain::access::{self, Caller, Permission};
use crate::domain::nodes::Lock;
use crate::domain::shares;
use crate::error::{Error, Result};

/// How many shares a statement takes at a time: bounds its parameters.
const BATCH: usize = 500;

/// What the caller may know.
#[derive(Debug, Clone)]
pub struct StorageView {
    pub scope: Scope,
    pub usage: Usage,
    /// The caller's own, whatever the scope is.
    pub own: Usage,
    /// Those that the caller may read, by name.
    pub shares: Vec<ShareUsage>,
}

/// Whose the figures of a [`StorageView`] are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// For those who manage it.
    Organization,
    /// The caller's own.
    Member,
}

/// What is used of a share's quota.
#[derive(Debug, Clone)]
pub struct ShareUsage {
    pub share_id: Uuid,
    pub name: String,
    pub usage: Usage,
}

/// What is used of one quota. Sizes are in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// `None`: unlimited.
    pub quota_bytes: Option<i64>,
    pub current_bytes: i64,
    pub versions_bytes: i64,
    pub trash_bytes: i64,
    pub reserved_bytes: i64,
    /// Each content counted once.
    pub physical_bytes: i64,
    pub files: i64,
    pub versions: i64,
}

impl Usage {
    /// What is compared with the quota.
    pub fn used_bytes(&self) -> i64 {
        self.current_bytes + self.versions_bytes + self.trash_bytes
    }

    /// What is left of the quota; `None` if there is none.
    pub fn available_bytes(&self) -> Option<i64> {
        self.quota_bytes.map(|quota_bytes| Ord::max(quota_bytes - self.used_bytes() - self.reserved_bytes, 0))
    }

    /// How often each stored byte is used; 1 where there is none.
    pub fn dedup_ratio(&self) -> f64 {
        if self.physical_bytes == 0 {
            return 1.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "a ratio for people to read")]
        let ratio = self.used_bytes() as f64 / self.physical_bytes as f64;
        ratio
    }

    fn of(counted: Counted, quota_bytes: Option<i64>, reserved_bytes: i64, physical_bytes: i64) -> Self {
        let Counted { id: _, current_bytes, versions_bytes, trash_bytes, files, versions } = counted;
        Self {
            quota_bytes,
            current_bytes,
            versions_bytes,
            trash_bytes,
            reserved_bytes,
            physical_bytes,
            files,
            versions,
        }
    }
}

/// The figures of the organization for those who see all of it, else the caller's own; and those of every share that
/// the caller may read.
///
/// # Errors
/// `NotFound` if the organization is gone.
pub async fn get(app: &App, caller: &Caller) -> Result<StorageView> {
    let db = app.db.read();
    let own = of_member(db, caller).await?;
    let readable = share::Entity::in_organization(caller.organization_id)
        .filter(access::in_readable_shares(caller, (share::Entity, share::Column::Id)))
        .order_by_asc(share::Column::NameKey);
    let shares = of_shares(db, readable.all(db).await?).await?;
    let (scope, usage) = if caller.sees_every_share() {
        (Scope::Organization, of_organization(db, caller.organization_id, &shares).await?)
    } else {
        (Scope::Member, own)
    };
    Ok(StorageView { scope, usage, own, shares })
}

/// The figures of a share that the caller may read.
///
/// # Errors
/// `NotFound`.
pub async fn get_share(app: &App, caller: &Caller, share_id: Uuid) -> Result<ShareUsage> {
    let db = app.db.read();
    let share = shares::find(db, caller, share_id, Permission::Read, Lock::None).await?.share;
    of_shares(db, vec![share]).await?.pop().ok_or(Error::NotFound("share"))
}

/// What an organization uses, whose shares these all are.
async fn of_organization(db: &impl ConnectionTrait, organization_id: Uuid, shares: &[ShareUsage]) -> Result<Usage> {
    let organization = organization::Entity::find_by_id(organization_id).one(db).await?;
    let organization = organization.ok_or(Error::NotFound("organization"))?;
    let mut counted = Counted::default();
    for ShareUsage { usage, .. } in shares {
        counted.add(&Counted {
            id: Uuid::nil(),
            current_bytes: usage.current_bytes,
            versions_bytes: usage.versions_bytes,
            trash_bytes: usage.trash_bytes,
            files: usage.files,
            versions: usage.versions,
        });
    }
    // What the store holds: packs, and what is in rows instead.
    let packs = pack::Entity::in_organization(organization_id).filter(pack::Column::State.eq(PackState::Live));
    let packs = sum(db, packs.select_only().expr_as(whole(pack::Column::SizeBytes.sum()), "bytes")).await?;
    let inline = content::Entity::in_organization(organization_id).filter(content::Column::InlineBytes.is_not_null());
    let inline = sum(db, inline.select_only().expr_as(whole(content::Column::SizeBytes.sum()), "bytes")).await?;
    Ok(Usage::of(counted, organization.quota_bytes, organization.reserved_bytes, packs + inline))
}

async fn of_member(db: &impl ConnectionTrait, caller: &Caller) -> Result<Usage> {
    let Caller { organization_id, user_id, .. } = *caller;
    let member = member::Entity::find_by_id((organization_id, user_id)).one(db).await?;
    let paid = Condition::all()
        .add(file::Column::OrganizationId.eq(organization_id))
        .add(version::Column::ChargedTo.eq(user_id));
    let counted = with_versions(file::Column::OrganizationId, paid.clone());
    let counted = counted.into_model::<Counted>().one(db).await?.unwrap_or_default();
    let shared = shared_bytes(db, file::Column::OrganizationId, paid).await?.into_values().sum::<i64>();
    let physical = counted.bytes() - shared;
    // A superuser who is no member pays for nothing and is bounded by nothing.
    let (quota_bytes, reserved_bytes) = member.map_or((None, 0), |member| (member.quota_bytes, member.reserved_bytes));
    Ok(Usage::of(counted, quota_bytes, reserved_bytes, physical))
}

async fn of_shares(db: &impl ConnectionTrait, shares: Vec<share::Model>) -> Result<Vec<ShareUsage>> {
    let mut usages = Vec::with_capacity(shares.len());
    for batch in shares.chunks(BATCH) {
        let in_batch = || file::Column::ShareId.is_in(batch.iter().map(|share| share.id));
        let mut counted: HashMap<Uuid, Counted> = HashMap::new();
        // Most files have one version, of which their own rows say all: only for the others are versions looked up.
        let (one, more) = (file::Column::CurrentVersion.eq(1), file::Column::CurrentVersion.gt(1));
        let singles = alone(file::Column::ShareId, in_batch().and(one)).into_model::<Counted>();
        let others = with_versions(file::Column::ShareId, in_batch().and(more)).into_model::<Counted>();
        for row in singles.all(db).await?.into_iter().chain(others.all(db).await?) {
            counted.entry(row.id).or_default().add(&row);
        }
        let shared = shared_bytes(db, file::Column::ShareId, in_batch().into_condition()).await?;
        usages.extend(batch.iter().map(|share| {
            let counted = counted.remove(&share.id).unwrap_or_default();
            let physical = counted.bytes() - shared.get(&share.id).copied().unwrap_or_default();
            let usage = Usage::of(counted, share.quota_bytes, share.reserved_bytes, physical);
            ShareUsage { share_id: share.id, name: share.name.clone(), usage }
        }));
    }
    Ok(usages)
}

/// What the versions of some files add up to.
#[derive(Debug, Default, FromQueryResult)]
struct Counted {
    /// Of what they were grouped by.
    id: Uuid,
    current_bytes: i64,
    versions_bytes: i64,
    trash_bytes: i64,
    files: i64,
    versions: i64,
}

impl Counted {
    fn add(&mut self, other: &Self) {
        self.current_bytes += other.current_bytes;
        self.versions_bytes += other.versions_bytes;
        self.trash_bytes += other.trash_bytes;
        self.files += other.files;
        self.versions += other.versions;
    }

    fn bytes(&self) -> i64 {
        self.current_bytes + self.versions_bytes + self.trash_bytes
    }
}

/// Counts those files, which must have one version each, by a column of theirs.
fn alone(group: file::Column, files: SimpleExpr) -> Select<file::Entity> {
    let size_where = |condition: SimpleExpr| {
        let size = Expr::col((file::Entity, file::Column::SizeBytes));
        whole(Expr::expr(CaseStatement::new().case(condition, size).finally(0)).sum())
    };
    file::Entity::find()
        .filter(files)
        .select_only()
        .column_as(group, "id")
        .expr_as(size_where(file::Column::TrashedAt.is_null()), "current_bytes")
        .expr_as(whole(Expr::val(0)), "versions_bytes")
        .expr_as(size_where(file::Column::TrashedAt.is_not_null()), "trash_bytes")
        .expr_as(file::Column::Id.count(), "files")
        .expr_as(file::Column::Id.count(), "versions")
        .group_by(group)
}

/// Counts the versions of those files, by a column of the files.
fn with_versions(group: file::Column, files: impl IntoCondition) -> Select<file::Entity> {
    let is_live = || file::Column::TrashedAt.is_null();
    let is_current =
        || Expr::col((version::Entity, version::Column::Version)).equals((file::Entity, file::Column::CurrentVersion));
    let size_where = |condition: SimpleExpr| {
        let size = Expr::col((version::Entity, version::Column::SizeBytes));
        whole(Expr::expr(CaseStatement::new().case(condition, size).finally(0)).sum())
    };
    joined(files)
        .select_only()
        .column_as(group, "id")
        .expr_as(size_where(is_live().and(is_current())), "current_bytes")
        .expr_as(size_where(is_live().and(is_current().not())), "versions_bytes")
        .expr_as(size_where(file::Column::TrashedAt.is_not_null()), "trash_bytes")
        .expr_as(Func::count_distinct(Expr::col((file::Entity, file::Column::Id))), "files")
        .expr_as(version::Column::Version.count(), "versions")
        .group_by(group)
}

/// Those files with their versions.
fn joined(files: impl IntoCondition) -> Select<file::Entity> {
    let versions = file::Entity::belongs_to(version::Entity).from(file::Column::Id).to(version::Column::FileId);
    file::Entity::find().join(JoinType::InnerJoin, versions.into()).filter(files.into_condition())
}

/// What is not stored again, since another version in the same group has the same content. Starts at the few contents
/// that several versions have.
async fn shared_bytes(db: &impl ConnectionTrait, group: file::Column, files: Condition) -> Result<HashMap<Uuid, i64>> {
    let content_id = (version::Entity, version::Column::ContentId);
    let several = Query::select()
        .column(version::Column::ContentId)
        .from(version::Entity)
        .group_by_col(version::Column::ContentId)
        .and_having(version::Column::ContentId.count().gt(1))
        .take();
    let rows: Vec<(Uuid, i64, i64)> = joined(files)
        .filter(Expr::col(content_id).in_subquery(several))
        .select_only()
        .column(group)
        .expr(version::Column::ContentId.count())
        .expr(version::Column::SizeBytes.max())
        .group_by(group)
        .group_by(version::Column::ContentId)
        .into_tuple()
        .all(db)
        .await?;
    let mut shared = HashMap::new();
    for (id, versions, size_bytes) in rows {
        *shared.entry(id).or_default() += (versions - 1) * size_bytes;
    }
    Ok(shared)
}

/// PostgreSQL's sums are of a type that has no end.
fn whole(sum: SimpleExpr) -> SimpleExpr {
    sum.cast_as(Alias::new("BIGINT"))
}

/// The one number of a sum; 0 over nothing.
async fn sum<E: sea_orm::EntityTrait>(db: &impl ConnectionTrait, sum: Select<E>) -> Result<i64> {
    Ok(sum.into_tuple::<Option<i64>>().one(db).await?.flatten().unwrap_or_default())
}
