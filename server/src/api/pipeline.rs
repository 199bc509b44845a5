//! What every request passes, in this order, before and after its handler:
//!
//! 1. it gets a name, is counted, and a panic anywhere below is caught;
//! 2. the operation is looked up: an unknown path or method ends here;
//! 3. the caller is authenticated and has the scope: nothing of the body has been read yet;
//! 4. the body has the right type and stays within its limit, also when its length is not announced;
//! 5. parameters and JSON body keep to the contract, or all faults are told at once;
//! 6. a key that has run before is answered from memory;
//! 7. the generated layer takes it to its handler. What changes something runs on a task of its own: a caller that
//!    hangs up can't stop it half-way;
//! 8. the headers that every answer has.
//!
//! Every answer is one that the contract lists, or a problem document.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt as _;
use poem::http::{HeaderMap, HeaderValue, header};
use poem::{Endpoint, IntoResponse as _, Request, Response};
use serde_json::Value;
use tracing::Instrument as _;

use super::context::{self, Context};
use super::docs::Docs;
use super::idempotency::Keyed;
use super::limits::{self, Received};
use super::observation::Observation;
use super::request_id::{REQUEST_ID, RequestId};
use super::{Api, caller, problem};
use crate::contract::answer::meaning;
use crate::contract::{Endpoints, Found, Given, Idempotency, Operation, documented, find, validate};
use crate::db::{Moment, at_moment};
use crate::domain::access::Caller;
use crate::error::{Error, Fault, FaultLocation, Result};

const JSON: &str = "application/json";

/// A refused request's body is read on for so long, since a caller that is still sending may not be listening yet.
const REFUSED_BODY_BYTES_MAX: u64 = 4 * 1024 * 1024;
const REFUSED_BODY_WAIT: Duration = Duration::from_secs(1);

/// The service: the generated layer and all that is around it.
#[derive(Clone)]
pub struct Pipeline(Arc<Inner>);

struct Inner {
    api: Arc<Api>,
    docs: Docs,
    /// Take what has been checked here.
    endpoints: Endpoints,
}

/// A request that may be carried out.
struct Admitted {
    caller: Option<Caller>,
    /// The JSON body, which has been checked whole.
    whole: Option<Bytes>,
}

impl Pipeline {
    pub fn new(api: Arc<Api>, endpoints: Endpoints) -> Self {
        Self(Arc::new(Inner { api, docs: Docs::new(), endpoints }))
    }
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pipeline").finish_non_exhaustive()
    }
}

impl Endpoint for Pipeline {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let context = Context::of(&request, &self.0.api.proxies);
        let request_id = context.request_id.clone();
        let observation = Observation::begin(&self.0.api.metrics, &request_id, request.method());
        let span = tracing::info_span!("request", request_id = request_id.as_str());
        // On the heap, since it is large and each layer around it would move it.
        let answer = Box::pin(self.0.caught(Inner::answer(&self.0, request, &observation)));
        let answer = at_moment(Moment::default(), context::scope(context, answer));
        let mut response = answer.instrument(span).await;
        add_headers(response.headers_mut(), &request_id);
        Ok(observation.follow(response))
    }
}

impl Inner {
    async fn answer(self: &Arc<Self>, mut request: Request, observation: &Observation) -> Response {
        if let Some(page) = self.docs.answer(&request) {
            observation.set_operation("docs");
            return page.unwrap_or_else(|error| problem::answer(error).into_response());
        }
        let (operation, path_params) = match find(request.method(), request.uri().path()) {
            Found::Operation { operation, path_params } => (operation, path_params),
            Found::MethodNotAllowed { allowed } => {
                return problem::answer(Error::MethodNotAllowed { allowed }).into_response();
            }
            Found::NotSigned => return problem::answer(Error::SignatureInvalid).into_response(),
            Found::NotFound => return problem::answer(Error::NotFound("path")).into_response(),
        };
        observation.set_operation(operation.id);
        let query = validate::query_pairs(request.uri().query().unwrap_or_default());
        request.set_data(Given { path: path_params, query });
        match self.admit(operation, &mut request, observation).await {
            Ok(admitted) => self.carry_out(operation, request, admitted, observation.received().clone()).await,
            Err(error) => {
                let response = refusal(operation, error);
                read_on(request).await;
                response
            }
        }
    }

