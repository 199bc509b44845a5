//! Contents and where their bytes are: how they get their rows, are found again, and go when no version has them. But for
//! `gc`, which leads extents to compacted packs and lets condemned ones go, and for backups and repairs, nobody else
//! writes extents, or takes packs into use or out of it.
//!
//! Who uses a content or a pack and who lets go of it meet at its row: contents are locked before packs, packs before the
//! meters of quotas, each in the order of ids. Whoever lets go looks again, by a statement of its own, once it has the lock.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::mem;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, LockType, OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::copy::share_contents;
use super::mend;
use crate::blobs::{NewPack, Stored, Written};
use crate::db::entity::pack::PackState;
use crate::db::entity::{content, extent, pack, shared_content, version};
use crate::db::{self, Inserts, Taken};
use crate::domain::chunks;
use crate::error::{Error, Result};
use crate::ids;

/// How many rows a statement takes at a time.
pub(super) const BATCH: usize = 500;

/// How many extents are removed by one statement, which answers with all of them; those of one content may be as many.
const EXTENTS_TOGETHER: usize = 65_536;

/// Contents that are about to get versions: those that are stored already, and the assurance that the packs of the others
/// stay.
pub(super) struct Contents {
    organization_id: Uuid,
    /// By digest and size.
    stored: HashMap<(Vec<u8>, i64), Uuid>,
    /// Those of them that got their rows just now, and have one version so far.
    fresh: HashSet<Uuid>,
    /// Those of them that need damaged chunks, and are led to the bytes that have just come.
    damaged: HashSet<Uuid>,
    at: DateTime<Utc>,
}

