//! Archives on their way out: settled whole by the domain, written piece by piece here. At any time one content is
//! being read, a piece of it in memory. What goes wrong half-way breaks the connection: the length has been told, so
//! that no client takes the part for the whole.

use std::io;
use std::vec;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt as _, stream};
use tokio::sync::OwnedSemaphorePermit;
use uuid::Uuid;

use super::disposition::{Disposition, content_disposition};
use crate::app::App;
use crate::contract::ByteStream;
use crate::domain::access::Caller;
use crate::domain::archives::{self, ArchiveEntry, Held};
use crate::error::Result;
use crate::zip::{self, Blocks, Writer};

/// The answer's body and what its headers say.
pub(super) struct ArchiveAnswer {
    pub body: ByteStream,
    pub content_length: u64,
    pub content_disposition: String,
}

/// Answers a folder.
pub(super) async fn of_folder(app: &App, caller: &Caller, folder_id: Uuid) -> Result<ArchiveAnswer> {
    Ok(answer(app, archives::of_folder(app, caller, folder_id).await?))
}

/// Answers a selection of files and folders.
pub(super) async fn of_selection(app: &App, caller: &Caller, ids: &[Uuid]) -> Result<ArchiveAnswer> {
    Ok(answer(app, archives::of_selection(app, caller, ids).await?))
}

fn answer(app: &App, held: Held) -> ArchiveAnswer {
    let archive = &held.archive;
    ArchiveAnswer {
        content_length: zip::size_bytes(archive.entries.iter().map(|entry| &entry.entry)),
        content_disposition: content_disposition(Disposition::Attachment, &format!("{}.zip", archive.name)),
        body: ByteStream::from_stream(bytes_of(app.clone(), held), "application/zip"),
    }
}

fn bytes_of(app: App, held: Held) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let Held { archive, room } = held;
    let (entries, writer) = (archive.entries.into_iter(), Some(Writer::default()));
    let state = State { app, entries, writer, current: None, _room: room };
    stream::try_unfold(state, async |mut state| Ok(state.next().await?.map(|piece| (piece, state))))
}

struct State {
    app: App,
    entries: vec::IntoIter<ArchiveEntry>,
    /// Taken by the archive's end.
    writer: Option<Writer>,
    current: Option<Current>,
    _room: OwnedSemaphorePermit,
}

/// The entry that is being written.
struct Current {
    entry: ArchiveEntry,
    blocks: Blocks,
    content: BoxStream<'static, io::Result<Bytes>>,
}

impl State {
    /// The next piece; `None` behind the last.
    async fn next(&mut self) -> io::Result<Option<Bytes>> {
        let Some(writer) = &mut self.writer else { return Ok(None) };
        if let Some(current) = &mut self.current
            && let Some(piece) = current.content.next().await
        {
            let put = current.blocks.put(&piece?);
            return put.map(Some).ok_or_else(|| io::Error::other("a content is longer than its row says"));
        }
        if let Some(Current { entry, blocks, .. }) = self.current.take() {
            let crc32 = blocks.finish().ok_or_else(|| io::Error::other("a content is shorter than its row says"))?;
            return Ok(Some(writer.end(&entry.entry, crc32)));
        }
        let Some(entry) = self.entries.next() else {
            return Ok(self.writer.take().map(Writer::finish));
        };
        let content = match entry.content_id {
            Some(content_id) => {
                let source = archives::source(&self.app, content_id).await.map_err(io::Error::other)?;
                self.app.blobs.read(source, 0..entry.entry.size_bytes).boxed()
            }
            None => stream::empty().boxed(),
        };
        let head = writer.begin(&entry.entry);
        self.current = Some(Current { blocks: Blocks::new(&entry.entry), entry, content });
        Ok(Some(head))
    }
}
