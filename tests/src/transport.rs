//! The transport of every client in the suite: the real one, with the judge behind it.

use bytes::{Bytes, BytesMut};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, StreamExt as _};
use http::{Method, Request, Response, StatusCode};
use strongroom_client::{Body, ReqwestTransport, ResponseBody, Transport, TransportError};

use crate::contract::{self, contract};

/// Hands requests on unchanged and holds each answer against the contract before the client sees it.
pub struct JudgingTransport {
    inner: ReqwestTransport,
}

impl JudgingTransport {
    pub fn new(inner: ReqwestTransport) -> Self {
        Self { inner }
    }
}

impl Transport for JudgingTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let method = request.method().clone();
        let path = request.uri().path().to_owned();
        async move {
            let (head, body) = self.inner.send(request).await?.into_parts();
            let judge = |body: contract::Body<'_>| contract().judge(&method, &path, head.status, &head.headers, body);
            if method == Method::HEAD {
                judge(contract::Body::Head);
                return Ok(Response::from_parts(head, body));
            }
            if is_stream(&method, &path, head.status) {
                judge(contract::Body::Streamed);
                return Ok(Response::from_parts(head, body));
            }
            let bytes = collect(body).await?;
            judge(contract::Body::Whole(&bytes));
            Ok(Response::from_parts(head, ResponseBody::from(bytes)))
        }
        .boxed()
    }
}

/// Whether the document says that this answer's body is content, which must not be gathered in memory.
fn is_stream(method: &Method, path: &str, status: StatusCode) -> bool {
    let operation = contract().find(method, path);
    operation.and_then(|operation| operation.answers.get(&status.as_u16())).is_some_and(contract::Answer::is_binary)
}

async fn collect(mut body: ResponseBody) -> Result<Bytes, TransportError> {
    let mut whole = BytesMut::new();
    while let Some(piece) = body.next().await {
        whole.extend_from_slice(&piece?);
    }
    Ok(whole.freeze())
}
