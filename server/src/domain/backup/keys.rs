//! The keys by which chunks are checked, as a backup's rows have them: in the database they go with their organizations.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use uuid::Uuid;

use super::rows::Table;
use crate::blobs::ChunkKey;

/// `folder` is where tables were written below.
pub(super) async fn read(folder: &Path) -> Result<HashMap<Uuid, Arc<ChunkKey>>> {
    let mut table = Table::open(folder, "chunk_keys").await?;
    let mut keys = HashMap::new();
    while let Some(row) = table.next().await? {
        let key = table.bytes(&row, "key")?;
        let key = ChunkKey::new(key.as_slice().try_into().context("a chunk key is not 32 bytes long")?);
        keys.insert(table.uuid(&row, "organization_id")?, Arc::new(key));
    }
    Ok(keys)
}
