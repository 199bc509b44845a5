//! Background jobs: which server runs one now, and when it is due again.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job_leases")]
pub struct Model {
    /// The job's.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// The server that has or had the lease, for people.
    pub holder: Uuid,
    /// Raised each time that the lease is taken: who has an older one has lost it.
    pub fence: i64,
    /// The holder renews it while the job runs; from here on, another may take it.
    pub expires_at: DateTimeUtc,
    /// When the job is to run again.
    pub due_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
