//! What an error tells, and what it keeps to itself.

use std::error::Error as _;

use strongroom_client::auth::{MeGetError, SessionCreateError};
use strongroom_client::files::{FileDownloadHeadError, FileGetError, FileUploadError};
use strongroom_client::models::{FileUpload, SessionCreate};
use strongroom_client::{ApiError as _, Error, FailureReason};

use crate::network::{FILE_ID, Network, Reply, file_json};

#[test]
fn errors_are_small() {
    assert!(size_of::<Error<FileUploadError>>() <= 128);
    assert!(size_of::<Error<MeGetError>>() <= 128);
}

#[tokio::test]
async fn a_refusal_is_typed_and_says_everything_in_a_line() {
    let network = Network::script([Reply::problem(409, "NAME_CONFLICT", "There is already a file of that name.")]);
    let error = network.client().files().upload(FileUpload::new("abc")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "file_upload: There is already a file of that name. (NAME_CONFLICT, 409 Conflict, request id r9)"
    );
    assert!(matches!(error.api(), Some(FileUploadError::NameConflict(problem)) if problem.status == 409));
    assert_eq!(error.code(), Some("NAME_CONFLICT"));
    assert_eq!(error.request_id(), Some("r9"));
    assert_eq!(error.status().unwrap(), 409);
    assert!(error.raw_body().starts_with(b"{"));
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn what_the_contract_does_not_list_is_kept() {
    let network = Network::script([Reply::problem(418, "TEAPOT", "Short and stout.")]);
    let error = network.client().files().get(FILE_ID.parse().unwrap()).await.unwrap_err();
    assert!(error.api().is_some());
    assert!(!matches!(error.api(), Some(FileGetError::NotFound(_))));
    assert_eq!(error.problem().unwrap().code.as_str(), "TEAPOT");
    assert_eq!(error.to_string(), "file_get: Short and stout. (TEAPOT, 418 I'm a teapot, request id r9)");
    // The right code under another status is not what the contract lists.
    let network = Network::script([Reply::problem(400, "NOT_FOUND", "?")]);
    let error = network.client().files().get(FILE_ID.parse().unwrap()).await.unwrap_err();
    assert!(!matches!(error.api(), Some(FileGetError::NotFound(_))));
    assert_eq!(error.api().unwrap().problem().detail, "?");
}

#[tokio::test]
async fn an_answer_of_something_in_between_is_no_problem_document() {
    let reply = || Reply::status(504).header("content-type", "text/html").header("x-request-id", "p1");
    let network = Network::serving(move |_| reply().bytes("<h1>proxy</h1>"));
    let call = network.client().files().get(FILE_ID.parse().unwrap());
    let error = call.retry(strongroom_client::RetryPolicy::none()).await.unwrap_err();
    assert!(error.api().is_none());
    assert!(error.is_retryable());
    assert_eq!(error.raw_body(), "<h1>proxy</h1>");
    assert_eq!(
        error.to_string(),
        "file_get: the server answered 504 Gateway Timeout without a problem document (request id p1)"
    );
}

#[tokio::test]
async fn a_head_has_only_its_status_to_tell() {
    let network = Network::script([Reply::status(404).header("x-request-id", "h1")]);
    let error = network.client().files().download_head(FILE_ID.parse().unwrap()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert!(error.api().is_none_or(|api: &FileDownloadHeadError| api.problem().status == 404));
}

#[tokio::test]
async fn the_cause_stays_in_the_chain() {
    let network = Network::serving(|_| Reply::Refuse);
    let call = network.client().files().get(FILE_ID.parse().unwrap());
    let error = call.retry(strongroom_client::RetryPolicy::none()).await.unwrap_err();
    assert!(error.is_connect());
    assert_eq!(error.to_string(), "file_get: no connection to the server");
    assert_eq!(error.source().unwrap().to_string(), "refused");
}

#[tokio::test]
async fn an_answer_of_another_form_is_told_with_its_bytes() {
    let mut file = file_json();
    file["size_bytes"] = "many".into();
    let network = Network::script([Reply::json(200, &file).header("x-request-id", "d1")]);
    let error = network.client().files().get(FILE_ID.parse().unwrap()).await.unwrap_err();
    assert!(matches!(error.reason(), FailureReason::Decode(_)));
    assert_eq!(error.request_id(), Some("d1"));
    assert!(!error.raw_body().is_empty());
    assert!(error.source().is_some());
}

#[tokio::test]
async fn values_that_fit_nowhere_fail_before_anything_is_sent() {
    let network = Network::script([]);
    let client = network.client();
    let error = client.files().download(FILE_ID.parse().unwrap()).range("bytes=0-\r\nX: y").await.unwrap_err();
    assert!(matches!(error.reason(), FailureReason::Request(_)));
    let error = client.files().get(FILE_ID.parse().unwrap()).header("bad name", "x").await.unwrap_err();
    assert!(matches!(error.reason(), FailureReason::Request(_)));
    assert!(network.requests().is_empty());
}

#[tokio::test]
async fn no_secret_shows_in_debug() {
    let network = Network::serving(|_| Reply::problem(401, "UNAUTHENTICATED", "No."));
    let client = network.client();
    let login = SessionCreate::new("ada@example.com", "canary-password");
    let call = client.auth().session_create(login.clone());
    let mut text = format!("{client:?} {login:?} {call:?}");
    let error = call.await.unwrap_err();
    assert!(matches!(error.api(), Some(SessionCreateError::Unauthenticated(_))));
    text.push_str(&format!("{error:?} {error}"));
    let error = client.auth().me_get().await.unwrap_err();
    text.push_str(&format!("{error:?} {error}"));
    assert!(!text.contains("canary"), "{text}");
    let sent = &network.requests()[1];
    assert_eq!(sent.header("authorization"), Some("Bearer srp_canary"));
    assert!(!format!("{:?}", sent.headers).contains("canary"), "the header is marked as sensitive");
}