    /// Steps 3 to 5.
    async fn admit(
        &self,
        operation: &'static Operation,
        request: &mut Request,
        observation: &Observation,
    ) -> Result<Admitted> {
        let caller = caller::authenticate(&self.api.app, operation, request.headers()).await?;
        if let Some(caller) = &caller {
            observation.set_caller(caller);
            caller::require_scope(operation, caller)?;
        }
        let (whole, json) = self.body(operation, request, observation.received()).await?;
        let given = request.data::<Given>().ok_or_else(|| Error::internal("a request without what it gives"))?;
        let mut faults = validate::parameters(operation, given, request.headers());
        let mut whole = whole;
        match json {
            Json::Value(mut value) => {
                faults.extend(validate::json_body(operation, &value));
                if validate::canonical_names(operation, &mut value) {
                    let canonical = Bytes::from(serde_json::to_vec(&value).map_err(Error::internal)?);
                    request.set_body(canonical.clone());
                    whole = Some(canonical);
                }
            }
            Json::Missing => faults.push(missing_body()),
            Json::None => {}
        }
        if !faults.is_empty() {
            return Err(Error::Validation(faults));
        }
        Ok(Admitted { caller, whole })
    }

    /// Step 4: limits the body, and reads it if it is JSON.
    async fn body(
        &self,
        operation: &Operation,
        request: &mut Request,
        received: &Received,
    ) -> Result<(Option<Bytes>, Json)> {
        if operation.media_types.is_empty() {
            return Ok((None, Json::None));
        }
        let is_json =
            limits::media_type(request.headers()).as_deref() == Some(JSON) && operation.media_types.contains(&JSON);
        let limit_bytes = match (is_json, operation.body_limit_bytes) {
            (false, limit) => limit,
            (true, limit) => Some(limit.map_or(u64::MAX, |own| own).min(self.api.app.limits.json_body_bytes)),
        };
        let has_body = limits::has_body(request);
        limits::meter(request, limit_bytes, received)?;
        if !operation.body_required && !has_body {
            return Ok((Some(Bytes::new()), Json::None));
        }
        limits::check_media_type(operation, request.headers())?;
        if !is_json {
            return Ok((None, Json::None));
        }
        let mut whole = limits::read_whole(request, received).await?;
        let json = match (whole.is_empty(), operation.body_required) {
            (true, true) => Json::Missing,
            (true, false) => Json::None,
            (false, _) => {
                let mut value = serde_json::from_slice(&whole).map_err(|error| malformed(&error))?;
                if write_integers_plainly(&mut value) {
                    whole = serde_json::to_vec(&value).map_err(Error::internal)?.into();
                }
                Json::Value(value)
            }
        };
        request.set_body(whole.clone());
        Ok((Some(whole), json))
    }

    /// Steps 6 and 7.
    async fn carry_out(
        self: &Arc<Self>,
        operation: &'static Operation,
        mut request: Request,
        admitted: Admitted,
        received: Received,
    ) -> Response {
        let Admitted { caller, whole } = admitted;
        let keyed = caller.as_ref().and_then(|caller| Keyed::of(operation, caller, &request, whole.as_ref()));
        if let Some(caller) = caller {
            request.set_data(caller);
        }
        let timeout = (!operation.streaming_request).then(|| self.handler_timeout());
        if operation.idempotency == Idempotency::Safe {
            return within(operation, timeout, self.handle(operation, request, &received)).await;
        }
        let context = Context { request_id: context::request_id(), client: context::client() };
        let inner = Arc::clone(self);
        let work = async move {
            let run = |request| inner.handle(operation, request, &received);
            match keyed {
                None => run(request).await,
                // Boxed: few requests have a key, and with one they are twice as large.
                Some(keyed) => Box::pin(keyed.answer(&inner.api, operation, request, &received, run))
                    .await
                    .unwrap_or_else(|error| refusal(operation, error)),
            }
        };
        let work = at_moment(Moment::current(), context::scope(context, work));
        let task = self.api.lifecycle.spawn(work.in_current_span());
        let answer = async { task.await.unwrap_or_else(|stopped| refusal(operation, Error::internal(stopped))) };
        within(operation, timeout, answer).await
    }

