//! The loop on real sockets, with limits short enough to wait for.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use futures_util::StreamExt as _;
use poem::http::{HeaderMap, HeaderValue, StatusCode, Version, header};
use poem::{Body, Request, Response};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::*;

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(30);
const ALL_LONG: Timeouts = Timeouts { head: LONG, idle: LONG, write_stall: LONG, body_rate_window: LONG };

const LOOKALIKE: &str = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n";

const LARGE_BYTES: usize = 65536;

/// More than the system holds for a connection.
const HUGE_BYTES: usize = 16 * 1024 * 1024;

/// How many answers to `/counted` there are; one test asks for them.
static OPEN_ANSWERS: AtomicUsize = AtomicUsize::new(0);

struct OpenAnswer;

impl OpenAnswer {
    fn new() -> Self {
        OPEN_ANSWERS.fetch_add(1, Ordering::SeqCst);
        Self
    }
}

impl Drop for OpenAnswer {
    fn drop(&mut self) {
        OPEN_ANSWERS.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A server that answers the length of the body, or more than anybody takes, or nothing.
struct Running {
    addr: SocketAddr,
    shutdown: oneshot::Sender<()>,
    served: JoinHandle<io::Result<()>>,
}

#[poem::handler]
async fn handle(request: &Request, body: Body) -> Response {
    match request.uri().path() {
        "/endless" => {
            let piece = Bytes::from_static(&[0; 65536]);
            let pieces = futures_util::stream::repeat_with(move || Ok::<_, io::Error>(piece.clone()));
            Response::builder().body(Body::from_bytes_stream(pieces))
        }
        "/counted" => {
            let (piece, open) = (Bytes::from_static(&[0; 65536]), OpenAnswer::new());
            let pieces = futures_util::stream::repeat_with(move || {
                let _ = &open;
                Ok::<_, io::Error>(piece.clone())
            });
            Response::builder().body(Body::from_bytes_stream(pieces))
        }
        "/huge" => Response::builder().body(Bytes::from_static(&[0; HUGE_BYTES])),
        "/large" => Response::builder().body(Bytes::from_static(&[0; LARGE_BYTES])),
        "/dripping" => {
            let pieces = futures_util::stream::unfold(0, |dripped| async move {
                tokio::time::sleep(2 * SHORT).await;
                (dripped < 3).then(|| (Ok::<_, io::Error>(Bytes::from_static(b"drop")), dripped + 1))
            });
            Response::builder().body(Body::from_bytes_stream(pieces))
        }
        "/slow" => {
            tokio::time::sleep(2 * SHORT).await;
            "done".into()
        }
        "/lookalike" => {
            let pieces = [Bytes::new(), Bytes::from_static(LOOKALIKE.as_bytes())].map(Ok::<_, io::Error>);
            let length = LOOKALIKE.len().to_string();
            let body = Body::from_bytes_stream(futures_util::stream::iter(pieces));
            Response::builder().header(header::CONTENT_LENGTH, length).body(body)
        }
        "/hang" => std::future::pending().await,
        _ => {
            let mut size_bytes = 0;
            let mut pieces = body.into_bytes_stream();
            while let Some(piece) = pieces.next().await {
                match piece {
                    Ok(piece) => size_bytes += piece.len(),
                    Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                        return Response::builder().status(StatusCode::REQUEST_TIMEOUT).finish();
                    }
                    Err(_) => return Response::builder().status(StatusCode::BAD_REQUEST).finish(),
                }
            }
            Response::builder().body(size_bytes.to_string())
        }
    }
}

async fn start(timeouts: Timeouts, drain_secs: u64, max_connections: u32) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let (shutdown, stopped) = oneshot::channel();
    let refuse = |status: u16| Refusal {
        headers: HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static("text/x"))]),
        body: format!("refused by {status}").into_bytes(),
    };
    let options = ServeOptions { drain_secs, max_connections, timeouts, refuse };
    let served = tokio::spawn(async move { serve(listener, handle, options, async { drop(stopped.await) }).await });
    Running { addr, shutdown, served }
}

/// What comes back until the server closes.
async fn exchange(addr: SocketAddr, sent: &str) -> String {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    stream.write_all(sent.as_bytes()).await.unwrap();
    read_to_close(&mut stream).await
}

async fn read_to_close(stream: &mut TcpStream) -> String {
    let mut received = Vec::new();
    let read = tokio::time::timeout(LONG / 2, stream.read_to_end(&mut received)).await;
    // A reset closes as well as an end does.
    drop(read.expect("the server never closed"));
    String::from_utf8_lossy(&received).into_owned()
}

#[tokio::test]
async fn a_request_is_answered_with_its_length_and_without_delay() {
    let running = start(ALL_LONG, 30, 8192).await;
    let sent = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
    let received = exchange(running.addr, sent).await;
    assert!(received.starts_with("HTTP/1.1 200 OK\r\n"), "{received}");
    assert!(received.contains("content-length: 1\r\n"), "{received}");
    assert!(received.ends_with("\r\n\r\n5"), "{received}");
}

