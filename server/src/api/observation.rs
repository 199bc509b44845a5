//! One request as operators see it: a line in the log and a sample in the metrics, when the last byte of its answer
//! has been handed over, or its caller has gone.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Instant;

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Empty};
use poem::http::{Method, header};
use poem::{Body, Response};

use super::limits::Received;
use super::log::{self, Access, AccessCaller};
use super::metrics::{InFlight, Metrics};
use super::request_id::RequestId;
use crate::domain::access::Caller;

/// The status of a request whose caller hung up before there was an answer. None is sent, of course.
const CALLER_GONE: u16 = 499;

/// Reports when it is dropped: whatever becomes of a request, it is reported once.
#[derive(Debug)]
pub struct Observation {
    metrics: Arc<Metrics>,
    started: Instant,
    request_id: RequestId,
    method: &'static str,
    operation: OnceLock<&'static str>,
    caller: OnceLock<AccessCaller>,
    received: Received,
    status: u16,
    sent_bytes: u64,
    complete: bool,
    _in_flight: InFlight,
}

impl Observation {
    pub fn begin(metrics: &Arc<Metrics>, request_id: &RequestId, method: &Method) -> Self {
        Self {
            metrics: Arc::clone(metrics),
            started: Instant::now(),
            request_id: request_id.clone(),
            method: label(method),
            operation: OnceLock::new(),
            caller: OnceLock::new(),
            received: Received::default(),
            status: CALLER_GONE,
            sent_bytes: 0,
            complete: false,
            _in_flight: metrics.begin(),
        }
    }

    /// What was asked for. The first to know says it.
    pub fn set_operation(&self, operation: &'static str) {
        self.operation.get_or_init(|| operation);
    }

    /// Who asked.
    pub fn set_caller(&self, caller: &Caller) {
        let Caller { user_id, organization_id, .. } = *caller;
        self.caller.get_or_init(|| AccessCaller { user_id, organization_id });
    }

    /// What comes of the request's body.
    pub fn received(&self) -> &Received {
        &self.received
    }

    /// Stays with the answer until its body has been sent.
    pub fn follow(mut self, mut response: Response) -> Response {
        self.status = response.status().as_u16();
        let mut body: BoxBody<Bytes, io::Error> = response.take_body().into();
        if self.method == "HEAD" {
            // It has the headers of an answer to `GET`, and no body: on HTTP/2 nobody else leaves that out.
            if let Some(size_bytes) = body.size_hint().exact().filter(|size_bytes| *size_bytes > 0) {
                response.headers_mut().entry(header::CONTENT_LENGTH).or_insert_with(|| size_bytes.into());
            }
            body = Empty::new().map_err(|never| match never {}).boxed();
        }
        // No byte of an answer to HEAD is sent, and nobody asks an empty body for its end.
        self.complete = self.method == "HEAD" || body.is_end_stream();
        let rest_bytes = body.size_hint().exact();
        response.set_body(Body::from(Followed { body, rest_bytes, observation: self }.boxed()));
        response
    }
}

impl Drop for Observation {
    fn drop(&mut self) {
        let duration = self.started.elapsed();
        let operation = self.operation.get().copied().unwrap_or("unknown");
        let received_bytes = self.received.size_bytes();
        self.metrics.request(operation, self.method, self.status, duration);
        self.metrics.transferred(received_bytes, self.sent_bytes);
        log::access(&Access {
            request_id: self.request_id.as_str(),
            operation,
            method: self.method,
            status: self.status,
            duration,
            received_bytes,
            sent_bytes: self.sent_bytes,
            complete: self.complete,
            caller: self.caller.get().copied(),
        });
    }
}

/// An answer's body, counted while it is sent.
struct Followed {
    body: BoxBody<Bytes, io::Error>,
    /// What is still to come, if the body knows its length: nobody asks for more then.
    rest_bytes: Option<u64>,
    observation: Observation,
}

impl HttpBody for Followed {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        match &frame {
            None => self.observation.complete = true,
            Some(Ok(frame)) => {
                let length = frame.data_ref().map_or(0, |data| data.len() as u64);
                self.observation.sent_bytes = self.observation.sent_bytes.saturating_add(length);
                self.rest_bytes = self.rest_bytes.map(|rest| rest.saturating_sub(length));
                if self.rest_bytes == Some(0) || self.body.is_end_stream() {
                    self.observation.complete = true;
                }
            }
            Some(Err(error)) => {
                self.observation.complete = false;
                let request_id = self.observation.request_id.as_str();
                tracing::error!(request_id, %error, "an answer broke off");
            }
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The method as a label. Methods of a caller's invention share one.
fn label(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}

#[cfg(test)]
mod tests {
    use poem::http::HeaderMap;

    use super::*;

    fn begin(metrics: &Arc<Metrics>, method: &Method) -> Observation {
        Observation::begin(metrics, &RequestId::of(&HeaderMap::new()), method)
    }

    #[tokio::test]
    async fn a_request_counts_when_its_answer_has_been_sent() {
        let metrics = Arc::new(Metrics::new());
        let observation = begin(&metrics, &Method::GET);
        observation.set_operation("file_get");
        let response = observation.follow(Response::builder().body("hello"));
        assert!(metrics.render().unwrap().contains("strongroom_requests_in_flight 1"));
        assert_eq!(response.into_body().into_bytes().await.unwrap(), "hello");
        let text = metrics.render().unwrap();
        assert!(text.contains("strongroom_requests_in_flight 0"), "{text}");
        assert!(text.contains("strongroom_sent_bytes_total 5"), "{text}");
        assert!(text.contains(r#"requests_total{operation="file_get",method="GET",status="200"} 1"#), "{text}");
    }

    #[test]
    fn a_caller_that_hangs_up_counts_too() {
        let metrics = Arc::new(Metrics::new());
        drop(begin(&metrics, &Method::from_bytes(b"BREW").unwrap()));
        let text = metrics.render().unwrap();
        assert!(text.contains(r#"requests_total{operation="unknown",method="OTHER",status="499"} 1"#), "{text}");
    }

    #[test]
    fn a_body_keeps_its_length() {
        let metrics = Arc::new(Metrics::new());
        let body: BoxBody<Bytes, io::Error> =
            begin(&metrics, &Method::GET).follow(Response::builder().body("hello")).into_body().into();
        assert_eq!(body.size_hint().exact(), Some(5));
    }
}
