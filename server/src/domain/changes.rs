//! The change feed of a share: what happened, in commit order, numbered without gaps.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DatabaseTransaction, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use crate::db::entity::{change, share};
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
    let share_id = change.parent.share_id;
    let numbered = share::Entity::update_many()
        .col_expr(share::Column::ChangeSeq, Expr::col(share::Column::ChangeSeq).add(1))
        .filter(share::Column::Id.eq(share_id))
        .exec_with_returning(tx)
        .await?;
    let seq = numbered.first().ok_or(Error::NotFound("share"))?.change_seq;
    // Read behind the share's lock, so that a rename further up is either in the path or has a later number.
    let folder_path = nodes::folder_path(tx, change.parent.folder_id).await?;
    let path = |name: &str| format!("{folder_path}/{name}");
    let row = change::ActiveModel {
        share_id: Set(share_id),
        seq: Set(seq),
        kind: Set(change.kind),
        resource_type: Set(change.resource_type),
        resource_id: Set(change.resource_id),
        old_path: Set(change.old_name.map(path)),
        new_path: Set(change.new_name.map(path)),
        version: Set(change.version),
        actor_id: Set(change.actor_id),
        at: Set(change.at),
    };
    change::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(Recorded { seq, folder_path })
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
