//! Single changes of a published document and the class of each. The document is the one that uses every construct.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::{Value, json};
use xtask::cli::Format;
use xtask::contract;
use xtask::contract::diff::{self, Change, report, rules};
use xtask::contract::node::{Node, Span};

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/kitchen_sink/openapi");
    contract::load(&folder).unwrap_or_else(|faults| panic!("{faults}")).document.to_json()
});

/// One change of the document: at a pointer, which is written with `.` between the steps.
#[derive(Debug, Clone)]
enum Edit {
    Set(&'static str, Value),
    Remove(&'static str),
}

use Edit::{Remove, Set};

impl Edit {
    fn apply(&self, document: &mut Value) {
        match self {
            Set(path, value) => *place(document, path, true) = value.clone(),
            Remove(path) => {
                place(document, path, false);
                let (parent, key) = path.rsplit_once('.').unwrap();
                match place(document, parent, false) {
                    Value::Object(map) => drop(map.shift_remove(key)),
                    Value::Array(items) => drop(items.remove(key.parse().unwrap())),
                    other => panic!("{path}: {other}"),
                }
            }
        }
    }
}

/// What stands at a path. The last step may be new, if `create`; `-` appends to a list.
fn place<'a>(document: &'a mut Value, path: &str, create: bool) -> &'a mut Value {
    let steps: Vec<_> = path.split('.').collect();
    let mut node = document;
    for (index, step) in steps.iter().enumerate() {
        let last = index + 1 == steps.len();
        node = match node {
            Value::Object(map) => {
                assert!(map.contains_key(*step) || (last && create), "{path}: there is no {step}");
                map.entry((*step).to_owned()).or_insert(Value::Null)
            }
            Value::Array(items) => {
                if *step == "-" {
                    items.push(Value::Null);
                }
                let index = if *step == "-" { items.len() - 1 } else { step.parse().unwrap() };
                &mut items[index]
            }
            other => panic!("{path}: {step} of {other}"),
        };
    }
    node
}

fn node(json: &Value) -> Node {
    Node::from_json(json, &Span::start_of(""))
}

fn changes_of(edits: &[Edit]) -> Vec<Change> {
    let mut changed = DOCUMENT.clone();
    for edit in edits {
        edit.apply(&mut changed);
    }
    assert_ne!(changed, *DOCUMENT, "{edits:?} changes nothing");
    diff::compare(&node(&DOCUMENT), &node(&changed))
}

const ADDITIVE: &str = "additive";
const DEPRECATING: &str = "deprecating";
const BREAKING: &str = "breaking";

/// The edits, and what they are: rule and class.
type Case = (Vec<Edit>, Vec<(&'static str, &'static str)>);

fn operation_cases() -> Vec<Case> {
    let new_operation = || json!({ "operationId": "new_get", "tags": ["things"], "security": [], "x-idempotency": "safe", "responses": {} });
    vec![
        (vec![Set("paths./new", json!({ "get": new_operation() }))], vec![("operation-added", ADDITIVE)]),
        (vec![Remove("paths./things/{thing_id}.delete")], vec![("operation-removed", BREAKING)]),
        (vec![Remove("paths./metrics")], vec![("operation-removed", BREAKING)]),
        (vec![Set("paths./metrics.get.deprecated", json!(true))], vec![("operation-deprecated", DEPRECATING)]),
        (vec![Remove("paths./things/{thing_id}.get.deprecated")], vec![("operation-revived", ADDITIVE)]),
        (vec![Set("paths./metrics.get.operationId", json!("numbers_get"))], vec![("operation-renamed", BREAKING)]),
        (vec![Set("paths./metrics.get.tags.0", json!("things"))], vec![("operation-moved", BREAKING)]),
        (vec![Set("paths./metrics.get.security", json!([{ "bearer": [] }]))], vec![("security-added", BREAKING)]),
        (vec![Set("paths./things.post.security", json!([]))], vec![("security-removed", ADDITIVE)]),
        (vec![Set("paths./things.post.x-scope", json!("write"))], vec![("scope-changed", BREAKING)]),
        (vec![Set("paths./blobs.post.x-idempotency", json!("none"))], vec![("idempotency-weakened", BREAKING)]),
        (
            vec![Set("paths./blobs.post.x-idempotency", json!("idempotent"))],
            vec![("idempotency-strengthened", ADDITIVE)],
        ),
        (vec![Remove("paths./things.get.x-pagination")], vec![("pagination-removed", BREAKING)]),
        (vec![Set("paths./metrics.get.x-pagination", json!("page"))], vec![("pagination-added", ADDITIVE)]),
        (vec![Set("paths./things.post.x-body-limit", json!(1024))], vec![("body-limit-lowered", BREAKING)]),
        (vec![Set("paths./things.post.x-body-limit", json!(2_000_000))], vec![("body-limit-raised", ADDITIVE)]),
        (vec![Remove("paths./things.post.x-body-limit")], vec![("body-limit-raised", ADDITIVE)]),
        // Words are not compared.
        (vec![Set("paths./metrics.get.summary", json!("Numbers"))], vec![]),
        (vec![Set("components.schemas.Thing.description", json!("Something"))], vec![]),
        (vec![Set("info.version", json!("9.9.9"))], vec![]),
    ]
}

