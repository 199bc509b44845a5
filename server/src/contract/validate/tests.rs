//! Rules one by one on a small document; that they fit the whole contract is shown at the end.

use poem::http::HeaderValue;
use serde_json::json;

use super::*;
use crate::generated::operations::OPERATIONS;

fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "paths": {
            "/things/{thing_id}": {
                "post": {
                    "operationId": "thing_put",
                    "parameters": [
                        { "name": "thing_id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } },
                        { "$ref": "#/components/parameters/Take" },
                        { "name": "deep", "in": "query", "required": true, "schema": { "type": "boolean" } },
                        { "name": "order", "in": "query", "schema": { "$ref": "#/components/schemas/Order" } },
                        { "name": "id", "in": "query", "schema": { "type": "array", "maxItems": 2, "uniqueItems": true,
                            "items": { "type": "integer", "format": "int32" } } },
                        { "name": "ratio", "in": "query", "schema": { "type": "number", "minimum": 0 } },
                        { "name": "If-Match", "in": "header", "schema": { "type": "string", "maxLength": 4 } },
                        { "name": "X-Sizes", "in": "header", "schema": { "type": "array", "items": { "type": "integer" } } }
                    ],
                    "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } }
                }
            }
        },
        "components": {
            "parameters": {
                "Take": { "name": "take", "in": "query", "required": false,
                    "schema": { "type": "integer", "format": "int32", "minimum": 1, "maximum": 100 } }
            },
            "schemas": {
                "Order": { "type": "string", "enum": ["", "name", "name desc"] },
                "Thing": {
                    "type": "object", "additionalProperties": false, "required": ["name"], "minProperties": 1,
                    "properties": {
                        "name": { "type": "string", "minLength": 1, "maxLength": 3 },
                        "code": { "type": "string", "pattern": "^[a-z]+$" },
                        "size": { "type": ["integer", "null"], "format": "int64", "minimum": 0 },
                        "at": { "type": "string", "format": "date-time" },
                        "tags": { "type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": true,
                            "items": { "type": "string", "maxLength": 2 } },
                        "notes": { "type": "object", "maxProperties": 1, "additionalProperties": { "type": "string" } },
                        "free": { "type": "object", "additionalProperties": true },
                        "made": { "type": "string", "readOnly": true },
                        "inner": { "$ref": "#/components/schemas/Thing" },
                        "shape": { "$ref": "#/components/schemas/Shape" }
                    }
                },
                "Shape": {
                    "oneOf": [{ "$ref": "#/components/schemas/Circle" }, { "$ref": "#/components/schemas/Square" }],
                    "discriminator": { "propertyName": "kind", "mapping": {
                        "circle": "#/components/schemas/Circle", "square": "#/components/schemas/Square" } }
                },
                "Circle": { "type": "object", "additionalProperties": false, "required": ["kind", "radius"],
                    "properties": { "kind": { "type": "string" }, "radius": { "type": "integer" } } },
                "Square": { "type": "object", "additionalProperties": false, "required": ["kind", "side"],
                    "properties": { "kind": { "type": "string" }, "side": { "type": "integer" } } }
            }
        }
    })
}

fn told(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(|fault| format!("{:?} {} {}", fault.location, fault.pointer, fault.code).to_lowercase()).collect()
}

fn given(thing_id: &str, query: &str) -> Given {
    Given { path: vec![("thing_id", thing_id.to_owned())], query: query_pairs(query) }
}

fn query(query: &str) -> Vec<String> {
    let given = given("019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e01", query);
    told(&Contract::new(&document()).parameters("thing_put", &given, &HeaderMap::new()))
}

fn body(body: Value) -> Vec<String> {
    let faults = Contract::new(&document()).json_body("thing_put", &body);
    told(&faults).into_iter().map(|fault| fault.trim_start_matches("body ").to_owned()).collect()
}

#[test]
fn parameters_have_one_spelling_for_each_value() {
    for good in [
        "deep=true",
        "deep=false&take=1",
        "take=100&deep=true",
        "deep=true&order=",
        "deep=true&order=name+desc",
        "deep=true&order=name%20desc",
        "deep=true&id=1&id=-2",
        "deep=true&ratio=0.5",
        "deep=true&ratio=1e2",
        "&deep=true&",
    ] {
        assert_eq!(query(good), Vec::<String>::new(), "{good}");
    }
    for (bad, fault) in [
        ("", "query /deep required"),
        ("deep=1", "query /deep type"),
        ("deep=TRUE", "query /deep type"),
        ("deep", "query /deep type"),
        ("deep=true&deep=true", "query /deep repeated"),
        ("deep=true&take=0", "query /take minimum"),
        ("deep=true&take=101", "query /take maximum"),
        ("deep=true&take=+5", "query /take type"),
        ("deep=true&take=%2B5", "query /take type"),
        ("deep=true&take=-0", "query /take type"),
        ("deep=true&take=007", "query /take type"),
        ("deep=true&take=", "query /take type"),
        ("deep=true&take=1.0", "query /take type"),
        ("deep=true&take=4294967296", "query /take format"),
        ("deep=true&take=99999999999999999999999", "query /take format"),
        ("deep=true&order=size", "query /order enum"),
        ("deep=true&id=1&id=x", "query /id/1 type"),
        ("deep=true&id=1&id=2&id=3", "query /id max_items"),
        ("deep=true&id=1&id=1", "query /id unique_items"),
        ("deep=true&ratio=NaN", "query /ratio type"),
        ("deep=true&ratio=-1", "query /ratio minimum"),
        ("deep=true&colour=red", "query /colour unknown"),
        ("deep=true&a/b~=1", "query /a~1b~0 unknown"),
        ("deep=true&order=%ff", "query /order encoding"),
    ] {
        assert_eq!(query(bad), [fault], "{bad}");
    }
}

