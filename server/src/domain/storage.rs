//! Storage: what is used of the quotas, read from the meters, which fsck holds against a recount. Only what is stored
//! once and used often is looked up: beginning at the contents that copies and restored versions share, and at no other.

use std::collections::HashMap;

use sea_orm::sea_query::{Condition, IntoCondition as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, JoinType, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::{file, member, organization, share, shared_content, version};
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
    /// Each content counted once: copies and restored versions take no room again.
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

    /// What a meter says; `shared_bytes` of it are stored only once.
    fn of(meter: Meter, shared_bytes: i64) -> Self {
        let Meter { quota_bytes, used_bytes, older_bytes, trash_bytes, reserved_bytes, file_count, version_count } =
            meter;
        Self {
            quota_bytes,
            current_bytes: used_bytes - older_bytes - trash_bytes,
            versions_bytes: older_bytes,
            trash_bytes,
            reserved_bytes,
            physical_bytes: used_bytes - shared_bytes,
            files: file_count,
            versions: version_count,
        }
    }
}

/// The columns of a meter, which three tables have.
#[derive(Debug, Default)]
struct Meter {
    quota_bytes: Option<i64>,
    used_bytes: i64,
    older_bytes: i64,
    trash_bytes: i64,
    reserved_bytes: i64,
    file_count: i64,
    version_count: i64,
}

/// The meter in a row.
macro_rules! meter_of {
    ($row:expr) => {
        Meter {
            quota_bytes: $row.quota_bytes,
            used_bytes: $row.used_bytes,
            older_bytes: $row.older_bytes,
            trash_bytes: $row.trash_bytes,
            reserved_bytes: $row.reserved_bytes,
            file_count: $row.file_count,
            version_count: $row.version_count,
        }
    };
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
    let shares = of_shares(db, caller.organization_id, readable.all(db).await?).await?;
    let (scope, usage) = if caller.sees_every_share() {
        (Scope::Organization, of_organization(db, caller.organization_id).await?)
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
    of_shares(db, caller.organization_id, vec![share]).await?.pop().ok_or(Error::NotFound("share"))
}

async fn of_organization(db: &impl ConnectionTrait, organization_id: Uuid) -> Result<Usage> {
    let organization = organization::Entity::find_by_id(organization_id).one(db).await?;
    let organization = organization.ok_or(Error::NotFound("organization"))?;
    let shared = shared_bytes(db, organization_id, file::Column::OrganizationId, Condition::all()).await?;
    Ok(Usage::of(meter_of!(organization), shared.into_values().sum()))
}

async fn of_member(db: &impl ConnectionTrait, caller: &Caller) -> Result<Usage> {
    let Caller { organization_id, user_id, .. } = *caller;
    // A superuser who is no member has no meter: pays for nothing, and is bounded by nothing.
    let Some(member) = member::Entity::find_by_id((organization_id, user_id)).one(db).await? else {
        return Ok(Usage::default());
    };
    let paid = Condition::all().add(version::Column::ChargedTo.eq(user_id));
    let shared = shared_bytes(db, organization_id, file::Column::OrganizationId, paid).await?;
    Ok(Usage::of(meter_of!(member), shared.into_values().sum()))
}

async fn of_shares(
    db: &impl ConnectionTrait,
    organization_id: Uuid,
    shares: Vec<share::Model>,
) -> Result<Vec<ShareUsage>> {
    let mut usages = Vec::with_capacity(shares.len());
    for batch in shares.chunks(BATCH) {
        let in_batch = file::Column::ShareId.is_in(batch.iter().map(|share| share.id));
        let shared = shared_bytes(db, organization_id, file::Column::ShareId, in_batch.into_condition()).await?;
        usages.extend(batch.iter().map(|share| ShareUsage {
            share_id: share.id,
            name: share.name.clone(),
            usage: Usage::of(meter_of!(share), shared.get(&share.id).copied().unwrap_or_default()),
        }));
    }
    Ok(usages)
}

/// What is not stored again, since another version in the same group has the same content. Looks only at the contents
/// that several versions have or had, which few do.
async fn shared_bytes(
    db: &impl ConnectionTrait,
    organization_id: Uuid,
    group: file::Column,
    condition: Condition,
) -> Result<HashMap<Uuid, i64>> {
    let versions = shared_content::Entity::belongs_to(version::Entity)
        .from(shared_content::Column::ContentId)
        .to(version::Column::ContentId);
    let files = version::Entity::belongs_to(file::Entity).from(version::Column::FileId).to(file::Column::Id);
    let rows: Vec<(Uuid, i64, i64)> = shared_content::Entity::in_organization(organization_id)
        .join(JoinType::InnerJoin, versions.into())
        .join(JoinType::InnerJoin, files.into())
        .filter(condition)
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
