//! Structs, enums and unions.

use super::text::{Code, imports, sentence};
use super::types::{self, Holding};
use super::{Context, names};
use crate::contract::model::{
    EnumValue, Field, RequestBody, Schema, StringFormat, Struct, Type, TypeDef, TypeKind, Union,
};

/// One file of models.
pub(super) fn emit(context: &Context<'_>, about: &str, defs: &[&TypeDef]) -> String {
    let mut body = Code::new();
    for (position, def) in defs.iter().enumerate() {
        if position > 0 {
            body.blank();
        }
        match &def.kind {
            TypeKind::Struct(object) => emit_struct(context, &mut body, def, object),
            TypeKind::Enum(values) => emit_enum(&mut body, def, values),
            TypeKind::Union(union) => emit_union(&mut body, def, union),
            TypeKind::Alias(schema) => {
                document(&mut body, def, "A value of the contract.");
                body.line(&format!("pub type {} = {};", types::ident(&def.name), types::item(schema)));
            }
        }
    }
    let body = body.finish();
    let mut available = types::available(context.core);
    let others: Vec<String> = context.contract.types.iter().map(|def| types::ident(&def.name)).collect();
    let own: Vec<String> = defs.iter().map(|def| types::ident(&def.name)).collect();
    available.extend(others.iter().filter(|name| !own.contains(name)).map(|name| ("super", name.as_str())));
    let mut head = Code::new();
    head.inner_doc(about);
    head.blank();
    format!("{}{}{body}", head.finish(), imports(&body, &available))
}

fn document(code: &mut Code, def: &TypeDef, otherwise: &str) {
    code.doc(&if def.description.is_empty() { otherwise.to_owned() } else { sentence(&def.description) });
    if def.deprecated {
        code.line("#[deprecated]");
    }
}

fn emit_struct(context: &Context<'_>, code: &mut Code, def: &TypeDef, object: &Struct) {
    let name = types::ident(&def.name);
    let is_form = context.is_form(&def.name);
    let blank = object.fields.iter().all(|field| !field.required);
    let otherwise = match (is_form, def.in_request) {
        (true, _) => "The parts of a form.",
        (false, true) => "The body of a request.",
        (false, false) => "A part of an answer.",
    };
    document(code, def, otherwise);
    let default = if def.in_request && blank { "Default, " } else { "" };
    code.line(&if is_form {
        format!("#[derive(Debug, {default}Clone)]")
    } else {
        format!("#[derive(Debug, Clone, {default}PartialEq, Serialize, Deserialize)]")
    });
    if def.in_request {
        code.line("#[must_use]");
    }
    code.line("#[non_exhaustive]");
    code.open(&format!("pub struct {name} {{"));
    for field in &object.fields {
        emit_field(context, code, def, field, is_form);
    }
    code.close("}");
    if def.in_request {
        code.blank();
        code.open(&format!("impl {name} {{"));
        emit_new(context, code, def, object, !default.is_empty());
        for field in object.fields.iter().filter(|field| !field.required) {
            emit_setter(context, code, def, field);
        }
        if is_form {
            emit_form(code, object);
        }
        code.close("}");
    }
}

fn emit_field(context: &Context<'_>, code: &mut Code, def: &TypeDef, field: &Field, is_form: bool) {
    let ident = names::field(&field.name);
    code.doc(&context.describe(field));
    if field.deprecated {
        code.line("#[deprecated]");
    }
    let mut attributes = Vec::new();
    if ident.to_string().trim_start_matches("r#") != field.name {
        attributes.push(format!("rename = {:?}", field.name));
    }
    match types::holding(field, def.in_request) {
        Holding::Plain | Holding::Nullable => {}
        Holding::Optional => attributes.push("default, skip_serializing_if = \"Option::is_none\"".to_owned()),
        Holding::Patch => attributes.push("default, skip_serializing_if = \"Patch::is_absent\"".to_owned()),
        Holding::EmptyList => attributes.push("default, skip_serializing_if = \"Vec::is_empty\"".to_owned()),
    }
    if !attributes.is_empty() && !is_form {
        code.line(&format!("#[serde({})]", attributes.join(", ")));
    }
    code.line(&format!("pub {ident}: {},", context.field_type(&def.name, field, def.in_request)));
}

