//! From what a handler returned to an answer that the contract lists.
//!
//! How an `Error` looks on the wire is decided in `api/problem.rs`; here it is fitted into the response type of one
//! operation. A status or code that the operation does not document can't get out: it becomes its 500, and is logged.

use poem::error::ReadBodyError;
use poem::http::{HeaderName, HeaderValue, StatusCode, header};
use poem::{IntoResponse, Response};
use poem_openapi::error::{ContentTypeError, ParseParamError, ParsePathError, ParseRequestPayloadError};

use super::operation::Operation;
use super::payload::{PROBLEM_JSON, ProblemJson, body_error, written};
use crate::error::{Error, Fault, FaultLocation, Result};
use crate::generated::models::Problem;
use crate::generated::problems::ProblemCode;

/// A response type of the contract.
pub trait Answer: Sized {
    /// What it answers.
    const OPERATION: &'static Operation;

    /// The problem as one of the documented responses, or as 500 if it is none of them.
    fn from_problem(problem: ProblemAnswer) -> Self;
}

/// A problem and the headers that belong to it.
#[derive(Debug, Clone)]
pub struct ProblemAnswer {
    pub problem: Problem,
    /// The current entity tag, quotes included: with 412.
    pub etag: Option<String>,
    /// Seconds: with 429 and 503.
    pub retry_after_secs: Option<u64>,
    /// `bytes */1234`: with 416.
    pub content_range: Option<String>,
    /// With 401.
    pub www_authenticate: Option<String>,
    /// With 405.
    pub allow: Option<String>,
}

impl ProblemAnswer {
    /// A problem without headers of its own. `detail` is the caller's sentence: what went wrong and what to change.
    pub fn new(code: ProblemCode, detail: impl Into<String>, request_id: impl Into<String>) -> Self {
        Self {
            problem: Problem {
                r#type: code.type_uri().to_owned(),
                title: code.title().to_owned(),
                status: i32::from(code.status()),
                detail: detail.into(),
                code,
                request_id: request_id.into(),
                errors: None,
                data: None,
            },
            etag: None,
            retry_after_secs: None,
            content_range: None,
            www_authenticate: None,
            allow: None,
        }
    }

    /// The problem that tells nothing but where to look: the log has the rest under the request id.
    pub fn internal(request_id: impl Into<String>) -> Self {
        let detail = "the server failed to carry this out; its log tells why under this request id";
        Self::new(ProblemCode::Internal, detail, request_id)
    }

    /// The status, which follows from the code.
    pub fn status(&self) -> u16 {
        self.problem.code.status()
    }

    /// The media type and the bytes of the answer's body, where there is no response to put it into.
    pub fn document(&self) -> (&'static str, Vec<u8>) {
        (PROBLEM_JSON, written(&self.problem))
    }

    /// The body of the answer.
    pub fn body(self) -> ProblemJson {
        ProblemJson(self.problem)
    }

    /// `ETag` of an answer that documents one. Empty only if the error did not carry it.
    pub fn etag(&self) -> String {
        self.etag.clone().unwrap_or_default()
    }

    /// `Retry-After` in seconds; one, if the error did not say.
    pub fn retry_after(&self) -> i64 {
        self.retry_after_secs.map_or(1, |secs| i64::try_from(secs).unwrap_or(i64::MAX))
    }

    /// `Content-Range` of an answer that documents one.
    pub fn content_range(&self) -> String {
        self.content_range.clone().unwrap_or_else(|| "bytes */*".to_owned())
    }

    /// `WWW-Authenticate`; the scheme alone, if the error did not say more.
    pub fn www_authenticate(&self) -> String {
        self.www_authenticate.clone().unwrap_or_else(|| "Bearer".to_owned())
    }

    /// `Allow` of an answer that documents one.
    pub fn allow(&self) -> String {
        self.allow.clone().unwrap_or_default()
    }
}

