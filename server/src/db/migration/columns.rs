//! Column shorthands, so that a table reads like a table and both databases compare alike.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::{Alias, ColumnDef, Expr, ExprTrait as _, IntoIden as _};

/// Makes columns for one database.
#[derive(Clone, Copy)]
pub(super) struct Columns(pub(super) DbBackend);

impl Columns {
    /// Text that sorts and compares by its bytes: PostgreSQL would otherwise follow the locale of the machine, and
    /// pages, which continue behind a key, would differ between databases.
    pub(super) fn text(self, name: &str) -> ColumnDef {
        let mut column = ColumnDef::new(Alias::new(name));
        column.text().not_null();
        if self.0 == DbBackend::Postgres {
            column.extra("COLLATE \"C\"");
        }
        column
    }

    pub(super) fn text_null(self, name: &str) -> ColumnDef {
        let mut column = ColumnDef::new(Alias::new(name));
        column.text().null();
        if self.0 == DbBackend::Postgres {
            column.extra("COLLATE \"C\"");
        }
        column
    }
}

fn column(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name).into_iden())
}

pub(super) fn id(name: &str) -> ColumnDef {
    column(name).uuid().not_null().take()
}

pub(super) fn id_null(name: &str) -> ColumnDef {
    column(name).uuid().null().take()
}

pub(super) fn int(name: &str) -> ColumnDef {
    column(name).integer().not_null().take()
}

pub(super) fn int_null(name: &str) -> ColumnDef {
    column(name).integer().null().take()
}

pub(super) fn big(name: &str) -> ColumnDef {
    column(name).big_integer().not_null().take()
}

pub(super) fn big_null(name: &str) -> ColumnDef {
    column(name).big_integer().null().take()
}

/// A counter that no arithmetic of ours may take below zero: the write fails instead.
pub(super) fn counter(name: &str) -> ColumnDef {
    column(name).big_integer().not_null().check(Expr::col(Alias::new(name)).gte(0)).take()
}

/// Counts the times at which every signed URL that concerns the row was revoked.
pub(super) fn epoch() -> ColumnDef {
    column("signature_epoch").big_integer().not_null().default(0).take()
}

pub(super) fn flag(name: &str) -> ColumnDef {
    column(name).boolean().not_null().take()
}

pub(super) fn at(name: &str) -> ColumnDef {
    column(name).timestamp_with_time_zone().not_null().take()
}

pub(super) fn at_null(name: &str) -> ColumnDef {
    column(name).timestamp_with_time_zone().null().take()
}

pub(super) fn blob(name: &str) -> ColumnDef {
    column(name).blob().not_null().take()
}

pub(super) fn blob_null(name: &str) -> ColumnDef {
    column(name).blob().null().take()
}

pub(super) fn json(name: &str) -> ColumnDef {
    column(name).json().not_null().take()
}

pub(super) fn json_null(name: &str) -> ColumnDef {
    column(name).json().null().take()
}
