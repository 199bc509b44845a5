//! What is left of a file server without rights, rows and chunks: hyper and a folder. Not a product, but a measure: beside it
//! one sees how much of the time is ours, and how much is hyper's, the kernel's and the client's.
//!
//! `bare <folder> <port>`
//!
//! `GET` knows ranges, and reads blocks right where the request is answered. `PUT` hashes by SHA-256 beside the writing, and
//! flushes the bytes, then the name, before it answers.

#![allow(clippy::print_stderr, reason = "says what goes wrong")]

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use futures_util::stream;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, RANGE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use sha2::{Digest as _, Sha256};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// How much one read asks for; as Strongroom does.
const BLOCK_BYTES: usize = 256 * 1024;

/// How many pieces of a body may wait for the hash or the disk.
const PIECES_WAITING_MAX: usize = 16;

type Body = UnsyncBoxBody<Bytes, io::Error>;

#[derive(Default)]
struct Folder {
    path: PathBuf,
    uploads: AtomicU64,
    /// Blocks that are used again: the last one let go of is still in the processor's cache.
    free: Mutex<Vec<Vec<u8>>>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().context("no folder given")?.into();
    let port: u16 = arguments.next().context("no port given")?.parse()?;
    let folder = Arc::new(Folder { path, ..Folder::default() });
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let folder = Arc::clone(&folder);
        tokio::spawn(async move {
            let service = service_fn(|request| answer(Arc::clone(&folder), request));
            // A client that has gone is nobody's fault.
            drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
        });
    }
}

async fn answer(folder: Arc<Folder>, request: Request<Incoming>) -> Result<Response<Body>> {
    let path = folder.path.join(request.uri().path().trim_start_matches('/'));
    let answered = match *request.method() {
        Method::GET => get(folder, &path, &request),
        Method::PUT => put(&folder, path, request.into_body()).await,
        _ => bail!("{} is unknown", request.method()),
    };
    answered.inspect_err(|error| eprintln!("{error:#}"))
}

fn get(folder: Arc<Folder>, path: &Path, request: &Request<Incoming>) -> Result<Response<Body>> {
    let file = File::open(path)?;
    let size_bytes = file.metadata()?.len();
    let range = match request.headers().get(RANGE) {
        Some(range) => Some(parse_range(range.to_str()?).context("a range that can't be read")?),
        None => None,
    };
    let mut response = Response::builder();
    if let Some(Range { start, end }) = range {
        response = response
            .status(StatusCode::PARTIAL_CONTENT)
            .header(CONTENT_RANGE, format!("bytes {start}-{}/{size_bytes}", end - 1));
    }
    let range = range.unwrap_or(0..size_bytes);
    let length = range.end - range.start;
    let blocks = stream::try_unfold(range, move |range| {
        let block = folder.read(&file, range);
        async { block }
    });
    Ok(response.header(CONTENT_LENGTH, length).body(StreamBody::new(blocks).boxed_unsync())?)
}

fn parse_range(header: &str) -> Option<Range<u64>> {
    let (first, last) = header.strip_prefix("bytes=")?.split_once('-')?;
    Some(first.parse().ok()?..last.parse::<u64>().ok()? + 1)
}

impl Folder {
    /// The first block of a range, and the rest of it.
    fn read(self: &Arc<Self>, file: &File, range: Range<u64>) -> io::Result<Option<(Frame<Bytes>, Range<u64>)>> {
        if range.is_empty() {
            return Ok(None);
        }
        let kept = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut memory = kept.unwrap_or_else(|| vec![0; BLOCK_BYTES]);
        let length = usize::try_from(range.end - range.start).unwrap_or(BLOCK_BYTES).min(BLOCK_BYTES);
        file.read_exact_at(&mut memory[..length], range.start)?;
        let block = Bytes::from_owner(Block { memory, length, folder: Arc::clone(self) });
        Ok(Some((Frame::data(block), range.start + length as u64..range.end)))
    }
}

/// A block on loan.
struct Block {
    memory: Vec<u8>,
    length: usize,
    folder: Arc<Folder>,
}

impl AsRef<[u8]> for Block {
    fn as_ref(&self) -> &[u8] {
        &self.memory[..self.length]
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        let memory = std::mem::take(&mut self.memory);
        self.folder.free.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
    }
}

async fn put(folder: &Folder, path: PathBuf, mut body: Incoming) -> Result<Response<Body>> {
    let (hash, mut hashed) = mpsc::channel::<Bytes>(PIECES_WAITING_MAX);
    let (write, mut written) = mpsc::channel::<Bytes>(PIECES_WAITING_MAX);
    let hashing = tokio::task::spawn_blocking(move || {
        let mut hasher = Sha256::new();
        while let Some(piece) = hashed.blocking_recv() {
            hasher.update(&piece);
        }
        hasher.finalize()
    });
    let number = folder.uploads.fetch_add(1, Ordering::Relaxed);
    let (staged, folder_path) = (folder.path.join(format!(".{number}")), folder.path.clone());
    let writing = tokio::task::spawn_blocking(move || {
        let mut file = File::create(&staged)?;
        while let Some(piece) = written.blocking_recv() {
            file.write_all(&piece)?;
        }
        file.sync_data()?;
        fs::rename(&staged, &path)?;
        File::open(folder_path)?.sync_all()
    });
    while let Some(frame) = body.frame().await {
        let Ok(piece) = frame?.into_data() else { continue };
        hash.send(piece.clone()).await?;
        write.send(piece).await?;
    }
    drop((hash, write));
    let digest: String = hashing.await?.iter().map(|byte| format!("{byte:02x}")).collect();
    writing.await??;
    let body = Full::new(Bytes::new()).map_err(|never| match never {}).boxed_unsync();
    Ok(Response::builder().status(StatusCode::CREATED).header(ETAG, format!("\"{digest}\"")).body(body)?)
}
