//! The example of each method: compiled as a doc test, made from the contract's example values.

use std::collections::BTreeSet;

use heck::ToSnakeCase as _;
use serde_json::Value;

use super::answers::{self, Kind};
use super::types::{self, Holding};
use super::{Context, calls, names};
use crate::contract::model::{
    Location, Operation, RequestBody, Schema, StringFormat, Struct, Tag, Type, TypeDef, TypeKind,
};

/// The lines of an operation's example, fences included.
pub(super) fn example(
    context: &Context<'_>,
    tag: &Tag,
    operation: &Operation,
    body: Option<&RequestBody>,
    method: &str,
) -> Vec<String> {
    let mut used = BTreeSet::new();
    let mut args = Vec::new();
    let mut given = String::new();
    for param in operation.params.iter().filter(|param| param.required) {
        let name = names::field(&param.name).to_string();
        let ty = match &param.schema.ty {
            Type::String(StringFormat::Uuid) => "uuid::Uuid".to_owned(),
            Type::String(StringFormat::DateTime) => "chrono::DateTime<chrono::Utc>".to_owned(),
            Type::String(StringFormat::Date) => "chrono::NaiveDate".to_owned(),
            Type::String(StringFormat::Password) => "strongroom_client::Secret".to_owned(),
            Type::Named(_) => format!("strongroom_client::models::{}", types::value(&param.schema)),
            Type::Array(items) if param.location != Location::Path => format!("Vec<{}>", types::item(items)),
            _ if types::value(&param.schema) == "String" => "&str".to_owned(),
            _ => types::value(&param.schema),
        };
        given.push_str(&format!(", {name}: {ty}"));
        args.push(name);
    }
    if let Some(body) = body {
        args.push(body_value(context, body, &mut used));
    }
    let call = format!("client.{}().{method}({})", names::field(&tag.name), args.join(", "));
    let mut lines = vec!["```no_run".to_owned()];
    let paged = calls::page_item(context, operation).is_some();
    if paged {
        lines.push("use futures_util::TryStreamExt;".to_owned());
    }
    if !used.is_empty() {
        let used: Vec<&str> = used.iter().map(String::as_str).collect();
        let list = if let [one] = used.as_slice() { (*one).to_owned() } else { format!("{{{}}}", used.join(", ")) };
        lines.push(format!("use strongroom_client::models::{list};"));
    }
    lines.push(format!(
        "# async fn example(client: &strongroom_client::Client{given}) -> Result<(), Box<dyn std::error::Error>> {{"
    ));
    lines.extend(usage(operation, paged, &call));
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// What to do with the answer.
fn usage(operation: &Operation, paged: bool, call: &str) -> Vec<String> {
    let answer = answers::answer(operation);
    let content = if answer.conditional { ".content()?" } else { "" };
    if paged {
        return vec![
            format!("let mut items = {call}.items();"),
            "while let Some(item) = items.try_next().await? {".to_owned(),
            "    println!(\"{item:?}\");".to_owned(),
            "}".to_owned(),
        ];
    }
    match answer.kind {
        Kind::Empty => vec![format!("{call}.await?;")],
        Kind::Content => vec![format!("{call}.await?{content}.write_to(\"plan.pdf\").await?;")],
        Kind::Headers => vec![format!("let headers = {call}.await?{content};")],
        Kind::Text => vec![format!("let text = {call}.await?.into_inner();")],
        Kind::Events => vec![format!("let events = {call}.await?.into_inner();")],
        Kind::ByStatus => vec![format!("let answer = {call}.await?;")],
        Kind::Json(schema) => {
            let name = match &schema.ty {
                Type::Named(name) => name.to_snake_case(),
                _ => "answer".to_owned(),
            };
            vec![format!("let {name} = {call}.await?{content};")]
        }
    }
}

fn body_value(context: &Context<'_>, body: &RequestBody, used: &mut BTreeSet<String>) -> String {
    match body {
        RequestBody::Json(schema) => value(context, schema, None, used),
        RequestBody::Binary { .. } => "strongroom_client::Upload::file(\"plan.pdf\")".to_owned(),
        RequestBody::Multipart { type_name } => object(context, context.type_def(type_name), None, used),
    }
}

/// An expression for a value; without an example, one that fits the type.
fn value(context: &Context<'_>, schema: &Schema, example: Option<&Value>, used: &mut BTreeSet<String>) -> String {
    let text = example.and_then(Value::as_str);
    match &schema.ty {
        Type::Boolean => example.and_then(Value::as_bool).unwrap_or(true).to_string(),
        Type::Int32 | Type::Int64 => example.and_then(Value::as_i64).unwrap_or(1).to_string(),
        Type::Double => format!("{:?}", example.and_then(Value::as_f64).unwrap_or(1.0)),
        Type::String(format) => string(*format, text),
        Type::Array(items) => {
            let examples = example.and_then(Value::as_array).cloned().unwrap_or_default();
            let values: Vec<String> = examples.iter().map(|item| owned(context, items, item, used)).collect();
            format!("vec![{}]", values.join(", "))
        }
        Type::Map(values) => {
            let members = example.and_then(Value::as_object).cloned().unwrap_or_default();
            let members: Vec<String> = members
                .iter()
                .map(|(name, member)| format!("({name:?}.to_owned(), {})", owned(context, values, member, used)))
                .collect();
            format!("[{}].into()", members.join(", "))
        }
        Type::JsonObject => format!("serde_json::from_str({:?})?", example.map_or("{}".to_owned(), Value::to_string)),
        Type::Named(name) => {
            let def = context.type_def(name);
            match &def.kind {
                TypeKind::Struct(_) => object(context, def, example, used),
                TypeKind::Enum(values) => {
                    let first = values.first().map_or("", |value| value.value.as_str());
                    let known = values.iter().any(|value| Some(value.value.as_str()) == text);
                    let ident = types::ident(name);
                    used.insert(ident.clone());
                    format!("{ident}::{}", names::variant(text.filter(|_| known).unwrap_or(first)))
                }
                TypeKind::Alias(schema) => value(context, schema, example.or(def.example.as_ref()), used),
                TypeKind::Union(_) => {
                    let example = example.or(def.example.as_ref()).map_or("{}".to_owned(), Value::to_string);
                    format!("serde_json::from_str({example:?})?")
                }
            }
        }
    }
}

/// A value within a list or map, where nothing converts it.
fn owned(context: &Context<'_>, schema: &Schema, example: &Value, used: &mut BTreeSet<String>) -> String {
    let expression = value(context, schema, Some(example), used);
    let converted = match types::value(schema).as_str() {
        "String" => format!("{expression}.to_owned()"),
        "Secret" | "Upload" | "Base64Bytes" | "Int64Text" => format!("{expression}.into()"),
        _ => expression,
    };
    match (schema.nullable, example.is_null()) {
        (true, true) => "None".to_owned(),
        (true, false) => format!("Some({converted})"),
        (false, _) => converted,
    }
}

fn string(format: StringFormat, example: Option<&str>) -> String {
    let otherwise = match format {
        StringFormat::Uuid => "019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e01",
        StringFormat::DateTime => "2026-11-20T10:00:00Z",
        StringFormat::Date => "2026-11-20",
        StringFormat::Email => "ada@example.com",
        StringFormat::Plain | StringFormat::UriReference | StringFormat::Password => "text",
        StringFormat::Byte | StringFormat::Binary => "content",
        StringFormat::Int64 => "1048576",
    };
    let literal = format!("{:?}", example.unwrap_or(otherwise));
    match format {
        StringFormat::Uuid | StringFormat::DateTime | StringFormat::Date => format!("{literal}.parse()?"),
        StringFormat::Binary | StringFormat::Byte => literal,
        StringFormat::Int64 => example.unwrap_or(otherwise).to_owned(),
        StringFormat::Plain | StringFormat::Email | StringFormat::UriReference | StringFormat::Password => literal,
    }
}

/// `FileUpload::new("…").name("plan.pdf")`.
fn object(context: &Context<'_>, def: &TypeDef, example: Option<&Value>, used: &mut BTreeSet<String>) -> String {
    let TypeKind::Struct(object) = &def.kind else { return "Default::default()".to_owned() };
    let ident = types::ident(&def.name);
    used.insert(ident.clone());
    let example = example.or(def.example.as_ref());
    let args: Vec<String> = required(context, def, object, example, used);
    let mut expression = format!("{ident}::new({})", args.join(", "));
    for field in object.fields.iter().filter(|field| !field.required) {
        let Some(given) = example.and_then(|example| example.get(&field.name)) else { continue };
        let name = names::field(&field.name).to_string();
        if given.is_null() {
            if types::holding(field, def.in_request) == Holding::Patch {
                expression.push_str(&format!(".clear_{}()", name.trim_start_matches("r#")));
            }
            continue;
        }
        expression.push_str(&format!(".{name}({})", value(context, &field.schema, Some(given), used)));
    }
    expression
}

fn required(
    context: &Context<'_>,
    def: &TypeDef,
    object: &Struct,
    example: Option<&Value>,
    used: &mut BTreeSet<String>,
) -> Vec<String> {
    let fields = object.fields.iter().filter(|field| field.required);
    fields
        .map(|field| {
            let given = example.and_then(|example| example.get(&field.name));
            if types::holding(field, def.in_request) == Holding::Nullable {
                let null = given.is_none_or(Value::is_null);
                let mut plain = field.schema.clone();
                plain.nullable = true;
                return if null {
                    "None".to_owned()
                } else {
                    owned(context, &plain, given.unwrap_or(&Value::Null), used)
                };
            }
            value(context, &field.schema, given, used)
        })
        .collect()
}
