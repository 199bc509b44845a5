//! The packs that rows name, as the file says that these rows were written to: the same for as long as a copy takes, whatever
//! becomes of the rows meanwhile.

use std::path::Path;

use anyhow::Result;
use sea_orm::ActiveEnum as _;
use uuid::Uuid;

use super::rows::Table;
use crate::db::entity::pack::PackState;

/// A pack that rows name.
#[derive(Debug)]
pub(super) struct NamedPack {
    pub id: Uuid,
    /// Whose key its chunks are checked by.
    pub organization_id: Uuid,
    pub size_bytes: u64,
}

/// Packs in the order of their ids. Those that are on their way in or out are not among them.
pub(super) struct Named {
    table: Table,
    live: String,
}

impl Named {
    /// `folder` is where tables were written below.
    pub async fn open(folder: &Path) -> Result<Self> {
        Ok(Self { table: Table::open(folder, "packs").await?, live: PackState::Live.to_value() })
    }

    pub async fn next(&mut self) -> Result<Option<NamedPack>> {
        while let Some(row) = self.table.next().await? {
            if self.table.text(&row, "state")? == self.live {
                return Ok(Some(NamedPack {
                    id: self.table.uuid(&row, "id")?,
                    organization_id: self.table.uuid(&row, "organization_id")?,
                    size_bytes: self.table.number(&row, "size_bytes")?,
                }));
            }
        }
        Ok(None)
    }
}
