//! A range of a content as a stream: which runs of which packs it is, one after the other. How a pack is read is in
//! `local/read.rs` and `remote/read.rs`.

use std::collections::VecDeque;
use std::io;
use std::ops::Range;

use bytes::Bytes;
use futures_util::{Stream, stream};
use uuid::Uuid;

use super::checker::Checker;
use super::local::LocalPack;
use super::remote::RemotePack;
use super::{Backend, Blobs, Extent, Source};

/// A run of a pack that is still to be read.
#[derive(Debug, PartialEq, Eq)]
struct Run {
    pack_id: Uuid,
    range: Range<u64>,
}

struct Reader {
    blobs: Blobs,
    organization_id: Uuid,
    /// Set if the content is in memory.
    inline: Option<Bytes>,
    /// The first run is the one that `pack` reads, once it is open.
    runs: VecDeque<Run>,
    pack: Option<(Pack, Checker)>,
    /// Found before anything was read; the stream is only this error then.
    fault: Option<io::Error>,
}

enum Pack {
    Local(LocalPack),
    Remote(RemotePack),
}

pub(super) fn read(
    blobs: Blobs,
    source: Source,
    range: Range<u64>,
) -> impl Stream<Item = io::Result<Bytes>> + Send + use<> {
    let organization_id = Uuid::nil();
    let mut reader = Reader { blobs, organization_id, inline: None, runs: VecDeque::new(), pack: None, fault: None };
    let planned = match source {
        Source::Inline(bytes) => slice_of(&bytes, &range).map(|bytes| reader.inline = Some(bytes)),
        Source::Extents { organization_id, extents } => {
            reader.organization_id = organization_id;
            runs_of(&extents, &range).map(|runs| reader.runs = runs)
        }
    };
    if planned.is_none() {
        reader.fault = Some(beyond(&range));
    }
    stream::try_unfold(reader, |mut reader| async move {
        match reader.next().await {
            Ok(piece) => Ok(piece.map(|piece| (piece, reader))),
            Err(error) => {
                // Nobody above can answer it: the headers are out. It is told here, once.
                tracing::error!(%error, "a content could not be read to its end");
                Err(error)
            }
        }
    })
}

impl Reader {
    async fn next(&mut self) -> io::Result<Option<Bytes>> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        if let Some(bytes) = self.inline.take() {
            return Ok(Some(bytes).filter(|bytes| !bytes.is_empty()));
        }
        let Some(run) = self.runs.front_mut() else { return Ok(None) };
        let (pack, checker) = match &mut self.pack {
            Some(open) => open,
            None => {
                let checker = Checker::new(&self.blobs, self.organization_id, run.pack_id);
                let pack = match &self.blobs.backend {
                    Backend::Local(store) => Pack::Local(store.open_pack(run.pack_id).await?),
                    Backend::Remote(store) => Pack::Remote(store.open_pack(run.pack_id, run.range.clone())),
                };
                self.pack.insert((pack, checker))
            }
        };
        let piece = match pack {
            Pack::Local(pack) => pack.read(run.range.clone(), checker).await?,
            Pack::Remote(pack) => pack.read(checker).await?,
        };
        run.range.start += piece.len() as u64;
        if run.range.is_empty() {
            self.runs.pop_front();
            self.pack = None;
        }
        Ok(Some(piece))
    }
}

/// The error of a range that the content has not.
pub(super) fn beyond(range: &Range<u64>) -> io::Error {
    let message = format!("bytes {range:?} were asked of a content that has fewer");
    io::Error::new(io::ErrorKind::UnexpectedEof, message)
}

pub(super) fn slice_of(bytes: &Bytes, range: &Range<u64>) -> Option<Bytes> {
    let (start, end) = (usize::try_from(range.start).ok()?, usize::try_from(range.end).ok()?);
    (start <= end && end <= bytes.len()).then(|| bytes.slice(start..end))
}

/// The runs that make up a range; `None` if the extents do not cover it.
fn runs_of(extents: &[Extent], range: &Range<u64>) -> Option<VecDeque<Run>> {
    let mut runs = VecDeque::new();
    let mut extent_start = 0u64;
    for extent in extents {
        let extent_end = extent_start.checked_add(extent.length)?;
        let (start, end) = (range.start.max(extent_start), range.end.min(extent_end));
        if start < end {
            let pack_start = extent.pack_offset.checked_add(start - extent_start)?;
            let pack_end = extent.pack_offset.checked_add(end - extent_start)?;
            runs.push_back(Run { pack_id: extent.pack_id, range: pack_start..pack_end });
        }
        extent_start = extent_end;
    }
    (range.start <= range.end && range.end <= extent_start).then_some(runs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(id: u128, pack_offset: u64, length: u64) -> Extent {
        Extent { pack_id: Uuid::from_u128(id), pack_offset, length }
    }

    fn run(id: u128, range: Range<u64>) -> Run {
        Run { pack_id: Uuid::from_u128(id), range }
    }

    #[test]
    fn a_range_is_cut_out_of_the_extents_it_touches() {
        let extents = [extent(1, 100, 10), extent(2, 0, 0), extent(3, 50, 20)];
        assert_eq!(runs_of(&extents, &(0..30)).unwrap(), [run(1, 100..110), run(3, 50..70)]);
        assert_eq!(runs_of(&extents, &(5..12)).unwrap(), [run(1, 105..110), run(3, 50..52)]);
        assert_eq!(runs_of(&extents, &(10..11)).unwrap(), [run(3, 50..51)]);
        assert_eq!(runs_of(&extents, &(30..30)).unwrap(), []);
    }

    #[test]
    #[expect(clippy::reversed_empty_ranges, reason = "that is what is refused")]
    fn a_range_beyond_the_extents_is_refused() {
        let extents = [extent(1, 100, 10)];
        assert_eq!(runs_of(&extents, &(0..11)), None);
        assert_eq!(runs_of(&extents, &(5..4)), None);
        assert_eq!(runs_of(&[extent(1, u64::MAX, 10)], &(0..10)), None);
        assert_eq!(runs_of(&[extent(1, 0, u64::MAX), extent(1, 0, 1)], &(0..10)), None);
    }
}
