//! A call before it is sent: everything about it that is the same for each attempt.

use std::fmt;
use std::io;

use bytes::Bytes;
use http::header::{self, HeaderName, HeaderValue};
use http::{HeaderMap, Request as HttpRequest};

use super::body::Body;
use super::client::Client;
use super::failure::Failure;
use super::multipart::Form;
use super::operation::Operation;
use super::options::RequestOptions;
use super::param;
use super::retry::RetryPolicy;
use super::secret::Secret;
use super::upload::Upload;

/// A call, ready to be sent any number of times.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) path: String,
    /// The whole address, if it is one that the server gave out instead of one that is made of the operation's path.
    pub(crate) address: Option<Secret>,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: RequestBody,
    pub(crate) options: RequestOptions,
    /// The first value that does not fit where it should go. Builders can't fail half-way, so the call fails with it.
    pub(crate) fault: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) enum RequestBody {
    Empty,
    Json(Bytes),
    Upload(Upload, &'static str),
    Form(Form),
}

impl RequestBody {
    pub(crate) fn is_repeatable(&self) -> bool {
        match self {
            Self::Empty | Self::Json(_) => true,
            Self::Upload(upload, _) => upload.is_repeatable(),
            Self::Form(form) => form.is_repeatable(),
        }
    }

    async fn open(&self) -> io::Result<Body> {
        match self {
            Self::Empty => Ok(Body::empty()),
            Self::Json(bytes) => Ok(Body::from(bytes.clone())),
            Self::Upload(upload, _) => upload.open().await,
            Self::Form(form) => form.open().await,
        }
    }

    fn content_type(&self) -> Result<Option<HeaderValue>, header::InvalidHeaderValue> {
        match self {
            Self::Empty => Ok(None),
            Self::Json(_) => Ok(Some(HeaderValue::from_static("application/json"))),
            Self::Upload(upload, media_type) => upload.media_type().unwrap_or(media_type).parse().map(Some),
            Self::Form(form) => form.content_type().parse().map(Some),
        }
    }
}

impl Request {
    pub(crate) fn new(client: Client, operation: &'static Operation) -> Self {
        Self {
            client,
            operation,
            path: String::new(),
            address: None,
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: RequestBody::Empty,
            options: RequestOptions::default(),
            fault: None,
        }
    }

    pub(crate) fn set_query(&mut self, name: &'static str, value: String) {
        match self.query.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => self.query.push((name, value)),
        }
    }

    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        match (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            (Err(_), _) => self.fault(format!("`{name}` is not a header's name")),
            // The value may be a secret, so it is not shown.
            (_, Err(_)) => {
                self.fault(format!("the value of the header `{name}` has characters that no header can carry"));
            }
        }
    }

    pub(crate) fn fault(&mut self, fault: String) {
        self.fault.get_or_insert(fault);
    }

    pub(crate) fn retry_policy(&self) -> RetryPolicy {
        self.options.retry.unwrap_or(self.client.retry_policy())
    }

    /// Whether its body can be sent again. That it may be, the contract says of every operation: those that are neither
    /// safe nor idempotent carry a key.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.body.is_repeatable()
    }

    /// The request of one attempt.
    pub(crate) async fn attempt(&self, token: Option<&Secret>) -> Result<HttpRequest<Body>, Box<Failure>> {
        let mut url = String::with_capacity(self.client.base_url().len() + self.path.len() + 32);
        match &self.address {
            Some(address) => url.push_str(address.expose()),
            None => {
                url.push_str(self.client.base_url());
                url.push_str(&self.path);
            }
        }
        param::write_query(&mut url, &self.query);
        let body = self.body.open().await.map_err(Failure::request)?;
        let mut request = HttpRequest::new(body);
        *request.method_mut() = self.operation.method.clone();
        *request.uri_mut() = url.parse().map_err(Failure::request)?;
        request.headers_mut().clone_from(&self.headers);
        let length = request.body().length();
        let has_body = !matches!(self.body, RequestBody::Empty);
        let headers = request.headers_mut();
        if let Some(content_type) = self.body.content_type().map_err(Failure::request)? {
            headers.insert(header::CONTENT_TYPE, content_type);
        }
        if let Some(length) = length.filter(|_| has_body) {
            headers.insert(header::CONTENT_LENGTH, length.into());
        }
        if let Some(token) = token {
            headers.insert(header::AUTHORIZATION, bearer(token)?);
        }
        request.extensions_mut().insert(self.operation);
        Ok(request)
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither headers nor path: both may hold secrets.
        formatter.debug_struct("Request").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}

fn bearer(token: &Secret) -> Result<HeaderValue, Box<Failure>> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose()))
        .map_err(|_| Failure::request("the credential has characters that no header can carry"))?;
    value.set_sensitive(true);
    Ok(value)
}
