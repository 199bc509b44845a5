//! What an operation's success is read as.

use super::text::{Code, sentence};
use super::{headers, names, types};
use crate::contract::model::{Method, Operation, Response, ResponseBody, Schema};

/// How a success is read.
pub(super) struct Answer<'a> {
    /// The reader, such as `Json<File>`.
    pub(super) reader: String,
    pub(super) kind: Kind<'a>,
    /// Whether "not modified" is among the answers.
    pub(super) conditional: bool,
}

pub(super) enum Kind<'a> {
    Empty,
    Json(&'a Schema),
    /// Another schema for each status.
    ByStatus,
    Text,
    Content,
    Headers,
    Events,
}

/// The successes of an operation, "not modified" left out.
pub(super) fn successes(operation: &Operation) -> impl Iterator<Item = &Response> {
    operation.responses.iter().filter(|response| response.status < 300)
}

/// The statuses that are no error, "not modified" included.
pub(super) fn statuses(operation: &Operation) -> Vec<u16> {
    operation.responses.iter().map(|response| response.status).filter(|status| *status < 400).collect()
}

pub(super) fn answer(operation: &Operation) -> Answer<'_> {
    let conditional = operation.responses.iter().any(|response| response.status == 304);
    let kind = kind(operation);
    let plain = match &kind {
        Kind::Empty => "Empty".to_owned(),
        Kind::Json(schema) => format!("Json<{}>", types::item(schema)),
        Kind::ByStatus => format!("JsonByStatus<{}>", by_status_name(operation)),
        Kind::Text => "Text".to_owned(),
        Kind::Content => "Content".to_owned(),
        Kind::Headers => format!("Headers<{}>", headers::name(operation)),
        Kind::Events => format!("EventStream<{}>", events(operation)),
    };
    let reader = if conditional { format!("IfChanged<{plain}>") } else { plain };
    Answer { reader, kind, conditional }
}

fn kind(operation: &Operation) -> Kind<'_> {
    let bodies: Vec<&ResponseBody> = successes(operation).map(|response| &response.body).collect();
    match bodies.as_slice() {
        [ResponseBody::Binary { .. }, ..] => Kind::Content,
        [ResponseBody::EventStream(_), ..] => Kind::Events,
        [ResponseBody::Text { .. }, ..] => Kind::Text,
        bodies if bodies.iter().all(|body| **body == ResponseBody::Empty) => {
            let told = successes(operation).any(|response| !response.headers.is_empty());
            if operation.method == Method::Head && told { Kind::Headers } else { Kind::Empty }
        }
        [ResponseBody::Json(schema), others @ ..]
            if others.iter().all(|body| matches!(body, ResponseBody::Json(other) if other.ty == schema.ty)) =>
        {
            Kind::Json(schema)
        }
        _ => Kind::ByStatus,
    }
}

/// The name of the enum of an operation whose answers differ by status.
pub(super) fn by_status_name(operation: &Operation) -> String {
    format!("{}Answer", names::type_name(&operation.id))
}

fn events(operation: &Operation) -> String {
    successes(operation)
        .find_map(|response| match &response.body {
            ResponseBody::EventStream(schema) => Some(types::item(schema)),
            _ => None,
        })
        .unwrap_or_else(|| "JsonObject".to_owned())
}

/// The enum of an operation whose answers differ by status.
pub(super) fn emit_by_status(code: &mut Code, operation: &Operation) {
    let name = by_status_name(operation);
    let body = |response: &Response| match &response.body {
        ResponseBody::Json(schema) => Some(types::item(schema)),
        _ => None,
    };
    code.doc(&format!("What `{}` answers, by status.", operation.id));
    code.line("#[derive(Debug, Clone, PartialEq)]");
    code.line("#[non_exhaustive]");
    code.open(&format!("pub enum {name} {{"));
    for response in successes(operation) {
        code.doc(&format!("{}: {}", response.status, sentence(&response.description)));
        let content = body(response).map_or(String::new(), |content| format!("({content})"));
        code.line(&format!("{}{content},", names::status(response.status)));
    }
    code.close("}");
    code.blank();
    code.open(&format!("impl DecodeByStatus for {name} {{"));
    code.open("fn decode(status: u16, body: &[u8]) -> Result<Self, serde_json::Error> {");
    code.open("match status {");
    let mut rest = successes(operation).peekable();
    while let Some(response) = rest.next() {
        let pattern = if rest.peek().is_none() { "_".to_owned() } else { response.status.to_string() };
        let variant = names::status(response.status);
        let arm = match body(response) {
            Some(_) => format!("serde_json::from_slice(body).map(Self::{variant})"),
            None => format!("Ok(Self::{variant})"),
        };
        code.line(&format!("{pattern} => {arm},"));
    }
    code.close("}");
    code.close("}");
    code.close("}");
}
