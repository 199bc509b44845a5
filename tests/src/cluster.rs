//! Several servers of one installation, each the real program in a process of its own, over one PostgreSQL and one S3
//! bucket.

use std::net::SocketAddr;

use http::StatusCode;
use strongroom_client::Client;
use tempfile::TempDir;

use crate::process::Process;
use crate::s3::{self, Bucket};
use crate::server::{ADMIN_TOKEN, client};
use crate::wait::eventually;
use crate::{postgres, raw};

/// Where an installation keeps everything, and with which settings its servers start.
pub struct Installation {
    pub database_url: String,
    pub store_url: String,
    settings: Vec<String>,
    /// Goes with the installation.
    _bucket: Bucket,
    /// What processes keep besides: nothing that counts.
    folder: TempDir,
}

/// A server of an installation.
pub struct Node {
    pub process: Process,
    pub address: SocketAddr,
}

impl Installation {
    /// An empty one on a new database of the suite's PostgreSQL and a new bucket. `settings` are flags of `serve`.
    pub fn create(settings: &[&str]) -> Self {
        Self::on(postgres::create_database(), settings)
    }

    /// An empty one with its rows there, and a new bucket.
    pub fn on(database_url: String, settings: &[&str]) -> Self {
        let bucket = Bucket::create();
        let store_url = bucket.url_through(s3::address());
        let folder = tempfile::Builder::new().prefix("strongroom-cluster-").tempdir().expect("a temporary folder");
        let settings = settings.iter().map(|setting| (*setting).to_owned()).collect();
        Self { database_url, store_url, settings, _bucket: bucket, folder }
    }

    /// Starts a server and waits until it is ready.
    pub async fn start(&self) -> Node {
        let folder = self.folder.path().to_str().expect("temporary folders have plain names");
        let mut arguments = vec!["serve", "--listen", "127.0.0.1:0", "--data-dir", folder];
        arguments.extend(["--database-url", &self.database_url, "--store-url", &self.store_url]);
        arguments.extend(["--admin-token", ADMIN_TOKEN, "--login-attempts-per-minute", "10000"]);
        arguments.extend(self.settings.iter().map(String::as_str));
        let mut process = Process::start_under(&[], &s3::credentials(), &arguments);
        let address = tokio::task::block_in_place(|| process.address());
        let node = Node { process, address };
        eventually(async || node.is_ready().await).await;
        node
    }

    /// Examines it with every content, by the program; fails with every fault.
    pub fn fsck(&self) {
        let folder = self.folder.path().to_str().expect("temporary folders have plain names");
        let mut arguments = vec!["fsck", "--read-data", "--data-dir", folder];
        arguments.extend(["--database-url", &self.database_url, "--store-url", &self.store_url]);
        let (status, output) = Process::start_under(&[], &s3::credentials(), &arguments).wait();
        assert!(status.success(), "{output}");
    }
}

impl Node {
    /// A client with that token, every answer to which is held against the contract.
    pub fn client(&self, token: &str) -> Client {
        client(&format!("http://{}", self.address), token)
    }

    /// Whether it takes requests that need the database and the store.
    pub async fn is_ready(&self) -> bool {
        let answer = raw::request("GET", "/readyz").exchange(self.address).await;
        answer.is_ok_and(|answer| answer.status == StatusCode::OK)
    }

    /// One of its metrics, with its labels as they are shown; 0 if it has not been counted yet.
    pub async fn metric(&self, name: &str) -> u64 {
        let answer = raw::request("GET", "/metrics").send(self.address).await;
        let text = String::from_utf8(answer.body).expect("metrics are text");
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ').map(str::to_owned));
        line.map_or(0, |number| number.parse().expect("it is a whole number"))
    }
}
