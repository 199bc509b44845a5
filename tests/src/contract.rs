//! The judge: holds every answer that any test sees against the published document, and writes down what was met.
//!
//! It reads `openapi/strongroom.json` by itself and validates with a JSON Schema implementation that the server does not
//! use, so that a misreading of the document on the server's side can't excuse itself. It never repairs or skips: an answer
//! is what the document says or the test fails. How answers get here is `transport.rs`'s and `raw.rs`'s business.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use http::{HeaderMap, Method, StatusCode};
use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

mod coverage;

pub use coverage::{Met, record_directory};

static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
    let document = serde_json::from_str(include_str!("../../openapi/strongroom.json"));
    Contract::read(document.expect("openapi/strongroom.json is JSON"))
});

/// The published document, read once.
pub fn contract() -> &'static Contract {
    &CONTRACT
}

/// What the document promises, operation by operation.
pub struct Contract {
    document: Value,
    operations: Vec<Operation>,
    /// Compiled schemas by their JSON text: compiling one takes longer than most requests.
    validators: Mutex<BTreeMap<String, Arc<Validator>>>,
}

/// One operation of the document.
#[derive(Debug)]
pub struct Operation {
    pub id: String,
    pub method: Method,
    /// As published: `/api/v1/files/{file_id}`.
    pub path: String,
    /// Whether a caller must show a credential.
    pub secured: bool,
    pub answers: BTreeMap<u16, Answer>,
}

/// One documented answer of an operation.
#[derive(Debug)]
pub struct Answer {
    /// Documented headers: name, schema, and whether every such answer must have it.
    headers: Vec<(String, Value, bool)>,
    /// Schemas by media type; empty if the answer has no body.
    content: BTreeMap<String, Value>,
    /// The problem codes that may stand in it; empty for a success.
    pub codes: Vec<String>,
}

/// What is known of a body when an answer is judged.
#[derive(Debug, Clone, Copy)]
pub enum Body<'a> {
    /// All of it.
    Whole(&'a [u8]),
    /// It is a stream that the caller reads; only binary and event streams may be.
    Streamed,
    /// The answer to `HEAD`: there is none, whatever its headers say.
    Head,
}

impl Contract {
    fn read(document: Value) -> Self {
        let mut operations = Vec::new();
        for (path, item) in members(&document["paths"]) {
            for (method, operation) in members(item) {
                let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
                if operation["operationId"].is_string() {
                    operations.push(Operation::read(&document, method, path, operation));
                }
            }
        }
        assert!(!operations.is_empty(), "the document has operations");
        Self { document, operations, validators: Mutex::default() }
    }

    /// All operations, in the document's order.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The document itself.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// The operation with that id. Panics if there is none: a test has misspelled it.
    pub fn operation(&self, id: &str) -> &Operation {
        self.operations.iter().find(|operation| operation.id == id).unwrap_or_else(|| panic!("no operation {id}"))
    }

    /// The operation that a request names, if any. `path` is without query, still percent-encoded.
    pub fn find(&self, method: &Method, path: &str) -> Option<&Operation> {
        self.at(path).into_iter().find(|operation| operation.method == *method)
    }

    /// The operations of the path that a request names, whatever its method. A literal segment wins over a parameter:
    /// `/files/batch` is not a file's id.
    fn at(&self, path: &str) -> Vec<&Operation> {
        let matching: Vec<_> = self.operations.iter().filter(|operation| operation.matches(path)).collect();
        let Some(best) = matching.iter().max_by_key(|operation| operation.literal_bytes()) else { return Vec::new() };
        matching.iter().copied().filter(|operation| operation.path == best.path).collect()
    }

    /// Whether any operation has that path.
    pub fn has_path(&self, path: &str) -> bool {
        self.operations.iter().any(|operation| operation.matches(path))
    }

