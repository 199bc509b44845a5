//! The store as a whole, on a folder and on an object store in memory.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{TryStreamExt as _, stream};
use object_store::memory::InMemory;
use sha2::{Digest as _, Sha256};

use super::remote::Clients;
use super::*;

const LIMIT_BYTES: u64 = 100 * 1024 * 1024;

async fn on_folder(folder: &Path) -> Blobs {
    let url = format!("file://{}", folder.display());
    Blobs::open(&StoreConfig::new(url)).await.unwrap()
}

fn in_memory() -> Blobs {
    let store = RemoteStore::new(Clients::one(Arc::new(InMemory::new())), "/some/prefix").unwrap();
    Blobs { backend: Backend::Remote(store) }
}

/// Bytes of which no two runs are alike.
fn content(size_bytes: usize) -> Bytes {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(size_bytes + 8);
    while bytes.len() < size_bytes {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(size_bytes);
    bytes.into()
}

fn body(content: &Bytes, piece_bytes: usize) -> impl Stream<Item = io::Result<Bytes>> + Send + Unpin + use<> {
    let content = content.clone();
    let starts = (0..content.len()).step_by(piece_bytes);
    stream::iter(starts.map(move |start| Ok(content.slice(start..content.len().min(start + piece_bytes)))))
}

async fn read(blobs: &Blobs, source: Source, range: Range<u64>) -> io::Result<Vec<u8>> {
    let pieces: Vec<Bytes> = blobs.read(source, range).try_collect().await?;
    assert!(pieces.iter().all(|piece| !piece.is_empty()), "an empty piece");
    Ok(pieces.concat())
}

async fn listed(blobs: &Blobs) -> Vec<ListedPack> {
    blobs.list_packs().try_collect().await.unwrap()
}

/// How many files there are below a folder.
fn files_below(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files_below(&path) } else { 1 }).sum()
}

async fn eventually(mut condition: impl FnMut() -> bool) {
    let wait = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), wait).await.expect("the condition never came true");
}

async fn contents_come_back(blobs: Blobs) {
    for (size, piece) in [(0, 1), (1, 1), (16_384, 1_000), (16_385, 5_000), (300_000, 999), (12_000_000, 70_001)] {
        let content = content(size);
        let written = blobs.write(LIMIT_BYTES, body(&content, piece)).await.unwrap();
        assert_eq!(written.size_bytes, size as u64);
        assert_eq!(written.sha256, <[u8; 32]>::from(Sha256::digest(&content)), "{size}");
        assert_eq!(written.head, content[..size.min(HEAD_BYTES_MAX)], "{size}");
        assert_eq!(matches!(written.stored, Stored::Inline(_)), size as u64 <= INLINE_BYTES_MAX);
        let source = written.stored.source(written.size_bytes);
        let all = 0..size as u64;
        for range in [all.clone(), 0..all.end / 2, all.end / 3..all.end, all.end..all.end, 0..all.end.min(1)] {
            let slice = content.slice(usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap());
            assert!(read(&blobs, source.clone(), range.clone()).await.unwrap() == slice, "{range:?} of {size}");
        }
        assert_eq!(read(&blobs, source, 0..all.end + 1).await.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }
    let packs = listed(&blobs).await;
    let mut sizes: Vec<_> = packs.iter().map(|pack| pack.size_bytes).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [16_385, 300_000, 12_000_000]);
    for pack in packs {
        blobs.delete_pack(pack.pack_id).await.unwrap();
        blobs.delete_pack(pack.pack_id).await.unwrap();
    }
    assert_eq!(listed(&blobs).await, []);
    blobs.check().await.unwrap();
}

#[tokio::test]
async fn contents_come_back_from_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    contents_come_back(on_folder(folder.path()).await).await;
    assert_eq!(files_below(folder.path()), 0);
}

#[tokio::test]
async fn contents_come_back_from_an_object_store() {
    contents_come_back(in_memory()).await;
}

