//! Compares operations: what they are, what they take, what they answer.

use super::{At, Comparison, Direction, Rule, show, strings};
use crate::contract::bundle::METHODS;
use crate::contract::cursor::push;
use crate::contract::node::{Node, Value};

/// An operation of one of the documents.
struct Operation<'a> {
    path: &'a str,
    method: &'a str,
    node: &'a Node,
}

impl<'a> Operation<'a> {
    fn all(document: &'a Node) -> Vec<Self> {
        let mut operations = Vec::new();
        for path in document.get("paths").map(Node::entries).unwrap_or_default() {
            for entry in path.value.entries().iter().filter(|entry| METHODS.contains(&entry.key.as_str())) {
                operations.push(Self { path: &path.key, method: &entry.key, node: &entry.value });
            }
        }
        operations
    }

    fn text(&self, key: &str) -> &'a str {
        self.node.get(key).and_then(Node::as_str).unwrap_or_default()
    }

    /// `GET /api/v1/files (file_list)`.
    fn name(&self) -> String {
        format!("{} {} ({})", self.method.to_uppercase(), self.path, self.text("operationId"))
    }

    fn at(&self) -> At {
        At {
            direction: Direction::Request,
            chain: vec![self.name()],
            pointer: push(&push("/paths", self.path), self.method),
            span: None,
            open: Vec::new(),
        }
    }

    /// Each parameter as it is written, which may be a reference, and what it says.
    fn parameters(&self, document: &'a Node) -> Vec<(&'a Node, &'a Node)> {
        let parameters = self.node.get("parameters").map(Node::items).unwrap_or_default();
        parameters.iter().filter_map(|written| Some((written, written.resolve(document, "parameters")?))).collect()
    }

    /// Each response by its status, as it is written, which may be a reference, and what it says.
    fn responses(&self, document: &'a Node) -> Vec<(&'a str, &'a Node, &'a Node)> {
        let responses = self.node.get("responses").map(Node::entries).unwrap_or_default();
        responses
            .iter()
            .filter_map(|entry| Some((entry.key.as_str(), &entry.value, entry.value.resolve(document, "responses")?)))
            .collect()
    }
}

