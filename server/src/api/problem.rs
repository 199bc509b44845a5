//! The one table from what went wrong to what the caller reads: status, code, headers and document (RFC 9457).
//!
//! An operation that does not list the code answers 500 instead; `contract::documented` sees to that.

use std::error::Error as _;
use std::fmt::Write as _;

use poem::http::{HeaderMap, HeaderValue, header};
use serde_json::{Map, json};

use crate::api::request_id::RequestId;
use crate::api::{context, pipeline};
use crate::contract::{JsonObject, ProblemAnswer};
use crate::error::{Error, Fault, FaultLocation};
use crate::generated::models::{FieldError, FieldErrorLocation};
use crate::generated::problems::ProblemCode;

/// What a 401 tells of how to authenticate (RFC 6750).
const CHALLENGE: &str = "Bearer realm=\"strongroom\"";

/// The problem, under the name of the request that this task works on. A cause that is a fault of ours goes to the
/// log, here and only here.
pub fn answer(error: Error) -> ProblemAnswer {
    log(&error);
    let mut answer = ProblemAnswer::new(code(&error), error.to_string(), context::request_id().as_str());
    match error {
        Error::InvalidArgument(_)
        | Error::UploadPairMismatch { .. }
        | Error::VersionIsCurrent
        | Error::PermissionDenied(_)
        | Error::SignatureInvalid
        | Error::SignedUrlUsed
        | Error::NotFound(_)
        | Error::RequestTimeout
        | Error::IdConflict(_)
        | Error::Deleted(_)
        | Error::UriTooLong
        | Error::HeadersTooLarge
        | Error::UnsupportedMediaType { .. }
        | Error::ChecksumMismatch
        | Error::IdempotencyAnswerLost
        | Error::IdempotencyKeyReused
        | Error::Internal(_) => {}
        Error::Unauthenticated(_) => answer.www_authenticate = Some(CHALLENGE.to_owned()),
        Error::MethodNotAllowed { allowed } => answer.allow = Some(allowed.join(", ")),
        Error::NameConflict { existing_id, .. } => {
            answer.problem.data = existing_id.map(|id| data([("existing_id", json!(id))]));
        }
        Error::NameRefused { code, detail, suggested_name } => {
            let (location, pointer) = (FaultLocation::Body, "/name".to_owned());
            answer.problem.errors = Some(vec![field_error(Fault { location, pointer, code, detail })]);
            answer.problem.data = suggested_name.map(|name| data([("suggested_name", json!(name))]));
        }
        Error::PreconditionFailed { current_etag } => answer.etag = Some(current_etag),
        Error::PayloadTooLarge { limit_bytes } => {
            answer.problem.data = Some(data([("limit_bytes", json!(limit_bytes))]));
        }
        Error::QuotaExceeded { meter, limit_bytes } => {
            answer.problem.data = Some(data([("meter", json!(meter)), ("limit_bytes", json!(limit_bytes))]));
        }
        Error::RangeNotSatisfiable { size_bytes } => answer.content_range = Some(format!("bytes */{size_bytes}")),
        Error::Validation(faults) => answer.problem.errors = Some(faults.into_iter().map(field_error).collect()),
        Error::RateLimited { retry_after_secs } | Error::Unavailable { retry_after_secs, .. } => {
            answer.retry_after_secs = Some(retry_after_secs);
        }
    }
    answer
}

/// The headers and the body for a request that could not be read, by the status that it was refused with.
pub fn unread(status: u16) -> (HeaderMap, Vec<u8>) {
    // Nobody knows the name that the caller may have given it.
    let request_id = RequestId::new();
    let mut answer = answer(match status {
        414 => Error::UriTooLong,
        431 => Error::HeadersTooLarge,
        _ => Error::InvalidArgument("the request can't be read as HTTP; see RFC 9112".to_owned()),
    });
    answer.problem.request_id = request_id.as_str().to_owned();
    let (media_type, body) = answer.document();
    let mut headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(media_type))]);
    pipeline::add_headers(&mut headers, &request_id);
    (headers, body)
}

/// The code, from which status, title and type follow.
fn code(error: &Error) -> ProblemCode {
    match error {
        Error::InvalidArgument(_) => ProblemCode::InvalidArgument,
        Error::UploadPairMismatch { .. } => ProblemCode::UploadPairMismatch,
        Error::VersionIsCurrent => ProblemCode::VersionIsCurrent,
        Error::Unauthenticated(_) => ProblemCode::Unauthenticated,
        Error::PermissionDenied(_) => ProblemCode::AuthzPermissionDenied,
        Error::SignatureInvalid => ProblemCode::SignatureInvalid,
        Error::NotFound(_) => ProblemCode::NotFound,
        Error::MethodNotAllowed { .. } => ProblemCode::MethodNotAllowed,
        Error::RequestTimeout => ProblemCode::RequestTimeout,
        Error::NameConflict { .. } => ProblemCode::NameConflict,
        Error::IdConflict(_) => ProblemCode::IdConflict,
        Error::SignedUrlUsed => ProblemCode::SignedUrlUsed,
        Error::Deleted(_) => ProblemCode::ResourceDeleted,
        Error::PreconditionFailed { .. } => ProblemCode::PreconditionFailed,
        Error::PayloadTooLarge { .. } => ProblemCode::PayloadTooLarge,
        Error::QuotaExceeded { .. } => ProblemCode::QuotaExceeded,
        Error::UriTooLong => ProblemCode::UriTooLong,
        Error::HeadersTooLarge => ProblemCode::HeadersTooLarge,
        Error::UnsupportedMediaType { .. } => ProblemCode::UnsupportedMediaType,
        Error::RangeNotSatisfiable { .. } => ProblemCode::RangeNotSatisfiable,
        Error::Validation(_) | Error::NameRefused { .. } => ProblemCode::ValidationFailed,
        Error::ChecksumMismatch => ProblemCode::ChecksumMismatch,
        Error::IdempotencyAnswerLost => ProblemCode::IdempotencyAnswerLost,
        Error::IdempotencyKeyReused => ProblemCode::IdempotencyKeyReused,
        Error::RateLimited { .. } => ProblemCode::RateLimited,
        Error::Unavailable { .. } => ProblemCode::Unavailable,
        Error::Internal(_) => ProblemCode::Internal,
    }
}

