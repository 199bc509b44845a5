//! Emits the table of operations that the conformance suite counts its coverage by and drives its matrices from.
//!
//! Plain constants with types of their own: the suite must not compare the server with the server's own tables.

use super::{File, HEADER, Options};
use crate::contract::model::{Contract, Method, Operation, Param, RequestBody, Response, ResponseBody, Security};

const TYPES: &str = include_str!("table/types.rs.txt");

/// `tests/src/generated.rs`.
pub fn emit(contract: &Contract, _options: &Options) -> Vec<File> {
    let rows: String = contract.operations.iter().map(row).collect();
    let text = format!(
        "{HEADER}{TYPES}\n/// Every operation, in the order of the contract.\npub static OPERATIONS: [Operation; {}] = [\n{rows}];\n",
        contract.operations.len()
    );
    vec![File { path: "tests/src/generated.rs".to_owned(), text }]
}

/// The row of an operation, with a comma and a line end.
fn row(operation: &Operation) -> String {
    let row = Tree::Struct(
        "Operation",
        vec![
            ("id", text(&operation.id)),
            ("tag", text(&operation.tag)),
            ("method", text(method(operation.method))),
            ("path", text(&operation.path)),
            ("summary", text(&operation.summary)),
            ("secured", leaf(operation.security == Security::Bearer)),
            ("scope", Tree::Leaf(format!("{:?}", operation.scope))),
            ("idempotency", leaf(format!("Idempotency::{:?}", operation.idempotency))),
            ("paginated", leaf(operation.pagination.is_some())),
            ("body_limit_bytes", Tree::Leaf(format!("{:?}", operation.body_limit))),
            ("body_required", leaf(operation.body_required)),
            ("bodies", Tree::List(operation.bodies.iter().map(request_body).collect())),
            ("params", Tree::List(operation.params.iter().map(param).collect())),
            ("responses", Tree::List(operation.responses.iter().map(response).collect())),
        ],
    );
    format!("    {},\n", row.render(4, 4))
}

fn request_body(body: &RequestBody) -> Tree {
    Tree::Leaf(match body {
        RequestBody::Json(_) => "Body::Json".to_owned(),
        RequestBody::Binary { media_type } => format!("Body::Binary({media_type:?})"),
        RequestBody::Multipart { .. } => "Body::Multipart".to_owned(),
    })
}

fn param(param: &Param) -> Tree {
    let location = leaf(format!("Location::{:?}", param.location));
    Tree::Struct("Param", vec![("name", text(&param.name)), ("location", location), ("required", leaf(param.required))])
}

fn response(response: &Response) -> Tree {
    let body = match &response.body {
        ResponseBody::Empty => "Body::Empty".to_owned(),
        ResponseBody::Json(_) => "Body::Json".to_owned(),
        ResponseBody::Problem => "Body::Problem".to_owned(),
        ResponseBody::Binary { media_type } => format!("Body::Binary({media_type:?})"),
        ResponseBody::Text { media_type } => format!("Body::Text({media_type:?})"),
        ResponseBody::EventStream(_) => "Body::EventStream".to_owned(),
    };
    let headers = response.headers.iter().filter(|header| header.required).map(|header| text(&header.name));
    Tree::Struct(
        "Response",
        vec![
            ("status", leaf(response.status)),
            ("body", Tree::Leaf(body)),
            ("headers", Tree::List(headers.collect())),
            ("codes", Tree::List(response.codes.iter().map(|code| text(code)).collect())),
        ],
    )
}

/// A constant, laid out as the formatter would: on one line where it fits, otherwise a line for each part.
enum Tree {
    Leaf(String),
    List(Vec<Self>),
    Struct(&'static str, Vec<(&'static str, Self)>),
}

/// As in `rustfmt.toml`.
const MAX_WIDTH: usize = 120;

fn leaf(value: impl std::fmt::Display) -> Tree {
    Tree::Leaf(value.to_string())
}

fn text(value: &str) -> Tree {
    Tree::Leaf(format!("{value:?}"))
}

impl Tree {
    /// `indent` is that of the line, `column` where on it this begins.
    fn render(&self, indent: usize, column: usize) -> String {
        let line = self.on_one_line();
        // A comma follows.
        if column + line.chars().count() < MAX_WIDTH {
            return line;
        }
        let inner = indent + 4;
        let pad = " ".repeat(inner);
        let end = " ".repeat(indent);
        match self {
            Self::Leaf(_) => line,
            Self::List(items) => {
                let lines: String = items.iter().map(|item| format!("{pad}{},\n", item.render(inner, inner))).collect();
                format!("&[\n{lines}{end}]")
            }
            Self::Struct(name, fields) => {
                let lines: String = fields
                    .iter()
                    .map(|(field, value)| format!("{pad}{field}: {},\n", value.render(inner, inner + field.len() + 2)))
                    .collect();
                format!("{name} {{\n{lines}{end}}}")
            }
        }
    }

    fn on_one_line(&self) -> String {
        let join = |parts: Vec<String>| parts.join(", ");
        match self {
            Self::Leaf(text) => text.clone(),
            Self::List(items) => format!("&[{}]", join(items.iter().map(Self::on_one_line).collect())),
            Self::Struct(name, fields) => {
                let fields = fields.iter().map(|(field, value)| format!("{field}: {}", value.on_one_line()));
                format!("{name} {{ {} }}", join(fields.collect()))
            }
        }
    }
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Head => "HEAD",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
        Method::Options => "OPTIONS",
    }
}
