//! The published document: common readers of OpenAPI take it, and its two spellings are one document.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::path::Path;

use serde_json::Value;
use xtask::contract::source::parse;
use xtask::contract::{self, yaml};

/// The contract of the product, and the one that uses every construct.
fn documents() -> Vec<(&'static str, Value)> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let load = |folder: &Path| contract::load(folder).unwrap_or_else(|faults| panic!("{faults}")).document.to_json();
    vec![
        ("strongroom", load(&package.join("../openapi"))),
        ("kitchen sink", load(&package.join("tests/golden/kitchen_sink/openapi"))),
    ]
}

/// Every operation of a document, with its id.
fn operations(document: &Value) -> Vec<(String, Value)> {
    let paths = document["paths"].as_object().unwrap().values();
    paths
        .flat_map(|path| path.as_object().unwrap().values())
        .map(|operation| (operation["operationId"].as_str().unwrap().to_owned(), operation.clone()))
        .collect()
}

#[test]
fn utoipa_reads_it() {
    for (name, document) in documents() {
        let read: utoipa::openapi::OpenApi =
            serde_json::from_value(document.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let again = serde_json::to_value(&read).unwrap();
        assert_eq!(operations(&again).len(), operations(&document).len(), "{name}");
        for (id, operation) in operations(&document) {
            let (_, read) = operations(&again).into_iter().find(|(other, _)| *other == id).unwrap();
            for member in ["parameters", "tags", "security"] {
                let count = |operation: &Value| operation[member].as_array().map_or(0, Vec::len);
                assert_eq!(count(&operation), count(&read), "{name}: {member} of {id}");
            }
            let statuses = |operation: &Value| -> Vec<String> {
                let mut statuses: Vec<_> = operation["responses"].as_object().unwrap().keys().cloned().collect();
                statuses.sort();
                statuses
            };
            assert_eq!(statuses(&operation), statuses(&read), "{name}: {id}");
        }
    }
}

#[test]
fn oas3_reads_it() {
    for (name, document) in documents() {
        let read = oas3::from_json(document.to_string()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(read.operations().count(), operations(&document).len(), "{name}");
    }
}

#[test]
fn yaml_and_json_say_the_same() {
    for (name, document) in documents() {
        let node = contract::node::Node::from_json(&document, &contract::node::Span::start_of(name));
        let read = parse(&yaml::to_yaml(&node), name).unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!(read.to_json(), document, "{name}");
    }
}

#[test]
fn every_operation_says_what_follows_from_its_kind() {
    for (name, document) in documents() {
        for (id, operation) in operations(&document) {
            let at = format!("{name}: {id}");
            let responses = operation["responses"].as_object().unwrap();
            let public = operation["security"].as_array().unwrap().is_empty();
            assert_eq!(responses.contains_key("401") && responses.contains_key("403"), !public, "{at}");
            assert_eq!(operation.get("x-scope").is_none(), public, "{at}");
            assert!(responses.contains_key("422") && responses.contains_key("500"), "{at}");
            assert!(responses.contains_key("503"), "{at}");
            // Without a body, it is a quota that may be full.
            assert!(responses.contains_key("413") || operation.get("requestBody").is_none(), "{at}");
            assert!(operation.get("x-problems").is_none(), "{at}");
            for (status, response) in responses {
                let response = match response["$ref"].as_str() {
                    Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
                    None => response,
                };
                assert!(response["headers"].get("X-Request-Id").is_some(), "{at}: {status}");
                let problem = status.starts_with(['4', '5']);
                assert_eq!(response.get("x-codes").is_some(), problem, "{at}: {status}");
            }
        }
    }
}