#[test]
fn all_faults_of_a_request_come_at_once() {
    let contract = Contract::new(&document());
    let mut headers = HeaderMap::new();
    headers.insert("if-match", HeaderValue::from_static("12345"));
    headers.insert("x-sizes", HeaderValue::from_static("1, x"));
    let faults = contract.parameters("thing_put", &given("1", "take=0&x=1"), &headers);
    assert_eq!(
        told(&faults),
        [
            "path /thing_id format",
            "query /take minimum",
            "query /deep required",
            "header /if-match max_length",
            "header /x-sizes/1 type",
            "query /x unknown"
        ]
    );
    headers.insert("if-match", HeaderValue::from_bytes(b"\xff").unwrap());
    let faults = contract.parameters("thing_put", &given("1", "deep=true"), &headers);
    assert!(told(&faults).contains(&"header /if-match encoding".to_owned()));
}

#[test]
fn bodies() {
    for good in [
        json!({ "name": "äöü" }),
        json!({ "name": "a", "size": null, "tags": ["a", "b"], "notes": { "x": "y" }, "free": { "a": [1, { "b": null }] } }),
        json!({ "name": "a", "size": 9_223_372_036_854_775_807_i64, "at": "2026-11-20T10:00:00Z", "inner": { "name": "b" } }),
        json!({ "name": "a", "shape": { "kind": "circle", "radius": 1 } }),
    ] {
        assert_eq!(body(good.clone()), Vec::<String>::new(), "{good}");
    }
    for (bad, faults) in [
        (json!([]), vec![" type"]),
        (json!(null), vec![" type"]),
        (json!({}), vec![" min_properties", "/name required"]),
        (json!({ "name": "" }), vec!["/name min_length"]),
        (json!({ "name": "abcd", "code": "A" }), vec!["/code pattern", "/name max_length"]),
        (json!({ "name": 1, "size": "1" }), vec!["/name type", "/size type"]),
        (json!({ "name": null }), vec!["/name type"]),
        (json!({ "name": "a", "size": 1.5 }), vec!["/size type"]),
        (json!({ "name": "a", "size": 1.0 }), vec!["/size type"]),
        (json!({ "name": "a", "size": 9_223_372_036_854_775_808_u64 }), vec!["/size format"]),
        (json!({ "name": "a", "size": 1e30 }), vec!["/size format"]),
        (json!({ "name": "a", "size": -1 }), vec!["/size minimum"]),
        (json!({ "name": "a", "at": "today" }), vec!["/at format"]),
        (json!({ "name": "a", "tags": [] }), vec!["/tags min_items"]),
        (
            json!({ "name": "a", "tags": ["a", "a", "abc"] }),
            vec!["/tags max_items", "/tags unique_items", "/tags/2 max_length"],
        ),
        (json!({ "name": "a", "notes": { "x": 1, "y/z": "" } }), vec!["/notes max_properties", "/notes/x type"]),
        (json!({ "name": "a", "made": "x", "other": 1 }), vec!["/made read_only", "/other unknown"]),
        (json!({ "name": "a", "inner": { "nom": "b" } }), vec!["/inner/name required", "/inner/nom unknown"]),
        (json!({ "name": "a", "shape": { "radius": 1 } }), vec!["/shape/kind required"]),
        (json!({ "name": "a", "shape": { "kind": "line" } }), vec!["/shape/kind enum"]),
        (
            json!({ "name": "a", "shape": { "kind": "square", "radius": 1 } }),
            vec!["/shape/side required", "/shape/radius unknown"],
        ),
        (json!({ "name": "a", "shape": 1 }), vec!["/shape type"]),
    ] {
        // In the order of the body's members, which depends on how the workspace builds serde_json.
        let (mut told, mut faults) = (body(bad.clone()), faults);
        told.sort_unstable();
        faults.sort_unstable();
        assert_eq!(told, faults, "{bad}");
    }
}

#[test]
fn faults_never_repeat_a_value_and_are_bounded() {
    let contract = Contract::new(&document());
    let faults = contract
        .json_body("thing_put", &json!({ "name": "hunter2", "code": "HUNTER2", "size": "hunter2", "at": "hunter2" }));
    assert_eq!(faults.len(), 4);
    assert!(faults.iter().all(|fault| !fault.detail.to_lowercase().contains("hunter2")));
    let many: serde_json::Map<String, Value> = (0..10_000).map(|index| (format!("k{index}"), Value::Null)).collect();
    assert_eq!(contract.json_body("thing_put", &Value::Object(many)).len(), FAULTS_MAX);
}

#[test]
fn depth_is_bounded() {
    let mut value = json!({ "name": "a" });
    for _ in 0..100 {
        value = json!({ "name": "a", "inner": value });
    }
    let faults = body(value);
    assert!(!faults.is_empty() && faults.iter().all(|fault| fault.ends_with(" depth")), "{faults:?}");
}

/// Every operation of the contract is known here, and the examples that it shows are valid.
#[test]
fn the_contracts_own_examples_are_valid() {
    let contract = contract();
    let mut shown = 0;
    for operation in OPERATIONS {
        assert!(contract.operations.contains_key(operation.id), "{}", operation.id);
        let method = operation.method.as_str().to_lowercase();
        let content = format!("/paths/{}/{method}/requestBody/content/application~1json", escaped(operation.path));
        let Some(content) = document::value().pointer(&content) else { continue };
        let example = content.get("example").or_else(|| content.pointer("/examples/0")).cloned();
        if let Some(example) = example {
            assert_eq!(json_body(operation, &example), [], "{}", operation.id);
            shown += 1;
        }
    }
    assert!(shown > 5, "only {shown} operations show an example of their body");
}