fn parameter_and_body_cases() -> Vec<Case> {
    let parameter =
        |required: bool| json!({ "name": "q", "in": "query", "required": required, "schema": { "type": "string" } });
    vec![
        (vec![Set("paths./things.get.parameters.-", parameter(true))], vec![("parameter-added-required", BREAKING)]),
        (vec![Set("paths./things.get.parameters.-", parameter(false))], vec![("parameter-added-optional", ADDITIVE)]),
        (vec![Remove("paths./things.get.parameters.4")], vec![("parameter-removed", BREAKING)]),
        (vec![Set("paths./things.get.parameters.4.required", json!(true))], vec![("parameter-required", BREAKING)]),
        (vec![Set("components.parameters.ThingId.required", json!(false))], vec![("parameter-optional", ADDITIVE)]),
        (vec![Set("components.parameters.Cursor.deprecated", json!(true))], vec![("property-deprecated", DEPRECATING)]),
        (vec![Set("components.parameters.Take.schema.maximum", json!(50))], vec![("limit-tightened", BREAKING)]),
        (vec![Set("components.parameters.Take.schema.maximum", json!(500))], vec![("limit-loosened", ADDITIVE)]),
        (vec![Set("components.parameters.Take.schema.default", json!(10))], vec![("default-changed", BREAKING)]),
        (vec![Remove("components.parameters.Take.schema.default")], vec![("default-removed", BREAKING)]),
        (vec![Set("components.parameters.Cursor.schema.default", json!(""))], vec![("default-added", ADDITIVE)]),
        (vec![Set("components.parameters.Take.schema.format", json!("int64"))], vec![("type-widened", ADDITIVE)]),
        (vec![Remove("components.parameters.Skip.schema.format")], vec![]),
        (vec![Set("components.parameters.ThingId.schema.format", json!("email"))], vec![("format-changed", BREAKING)]),
        (vec![Remove("components.parameters.IdempotencyKey.schema.pattern")], vec![("pattern-removed", ADDITIVE)]),
        (vec![Set("components.parameters.Cursor.schema.pattern", json!("^a"))], vec![("pattern-changed", BREAKING)]),
        (
            vec![Set("paths./metrics.get.requestBody", json!({ "required": true, "content": {} }))],
            vec![("body-added-required", BREAKING)],
        ),
        (
            vec![Set("paths./metrics.get.requestBody", json!({ "required": false, "content": {} }))],
            vec![("body-added-optional", ADDITIVE)],
        ),
        (vec![Remove("paths./things.post.requestBody")], vec![("body-removed", BREAKING)]),
        (
            vec![Set("paths./things/{thing_id}:paint.post.requestBody.required", json!(true))],
            vec![("body-required", BREAKING)],
        ),
        (vec![Set("paths./things.post.requestBody.required", json!(false))], vec![("body-optional", ADDITIVE)]),
        (
            vec![Set(
                "paths./things.post.requestBody.content.application/yaml",
                json!({ "schema": { "type": "string" } }),
            )],
            vec![("media-type-added", ADDITIVE)],
        ),
        (
            vec![Remove("paths./blobs:import.post.requestBody.content.application/json")],
            vec![("media-type-removed", BREAKING)],
        ),
    ]
}

