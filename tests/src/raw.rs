//! Requests that no well-behaved client sends, written to the socket byte by byte: bad paths, broken JSON, lying lengths,
//! bodies that stop. What comes back is judged like every other answer, unless it is no HTTP answer of ours at all.
//!
//! Speaks just enough HTTP/1.1 for that. Requests that the generated client can send belong to the client.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::contract::{Body, contract};

/// Nothing in the suite may hang: an answer that takes longer than this is a failed test.
const PATIENCE: Duration = Duration::from_secs(60);

/// A request to be written as it stands.
#[derive(Debug, Clone)]
pub struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    framing: Framing,
}

/// How the length of the body is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Framing {
    /// `Content-Length`; none if there is no body.
    Length,
    Chunked,
    /// Whatever the headers say.
    AsGiven,
}

/// An answer as it came.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// A request line and its headers; `target` is sent as it stands.
pub fn request(method: &str, target: impl Into<String>) -> Request {
    Request {
        method: method.to_owned(),
        target: target.into(),
        headers: Vec::new(),
        body: Vec::new(),
        framing: Framing::Length,
    }
}

impl Request {
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// `Authorization: Bearer …`.
    pub fn bearer(self, token: &str) -> Self {
        self.header("Authorization", format!("Bearer {token}"))
    }

    pub fn body(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("Content-Type", media_type)
    }

    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// Sends the body in chunks, without telling its length.
    pub fn chunked(mut self) -> Self {
        self.framing = Framing::Chunked;
        self.header("Transfer-Encoding", "chunked")
    }

    /// Adds no `Content-Length`: the headers given may lie about the body.
    pub fn as_given(mut self) -> Self {
        self.framing = Framing::AsGiven;
        self
    }

    /// Sends it on a connection of its own and judges the answer.
    #[track_caller]
    pub fn send(self, address: SocketAddr) -> impl Future<Output = Answer> {
        let (method, path) = (self.method.clone(), self.path());
        let exchange = self.exchange(address);
        async move {
            let answer = exchange.await.unwrap_or_else(|error| panic!("{method} {path}: no answer: {error}"));
            answer.judge(&method, &path);
            answer
        }
    }

    /// Sends it and returns what comes back, without judging.
    pub async fn exchange(self, address: SocketAddr) -> io::Result<Answer> {
        let head_only = self.method == "HEAD";
        let mut connection = Connection::open(address).await?;
        // A server may answer and close before it has read everything: its answer counts, not our failed write.
        let written = connection.write(&self.to_bytes()).await;
        match connection.answer(head_only).await {
            Ok(answer) => Ok(answer),
            Err(error) => Err(written.err().unwrap_or(error)),
        }
    }

    /// The same request, to be sent by a client that keeps its connections. Framing is the client's then.
    pub fn over(self, client: &reqwest::Client, address: SocketAddr) -> reqwest::RequestBuilder {
        let method: Method = self.method.parse().expect("a method");
        let request = client.request(method, format!("http://{address}{}", self.target)).body(self.body);
        self.headers.into_iter().fold(request, |request, (name, value)| request.header(name, value))
    }

    /// The path without its query.
    pub fn path(&self) -> String {
        self.target.split('?').next().unwrap_or_default().to_owned()
    }

    /// The bytes on the wire.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = format!("{} {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", self.method, self.target)
            .into_bytes();
        for (name, value) in &self.headers {
            bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        let has_type = self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if self.framing == Framing::Length && (has_type || !self.body.is_empty()) {
            bytes.extend_from_slice(format!("Content-Length: {}\r\n", self.body.len()).as_bytes());
        }
        bytes.extend_from_slice(b"\r\n");
        if self.framing == Framing::Chunked {
            for piece in self.body.chunks(64 * 1024) {
                bytes.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
                bytes.extend_from_slice(piece);
                bytes.extend_from_slice(b"\r\n");
            }
            bytes.extend_from_slice(b"0\r\n\r\n");
        } else {
            bytes.extend_from_slice(&self.body);
        }
        bytes
    }
}