    /// Judges an answer, and records it as met. Panics with operation, status and fault if the document does not allow it.
    #[track_caller]
    pub fn judge(&self, method: &Method, path: &str, status: StatusCode, headers: &HeaderMap, body: Body<'_>) {
        let name = self.find(method, path).map_or_else(|| format!("{method} {path}"), |operation| operation.id.clone());
        match self.examine(method, path, status, headers, body) {
            Ok(Some(met)) => met.record(),
            Ok(None) => {}
            Err(fault) => {
                let shown = match body {
                    Body::Whole(bytes) => String::from_utf8_lossy(&bytes[..bytes.len().min(2000)]).into_owned(),
                    Body::Streamed => "(a stream)".to_owned(),
                    Body::Head => "(none: HEAD)".to_owned(),
                };
                panic!(
                    "{name} answered {status}, which breaks the contract: {fault}\nheaders: {headers:?}\nbody: {shown}"
                );
            }
        }
    }

    /// What `judge` does, without panicking and recording; `None` for a request outside of the contract.
    pub fn examine(
        &self,
        method: &Method,
        path: &str,
        status: StatusCode,
        headers: &HeaderMap,
        body: Body<'_>,
    ) -> Result<Option<Met>, String> {
        let request_id = single_header(headers, "x-request-id")?.ok_or("no X-Request-Id")?;
        watch(path, status, headers, body)?;
        let Some(operation) = self.find(method, path) else {
            self.examine_outside(path, status, headers, body, request_id)?;
            return Ok(None);
        };
        let Some(answer) = operation.answers.get(&status.as_u16()) else {
            let documented: Vec<_> = operation.answers.keys().collect();
            return Err(format!("the status is not documented; {documented:?} are"));
        };
        for (name, schema, required) in &answer.headers {
            match single_header(headers, name)? {
                None if *required => return Err(format!("no {name}")),
                None => {}
                Some(value) => self.examine_header(name, schema, value)?,
            }
        }
        // A replayed answer is the first one's to the byte, the name of that request included.
        let request_id = if headers.contains_key("idempotency-replayed") { None } else { Some(request_id) };
        let code = self.examine_body(answer, status, headers, body, request_id)?;
        Ok(Some(Met { operation_id: operation.id.clone(), status: status.as_u16(), code }))
    }

    /// Paths and methods that the document does not have: a problem document all the same.
    fn examine_outside(
        &self,
        path: &str,
        status: StatusCode,
        headers: &HeaderMap,
        body: Body<'_>,
        request_id: &str,
    ) -> Result<(), String> {
        // A signed URL is signed for its methods, and is no good with others.
        let is_signed =
            self.at(path).iter().any(|operation| operation.may_answer(StatusCode::FORBIDDEN, "SIGNATURE_INVALID"));
        let (code, expected) = match (self.has_path(path), is_signed) {
            (false, _) => ("NOT_FOUND", StatusCode::NOT_FOUND),
            (true, true) => ("SIGNATURE_INVALID", StatusCode::FORBIDDEN),
            (true, false) => ("METHOD_NOT_ALLOWED", StatusCode::METHOD_NOT_ALLOWED),
        };
        if status != expected {
            return Err(format!("a request outside of the contract is answered {expected}"));
        }
        if status == StatusCode::METHOD_NOT_ALLOWED {
            let allow = single_header(headers, "allow")?.ok_or("405 without Allow")?;
            let mut told: Vec<_> = allow.split(',').map(|method| method.trim().to_owned()).collect();
            let mut has: Vec<_> = self.at(path).into_iter().map(|operation| operation.method.to_string()).collect();
            told.sort();
            has.sort();
            if told != has {
                return Err(format!("Allow is {told:?}; the document has {has:?}"));
            }
        }
        let schema = json!({ "$ref": "#/components/schemas/Problem" });
        let answer = Answer {
            headers: Vec::new(),
            content: BTreeMap::from([(PROBLEM.to_owned(), schema)]),
            codes: vec![code.to_owned()],
        };
        self.examine_body(&answer, status, headers, body, Some(request_id)).map(drop)
    }

