//! The tenants.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organizations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    /// The folded name, unique on this server.
    pub name_key: String,
    /// `None`: unlimited.
    pub quota_bytes: Option<i64>,
    /// The sizes of all versions, the trash counted.
    pub used_bytes: i64,
    /// What of it older versions of live files have.
    pub older_bytes: i64,
    /// What of it versions of files in the trash have.
    pub trash_bytes: i64,
    /// The trash counted.
    pub file_count: i64,
    /// Those of files in the trash counted.
    pub version_count: i64,
    /// What is set aside for bodies on their way.
    pub reserved_bytes: i64,
    pub max_file_bytes: i64,
    pub trash_retention_days: i32,
    /// Where files without a stated share go. No foreign key: the two rows name each other.
    pub default_share_id: Uuid,
    /// Signed URLs made under another number than this are revoked.
    pub signature_epoch: i64,
    /// Counts changes; the entity tag of the metadata.
    pub revision: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
