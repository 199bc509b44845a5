//! The document that the framework emits from the server's generated types, held against the one that we publish.
//!
//! The two are written differently and must mean the same: for every operation its parameters, bodies, answers, headers
//! and security, each schema followed to its end. What the framework can't say stands in `allowed`, each with its reason;
//! whatever else differs is a fault of the generator.

use std::collections::{BTreeMap, BTreeSet};

use conformance::TestServer;
use conformance::contract::contract;
use serde_json::{Map, Value, json};

/// One statement of a document: where, and what is said there.
type Facts = BTreeMap<String, Value>;

#[tokio::test(flavor = "multi_thread")]
async fn emitted_document_means_the_same() {
    let server = TestServer::start().await;
    let (ours, theirs) = (facts(contract().document()), facts(&server.emitted_document()));
    let differences = differences(&ours, &theirs);
    assert!(ours.len() > 2000, "only {} statements were read", ours.len());
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

/// Changes a document so that the comparison has to notice.
type Mutation = fn(&mut Value);

/// A comparison that can't fail proves nothing.
#[test]
fn mutations_are_found() {
    let ours = facts(contract().document());
    let mutations: [(&str, Mutation); 8] = [
        ("an operation less", |document| {
            document["paths"]["/api/v1/me"].as_object_mut().unwrap().remove("patch");
        }),
        ("a status more", |document| {
            let responses = &mut document["paths"]["/api/v1/me"]["get"]["responses"];
            responses["418"] = responses["200"].clone();
        }),
        ("a required member less", |document| {
            document["components"]["schemas"]["FolderCreate"]["required"] = json!(["name"]);
        }),
        ("another type", |document| {
            document["components"]["schemas"]["File"]["properties"]["name"]["type"] = json!("integer");
        }),
        ("another limit", |document| {
            document["components"]["parameters"]["Take"]["schema"]["maximum"] = json!(101);
        }),
        ("an enum value less", |document| {
            document["components"]["schemas"]["Permission"]["enum"] = json!(["READ"]);
        }),
        ("a header less", |document| {
            document["components"]["responses"]["Content"]["headers"].as_object_mut().unwrap().remove("ETag");
        }),
        ("no security", |document| document["paths"]["/api/v1/me"]["get"]["security"] = json!([])),
    ];
    for (what, mutate) in mutations {
        let mut mutated = contract().document().clone();
        mutate(&mut mutated);
        assert_ne!(differences(&ours, &facts(&mutated)).len(), 0, "{what} is not found");
    }
}

fn differences(ours: &Facts, theirs: &Facts) -> Vec<String> {
    let places: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    let mut differences = Vec::new();
    for place in places {
        let (here, there) = (ours.get(place), theirs.get(place));
        if here != there && !allowed(place, here, there) {
            let shown = |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), Value::to_string);
            differences.push(format!("{place}: ours says {}, theirs {}", shown(here), shown(there)));
        }
    }
    differences
}

/// What poem-openapi can't express.
fn allowed(place: &str, ours: Option<&Value>, theirs: Option<&Value>) -> bool {
    let keyword = place.rsplit('/').next().unwrap_or_default();
    match keyword {
        // `Option` and `MaybeUndefined` are written like their inner type. The values are right: requests are validated
        // from our document, answers judged by it in every test.
        "nullable" => ours == Some(&json!(true)) && theirs.is_none(),
        // It is silent about members that are not listed; requests with such are refused from our document.
        "additionalProperties" => ours.is_some_and(Value::is_boolean) && theirs.is_none(),
        // It has no type of its own for these texts; ours checks them.
        "format" => [Some(&json!("email")), Some(&json!("uri-reference"))].contains(&ours) && theirs.is_none(),
        // Limits of maps and forms have no validator there; ours checks them.
        "minProperties" | "maxProperties" => theirs.is_none(),
        // Digits that may be sent as a number: its type reads both, and is called a string there.
        "type" if ours == Some(&json!("string|integer")) => theirs == Some(&json!("string")),
        // Files of a form are not counted there; ours counts them.
        "maxItems" => theirs.is_none() && place.contains("multipart/form-data.file/"),
        // The pipeline handles the header before the framework sees the request.
        _ if place.contains(" header x-request-id") => theirs.is_none(),
        _ => false,
    }
}

fn facts(document: &Value) -> Facts {
    let mut facts = Facts::new();
    for (path, item) in members(&document["paths"]) {
        for (method, operation) in members(item) {
            if !["get", "head", "post", "put", "patch", "delete", "options"].contains(&method.as_str()) {
                continue;
            }
            let at = format!("{} {path}", method.to_uppercase());
            facts.insert(format!("{at}/operationId"), operation["operationId"].clone());
            facts.insert(format!("{at}/security"), security(document, operation));
            let shared = item["parameters"].as_array().into_iter().flatten();
            for parameter in shared.chain(operation["parameters"].as_array().into_iter().flatten()) {
                parameter_facts(&mut facts, document, &at, resolve(document, parameter));
            }
            body_facts(&mut facts, document, &at, operation);
            for (status, answer) in members(&operation["responses"]) {
                answer_facts(&mut facts, document, &format!("{at} {status}"), resolve(document, answer));
            }
        }
    }
    facts
}

fn parameter_facts(facts: &mut Facts, document: &Value, at: &str, parameter: &Value) {
    let place = parameter["in"].as_str().unwrap_or("?");
    let name = parameter["name"].as_str().unwrap_or("?");
    // Header names are the same in any case.
    let name = if place == "header" { name.to_lowercase() } else { name.to_owned() };
    let at = format!("{at} {place} {name}");
    facts.insert(format!("{at}/required"), json!(parameter["required"] == true));
    schema_facts(facts, document, &at, &parameter["schema"], 0);
}

