//! Problem responses: the codes of the root document, which of them follow from what an operation is, and the responses
//! that they make. The one place where a code meets its status.

use std::collections::BTreeMap;

use crate::contract::node::{Entry, Fault, Node, Span};

const RULE: &str = "problem-codes";
pub const PROBLEM_MEDIA_TYPE: &str = "application/problem+json";
/// Stands in for the id of a request in examples.
const EXAMPLE_REQUEST_ID: &str = "019a9d7e5b1c7d0f";

/// What an operation is, as far as codes follow from it.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    pub secured: bool,
    pub body: bool,
    pub json_body: bool,
    pub idempotency_key: bool,
}

/// A code that an operation answers without saying so, and when.
struct Derived {
    code: &'static str,
    applies: fn(Facts) -> bool,
}

/// Every code that the layers around a handler can answer. A row that is missing here shows in production as an answer
/// that the document does not know.
const DERIVED: [Derived; 11] = [
    Derived { code: "UNAUTHENTICATED", applies: |facts| facts.secured },
    Derived { code: "AUTHZ_PERMISSION_DENIED", applies: |facts| facts.secured },
    // Every operation, one without parameters too: an unknown query parameter is refused.
    Derived { code: "VALIDATION_FAILED", applies: |_| true },
    // Malformed JSON.
    Derived { code: "INVALID_ARGUMENT", applies: |facts| facts.json_body },
    Derived { code: "REQUEST_TIMEOUT", applies: |facts| facts.body },
    Derived { code: "PAYLOAD_TOO_LARGE", applies: |facts| facts.body },
    Derived { code: "UNSUPPORTED_MEDIA_TYPE", applies: |facts| facts.body },
    Derived { code: "IDEMPOTENCY_ANSWER_LOST", applies: |facts| facts.idempotency_key },
    Derived { code: "IDEMPOTENCY_KEY_REUSED", applies: |facts| facts.idempotency_key },
    Derived { code: "INTERNAL", applies: |_| true },
    Derived { code: "UNAVAILABLE", applies: |_| true },
];

/// The header that an answer of a status carries besides `X-Request-Id`, and its component.
const STATUS_HEADERS: [(u16, &str, &str); 6] = [
    (401, "WWW-Authenticate", "WwwAuthenticate"),
    (405, "Allow", "Allow"),
    (412, "ETag", "ETag"),
    (416, "Content-Range", "ContentRange"),
    (429, "Retry-After", "RetryAfter"),
    (503, "Retry-After", "RetryAfter"),
];

/// `x-problem-codes` of the root document.
#[derive(Debug, Default)]
pub struct ProblemCodes {
    codes: Vec<ProblemCode>,
    span: Option<Span>,
}

#[derive(Debug)]
struct ProblemCode {
    code: String,
    status: u16,
    title: String,
    description: String,
}

impl ProblemCodes {
    pub fn read(document: &Node, faults: &mut Vec<Fault>) -> Self {
        let Some(table) = document.get("x-problem-codes") else {
            faults.push(Fault::new(&document.span, RULE, "the root document needs `x-problem-codes`"));
            return Self::default();
        };
        let mut codes = Vec::new();
        for entry in table.entries() {
            let text = |key: &str| entry.value.get(key).and_then(Node::as_str).map(str::to_owned);
            let status = entry.value.get("status").and_then(Node::as_integer).and_then(|status| status.try_into().ok());
            match (status, text("title"), text("description")) {
                (Some(status @ 400..=599), Some(title), Some(description)) => {
                    codes.push(ProblemCode { code: entry.key.clone(), status, title, description });
                }
                _ => faults.push(Fault::new(
                    &entry.span,
                    RULE,
                    format!("`{}` needs a status from 400 to 599, a title and a description", entry.key),
                )),
            }
        }
        for derived in &DERIVED {
            if !codes.iter().any(|known| known.code == derived.code) {
                let text = format!("`{}` is missing: operations answer it by themselves", derived.code);
                faults.push(Fault::new(&table.span, RULE, text));
            }
        }
        Self { codes, span: Some(table.span.clone()) }
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.codes.iter().map(|known| known.code.as_str())
    }

