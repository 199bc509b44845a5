//! Tests that the generated layer, the router and the contract say the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use poem::http::{Method, StatusCode};
use poem::{Endpoint as _, Request};
use serde_json::Value;

use super::document;
use super::endpoints::Endpoints;
use super::operation::{Operation, Security};
use super::parameters::Given;
use super::router::{Found, find};
use crate::generated::operations::OPERATIONS;
use crate::generated::unanswered::Unanswered;
use crate::generated::{glue, service};

/// The document that poem-openapi makes of the generated layer.
fn emitted() -> Value {
    serde_json::from_str(&service(Arc::new(Unanswered)).spec()).unwrap()
}

/// What `value` is or refers to within `document`.
fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => value,
    }
}

fn members<'d>(value: &'d Value, name: &str) -> Vec<(&'d String, &'d Value)> {
    value.get(name).and_then(Value::as_object).map(|object| object.iter().collect()).unwrap_or_default()
}

/// An operation's parameters, media types, statuses and headers, one line each. Names of headers in lower case, media
/// types without parameters; left out are the headers that every answer has and those that OpenAPI tells to ignore.
fn facts(document: &Value, operation: &Operation) -> BTreeSet<String> {
    let method = operation.method.as_str().to_lowercase();
    let item = &document["paths"][operation.path][&method];
    let mut facts = BTreeSet::new();
    facts.insert(format!("id {}", item["operationId"]));
    facts.insert(format!("tags {}", item["tags"]));
    facts.insert(format!("security {}", item.get("security").unwrap_or(&Value::Array(Vec::new()))));
    for parameter in item["parameters"].as_array().into_iter().flatten() {
        let parameter = resolved(document, parameter);
        let name = parameter["name"].as_str().unwrap().to_lowercase();
        facts.insert(format!("parameter {} {name} required {}", parameter["in"], parameter["required"]));
        // poem-openapi wraps a named type with a default into `allOf`, with the default beside it.
        let schema = resolved(document, &parameter["schema"]);
        let named = schema.pointer("/allOf/0").map_or(schema, |named| resolved(document, named));
        for limit in ["type", "format", "minimum", "maximum", "minLength", "maxLength", "pattern", "default"] {
            if let Some(value) = schema.get(limit).or_else(|| named.get(limit)) {
                let value = value.as_f64().map_or_else(|| value.to_string(), |number| number.to_string());
                facts.insert(format!("parameter {name} {limit} {value}"));
            }
        }
    }
    if let Some(body) = item.get("requestBody") {
        let body = resolved(document, body);
        facts.insert(format!("body required {}", body["required"]));
        for (media_type, _) in members(body, "content") {
            // poem-openapi calls raw bytes of any media type the same.
            let known = ["application/json", "multipart/form-data"].contains(&media_type.as_str());
            facts.insert(format!("body {}", if known { media_type } else { "application/octet-stream" }));
        }
    }
    for (status, response) in members(item, "responses") {
        let response = resolved(document, response);
        facts.insert(status.clone());
        // An answer to `HEAD` has no body, which poem-openapi can't say of a problem.
        if operation.method != Method::HEAD {
            facts.extend(members(response, "content").iter().map(|(media_type, _)| {
                // Bytes whose type is known when they are answered: poem-openapi has one name for such a payload.
                let is_bytes = ["*/*", "application/zip"].contains(&media_type.as_str());
                let media_type = if is_bytes { "application/octet-stream" } else { media_type };
                format!("{status} body {media_type}")
            }));
        }
        for (name, header) in members(response, "headers") {
            let required = resolved(document, header).get("required").and_then(Value::as_bool).unwrap_or(false);
            let name = name.to_lowercase();
            if name != "x-request-id" {
                facts.insert(format!("{status} header {name} required {required}"));
            }
        }
    }
    facts
}

#[test]
fn the_emitted_document_says_what_the_contract_says() {
    let emitted = emitted();
    let contract = document::value();
    for operation in OPERATIONS {
        let (ours, theirs) = (facts(contract, operation), facts(&emitted, operation));
        let missing: Vec<_> = ours.difference(&theirs).collect();
        let added: Vec<_> = theirs.difference(&ours).collect();
        assert!(missing.is_empty() && added.is_empty(), "{}: missing {missing:#?}, added {added:#?}", operation.id);
    }
    let count =
        |document: &Value| members(document, "paths").iter().map(|(_, item)| members_of_methods(item)).sum::<usize>();
    assert_eq!(count(&emitted), OPERATIONS.len());
    assert_eq!(count(contract), OPERATIONS.len());
}