    fn examine_header(&self, name: &str, schema: &Value, value: &str) -> Result<(), String> {
        let value = match schema["type"].as_str() {
            Some("integer") => {
                value.parse::<i64>().map(Value::from).map_err(|_| format!("{name} is not an integer"))?
            }
            _ => Value::from(value),
        };
        self.validate(schema, &value).map_err(|fault| format!("{name}: {fault}"))
    }

    /// The problem code, or "-".
    fn examine_body(
        &self,
        answer: &Answer,
        status: StatusCode,
        headers: &HeaderMap,
        body: Body<'_>,
        request_id: Option<&str>,
    ) -> Result<String, String> {
        let media_type = single_header(headers, "content-type")?.map(essence);
        if answer.content.is_empty() {
            return match body {
                Body::Whole(bytes) if !bytes.is_empty() => Err("it has a body, and none is documented".to_owned()),
                Body::Streamed => Err("it has a body, and none is documented".to_owned()),
                Body::Whole(_) | Body::Head => Ok("-".to_owned()),
            };
        }
        let media_type = media_type.ok_or("no Content-Type")?;
        let schema = match answer.content.get(&media_type) {
            Some(schema) => schema,
            // Content is served under its own type.
            None => answer
                .content
                .get("*/*")
                .filter(|schema| schema["format"] == "binary")
                .ok_or_else(|| format!("Content-Type {media_type} is not documented"))?,
        };
        let bytes = match body {
            Body::Head => return Ok("-".to_owned()),
            Body::Streamed if schema["format"] == "binary" || media_type == "text/event-stream" => {
                return Ok("-".to_owned());
            }
            Body::Streamed => return Err(format!("{media_type} must be judged whole")),
            Body::Whole(bytes) => bytes,
        };
        if schema["format"] == "binary" {
            return Ok("-".to_owned());
        }
        if !media_type.ends_with("json") {
            std::str::from_utf8(bytes).map_err(|_| "the text is not UTF-8")?;
            return Ok("-".to_owned());
        }
        let value: Value = serde_json::from_slice(bytes).map_err(|error| format!("the body is not JSON: {error}"))?;
        self.validate(schema, &value)?;
        if media_type != PROBLEM {
            return Ok("-".to_owned());
        }
        self.examine_problem(answer, status, &value, request_id)
    }

    fn examine_problem(
        &self,
        answer: &Answer,
        status: StatusCode,
        problem: &Value,
        request_id: Option<&str>,
    ) -> Result<String, String> {
        let code = problem["code"].as_str().unwrap_or_default();
        if !answer.codes.iter().any(|documented| documented == code) {
            return Err(format!("the code {code} is not documented here; {:?} are", answer.codes));
        }
        if problem["status"] != status.as_u16() {
            return Err("`status` is not the status".to_owned());
        }
        if request_id.is_some_and(|request_id| problem["request_id"] != request_id) {
            return Err("`request_id` is not X-Request-Id".to_owned());
        }
        let kind = format!("/problems/{}", code.to_lowercase().replace('_', "-"));
        if problem["type"] != kind.as_str() {
            return Err(format!("`type` is not {kind}"));
        }
        let faults = problem["errors"].as_array().map_or(0, Vec::len);
        if code == "VALIDATION_FAILED" && faults == 0 {
            return Err("VALIDATION_FAILED without `errors`".to_owned());
        }
        Ok(code.to_owned())
    }

    /// Validates a value against a schema that may refer to the document's components.
    pub fn validate(&self, schema: &Value, value: &Value) -> Result<(), String> {
        let key = schema.to_string();
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        let validator = validators.entry(key).or_insert_with(|| {
            // `components` beside the schema makes the document's own references resolve.
            let whole = json!({ "allOf": [schema], "components": self.document["components"] });
            let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
            Arc::new(options.build(&whole).unwrap_or_else(|error| panic!("the schema {schema} is broken: {error}")))
        });
        let validator = Arc::clone(validator);
        drop(validators);
        let faults: Vec<_> = validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        if faults.is_empty() { Ok(()) } else { Err(faults.join("; ")) }
    }
}