/// The value of a field from its argument.
fn from_argument(context: &Context<'_>, def: &TypeDef, field: &Field) -> (String, String) {
    let ident = names::field(&field.name).to_string();
    let mut plain = field.schema.clone();
    plain.nullable = false;
    if types::holding(field, def.in_request) == Holding::Nullable {
        return (format!("Option<{}>", types::within(&def.name, &types::value(&field.schema))), ident);
    }
    let (argument, value) = types::argument(&plain, &ident);
    let argument = types::within(&def.name, &argument);
    if context.is_recursive(&def.name, field) { (argument, format!("Box::new({value})")) } else { (argument, value) }
}

fn emit_new(context: &Context<'_>, code: &mut Code, def: &TypeDef, object: &Struct, has_default: bool) {
    let required: Vec<&Field> = object.fields.iter().filter(|field| field.required).collect();
    code.doc(if required.is_empty() { "With nothing set." } else { "With what is required." });
    if has_default {
        code.open("pub fn new() -> Self {");
        code.line("Self::default()");
        return code.close("}");
    }
    let args: Vec<String> = required
        .iter()
        .map(|field| format!("{}: {}", names::field(&field.name), from_argument(context, def, field).0))
        .collect();
    if args.len() > 7 {
        code.line("#[expect(clippy::too_many_arguments, reason = \"the contract requires them all\")]");
    }
    code.open_fn("pub fn new", &args, "Self");
    let fields: Vec<String> = object
        .fields
        .iter()
        .map(|field| {
            let ident = names::field(&field.name);
            let value = match types::holding(field, def.in_request) {
                Holding::Plain | Holding::Nullable => from_argument(context, def, field).1,
                Holding::Optional => "None".to_owned(),
                Holding::Patch => "Patch::Absent".to_owned(),
                Holding::EmptyList => "Vec::new()".to_owned(),
            };
            if ident == value { value } else { format!("{ident}: {value}") }
        })
        .collect();
    code.list("Self ", ("{", "}"), &fields, "");
    code.close("}");
}

fn emit_setter(context: &Context<'_>, code: &mut Code, def: &TypeDef, field: &Field) {
    let ident = names::field(&field.name);
    let (argument, value) = from_argument(context, def, field);
    let holding = types::holding(field, def.in_request);
    code.blank();
    code.doc(&format!("Sets `{}`.", field.name));
    code.open(&format!("pub fn {ident}(mut self, {ident}: {argument}) -> Self {{"));
    let wrapper = if holding == Holding::Patch { "Patch::Value" } else { "Some" };
    code.line(&format!("self.{ident} = {wrapper}({value});"));
    code.line("self");
    code.close("}");
    if holding == Holding::Patch {
        let plain = ident.to_string().trim_start_matches("r#").to_owned();
        code.blank();
        code.doc(&format!("Sets `{}` to null.", field.name));
        code.open(&format!("pub fn clear_{plain}(mut self) -> Self {{"));
        code.line(&format!("self.{ident} = Patch::Null;"));
        code.line("self");
        code.close("}");
    }
}

/// How a form becomes parts: the values first, so that a server that streams knows them before the content comes.
fn emit_form(code: &mut Code, object: &Struct) {
    code.blank();
    code.doc("The parts, values before content: whoever reads them as they come knows where the content goes.");
    code.open("pub(crate) fn into_form(self) -> Form {");
    let is_content = |schema: &Schema| match &schema.ty {
        Type::String(StringFormat::Binary) => true,
        Type::Array(items) => matches!(items.ty, Type::String(StringFormat::Binary)),
        _ => false,
    };
    let (contents, values): (Vec<&Field>, Vec<&Field>) =
        object.fields.iter().partition(|field| is_content(&field.schema));
    code.line("let mut form = Form::new();");
    for field in values.into_iter().chain(contents) {
        let (ident, wire) = (names::field(&field.name), &field.name);
        let (list, element) = match &field.schema.ty {
            Type::Array(items) => (true, &**items),
            _ => (false, &field.schema),
        };
        let add = |value: &str| match &element.ty {
            Type::String(StringFormat::Binary) => format!("form = form.upload({wire:?}, {value});"),
            Type::String(StringFormat::Password) => format!("form = form.secret({wire:?}, &{value});"),
            Type::Map(_) | Type::JsonObject | Type::Array(_) => format!("form = form.json({wire:?}, &{value});"),
            Type::Named(_) => format!("form = form.named({wire:?}, &{value});"),
            Type::Boolean | Type::Int32 | Type::Int64 | Type::Double | Type::String(_) => {
                format!("form = form.text({wire:?}, &{value});")
            }
        };
        let singular =
            if list { format!("{}_item", ident.to_string().trim_start_matches("r#")) } else { ident.to_string() };
        match (list, field.required && !field.schema.nullable) {
            (false, true) => code.line(&add(&format!("self.{ident}"))),
            (false, false) => {
                code.open(&format!("if let Some({ident}) = self.{ident} {{"));
                code.line(&add(&ident.to_string()));
                code.close("}");
            }
            (true, required) => {
                let source =
                    if required { format!("self.{ident}") } else { format!("self.{ident}.into_iter().flatten()") };
                code.open(&format!("for {singular} in {source} {{"));
                code.line(&add(&singular));
                code.close("}");
            }
        }
    }
    code.line("form");
    code.close("}");
}

