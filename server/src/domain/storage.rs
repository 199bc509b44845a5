//! Storage: what is used of the quotas, counted anew from the versions that are there, not read from the meters, which
//! fsck holds against the same count. A list of a million versions takes a moment; nothing waits for it.

use std::collections::HashMap;

use sea_orm::sea_query::{Alias, CaseStatement, Condition, Expr, ExprTrait as _, Func, Query, SimpleExpr};
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
    let (scope, usage) = match caller.sees_every_share() {
        true => (Scope::Organization, of_organization(db, caller.organization_id).await?),
        false => (Scope::Member, own),
    };
    let readable = share::Entity::in_organization(caller.organization_id)
        .filter(access::in_readable_shares(caller, (share::Entity, share::Column::Id)))
        .order_by_asc(share::Column::NameKey);
    let shares = of_shares(db, readable.all(db).await?).await?;
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

async fn of_organization(db: &impl ConnectionTrait, organization_id: Uuid) -> Result<Usage> {
    let organization = organization::Entity::find_by_id(organization_id).one(db).await?;
    let organization = organization.ok_or(Error::NotFound("organization"))?;
    let counted =
        one(counted(file::Column::OrganizationId, file::Column::OrganizationId.eq(organization_id)), db).await?;
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
    let counted = one(counted(file::Column::OrganizationId, paid.clone()), db).await?;
    let physical = physical(db, file::Column::OrganizationId, paid).await?.into_values().sum();
    // A superuser who is no member pays for nothing and is bounded by nothing.
    let (quota_bytes, reserved_bytes) = member.map_or((None, 0), |member| (member.quota_bytes, member.reserved_bytes));
    Ok(Usage::of(counted, quota_bytes, reserved_bytes, physical))
}

async fn of_shares(db: &impl ConnectionTrait, shares: Vec<share::Model>) -> Result<Vec<ShareUsage>> {
    let mut usages = Vec::with_capacity(shares.len());
    for batch in shares.chunks(BATCH) {
        let in_batch = || file::Column::ShareId.is_in(batch.iter().map(|share| share.id));
        let rows = counted(file::Column::ShareId, in_batch()).into_model::<Counted>().all(db).await?;
        let mut counted: HashMap<Uuid, Counted> = rows.into_iter().map(|row| (row.id, row)).collect();
        let mut physical = physical(db, file::Column::ShareId, in_batch().into()).await?;
        usages.extend(batch.iter().map(|share| ShareUsage {
            share_id: share.id,
            name: share.name.clone(),
            usage: Usage::of(
                counted.remove(&share.id).unwrap_or_default(),
                share.quota_bytes,
                share.reserved_bytes,
                physical.remove(&share.id).unwrap_or_default(),
            ),
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

/// Counts the versions of those files, by a column of theirs.
fn counted(group: file::Column, files: impl Into<Condition>) -> Select<file::Entity> {
    let is_live = || file::Column::TrashedAt.is_null();
    let is_current =
        || Expr::col((version::Entity, version::Column::Version)).equals((file::Entity, file::Column::CurrentVersion));
    let size_where = |condition: SimpleExpr| {
        let size = Expr::col((version::Entity, version::Column::SizeBytes));
        whole(Expr::expr(CaseStatement::new().case(condition, size).finally(0)).sum())
    };
    with_versions()
        .filter(files.into())
        .select_only()
        .column_as(group, "id")
        .expr_as(size_where(is_live().and(is_current())), "current_bytes")
        .expr_as(size_where(is_live().and(is_current().not())), "versions_bytes")
        .expr_as(size_where(file::Column::TrashedAt.is_not_null()), "trash_bytes")
        .expr_as(Func::count_distinct(Expr::col((file::Entity, file::Column::Id))), "files")
        .expr_as(Func::count(Expr::col((version::Entity, version::Column::Version))), "versions")
        .group_by(group)
}

fn with_versions() -> Select<file::Entity> {
    let versions = file::Entity::belongs_to(version::Entity).from(file::Column::Id).to(version::Column::FileId);
    file::Entity::find().join(JoinType::InnerJoin, versions.into())
}

async fn one(select: Select<file::Entity>, db: &impl ConnectionTrait) -> Result<Counted> {
    // Without a version there is no group.
    Ok(select.into_model::<Counted>().one(db).await?.unwrap_or_default())
}

/// What the contents of those files take, each counted once in its group.
async fn physical(db: &impl ConnectionTrait, group: file::Column, files: Condition) -> Result<HashMap<Uuid, i64>> {
    let mut contents = Query::select();
    contents
        .distinct()
        .expr_as(Expr::col((file::Entity, group)), "id")
        .column((version::Entity, version::Column::ContentId))
        .column((version::Entity, version::Column::SizeBytes))
        .from(file::Entity)
        .inner_join(
            version::Entity,
            Expr::col((version::Entity, version::Column::FileId)).equals((file::Entity, file::Column::Id)),
        )
        .cond_where(files);
    let sums = Query::select()
        .column("id")
        .expr_as(whole(Expr::col(version::Column::SizeBytes).sum()), "bytes")
        .from_subquery(contents, "contents")
        .group_by_col("id")
        .take();
    let mut bytes = HashMap::new();
    for row in db.query_all(&sums).await? {
        bytes.insert(row.try_get("", "id")?, row.try_get("", "bytes")?);
    }
    Ok(bytes)
}

/// PostgreSQL's sums are of a type that has no end.
fn whole(sum: SimpleExpr) -> SimpleExpr {
    sum.cast_as(Alias::new("BIGINT"))
}

/// The one number of a sum; 0 over nothing.
async fn sum<E: sea_orm::EntityTrait>(db: &impl ConnectionTrait, sum: Select<E>) -> Result<i64> {
    Ok(sum.into_tuple::<Option<i64>>().one(db).await?.flatten().unwrap_or_default())
}
