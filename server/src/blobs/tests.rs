//! The store as a whole, on a folder and on an object store in memory.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{TryStreamExt as _, stream};
use sha2::{Digest as _, Sha256};

use super::testing::spoilt::{Spoils, Spoilt};
use super::testing::{MemoryIndex, content, in_bucket};
use super::*;

const ORGANIZATION: Uuid = Uuid::from_u128(1);
const LIMIT_BYTES: u64 = 100 * 1024 * 1024;

/// A store, and what is known of its chunks.
struct Store {
    blobs: Blobs,
    index: Arc<MemoryIndex>,
}

impl Store {
    async fn on_folder(folder: &Path) -> Self {
        // So early that contents of some megabytes go both ways, through the page cache and past it.
        let url = format!("file://{}?direct_from_bytes=1048576", folder.display());
        let index = Arc::<MemoryIndex>::default();
        let blobs = Blobs::open(&StoreConfig::new(url), Arc::clone(&index) as Arc<dyn ChunkIndex>).await.unwrap();
        Self { blobs, index }
    }

    fn in_memory() -> Self {
        Self::in_bucket(Spoilt::default())
    }

    fn in_bucket(bucket: Spoilt) -> Self {
        let index = Arc::<MemoryIndex>::default();
        let blobs = in_bucket(bucket, Arc::clone(&index) as Arc<dyn ChunkIndex>);
        Self { blobs, index }
    }

    /// Writes a content as a request and its commit do.
    async fn write(&self, bytes: &Bytes, piece_bytes: usize) -> Written {
        let written = self.blobs.write(ORGANIZATION, LIMIT_BYTES, body(bytes, piece_bytes)).await.unwrap();
        self.index.commit(&written.stored);
        written
    }
}

/// Where what was written is to be read.
fn source(written: &Written) -> Source {
    match &written.stored {
        Stored::Inline(bytes) => Source::Inline(bytes.clone()),
        Stored::Extents { organization_id, extents, .. } => {
            Source::Extents { organization_id: *organization_id, extents: extents.clone() }
        }
    }
}

fn extents(written: &Written) -> Vec<Extent> {
    match &written.stored {
        Stored::Inline(_) => panic!("it is inline"),
        Stored::Extents { extents, .. } => extents.clone(),
    }
}

fn in_extents(extents: Vec<Extent>) -> Source {
    Source::Extents { organization_id: ORGANIZATION, extents }
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

async fn contents_come_back(store: Store) {
    let blobs = &store.blobs;
    let sizes = [(0, 1), (1, 1), (16_384, 1_000), (16_385, 5_000), (300_000, 999), (12_000_000, 70_001)];
    for (skip, (size, piece)) in sizes.into_iter().enumerate() {
        // None begins as another one does, so that none is found in another one.
        let content = content(size + skip).slice(skip..);
        let written = store.write(&content, piece).await;
        assert_eq!(written.size_bytes, size as u64);
        assert_eq!(written.sha256, <[u8; 32]>::from(Sha256::digest(&content)), "{size}");
        assert_eq!(written.head, content[..size.min(HEAD_BYTES_MAX)], "{size}");
        assert_eq!(matches!(written.stored, Stored::Inline(_)), size as u64 <= INLINE_BYTES_MAX);
        let source = source(&written);
        let all = 0..size as u64;
        // Twice: once from the disk, once from what is known to be right.
        for range in
            [all.clone(), 0..all.end / 2, all.end / 3..all.end, all.end..all.end, 0..all.end.min(1), all.clone()]
        {
            let slice = content.slice(usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap());
            assert!(read(blobs, source.clone(), range.clone()).await.unwrap() == slice, "{range:?} of {size}");
        }
        assert_eq!(read(blobs, source, 0..all.end + 1).await.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }
    let packs = listed(blobs).await;
    let mut by_shards: Vec<Uuid> = Vec::new();
    for shards in [0..=0, 1..=99, 100..=255] {
        let part: Vec<ListedPack> = blobs.list_shards(shards.clone()).try_collect().await.unwrap();
        assert!(part.iter().all(|pack| shards.contains(&shard_of(pack.pack_id))), "{shards:?}: {part:?}");
        by_shards.extend(part.iter().map(|pack| pack.pack_id));
    }
    by_shards.sort_unstable();
    let mut ids: Vec<Uuid> = packs.iter().map(|pack| pack.pack_id).collect();
    ids.sort_unstable();
    assert_eq!(by_shards, ids);
    let mut sizes: Vec<_> = packs.iter().map(|pack| pack.size_bytes).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [16_385, 300_000, 12_000_000]);
    for pack in packs {
        blobs.delete_pack(pack.pack_id).await.unwrap();
        blobs.delete_pack(pack.pack_id).await.unwrap();
    }
    assert_eq!(listed(blobs).await, []);
    blobs.check().await.unwrap();
}

#[tokio::test]
async fn contents_come_back_from_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    contents_come_back(Store::on_folder(folder.path()).await).await;
    assert_eq!(files_below(folder.path()), 0);
}