fn emit_enum(code: &mut Code, def: &TypeDef, values: &[EnumValue]) {
    let name = types::ident(&def.name);
    document(code, def, "A value of a list.");
    code.line("#[derive(Debug, Clone, PartialEq, Eq, Hash)]");
    code.line("#[non_exhaustive]");
    code.open(&format!("pub enum {name} {{"));
    for value in values {
        let about = if value.value.is_empty() { "Empty.".to_owned() } else { format!("`{}`.", value.value) };
        code.doc(&about);
        code.line(&format!("{},", names::variant(&value.value)));
    }
    code.line("#[doc(hidden)]");
    code.line("__Unknown(UnknownValue),");
    code.close("}");
    code.blank();
    code.open(&format!("impl_open_enum!({name} {{"));
    code.entries(values.iter().map(|value| format!("{} = {:?}", names::variant(&value.value), value.value)));
    code.close("});");
}

fn emit_union(code: &mut Code, def: &TypeDef, union: &Union) {
    let name = types::ident(&def.name);
    let discriminator = &union.discriminator;
    document(code, def, "One of several objects.");
    code.line("#[derive(Debug, Clone, PartialEq)]");
    code.line("#[non_exhaustive]");
    code.open(&format!("pub enum {name} {{"));
    for variant in &union.variants {
        code.doc(&format!("`{discriminator}` is `{}`.", variant.tag));
        code.line(&format!("{}({}),", names::variant(&variant.tag), types::ident(&variant.type_name)));
    }
    code.line("#[doc(hidden)]");
    code.line("__Unknown(UnknownObject),");
    code.close("}");
    code.blank();
    code.open(&format!("impl Serialize for {name} {{"));
    code.open("fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {");
    code.open("match self {");
    for variant in &union.variants {
        let ident = names::variant(&variant.tag);
        code.line(&format!(
            "Self::{ident}(object) => write_tagged(serializer, {discriminator:?}, {:?}, object),",
            variant.tag
        ));
    }
    code.line("Self::__Unknown(object) => object.serialize(serializer),");
    code.close("}");
    code.close("}");
    code.close("}");
    code.blank();
    code.open(&format!("impl<'de> Deserialize<'de> for {name} {{"));
    code.open("fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {");
    code.line(&format!("let (tag, object) = read_tagged(deserializer, {discriminator:?})?;"));
    code.open("match tag.as_str() {");
    for variant in &union.variants {
        code.line(&format!("{:?} => object.read().map(Self::{}),", variant.tag, names::variant(&variant.tag)));
    }
    code.line("_ => Ok(Self::__Unknown(object)),");
    code.close("}");
    code.close("}");
    code.close("}");
}

impl Context<'_> {
    /// What a field says of itself; where it says nothing, what its type says.
    fn describe(&self, field: &Field) -> String {
        let own = sentence(&field.description);
        match &field.schema.ty {
            _ if !own.is_empty() => own,
            Type::Named(name) if !self.type_def(name).description.is_empty() => {
                let about = &self.type_def(name).description;
                sentence(about.split("\n\n").next().unwrap_or(about))
            }
            _ => format!("`{}`.", field.name),
        }
    }

    /// Whether a type is the body of a form, and nothing else.
    pub(super) fn is_form(&self, name: &str) -> bool {
        self.contract
            .operations
            .iter()
            .flat_map(|operation| &operation.bodies)
            .any(|body| matches!(body, RequestBody::Multipart { type_name } if type_name == name))
    }
}