/// What the parser refuses is answered like everything else, also behind other requests, and while more is sent.
#[tokio::test]
async fn who_sends_nothing_more_is_still_answered() {
    let running = start(ALL_LONG, 30, 8192).await;
    let with_body = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
    for (sent, answered) in [("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n", "\r\n\r\ndone"), (with_body, "\r\n\r\n5")] {
        let mut stream = TcpStream::connect(running.addr).await.unwrap();
        stream.write_all(sent.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        // Its connection ends with the answer.
        let received = read_to_close(&mut stream).await;
        assert!(received.starts_with("HTTP/1.1 200 OK\r\n") && received.ends_with(answered), "{received:?}");
    }
}

#[tokio::test]
async fn a_request_that_can_not_be_read_gets_an_answer_with_a_body() {
    let running = start(ALL_LONG, 30, 8192).await;
    let long = "x".repeat(70_000);
    let many: String = (0..200).map(|index| format!("X-{index}: 1\r\n")).collect();
    let whole = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    for (sent, status) in [
        (format!("GET /{long} HTTP/1.1\r\nHost: x\r\n\r\n"), 414),
        (format!("GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n"), 431),
        (format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", long.repeat(10)), 431),
        ("nonsense\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/1.1\r\nHost x\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/7.7\r\n\r\n".to_owned(), 400),
    ] {
        for (before, answered) in [("", 0), (whole, 1)] {
            let received = exchange(running.addr, &format!("{before}{sent}")).await;
            let body = format!("refused by {status}");
            assert!(received.contains(&format!("HTTP/1.1 {status} ")), "{received}");
            let rest = format!("content-type: text/x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
            assert!(received.ends_with(&(rest + &body)), "{received}");
            assert_eq!(received.matches("200 OK").count(), answered, "{received}");
        }
    }
}

/// Bytes of a content are not looked into, whatever they look like.
#[tokio::test]
async fn a_content_that_looks_like_a_refusal_is_left_alone() {
    let running = start(ALL_LONG, 30, 8192).await;
    for _ in 0..20 {
        let received = exchange(running.addr, "GET /lookalike HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
        assert!(received.ends_with(LOOKALIKE), "{received}");
    }
}

#[tokio::test]
async fn who_sends_no_head_or_half_of_one_is_let_go() {
    let running = start(Timeouts { head: SHORT, ..ALL_LONG }, 30, 8192).await;
    for half in ["", "P", "PRI * HT", "GET / HTTP/1.1\r\nHost: x\r\n"] {
        assert_eq!(exchange(running.addr, half).await, "", "{half}");
    }
    let mut stream = TcpStream::connect(running.addr).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    stream.readable().await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
    assert_eq!(read_to_close(&mut stream).await.matches("200 OK").count(), 1);
}

#[tokio::test]
async fn who_has_nothing_to_ask_is_let_go() {
    let running = start(Timeouts { head: SHORT, idle: SHORT, ..ALL_LONG }, 30, 8192).await;
    let received = exchange(running.addr, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(received.contains("200 OK"), "{received}");
}

#[tokio::test]
async fn a_body_that_does_not_come_times_out() {
    let running = start(Timeouts { body_rate_window: SHORT, ..ALL_LONG }, 30, 8192).await;
    let sent = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel";
    let received = exchange(running.addr, sent).await;
    assert!(received.starts_with("HTTP/1.1 408 "), "{received}");
}

#[tokio::test]
async fn who_takes_nothing_is_cut_off() {
    let running = start(Timeouts { write_stall: SHORT, ..ALL_LONG }, 30, 8192).await;
    let mut stream = TcpStream::connect(running.addr).await.unwrap();
    stream.write_all(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    tokio::time::sleep(3 * SHORT).await;
    let mut received = Vec::new();
    tokio::time::timeout(LONG, stream.read_to_end(&mut received)).await.expect("still open").ok();
}

/// A client that speaks HTTP/2 and lets each answer have so many bytes before it has taken some.
fn http2_client(window_bytes: u32) -> reqwest::Client {
    rustls::crypto::ring::default_provider().install_default().ok();
    reqwest::Client::builder().http2_prior_knowledge().http2_initial_stream_window_size(window_bytes).build().unwrap()
}

/// Its connection takes all that is written: there is just nothing that it lets be written.
#[tokio::test]
async fn who_opens_no_window_is_cut_off() {
    // Another connection is served only once the one before has gone.
    let running = start(Timeouts { write_stall: SHORT, ..ALL_LONG }, 30, 1).await;
    // Of the answer of one byte nothing is left to be asked for; a window of one lets its last piece out of the body.
    for (path, window_bytes) in [("/counted", 0), ("/counted", 1000), ("/", 0), ("/large", 0), ("/large", 1)] {
        let client = http2_client(window_bytes);
        let mut answers = Vec::new();
        for _ in 0..10 {
            answers.push(client.get(format!("http://{}{path}", running.addr)).send().await.unwrap());
        }
        let next = exchange(running.addr, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
        assert!(next.contains("200 OK"), "{path} {window_bytes}: {next}");
        for answer in answers {
            assert!(answer.bytes().await.is_err(), "{path} {window_bytes}");
        }
    }
    let released = async {
        while OPEN_ANSWERS.load(Ordering::SeqCst) > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LONG, released).await.expect("answers are left of connections that are gone");
}

/// However long a piece of the answer takes as a whole.
#[tokio::test]
async fn who_takes_a_little_now_and_then_is_not_cut_off() {
    let running = start(Timeouts { write_stall: 3 * SHORT, ..ALL_LONG }, 30, 8192).await;
    let client = http2_client(6000);
    let started = Instant::now();
    let mut answer = client.get(format!("http://{}/large", running.addr)).send().await.unwrap();
    let mut size_bytes = 0;
    while let Some(chunk) = answer.chunk().await.unwrap() {
        size_bytes += chunk.len();
        tokio::time::sleep(SHORT).await;
    }
    assert_eq!(size_bytes, LARGE_BYTES);
    assert!(started.elapsed() > 6 * SHORT, "it was taken too fast to show anything");
}

/// Over HTTP/1 an answer has ended for the server long before its last byte is written.
#[tokio::test]
async fn who_takes_the_end_of_an_answer_slowly_gets_it() {
    let running = start(Timeouts { head: SHORT, idle: SHORT, ..ALL_LONG }, 30, 8192).await;
    let mut stream = TcpStream::connect(running.addr).await.unwrap();
    stream.write_all(b"GET /huge HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let (mut received_bytes, mut buffer) = (0, vec![0; HUGE_BYTES / 16]);
    loop {
        tokio::time::sleep(SHORT).await;
        match stream.read_exact(&mut buffer).await {
            Ok(size_bytes) => received_bytes += size_bytes,
            // Less than a whole buffer is left: of the head's length, if it is all.
            Err(error) => break assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof, "after {received_bytes} bytes"),
        }
    }
    assert_eq!(received_bytes, HUGE_BYTES);
}

#[tokio::test]
async fn who_waits_for_a_slow_answer_is_not_cut_off() {
    let running = start(Timeouts { write_stall: SHORT, ..ALL_LONG }, 30, 8192).await;
    let client = http2_client(6000);
    for (path, answered) in [("/dripping", "dropdropdrop"), ("/slow", "done")] {
        let answer = client.get(format!("http://{}{path}", running.addr)).send().await.unwrap();
        assert_eq!(answer.text().await.unwrap(), answered);
    }
}

#[tokio::test]
async fn requests_in_flight_end_when_the_server_does() {
    let running = start(ALL_LONG, 30, 8192).await;
    let idle = TcpStream::connect(running.addr).await.unwrap();
    let asking = tokio::spawn(exchange(running.addr, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"));
    tokio::time::sleep(SHORT).await;
    running.shutdown.send(()).unwrap();
    running.served.await.unwrap().unwrap();
    assert!(asking.await.unwrap().ends_with("done"));
    assert!(TcpStream::connect(running.addr).await.is_err());
    drop(idle);
}

#[tokio::test]
async fn requests_that_do_not_end_are_cut_off() {
    let running = start(ALL_LONG, 0, 8192).await;
    let asking = tokio::spawn(exchange(running.addr, "GET /hang HTTP/1.1\r\nHost: x\r\n\r\n"));
    tokio::time::sleep(SHORT).await;
    running.shutdown.send(()).unwrap();
    running.served.await.unwrap().unwrap();
    assert_eq!(asking.await.unwrap(), "");
}

#[tokio::test]
async fn no_more_connections_are_served_than_allowed() {
    let running = start(ALL_LONG, 30, 1).await;
    let mut first = TcpStream::connect(running.addr).await.unwrap();
    first.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    first.readable().await.unwrap();
    let is_answered = Arc::new(AtomicBool::new(false));
    let second = tokio::spawn({
        let is_answered = Arc::clone(&is_answered);
        async move {
            let request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            assert!(exchange(running.addr, request).await.contains("200 OK"));
            is_answered.store(true, Ordering::SeqCst);
        }
    });
    tokio::time::sleep(SHORT).await;
    assert!(!is_answered.load(Ordering::SeqCst));
    drop(first);
    second.await.unwrap();
}

#[tokio::test]
async fn http2_is_served_too() {
    let running = start(ALL_LONG, 30, 8192).await;
    let client = http2_client(1024 * 1024);
    let asked = (1..=10).map(|size| {
        let request = client.post(format!("http://{}/", running.addr)).body(vec![0; size * 100_000]);
        async move {
            let response = request.send().await.unwrap();
            assert_eq!(response.version(), Version::HTTP_2);
            assert_eq!(response.text().await.unwrap(), (size * 100_000).to_string());
        }
    });
    futures_util::future::join_all(asked).await;
    running.shutdown.send(()).unwrap();
    running.served.await.unwrap().unwrap();
}
