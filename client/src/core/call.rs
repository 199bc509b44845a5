//! The builder of every call.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt as _};
use serde::Serialize;

use super::client::Client;
use super::decode::Decode;
use super::error::{ApiError, Error};
use super::multipart::Form;
use super::operation::Operation;
use super::origin::Origin;
use super::param::{self, Param};
use super::request::{Request, RequestBody};
use super::retry::RetryPolicy;
use super::secret::Secret;
use super::send::send;
use super::upload::Upload;

/// What the generated layer says of an operation beside its descriptor: how its answer is read, and how it fails.
pub trait Endpoint: Send + Sync + 'static {
    /// The contract's words.
    const OPERATION: &'static Operation;
    /// How a success is read.
    type Answer: Decode;
    /// What the contract lists as its problems.
    type Error: ApiError;
}

/// Operations that take an `Idempotency-Key`.
pub trait Keyed: Endpoint {}

/// What a call comes to.
pub type CallResult<O> = Result<<<O as Endpoint>::Answer as Decode>::Output, Error<<O as Endpoint>::Error>>;

/// A call of the operation `O` that has not been sent yet. Await it, or call [`Call::send`].
///
/// The operation's optional parameters are methods of this type too; the page of the operation lists them.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<O> {
    pub(crate) request: Request,
    operation: PhantomData<fn() -> O>,
}

impl<O: Endpoint> Call<O> {
    /// Sends the call and reads the answer.
    ///
    /// # Errors
    /// [`Error::api`] tells what the server had against it; without one, [`Error::reason`] tells what else went wrong.
    pub async fn send(self) -> CallResult<O> {
        let outcome = send(self.request).await.and_then(O::Answer::decode);
        outcome.map_err(|failure| Error::new(O::OPERATION, failure))
    }

    /// How long the call may take in all, attempts and waits included; for a download until its first byte.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.request.options.timeout = Some(limit);
        self
    }

    /// How to repeat this call, whatever the client's policy is.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.request.options.retry = Some(policy);
        self
    }

    /// Acts in this organization, whatever the client's is.
    pub fn organization(mut self, organization: impl fmt::Display) -> Self {
        self.request.options.organization = Some(organization.to_string());
        self
    }

    /// Adds a header, or replaces it. For what the contract does not know, such as a proxy's.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request.set_header(name, value);
        self
    }

    /// The operation's descriptor.
    pub fn operation(&self) -> &'static Operation {
        O::OPERATION
    }

    /// The same call again; the body is shared, so that one that can be read once is.
    pub(crate) fn again(&self) -> Self {
        Self { request: self.request.clone(), operation: PhantomData }
    }
}

/// What the generated layer builds calls of.
#[allow(dead_code, reason = "which of them are used depends on the contract and on the features")]
impl<O: Endpoint> Call<O> {
    pub(crate) fn new(client: &Client, path_params: &[(&str, &dyn Param)]) -> Self {
        let mut request = Request::new(client.clone(), O::OPERATION);
        match param::expand(O::OPERATION.path, path_params) {
            Ok(path) => request.path = path,
            Err(fault) => request.fault(fault),
        }
        Self { request, operation: PhantomData }
    }

    /// The same call, of an address that the server gave out.
    pub(crate) fn at(mut self, uri: &Secret) -> Self {
        // Of the parameters of the template nothing is left, and neither of a fault that one of them may have been.
        self.request.fault = None;
        match Origin::parse(uri.expose(), self.request.client.allows_plain_http()) {
            Ok(address) => self.request.address = Some(Secret::new(address.base())),
            // Without the reason, which repeats the URL.
            Err(_) => self.request.fault("the signed URL is not an absolute https URL without a query".to_owned()),
        }
        self
    }

    pub(crate) fn with_json(mut self, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => self.request.body = RequestBody::Json(bytes.into()),
            Err(error) => self.request.fault(format!("the body can't be written as JSON: {error}")),
        }
        self
    }

    pub(crate) fn with_upload(mut self, upload: Upload, media_type: &'static str) -> Self {
        self.request.body = RequestBody::Upload(upload, media_type);
        self
    }

    pub(crate) fn with_form(mut self, form: Form) -> Self {
        if let Some(fault) = form.fault() {
            self.request.fault(fault.to_owned());
        }
        self.request.body = RequestBody::Form(form);
        self
    }

    pub(crate) fn with_query(mut self, name: &'static str, value: &dyn Param) -> Self {
        self.request.set_query(name, value.to_wire().into_owned());
        self
    }

    pub(crate) fn with_query_text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.request.set_query(name, value.into());
        self
    }

    pub(crate) fn with_query_list<T: Param>(mut self, name: &'static str, values: impl IntoIterator<Item = T>) -> Self {
        self.request.query.retain(|(known, _)| *known != name);
        self.request.query.extend(values.into_iter().map(|value| (name, value.to_wire().into_owned())));
        self
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: &dyn Param) -> Self {
        self.request.set_header(name, &value.to_wire());
        self
    }

    pub(crate) fn with_header_text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.request.set_header(name, &value.into());
        self
    }

    pub(crate) fn with_header_list<T: Param>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let values: Vec<_> = values.into_iter().map(|value| value.to_wire().into_owned()).collect();
        self.request.set_header(name, &values.join(", "));
        self
    }
}

impl<O: Keyed> Call<O> {
    /// Sends this `Idempotency-Key` instead of one made for the call: a program that repeats a call after a restart gets
    /// the first answer again, and nothing is done twice.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.request.options.idempotency_key = Some(key.into());
        self
    }
}

impl<O: Endpoint> IntoFuture for Call<O> {
    type Output = CallResult<O>;
    type IntoFuture = BoxFuture<'static, CallResult<O>>;

    fn into_future(self) -> Self::IntoFuture {
        self.send().boxed()
    }
}

impl<O: Endpoint> fmt::Debug for Call<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Call").field("operation", &O::OPERATION.id).finish_non_exhaustive()
    }
}