#[tokio::test]
async fn contents_come_back_from_an_object_store() {
    contents_come_back(Store::in_memory()).await;
}

/// What `docs/storage-format.md` promises, to the byte: for ever, under the name `cdc-v1`.
#[tokio::test]
async fn the_format_is_the_documented_one() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::on_folder(folder.path()).await;
    let bytes = content(1_000_000);
    let written = store.write(&bytes, 10_000).await;
    let Stored::Extents { extents, pack: Some(pack), .. } = &written.stored else { panic!("nothing was written") };
    assert_eq!(extents[..], [Extent { pack_id: pack.pack_id, pack_offset: 0, length: 1_000_000 }]);
    let id = pack.pack_id.to_string();
    let object = folder.path().join("packs").join(&id[id.len() - 2..]).join(&id);
    assert!(std::fs::read(object).unwrap() == bytes, "a pack is its bytes and nothing else");
    let hex = |id: &ChunkId| id.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let chunks: Vec<_> = pack.chunks.iter().map(|chunk| (chunk.offset, chunk.length, hex(&chunk.id))).collect();
    let golden = GOLDEN_CHUNKS.map(|(offset, length, id)| (offset, length, id.to_owned()));
    assert_eq!(chunks, golden);
}

/// Offset, length and id, under the key `00…01` and 16 zeros.
const GOLDEN_CHUNKS: [(u64, u64, &str); 4] = [
    (0, 349_306, "80266863845fc1ee8610913b4725a14b1ad61f4d15d8d3a7173e65de81981865"),
    (349_306, 182_844, "faffb6a4bf36594f53be69fdbc5892728c332c85d8f3917988c81c23b841e764"),
    (532_150, 342_136, "e1b34373178e4286d4925eb389aef66f27594cd58d8a48ea96a33f8fb99faa18"),
    (874_286, 125_714, "99f6fba49e94902b2551193f693358b5fbd324dd76bf0860dac97ba9859015de"),
];

async fn what_is_stored_is_not_stored_again(store: Store) {
    let blobs = &store.blobs;
    let first = content(6_000_000);
    let whole = store.write(&first, 100_000).await;
    assert_eq!(extents(&whole).len(), 1, "a first upload is one run of one pack");

    let again = store.write(&first, 77_777).await;
    assert_eq!(extents(&again), extents(&whole), "the same bytes are the same run");
    assert!(matches!(again.stored, Stored::Extents { pack: None, .. }), "and nothing is written for them");

    let mut changed = first.to_vec();
    changed.splice(3_000_000..3_000_000, *b"a few bytes more, in the middle");
    let changed = Bytes::from(changed);
    let written = store.write(&changed, 100_000).await;
    let Stored::Extents { pack: Some(pack), .. } = &written.stored else { panic!("nothing new was written") };
    assert!(pack.size_bytes < 2 * 1024 * 1024, "{} bytes for 31 new ones", pack.size_bytes);
    let runs = extents(&written);
    assert_eq!(runs.iter().map(|run| run.length).sum::<u64>(), changed.len() as u64);
    assert_eq!(runs.len(), 3, "what was before, what is new, what comes after");
    assert!(read(blobs, source(&written), 0..changed.len() as u64).await.unwrap() == changed);
    assert!(read(blobs, source(&written), 2_999_000..3_500_000).await.unwrap() == changed[2_999_000..3_500_000]);

    let zeros = Bytes::from(vec![0; 9_000_000]);
    let written = store.write(&zeros, 100_000).await;
    let Stored::Extents { pack: Some(pack), .. } = &written.stored else { panic!("nothing new was written") };
    assert!(pack.size_bytes <= 2 * 1024 * 1024, "{} bytes for one chunk of zeros and the last", pack.size_bytes);
    assert!(read(blobs, source(&written), 0..9_000_000).await.unwrap() == zeros);

    let elsewhere = blobs.write(Uuid::from_u128(2), LIMIT_BYTES, body(&first, 100_000)).await.unwrap();
    assert!(matches!(elsewhere.stored, Stored::Extents { pack: Some(pack), .. } if pack.size_bytes == 6_000_000));
}

