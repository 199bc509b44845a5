//! The documentation in the browser, and the contract that it shows. What a browser does with it: `tests/browser/`.

use std::io::Read as _;

use conformance::TestServer;
use conformance::contract::contract;
use conformance::raw::{self, Answer};
use flate2::read::GzDecoder;
use serde_json::Value;

async fn get(server: &TestServer, path: &str) -> Answer {
    // Outside of the contract, so that it is not judged.
    raw::request("GET", path).exchange(server.address()).await.expect("an answer")
}

#[tokio::test(flavor = "multi_thread")]
async fn docs_are_where_people_look_for_them() {
    let server = TestServer::start().await;
    for path in ["/", "/docs"] {
        let answer = get(&server, path).await;
        assert!(answer.status.is_redirection(), "{path}: {}", answer.status);
        assert_eq!(answer.header("location"), Some("/docs/"));
    }
    let page = get(&server, "/docs/").await;
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").unwrap().starts_with("text/html"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("http") && !policy.contains('*'), "{policy}");
}

/// Everything the page loads comes from this server: it works without the internet, and tells nobody of its use.
#[tokio::test(flavor = "multi_thread")]
async fn docs_load_nothing_from_elsewhere() {
    let server = TestServer::start().await;
    let mut to_load = vec![String::new()];
    let mut loaded = Vec::new();
    while let Some(name) = to_load.pop() {
        if loaded.contains(&name) {
            continue;
        }
        let answer = get(&server, &format!("/docs/{name}")).await;
        assert_eq!(answer.status, 200, "/docs/{name}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "/docs/{name}");
        loaded.push(name.clone());
        if !(name.is_empty() || name.ends_with("css")) {
            continue;
        }
        let mut text = String::new();
        match answer.header("content-encoding") {
            Some("gzip") => GzDecoder::new(answer.body.as_slice()).read_to_string(&mut text).expect("it is gzip"),
            _ => answer.body.as_slice().read_to_string(&mut text).expect("it is text"),
        };
        for attribute in ["src=\"", "href=\"", "url("] {
            for reference in text.split(attribute).skip(1) {
                let reference = reference.split(['"', ')']).next().unwrap_or_default().trim_matches(['\'', '"']);
                if reference.starts_with("data:") || reference.starts_with('#') {
                    continue;
                }
                assert!(!reference.contains("//"), "/docs/{name} loads {reference}");
                to_load.push(reference.trim_start_matches("./").to_owned());
            }
        }
    }
    assert!(loaded.len() >= 5, "only {loaded:?}");
    assert!(loaded.iter().any(|name| name.ends_with(".js")));
}

#[tokio::test(flavor = "multi_thread")]
async fn docs_refuse_what_they_do_not_have() {
    let server = TestServer::start().await;
    for path in ["/docs/nothing", "/docs/../admin.token", "/docs/%2e%2e/admin.token", "/docs/..%2fadmin.token"] {
        let answer = get(&server, path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.code(), "NOT_FOUND", "{path}");
    }
    let answer = raw::request("POST", "/docs/").exchange(server.address()).await.unwrap();
    assert_eq!(answer.code(), "METHOD_NOT_ALLOWED");
    assert_eq!(answer.header("allow").map(|allow| allow.replace(' ', "")), Some("GET,HEAD".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_get_json_is_the_committed_document() {
    let server = TestServer::start().await;
    let answer = raw::request("GET", "/openapi.json").send(server.address()).await;
    let served: Value = answer.json();
    assert_eq!(&served, contract().document());
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_get_yaml_is_the_same_document() {
    let server = TestServer::start().await;
    let yaml = raw::request("GET", "/openapi.yaml").send(server.address()).await;
    let committed = include_str!("../../openapi/strongroom.yaml");
    assert_eq!(String::from_utf8(yaml.body).unwrap(), committed);
    assert!(committed.contains("\nopenapi: \"3.1.0\"\n"));
    // That the two say the same is the generator's test; that it is this version's is ours.
    let version = contract().document()["info"]["version"].as_str().unwrap();
    assert!(
        committed.contains(&format!("version: {version}")) || committed.contains(&format!("version: \"{version}\""))
    );
}
