//! Expands each operation: parameters of its path, defaults of the extensions, security, problem responses.

use crate::contract::node::{Fault, Node, Object, Span};

use super::METHODS;
use super::problems::{Facts, ProblemCodes};

/// How many bytes a body may have that is read as a whole, unless `x-body-limit` says otherwise.
const DEFAULT_BODY_LIMIT_BYTES: i64 = 1_048_576;
const REQUEST_ID_HEADER: &str = "X-Request-Id";
const IDEMPOTENCY_KEY_COMPONENT: &str = "IdempotencyKey";
/// Names the organization to act in; every operation that needs a credential takes it.
const ORGANIZATION_COMPONENT: &str = "ActingOrganization";

/// Members of an operation in the order in which they are published; others follow.
const MEMBER_ORDER: [&str; 14] = [
    "operationId",
    "tags",
    "summary",
    "description",
    "deprecated",
    "x-idempotency",
    "x-scope",
    "x-pagination",
    "x-streaming",
    "x-body-limit",
    "security",
    "parameters",
    "requestBody",
    "responses",
];

/// Expands every operation of the document, and the response components that they share.
pub fn expand(document: &mut Node, codes: &ProblemCodes, faults: &mut Vec<Fault>) {
    if let Some(responses) = document.as_object_mut().and_then(|root| root.get_mut("components")) {
        let responses = responses.as_object_mut().and_then(|components| components.get_mut("responses"));
        for entry in responses.map(Node::entries_mut).unwrap_or_default() {
            add_request_id(&mut entry.value);
        }
    }
    // References are looked up in what the sources say, while their operations are rewritten.
    let context = document.clone();
    let Some(paths) = document.as_object_mut().and_then(|root| root.get_mut("paths")) else { return };
    for path in paths.entries_mut() {
        let Some(item) = path.value.as_object_mut() else { continue };
        let shared = item.remove("parameters");
        for entry in &mut item.entries {
            if !METHODS.contains(&entry.key.as_str()) {
                continue;
            }
            let span = entry.span.clone();
            let Some(operation) = entry.value.as_object_mut() else {
                faults.push(Fault::new(&span, "wrong-type", "an operation must be a mapping"));
                continue;
            };
            let shared = shared.as_ref().map(Node::items).unwrap_or_default();
            Expansion { document: &context, codes, method: &entry.key, span: &span }.run(operation, shared);
        }
    }
}

struct Expansion<'a> {
    document: &'a Node,
    codes: &'a ProblemCodes,
    method: &'a str,
    span: &'a Span,
}

