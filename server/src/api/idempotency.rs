//! `Idempotency-Key`: what makes two requests the same, and which answers are given again.
//!
//! Who may run, and where answers are kept, is `domain::idempotency`'s business.

use std::convert::Infallible;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::StreamExt as _;
use http_body::Body as _;
use poem::http::{HeaderName, HeaderValue, StatusCode, header};
use poem::{Request, RequestBody, Response};
use poem_openapi::payload::ParsePayload as _;
use serde_json::Value;

use super::Api;
use super::limits::{Received, media_type};
use crate::app::App;
use crate::contract::payload::{Observe, body_error};
use crate::contract::{FilePart, Form, Idempotency, MultipartStream, Operation, PartRule, observed};
use crate::domain::access::Caller;
use crate::domain::idempotency::{self, Answer, Claim, Fingerprint, Key, Lease, Remembered};
use crate::error::{Error, Result};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Marks an answer that was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The request headers that change what an operation does.
const RELEVANT: [HeaderName; 3] =
    [header::IF_MATCH, HeaderName::from_static("repr-digest"), HeaderName::from_static("content-disposition")];

/// The answer's headers that say what was done. The others belong to one exchange, or are put on every answer.
const KEPT: [HeaderName; 5] =
    [header::CONTENT_TYPE, header::LOCATION, header::ETAG, header::LAST_MODIFIED, header::CONTENT_RANGE];

const FORM_DATA: &str = "multipart/form-data";

/// A request that runs once.
#[derive(Debug)]
pub struct Keyed {
    key: Key,
    fingerprint: Fingerprint,
    /// The body is a form, whose boundary says nothing and whose parts say all.
    form: bool,
}

impl Keyed {
    /// `None` if the request has no key, or its operation knows none. `whole` is the body, if it has been read.
    pub fn of(operation: &Operation, caller: &Caller, request: &Request, whole: Option<&Bytes>) -> Option<Self> {
        if operation.idempotency != Idempotency::Key {
            return None;
        }
        let key = request.headers().get(IDEMPOTENCY_KEY)?.to_str().ok()?;
        let media_type = media_type(request.headers());
        let streamed = whole.is_none() && !operation.media_types.is_empty();
        let whole = whole.map_or(&[][..], |bytes| bytes);
        let body = (!streamed).then(|| *blake3::hash(whole).as_bytes());
        Some(Self {
            key: Key::new(caller.user_id, caller.organization_id, key),
            fingerprint: Fingerprint { head: head(request, media_type.as_deref()), body },
            form: media_type.as_deref() == Some(FORM_DATA),
        })
    }

    /// Answers the request: by `run`, unless that has been done before.
    ///
    /// # Errors
    /// `IdempotencyKeyReused`, and what reading the body of a repeated request may come to.
    pub async fn answer<F>(
        self,
        api: &Api,
        operation: &'static Operation,
        mut request: Request,
        received: &Received,
        run: impl FnOnce(Request) -> F,
    ) -> Result<Response>
    where
        F: Future<Output = Response>,
    {
        let lease = match idempotency::claim(&api.app, &self.key, operation.id, self.fingerprint).await? {
            Claim::Answered(remembered) => {
                let response = self.replay(remembered, request, received).await?;
                api.metrics.replayed();
                return Ok(response);
            }
            Claim::Run(lease) => lease,
        };
        let digest = BodyDigest::default();
        if self.fingerprint.body.is_none() {
            request.set_data(digest.observe());
        }
        let response = tokio::select! {
            response = lease.carry_out(&api.app, run(request)) => response,
            never = keep(&api.app, &lease) => match never {},
        };
        let fingerprint = self.whole_fingerprint(&response, &digest, received);
        self.settle(&api.app, lease, fingerprint, response).await
    }

    /// The fingerprint with the body's, if the body is known to have been read to its end. Of a form that is known
    /// only if it was taken.
    fn whole_fingerprint(&self, response: &Response, digest: &BodyDigest, received: &Received) -> Option<Fingerprint> {
        let known = self.fingerprint.body.is_some();
        let read = response.status().is_success() || (!self.form && received.ended());
        match (known, read) {
            (true, _) => Some(self.fingerprint),
            (false, true) => Some(Fingerprint { body: Some(digest.finish()), ..self.fingerprint }),
            (false, false) => None,
        }
    }

    /// Ends the lease: with the answer, or without, if the request may as well run again.
    async fn settle(
        self,
        app: &App,
        lease: Lease,
        fingerprint: Option<Fingerprint>,
        response: Response,
    ) -> Result<Response> {
        let (response, answer) = match fingerprint.filter(|_| is_final(response.status())) {
            Some(fingerprint) => {
                let (response, answer) = take(app, response).await?;
                (response, answer.map(|answer| (fingerprint, answer)))
            }
            None => (response, None),
        };
        let settled = match answer {
            Some((fingerprint, answer)) => lease.remember(app, fingerprint, &answer).await,
            None => lease.release(app).await,
        };
        if let Err(error) = settled {
            // The request has been carried out and is answered; the lease ends by itself.
            tracing::error!(%error, cause = ?std::error::Error::source(&error), "an answer could not be remembered");
        }
        Ok(response)
    }