#[tokio::test]
async fn what_is_stored_in_a_folder_is_not_stored_again() {
    let folder = tempfile::tempdir().unwrap();
    what_is_stored_is_not_stored_again(Store::on_folder(folder.path()).await).await;
}

#[tokio::test]
async fn what_is_stored_in_an_object_store_is_not_stored_again() {
    what_is_stored_is_not_stored_again(Store::in_memory()).await;
}

/// Changes one bit of the only pack in a folder.
fn flip_a_bit(folder: &Path, at: usize) {
    let mut files = Vec::new();
    collect(folder, &mut files);
    let [file] = &files[..] else { panic!("{files:?}") };
    let mut bytes = std::fs::read(file).unwrap();
    bytes[at] ^= 0x10;
    std::fs::write(file, bytes).unwrap();
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}

#[tokio::test]
async fn a_flipped_bit_is_never_answered() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::on_folder(folder.path()).await;
    let bytes = content(5_000_000);
    let source = source(&store.write(&bytes, 100_000).await);
    // Read once before, so that it is known to be right: that must not count for what it becomes.
    assert!(read(&store.blobs, source.clone(), 0..5_000_000).await.unwrap() == bytes);
    flip_a_bit(folder.path(), 2_500_000);
    for range in [0..5_000_000, 2_500_000..2_500_001, 2_499_999..2_500_001] {
        let mut pieces = std::pin::pin!(store.blobs.read(source.clone(), range.clone()));
        let mut start = usize::try_from(range.start).unwrap();
        let error = loop {
            match pieces.try_next().await {
                Ok(Some(piece)) => {
                    assert!(piece == bytes[start..start + piece.len()], "a wrong byte of {range:?} was answered");
                    start += piece.len();
                }
                Ok(None) => panic!("{range:?} was answered to its end"),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }
    assert!(read(&store.blobs, source, 0..1_000_000).await.unwrap() == bytes[..1_000_000], "the rest is sound");
}

async fn nothing_remains_of_a_refused_body(store: Store) {
    let blobs = &store.blobs;
    for (skip, size) in [20_000, 3_000_000, 7_000_000].into_iter().enumerate() {
        let content = content(size + skip).slice(skip..);
        let limit_bytes = size as u64 - 1;
        let error = blobs.write(ORGANIZATION, limit_bytes, body(&content, 10_000)).await.unwrap_err();
        assert!(matches!(error, Error::PayloadTooLarge { limit_bytes: told } if told == limit_bytes));

        let broken = body(&content, 10_000).chain(stream::iter([Err(io::ErrorKind::UnexpectedEof.into())]));
        assert!(matches!(blobs.write(ORGANIZATION, LIMIT_BYTES, broken).await, Err(Error::InvalidArgument(_))));
        let slow = body(&content, 10_000).chain(stream::iter([Err(io::ErrorKind::TimedOut.into())]));
        assert!(matches!(blobs.write(ORGANIZATION, LIMIT_BYTES, slow).await, Err(Error::RequestTimeout)));
        let meant = stream::iter([Err(io::Error::other(Error::ChecksumMismatch))]);
        let meant = body(&content, 10_000).chain(meant);
        assert!(matches!(blobs.write(ORGANIZATION, LIMIT_BYTES, meant).await, Err(Error::ChecksumMismatch)));
        let written = blobs.write(ORGANIZATION, size as u64, body(&content, 10_000)).await;
        written.map(|written| written.size_bytes).unwrap();
    }
    assert_eq!(listed(blobs).await.len(), 3, "one for each that was not refused");
}

#[tokio::test]
async fn nothing_remains_of_a_refused_body_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    nothing_remains_of_a_refused_body(Store::on_folder(folder.path()).await).await;
    assert_eq!(files_below(folder.path()), 3);
}

