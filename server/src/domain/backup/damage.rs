//! Packs that are not what was written: copied as they are, so that what is whole of them is not lost with the rest, and
//! told with the files that they take with them.

use std::collections::BTreeSet;
use std::fmt;

use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait as _, JoinType, QueryFilter as _,
    QuerySelect as _,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::entity::{chunk, extent, file, version};

/// What is wrong with a pack of a backup.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Damage {
    /// Whether there was nothing of it. Then there is no copy of it either, and no chunk is named.
    pub is_missing: bool,
    /// `(offset, length)` of the chunks that are not what was written; what could not be read of them is zeros.
    pub chunks: Vec<(u64, u64)>,
}

/// A pack that was not brought over whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Faulty {
    pub pack: Uuid,
    pub size_bytes: u64,
    pub damage: Damage,
}

/// A damaged pack, with what it means to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedPack {
    pub pack_id: Uuid,
    pub damage: Damage,
    /// Which versions need some of what is damaged.
    pub versions: BTreeSet<DamagedVersion>,
}

/// A version of a file that can't be read to its end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DamagedVersion {
    pub file_name: String,
    pub file_id: Uuid,
    pub version: i64,
}

impl fmt::Display for DamagedPack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pack_id, damage, versions } = self;
        if damage.is_missing {
            writeln!(f, "damaged: the pack {pack_id} was not there to be copied")?;
        } else {
            let count = damage.chunks.len();
            writeln!(f, "damaged: {count} chunks of the pack {pack_id}, which was copied as it is")?;
        }
        for DamagedVersion { file_name, file_id, version } in versions {
            writeln!(f, "damaged: version {version} of the file {file_id}, {file_name:?}")?;
        }
        Ok(())
    }
}

/// Finds out which versions need what is damaged of some packs.
pub(super) async fn told(db: &impl ConnectionTrait, packs: &[Faulty]) -> Result<Vec<DamagedPack>> {
    let mut told = Vec::new();
    for Faulty { pack, size_bytes, damage } in packs {
        let runs = if damage.is_missing { &[(0, *size_bytes)] } else { damage.chunks.as_slice() };
        let mut versions = BTreeSet::new();
        for (offset, length) in runs {
            versions.extend(needing(db, *pack, *offset, *length).await.context("the files could not be looked up")?);
        }
        told.push(DamagedPack { pack_id: *pack, damage: damage.clone(), versions });
    }
    Ok(told)
}

async fn needing(db: &impl ConnectionTrait, pack_id: Uuid, offset: u64, length: u64) -> Result<Vec<DamagedVersion>> {
    let (start, end) = (i64::try_from(offset)?, i64::try_from(offset + length)?);
    let extent_end = Expr::col((extent::Entity, extent::Column::PackOffset))
        .add(Expr::col((extent::Entity, extent::Column::Length)));
    let of_file = version::Entity::belongs_to(file::Entity).from(version::Column::FileId).to(file::Column::Id);
    let of_content =
        version::Entity::belongs_to(extent::Entity).from(version::Column::ContentId).to(extent::Column::ContentId);
    let rows: Vec<(String, Uuid, i64)> = version::Entity::find()
        .join(JoinType::InnerJoin, of_file.into())
        .join(JoinType::InnerJoin, of_content.into())
        .filter(extent::Column::PackId.eq(pack_id))
        .filter(extent::Column::PackOffset.lt(end))
        .filter(extent_end.gt(start))
        .select_only()
        .column(file::Column::Name)
        .columns([version::Column::FileId, version::Column::Version])
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(file_name, file_id, version)| DamagedVersion { file_name, file_id, version }).collect())
}

/// Notes what is damaged with the rows of a restored installation, so that no upload relies on it.
pub(super) async fn mark(tx: &DatabaseTransaction, packs: &[Faulty], at: DateTime<Utc>) -> crate::error::Result<()> {
    for Faulty { pack, damage, .. } in packs {
        let of_pack = Condition::all().add(chunk::Column::PackId.eq(*pack));
        let marked = if damage.is_missing {
            vec![of_pack]
        } else {
            let offsets = damage.chunks.iter().map(|(offset, _)| i64::try_from(*offset).unwrap_or(i64::MAX));
            offsets.map(|offset| of_pack.clone().add(chunk::Column::PackOffset.eq(offset))).collect()
        };
        for condition in marked {
            chunk::Entity::update_many()
                .col_expr(chunk::Column::DamagedAt, Expr::value(at))
                .filter(condition)
                .exec(tx)
                .await?;
        }
    }
    Ok(())
}