impl Answer {
    /// Holds it against the contract; panics if it breaks it.
    #[track_caller]
    pub fn judge(&self, method: &str, path: &str) {
        let method: Method = method.parse().expect("a method");
        let body = if method == Method::HEAD { Body::Head } else { Body::Whole(&self.body) };
        contract().judge(&method, path, self.status, &self.headers, body);
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    /// The problem's code; panics if the answer is no problem document.
    #[track_caller]
    pub fn code(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        self.json()["code"].as_str().expect("a problem has a code").to_owned()
    }

    /// The faults of a `VALIDATION_FAILED`, as "in pointer code".
    #[track_caller]
    pub fn faults(&self) -> Vec<String> {
        let problem = self.json();
        let faults = problem["errors"].as_array().unwrap_or_else(|| panic!("no errors in {problem}"));
        let shown = faults.iter().map(|fault| {
            let word = |name: &str| fault[name].as_str().unwrap_or("?").to_owned();
            format!("{} {} {}", word("in"), word("pointer"), word("code"))
        });
        let mut shown: Vec<_> = shown.collect();
        shown.sort();
        shown
    }
}

/// A connection on which a test decides when each byte goes out.
pub struct Connection {
    stream: TcpStream,
    unread: Vec<u8>,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, unread: Vec::new() })
    }

    pub async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        tokio::time::timeout(PATIENCE, self.stream.write_all(bytes)).await.unwrap_or_else(|_| Err(slow("to read")))
    }

    /// Says that nothing more will be sent, and goes on listening.
    pub async fn finish(&mut self) -> io::Result<()> {
        self.stream.shutdown().await
    }

    /// Hangs up as a crashed client does: with a reset, without a farewell.
    pub fn reset(self) -> io::Result<()> {
        self.stream.set_zero_linger()
    }

    /// Reads one answer to its end.
    pub async fn answer(&mut self, head_only: bool) -> io::Result<Answer> {
        tokio::time::timeout(PATIENCE, self.read_answer(head_only)).await.unwrap_or_else(|_| Err(slow("to answer")))
    }

    /// Waits until the server closes; returns what it sent before.
    pub async fn closed(mut self) -> io::Result<Vec<u8>> {
        let mut rest = std::mem::take(&mut self.unread);
        let read = async {
            match self.stream.read_to_end(&mut rest).await {
                // A reset closes as well.
                Err(error) if error.kind() != io::ErrorKind::ConnectionReset => Err(error),
                _ => Ok(()),
            }
        };
        tokio::time::timeout(PATIENCE, read).await.unwrap_or_else(|_| Err(slow("to close")))?;
        Ok(rest)
    }

    /// Reads so many bytes.
    pub async fn read_exactly(&mut self, size: usize) -> io::Result<Vec<u8>> {
        tokio::time::timeout(PATIENCE, self.read_exact(size)).await.unwrap_or_else(|_| Err(slow("to send")))
    }

    /// Reads one piece of at most `limit_bytes`; 0 bytes at the end.
    pub async fn read_some(&mut self, limit_bytes: usize) -> io::Result<usize> {
        let mut piece = vec![0; limit_bytes];
        tokio::time::timeout(PATIENCE, self.stream.read(&mut piece)).await.unwrap_or_else(|_| Err(slow("to send")))
    }

    async fn read_answer(&mut self, head_only: bool) -> io::Result<Answer> {
        let (status, headers) = loop {
            let head = self.read_head().await?;
            // 100 Continue and its like come before the answer.
            if !head.0.is_informational() {
                break head;
            }
        };
        let mut body = Vec::new();
        let empty = head_only || status == StatusCode::NO_CONTENT || status == StatusCode::NOT_MODIFIED;
        if empty {
        } else if headers.get("transfer-encoding").is_some_and(|coding| coding == "chunked") {
            loop {
                let line = self.read_line().await?;
                let size = line.split(';').next().unwrap_or_default().trim();
                let size = usize::from_str_radix(size, 16).map_err(|_| broken("a chunk's size is no number"))?;
                body.extend(self.read_exact(size).await?);
                let end = self.read_line().await?;
                if !end.is_empty() {
                    return Err(broken("a chunk does not end where it says"));
                }
                if size == 0 {
                    break;
                }
            }
        } else if let Some(length) = headers.get("content-length") {
            let length = length.to_str().ok().and_then(|length| length.parse().ok());
            body = self.read_exact(length.ok_or_else(|| broken("Content-Length is no number"))?).await?;
        } else {
            body.append(&mut self.unread);
            self.stream.read_to_end(&mut body).await?;
        }
        Ok(Answer { status, headers, body })
    }

    async fn read_head(&mut self) -> io::Result<(StatusCode, HeaderMap)> {
        let line = self.read_line().await?;
        let status = line.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)).and_then(|code| code.parse().ok());
        let status = status.ok_or_else(|| broken("the status line is none"))?;
        let mut headers = HeaderMap::new();
        loop {
            let line = self.read_line().await?;
            if line.is_empty() {
                return Ok((status, headers));
            }
            let (name, value) = line.split_once(':').ok_or_else(|| broken("a header without a colon"))?;
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| broken("a header's name is none"))?;
            headers.append(name, HeaderValue::from_str(value.trim()).map_err(|_| broken("a header's value is none"))?);
        }
    }

    async fn read_line(&mut self) -> io::Result<String> {
        loop {
            if let Some(end) = self.unread.windows(2).position(|pair| pair == b"\r\n") {
                let line = self.unread.drain(..end + 2).take(end).collect();
                return String::from_utf8(line).map_err(|_| broken("a header is not UTF-8"));
            }
            self.fill().await?;
        }
    }

    async fn read_exact(&mut self, size: usize) -> io::Result<Vec<u8>> {
        while self.unread.len() < size {
            self.fill().await?;
        }
        Ok(self.unread.drain(..size).collect())
    }

    async fn fill(&mut self) -> io::Result<()> {
        let mut piece = vec![0; 64 * 1024];
        let size = self.stream.read(&mut piece).await?;
        if size == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the server closed in the middle of an answer"));
        }
        self.unread.extend_from_slice(&piece[..size]);
        Ok(())
    }
}

fn slow(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, format!("the server took longer than {PATIENCE:?} {what}"))
}

fn broken(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
