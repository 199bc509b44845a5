//! The roots of the folder trees.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shares")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub name: String,
    /// The folded name, unique in the organization.
    pub name_key: String,
    /// `None`: the organization's alone.
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
    /// The number of the newest change; gapless.
    pub change_seq: i64,
    /// Signed URLs made under another number than this are revoked.
    pub signature_epoch: i64,
    /// Counts changes; the entity tag of the metadata.
    pub revision: i64,
    pub created_by: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// What belongs to one organization: where every query of a caller starts.
    pub fn in_organization(organization_id: Uuid) -> Select<Self> {
        Self::find().filter(Column::OrganizationId.eq(organization_id))
    }
}
