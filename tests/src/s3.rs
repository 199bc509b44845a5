//! An S3 server for the suite, speaking the real protocol on the loopback interface: signatures and checksums are
//! checked, objects are files of a temporary folder. Started once a process, with a bucket of its own for every test.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use strongroom_server::config::StoreConfig;
use tempfile::TempDir;
use tokio::net::TcpListener;

const ACCESS_KEY: &str = "SUITE0ACCESS0KEY";
const SECRET_KEY: &str = "the-secret-key-of-the-suite";

/// What lies before every key: as where several installations share a bucket.
const PREFIX: &str = "some/prefix";

static SERVER: LazyLock<Server> = LazyLock::new(Server::start);

struct Server {
    address: SocketAddr,
    folder: TempDir,
    buckets: AtomicU32,
}

/// An empty bucket and the way to it. It goes with its last clone: a suite's buckets together would fill a disk.
#[derive(Debug, Clone)]
pub struct Bucket {
    folder: Arc<Folder>,
}

#[derive(Debug)]
struct Folder {
    name: String,
}

impl Folder {
    fn path(&self) -> PathBuf {
        SERVER.folder.path().join(&self.name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What a server that was killed still writes is left for whoever cleans up the machine.
        fs::remove_dir_all(self.path()).ok();
    }
}

impl Bucket {
    /// Makes one.
    pub fn create() -> Self {
        let name = format!("bucket-{}", SERVER.buckets.fetch_add(1, Ordering::Relaxed));
        let folder = Folder { name };
        fs::create_dir(folder.path()).expect("the bucket can be made");
        Self { folder: Arc::new(folder) }
    }

    /// Where the server has its objects, as files.
    pub fn folder(&self) -> PathBuf {
        self.folder.path()
    }

    /// Where of these the server's own are.
    pub fn prefix_folder(&self) -> PathBuf {
        self.folder().join(PREFIX)
    }

    /// How a server reaches it.
    pub fn config(&self) -> StoreConfig {
        self.config_through(address())
    }

    /// How a server reaches it by another address, where somebody passes everything on.
    pub fn config_through(&self, address: SocketAddr) -> StoreConfig {
        let options = credentials().map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        StoreConfig { url: self.url_through(address), options }
    }

    /// Its URL, without the credentials.
    pub fn url_through(&self, address: SocketAddr) -> String {
        format!("s3://{}/{PREFIX}?endpoint=http://{address}&region=us-east-1", self.folder.name)
    }
}

/// Where the S3 server listens.
pub fn address() -> SocketAddr {
    SERVER.address
}

/// The variables by which programs learn the keys.
pub fn credentials() -> [(&'static str, &'static str); 2] {
    [("AWS_ACCESS_KEY_ID", ACCESS_KEY), ("AWS_SECRET_ACCESS_KEY", SECRET_KEY)]
}

impl Server {
    /// On threads of its own: it outlives the runtime of the test that needed it first.
    fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("strongroom-s3-").tempdir().expect("a temporary folder");
        let mut builder = S3ServiceBuilder::new(FileSystem::new(folder.path()).expect("the folder is there"));
        builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        let service = builder.build();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let address = listener.local_addr().expect("it is bound");
        listener.set_nonblocking(true).expect("sockets can be set so");
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            runtime.expect("a runtime can be made").block_on(serve(listener, service));
        });
        Self { address, folder, buckets: AtomicU32::new(0) }
    }
}

async fn serve(listener: std::net::TcpListener, service: S3Service) {
    let listener = TcpListener::from_std(listener).expect("it is a listener");
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        // Answers are written in pieces: without this each waits for the client's delayed acknowledgement.
        stream.set_nodelay(true).ok();
        let service = service.clone();
        tokio::spawn(async move {
            // A connection that breaks is its client's to report.
            Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await.ok();
        });
    }
}