async fn nothing_remains_of_a_refused_body(blobs: Blobs) {
    for size in [20_000, 3_000_000, 7_000_000] {
        let content = content(size);
        let limit_bytes = size as u64 - 1;
        let error = blobs.write(limit_bytes, body(&content, 10_000)).await.unwrap_err();
        assert!(matches!(error, Error::PayloadTooLarge { limit_bytes: told } if told == limit_bytes));
        blobs.write(size as u64, body(&content, 10_000)).await.map(|written| written.size_bytes).unwrap();

        let broken = body(&content, 10_000).chain(stream::iter([Err(io::ErrorKind::UnexpectedEof.into())]));
        assert!(matches!(blobs.write(LIMIT_BYTES, broken).await, Err(Error::InvalidArgument(_))));
        let slow = body(&content, 10_000).chain(stream::iter([Err(io::ErrorKind::TimedOut.into())]));
        assert!(matches!(blobs.write(LIMIT_BYTES, slow).await, Err(Error::RequestTimeout)));
        let meant = stream::iter([Err(io::Error::other(Error::ChecksumMismatch))]);
        let meant = body(&content, 10_000).chain(meant);
        assert!(matches!(blobs.write(LIMIT_BYTES, meant).await, Err(Error::ChecksumMismatch)));
    }
    assert_eq!(listed(&blobs).await.len(), 3, "one for each that was not refused");
}

#[tokio::test]
async fn nothing_remains_of_a_refused_body_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    nothing_remains_of_a_refused_body(on_folder(folder.path()).await).await;
    assert_eq!(files_below(folder.path()), 3);
}

#[tokio::test]
async fn nothing_remains_of_a_refused_body_in_an_object_store() {
    nothing_remains_of_a_refused_body(in_memory()).await;
}

#[tokio::test]
async fn nothing_remains_of_a_dropped_upload() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = on_folder(folder.path()).await;
    let stalled = body(&content(3_000_000), 100_000).chain(stream::pending());
    let upload = tokio::time::timeout(Duration::from_millis(500), blobs.write(LIMIT_BYTES, stalled));
    assert!(upload.await.is_err());
    eventually(|| files_below(folder.path()) == 0).await;
}

#[tokio::test]
async fn a_discarded_pack_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = on_folder(folder.path()).await;
    let written = blobs.write(LIMIT_BYTES, body(&content(50_000), 50_000)).await.unwrap();
    assert_eq!(files_below(folder.path()), 1);
    blobs.discard(&written).await;
    assert_eq!(files_below(folder.path()), 0);
}

#[tokio::test]
async fn a_pack_that_lost_bytes_breaks_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    for blobs in [on_folder(folder.path()).await, in_memory()] {
        let written = blobs.write(LIMIT_BYTES, body(&content(50_000), 50_000)).await.unwrap();
        let Stored::Pack { pack_id } = written.stored else { panic!("inline") };
        let longer = Source::Extents(vec![Extent { pack_id, pack_offset: 0, length: 60_000 }]);
        assert_eq!(read(&blobs, longer, 0..60_000).await.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        let missing = Extent { pack_id: Uuid::now_v7(), pack_offset: 0, length: 1 };
        let error = read(&blobs, Source::Extents(vec![missing]), 0..1).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}

#[tokio::test]
async fn extents_of_several_packs_read_as_one_content() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = on_folder(folder.path()).await;
    let (first, second) = (content(600_000), content(50_000));
    let mut extents = Vec::new();
    for (bytes, offset, length) in [(&first, 100_000, 400_000), (&second, 1, 49_999)] {
        let written = blobs.write(LIMIT_BYTES, body(bytes, 64_000)).await.unwrap();
        let Stored::Pack { pack_id } = written.stored else { panic!("inline") };
        extents.push(Extent { pack_id, pack_offset: offset, length });
    }
    let expected = [&first[100_000..500_000], &second[1..50_000]].concat();
    let source = Source::Extents(extents);
    assert!(read(&blobs, source.clone(), 0..449_999).await.unwrap() == expected);
    assert!(read(&blobs, source, 399_990..400_010).await.unwrap() == expected[399_990..400_010]);
}

#[cfg(unix)]
#[tokio::test]
async fn packs_are_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let blobs = on_folder(&folder.path().join("store")).await;
    blobs.write(LIMIT_BYTES, body(&content(50_000), 50_000)).await.unwrap();
    assert_eq!(std::fs::metadata(folder.path().join("store")).unwrap().permissions().mode() & 0o777, 0o700);
}