    async fn replay(self, remembered: Remembered, request: Request, received: &Received) -> Result<Response> {
        let body = match self.fingerprint.body {
            Some(body) => body,
            None => digest_unread(request, self.form, received).await?,
        };
        if remembered.fingerprint.contradicts(&Fingerprint { body: Some(body), ..self.fingerprint }) {
            return Err(Error::IdempotencyKeyReused);
        }
        let Answer { status, headers, body } = remembered.answer;
        let mut response = Response::from(poem::Body::from(body));
        response.set_status(StatusCode::from_u16(status).map_err(Error::internal)?);
        for (name, value) in headers {
            let name = HeaderName::try_from(name).map_err(Error::internal)?;
            response.headers_mut().insert(name, HeaderValue::try_from(value).map_err(Error::internal)?);
        }
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        Ok(response)
    }
}

/// The digest of all that matters but the body. Each part has its length before it, so that no two heads look alike.
fn head(request: &Request, media_type: Option<&str>) -> [u8; 32] {
    let uri = request.original_uri();
    let mut hasher = blake3::Hasher::new();
    let mut add = |part: Option<&[u8]>| {
        let length = part.map_or(u64::MAX, |part| part.len() as u64);
        hasher.update(&length.to_be_bytes()).update(part.unwrap_or_default());
    };
    add(Some(request.method().as_str().as_bytes()));
    add(Some(uri.path().as_bytes()));
    add(uri.query().map(str::as_bytes));
    add(media_type.map(str::as_bytes));
    for name in RELEVANT {
        for value in request.headers().get_all(name) {
            add(Some(value.as_bytes()));
        }
        add(None);
    }
    *hasher.finalize().as_bytes()
}

/// Whether a repetition would be answered the same. What depends on the moment or on our own state would not.
fn is_final(status: StatusCode) -> bool {
    !status.is_server_error()
        && !matches!(status, StatusCode::UNAUTHORIZED | StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS)
}

/// The answer in its parts, and as it was; `None` in place of the parts if it is too long to be kept.
async fn take(app: &App, mut response: Response) -> Result<(Response, Option<Answer>)> {
    let limit_bytes = app.limits.idempotency_answer_bytes;
    let body: http_body_util::combinators::BoxBody<Bytes, std::io::Error> = response.take_body().into();
    if body.size_hint().upper().is_none_or(|length| length > limit_bytes) {
        response.set_body(poem::Body::from(body));
        return Ok((response, None));
    }
    let bytes = poem::Body::from(body).into_bytes().await.map_err(Error::internal)?;
    let kept = KEPT.iter().filter_map(|name| {
        let value = response.headers().get(name)?.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    });
    let answer = Answer { status: response.status().as_u16(), headers: kept.collect(), body: bytes.to_vec() };
    response.set_body(bytes);
    Ok((response, Some(answer)))
}

/// Renews the lease for as long as it is polled.
async fn keep(app: &App, lease: &Lease) -> Infallible {
    loop {
        tokio::time::sleep(Lease::renewal_interval(app)).await;
        if let Err(error) = lease.renew(app).await {
            tracing::warn!(%error, "an idempotency key could not be renewed");
        }
    }
}

/// The digest of a body while somebody else reads it.
#[derive(Debug, Clone, Default)]
struct BodyDigest(Arc<Mutex<blake3::Hasher>>);

impl BodyDigest {
    fn observe(&self) -> Observe {
        let hasher = Arc::clone(&self.0);
        Arc::new(move |bytes: &[u8]| {
            hasher.lock().unwrap_or_else(PoisonError::into_inner).update(bytes);
        })
    }

    fn finish(&self) -> [u8; 32] {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).finalize().as_bytes()
    }
}

/// The digest of a body that nobody else reads, since its request has been answered before.
async fn digest_unread(mut request: Request, form: bool, received: &Received) -> Result<[u8; 32]> {
    let digest = BodyDigest::default();
    let outcome = if form {
        request.set_data(digest.observe());
        let (request, mut body) = request.split();
        skip_form(&request, &mut body).await
    } else {
        skip_bytes(&mut request, digest.observe()).await
    };
    match (received.fault(), outcome) {
        (Some(fault), _) | (None, Err(fault)) => Err(fault),
        (None, Ok(())) => Ok(digest.finish()),
    }
}

async fn skip_bytes(request: &mut Request, observe: Observe) -> Result<()> {
    let mut chunks = observed(request.take_body(), Some(observe));
    while let Some(chunk) = chunks.next().await {
        chunk.map_err(body_error)?;
    }
    Ok(())
}

async fn skip_form(request: &Request, body: &mut RequestBody) -> Result<()> {
    let form = MultipartStream::<UnreadForm>::from_request(request, body).await;
    let mut form = form.map_err(crate::contract::answer::meaning)?;
    match form.next_part().await {
        Ok(Some(part)) => match part {},
        // No part is known to a form without parts; that is what its faults say at its end.
        Ok(None) | Err(Error::Validation(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// A form of which no part is taken: only its observer sees it.
enum UnreadForm {}

impl Form for UnreadForm {
    const NAME: &'static str = "Unread";
    const POINTER: &'static str = "";
    const DESCRIPTION: &'static str = "";
    const PARTS: &'static [PartRule] = &[];

    fn text(_name: &str, _value: Value) -> Option<Self> {
        None
    }

    fn file(_name: &str, _file: FilePart) -> Option<Self> {
        None
    }
}
