//! The router on a small table; that it finds every operation of the contract is shown in `agreement`.

use super::*;
use crate::contract::operation::{Idempotency, Security};

fn operation(id: &'static str, method: Method, path: &'static str, route: &'static str) -> &'static Operation {
    Box::leak(Box::new(Operation {
        id,
        tag: "files",
        method,
        path,
        route,
        summary: "",
        security: Security::Public,
        scope: None,
        idempotency: Idempotency::Safe,
        body_limit_bytes: None,
        media_types: &[],
        body_required: false,
        streaming_request: false,
        streaming_response: false,
        codes: &[],
        statuses: &[],
    }))
}

fn router() -> Router {
    Router::new(&[
        operation("root", Method::GET, "/", "/"),
        operation("file_list", Method::GET, "/files", "/files"),
        operation("file_create", Method::POST, "/files", "/files"),
        operation("file_import", Method::POST, "/files:import", "/files/~import"),
        operation("file_get", Method::GET, "/files/{file}", "/files/:file"),
        operation("file_download", Method::GET, "/files/{file}:download", "/files/:file/~download"),
        operation("token_create", Method::POST, "/files/token", "/files/token"),
        operation("part_get", Method::GET, "/files/{file}/{part}/c", "/files/:file/:part/c"),
        operation("fixed_get", Method::GET, "/files/{file}/fixed/d", "/files/:file/fixed/d"),
    ])
}

fn find(method: Method, path: &str) -> String {
    match router().find(&method, path) {
        Found::Operation { operation, path_params } => {
            let values: Vec<String> = path_params.iter().map(|(name, value)| format!("{name}={value}")).collect();
            [operation.id.to_owned(), values.join(",")].join(" ").trim_end().to_owned()
        }
        Found::MethodNotAllowed { allowed } => format!("only {}", allowed.join(", ")),
        Found::NotSigned => "not signed".to_owned(),
        Found::NotFound => "nothing".to_owned(),
    }
}

#[test]
fn a_signed_url_is_signed_for_its_methods() {
    let told = |method, path| matches!(super::find(&method, path), Found::NotSigned);
    for method in [Method::GET, Method::HEAD, Method::DELETE, Method::OPTIONS] {
        assert!(told(method, "/api/v1/signed/uploads/x"));
    }
    assert!(told(Method::PUT, "/api/v1/signed/downloads/x"));
    assert!(!told(Method::PUT, "/api/v1/signed/uploads/x") && !told(Method::GET, "/api/v1/signed/downloads/x"));
    assert!(!told(Method::DELETE, "/api/v1/files"));
    // What no text is says no more than what is no token.
    assert!(told(Method::GET, "/api/v1/signed/downloads/%ff%00") && told(Method::PUT, "/api/v1/signed/uploads/%ff"));
    assert!(!told(Method::GET, "/api/v1/files/%ff%00"));
}

#[test]
fn fixed_segments_beat_parameters_and_parameters_take_the_rest() {
    assert_eq!(find(Method::GET, "/"), "root");
    assert_eq!(find(Method::GET, "/files"), "file_list");
    assert_eq!(find(Method::GET, "/files/abc"), "file_get file=abc");
    assert_eq!(find(Method::POST, "/files/token"), "token_create");
    assert_eq!(find(Method::GET, "/files/tokenizer"), "file_get file=tokenizer");
    assert_eq!(find(Method::GET, "/files/x/fixed/d"), "fixed_get file=x");
    assert_eq!(find(Method::GET, "/files/x/fixed/c"), "part_get file=x,part=fixed", "goes back to the parameter");
    assert_eq!(find(Method::GET, "/files/token/b/c"), "part_get file=token,part=b");
}

#[test]
fn the_method_is_looked_at_last() {
    assert_eq!(find(Method::GET, "/files/token"), "only POST");
    assert_eq!(find(Method::DELETE, "/files"), "only GET, POST");
    assert_eq!(find(Method::HEAD, "/files"), "only GET, POST", "HEAD is there only where the contract says so");
}

#[test]
fn verbs_match_exactly() {
    assert_eq!(find(Method::POST, "/files:import"), "file_import");
    assert_eq!(find(Method::GET, "/files:import"), "only POST");
    assert_eq!(find(Method::POST, "/files:export"), "nothing");
    assert_eq!(find(Method::POST, "/filesXimport"), "nothing");
    assert_eq!(find(Method::GET, "/files/abc:download"), "file_download file=abc");
    assert_eq!(find(Method::GET, "/files/a:b:download"), "file_download file=a:b");
    assert_eq!(find(Method::GET, "/files/abc%3Adownload"), "file_get file=abc:download", "an escaped colon is no verb");
    assert_eq!(find(Method::GET, "/files/abc:import"), "file_get file=abc:import", "not a verb of this path");
    assert_eq!(find(Method::POST, "/files/~import"), "only GET", "poem-openapi's spelling of a verb names nothing");
    assert_eq!(find(Method::GET, "/files/~other"), "file_get file=~other");
}

#[test]
fn what_names_nothing() {
    assert_eq!(find(Method::GET, "/files/"), "nothing", "a parameter is never empty");
    assert_eq!(find(Method::GET, "/files//b/c"), "nothing");
    assert_eq!(find(Method::GET, "/files/:download"), "file_get file=:download", "no name before the verb");
    assert_eq!(find(Method::GET, "files"), "nothing");
    assert_eq!(find(Method::GET, "/files/%ff"), "nothing", "not text");
    assert_eq!(find(Method::GET, "/files/a%2Fb"), "file_get file=a/b");
    assert_eq!(find(Method::GET, &"/a".repeat(40)), "nothing");
}
