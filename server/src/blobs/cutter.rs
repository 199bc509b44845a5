//! Where a content is cut into chunks: `cdc-v1`, which is FastCDC as of 2020, normalised at level 2, with chunks of 64
//! KiB to 1 MiB and 256 KiB on average, and no seed.
//!
//! Equal runs of bytes are cut alike wherever they lie, so that a change moves the cuts only around itself. The cuts are
//! part of the storage format and of the delta protocol: they must never change under this name (`docs/storage-format.md`;
//! golden cuts are in the tests). The library gives the tables; the loop is ours because its own wants a content in one
//! piece, which would cost a copy of every byte that arrives.

use std::sync::LazyLock;

use fastcdc::v2020::{MASKS, get_gear_with_seed};

/// No chunk but a content's last is shorter.
pub const CHUNK_BYTES_MIN: usize = 64 * 1024;

/// Up to this length cuts are rare, from here on frequent.
const CHUNK_BYTES_AVERAGE: usize = 256 * 1024;

/// No chunk is longer.
pub const CHUNK_BYTES_MAX: usize = 1024 * 1024;

/// 2 to this power is the average.
const AVERAGE_BITS: usize = CHUNK_BYTES_AVERAGE.ilog2() as usize;

/// How many bits of the hash more, or fewer, decide before and after the average.
const LEVEL: usize = 2;

/// As many bytes as the hash has bits: each shifts it by one.
const HASH_REACH_BYTES: usize = u64::BITS as usize;

/// How far a run is looked through in two places at once. Even, and no shorter than the hash reaches.
const LANE_BYTES: usize = 4096;

/// A word for each value of a byte, and the same shifted by one.
type Tables = ([u64; 256], [u64; 256]);

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let (gear, shifted) = get_gear_with_seed(0);
    let table = |words: &[u64]| words.try_into().expect("the tables have 256 words");
    (table(&gear), table(&shifted))
});

/// Finds the cuts of one content, which comes in pieces of any length.
#[derive(Debug, Default)]
pub struct Cutter {
    hash: u64,
    /// Bytes since the last cut.
    length: usize,
    /// The last of them, if the pair that it begins has not been looked at: bytes are taken in pairs, counted from the
    /// chunk's start, and a content's last odd byte decides nothing.
    half: Option<u8>,
}

impl Cutter {
    /// Takes the next piece and calls `cut` with the length of each chunk that is found to have ended, in the piece or
    /// right before it.
    pub fn feed(&mut self, piece: &[u8], mut cut: impl FnMut(usize)) {
        let mut rest = piece;
        while let [next, ..] = rest {
            if self.length < CHUNK_BYTES_MIN {
                let skipped = rest.len().min(CHUNK_BYTES_MIN - self.length);
                self.length += skipped;
                rest = &rest[skipped..];
            } else if let Some(half) = self.half.take() {
                let before = self.length - 1;
                rest = &rest[1..];
                self.length += 1;
                if let Some(offset) = decide(&mut self.hash, &[half, *next], mask_at(before)) {
                    *self = Self { hash: 0, length: 2 - offset, half: None };
                    cut(before + offset);
                }
            } else {
                let until = if self.length < CHUNK_BYTES_AVERAGE { CHUNK_BYTES_AVERAGE } else { CHUNK_BYTES_MAX };
                let run = &rest[..rest.len().min(until - self.length)];
                if let Some(offset) = decide(&mut self.hash, run, mask_at(self.length)) {
                    cut(self.length + offset);
                    *self = Self::default();
                    rest = &rest[offset..];
                } else {
                    self.length += run.len();
                    self.half = run.last().copied().filter(|_| run.len() % 2 == 1);
                    rest = &rest[run.len()..];
                }
            }
            if self.length == CHUNK_BYTES_MAX {
                cut(self.length);
                *self = Self::default();
            }
        }
    }

    /// The length of the content's last chunk; 0 if the last cut was its end.
    pub fn finish(self) -> usize {
        self.length
    }
}

/// Rolls the hash over the whole pairs of `bytes`. If one of its bytes decides that a chunk ends, the answer is how many
/// are before it: the byte itself begins the next chunk.
///
/// In two lanes, half a block apart: each step waits for the one before it, and a processor has room for two. What a byte
/// adds is shifted out of the hash by the 64 behind it, so that the second lane needs no more than those of what is before.
fn decide(hash: &mut u64, bytes: &[u8], mask: u64) -> Option<usize> {
    let tables = &*TABLES;
    let (mut rest, mut before) = (bytes, 0);
    while let Some((block, behind)) = rest.split_at_checked(2 * LANE_BYTES) {
        let (near, far) = block.split_at(LANE_BYTES);
        let (mut near_hash, mut far_hash) = (*hash, 0);
        for pair in near[LANE_BYTES - HASH_REACH_BYTES..].chunks_exact(2) {
            (_, far_hash) = rolled(tables, far_hash, pair);
        }
        for (index, (near_pair, far_pair)) in near.chunks_exact(2).zip(far.chunks_exact(2)).enumerate() {
            let (near_half, near_whole) = rolled(tables, near_hash, near_pair);
            let (far_half, far_whole) = rolled(tables, far_hash, far_pair);
            let near_decides = (near_half & (mask << 1) == 0) | (near_whole & mask == 0);
            let far_decides = (far_half & (mask << 1) == 0) | (far_whole & mask == 0);
            if near_decides | far_decides {
                // Whatever the far lane has found, the near one goes to its end first.
                let at = 2 * index;
                let near_cut = decide_in_turn(&mut near_hash, &near[at..], mask).map(|offset| at + offset);
                let far_cut = || Some(LANE_BYTES + at + decide_in_turn(&mut far_hash, &far[at..], mask)?);
                return near_cut.or_else(far_cut).map(|offset| before + offset);
            }
            (near_hash, far_hash) = (near_whole, far_whole);
        }
        *hash = far_hash;
        (rest, before) = (behind, before + 2 * LANE_BYTES);
    }
    decide_in_turn(hash, rest, mask).map(|offset| before + offset)
}

