//! The default transport: a pooled reqwest client without redirects.

use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt as _};
use futures_util::stream::StreamExt as _;
use http::{Request, Response};

use super::{Transport, TransportError};
use crate::core::body::{Body, ResponseBody};

/// Sends requests with reqwest, over a pool of connections.
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    http: reqwest::Client,
}

impl ReqwestTransport {
    /// A transport of its own pool. `connect_timeout` bounds name resolution, TCP and TLS together.
    pub fn new(connect_timeout: Duration) -> Result<Self, TransportError> {
        install_tls_provider();
        let http = reqwest::Client::builder()
            .connect_timeout(connect_timeout)
            // A redirect would carry the credential to wherever an answer points.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("strongroom-client/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(TransportError::connect)?;
        Ok(Self { http })
    }

    /// Uses a client that the caller has set up, with proxies or certificates of its own, say.
    ///
    /// It should not follow redirects: what the core promises of credentials holds for the requests that it makes itself.
    pub fn with_client(http: reqwest::Client) -> Self {
        Self { http }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        async move {
            let request = reqwest::Request::try_from(request.map(reqwest_body)).map_err(TransportError::exchange)?;
            let answer = self.http.execute(request).await.map_err(sending)?;
            let mut response = Response::new(ResponseBody::empty());
            *response.status_mut() = answer.status();
            *response.version_mut() = answer.version();
            response.headers_mut().clone_from(answer.headers());
            *response.body_mut() = ResponseBody::stream(
                answer.bytes_stream().map(|piece| piece.map_err(|error| TransportError::body(error.without_url()))),
            );
            Ok(response)
        }
        .boxed()
    }
}

fn reqwest_body(body: Body) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => reqwest::Body::from(bytes.clone()),
        None => reqwest::Body::wrap_stream(body),
    }
}

fn sending(error: reqwest::Error) -> TransportError {
    // The address holds no secret of ours, but a signed one may be in its query: leave it out of messages.
    let error = error.without_url();
    if error.is_connect() { TransportError::connect(error) } else { TransportError::exchange(error) }
}

/// rustls asks for one process-wide provider and panics without. Whoever set one before keeps it.
#[cfg(feature = "rustls")]
fn install_tls_provider() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Losing the race against another thread is fine: then there is one.
        drop(rustls::crypto::ring::default_provider().install_default());
    }
}

#[cfg(not(feature = "rustls"))]
fn install_tls_provider() {}
