//! For each operation: its descriptor, and what is optional about its call.

use super::answers::{self, Kind};
use super::text::{Code, imports, sentence};
use super::{Context, errors, headers, names, types};
use crate::contract::model::{
    Idempotency, Location, Method, Operation, Pagination, Param, RequestBody, ResponseBody, Security, Tag, Type,
    TypeKind,
};

/// Names of the core's own methods of a call, which a parameter can't have too.
const TAKEN: [&str; 10] = [
    "header",
    "idempotency_key",
    "into_future",
    "items",
    "operation",
    "organization",
    "pages",
    "retry",
    "send",
    "timeout",
];

/// The calls of an area.
pub(super) fn emit(context: &Context<'_>, tag: &Tag) -> String {
    let mut body = Code::new();
    for operation in context.operations(tag) {
        body.blank();
        emit_operation(&mut body, tag, operation);
        let setters = setters(operation);
        if !setters.is_empty() {
            body.blank();
            body.doc(&format!("What is optional about `{}`.", operation.id));
            body.open(&format!("impl Call<{}> {{", operation_name(operation)));
            for (position, setter) in setters.iter().enumerate() {
                if position > 0 {
                    body.blank();
                }
                setter.write(&mut body);
            }
            body.close("}");
        }
        emit_paging(context, &mut body, operation);
        match answers::answer(operation).kind {
            Kind::Headers => {
                body.blank();
                headers::emit(&mut body, operation);
            }
            Kind::ByStatus => {
                body.blank();
                answers::emit_by_status(&mut body, operation);
            }
            Kind::Empty | Kind::Json(_) | Kind::Text | Kind::Content | Kind::Events => {}
        }
    }
    let body = body.finish();
    let mut available = types::available(context.core);
    let models: Vec<String> = context.contract.types.iter().map(|def| types::ident(&def.name)).collect();
    available.extend(models.iter().map(|name| ("super::super::models", name.as_str())));
    let errors: Vec<String> = context.operations(tag).map(errors::error_name).collect();
    available.extend(errors.iter().map(|name| ("super::errors", name.as_str())));
    let mut head = Code::new();
    head.inner_doc(&format!("The operations of the area *{}*, and what is optional about calling them.", tag.name));
    head.blank();
    format!("{}{}{}", head.finish(), imports(&body, &available), body.trim_start_matches('\n'))
}

/// The name of an operation's type.
pub(super) fn operation_name(operation: &Operation) -> String {
    format!("{}Operation", names::type_name(&operation.id))
}

