//! Packs as long as no test has bytes for, sent to a store that only counts.

use std::sync::Mutex;

use async_trait::async_trait;
use chrono::DateTime;
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt as _, StreamExt as _};
use object_store::memory::InMemory;
use object_store::{
    CopyOptions, GetOptions, GetResult, GetResultPayload, ListResult, ObjectMeta, PutMultipartOptions, PutOptions,
    PutResult, UploadPart,
};
use uuid::Uuid;

use super::super::Clients;
use super::*;
use crate::blobs::Backend;
use crate::blobs::intake;

const MIB: u64 = 1024 * 1024;
const GIB: u64 = 1024 * MIB;

/// A store that keeps how long the parts of its only object were.
#[derive(Debug, Clone, Default)]
struct Counting {
    parts: Arc<Mutex<Vec<u64>>>,
    /// How long it takes to put them together.
    completes_in: Duration,
}

impl Counting {
    fn backend(&self) -> Backend {
        Backend::Remote(RemoteStore::new(Clients::one(Arc::new(self.clone())), "").unwrap())
    }

    /// Copies a pack of so many bytes to it, and answers how long its parts were.
    async fn copy(&self, size_bytes: u64) -> Result<Vec<u64>> {
        let piece = Bytes::from(vec![7; usize::try_from(MIB).unwrap()]);
        let pieces = (0..size_bytes.div_ceil(MIB)).map(move |index| {
            let length = MIB.min(size_bytes - index * MIB);
            Ok(piece.slice(..usize::try_from(length).unwrap()))
        });
        intake::put_pack(&self.backend(), Uuid::nil(), size_bytes, stream::iter(pieces)).await?;
        Ok(self.parts.lock().unwrap().clone())
    }
}

impl std::fmt::Display for Counting {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a store that counts")
    }
}

#[async_trait]
impl MultipartUpload for Counting {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        self.parts.lock().unwrap().push(data.content_length() as u64);
        async { Ok(()) }.boxed()
    }

    async fn complete(&mut self) -> object_store::Result<PutResult> {
        tokio::time::sleep(self.completes_in).await;
        InMemory::new().put(&Path::from("a"), PutPayload::new()).await
    }

    async fn abort(&mut self) -> object_store::Result<()> {
        Ok(())
    }
}

#[async_trait]
impl ObjectStore for Counting {
    async fn put_opts(&self, path: &Path, _: PutPayload, _: PutOptions) -> object_store::Result<PutResult> {
        Err(missing(path))
    }

    async fn put_multipart_opts(
        &self,
        _: &Path,
        _: PutMultipartOptions,
    ) -> object_store::Result<Box<dyn MultipartUpload>> {
        Ok(Box::new(self.clone()))
    }

    async fn get_opts(&self, path: &Path, _: GetOptions) -> object_store::Result<GetResult> {
        let size = self.parts.lock().unwrap().iter().sum();
        let last_modified = DateTime::UNIX_EPOCH;
        let meta = ObjectMeta { location: path.clone(), last_modified, size, e_tag: None, version: None };
        let payload = GetResultPayload::Stream(stream::empty().boxed());
        Ok(GetResult { payload, meta, range: 0..size, attributes: Default::default(), extensions: Default::default() })
    }

    fn delete_stream(
        &self,
        paths: BoxStream<'static, object_store::Result<Path>>,
    ) -> BoxStream<'static, object_store::Result<Path>> {
        paths
    }

    fn list(&self, _: Option<&Path>) -> BoxStream<'static, object_store::Result<ObjectMeta>> {
        stream::empty().boxed()
    }

    async fn list_with_delimiter(&self, _: Option<&Path>) -> object_store::Result<ListResult> {
        Err(missing(&Path::default()))
    }

    async fn copy_opts(&self, path: &Path, _: &Path, _: CopyOptions) -> object_store::Result<()> {
        Err(missing(path))
    }
}

fn missing(path: &Path) -> object_store::Error {
    object_store::Error::NotFound { path: path.to_string(), source: "it only counts".into() }
}

#[test]
fn parts_are_as_small_as_the_limit_lets_them_be() {
    let part_bytes_of = |limit_bytes| part_bytes(PackLength::AtMost(limit_bytes));
    assert_eq!(part_bytes_of(0), 5 * 1024 * 1024);
    assert_eq!(part_bytes_of(48 * GIB), 5 * 1024 * 1024);
    assert_eq!(part_bytes_of(100_000_000_000), 10_000_000);
    assert_eq!(part_bytes_of(u64::MAX), 16 * 1024 * 1024);
    let longest = RemoteWriter::CONTENT_BYTES_MAX;
    assert!(part_bytes_of(longest) as u64 * PARTS_MAX >= longest);
}

/// A folder holds longer packs than an upload into a bucket may make.
#[tokio::test]
async fn a_pack_of_a_folder_fits_into_a_bucket_whatever_its_length() {
    for size_bytes in [200 * GIB + 1, 1024 * GIB] {
        let parts = Counting::default().copy(size_bytes).await.unwrap();
        assert!(parts.len() as u64 <= PARTS_MAX, "{} parts", parts.len());
        assert_eq!(parts.iter().sum::<u64>(), size_bytes);
        assert!(parts[..parts.len() - 1].iter().all(|part| *part == parts[0]), "stores demand it");
        assert!(parts[0] <= COPIED_PART_BYTES_MAX);
    }
    assert_eq!(Counting::default().copy(12 * MIB).await.unwrap(), [5 * MIB, 5 * MIB, 2 * MIB]);
    let counting = Counting::default();
    let refused = counting.copy(RemoteWriter::COPY_BYTES_MAX + 1).await;
    assert!(matches!(refused, Err(Error::InvalidArgument(_))), "{refused:?}");
    assert!(counting.parts.lock().unwrap().is_empty(), "it is told before anything is sent");
}

#[tokio::test(start_paused = true)]
async fn an_upload_of_many_parts_has_longer_to_be_completed() {
    let copy = async |secs, parts| {
        let store = Counting { completes_in: Duration::from_secs(secs), ..Counting::default() };
        store.copy(parts * PART_BYTES_MIN).await.map(|parts| parts.len() as u64)
    };
    assert_eq!(copy(44, 1000).await.unwrap(), 1000);
    assert_eq!(copy(300, PARTS_MAX).await.unwrap(), PARTS_MAX);
    for (secs, parts) in [(20, 2), (60, 1000), (360, PARTS_MAX)] {
        let given_up = copy(secs, parts).await;
        assert!(matches!(given_up, Err(Error::Unavailable { .. })), "{secs} s, {parts} parts: {given_up:?}");
    }
}
