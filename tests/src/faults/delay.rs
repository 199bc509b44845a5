//! A proxy that passes everything on, later.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// Listens until the runtime ends.
pub struct DelayProxy {
    pub address: SocketAddr,
}

impl DelayProxy {
    /// Passes everything on to `target`, each piece `delay` later than it came.
    pub async fn start(target: SocketAddr, delay: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
        let address = listener.local_addr().expect("it is bound");
        tokio::spawn(async move {
            loop {
                let Ok((client, _)) = listener.accept().await else { continue };
                tokio::spawn(async move {
                    let Ok(server) = TcpStream::connect(target).await else { return };
                    if client.set_nodelay(true).and_then(|()| server.set_nodelay(true)).is_err() {
                        return;
                    }
                    let (from_client, to_client) = client.into_split();
                    let (from_server, to_server) = server.into_split();
                    tokio::spawn(pass(from_client, to_server, delay));
                    tokio::spawn(pass(from_server, to_client, delay));
                });
            }
        });
        Self { address }
    }
}

/// Until one side closes; then the other learns of it.
async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, delay: Duration) {
    let mut piece = vec![0; 64 * 1024];
    while let Ok(size @ 1..) = from.read(&mut piece).await {
        tokio::time::sleep(delay).await;
        if to.write_all(&piece[..size]).await.is_err() {
            return;
        }
    }
    // The other side may be gone already.
    to.shutdown().await.ok();
}