fn response_cases() -> Vec<Case> {
    vec![
        (
            vec![Set("paths./metrics.get.responses.202", json!({ "description": "Later." }))],
            vec![("success-added", BREAKING)],
        ),
        (vec![Remove("paths./blobs/{blob_id}/content.get.responses.304")], vec![("success-removed", BREAKING)]),
        (
            vec![Set(
                "paths./metrics.get.responses.429",
                json!({ "description": "Slow down.", "x-codes": ["RATE_LIMITED"] }),
            )],
            vec![("problem-status-added", ADDITIVE)],
        ),
        (vec![Remove("paths./things.post.responses.429")], vec![("problem-status-removed", ADDITIVE)]),
        (
            vec![Set("paths./things.post.responses.409.x-codes.-", json!("OTHER"))],
            vec![("problem-code-added", ADDITIVE)],
        ),
        (vec![Remove("paths./things.post.responses.409.x-codes.0")], vec![("problem-code-removed", ADDITIVE)]),
        (
            vec![Set(
                "paths./metrics.get.responses.200.headers.X-New",
                json!({ "required": true, "schema": { "type": "string" } }),
            )],
            vec![("header-added", ADDITIVE)],
        ),
        (vec![Remove("paths./things.post.responses.201.headers.Location")], vec![("header-removed", BREAKING)]),
        (vec![Set("components.headers.Location.required", json!(false))], vec![("header-optional", BREAKING)]),
        (
            vec![Set("paths./things.post.responses.201.headers.X-Parts.required", json!(true))],
            vec![("header-required", ADDITIVE)],
        ),
        (
            vec![Set(
                "components.responses.Content.content.image/*",
                json!({ "schema": { "type": "string", "format": "binary" } }),
            )],
            vec![("media-type-added", BREAKING)],
        ),
        (
            vec![Set("components.headers.ContentLength.schema.format", json!("int32"))],
            vec![("type-narrowed", ADDITIVE)],
        ),
    ]
}

