//! A bucket that can be told not to give what it holds.

use std::fmt;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use uuid::Uuid;

/// What the bucket does not give.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Spoils {
    #[default]
    Nothing,
    /// The bytes of one pack.
    Pack(Uuid),
    /// The bytes of all packs.
    Bytes,
    /// Any answer.
    Answers,
}

/// Clones are one bucket.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spoilt {
    inner: Arc<InMemory>,
    spoils: Arc<Mutex<Spoils>>,
}

impl Spoilt {
    pub fn spoil(&self, spoils: Spoils) {
        *self.spoils.lock().unwrap() = spoils;
    }

    fn gives(&self, path: &Path, is_head: bool) -> bool {
        match *self.spoils.lock().unwrap() {
            Spoils::Nothing => true,
            Spoils::Pack(id) => is_head || !path.as_ref().ends_with(&id.to_string()),
            Spoils::Bytes => is_head,
            Spoils::Answers => false,
        }
    }
}

fn refusal() -> Error {
    Error::Generic { store: "spoilt", source: "500 InternalError".into() }
}

impl fmt::Display for Spoilt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a spoilt bucket")
    }
}

#[async_trait]
impl ObjectStore for Spoilt {
    async fn put_opts(&self, path: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.inner.put_opts(path, payload, options).await
    }

    async fn put_multipart_opts(&self, path: &Path, options: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.inner.put_multipart_opts(path, options).await
    }

    async fn get_opts(&self, path: &Path, options: GetOptions) -> Result<GetResult> {
        if self.gives(path, options.head) { self.inner.get_opts(path, options).await } else { Err(refusal()) }
    }

    fn delete_stream(&self, paths: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.inner.delete_stream(paths)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        if *self.spoils.lock().unwrap() == Spoils::Answers {
            return stream::iter([Err(refusal())]).boxed();
        }
        self.inner.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, options).await
    }
}