    /// The responses for the listed codes and those that follow from `facts`, ascending by status. Codes that the table
    /// does not have are left out; lint reports them.
    pub fn responses(&self, listed: &[&str], facts: Facts, head: bool, span: &Span) -> Vec<(String, Node)> {
        let answered = |known: &ProblemCode| {
            listed.contains(&known.code.as_str())
                || DERIVED.iter().any(|derived| derived.code == known.code && (derived.applies)(facts))
        };
        let mut by_status: BTreeMap<u16, Vec<&ProblemCode>> = BTreeMap::new();
        for known in self.codes.iter().filter(|known| answered(known)) {
            by_status.entry(known.status).or_default().push(known);
        }
        by_status
            .into_iter()
            .map(|(status, codes)| (status.to_string(), response(status, &codes, head, span)))
            .collect()
    }
}

fn response(status: u16, codes: &[&ProblemCode], head: bool, span: &Span) -> Node {
    let string = |text: &str| Node::string(text, span);
    let lines: Vec<_> = codes.iter().map(|known| format!("- `{}`: {}", known.code, known.description)).collect();
    let mut response =
        Node::members([("description", string(&lines.join("\n"))), ("headers", Node::members([], span))], span);
    let Some(members) = response.as_object_mut() else { return response };
    if let Some(headers) = members.object_or_insert("headers", span) {
        for (_, name, component) in STATUS_HEADERS.iter().filter(|(of, ..)| *of == status) {
            headers.set(name, Node::reference("headers", component, span));
        }
    }
    // The answer to HEAD has the headers of a problem, but by HTTP never its body.
    if !head {
        let media = Node::members(
            [("schema", Node::reference("schemas", "Problem", span)), ("example", example(status, codes, span))],
            span,
        );
        members.set("content", Node::members([(PROBLEM_MEDIA_TYPE, media)], span));
    }
    members.set("x-codes", Node::array(codes.iter().map(|known| string(&known.code)).collect(), span));
    response
}

/// The answer with the first of the codes.
fn example(status: u16, codes: &[&ProblemCode], span: &Span) -> Node {
    let (code, title, detail) = codes
        .first()
        .map_or(("", "", ""), |known| (known.code.as_str(), known.title.as_str(), known.description.as_str()));
    let string = |text: &str| Node::string(text, span);
    Node::members(
        [
            ("type", string(&format!("/problems/{}", code.to_lowercase().replace('_', "-")))),
            ("title", string(title)),
            ("status", Node::integer(status.into(), span)),
            ("detail", string(detail)),
            ("code", string(code)),
            ("request_id", string(EXAMPLE_REQUEST_ID)),
        ],
        span,
    )
}

/// Adds the schema `ProblemCode`, the list of all codes, behind `Problem`.
pub fn add_code_schema(document: &mut Node, codes: &ProblemCodes) {
    let Some(span) = codes.span.clone() else { return };
    let lines: Vec<_> = codes.codes.iter().map(|known| format!("- `{}`: {}", known.code, known.description)).collect();
    let schema = Node::members(
        [
            ("type", Node::string("string", &span)),
            ("description", Node::string(format!("What went wrong, for programs.\n\n{}", lines.join("\n")), &span)),
            ("enum", Node::array(codes.names().map(|code| Node::string(code, &span)).collect(), &span)),
        ],
        &span,
    );
    let schemas = document
        .as_object_mut()
        .and_then(|document| document.object_or_insert("components", &span))
        .and_then(|components| components.object_or_insert("schemas", &span));
    let Some(schemas) = schemas else { return };
    let behind_problem = schemas.entries.iter().position(|entry| entry.key == "Problem").map(|index| index + 1);
    let index = behind_problem.unwrap_or(schemas.entries.len());
    schemas.entries.insert(index, Entry { key: "ProblemCode".to_owned(), span, value: schema });
}
