//! The runs of stored bytes that a content comes to consist of, while it is on its way in.

use super::Extent;
use super::chunks::{ChunkId, ChunkPlace};

/// In how many runs a content may lie at the most. Beyond, even what is stored already is written again, in one run: no
/// content may become slow to read, or costly to know.
const RUNS_MAX: usize = 65_536;

/// How often a chunk that follows itself, as zeros do, is written in a row once half of the runs are used up: each of the
/// others then goes that much further, and what is behind them need not be written again.
const REPEATS_MAX: u64 = 64;

/// How many chunks of a content are written for that at the most, a GiB of it.
const REPEATS_WRITTEN_MAX: u64 = 1024;

/// Where a content's bytes are, as far as it has come.
pub(super) struct Runs {
    extents: Vec<Extent>,
    max: usize,
    /// The last chunk, and how often it has come in a row.
    last: Option<(ChunkId, u64)>,
    repeats: Option<Repeats>,
    repeats_written: u64,
}

/// Copies of one chunk that lie behind each other.
struct Repeats {
    id: ChunkId,
    first: ChunkPlace,
    length: u64,
    count: u64,
}

impl Default for Runs {
    fn default() -> Self {
        Self { extents: Vec::new(), max: RUNS_MAX, last: None, repeats: None, repeats_written: 0 }
    }
}

impl Runs {
    /// Where the last run ends: what is stored there, if it comes next, makes no new one.
    pub(super) fn end(&self) -> Option<ChunkPlace> {
        self.extents.last().map(|last| ChunkPlace { pack_id: last.pack_id, offset: last.pack_offset + last.length })
    }

    /// Lets the content go on with a chunk that is stored already; false if it is to be written all the same.
    pub(super) fn go_on(&mut self, id: ChunkId, length: u64, stored: Option<ChunkPlace>) -> bool {
        let in_a_row = self.last.filter(|(last, _)| *last == id).map_or(1, |(_, in_a_row)| in_a_row + 1);
        self.last = Some((id, in_a_row));
        let end = self.end();
        let Some(place) = self.repeated(id, end).or(stored) else { return false };
        // One is kept for the run that everything else goes to.
        let has_room = self.extents.len() < self.max - 1;
        if end != Some(place) && (!has_room || self.is_to_repeat(id, in_a_row)) {
            return false;
        }
        self.add(place, length);
        true
    }

    /// Lets the content go on with a chunk that has just been written.
    pub(super) fn go_on_with_new(&mut self, id: ChunkId, length: u64, place: ChunkPlace) {
        self.add(place, length);
        let half_used = self.extents.len() >= self.max / 2;
        match &mut self.repeats {
            Some(repeats) if repeats.id == id && repeats.end() == place => repeats.count += 1,
            _ if half_used && self.last.is_some_and(|(_, in_a_row)| in_a_row > 1) => {
                self.repeats = Some(Repeats { id, first: place, length, count: 1 });
            }
            _ => return,
        }
        self.repeats_written += 1;
    }

    pub(super) fn into_extents(self) -> Vec<Extent> {
        self.extents
    }

    /// Where a chunk is that was written several times in a row: at the end of the last run, or where they begin.
    fn repeated(&self, id: ChunkId, end: Option<ChunkPlace>) -> Option<ChunkPlace> {
        let repeats = self.repeats.as_ref().filter(|repeats| repeats.id == id)?;
        Some(end.filter(|end| repeats.holds(*end)).unwrap_or(repeats.first))
    }

    /// Whether a chunk that came so often in a row is written once more, so that fewer runs are needed for those to come.
    fn is_to_repeat(&self, id: ChunkId, in_a_row: u64) -> bool {
        let has_all = self.repeats.as_ref().is_some_and(|repeats| repeats.id == id && repeats.count >= REPEATS_MAX);
        self.extents.len() >= self.max / 2
            && in_a_row >= REPEATS_MAX
            && !has_all
            && self.repeats_written < REPEATS_WRITTEN_MAX
    }

    fn add(&mut self, place: ChunkPlace, length: u64) {
        match self.extents.last_mut() {
            Some(last) if last.pack_id == place.pack_id && last.pack_offset + last.length == place.offset => {
                last.length += length;
            }
            _ => self.extents.push(Extent { pack_id: place.pack_id, pack_offset: place.offset, length }),
        }
    }
}

impl Repeats {
    fn end(&self) -> ChunkPlace {
        ChunkPlace { offset: self.first.offset + self.count * self.length, ..self.first }
    }

    /// Whether one of them begins there.
    fn holds(&self, place: ChunkPlace) -> bool {
        place.pack_id == self.first.pack_id && (self.first.offset..self.end().offset).contains(&place.offset)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const LENGTH: u64 = 1024 * 1024;
    const PACK: Uuid = Uuid::from_u128(7);

    /// A content that finds its own chunks again, as `intake` does.
    struct Content {
        runs: Runs,
        /// The chunks of its pack.
        written: Vec<ChunkId>,
    }

    impl Content {
        fn new(max: usize) -> Self {
            Self { runs: Runs { max, ..Runs::default() }, written: Vec::new() }
        }

        fn add(&mut self, number: u8) {
            let id = ChunkId([number; 32]);
            let place = |index: usize| ChunkPlace { pack_id: PACK, offset: index as u64 * LENGTH };
            let stored = self.written.iter().position(|written| *written == id).map(place);
            if !self.runs.go_on(id, LENGTH, stored) {
                let new = place(self.written.len());
                self.written.push(id);
                self.runs.go_on_with_new(id, LENGTH, new);
            }
        }

        /// What is read where its runs lead to.
        fn read(&self) -> Vec<u8> {
            let chunks = self.runs.extents.iter().flat_map(|run| {
                let start = usize::try_from(run.pack_offset / LENGTH).unwrap();
                &self.written[start..start + usize::try_from(run.length / LENGTH).unwrap()]
            });
            chunks.map(|id| id.0[0]).collect()
        }
    }

    #[test]
    fn zeros_of_any_length_are_written_a_few_times() {
        let mut content = Content::new(200);
        for _ in 0..5000 {
            content.add(0);
        }
        assert_eq!(content.read(), [0; 5000]);
        assert_eq!(content.written.len() as u64, 1 + REPEATS_MAX);
        assert!(content.runs.extents.len() < 200, "{}", content.runs.extents.len());
    }

    #[test]
    fn what_repeats_a_little_is_written_once() {
        let mut content = Content::new(200);
        let mut expected = Vec::new();
        for round in 1..=40 {
            expected.extend([0, 0, round]);
        }
        expected.iter().for_each(|number| content.add(*number));
        assert_eq!(content.read(), expected);
        assert_eq!(content.written.len(), 41);
    }

    #[test]
    fn there_are_never_more_runs_than_allowed() {
        let mut content = Content::new(50);
        let mut expected = Vec::new();
        for round in 0..200_u8 {
            expected.extend([0; 70]);
            expected.extend([round % 3 + 1, round % 5 + 10]);
        }
        expected.iter().for_each(|number| content.add(*number));
        assert_eq!(content.read(), expected);
        assert!(content.runs.extents.len() <= 50, "{}", content.runs.extents.len());
    }
}
