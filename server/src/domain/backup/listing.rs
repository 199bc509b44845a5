//! What a store holds already, so much of it at a time as memory has room for.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use anyhow::{Context as _, Result, bail};
use futures_util::TryStreamExt as _;
use uuid::Uuid;

use crate::blobs::{Blobs, shard_of};

/// How many packs are held at a time, unless one shard has more. In tests so few that they take several turns.
const HELD_MAX: usize = if cfg!(test) { 2 } else { 1_000_000 };

/// The packs of a store, in turns.
pub(super) struct Listings<'a> {
    blobs: &'a Blobs,
    /// The shard that the next turn begins with.
    next: Option<u8>,
    /// How many shards a turn has.
    shards: usize,
}

/// The packs of some shards.
pub(super) struct Listing {
    shards: RangeInclusive<u8>,
    sizes: HashMap<Uuid, u64>,
    ours: usize,
}

impl<'a> Listings<'a> {
    pub fn of(blobs: &'a Blobs) -> Self {
        Self { blobs, next: Some(0), shards: 256 }
    }

    /// The next turn; `None` after the last one.
    pub async fn next(&mut self) -> Result<Option<Listing>> {
        let Some(first) = self.next else { return Ok(None) };
        loop {
            let last = u8::try_from(usize::from(first) + self.shards - 1).unwrap_or(u8::MAX);
            if let Some(sizes) = self.list(first..=last).await.context("the store could not be listed")? {
                self.next = last.checked_add(1);
                return Ok(Some(Listing { shards: first..=last, sizes, ours: 0 }));
            }
            self.shards /= 2;
        }
    }

    /// `None` if they are too many, of more than one shard.
    async fn list(&self, shards: RangeInclusive<u8>) -> Result<Option<HashMap<Uuid, u64>>> {
        let may_be_many = shards.start() == shards.end();
        let (mut listed, mut sizes) = (self.blobs.list_shards(shards), HashMap::new());
        while let Some(pack) = listed.try_next().await? {
            sizes.insert(pack.pack_id, pack.size_bytes);
            if sizes.len() > HELD_MAX && !may_be_many {
                return Ok(None);
            }
        }
        Ok(Some(sizes))
    }
}

impl Listing {
    /// Whether a pack's turn is this one.
    pub fn covers(&self, pack: Uuid) -> bool {
        self.shards.contains(&shard_of(pack))
    }

    /// Whether the store has a pack. One of a wrong size is left to be written again.
    pub fn has(&self, pack: Uuid, size_bytes: u64) -> bool {
        self.sizes.get(&pack) == Some(&size_bytes)
    }

    /// Takes note of a pack that is to be in the store. Each once.
    pub fn claim(&mut self, pack: Uuid) {
        self.ours += usize::from(self.sizes.contains_key(&pack));
    }

    /// That all packs are claimed: another installation's would be taken for rubbish some day.
    pub fn must_be_ours(&self) -> Result<()> {
        if self.ours < self.sizes.len() {
            bail!("the store holds packs of somebody else; name an empty one");
        }
        Ok(())
    }
}