/// For problems outside of any operation: an unknown path, a wrong method, a panic.
impl IntoResponse for ProblemAnswer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers: [(HeaderName, Option<String>); 5] = [
            (header::ETAG, self.etag.clone()),
            (header::RETRY_AFTER, self.retry_after_secs.map(|secs| secs.to_string())),
            (header::CONTENT_RANGE, self.content_range.clone()),
            (header::WWW_AUTHENTICATE, self.www_authenticate.clone()),
            (header::ALLOW, self.allow.clone()),
        ];
        let mut response = self.body().into_response();
        response.set_status(status);
        for (name, value) in headers {
            if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// The answer of one call of a handler.
pub async fn answer<A: Answer>(work: impl Future<Output = Result<A>>) -> A {
    match work.await {
        Ok(answer) => answer,
        Err(error) => A::from_problem(crate::api::problem::answer(error)),
    }
}

/// `problem` if the operation documents it, its 500 otherwise. Called by the generated `from_problem`.
pub fn documented(operation: &Operation, problem: ProblemAnswer) -> ProblemAnswer {
    if operation.codes.contains(&problem.problem.code) {
        return problem;
    }
    tracing::error!(
        operation = operation.id,
        code = problem.problem.code.as_str(),
        detail = problem.problem.detail,
        "the contract does not list this answer of the operation; 500 was sent instead"
    );
    ProblemAnswer::internal(problem.problem.request_id)
}

/// The answer to a request whose arguments could not be taken. The pipeline has validated the request before, so what
/// ends here is a body that broke off, or a difference between our validation and the framework's.
pub fn refused<A: Answer>(error: poem::Error) -> A {
    A::from_problem(crate::api::problem::answer(meaning(error)))
}

/// What an error of the framework's extractors means.
pub fn meaning(error: poem::Error) -> Error {
    let error = match error.downcast::<Error>() {
        Ok(error) => return error,
        Err(error) => error,
    };
    let error = match error.downcast::<ReadBodyError>() {
        Ok(ReadBodyError::Io(error)) => return body_error(error),
        // The text is not UTF-8, or the body was taken already; the pipeline has ruled out both.
        Ok(_) => return Error::body_fault("", "type", "must have the shape that the contract gives it"),
        Err(error) => error,
    };
    if let Some(ParsePathError { name, .. }) = error.downcast_ref() {
        return parameter_fault(FaultLocation::Path, name);
    }
    if let Some(ParseParamError { name, .. }) = error.downcast_ref() {
        return parameter_fault(FaultLocation::Query, name);
    }
    if error.is::<ParseRequestPayloadError>() {
        return Error::body_fault("", "type", "must have the shape that the contract gives it");
    }
    if error.is::<ContentTypeError>() {
        return Error::UnsupportedMediaType { expected: "one that the contract lists for this operation".to_owned() };
    }
    Error::internal(error.to_string())
}

fn parameter_fault(location: FaultLocation, name: &str) -> Error {
    Error::Validation(vec![Fault {
        location,
        pointer: format!("/{name}"),
        code: "type",
        detail: "must have the type that the contract gives it".to_owned(),
    }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::operation::{Idempotency, Security};

    const OPERATION: Operation = Operation {
        id: "file_get",
        tag: "files",
        method: poem::http::Method::GET,
        path: "/files/{file}",
        route: "/files/:file",
        summary: "",
        security: Security::Public,
        scope: None,
        idempotency: Idempotency::Safe,
        body_limit_bytes: None,
        media_types: &[],
        body_required: false,
        streaming_request: false,
        streaming_response: false,
        codes: &[ProblemCode::NotFound, ProblemCode::Internal],
        statuses: &[200, 404, 500],
    };

    #[test]
    fn an_undocumented_problem_becomes_500_and_keeps_its_secrets() {
        let known = documented(&OPERATION, ProblemAnswer::new(ProblemCode::NotFound, "gone", "r1"));
        assert_eq!((known.status(), known.problem.detail.as_str()), (404, "gone"));
        let unknown = documented(&OPERATION, ProblemAnswer::new(ProblemCode::NameConflict, "a.txt", "r2"));
        assert_eq!(unknown.status(), 500);
        assert_eq!(unknown.problem.request_id, "r2");
        assert!(!unknown.problem.detail.contains("a.txt"));
    }

    #[test]
    fn a_problem_is_a_response_with_its_headers() {
        let mut problem = ProblemAnswer::new(ProblemCode::MethodNotAllowed, "no", "r1");
        problem.allow = Some("GET, PUT".to_owned());
        let response = problem.into_response();
        assert_eq!(response.status(), 405);
        assert_eq!(response.headers()["allow"], "GET, PUT");
        assert_eq!(response.headers()["content-type"], "application/problem+json");
    }

    #[test]
    fn errors_of_the_framework_keep_their_meaning() {
        let own = poem::Error::new(Error::NotFound("file"), StatusCode::NOT_FOUND);
        assert!(matches!(meaning(own), Error::NotFound("file")));
        let body = poem::Error::from(ParseRequestPayloadError { reason: "secret value".to_owned() });
        let Error::Validation(faults) = meaning(body) else { panic!("a fault of the body") };
        assert_eq!((faults[0].location, faults[0].detail.contains("secret")), (FaultLocation::Body, false));
        let kind = poem::Error::from(ContentTypeError::ExpectContentType);
        assert!(matches!(meaning(kind), Error::UnsupportedMediaType { .. }));
    }
}