impl Expansion<'_> {
    fn run(&self, operation: &mut Object, shared_parameters: &[Node]) {
        let idempotency_key = operation.get("x-idempotency").and_then(Node::as_str) == Some("key");
        let secured = self.state_security(operation);
        let derived = [
            (secured && self.has_parameter(ORGANIZATION_COMPONENT), ORGANIZATION_COMPONENT),
            (idempotency_key, IDEMPOTENCY_KEY_COMPONENT),
        ];
        let derived = derived.into_iter().filter_map(|(applies, component)| applies.then_some(component));
        self.inline_parameters(operation, shared_parameters, derived);
        self.state_scope(operation, secured);

        let media_types: Vec<String> = operation
            .get("requestBody")
            .and_then(|body| body.resolve(self.document, "requestBodies"))
            .and_then(|body| body.get("content"))
            .map(|content| content.entries().iter().map(|entry| entry.key.clone()).collect())
            .unwrap_or_default();
        let body = !media_types.is_empty();
        self.state_body_limit(operation, body);

        let facts = Facts { secured, body, json_body: media_types.iter().any(|media| is_json(media)), idempotency_key };
        self.write_responses(operation, facts);

        let position = |key: &str| MEMBER_ORDER.iter().position(|known| *known == key).unwrap_or(MEMBER_ORDER.len());
        operation.entries.sort_by_key(|entry| position(&entry.key));
    }

    /// Those of the path first, then the operation's own, which replace one of the same name and place.
    fn inline_parameters(&self, operation: &mut Object, shared: &[Node], derived: impl Iterator<Item = &'static str>) {
        let own = operation.remove("parameters");
        let own = own.as_ref().map(Node::items).unwrap_or_default();
        let mut parameters: Vec<Node> = shared
            .iter()
            .filter(|shared| !own.iter().any(|own| self.identity(own) == self.identity(shared)))
            .chain(own)
            .cloned()
            .collect();
        for component in derived {
            let parameter = Node::reference("parameters", component, self.span);
            if !parameters.iter().any(|known| self.identity(known) == self.identity(&parameter)) {
                parameters.push(parameter);
            }
        }
        if !parameters.is_empty() {
            operation.set("parameters", Node::array(parameters, self.span));
        }
    }

    fn has_parameter(&self, component: &str) -> bool {
        let parameters = self.document.get("components").and_then(|components| components.get("parameters"));
        parameters.is_some_and(|parameters| parameters.get(component).is_some())
    }

    /// Name and place of a parameter, by which it is one and the same.
    fn identity<'a>(&'a self, parameter: &'a Node) -> Option<(&'a str, &'a str)> {
        let parameter = parameter.resolve(self.document, "parameters")?;
        Some((parameter.get("name")?.as_str()?, parameter.get("in")?.as_str()?))
    }

    /// Writes the root's security down where the operation has none of its own. Says whether a credential is needed.
    fn state_security(&self, operation: &mut Object) -> bool {
        if !operation.contains("security")
            && let Some(security) = self.document.get("security")
        {
            operation.set("security", security.clone());
        }
        operation.get("security").is_some_and(|security| !security.items().is_empty())
    }

    fn state_scope(&self, operation: &mut Object, secured: bool) {
        if !secured || operation.contains("x-scope") {
            return;
        }
        let safe = operation.get("x-idempotency").and_then(Node::as_str) == Some("safe");
        operation.set("x-scope", Node::string(if safe { "read" } else { "write" }, self.span));
    }

    fn state_body_limit(&self, operation: &mut Object, body: bool) {
        let streamed = matches!(operation.get("x-streaming").and_then(Node::as_str), Some("request" | "both"));
        if body && !streamed && !operation.contains("x-body-limit") {
            operation.set("x-body-limit", Node::integer(DEFAULT_BODY_LIMIT_BYTES, self.span));
        }
    }

    fn write_responses(&self, operation: &mut Object, facts: Facts) {
        let listed = operation.remove("x-problems");
        let span = listed.as_ref().map_or(self.span, |listed| &listed.span).clone();
        let listed: Vec<&str> =
            listed.as_ref().map(|listed| listed.items().iter().filter_map(Node::as_str).collect()).unwrap_or_default();
        let Some(responses) = operation.object_or_insert("responses", self.span) else { return };
        for (status, response) in self.codes.responses(&listed, facts, self.method == "head", &span) {
            if !responses.contains(&status) {
                responses.set(&status, response);
            }
        }
        responses.entries.sort_by(|one, other| one.key.cmp(&other.key));
        for entry in &mut responses.entries {
            add_request_id(&mut entry.value);
        }
    }
}

fn add_request_id(response: &mut Node) {
    let span = response.span.clone();
    let Some(response) = response.as_object_mut() else { return };
    // A reference has its headers in the component.
    if response.contains("$ref") {
        return;
    }
    let had_headers = response.contains("headers");
    if let Some(headers) = response.object_or_insert("headers", &span) {
        headers.set(REQUEST_ID_HEADER, Node::reference("headers", "RequestId", &span));
    }
    if !had_headers {
        // Headers stand before the content, as they do on the wire.
        let order = ["description", "headers", "content"];
        response.entries.sort_by_key(|entry| order.iter().position(|key| *key == entry.key).unwrap_or(order.len()));
    }
}

/// `application/json` and its relatives, parameters aside.
pub fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence == "application/json" || essence.ends_with("+json")
}
