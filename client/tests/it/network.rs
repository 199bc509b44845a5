//! A network that answers as it is told and remembers what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::future::{BoxFuture, FutureExt as _};
use futures_util::stream::{self, StreamExt as _};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use serde_json::{Value, json};
use strongroom_client::{Body, Client, ClientBuilder, ResponseBody, Transport, TransportError};

pub const FILE_ID: &str = "019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e30";

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Seen {
    pub url: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// What the network does with a request.
#[derive(Debug)]
pub enum Reply {
    Answer {
        status: StatusCode,
        headers: HeaderMap,
        pieces: Vec<Piece>,
    },
    /// No connection is made.
    Refuse,
    /// The connection breaks before the answer.
    Break,
    /// Nothing happens, ever.
    Silence,
    /// The request's body is not read.
    Deafness,
}

/// A part of an answer's body.
#[derive(Debug, Clone)]
pub enum Piece {
    Bytes(Bytes),
    Wait(Duration),
    Cut,
    Silence,
}

impl Reply {
    pub fn status(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap();
        Self::Answer { status, headers: HeaderMap::new(), pieces: Vec::new() }
    }

    pub fn json(status: u16, body: &Value) -> Self {
        Self::status(status).header("content-type", "application/json").bytes(body.to_string())
    }

    pub fn problem(status: u16, code: &str, detail: &str) -> Self {
        let problem = json!({
            "type": "/problems/x", "title": "X", "status": status, "detail": detail, "code": code, "request_id": "r9",
        });
        Self::status(status)
            .header("content-type", "application/problem+json")
            .header("x-request-id", "r9")
            .bytes(problem.to_string())
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Self::Answer { headers, .. } = &mut self {
            headers.insert(HeaderName::try_from(name).unwrap(), HeaderValue::from_str(value).unwrap());
        }
        self
    }

    pub fn bytes(self, bytes: impl Into<Bytes>) -> Self {
        self.piece(Piece::Bytes(bytes.into()))
    }

    pub fn piece(mut self, piece: Piece) -> Self {
        if let Self::Answer { pieces, .. } = &mut self {
            pieces.push(piece);
        }
        self
    }
}

type Handler = dyn FnMut(&Seen) -> Reply + Send;

#[derive(Clone)]
pub struct Network {
    handler: Arc<Mutex<Handler>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Network {
    /// Answers each request by what the handler makes of it.
    pub fn serving(handler: impl FnMut(&Seen) -> Reply + Send + 'static) -> Self {
        Self { handler: Arc::new(Mutex::new(handler)), seen: Arc::default() }
    }

    /// Answers the first request with the first reply, and so on. More requests than replies fail the test.
    pub fn script(replies: impl IntoIterator<Item = Reply>) -> Self {
        let mut replies: VecDeque<Reply> = replies.into_iter().collect();
        Self::serving(move |seen| replies.pop_front().unwrap_or_else(|| panic!("nobody expected {seen:?}")))
    }

    pub fn builder(&self) -> ClientBuilder {
        Client::builder("https://files.example.com").transport(self.clone())
    }

    pub fn client(&self) -> Client {
        self.builder().token("srp_canary").build().unwrap()
    }

    pub fn requests(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

impl Transport for Network {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        async move {
            let (parts, mut body) = request.into_parts();
            let mut seen = Seen { url: parts.uri.to_string(), headers: parts.headers, body: Bytes::new() };
            let reply = (self.handler.lock().unwrap())(&seen);
            if !matches!(reply, Reply::Deafness) {
                let mut whole = BytesMut::new();
                while let Some(piece) = body.next().await {
                    whole.extend_from_slice(&piece.map_err(TransportError::exchange)?);
                }
                seen.body = whole.freeze();
            }
            self.seen.lock().unwrap().push(seen);
            match reply {
                Reply::Refuse => Err(TransportError::connect("refused")),
                Reply::Break => Err(TransportError::exchange("reset")),
                Reply::Silence | Reply::Deafness => std::future::pending().await,
                Reply::Answer { status, headers, pieces } => {
                    let mut response = Response::new(ResponseBody::stream(play(pieces)));
                    *response.status_mut() = status;
                    *response.headers_mut() = headers;
                    Ok(response)
                }
            }
        }
        .boxed()
    }
}

fn play(pieces: Vec<Piece>) -> impl futures_util::Stream<Item = Result<Bytes, TransportError>> + Send {
    stream::iter(pieces).filter_map(|piece| async {
        match piece {
            Piece::Bytes(bytes) => Some(Ok(bytes)),
            Piece::Wait(time) => {
                tokio::time::sleep(time).await;
                None
            }
            Piece::Cut => Some(Err(TransportError::body("cut"))),
            Piece::Silence => std::future::pending().await,
        }
    })
}

pub fn file_json() -> Value {
    json!({
        "id": FILE_ID, "share_id": FILE_ID, "folder_id": null, "name": "plan.pdf", "path": "/plan.pdf", "kind": "document",
        "mime_type": "application/pdf", "size_bytes": 3, "sha256": "00", "content_etag": "\"1-00\"", "version": 1,
        "tags": [], "metadata": {}, "permissions": ["READ"], "created_at": "2026-11-20T10:00:00Z", "created_by": FILE_ID,
        "updated_at": "2026-11-20T10:00:00Z", "updated_by": FILE_ID, "trashed_at": null,
    })
}
