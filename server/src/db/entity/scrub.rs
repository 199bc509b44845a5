//! How far the scrub has come, which reads all stored bytes again and again.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "scrubs")]
pub struct Model {
    /// What is read; there is one row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// When this pass over everything began.
    pub began_at: DateTimeUtc,
    /// When it came to its end.
    pub ended_at: Option<DateTimeUtc>,
    /// The pack that is read; those with smaller ids have been.
    pub pack_id: Uuid,
    /// In bytes: where the next chunk of that pack begins.
    pub pack_offset: i64,
    /// How many bytes there were when it began, or when as many had been read; and how many have been read.
    pub total_bytes: i64,
    pub read_bytes: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