impl Comparison<'_> {
    pub(super) fn operations(&mut self) {
        let (old, new) = (self.old, self.new);
        let (old, new) = (Operation::all(old), Operation::all(new));
        let same = |one: &Operation<'_>, other: &Operation<'_>| one.path == other.path && one.method == other.method;
        for before in &old {
            match new.iter().find(|after| same(before, after)) {
                Some(after) => self.operation(before, after),
                None => self.report(Rule::OperationRemoved, &before.at(), format!("{} is gone", before.name())),
            }
        }
        for after in new.iter().filter(|after| !old.iter().any(|before| same(before, after))) {
            let at = after.at().spanned(Some(after.node));
            self.report(Rule::OperationAdded, &at, format!("{} is new", after.name()));
        }
    }

    fn operation(&mut self, before: &Operation<'_>, after: &Operation<'_>) {
        let at = after.at().spanned(Some(after.node));
        self.what_it_is(before, after, &at);
        self.parameters(before, after, &at);
        self.request_body(before, after, &at);
        self.responses(before, after, &at);
    }

    fn what_it_is(&mut self, before: &Operation<'_>, after: &Operation<'_>, at: &At) {
        let deprecated =
            |operation: &Operation<'_>| operation.node.get("deprecated").and_then(Node::as_bool).unwrap_or(false);
        match (deprecated(before), deprecated(after)) {
            (false, true) => self.report(Rule::OperationDeprecated, at, "it is deprecated now"),
            (true, false) => self.report(Rule::OperationRevived, at, "it is no longer deprecated"),
            _ => {}
        }
        let changed = |key: &str| {
            let (old, new) = (before.text(key), after.text(key));
            (old != new).then(|| format!("`{key}` was `{old}` and is `{new}`"))
        };
        if let Some(text) = changed("operationId") {
            self.report(Rule::OperationRenamed, at, text);
        }
        let (old, new) = (strings(before.node.get("tags")), strings(after.node.get("tags")));
        if old != new {
            self.report(Rule::OperationMoved, at, format!("its tag was {old:?} and is {new:?}"));
        }
        let public = |operation: &Operation<'_>| {
            operation.node.get("security").is_none_or(|security| security.items().is_empty())
        };
        match (public(before), public(after)) {
            (true, false) => self.report(Rule::SecurityAdded, at, "it asks for a credential now"),
            (false, true) => self.report(Rule::SecurityRemoved, at, "it asks for no credential any more"),
            (false, false) => {
                if let Some(text) = changed("x-scope") {
                    self.report(Rule::ScopeChanged, at, text);
                }
            }
            (true, true) => {}
        }
        if let Some(text) = changed("x-idempotency") {
            let stronger = repeatability(after) > repeatability(before);
            let rule = if stronger { Rule::IdempotencyStrengthened } else { Rule::IdempotencyWeakened };
            self.report(rule, at, text);
        }
        if let Some(text) = changed("x-pagination") {
            let added = before.text("x-pagination").is_empty();
            self.report(if added { Rule::PaginationAdded } else { Rule::PaginationRemoved }, at, text);
        }
        // No limit is the largest.
        let limit = |operation: &Operation<'_>| {
            operation.node.get("x-body-limit").and_then(Node::as_integer).unwrap_or(i64::MAX)
        };
        let has_body = before.node.get("requestBody").is_some() && after.node.get("requestBody").is_some();
        if has_body && limit(before) != limit(after) {
            let lowered = limit(after) < limit(before);
            let limit_of = |operation: &Operation<'_>| show(operation.node.get("x-body-limit"));
            let text = format!("the limit of its body was {} and is {}", limit_of(before), limit_of(after));
            self.report(if lowered { Rule::BodyLimitLowered } else { Rule::BodyLimitRaised }, at, text);
        }
    }

    fn parameters(&mut self, before: &Operation<'_>, after: &Operation<'_>, at: &At) {
        let at = at.step("parameters");
        let (old, new) = (before.parameters(self.old), after.parameters(self.new));
        for (_, parameter) in &old {
            let name = parameter_name(parameter);
            let at = at.link(&name, &name);
            let same = new.iter().find(|(_, now)| parameter_identity(now) == parameter_identity(parameter));
            let Some((written, now)) = same else {
                self.report(Rule::ParameterRemoved, &at, format!("the parameter {name} is gone"));
                continue;
            };
            let at = at.shared(written, "parameters").spanned(Some(now));
            match (required(parameter), required(now)) {
                (false, true) => self.report(Rule::ParameterRequired, &at, format!("{name} is required now")),
                (true, false) => self.report(Rule::ParameterOptional, &at, format!("{name} is optional now")),
                _ => {}
            }
            self.deprecation(parameter, now, &at, &name);
            self.schema(parameter.get("schema"), now.get("schema"), &at.step("schema"));
        }
        for (_, now) in &new {
            if !old.iter().any(|(_, parameter)| parameter_identity(now) == parameter_identity(parameter)) {
                let name = parameter_name(now);
                let at = at.link(&name, &name).spanned(Some(now));
                let rule = if required(now) { Rule::ParameterAddedRequired } else { Rule::ParameterAddedOptional };
                self.report(rule, &at, format!("the parameter {name} is new"));
            }
        }
    }

    /// Reports that something became deprecated.
    pub(super) fn deprecation(&mut self, before: &Node, after: &Node, at: &At, name: &str) {
        let deprecated = |node: &Node| node.get("deprecated").and_then(Node::as_bool).unwrap_or(false);
        if deprecated(after) && !deprecated(before) {
            self.report(Rule::PropertyDeprecated, at, format!("{name} is deprecated now"));
        }
    }

    fn request_body(&mut self, before: &Operation<'_>, after: &Operation<'_>, at: &At) {
        let at = at.step("requestBody");
        let body = |operation: &Operation<'_>| operation.node.get("requestBody").cloned();
        let old = body(before).and_then(|body| body.resolve(self.old, "requestBodies").cloned());
        let new = body(after).and_then(|body| body.resolve(self.new, "requestBodies").cloned());
        match (old, new) {
            (None, None) => {}
            (Some(_), None) => self.report(Rule::BodyRemoved, &at, "it takes no body any more"),
            (None, Some(new)) => {
                let rule = if required(&new) { Rule::BodyAddedRequired } else { Rule::BodyAddedOptional };
                self.report(rule, &at.spanned(Some(&new)), "it takes a body now");
            }
            (Some(old), Some(new)) => {
                let at = at.spanned(Some(&new));
                match (required(&old), required(&new)) {
                    (false, true) => self.report(Rule::BodyRequired, &at, "its body is required now"),
                    (true, false) => self.report(Rule::BodyOptional, &at, "its body is optional now"),
                    _ => {}
                }
                self.content(&old, &new, &at);
            }
        }
    }

    /// Media types of a request body or a response, whichever `at` says.
    fn content(&mut self, old: &Node, new: &Node, at: &At) {
        let at = at.step("content");
        let entries = |holder: &Node| holder.get("content").map(Node::entries).unwrap_or_default().to_vec();
        let (old, new) = (entries(old), entries(new));
        for before in &old {
            let Some(after) = new.iter().find(|after| after.key == before.key) else {
                self.report(Rule::MediaTypeRemoved, &at, format!("`{}` is gone", before.key));
                continue;
            };
            let at = at.step(&before.key).step("schema").spanned(Some(&after.value));
            self.schema(before.value.get("schema"), after.value.get("schema"), &at);
        }
        for after in new.iter().filter(|after| !old.iter().any(|before| before.key == after.key)) {
            self.report(Rule::MediaTypeAdded, &at, format!("`{}` is new", after.key));
        }
    }

    fn responses(&mut self, before: &Operation<'_>, after: &Operation<'_>, at: &At) {
        let at = at.step("responses").directed(Direction::Response);
        let (old, new) = (before.responses(self.old), after.responses(self.new));
        for (status, _, response) in &old {
            let at = at.step(status);
            let Some((_, written, now)) = new.iter().find(|(other, ..)| other == status) else {
                let rule = if is_problem(status) { Rule::ProblemStatusRemoved } else { Rule::SuccessRemoved };
                self.report(rule, &at, format!("the answer {status} is gone"));
                continue;
            };
            self.response(response, now, &at.shared(written, "responses").spanned(Some(now)));
        }
        for (status, _, now) in new.iter().filter(|(status, ..)| !old.iter().any(|(other, ..)| other == status)) {
            let rule = if is_problem(status) { Rule::ProblemStatusAdded } else { Rule::SuccessAdded };
            self.report(rule, &at.step(status).spanned(Some(now)), format!("the answer {status} is new"));
        }
    }

    fn response(&mut self, before: &Node, after: &Node, at: &At) {
        let (old, new) = (strings(before.get("x-codes")), strings(after.get("x-codes")));
        for code in old.iter().filter(|code| !new.contains(code)) {
            self.report(Rule::ProblemCodeRemoved, &at.step("x-codes"), format!("the code {code} is gone"));
        }
        for code in new.iter().filter(|code| !old.contains(code)) {
            self.report(Rule::ProblemCodeAdded, &at.step("x-codes"), format!("the code {code} is new"));
        }
        self.headers(before, after, at);
        self.content(before, after, at);
    }

    fn headers(&mut self, before: &Node, after: &Node, at: &At) {
        let at = at.step("headers");
        let (old, new) = (headers_of(before, self.old), headers_of(after, self.new));
        for (name, _, header) in &old {
            let at = at.link(name, name);
            let Some((_, written, now)) = new.iter().find(|(other, ..)| other.eq_ignore_ascii_case(name)) else {
                self.report(Rule::HeaderRemoved, &at, format!("the header {name} is gone"));
                continue;
            };
            let at = at.shared(written, "headers").spanned(Some(now));
            match (required(header), required(now)) {
                (true, false) => self.report(Rule::HeaderOptional, &at, format!("{name} may be missing now")),
                (false, true) => self.report(Rule::HeaderRequired, &at, format!("{name} is always there now")),
                _ => {}
            }
            self.schema(header.get("schema"), now.get("schema"), &at.step("schema"));
        }
        for (name, _, now) in
            new.iter().filter(|(name, ..)| !old.iter().any(|(other, ..)| other.eq_ignore_ascii_case(name)))
        {
            self.report(
                Rule::HeaderAdded,
                &at.link(name, name).spanned(Some(now)),
                format!("the header {name} is new"),
            );
        }
    }
}