/// A fault of ours is logged with its causes; what the caller did wrong is the caller's to know.
fn log(error: &Error) {
    match error {
        Error::Internal(_) => tracing::error!(causes = causes(error), "a request failed"),
        Error::Unavailable { cause: Some(_), .. } => tracing::warn!(causes = causes(error), "a part does not answer"),
        _ => {}
    }
}

/// The chain of causes in one line, the outermost first.
fn causes(error: &Error) -> String {
    let mut line = String::new();
    let mut next = error.source();
    while let Some(cause) = next {
        let separator = if line.is_empty() { "" } else { ": " };
        // Some errors repeat their cause in their own sentence.
        let sentence = cause.to_string();
        if !line.ends_with(&sentence) {
            write!(line, "{separator}{sentence}").expect("a string takes all that is written to it");
        }
        next = cause.source();
    }
    line
}

fn field_error(fault: Fault) -> FieldError {
    let Fault { location, pointer, code, detail } = fault;
    let location = match location {
        FaultLocation::Path => FieldErrorLocation::Path,
        FaultLocation::Query => FieldErrorLocation::Query,
        FaultLocation::Header => FieldErrorLocation::Header,
        FaultLocation::Body => FieldErrorLocation::Body,
    };
    FieldError { r#in: location, pointer, code: code.to_owned(), detail }
}

fn data<const N: usize>(members: [(&str, serde_json::Value); N]) -> JsonObject {
    JsonObject(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use std::io;

    use uuid::Uuid;

    use super::*;

    #[test]
    fn headers_belong_to_their_statuses() {
        let unauthenticated = answer(Error::Unauthenticated("no"));
        assert_eq!((unauthenticated.status(), unauthenticated.www_authenticate.as_deref()), (401, Some(CHALLENGE)));
        let limited = answer(Error::RateLimited { retry_after_secs: 7 });
        assert_eq!((limited.status(), limited.retry_after_secs), (429, Some(7)));
        let range = answer(Error::RangeNotSatisfiable { size_bytes: 12 });
        assert_eq!((range.status(), range.content_range.as_deref()), (416, Some("bytes */12")));
        let method = answer(Error::MethodNotAllowed { allowed: vec!["GET", "PUT"] });
        assert_eq!((method.status(), method.allow.as_deref()), (405, Some("GET, PUT")));
        let precondition = answer(Error::PreconditionFailed { current_etag: "\"m1\"".to_owned() });
        assert_eq!((precondition.status(), precondition.etag.as_deref()), (412, Some("\"m1\"")));
    }

    #[test]
    fn the_holder_of_a_name_is_told_only_if_it_is_known() {
        let conflict = |existing_id| answer(Error::NameConflict { name: "a".to_owned(), existing_id }).problem;
        assert!(conflict(None).data.is_none());
        assert_eq!(conflict(Some(Uuid::nil())).data.unwrap().0["existing_id"], json!(Uuid::nil()));
    }

    #[test]
    fn every_fault_is_told_and_no_cause() {
        let faults = vec![
            Fault {
                location: FaultLocation::Query,
                pointer: "/take".to_owned(),
                code: "maximum",
                detail: String::new(),
            },
            Fault {
                location: FaultLocation::Body,
                pointer: "/name".to_owned(),
                code: "required",
                detail: String::new(),
            },
        ];
        let invalid = answer(Error::Validation(faults)).problem;
        assert_eq!((invalid.status, invalid.errors.unwrap().len()), (422, 2));
        let internal = answer(Error::internal(io::Error::other("password=hunter2"))).problem;
        assert_eq!(internal.status, 500);
        assert!(!internal.detail.contains("hunter2"));
    }

    #[test]
    fn a_request_that_could_not_be_read_keeps_its_status() {
        for status in [400, 414, 431] {
            let (headers, body) = unread(status);
            let problem: serde_json::Value = serde_json::from_slice(&body).unwrap();
            assert_eq!(problem["status"], status);
            assert_eq!(problem["request_id"], headers["x-request-id"].to_str().unwrap());
            assert_eq!(headers["content-type"], "application/problem+json");
        }
    }

    #[test]
    fn causes_are_in_one_line() {
        #[derive(Debug, thiserror::Error)]
        #[error("the row can't be read")]
        struct Outer(#[source] io::Error);
        assert_eq!(
            causes(&Error::internal(Outer(io::Error::other("disk on fire")))),
            "the row can't be read: disk on fire"
        );
        assert_eq!(causes(&Error::NotFound("file")), "");
    }
}
