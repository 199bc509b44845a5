//! Requests under an idempotency key, and their stored answers.

use sea_orm::entity::prelude::*;

use super::sensitive::SecretBytes;

/// How far the request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum RunState {
    #[sea_orm(string_value = "running")]
    Running,
    /// What it was to do is committed, in the transaction that says so; its answer is not known yet, or lost with its runner.
    #[sea_orm(string_value = "committed")]
    Committed,
    #[sea_orm(string_value = "done")]
    Done,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_keys")]
pub struct Model {
    /// The principal and the organization: keys of different callers never meet.
    #[sea_orm(primary_key, auto_increment = false)]
    pub caller_key: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub operation_id: String,
    /// Digest of the request; `None` while its body is being read.
    #[sea_orm(column_type = "Blob", nullable)]
    pub fingerprint: Option<Vec<u8>>,
    pub state: RunState,
    /// A running request renews it; past it, another may take over.
    pub lease_until: DateTimeUtc,
    pub status: Option<i32>,
    #[sea_orm(column_type = "Json", nullable)]
    pub headers: Option<Json>,
    /// May hold a secret, such as a new token.
    pub body: Option<SecretBytes>,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