impl Contents {
    /// To be called before the meters are charged.
    ///
    /// # Errors
    /// `Unavailable` if a pack that the bytes were found in went meanwhile, or was found to be damaged there: they must
    /// come again.
    pub(super) async fn hold<'a>(
        tx: &DatabaseTransaction,
        organization_id: Uuid,
        written: impl IntoIterator<Item = &'a Written>,
        at: DateTime<Utc>,
    ) -> Result<Self> {
        let written: Vec<&Written> = written.into_iter().collect();
        let mut digests: Vec<Vec<u8>> = written.iter().map(|written| written.sha256.to_vec()).collect();
        digests.sort_unstable();
        digests.dedup();
        // In packs a content may have been damaged: who brings its bytes again changes where they are.
        let is_packed = |written: &&&Written| matches!(written.stored, Stored::Extents { .. });
        let lock =
            if written.iter().any(|written| is_packed(&written)) { LockType::NoKeyUpdate } else { LockType::Share };
        let mut stored = HashMap::new();
        for batch in digests.chunks(BATCH) {
            let found: Vec<(Uuid, Vec<u8>, i64)> = content::Entity::in_organization(organization_id)
                .filter(content::Column::Sha256.is_in(batch.iter().cloned()))
                .select_only()
                .columns([content::Column::Id, content::Column::Sha256, content::Column::SizeBytes])
                .order_by_asc(content::Column::Id)
                .lock(lock)
                .into_tuple()
                .all(tx)
                .await?;
            stored.extend(found.into_iter().map(|(id, sha256, size_bytes)| ((sha256, size_bytes), id)));
        }
        share_contents(tx, organization_id, stored.values().copied()).await?;
        let damaged = HashSet::new();
        let mut contents = Self { organization_id, stored, fresh: HashSet::new(), damaged, at };
        let packed: Vec<&Written> = written.iter().filter(is_packed).copied().collect();
        let mut there = Vec::new();
        for written in &packed {
            there.extend(contents.find(written)?);
        }
        contents.damaged = mend::damaged_contents(tx, organization_id, &there).await?;
        contents.hold_all(tx, &packed).await?;
        Ok(contents)
    }

    /// Whether contents that are there stay where they are.
    pub(super) fn mends_none(&self) -> bool {
        self.damaged.is_empty()
    }

    /// Makes sure that the packs stay which uploads rely on.
    async fn hold_all(&self, tx: &DatabaseTransaction, written: &[&Written]) -> Result<()> {
        let mut packs = BTreeSet::new();
        for written in written {
            if self.find(written)?.is_none_or(|content_id| self.damaged.contains(&content_id))
                && let Stored::Extents { extents, pack, .. } = &written.stored
            {
                let own = pack.as_ref().map(|pack| pack.pack_id);
                packs.extend(extents.iter().map(|extent| extent.pack_id).filter(|pack_id| Some(*pack_id) != own));
            }
        }
        if !self.damaged.is_empty() {
            // Those that damaged contents are led away from as well, all in one order.
            let former = mend::packs_of(tx, &self.damaged).await?;
            let all: Vec<Uuid> = packs.union(&former).copied().collect();
            for batch in all.chunks(BATCH) {
                lock_packs(tx, batch).await?;
            }
        }
        hold_packs(tx, &packs).await?;
        mend::refuse_damaged(tx, &packs, written).await
    }

    fn find(&self, written: &Written) -> Result<Option<Uuid>> {
        let size_bytes = i64::try_from(written.size_bytes).map_err(Error::internal)?;
        Ok(self.stored.get(&(written.sha256.to_vec(), size_bytes)).copied())
    }

    /// The ids of the contents with these bytes, in their order: of those that were there, or of new ones, whose rows are
    /// inserted, or are the first of `inserts`.
    pub(super) async fn insert(
        &mut self,
        tx: &DatabaseTransaction,
        written: &[&Written],
        inserts: &mut Inserts,
    ) -> Result<Vec<Uuid>> {
        let mut ids = Vec::with_capacity(written.len());
        let (mut rows, mut new, mut shared) = (Vec::new(), Vec::new(), Vec::new());
        for written in written {
            if let Some(content_id) = self.find(written)? {
                if self.fresh.remove(&content_id) {
                    shared.push(content_id);
                }
                self.insert_again(tx, content_id, written).await?;
                ids.push(content_id);
                continue;
            }
            let content_id = ids::new();
            let row = self.row(content_id, written)?;
            self.stored.insert((written.sha256.to_vec(), row.size_bytes), content_id);
            self.fresh.insert(content_id);
            rows.push(row);
            new.push((content_id, *written));
            ids.push(content_id);
        }
        inserts.add(tx, &rows, Taken::Fails);
        let (mut packs, mut runs) = (Vec::new(), Vec::new());
        for (content_id, written) in new {
            if let Stored::Extents { extents, pack, .. } = &written.stored {
                packs.extend(pack);
                runs.extend(extent_rows(content_id, extents)?);
            }
        }
        insert_packs(tx, self.organization_id, &packs, PackState::Live, self.at).await?;
        inserts.add(tx, &runs, Taken::Fails);
        if !shared.is_empty() {
            // Which refers to the contents.
            mem::take(inserts).run(tx).await?;
            share_contents(tx, self.organization_id, shared).await?;
        }
        Ok(ids)
    }

    /// Takes in bytes whose content is there.
    async fn insert_again(&mut self, tx: &DatabaseTransaction, content_id: Uuid, written: &Written) -> Result<()> {
        let Stored::Extents { extents, pack, .. } = &written.stored else { return Ok(()) };
        let is_damaged = self.damaged.remove(&content_id);
        // If it is not, somebody stored the same at the same time. Nobody needs this pack, and now the sweep knows of it.
        let state = if is_damaged { PackState::Live } else { PackState::Condemned };
        if let Some(pack) = pack {
            insert_pack(tx, self.organization_id, pack, state, self.at).await?;
        }
        if is_damaged {
            tracing::info!(%content_id, "a damaged content was sent again, and is whole");
            mend::replace_extents(tx, content_id, extent_rows(content_id, extents)?, self.at).await?;
        }
        Ok(())
    }

    /// `insert` for one.
    pub(super) async fn insert_one(&mut self, tx: &DatabaseTransaction, written: &Written) -> Result<Uuid> {
        let mut inserts = Inserts::default();
        let ids = self.insert(tx, &[written], &mut inserts).await?;
        inserts.run(tx).await?;
        ids.into_iter().next().ok_or_else(|| Error::internal("a content has no id"))
    }

    fn row(&self, content_id: Uuid, written: &Written) -> Result<content::Model> {
        Ok(content::Model {
            id: content_id,
            organization_id: self.organization_id,
            sha256: written.sha256.to_vec(),
            size_bytes: i64::try_from(written.size_bytes).map_err(Error::internal)?,
            inline_bytes: match &written.stored {
                Stored::Inline(bytes) => Some(bytes.to_vec()),
                Stored::Extents { .. } => None,
            },
            created_at: self.at,
        })
    }
}