fn schema_cases() -> Vec<Case> {
    vec![
        // In answers.
        (vec![Remove("components.schemas.Thing.properties.name")], vec![("property-removed", BREAKING)]),
        (
            vec![Set("components.schemas.Thing.properties.new", json!({ "type": "string" }))],
            vec![("property-added-optional", ADDITIVE)],
        ),
        (
            vec![
                Set("components.schemas.Thing.properties.new", json!({ "type": "string" })),
                Set("components.schemas.Thing.required.-", json!("new")),
            ],
            vec![("property-added-required", ADDITIVE)],
        ),
        (vec![Remove("components.schemas.Thing.required.0")], vec![("property-optional", BREAKING)]),
        (vec![Set("components.schemas.Thing.required.-", json!("extra"))], vec![("property-required", ADDITIVE)]),
        (
            vec![Set("components.schemas.Thing.properties.name.type", json!(["string", "null"]))],
            vec![("null-allowed", BREAKING)],
        ),
        (
            vec![Set("components.schemas.Thing.properties.parent.type", json!("string"))],
            vec![("null-refused", ADDITIVE)],
        ),
        (
            vec![Set("components.schemas.Thing.properties.name.type", json!("integer"))],
            vec![("type-changed", BREAKING)],
        ),
        (
            vec![Set("components.schemas.Thing.properties.size_bytes", json!({ "type": "number" }))],
            vec![("type-widened", BREAKING)],
        ),
        (
            vec![Set("components.schemas.Thing.properties.weight.type", json!("integer"))],
            vec![("type-narrowed", ADDITIVE)],
        ),
        (vec![Remove("components.schemas.Thing.properties.id.format")], vec![("format-removed", BREAKING)]),
        (vec![Set("components.schemas.Thing.properties.name.format", json!("uuid"))], vec![("format-added", ADDITIVE)]),
        (
            vec![Set("components.schemas.Thing.properties.count.maximum", json!(10))],
            vec![("limit-tightened", ADDITIVE)],
        ),
        (vec![Remove("components.schemas.Thing.properties.count.maximum")], vec![("limit-loosened", ADDITIVE)]),
        (
            vec![Set("components.schemas.Thing.properties.tags.items.type", json!("boolean"))],
            vec![("type-changed", BREAKING)],
        ),
        (
            vec![Set("components.schemas.Thing.properties.labels.additionalProperties.type", json!("integer"))],
            vec![("type-changed", BREAKING)],
        ),
        (
            vec![Set("components.schemas.Thing.properties.labels.additionalProperties", json!(true))],
            vec![("type-changed", BREAKING)],
        ),
        (
            vec![Set("components.schemas.Thing.properties.id.readOnly", json!(false))],
            vec![("property-access", BREAKING)],
        ),
        (
            vec![Set("components.schemas.Thing.properties.name.deprecated", json!(true))],
            vec![("property-deprecated", DEPRECATING)],
        ),
        (vec![Set("components.schemas.Thing.properties.name.enum", json!(["a"]))], vec![("enum-added", BREAKING)]),
        (vec![Remove("components.schemas.FieldError.properties.in.enum")], vec![("enum-removed", BREAKING)]),
        (vec![Set("components.schemas.ProblemCode.enum.-", json!("TEAPOT"))], vec![("enum-value-added", ADDITIVE)]),
        (vec![Remove("components.schemas.ProblemCode.enum.0")], vec![("enum-value-removed", ADDITIVE)]),
        (
            vec![Set("components.schemas.Thing.additionalProperties", json!(true))],
            vec![("additional-allowed", ADDITIVE)],
        ),
        (
            vec![Set("components.schemas.Thing.properties.nested.additionalProperties", json!(false))],
            vec![("additional-refused", ADDITIVE)],
        ),
        (
            vec![
                Set("components.schemas.Points", DOCUMENT.pointer("/components/schemas/Score").unwrap().clone()),
                Set(
                    "components.schemas.Thing.properties.scores.additionalProperties.$ref",
                    json!("#/components/schemas/Points"),
                ),
            ],
            vec![("type-renamed", BREAKING)],
        ),
        (
            vec![Set("components.schemas.Thing.properties.favorite", json!({ "$ref": "#/components/schemas/Color" }))],
            vec![("type-changed", BREAKING)],
        ),
        // The same in another place is no change.
        (
            vec![
                Set(
                    "components.parameters.Color",
                    DOCUMENT.pointer("/paths/~1things/get/parameters/4").unwrap().clone(),
                ),
                Set("paths./things.get.parameters.4", json!({ "$ref": "#/components/parameters/Color" })),
            ],
            vec![],
        ),
        // In requests.
        (vec![Remove("components.schemas.ThingCreate.properties.contact")], vec![("property-removed", BREAKING)]),
        (
            vec![Set("components.schemas.ThingCreate.properties.new", json!({ "type": "string" }))],
            vec![("property-added-optional", ADDITIVE)],
        ),
        (
            vec![
                Set("components.schemas.ThingCreate.properties.new", json!({ "type": "string" })),
                Set("components.schemas.ThingCreate.required.-", json!("new")),
            ],
            vec![("property-added-required", BREAKING)],
        ),
        (
            vec![Set("components.schemas.ThingCreate.required.-", json!("contact"))],
            vec![("property-required", BREAKING)],
        ),
        (vec![Remove("components.schemas.ThingCreate.required.0")], vec![("property-optional", ADDITIVE)]),
        (
            vec![Set("components.schemas.ThingCreate.properties.quota_bytes.type", json!("integer"))],
            vec![("null-refused", BREAKING)],
        ),
        (
            vec![Set("components.schemas.ThingCreate.properties.name.type", json!(["string", "null"]))],
            vec![("null-allowed", ADDITIVE)],
        ),
        (
            vec![Set("components.schemas.ThingCreate.properties.count.format", json!("int64"))],
            vec![("type-widened", ADDITIVE)],
        ),
        (
            vec![Set("components.schemas.ThingCreate.properties.quota_bytes.format", json!("int32"))],
            vec![("type-narrowed", BREAKING)],
        ),
        (vec![Remove("components.schemas.ThingCreate.properties.contact.format")], vec![("format-removed", ADDITIVE)]),
        (
            vec![Set("components.schemas.ThingCreate.properties.name.format", json!("email"))],
            vec![("format-added", BREAKING)],
        ),
        (
            vec![Set("components.schemas.ThingCreate.properties.name.maxLength", json!(10))],
            vec![("limit-tightened", BREAKING)],
        ),
        (vec![Remove("components.schemas.ThingCreate.properties.name.maxLength")], vec![("limit-loosened", ADDITIVE)]),
        (
            vec![Set("components.schemas.ThingCreate.properties.tags.minItems", json!(2))],
            vec![("limit-tightened", BREAKING)],
        ),
        (
            vec![Set("components.schemas.ThingCreate.properties.tags.uniqueItems", json!(false))],
            vec![("limit-loosened", ADDITIVE)],
        ),
        (vec![Remove("components.schemas.ThingUpdate.minProperties")], vec![("limit-loosened", ADDITIVE)]),
        (
            vec![Set("components.schemas.ThingCreate.additionalProperties", json!(true))],
            vec![("additional-allowed", ADDITIVE)],
        ),
        (vec![Remove("components.schemas.ThingOrder.enum.1")], vec![("enum-value-removed", BREAKING)]),
        (vec![Set("components.schemas.ThingOrder.enum.-", json!("size"))], vec![("enum-value-added", ADDITIVE)]),
        // In both: each way has its class.
        (
            vec![Remove("components.schemas.Color.enum.1")],
            vec![("enum-value-removed", BREAKING), ("enum-value-removed", ADDITIVE)],
        ),
        (vec![Remove("components.schemas.Color.enum")], vec![("enum-removed", BREAKING), ("enum-removed", ADDITIVE)]),
        (
            vec![Set("components.schemas.Shape.discriminator.propertyName", json!("kind"))],
            vec![("discriminator-changed", BREAKING)],
        ),
        (
            vec![
                Set("components.schemas.Shape.oneOf.-", json!({ "$ref": "#/components/schemas/Score" })),
                Set("components.schemas.Shape.discriminator.mapping.score", json!("#/components/schemas/Score")),
            ],
            vec![("variant-added", ADDITIVE)],
        ),
        (
            vec![Remove("components.schemas.Shape.oneOf.0")],
            vec![("variant-removed", BREAKING), ("variant-removed", ADDITIVE)],
        ),
    ]
}

