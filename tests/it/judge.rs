//! The judge itself must be able to fail: each kind of fault that it exists for, shown to it once.

use conformance::contract::{Body, contract};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde_json::{Value, json};

const ME: &str = "/api/v1/me";

fn headers(media_type: &'static str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("x-request-id", HeaderValue::from_static("r1"));
    headers.insert("content-type", HeaderValue::from_static(media_type));
    headers
}

fn me() -> Value {
    contract().document()["components"]["schemas"]["Me"]["examples"][0].clone()
}

fn problem(status: u16, code: &str, kind: &str) -> Value {
    json!({ "type": kind, "title": "x", "status": status, "detail": "x", "code": code, "request_id": "r1" })
}

fn examine(status: u16, headers: &HeaderMap, body: &Value) -> Result<String, String> {
    let body = body.to_string();
    let status = StatusCode::from_u16(status).unwrap();
    let met = contract().examine(&Method::GET, ME, status, headers, Body::Whole(body.as_bytes()))?;
    Ok(met.expect("it is an operation").code)
}

#[test]
fn what_the_contract_says_passes() {
    assert_eq!(examine(200, &headers("application/json"), &me()), Ok("-".to_owned()));
    let mut refused = headers("application/problem+json");
    refused.insert("www-authenticate", HeaderValue::from_static("Bearer"));
    let told = problem(401, "UNAUTHENTICATED", "/problems/unauthenticated");
    assert_eq!(examine(401, &refused, &told), Ok("UNAUTHENTICATED".to_owned()));
}

#[test]
fn every_kind_of_fault_is_found() {
    let json = headers("application/json");
    let with = |name: &str, value: Value| {
        let mut me = me();
        me[name] = value;
        me
    };
    let mut without = me();
    without.as_object_mut().unwrap().remove("email");
    for (what, status, headers, body, told) in [
        ("an undocumented status", 418, json.clone(), me(), "not documented"),
        ("another media type", 200, headers("text/plain"), me(), "text/plain"),
        ("no request id", 200, HeaderMap::new(), me(), "X-Request-Id"),
        ("a wrong type", 200, json.clone(), with("name", json!(1)), "/name"),
        ("an unknown member", 200, json.clone(), with("surplus", json!(1)), "surplus"),
        ("an unknown enum value", 200, json.clone(), with("role", json!("king")), "/role"),
        ("a broken format", 200, json.clone(), with("user_id", json!("no uuid")), "/user_id"),
        ("a null", 200, json, with("name", json!(null)), "/name"),
    ] {
        let fault = examine(status, &headers, &body).expect_err(what);
        assert!(fault.contains(told), "{what}: {fault}");
    }
    let fault = examine(200, &self::headers("application/json"), &without).unwrap_err();
    assert!(fault.contains("email"), "{fault}");

    let mut refused = self::headers("application/problem+json");
    let told = problem(401, "UNAUTHENTICATED", "/problems/unauthenticated");
    assert!(examine(401, &refused, &told).unwrap_err().contains("www-authenticate"));
    refused.insert("www-authenticate", HeaderValue::from_static("Bearer"));
    for wrong in [
        problem(401, "NOT_FOUND", "/problems/not-found"),
        problem(403, "UNAUTHENTICATED", "/problems/unauthenticated"),
        problem(401, "UNAUTHENTICATED", "/problems/another"),
    ] {
        assert!(examine(401, &refused, &wrong).is_err(), "{wrong}");
    }
    let mut other_request = told;
    other_request["request_id"] = json!("r2");
    assert!(examine(401, &refused, &other_request).unwrap_err().contains("request_id"));
    let faultless = problem(422, "VALIDATION_FAILED", "/problems/validation-failed");
    assert!(examine(422, &refused, &faultless).unwrap_err().contains("without `errors`"));
}

#[test]
fn requests_outside_of_the_contract_are_judged_too() {
    let examine = |method: Method, path: &str, status: u16, allow: Option<&'static str>, body: &Value| {
        let mut headers = headers("application/problem+json");
        if let Some(allow) = allow {
            headers.insert("allow", HeaderValue::from_static(allow));
        }
        let body = body.to_string();
        let status = StatusCode::from_u16(status).unwrap();
        contract().examine(&method, path, status, &headers, Body::Whole(body.as_bytes())).map(|met| met.is_none())
    };
    let nothing = problem(404, "NOT_FOUND", "/problems/not-found");
    let wrong = problem(405, "METHOD_NOT_ALLOWED", "/problems/method-not-allowed");
    assert_eq!(examine(Method::GET, "/nothing", 404, None, &nothing), Ok(true));
    assert_eq!(examine(Method::PUT, ME, 405, Some("GET, PATCH"), &wrong), Ok(true));
    assert!(examine(Method::GET, "/nothing", 200, None, &me()).is_err());
    assert!(examine(Method::PUT, ME, 405, None, &wrong).is_err());
    assert!(examine(Method::PUT, ME, 405, Some("GET"), &wrong).is_err());
    assert!(examine(Method::PUT, ME, 404, None, &nothing).is_err());
}

#[test]
fn paths_are_told_apart_exactly() {
    let id = "019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e30";
    let find = |method: Method, path: String| contract().find(&method, &path).map(|operation| operation.id.as_str());
    assert_eq!(find(Method::GET, format!("/api/v1/files/{id}")), Some("file_get"));
    assert_eq!(find(Method::GET, format!("/api/v1/files/{id}/")), None);
    assert_eq!(find(Method::GET, "/api/v1/files/".to_owned()), None);
    assert_eq!(find(Method::HEAD, format!("/api/v1/files/{id}/content")), Some("file_download_head"));
    assert_eq!(find(Method::GET, format!("/api/v1/files/{id}/versions/1")), Some("version_get"));
    assert_eq!(find(Method::POST, format!("/api/v1/files/{id}")), None);
}
