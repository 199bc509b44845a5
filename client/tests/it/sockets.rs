//! The default transport, on a real socket.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::thread::JoinHandle;

use strongroom_client::{Client, RetryPolicy, Upload};

use crate::network::FILE_ID;

/// Answers one connection with these bytes, and yields what it was sent. The request ends where `until` is met.
fn serve_once(answer: &'static str, until: &'static str) -> (SocketAddr, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let thread = std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut seen = String::new();
        let mut buffer = [0; 4096];
        while !seen.contains(until) {
            let length = connection.read(&mut buffer).unwrap();
            assert_ne!(length, 0, "the client left: {seen}");
            seen.push_str(std::str::from_utf8(&buffer[..length]).unwrap());
        }
        connection.write_all(answer.as_bytes()).unwrap();
        seen
    });
    (address, thread)
}

fn client(address: SocketAddr) -> Client {
    Client::builder(&format!("http://{address}")).token("srp_canary").retry(RetryPolicy::none()).build().unwrap()
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let trap = TcpListener::bind("127.0.0.1:0").unwrap();
    trap.set_nonblocking(true).unwrap();
    let location = format!("http://{}/", trap.local_addr().unwrap());
    let answer = format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
    let (address, server) = serve_once(Box::leak(answer.into_boxed_str()), "\r\n\r\n");
    let error = client(address).files().get(FILE_ID.parse().unwrap()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 302);
    assert!(server.join().unwrap().to_lowercase().contains("authorization: bearer srp_canary"));
    assert!(trap.accept().is_err(), "somebody came");
}

#[tokio::test]
async fn a_stream_of_known_length_is_not_chunked() {
    let (address, server) = serve_once("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", "abcdef");
    let upload = Upload::reader(std::io::Cursor::new(b"abcdef")).length(6);
    let error = client(address).files().replace(FILE_ID.parse().unwrap(), upload).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 500);
    let seen = server.join().unwrap().to_lowercase();
    assert!(seen.contains("content-length: 6\r\n"), "{seen}");
    assert!(!seen.contains("transfer-encoding"), "{seen}");
}

#[tokio::test]
async fn nobody_at_home_is_a_connect_error() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = client(address).files().get(FILE_ID.parse().unwrap()).await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert!(!format!("{error:?}").contains("canary"));
}