/// Makes sure that packs stay, reviving those that are condemned.
pub(super) async fn hold_packs(tx: &DatabaseTransaction, pack_ids: &BTreeSet<Uuid>) -> Result<()> {
    let pack_ids: Vec<Uuid> = pack_ids.iter().copied().collect();
    for batch in pack_ids.chunks(BATCH) {
        let locked = lock_packs(tx, batch).await?;
        let usable = locked.iter().filter(|(_, state)| matches!(state, PackState::Live | PackState::Condemned));
        if usable.count() < batch.len() {
            return Err(Error::unavailable("stored bytes that the upload relied on were removed while it came"));
        }
        let condemned = locked.into_iter().filter(|(_, state)| *state == PackState::Condemned).map(|(id, _)| id);
        let condemned: Vec<Uuid> = condemned.collect();
        if !condemned.is_empty() {
            pack::Entity::update_many()
                .col_expr(pack::Column::State, Expr::value(PackState::Live))
                .col_expr(pack::Column::CondemnedAt, Expr::value(None::<DateTime<Utc>>))
                .col_expr(pack::Column::MayHaveGaps, Expr::value(true))
                .filter(pack::Column::Id.is_in(condemned))
                .exec(tx)
                .await?;
        }
    }
    Ok(())
}

/// Locks packs in their order, and answers how each is.
pub(in crate::domain) async fn lock_packs(
    tx: &DatabaseTransaction,
    pack_ids: &[Uuid],
) -> Result<Vec<(Uuid, PackState)>> {
    Ok(pack::Entity::find()
        .filter(pack::Column::Id.is_in(pack_ids.iter().copied()))
        .select_only()
        .columns([pack::Column::Id, pack::Column::State])
        .order_by_asc(pack::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .into_tuple()
        .all(tx)
        .await?)
}

/// The rows of a pack that is in the store: see [`insert_packs`].
pub(in crate::domain) async fn insert_pack(
    tx: &DatabaseTransaction,
    organization_id: Uuid,
    pack: &NewPack,
    state: PackState,
    at: DateTime<Utc>,
) -> Result<()> {
    insert_packs(tx, organization_id, &[pack], state, at).await
}

/// The rows of packs that are in the store. There may be one of each already: of a staged pack, or of one that a sweep
/// found to be nobody's.
async fn insert_packs(
    tx: &DatabaseTransaction,
    organization_id: Uuid,
    packs: &[&NewPack],
    state: PackState,
    at: DateTime<Utc>,
) -> Result<()> {
    if packs.is_empty() {
        return Ok(());
    }
    let mut rows = Vec::with_capacity(packs.len());
    for pack in packs {
        // One whose row is gone was deleted and forgotten, and what was staged of it with it.
        if pack.is_staged && !chunks::stays_staged(tx, pack.pack_id, at).await? {
            return Err(Error::unavailable("the sweep took the pack of an upload for that of a dead one"));
        }
        rows.push(pack::ActiveModel {
            id: Set(pack.pack_id),
            organization_id: Set(organization_id),
            size_bytes: Set(i64::try_from(pack.size_bytes).map_err(Error::internal)?),
            state: Set(state),
            created_at: Set(at),
            condemned_at: Set((state == PackState::Condemned).then_some(at)),
            may_have_gaps: Set(false),
        });
    }
    let is_there = OnConflict::column(pack::Column::Id)
        .update_columns([pack::Column::OrganizationId, pack::Column::SizeBytes])
        .update_columns([pack::Column::State, pack::Column::CondemnedAt])
        .action_and_where(
            Expr::col((pack::Entity, pack::Column::State)).is_not_in([PackState::Deleting, PackState::Deleted]),
        )
        .to_owned();
    let inserted = pack::Entity::insert_many(rows).on_conflict(is_there).exec_without_returning(tx).await?;
    if usize::try_from(inserted) != Ok(packs.len()) {
        return Err(Error::unavailable("the sweep took the new pack for an old one"));
    }
    let chunks: Vec<_> = packs.iter().map(|pack| (pack.pack_id, pack.chunks.as_slice())).collect();
    chunks::insert(tx, organization_id, &chunks).await
}

fn extent_rows(content_id: Uuid, extents: &[crate::blobs::Extent]) -> Result<Vec<extent::Model>> {
    let mut file_offset = 0;
    let mut rows = Vec::with_capacity(extents.len());
    for run in extents {
        let length = i64::try_from(run.length).map_err(Error::internal)?;
        rows.push(extent::Model {
            content_id,
            file_offset,
            pack_id: run.pack_id,
            pack_offset: i64::try_from(run.pack_offset).map_err(Error::internal)?,
            length,
        });
        file_offset += length;
    }
    Ok(rows)
}

/// Removes those of some contents that no version has any more, and condemns the packs that only they needed. To be
/// called before the meters are charged.
pub(super) async fn release(tx: &DatabaseTransaction, content_ids: &[Uuid], at: DateTime<Utc>) -> Result<()> {
    for batch in content_ids.chunks(BATCH) {
        release_batch(tx, batch, at).await?;
    }
    Ok(())
}

async fn release_batch(tx: &DatabaseTransaction, content_ids: &[Uuid], at: DateTime<Utc>) -> Result<()> {
    let released = content::Column::Id.is_in(content_ids.iter().copied());
    let ids = content::Entity::find().select_only().column(content::Column::Id).filter(released.clone());
    // Whoever is about to give one of them a new version is done with it, or waits until we are.
    ids.clone().order_by_asc(content::Column::Id).lock(LockType::NoKeyUpdate).into_tuple::<Uuid>().all(tx).await?;
    let in_use = Query::select()
        .expr(Expr::val(1))
        .from(version::Entity)
        .and_where(version::Column::ContentId.into_expr().equals((content::Entity, content::Column::Id)))
        .take();
    let unused: Vec<Uuid> = ids.filter(Expr::exists(in_use).not()).into_tuple().all(tx).await?;
    if unused.is_empty() {
        return Ok(());
    }
    let packs = remove_extents(tx, &unused).await?;
    let shared = shared_content::Column::ContentId.is_in(unused.iter().copied());
    shared_content::Entity::delete_many().filter(shared).exec(tx).await?;
    content::Entity::delete_many().filter(content::Column::Id.is_in(unused)).exec(tx).await?;
    let packs: Vec<Uuid> = packs.into_iter().collect();
    let_go(tx, &packs, at).await
}

/// Removes the extents of contents that are locked, and answers in which packs they were.
async fn remove_extents(tx: &DatabaseTransaction, content_ids: &[Uuid]) -> Result<BTreeSet<Uuid>> {
    let counts: Vec<(Uuid, i64)> = extent::Entity::find()
        .filter(extent::Column::ContentId.is_in(content_ids.iter().copied()))
        .select_only()
        .column(extent::Column::ContentId)
        .column_as(extent::Column::FileOffset.count(), "extents")
        .group_by(extent::Column::ContentId)
        .into_tuple()
        .all(tx)
        .await?;
    let extents_of = |(_, count): &(Uuid, i64)| usize::try_from(*count).unwrap_or(usize::MAX);
    let groups = db::grouped(counts, EXTENTS_TOGETHER, extents_of);
    let ids_of = |group: Vec<(Uuid, i64)>| group.into_iter().map(|(content_id, _)| content_id).collect();
    let groups: Vec<Vec<Uuid>> = groups.into_iter().map(ids_of).collect();
    let mut packs = BTreeSet::new();
    for group in &groups {
        packs.extend(mend::packs_of(tx, group).await?);
    }
    // Before an extent is touched, and all in one order: a compaction has the lock of its pack when it moves them.
    let packs: Vec<Uuid> = packs.into_iter().collect();
    for batch in packs.chunks(BATCH) {
        lock_packs(tx, batch).await?;
    }
    let mut left = BTreeSet::new();
    for group in groups {
        let extents = extent::Entity::delete_many().filter(extent::Column::ContentId.is_in(group));
        // Some may have been led to other packs until theirs were locked.
        left.extend(extents.exec_with_returning(tx).await?.into_iter().map(|extent| extent.pack_id));
    }
    Ok(left)
}

/// Takes note that extents of packs have gone, and condemns those of which none is left.
pub(super) async fn let_go(tx: &DatabaseTransaction, pack_ids: &[Uuid], at: DateTime<Utc>) -> Result<()> {
    for batch in pack_ids.chunks(BATCH) {
        lock_packs(tx, batch).await?;
        let released = pack::Entity::update_many()
            .filter(pack::Column::Id.is_in(batch.iter().copied()))
            .filter(pack::Column::State.eq(PackState::Live));
        released.clone().col_expr(pack::Column::MayHaveGaps, Expr::value(true)).exec(tx).await?;
        released
            .col_expr(pack::Column::State, Expr::value(PackState::Condemned))
            .col_expr(pack::Column::CondemnedAt, Expr::value(at))
            .filter(Expr::exists(named()).not())
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Whether an extent names the pack.
pub(in crate::domain) fn named() -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(extent::Entity)
        .and_where(extent::Column::PackId.into_expr().equals((pack::Entity, pack::Column::Id)))
        .take()
}
