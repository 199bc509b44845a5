//! Bodies that are never held whole: raw bytes in and out, and server-sent events.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use poem::http::{HeaderValue, header};
use poem::{Body, IntoResponse, Request, RequestBody, Response};
use poem_openapi::payload::{ParsePayload, Payload};
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

const OCTET_STREAM: &str = "application/octet-stream";

/// How many headers an answer with a content has room for. One that grows header by header is laid out anew three times.
const HEADERS_EXPECTED: usize = 16;

/// The pieces of a body, in order. An error ends it: a body that breaks off never looks like one that ended.
pub type ByteChunks = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// Sees a request's body while the handler reads it: raw bodies byte for byte, forms in a canonical form. The pipeline puts
/// it into the request's data to tell a repeated request from another one with the same idempotency key.
pub type Observe = Arc<dyn Fn(&[u8]) + Send + Sync>;

/// Server-sent events of `T`.
pub type EventStream<T> = poem_openapi::payload::EventStream<Pin<Box<dyn Stream<Item = T> + Send>>>;

/// `body`, seen by `observe` piece by piece as it is read.
pub fn observed(body: Body, observe: Option<Observe>) -> ByteChunks {
    let chunks = body.into_bytes_stream();
    match observe {
        None => Box::pin(chunks),
        Some(observe) => Box::pin(chunks.inspect(move |chunk| {
            if let Ok(bytes) = chunk {
                observe(bytes);
            }
        })),
    }
}

/// A request's body of raw bytes, of any media type.
pub struct RawBody {
    /// As the caller stated it; not to be trusted.
    pub content_type: Option<String>,
    /// As the caller stated it. If it is stated, a body of another length ends in an error.
    pub content_length_bytes: Option<u64>,
    chunks: ByteChunks,
}

impl RawBody {
    pub fn new(content_type: Option<String>, content_length_bytes: Option<u64>, chunks: ByteChunks) -> Self {
        Self { content_type, content_length_bytes, chunks }
    }

    /// The bytes. What their errors mean, `body_error` tells.
    pub fn into_stream(self) -> ByteChunks {
        self.chunks
    }
}

impl fmt::Debug for RawBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RawBody")
            .field("content_type", &self.content_type)
            .field("content_length_bytes", &self.content_length_bytes)
            .finish_non_exhaustive()
    }
}

impl Payload for RawBody {
    const CONTENT_TYPE: &'static str = OCTET_STREAM;

    /// The pipeline has compared it with the contract's.
    fn check_content_type(_content_type: &str) -> bool {
        true
    }

    fn schema_ref() -> MetaSchemaRef {
        binary_schema()
    }
}

impl ParsePayload for RawBody {
    const IS_REQUIRED: bool = true;

    async fn from_request(request: &Request, body: &mut RequestBody) -> poem::Result<Self> {
        let content_length =
            request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
        let content_type = request.content_type().map(str::to_owned);
        Ok(Self::new(content_type, content_length, observed(body.take()?, request.data::<Observe>().cloned())))
    }
}

impl<'a> ApiExtractor<'a> for RawBody {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn request_meta() -> Option<MetaRequest> {
        Some(MetaRequest {
            description: None,
            content: vec![MetaMediaType { content_type: OCTET_STREAM, schema: binary_schema() }],
            required: true,
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        <Self as ParsePayload>::from_request(request, body).await
    }
}

/// An answer of raw bytes whose media type is known at run time.
#[derive(Debug)]
pub struct ByteStream {
    pub body: Body,
    /// What `Content-Type` says; `application/octet-stream` if it is not fit for a header.
    pub content_type: String,
}

impl ByteStream {
    pub fn new(body: impl Into<Body>, content_type: impl Into<String>) -> Self {
        Self { body: body.into(), content_type: content_type.into() }
    }

    /// The bytes of a stream. An error of it breaks the connection, so that a short answer can't pass for a whole one.
    pub fn from_stream(
        stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
        content_type: impl Into<String>,
    ) -> Self {
        Self::new(Body::from_bytes_stream(stream), content_type)
    }
}

impl Payload for ByteStream {
    const CONTENT_TYPE: &'static str = OCTET_STREAM;

    fn schema_ref() -> MetaSchemaRef {
        binary_schema()
    }
}

impl IntoResponse for ByteStream {
    fn into_response(self) -> Response {
        let content_type =
            HeaderValue::try_from(self.content_type).unwrap_or_else(|_| HeaderValue::from_static(Self::CONTENT_TYPE));
        let mut response = Response::from(self.body);
        response.headers_mut().reserve(HEADERS_EXPECTED);
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
        response
    }
}

fn binary_schema() -> MetaSchemaRef {
    MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "binary")))
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[tokio::test]
    async fn an_observer_sees_what_the_handler_reads() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let observe: Observe = {
            let seen = Arc::clone(&seen);
            Arc::new(move |bytes| seen.lock().unwrap().extend_from_slice(bytes))
        };
        let mut chunks = observed(Body::from("hello"), Some(observe));
        let mut read = Vec::new();
        while let Some(chunk) = chunks.next().await {
            read.extend_from_slice(&chunk.unwrap());
        }
        assert_eq!(read, b"hello");
        assert_eq!(*seen.lock().unwrap(), b"hello");
    }

    #[test]
    fn a_media_type_that_is_no_header_is_replaced() {
        let response = ByteStream::new("x", "text/html\r\nX-Evil: 1").into_response();
        assert_eq!(response.headers()["content-type"], "application/octet-stream");
        let response = ByteStream::new("x", "image/png").into_response();
        assert_eq!(response.headers()["content-type"], "image/png");
    }
}
