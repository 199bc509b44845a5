//! Which bytes of packs have been compared with their chunks' ids since they were last read from the disk.
//!
//! What rots, rots on the disk. Bytes that lie in the kernel's cache are what they were when they came there; so it is enough
//! to compare them when they come, and a file that is asked for again and again costs no hashing. A file that somebody wrote
//! to is told by its time of change.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

/// Of how many packs something is remembered. With more everything is forgotten, which costs hashing and nothing else.
const PACKS_MAX: usize = 100_000;

/// Clones share what they remember.
#[derive(Debug, Clone, Default)]
pub struct Verified {
    packs: Arc<Mutex<HashMap<Uuid, PackRanges>>>,
}

/// A file's state: when it was last changed (seconds, nanoseconds), and its length.
pub type Stamp = (i64, i64, u64);

#[derive(Debug)]
struct PackRanges {
    stamp: Stamp,
    /// Sorted, and none touches the next.
    ranges: Vec<Range<u64>>,
}

impl Verified {
    /// Whether all of `range` has been compared.
    pub fn covers(&self, pack_id: Uuid, stamp: Stamp, range: &Range<u64>) -> bool {
        let packs = self.packs.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(pack) = packs.get(&pack_id).filter(|pack| pack.stamp == stamp) else { return false };
        let index = pack.ranges.partition_point(|known| known.end < range.end);
        pack.ranges.get(index).is_some_and(|known| known.start <= range.start)
    }

    /// Remembers that `range` has been compared.
    pub fn insert(&self, pack_id: Uuid, stamp: Stamp, range: Range<u64>) {
        let mut packs = self.packs.lock().unwrap_or_else(PoisonError::into_inner);
        if packs.len() >= PACKS_MAX && !packs.contains_key(&pack_id) {
            packs.clear();
        }
        let pack = packs.entry(pack_id).or_insert_with(|| PackRanges { stamp, ranges: Vec::new() });
        if pack.stamp != stamp {
            *pack = PackRanges { stamp, ranges: Vec::new() };
        }
        // All that touch the new one become one with it.
        let first = pack.ranges.partition_point(|known| known.end < range.start);
        let after = pack.ranges.partition_point(|known| known.start <= range.end);
        let touched = pack.ranges.get(first..after).unwrap_or_default();
        let start = touched.first().map_or(range.start, |known| known.start.min(range.start));
        let end = touched.last().map_or(range.end, |known| known.end.max(range.end));
        pack.ranges.splice(first..after.max(first), std::iter::once(start..end));
    }

    /// What of `range` has not been compared, in order.
    pub fn gaps(&self, pack_id: Uuid, stamp: Stamp, range: &Range<u64>) -> Vec<Range<u64>> {
        let packs = self.packs.lock().unwrap_or_else(PoisonError::into_inner);
        let known = packs.get(&pack_id).filter(|pack| pack.stamp == stamp).map_or(&[][..], |pack| &pack.ranges);
        let mut gaps = Vec::new();
        let mut start = range.start;
        for known in known.iter().filter(|known| known.start < range.end && known.end > range.start) {
            gaps.push(start..known.start);
            start = known.end;
        }
        gaps.push(start..range.end);
        gaps.retain(|gap| !gap.is_empty());
        gaps
    }

    /// Forgets `range`: it is about to come from the disk again, or did.
    pub fn remove(&self, pack_id: Uuid, range: &Range<u64>) {
        let mut packs = self.packs.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(pack) = packs.get_mut(&pack_id) else { return };
        let rest = pack
            .ranges
            .iter()
            .flat_map(|known| [known.start..known.end.min(range.start), known.start.max(range.end)..known.end]);
        pack.ranges = rest.filter(|known| !known.is_empty()).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAMP: Stamp = (1, 2, 100);

    fn ranges(verified: &Verified, pack_id: Uuid) -> Vec<Range<u64>> {
        verified.packs.lock().unwrap()[&pack_id].ranges.clone()
    }

    #[test]
    fn ranges_that_touch_become_one_and_are_cut_again() {
        let (verified, pack_id) = (Verified::default(), Uuid::now_v7());
        for range in [10..20, 40..50, 30..35, 20..30, 0..1] {
            verified.insert(pack_id, STAMP, range);
        }
        assert_eq!(ranges(&verified, pack_id), [0..1, 10..35, 40..50]);
        assert!(verified.covers(pack_id, STAMP, &(10..35)));
        assert!(verified.covers(pack_id, STAMP, &(12..13)));
        assert!(!verified.covers(pack_id, STAMP, &(34..41)));
        assert!(!verified.covers(pack_id, STAMP, &(60..61)));
        assert_eq!(verified.gaps(pack_id, STAMP, &(0..60)), [1..10, 35..40, 50..60]);
        assert_eq!(verified.gaps(pack_id, STAMP, &(12..42)), std::slice::from_ref(&(35..40)));
        assert_eq!(verified.gaps(pack_id, STAMP, &(12..20)), []);
        assert_eq!(verified.gaps(pack_id, (1, 3, 100), &(12..20)), std::slice::from_ref(&(12..20)));
        verified.remove(pack_id, &(15..45));
        assert_eq!(ranges(&verified, pack_id), [0..1, 10..15, 45..50]);
    }

    #[test]
    fn a_file_that_was_changed_is_known_no_more() {
        let (verified, pack_id) = (Verified::default(), Uuid::now_v7());
        verified.insert(pack_id, STAMP, 0..100);
        let changed = (1, 3, 100);
        assert!(!verified.covers(pack_id, changed, &(0..1)));
        verified.insert(pack_id, changed, 0..10);
        assert!(!verified.covers(pack_id, changed, &(0..11)));
    }
}