fn body_facts(facts: &mut Facts, document: &Value, at: &str, operation: &Value) {
    let body = resolve(document, &operation["requestBody"]);
    if body.is_null() {
        return;
    }
    facts.insert(format!("{at} body/required"), json!(body["required"] == true));
    for (media_type, content) in members(&body["content"]) {
        schema_facts(facts, document, &format!("{at} body {}", essence(media_type)), &content["schema"], 0);
    }
}

fn answer_facts(facts: &mut Facts, document: &Value, at: &str, answer: &Value) {
    facts.insert(format!("{at}/answered"), json!(true));
    for (name, header) in members(&answer["headers"]) {
        let header = resolve(document, header);
        let at = format!("{at} header {}", name.to_lowercase());
        facts.insert(format!("{at}/required"), json!(header["required"] == true));
        schema_facts(facts, document, &at, &header["schema"], 0);
    }
    if at.starts_with("HEAD ") {
        return; // answered without a body, whatever is said of one
    }
    for (media_type, content) in members(&answer["content"]) {
        schema_facts(facts, document, &format!("{at} {}", essence(media_type)), &content["schema"], 0);
    }
}

/// Writes down what a schema says, following references, so that names of components do not matter.
fn schema_facts(facts: &mut Facts, document: &Value, at: &str, schema: &Value, depth: usize) {
    // Deeper than any of ours: only a schema that holds itself gets here.
    if depth > 12 {
        return;
    }
    let schema = flatten(document, schema);
    for (keyword, value) in &schema {
        let place = format!("{at}/{keyword}");
        match keyword.as_str() {
            "type" => type_facts(facts, at, value),
            "properties" => {
                // Another name for a member is the pipeline's business, which knows no such type.
                for (name, property) in members(value).filter(|(_, property)| property.get("x-alias-of").is_none()) {
                    schema_facts(facts, document, &format!("{at}.{name}"), property, depth + 1);
                }
            }
            "items" => schema_facts(facts, document, &format!("{at}[]"), value, depth + 1),
            "additionalProperties" => match value {
                Value::Bool(_) => drop(facts.insert(place, value.clone())),
                other => schema_facts(facts, document, &format!("{at}.*"), other, depth + 1),
            },
            "required" => drop(facts.insert(place, sorted(value))),
            // Whether it may be null, its type tells.
            "enum" => {
                let values = value.as_array().into_iter().flatten().filter(|value| !value.is_null()).cloned();
                facts.insert(place, sorted(&values.collect()));
            }
            // A range may be written in two ways, and numbers in two.
            "minimum" | "maximum" | "multipleOf" | "minLength" | "maxLength" | "minItems" | "maxItems"
            | "minProperties" | "maxProperties" => drop(facts.insert(place, json!(value.as_f64()))),
            "format" | "pattern" | "uniqueItems" | "default" | "readOnly" | "writeOnly" | "nullable" => {
                if *value != json!(false) || keyword == "default" {
                    facts.insert(place, value.clone());
                }
            }
            "title" | "description" | "example" | "examples" | "deprecated" | "xml" | "externalDocs" => {}
            other if other.starts_with("x-") => {}
            // Not known to this comparison: it must be taught, not blind.
            _ => drop(facts.insert(place, value.clone())),
        }
    }
}

fn type_facts(facts: &mut Facts, at: &str, value: &Value) {
    let types: Vec<&str> = match value {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    };
    if types.contains(&"null") {
        facts.insert(format!("{at}/nullable"), json!(true));
    }
    let types: Vec<_> = types.into_iter().filter(|name| *name != "null").collect();
    facts.insert(format!("{at}/type"), json!(types.join("|")));
}

/// The schema with its reference and its `allOf` merged in: `allOf: [$ref, limits]` is the reference with limits.
fn flatten(document: &Value, schema: &Value) -> Map<String, Value> {
    let mut flat = Map::new();
    if let Some(reference) = schema["$ref"].as_str() {
        flat.extend(flatten(document, pointer(document, reference)));
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        flat.extend(flatten(document, part));
    }
    for (keyword, value) in members(schema) {
        if keyword != "$ref" && keyword != "allOf" {
            flat.insert(keyword.clone(), value.clone());
        }
    }
    flat
}

fn security(document: &Value, operation: &Value) -> Value {
    let schemes = operation.get("security").unwrap_or(&document["security"]);
    let kinds = schemes.as_array().into_iter().flatten().flat_map(members).map(|(name, scopes)| {
        let scheme = &document["components"]["securitySchemes"][name];
        json!([scheme["type"], scheme["scheme"], scopes])
    });
    kinds.collect()
}

fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    value["$ref"].as_str().map_or(value, |reference| pointer(document, reference))
}

fn pointer<'a>(document: &'a Value, reference: &str) -> &'a Value {
    let pointer = reference.strip_prefix('#').expect("a document refers to itself only");
    document.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"))
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn sorted(value: &Value) -> Value {
    let mut values: Vec<String> = value.as_array().into_iter().flatten().map(Value::to_string).collect();
    values.sort();
    json!(values)
}

fn essence(media_type: &str) -> &str {
    match media_type.split(';').next().unwrap_or_default().trim() {
        // Bytes of a type that is known when they are answered: poem-openapi has one name for such a payload.
        "*/*" | "application/zip" => "application/octet-stream",
        essence => essence,
    }
}