fn emit_operation(code: &mut Code, tag: &Tag, operation: &Operation) {
    let name = operation_name(operation);
    let resource = names::type_name(&tag.name);
    code.doc(&format!(
        "`{}`: see [`{resource}::{}`](super::{resource}::{}).",
        operation.id,
        names::method(&operation.id, &tag.name),
        names::method(&operation.id, &tag.name)
    ));
    code.line(&format!("pub struct {name};"));
    code.blank();
    code.open(&format!("impl Endpoint for {name} {{"));
    code.open("const OPERATION: &'static Operation = &Operation {");
    code.line(&format!("id: {:?},", operation.id));
    code.line(&format!("method: Method::{},", method(operation.method)));
    code.line(&format!("path: {:?},", operation.path));
    let idempotency = match operation.idempotency {
        Idempotency::Safe => "Safe",
        Idempotency::Idempotent => "Idempotent",
        Idempotency::Key => "Key",
        Idempotency::Never => "Never",
    };
    code.line(&format!("idempotency: Idempotency::{idempotency},"));
    code.line(&format!("authenticated: {},", operation.security == Security::Bearer));
    code.line(&format!("streaming: Streaming::{},", streaming(operation)));
    let statuses: Vec<String> = answers::statuses(operation).iter().map(u16::to_string).collect();
    code.line(&format!("success: &[{}],", statuses.join(", ")));
    code.close("};");
    code.line(&format!("type Answer = {};", answers::answer(operation).reader));
    code.line(&format!("type Error = {};", errors::error_name(operation)));
    code.close("}");
    if operation.idempotency == Idempotency::Key {
        code.blank();
        code.line(&format!("impl Keyed for {name} {{}}"));
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

/// An answer that is content or events is handed over as it comes, whatever else the contract says.
fn streaming(operation: &Operation) -> &'static str {
    let handed_over = answers::successes(operation)
        .any(|response| matches!(response.body, ResponseBody::Binary { .. } | ResponseBody::EventStream(_)));
    match (operation.streaming.request, operation.streaming.response || handed_over) {
        (false, false) => "None",
        (true, false) => "Request",
        (false, true) => "Response",
        (true, true) => "Both",
    }
}

/// A method that sets something optional.
struct Setter {
    description: String,
    deprecated: bool,
    head: String,
    body: String,
}

impl Setter {
    fn write(&self, code: &mut Code) {
        code.doc(&self.description);
        if self.deprecated {
            code.line("#[deprecated]");
        }
        code.open(&self.head);
        code.line(&self.body);
        code.close("}");
    }
}

fn setters(operation: &Operation) -> Vec<Setter> {
    let optional = operation.params.iter().filter(|param| !param.required && !is_key(param));
    let mut setters: Vec<Setter> = optional.map(param_setter).collect();
    if !operation.body_required {
        setters.extend(operation.bodies.iter().map(body_setter));
    }
    setters
}

/// The core takes care of these.
pub(super) fn is_key(param: &Param) -> bool {
    param.location == Location::Header
        && ["Idempotency-Key", "Strongroom-Organization"].iter().any(|name| param.name.eq_ignore_ascii_case(name))
}

fn param_setter(param: &Param) -> Setter {
    let field = names::field(&param.name).to_string();
    let name = if TAKEN.contains(&field.as_str()) { format!("{field}_param") } else { field };
    let (argument, body) = param_value(param, &name);
    Setter {
        description: sentence(&param.description),
        deprecated: param.deprecated,
        head: format!("pub fn {name}(self, {name}: {argument}) -> Self {{"),
        body: format!("self.{body}"),
    }
}

/// The type of a parameter's argument, and the method of a call that takes it.
pub(super) fn param_value(param: &Param, name: &str) -> (String, String) {
    let wire = &param.name;
    let (one, many) = match param.location {
        Location::Header => ("with_header", "with_header_list"),
        Location::Query | Location::Path => ("with_query", "with_query_list"),
    };
    if let Type::Array(items) = &param.schema.ty {
        let argument = format!("impl IntoIterator<Item = {}>", types::item(items));
        return (argument, format!("{many}({wire:?}, {name})"));
    }
    match types::item(&param.schema) {
        value if value == "String" => ("impl Into<String>".to_owned(), format!("{one}_text({wire:?}, {name})")),
        value => (value, format!("{one}({wire:?}, &{name})")),
    }
}

fn body_setter(body: &RequestBody) -> Setter {
    let (name, argument, chained) = body_value(body);
    Setter {
        description: "The request's body.".to_owned(),
        deprecated: false,
        head: format!("pub fn {name}(self, {name}: {argument}) -> Self {{"),
        body: format!("self.{chained}"),
    }
}

/// The name and type of a body's argument, and the method of a call that takes it.
pub(super) fn body_value(body: &RequestBody) -> (&'static str, String, String) {
    match body {
        RequestBody::Json(schema) => ("body", types::item(schema), "with_json(&body)".to_owned()),
        RequestBody::Binary { media_type } => {
            let media_type = if media_type.contains('*') { "application/octet-stream" } else { media_type };
            ("content", "impl Into<Upload>".to_owned(), format!("with_upload(content.into(), {media_type:?})"))
        }
        RequestBody::Multipart { type_name } => {
            ("form", types::ident(type_name), "with_form(form.into_form())".to_owned())
        }
    }
}

fn emit_paging(context: &Context<'_>, code: &mut Code, operation: &Operation) {
    let Some(item) = page_item(context, operation) else { return };
    code.blank();
    code.open(&format!("impl Paged for {} {{", operation_name(operation)));
    let Kind::Json(schema) = answers::answer(operation).kind else { return };
    let page = types::value(schema);
    code.line(&format!("type Item = {item};"));
    code.blank();
    code.open(&format!("fn next_cursor(page: &Response<{page}>) -> Option<&str> {{"));
    code.line("page.next_cursor.as_deref()");
    code.close("}");
    code.blank();
    code.open(&format!("fn into_items(page: Response<{page}>) -> Vec<{item}> {{"));
    code.line("page.into_inner().data");
    code.close("}");
    code.close("}");
}

/// What a page holds; `None` if the operation answers no page.
pub(super) fn page_item(context: &Context<'_>, operation: &Operation) -> Option<String> {
    let Pagination::Page = operation.pagination?;
    let Kind::Json(schema) = answers::answer(operation).kind else { return None };
    let Type::Named(name) = &schema.ty else { return None };
    let TypeKind::Struct(page) = &context.type_def(name).kind else { return None };
    let data = page.fields.iter().find(|field| field.name == "data")?;
    let Type::Array(items) = &data.schema.ty else { return None };
    Some(types::item(items))
}
