//! Small contents that were asked for a short while ago, in memory. A pack never changes, so that what was read of it, and
//! compared, stays right for as long as anybody knows of it. Opening and reading a file costs about as much again as
//! answering it; asking a remote store costs a hundred times as much.

use std::collections::HashMap;
use std::io;
use std::ops::Range;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, TryStreamExt as _, future, stream};
use uuid::Uuid;

use super::{Blobs, Source, extents};

/// Longer contents are read each time.
const CONTENT_BYTES_MAX: u64 = 64 * 1024;
/// How much is held, in bytes, of each of two generations.
const GENERATION_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Clones share what they hold.
#[derive(Debug, Clone, Default)]
pub(super) struct Recent(Arc<Mutex<Generations>>);

/// What was asked for since the younger one began, and what was before. When the younger one is full, it becomes the older.
#[derive(Debug, Default)]
struct Generations {
    young: HashMap<Place, Bytes>,
    young_bytes: usize,
    old: HashMap<Place, Bytes>,
}

/// Where a content lies that is one run of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pack_id: Uuid,
    pack_offset: u64,
    length: u64,
}

impl Place {
    /// `None` for a content that is not held here.
    pub(super) fn of(source: &Source) -> Option<Self> {
        match source {
            Source::Extents { extents, .. } => match extents.as_slice() {
                [extent] if extent.length <= CONTENT_BYTES_MAX => {
                    Some(Self { pack_id: extent.pack_id, pack_offset: extent.pack_offset, length: extent.length })
                }
                _ => None,
            },
            Source::Inline(_) => None,
        }
    }
}

/// A range of a small content, whole in one piece.
pub(super) fn read(
    blobs: Blobs,
    place: Place,
    source: Source,
    range: Range<u64>,
) -> impl Stream<Item = io::Result<Bytes>> + Send + use<> {
    let piece = async move {
        let content = match blobs.recent.get(place) {
            Some(content) => content,
            None => {
                let mut content = BytesMut::new();
                let mut pieces = pin!(extents::read(blobs.clone(), source, 0..place.length));
                while let Some(piece) = pieces.try_next().await? {
                    content.extend_from_slice(&piece);
                }
                let content = content.freeze();
                blobs.recent.insert(place, content.clone());
                content
            }
        };
        extents::slice_of(&content, &range).ok_or_else(|| extents::beyond(&range))
    };
    stream::once(piece).try_filter(|piece| future::ready(!piece.is_empty()))
}

impl Recent {
    pub fn get(&self, place: Place) -> Option<Bytes> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(content) = held.young.get(&place) {
            return Some(content.clone());
        }
        let content = held.old.remove(&place)?;
        held.insert(place, content.clone());
        Some(content)
    }

    fn insert(&self, place: Place, content: Bytes) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(place, content);
    }
}

impl Generations {
    fn insert(&mut self, place: Place, content: Bytes) {
        if self.young_bytes + content.len() > GENERATION_BYTES_MAX {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        let length = content.len();
        if self.young.insert(place, content).is_none() {
            self.young_bytes += length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(number: u128) -> Place {
        Place { pack_id: Uuid::from_u128(number), pack_offset: 0, length: CONTENT_BYTES_MAX }
    }

    #[test]
    fn what_is_asked_for_again_stays_and_the_rest_goes() {
        let recent = Recent::default();
        let content = Bytes::from(vec![7; usize::try_from(CONTENT_BYTES_MAX).unwrap()]);
        for number in 0..1000 {
            recent.insert(place(number), content.clone());
            assert!(recent.get(place(0)).is_some(), "{number}");
        }
        assert!(recent.get(place(999)).is_some());
        assert!(recent.get(place(1)).is_none());
        let held = recent.0.lock().unwrap();
        let bytes = (held.young.len() + held.old.len()) * content.len();
        assert!(bytes <= 2 * GENERATION_BYTES_MAX, "{bytes}");
    }
}