impl Operation {
    /// Whether the document lists that problem for it.
    fn may_answer(&self, status: StatusCode, code: &str) -> bool {
        self.answers.get(&status.as_u16()).is_some_and(|answer| answer.codes.iter().any(|known| known == code))
    }

    fn read(document: &Value, method: Method, path: &str, operation: &Value) -> Self {
        let answers = members(&operation["responses"]).map(|(status, answer)| {
            let status = status.parse().unwrap_or_else(|_| panic!("{path}: the status {status} is not a number"));
            (status, Answer::read(document, resolve(document, answer)))
        });
        let security = operation.get("security").unwrap_or(&document["security"]);
        Self {
            id: text(&operation["operationId"]),
            method,
            path: path.to_owned(),
            secured: security.as_array().is_some_and(|schemes| !schemes.is_empty()),
            answers: answers.collect(),
        }
    }

    fn matches(&self, path: &str) -> bool {
        let (mut template, mut given) = (self.path.split('/'), path.split('/'));
        loop {
            match (template.next(), given.next()) {
                (None, None) => return true,
                (Some(pattern), Some(segment)) if segment_matches(pattern, segment) => {}
                _ => return false,
            }
        }
    }

    fn literal_bytes(&self) -> usize {
        self.path.split('/').filter(|segment| !segment.starts_with('{')).map(str::len).sum()
    }
}

/// `{file}:download` takes `abc:download`; a parameter takes anything but nothing.
fn segment_matches(pattern: &str, segment: &str) -> bool {
    let Some((_, verb)) = pattern.strip_prefix('{').and_then(|rest| rest.split_once('}')) else {
        return pattern == segment;
    };
    match segment.strip_suffix(verb) {
        Some(value) => !value.is_empty() && (!verb.is_empty() || !value.contains(':')),
        None => false,
    }
}

impl Answer {
    fn read(document: &Value, answer: &Value) -> Self {
        let headers = members(&answer["headers"]).map(|(name, header)| {
            let header = resolve(document, header);
            (name.to_lowercase(), header["schema"].clone(), header["required"] == true)
        });
        let content =
            members(&answer["content"]).map(|(media_type, content)| (essence(media_type), content["schema"].clone()));
        let codes = answer["x-codes"].as_array().into_iter().flatten().map(text);
        Self { headers: headers.collect(), content: content.collect(), codes: codes.collect() }
    }

    /// Whether the answer has a body of bytes, which a client reads as a stream.
    pub fn is_binary(&self) -> bool {
        self.content.values().any(|schema| schema["format"] == "binary")
    }
}

const PROBLEM: &str = "application/problem+json";

/// The header's value. One that is not text, or stands there twice, is a fault whatever the document says.
fn single_header<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, String> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(format!("{name} stands there twice"));
    }
    value.to_str().map(Some).map_err(|_| format!("{name} is not ASCII"))
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => {
            let pointer = reference.strip_prefix('#').expect("the document refers to itself only");
            document.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"))
        }
        None => value,
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("the document says it as a string").to_owned()
}

/// No header holds a secret, nor does what is said of an error, nor do the metrics.
fn watch(path: &str, status: StatusCode, headers: &HeaderMap, body: Body<'_>) -> Result<(), String> {
    let text = match body {
        Body::Whole(bytes) if !status.is_success() || path == "/metrics" => String::from_utf8_lossy(bytes),
        _ => Cow::Borrowed(""),
    };
    match crate::canary::found_in(&format!("{headers:?} {text}")) {
        Some(kind) => Err(format!("it holds {kind}")),
        None => Ok(()),
    }
}