#[tokio::test]
async fn nothing_remains_of_a_refused_body_in_an_object_store() {
    nothing_remains_of_a_refused_body(Store::in_memory()).await;
}

#[tokio::test]
async fn nothing_remains_of_a_dropped_upload() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::on_folder(folder.path()).await;
    let stalled = body(&content(3_000_000), 100_000).chain(stream::pending());
    let upload = store.blobs.write(ORGANIZATION, LIMIT_BYTES, stalled);
    assert!(tokio::time::timeout(Duration::from_millis(500), upload).await.is_err());
    eventually(|| files_below(folder.path()) == 0).await;
}

#[tokio::test]
async fn a_discarded_pack_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::on_folder(folder.path()).await;
    let written = store.blobs.write(ORGANIZATION, LIMIT_BYTES, body(&content(50_000), 50_000)).await.unwrap();
    assert_eq!(files_below(folder.path()), 1);
    store.blobs.discard(&written).await;
    assert_eq!(files_below(folder.path()), 0);
}

async fn a_copy_takes_its_place_when_it_is_whole(store: Store) {
    let (blobs, id) = (&store.blobs, Uuid::now_v7());
    let put = async |bytes: &'static [u8], size_bytes: u64| {
        let bytes = Bytes::from_static(bytes);
        blobs.put_pack(id, size_bytes, body(&bytes, 4)).await
    };
    put(b"the first one", 13).await.unwrap();
    put(b"another", 13).await.unwrap_err();
    let sizes = async || listed(blobs).await.iter().map(|pack| pack.size_bytes).collect::<Vec<_>>();
    assert_eq!(sizes().await, [13], "it stays until then");
    put(b"another", 7).await.unwrap();
    assert_eq!(sizes().await, [7]);
}

#[tokio::test]
async fn a_copy_in_a_folder_takes_its_place_when_it_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    a_copy_takes_its_place_when_it_is_whole(Store::on_folder(folder.path()).await).await;
}

#[tokio::test]
async fn a_copy_in_an_object_store_takes_its_place_when_it_is_whole() {
    a_copy_takes_its_place_when_it_is_whole(Store::in_memory()).await;
}

#[tokio::test]
async fn a_store_is_told_from_another_by_what_is_in_it() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let (one, same) = (Store::on_folder(folders[0].path()).await, Store::on_folder(folders[0].path()).await);
    let (bucket, other) = (Store::in_memory(), Store::on_folder(folders[1].path()).await);
    assert!(one.blobs.is_same_as(&same.blobs).await.unwrap());
    assert!(bucket.blobs.is_same_as(&bucket.blobs).await.unwrap());
    for (store, other) in [(&one, &other), (&one, &bucket), (&bucket, &one), (&bucket, &Store::in_memory())] {
        assert!(!store.blobs.is_same_as(&other.blobs).await.unwrap());
    }
    assert!(folders.iter().all(|folder| files_below(folder.path()) == 0), "no mark is left");
}