fn cases() -> Vec<Case> {
    [operation_cases(), parameter_and_body_cases(), response_cases(), schema_cases()].concat()
}

#[test]
fn each_change_has_its_class() {
    let mut wrong = Vec::new();
    for (edits, expected) in cases() {
        let changes = changes_of(&edits);
        let found: BTreeSet<_> = changes.iter().map(|change| (change.rule.id(), change.class.name())).collect();
        if found != expected.iter().copied().collect() {
            wrong.push(format!("{edits:?}\n    expected {expected:?}\n    found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_is_met() {
    let met: BTreeSet<_> = cases().into_iter().flat_map(|(_, expected)| expected).map(|(rule, _)| rule).collect();
    let unmet: Vec<_> = rules::rule_ids().filter(|rule| !met.contains(rule)).collect();
    assert!(unmet.is_empty(), "no change meets {unmet:?}");
}

#[test]
fn a_document_does_not_differ_from_itself() {
    assert_eq!(diff::compare(&node(&DOCUMENT), &node(&DOCUMENT)), []);
}

#[test]
fn a_change_tells_whom_it_reaches_and_how() {
    let changes = changes_of(&[Remove("components.schemas.Score.properties.points")]);
    let [change] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!(change.pointer, "/components/schemas/Score/properties/points");
    let user = "GET /things (thing_list) > ThingList > data > Thing > scores > Score > points".to_owned();
    assert!(change.used_by.contains(&user), "{:?}", change.used_by);
    assert!(change.used_by.len() > 3, "{:?}", change.used_by);
}

#[test]
fn reports_say_the_same_in_each_format() {
    let changes = changes_of(&[Remove("paths./metrics"), Set("components.parameters.Cursor.deprecated", json!(true))]);
    let text = report::render(&changes, "1.2.3.json", Format::Text);
    assert!(text.starts_with("breaking: operation-removed: GET /metrics (metrics_get) is gone\n"), "{text}");
    assert!(text.ends_with("1 breaking, 1 deprecating, 0 additive, against 1.2.3.json\n"), "{text}");

    let json: Value = serde_json::from_str(&report::render(&changes, "1.2.3.json", Format::Json)).unwrap();
    assert_eq!(json["breaking"], 1);
    assert_eq!(json["changes"][0]["rule"], "operation-removed");

    let github = report::render(&changes, "1.2.3.json", Format::Github);
    assert!(github.starts_with("::error title=breaking change%3A operation-removed::GET /metrics"), "{github}");
    assert!(github.lines().nth(1).unwrap().starts_with("::warning "), "{github}");
}