    /// The generated layer and the handler behind it.
    async fn handle(&self, operation: &'static Operation, request: Request, received: &Received) -> Response {
        let call = async {
            match self.endpoints.of(operation).call(request).await {
                Ok(response) => response,
                Err(error) => refusal(operation, meaning(error)),
            }
        };
        let response = self.caught(call).await;
        match received.fault() {
            // A body that failed decides what is answered, whatever its reader made of that.
            Some(fault) if !response.status().is_success() => refusal(operation, fault),
            _ => response,
        }
    }

    fn handler_timeout(&self) -> Duration {
        Duration::from_secs(self.api.app.limits.handler_timeout_secs)
    }

    /// A panic is a bug, and an answer all the same.
    // Neither this nor `within` is an `async fn`, which would have room for the future twice: as argument and awaited.
    fn caught(&self, answer: impl Future<Output = Response>) -> impl Future<Output = Response> {
        AssertUnwindSafe(answer).catch_unwind().map(|outcome| {
            outcome.unwrap_or_else(|panic| {
                self.api.metrics.panicked();
                problem::answer(Error::internal(sentence(&*panic))).into_response()
            })
        })
    }
}

enum Json {
    /// The operation takes none, or came without.
    None,
    Missing,
    Value(Value),
}

/// The error as one of the operation's documented answers.
fn refusal(operation: &Operation, error: Error) -> Response {
    documented(operation, problem::answer(error)).into_response()
}

/// JSON Schema takes `1.0` for an integer, as some writers of JSON write it; types that hold integers do not. Says whether
/// there were any.
fn write_integers_plainly(value: &mut Value) -> bool {
    match value {
        Value::Number(number) => {
            // Beyond this, a float no longer tells one integer from the next.
            const EXACT_MAX: f64 = 9_007_199_254_740_992.0;
            match number.as_f64().filter(|_| number.is_f64()) {
                Some(float) if float.fract() == 0.0 && float.abs() <= EXACT_MAX => {
                    #[expect(clippy::cast_possible_truncation, reason = "it has no fraction and is within 2^53")]
                    let integer = float as i64;
                    *number = integer.into();
                    true
                }
                _ => false,
            }
        }
        // Counted, since `any` would stop at the first.
        Value::Array(items) => {
            items.iter_mut().filter_map(|item| write_integers_plainly(item).then_some(())).count() > 0
        }
        Value::Object(members) => {
            members.values_mut().filter_map(|item| write_integers_plainly(item).then_some(())).count() > 0
        }
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

fn missing_body() -> Fault {
    let detail = "the body is missing; send a JSON document".to_owned();
    Fault { location: FaultLocation::Body, pointer: String::new(), code: "required", detail }
}

fn malformed(error: &serde_json::Error) -> Error {
    // The error's own sentence may repeat what was sent.
    Error::InvalidArgument(format!("the body is not valid JSON: see line {}, column {}", error.line(), error.column()))
}

/// The answer, or that it took too long. What runs on a task of its own runs on.
fn within(
    operation: &Operation,
    timeout: Option<Duration>,
    answer: impl Future<Output = Response>,
) -> impl Future<Output = Response> {
    let Some(timeout) = timeout else { return answer.left_future() };
    tokio::time::timeout(timeout, answer)
        .map(|outcome| outcome.unwrap_or_else(|elapsed| refusal(operation, Error::unavailable(elapsed))))
        .right_future()
}

/// Reads some of what a refused caller is still sending. Not if it waits to be told to send.
async fn read_on(mut request: Request) {
    if request.headers().contains_key(header::EXPECT) {
        return;
    }
    let skipped = limits::skip(request.take_body(), REFUSED_BODY_BYTES_MAX);
    // Whatever comes of it, the request has been refused.
    tokio::time::timeout(REFUSED_BODY_WAIT, skipped).await.unwrap_or_default();
}

pub(super) fn add_headers(headers: &mut HeaderMap, request_id: &RequestId) {
    headers.insert(REQUEST_ID, request_id.header_value());
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    // Answers are one caller's business; those that may be kept say so themselves.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// What the panic said; the log has its place already.
fn sentence(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("a panic: {}", text.unwrap_or("of an unknown kind"))
}

#[cfg(test)]
mod tests;
