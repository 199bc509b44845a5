//! For each area: the struct whose methods are its operations.

use super::answers::{self, Kind};
use super::text::{Code, imports, sentence};
use super::{Context, calls, errors, examples, headers, names, types};
use crate::contract::model::{Location, Operation, Param, RequestBody, Tag};

/// The resource of an area.
pub(super) fn emit(context: &Context<'_>, tag: &Tag) -> String {
    let resource = names::type_name(&tag.name);
    let mut body = Code::new();
    body.line("mod calls;");
    body.line("mod errors;");
    body.blank();
    body.text(&exports(context, tag));
    body.blank();
    body.doc(&format!("The operations of the area *{}*: {}", tag.name, lower_first(&sentence(&tag.description))));
    body.line("#[derive(Debug, Clone, Copy)]");
    body.open(&format!("pub struct {resource}<'c> {{"));
    body.line("pub(super) client: &'c Client,");
    body.close("}");
    body.blank();
    body.open(&format!("impl {resource}<'_> {{"));
    let mut first = true;
    for operation in context.operations(tag) {
        let bodies: Vec<Option<&RequestBody>> =
            if operation.body_required { operation.bodies.iter().map(Some).collect() } else { vec![None] };
        for (position, request_body) in bodies.into_iter().enumerate() {
            if !std::mem::take(&mut first) {
                body.blank();
            }
            emit_method(context, &mut body, tag, operation, request_body, position > 0);
        }
    }
    body.close("}");
    let body = body.finish();
    let mut available = types::available(context.core);
    let models: Vec<String> = context.contract.types.iter().map(|def| types::ident(&def.name)).collect();
    available.extend(models.iter().map(|name| ("super::models", name.as_str())));
    let mut head = Code::new();
    head.inner_doc(&format!("The area *{}*.", tag.name));
    head.blank();
    // The exports name errors and operations, not what has to be imported.
    let (declarations, rest) = body.split_once("\n\n").unwrap_or(("", &body));
    format!("{}{declarations}\n\n{}{rest}", head.finish(), imports(rest, &available))
}

fn exports(context: &Context<'_>, tag: &Tag) -> String {
    let mut names = std::collections::BTreeSet::new();
    let mut error_names = std::collections::BTreeSet::new();
    let all: Vec<(String, String, Option<String>)> = context
        .operations(tag)
        .map(|operation| {
            let extra = match answers::answer(operation).kind {
                Kind::Headers => Some(headers::name(operation)),
                Kind::ByStatus => Some(answers::by_status_name(operation)),
                Kind::Empty | Kind::Json(_) | Kind::Text | Kind::Content | Kind::Events => None,
            };
            (calls::operation_name(operation), errors::error_name(operation), extra)
        })
        .collect();
    for (operation, error, extra) in &all {
        names.insert(operation.as_str());
        names.extend(extra.as_deref());
        error_names.insert(error.as_str());
    }
    let mut code = Code::new();
    code.uses_as("pub use", "calls", &names);
    code.uses_as("pub use", "errors", &error_names);
    code.finish()
}

/// The arguments of a method: what the contract requires, in the order path, query, header, body.
fn required(operation: &Operation) -> impl Iterator<Item = &Param> {
    operation.params.iter().filter(|param| param.required)
}

fn emit_method(
    context: &Context<'_>,
    code: &mut Code,
    tag: &Tag,
    operation: &Operation,
    body: Option<&RequestBody>,
    is_variant: bool,
) {
    let name = method_name(operation, tag, body, is_variant);
    document(context, code, tag, operation, body, &name);
    let mut args = vec!["&self".to_owned()];
    let mut path = Vec::new();
    let mut chain = Vec::new();
    for param in required(operation) {
        let ident = names::field(&param.name).to_string();
        if param.location == Location::Path {
            let (argument, value) = types::argument(&param.schema, &ident);
            args.push(format!("{ident}: {argument}"));
            let value = if argument == "impl Into<String>" { format!("Into::<String>::into({ident})") } else { value };
            path.push(format!("({:?}, &{value})", param.name));
        } else {
            let (argument, call) = calls::param_value(param, &ident);
            args.push(format!("{ident}: {argument}"));
            chain.push(call);
        }
    }
    if let Some(body) = body {
        let (ident, argument, call) = calls::body_value(body);
        args.push(format!("{ident}: {argument}"));
        chain.push(call);
    }
    if operation.deprecated {
        code.line("#[deprecated]");
    }
    code.open_fn(&format!("pub fn {name}"), &args, &format!("Call<{}>", calls::operation_name(operation)));
    let chain: String = chain.iter().map(|call| format!(".{call}")).collect();
    code.line(&format!("Call::new(self.client, &[{}]){chain}", path.join(", ")));
    code.close("}");
}

/// The method of an operation; where it takes several kinds of body, all but the first are told by a suffix.
fn method_name(operation: &Operation, tag: &Tag, body: Option<&RequestBody>, is_variant: bool) -> String {
    let name = names::method(&operation.id, &tag.name).to_string();
    let suffix = match body {
        Some(RequestBody::Json(_)) if is_variant => "_json",
        Some(RequestBody::Binary { .. }) if is_variant => "_content",
        Some(RequestBody::Multipart { .. }) if is_variant => "_form",
        _ => "",
    };
    format!("{}{suffix}", if suffix.is_empty() { name.as_str() } else { name.trim_start_matches("r#") })
}

fn document(
    context: &Context<'_>,
    code: &mut Code,
    tag: &Tag,
    operation: &Operation,
    body: Option<&RequestBody>,
    name: &str,
) {
    code.doc(&sentence(&operation.summary));
    if !operation.description.is_empty() {
        code.raw_doc("");
        code.doc(&sentence(&operation.description));
    }
    let optional: Vec<String> = operation
        .params
        .iter()
        .filter(|param| !param.required && !calls::is_key(param))
        .map(|param| format!("`{}`", names::field(&param.name)))
        .collect();
    if !optional.is_empty() {
        code.raw_doc("");
        code.doc(&format!("Optional: {}.", optional.join(", ")));
    }
    code.raw_doc("");
    code.raw_doc("# Errors");
    let codes: Vec<String> =
        errors::codes(context, operation).iter().map(|problem| format!("`{}`", problem.code)).collect();
    code.doc(&format!("[`{}`]: {}.", errors::error_name(operation), codes.join(", ")));
    code.raw_doc("");
    code.raw_doc("# Example");
    for line in examples::example(context, tag, operation, body, name) {
        code.raw_doc(&line);
    }
}

/// For the middle of a sentence. What begins with several capitals is a name.
fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match (characters.next(), text.chars().nth(1)) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(characters).collect(),
        _ => text.to_owned(),
    }
}