fn members_of_methods(item: &Value) -> usize {
    item.as_object().map_or(0, |item| item.values().filter(|operation| operation.get("operationId").is_some()).count())
}

/// The schemas that both documents name have the same members, of which the same are required.
#[test]
fn the_emitted_types_have_the_contracts_members() {
    let emitted = emitted();
    let contract = document::value();
    let mut compared = 0;
    for (name, schema) in members(&emitted["components"], "schemas") {
        let Some(ours) = contract.pointer(&format!("/components/schemas/{name}")) else {
            // Each variant of a union has a name of its own in poem-openapi's document, as have types that the contract
            // writes in place.
            continue;
        };
        let names = |schema: &Value| {
            // Another spelling of a member is read by the member itself.
            let properties = members(schema, "properties").into_iter();
            let own = properties.filter(|(_, property)| property.get("x-alias-of").is_none());
            own.map(|(name, _)| name.clone()).collect::<BTreeSet<_>>()
        };
        let list = |schema: &Value, of: &str| {
            let values = schema.get(of).and_then(Value::as_array).into_iter().flatten();
            values.map(Value::to_string).collect::<BTreeSet<_>>()
        };
        assert_eq!(names(schema), names(ours), "members of {name}");
        assert_eq!(list(schema, "required"), list(ours, "required"), "required members of {name}");
        assert_eq!(list(schema, "enum"), list(ours, "enum"), "values of {name}");
        compared += 1;
    }
    assert!(compared > 20, "only {compared} types were compared");
}

/// What the router finds for a path is answered by the glue of that very operation.
#[tokio::test]
async fn every_operation_has_its_endpoint() {
    let endpoints = Endpoints::new(glue(Arc::new(Unanswered)));
    for operation in OPERATIONS {
        let path = example_path(operation);
        let Found::Operation { operation: found, path_params } = find(&operation.method, &path) else {
            panic!("nothing at {} {path}", operation.method)
        };
        assert_eq!(found.id, operation.id);
        assert_eq!(path_params.len(), operation.path.matches('{').count());
        let mut request = Request::builder().method(operation.method.clone()).uri_str(&path).finish();
        request.set_data(Given { path: path_params, query: Vec::new() });
        let response = endpoints.of(found).get_response(request).await;
        let routed = response.data::<poem_openapi::OperationId>().expect("poem-openapi says whose answer it is");
        assert_eq!(routed.0, operation.id);
        // Without a caller no secured handler runs; without its body none does.
        let status = response.status();
        match operation.security {
            Security::Bearer => assert_eq!(status, StatusCode::UNAUTHORIZED, "{}", operation.id),
            Security::Public => assert!(status.is_client_error() || status.is_server_error(), "{}", operation.id),
        }
        assert!(operation.statuses.contains(&status.as_u16()), "{} answered {status}", operation.id);
        assert_eq!(response.content_type(), Some("application/problem+json"), "{}", operation.id);
    }
}

fn example_path(operation: &Operation) -> String {
    let segments = operation.path.split('/').map(|segment| match segment.split_once('}') {
        Some((parameter, verb)) if parameter.starts_with('{') => {
            let value = if parameter == "{version}" { "3" } else { "019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e01" };
            format!("{value}{verb}")
        }
        _ => segment.to_owned(),
    });
    segments.collect::<Vec<_>>().join("/")
}

#[test]
fn every_operation_documents_what_any_may_answer() {
    use crate::generated::problems::ProblemCode;
    for operation in OPERATIONS {
        for code in [ProblemCode::Internal, ProblemCode::Unavailable] {
            assert!(operation.codes.contains(&code), "{} lacks {}", operation.id, code.as_str());
        }
    }
    let ids: BTreeSet<&str> = OPERATIONS.iter().map(|operation| operation.id).collect();
    assert_eq!(ids.len(), OPERATIONS.len());
}
