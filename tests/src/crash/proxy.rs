//! A way to the server on which answers get lost: requests arrive whole, and now and then the connection ends when the
//! answer begins.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::model::Random;

/// Ends with the value.
pub struct LossyProxy {
    pub address: SocketAddr,
    lost: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl LossyProxy {
    /// Loses so many of a hundred answers.
    pub async fn start(to: SocketAddr, losses_percent: usize, random: &mut Random) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
        let address = listener.local_addr().expect("it listens");
        let lost = Arc::new(AtomicU64::new(0));
        let (counter, mut seeds) = (Arc::clone(&lost), Random::new(random.number()));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (random, counter) = (Random::new(seeds.number()), Arc::clone(&counter));
                tokio::spawn(async move {
                    // A connection that breaks is what this is about.
                    pass_on(stream, to, losses_percent, random, &counter).await.ok();
                });
            }
        });
        Self { address, lost, task }
    }

    /// How many answers were lost so far.
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}

impl Drop for LossyProxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass_on(
    client: TcpStream,
    to: SocketAddr,
    losses_percent: usize,
    mut random: Random,
    lost: &AtomicU64,
) -> std::io::Result<()> {
    let server = TcpStream::connect(to).await?;
    server.set_nodelay(true)?;
    client.set_nodelay(true)?;
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let requests = async {
        tokio::io::copy(&mut from_client, &mut to_server).await?;
        to_server.shutdown().await
    };
    let answers = async {
        let mut piece = vec![0; 64 * 1024];
        loop {
            let size = from_server.read(&mut piece).await?;
            if size == 0 {
                return to_client.shutdown().await;
            }
            // The server has done what was asked for, and nobody will hear of it.
            if piece.starts_with(b"HTTP/1.1 ") && random.below(100) < losses_percent {
                lost.fetch_add(1, Ordering::Relaxed);
                return Ok(());
            }
            to_client.write_all(&piece[..size]).await?;
        }
    };
    tokio::select! {
        outcome = answers => outcome,
        outcome = async { requests.await?; std::future::pending::<std::io::Result<()>>().await } => outcome,
    }
}