#[tokio::test]
async fn a_pack_that_lost_bytes_breaks_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    for store in [Store::on_folder(folder.path()).await, Store::in_memory()] {
        let written = store.write(&content(50_000), 50_000).await;
        let pack_id = extents(&written)[0].pack_id;
        let longer = in_extents(vec![Extent { pack_id, pack_offset: 0, length: 60_000 }]);
        let error = read(&store.blobs, longer, 0..60_000).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{error}");
        store.blobs.delete_pack(pack_id).await.unwrap();
        let error = read(&store.blobs, source(&written), 0..1).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
    let store = Store::on_folder(folder.path()).await;
    let written = store.write(&content(50_000), 50_000).await;
    let mut files = Vec::new();
    collect(folder.path(), &mut files);
    std::fs::File::options().write(true).open(&files[0]).unwrap().set_len(49_999).unwrap();
    let error = read(&store.blobs, source(&written), 0..50_000).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
}

#[tokio::test]
async fn extents_of_several_packs_read_as_one_content() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::on_folder(folder.path()).await;
    let (first, second) = (content(600_000), content(650_000).slice(600_000..));
    let mut several = Vec::new();
    for (bytes, offset, length) in [(&first, 100_000, 400_000), (&second, 1, 49_999)] {
        let written = store.write(bytes, 64_000).await;
        let pack_id = extents(&written)[0].pack_id;
        several.push(Extent { pack_id, pack_offset: offset, length });
    }
    let expected = [&first[100_000..500_000], &second[1..50_000]].concat();
    let source = in_extents(several);
    assert!(read(&store.blobs, source.clone(), 0..449_999).await.unwrap() == expected);
    assert!(read(&store.blobs, source, 399_990..400_010).await.unwrap() == expected[399_990..400_010]);
}

#[tokio::test]
async fn packs_are_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let store = Store::on_folder(&folder.path().join("store")).await;
    store.write(&content(50_000), 50_000).await;
    assert_eq!(std::fs::metadata(folder.path().join("store")).unwrap().permissions().mode() & 0o777, 0o700);
}

/// That it answers, and that it lists the object, does not tell whether the store is down: whether it gives others does.
#[tokio::test(start_paused = true)]
async fn an_object_that_a_bucket_does_not_give_for_a_while_is_unreadable_and_one_of_a_bucket_that_is_down_is_not() {
    let bucket = Spoilt::default();
    let store = Store::in_bucket(bucket.clone());
    let mut packs = Vec::new();
    for bytes in [content(50_000), content(60_000).slice(1..)] {
        packs.push(extents(&store.write(&bytes, 10_000).await)[0].pack_id);
    }
    let chunk = store.index.of_pack(packs[0], 0..1).await.unwrap().remove(0);
    let examine = async || store.blobs.examine_chunk(ORGANIZATION, packs[0], &chunk).await.map(|found| found.fault);
    let look = async || store.blobs.look_at_chunk(ORGANIZATION, packs[0], &chunk).await.map(|found| found.fault);
    assert_eq!(examine().await.unwrap(), None);
    for spoils in [Spoils::Bytes, Spoils::Answers] {
        bucket.spoil(spoils);
        assert!(examine().await.is_err() && look().await.is_err(), "{spoils:?}");
    }
    bucket.spoil(Spoils::Pack(packs[1]));
    assert_eq!(examine().await.unwrap(), None);

    bucket.spoil(Spoils::Pack(packs[0]));
    assert!(look().await.is_err(), "once is not enough");
    let asked_at = tokio::time::Instant::now();
    assert_eq!(examine().await.unwrap(), Some(ChunkFault::Unreadable));
    assert!(asked_at.elapsed() >= Duration::from_secs(50), "{:?}", asked_at.elapsed());
    let asked_at = tokio::time::Instant::now();
    assert_eq!(look().await.unwrap(), Some(ChunkFault::Unreadable), "that is remembered");
    assert!(asked_at.elapsed() < Duration::from_secs(1));
    bucket.spoil(Spoils::Bytes);
    assert!(examine().await.is_err(), "nothing is given any more");
    bucket.spoil(Spoils::Nothing);
    assert_eq!(examine().await.unwrap(), None);
    bucket.spoil(Spoils::Pack(packs[0]));
    assert!(look().await.is_err(), "it was given meanwhile");

    // With no other object there is nothing to tell by.
    store.blobs.delete_pack(packs[1]).await.unwrap();
    assert!(examine().await.is_err());
}
