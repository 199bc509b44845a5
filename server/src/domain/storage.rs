//! Storage: what is used of the quotas, read from the meters, which fsck holds against a recount. Only what is stored
//! once and used often is looked up: beginning at the contents that copies and restored versions share, and at no other.

use std::collections::HashMap;

use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, IntoCondition as _, Query};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, JoinType, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
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
    const GROUP: &str = "group_id";
    const BYTES: &str = "bytes";
    let again = version::Column::ContentId.count().sub(1).mul(version::Column::SizeBytes.max());
    let by_content = shared_content::Entity::in_organization(organization_id)
        .join(JoinType::InnerJoin, versions.into())
        .join(JoinType::InnerJoin, files.into())
        .filter(condition)
        .select_only()
        .column_as(group, GROUP)
        .column_as(again, BYTES)
        .group_by(group)
        .group_by(version::Column::ContentId)
        .into_query();
    // Summed by the database: an organization may have millions of such contents.
    let by_group = Query::select()
        .column(GROUP)
        .expr(Expr::col(BYTES).sum().cast_as("BIGINT"))
        .from_subquery(by_content, "by_content")
        .group_by_col(GROUP)
        .take();
    let mut shared = HashMap::new();
    for row in db.query_all(&by_group).await? {
        shared.insert(row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    }
    Ok(shared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::entity::member::Role;
    use crate::domain::testing;
    use crate::domain::testing_tree::{LARGE_BYTES, Tree};

    #[tokio::test]
    async fn what_is_stored_once_is_summed_in_each_group() {
        let tree = Tree::new().await;
        let (owner, other) = (tree.member(Role::Owner).await, tree.member(Role::Owner).await);
        let [first, second] = [tree.share(&owner, "First", None).await, tree.share(&owner, "Second", None).await];
        let size_bytes = LARGE_BYTES as i64;
        // Two contents thrice in one share, one of them once more in another, where it is the only one.
        for (bytes, name) in [(1, "a"), (1, "b"), (1, "c"), (2, "d"), (2, "e"), (2, "f")] {
            tree.upload(&owner, first.id, None, name, &[bytes; LARGE_BYTES]).await.unwrap();
        }
        tree.upload(&other, second.id, None, "a", &[2; LARGE_BYTES]).await.unwrap();
        let view = get(&tree.app, &owner).await.unwrap();
        assert_eq!(view.usage.physical_bytes, 2 * size_bytes);
        assert_eq!((view.own.used_bytes(), view.own.physical_bytes), (6 * size_bytes, 2 * size_bytes));
        let physical =
            |share_id| view.shares.iter().find(|share| share.share_id == share_id).unwrap().usage.physical_bytes;
        assert_eq!([first.id, second.id].map(physical), [2 * size_bytes, size_bytes]);
        assert_eq!(get(&tree.app, &other).await.unwrap().own.physical_bytes, size_bytes);
    }

    #[tokio::test]
    async fn on_each_engine_there_may_be_nothing_to_sum() {
        for world in testing::worlds().await {
            let view = get(&world.app, &world.superuser).await.unwrap();
            assert_eq!(view.usage.physical_bytes, 0);
        }
    }
}