/// [`decide`], one pair after the other.
fn decide_in_turn(hash: &mut u64, bytes: &[u8], mask: u64) -> Option<usize> {
    let tables = &*TABLES;
    let mut before = *hash;
    for (index, pair) in bytes.chunks_exact(2).enumerate() {
        let (half, whole) = rolled(tables, before, pair);
        if half & (mask << 1) == 0 {
            return Some(2 * index);
        }
        if whole & mask == 0 {
            return Some(2 * index + 1);
        }
        before = whole;
    }
    *hash = before;
    None
}

/// The hash after the first byte of a pair, shifted by one already for the second, and after both.
#[inline]
fn rolled((gear, shifted): &Tables, hash: u64, pair: &[u8]) -> (u64, u64) {
    let half = (hash << 2).wrapping_add(shifted[usize::from(pair[0])]);
    (half, half.wrapping_add(gear[usize::from(pair[1])]))
}

/// What must be zero for a cut after `length` bytes: more bits below the average than above it.
fn mask_at(length: usize) -> u64 {
    MASKS[if length < CHUNK_BYTES_AVERAGE { AVERAGE_BITS + LEVEL } else { AVERAGE_BITS - LEVEL }]
}

#[cfg(test)]
mod tests {
    use fastcdc::v2020::{FastCDC, Normalization};
    use proptest::prelude::*;

    use super::super::testing::content;
    use super::*;

    fn cuts(pieces: &[&[u8]]) -> Vec<usize> {
        let (mut cutter, mut lengths) = (Cutter::default(), Vec::new());
        for piece in pieces {
            cutter.feed(piece, |length| lengths.push(length));
        }
        lengths.extend(Some(cutter.finish()).filter(|length| *length > 0));
        lengths
    }

    fn cuts_of_the_library(bytes: &[u8]) -> Vec<usize> {
        let (min, average, max) = (CHUNK_BYTES_MIN, CHUNK_BYTES_AVERAGE, CHUNK_BYTES_MAX);
        let chunks = FastCDC::with_level(bytes, min, average, max, Normalization::Level2);
        chunks.map(|chunk| chunk.length).collect()
    }

    #[test]
    fn the_golden_cuts() {
        // The same in every version and every language, for ever: `docs/storage-format.md` has them, too.
        assert_eq!(cuts(&[&content(4_000_000)]), GOLDEN);
        let zeros = vec![0; 2_500_000];
        assert_eq!(cuts(&[&zeros]), [1_048_576, 1_048_576, 402_848]);
        assert_eq!(cuts(&[b"short"]), [5]);
        assert_eq!(cuts(&[]), [0; 0]);
    }

    const GOLDEN: [usize; 14] = [
        349_306, 182_844, 342_136, 276_446, 327_931, 264_860, 290_318, 275_049, 312_181, 334_417, 271_438, 327_633,
        427_977, 17_464,
    ];

    #[test]
    fn the_cuts_are_those_of_the_paper_however_the_bytes_come() {
        let bytes = content(8_000_001);
        let expected = cuts_of_the_library(&bytes);
        for size in [1_000_003, 65_537, 65_536, 1_449, 8_000_001] {
            let pieces: Vec<&[u8]> = bytes.chunks(size).collect();
            assert_eq!(cuts(&pieces), expected, "pieces of {size}");
        }
        assert_eq!(cuts(&bytes[..2_000_000].chunks(1).collect::<Vec<_>>()), cuts_of_the_library(&bytes[..2_000_000]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_pieces_of_any_content_are_cut_as_the_paper_says(
            size in 0usize..3_000_000,
            skip in 0usize..1_000,
            pieces in proptest::collection::vec(1usize..400_000, 1..40),
        ) {
            let bytes = content(size + skip).slice(skip..);
            let (mut rest, mut cut) = (&bytes[..], Vec::new());
            for length in pieces {
                let (piece, after) = rest.split_at(length.min(rest.len()));
                cut.push(piece);
                rest = after;
            }
            cut.push(rest);
            prop_assert_eq!(cuts(&cut), cuts_of_the_library(&bytes));
        }
    }
}