/// Each header by its name, as it is written and what it says.
fn headers_of<'a>(response: &'a Node, document: &'a Node) -> Vec<(&'a str, &'a Node, &'a Node)> {
    let entries = response.get("headers").map(Node::entries).unwrap_or_default();
    entries
        .iter()
        .filter_map(|entry| Some((entry.key.as_str(), &entry.value, entry.value.resolve(document, "headers")?)))
        .collect()
}

/// How freely a client may repeat it.
fn repeatability(operation: &Operation<'_>) -> u8 {
    match operation.text("x-idempotency") {
        "safe" => 3,
        "idempotent" => 2,
        "key" => 1,
        _ => 0,
    }
}

fn required(node: &Node) -> bool {
    matches!(node.get("required"), Some(Node { value: Value::Bool(true), .. }))
}

/// Header names have no case.
fn parameter_identity(parameter: &Node) -> (String, &str) {
    let text = |key: &str| parameter.get(key).and_then(Node::as_str).unwrap_or_default();
    let place = text("in");
    (if place == "header" { text("name").to_lowercase() } else { text("name").to_owned() }, place)
}

fn parameter_name(parameter: &Node) -> String {
    parameter.get("name").and_then(Node::as_str).unwrap_or_default().to_owned()
}

fn is_problem(status: &str) -> bool {
    status.starts_with(['4', '5'])
}
