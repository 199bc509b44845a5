//! Which Rust type a schema is, and what it says beside its type.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::Context;
use crate::contract::model::{Constraints, Field, Schema, StringFormat, Type, TypeDef, TypeKind};
use crate::emit::names;

/// How a struct's field or an operation's parameter is held.
pub(super) struct Held {
    pub(super) ty: TokenStream,
    /// Filled in where it is absent, so that it is never `None`.
    pub(super) default: Option<Default>,
    /// Absent as `None`, to be left out when written.
    pub(super) optional: bool,
}

/// A function that makes a default value.
#[derive(Clone)]
pub(super) struct Default {
    pub(super) name: String,
    pub(super) item: TokenStream,
}

impl Context<'_> {
    /// The schema behind names of aliases, with what each of them says.
    pub(super) fn resolved(&self, schema: &Schema) -> Schema {
        let mut schema = schema.clone();
        while let Some(alias) = self.alias(&schema.ty) {
            schema = Schema {
                ty: alias.ty.clone(),
                nullable: schema.nullable || alias.nullable,
                default: schema.default.or_else(|| alias.default.clone()),
                constraints: alias.constraints.clone(),
            };
        }
        schema
    }

    fn alias(&self, ty: &Type) -> Option<&Schema> {
        let Type::Named(name) = ty else { return None };
        match &self.contract.type_def(name)?.kind {
            TypeKind::Alias(schema) => Some(schema),
            TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) => None,
        }
    }

    /// The type of a value that is there. `here` is the path to the models: empty within them.
    pub(super) fn bare(&self, ty: &Type, here: &TokenStream) -> TokenStream {
        match ty {
            Type::Boolean => quote! { bool },
            Type::Int32 => quote! { i32 },
            Type::Int64 => quote! { i64 },
            Type::Double => quote! { f64 },
            Type::String(format) => match format {
                StringFormat::Uuid => quote! { Uuid },
                StringFormat::DateTime => quote! { Timestamp },
                StringFormat::Date => quote! { NaiveDate },
                StringFormat::Password => quote! { Secret },
                StringFormat::Int64 => quote! { Int64Text },
                StringFormat::Plain
                | StringFormat::Email
                | StringFormat::UriReference
                | StringFormat::Byte
                | StringFormat::Binary => quote! { String },
            },
            Type::Array(items) => {
                let items = self.element(items, here);
                quote! { Vec<#items> }
            }
            Type::Map(values) => {
                let values = self.element(values, here);
                quote! { BTreeMap<String, #values> }
            }
            Type::JsonObject => quote! { JsonObject },
            Type::Named(name) => {
                let ident = names::type_name(name);
                quote! { #here #ident }
            }
        }
    }

    /// The type of a list's item or a map's value.
    pub(super) fn element(&self, schema: &Schema, here: &TokenStream) -> TokenStream {
        let bare = self.bare(&schema.ty, here);
        if self.resolved(schema).nullable {
            quote! { Nullable<#bare> }
        } else {
            bare
        }
    }

    /// How a field of `owner` is held.
    pub(super) fn field(&self, owner: &TypeDef, field: &Field) -> Held {
        let here = TokenStream::new();
        let mut bare = self.bare(&field.schema.ty, &here);
        if self.holds_itself(owner, &field.schema.ty) {
            bare = quote! { Box<#bare> };
        }
        let schema = self.resolved(&field.schema);
        let default = schema.default.as_ref().filter(|_| !field.required && !schema.nullable);
        let default = default.and_then(|value| self.default(&field.name, &schema, value, &bare, &here));
        let (ty, optional) = match (field.required || default.is_some(), schema.nullable) {
            (true, false) => (bare, false),
            (true, true) => (quote! { Nullable<#bare> }, false),
            (false, false) => (quote! { Option<#bare> }, true),
            (false, true) => (quote! { MaybeUndefined<#bare> }, false),
        };
        Held { ty, default, optional }
    }

    /// How a parameter is held; `bare` is the type of one that is there.
    pub(super) fn parameter(&self, name: &str, schema: &Schema, required: bool, bare: TokenStream) -> Held {
        let schema = self.resolved(schema);
        let here = quote! { models:: };
        let default = schema.default.as_ref().filter(|_| !required);
        let default = default.and_then(|value| self.default(name, &schema, value, &bare, &here));
        if required || default.is_some() {
            Held { ty: bare, default, optional: false }
        } else {
            Held { ty: quote! { Option<#bare> }, default: None, optional: true }
        }
    }

    fn default(
        &self,
        name: &str,
        schema: &Schema,
        value: &Value,
        ty: &TokenStream,
        here: &TokenStream,
    ) -> Option<Default> {
        let made = match (value, &schema.ty) {
            (Value::Bool(value), _) => quote! { #value },
            (Value::Number(number), Type::Int32 | Type::Int64) => {
                let literal = Literal::i64_unsuffixed(number.as_i64()?);
                quote! { #literal }
            }
            (Value::Number(number), Type::Double) => {
                let literal = Literal::f64_unsuffixed(number.as_f64()?);
                quote! { #literal }
            }
            (Value::String(text), Type::String(StringFormat::Plain)) => quote! { #text.to_owned() },
            (Value::String(text), Type::Named(name)) => {
                let (name, variant) = (names::type_name(name), names::variant(text));
                quote! { #here #name::#variant }
            }
            (Value::Array(items), _) if items.is_empty() => quote! { Vec::new() },
            // Another default is for the handler to fill in.
            _ => return None,
        };
        let function = format_ident!("default_{}", names::field(name).to_string().trim_start_matches("r#"));
        let item = quote! { fn #function() -> #ty { #made } };
        Some(Default { name: function.to_string(), item })
    }

    /// Whether a value of `ty` holds an `owner` without a list or a map between, so that its size would have no end.
    fn holds_itself(&self, owner: &TypeDef, ty: &Type) -> bool {
        let mut open = vec![ty.clone()];
        let mut seen = Vec::new();
        while let Some(ty) = open.pop() {
            let Type::Named(name) = ty else { continue };
            if name == owner.name {
                return true;
            }
            if seen.contains(&name) {
                continue;
            }
            match self.contract.type_def(&name).map(|def| &def.kind) {
                Some(TypeKind::Struct(held)) => open.extend(held.fields.iter().map(|field| field.schema.ty.clone())),
                Some(TypeKind::Union(union)) => {
                    open.extend(union.variants.iter().map(|variant| Type::Named(variant.type_name.clone())));
                }
                Some(TypeKind::Alias(schema)) => open.push(schema.ty.clone()),
                Some(TypeKind::Enum(_)) | None => {}
            }
            seen.push(name);
        }
        false
    }

    /// `validator(…)` with the limits of the schema, for the emitted document.
    pub(super) fn validator(&self, schema: &Schema) -> Option<TokenStream> {
        let schema = self.resolved(schema);
        let mut rules = Vec::new();
        match &schema.ty {
            Type::Array(items) => {
                let Constraints { min_items, max_items, unique_items, .. } = schema.constraints;
                rules.extend(count("min_items", min_items));
                rules.extend(count("max_items", max_items));
                if unique_items && self.is_comparable(items) {
                    rules.push(quote! { unique_items });
                }
                rules.extend(self.element_rules(items));
            }
            Type::Map(values) => {
                rules.extend(count("max_properties", schema.constraints.max_properties));
                rules.extend(self.element_rules(values));
            }
            _ => rules.extend(self.element_rules(&schema)),
        }
        (!rules.is_empty()).then(|| quote! { validator(#(#rules),*) })
    }

    fn element_rules(&self, schema: &Schema) -> Vec<TokenStream> {
        let schema = self.resolved(schema);
        let Constraints { minimum, maximum, min_length, max_length, pattern, .. } = &schema.constraints;
        let mut rules = Vec::new();
        match schema.ty {
            Type::Int32 | Type::Int64 | Type::Double => {
                let bound = |name: &str, value: Option<i64>| {
                    let (name, value) = (format_ident!("{name}"), value?.to_string());
                    Some(quote! { #name(value = #value) })
                };
                rules.extend(bound("minimum", *minimum));
                rules.extend(bound("maximum", *maximum));
            }
            Type::String(format)
                if !matches!(
                    format,
                    StringFormat::Uuid | StringFormat::DateTime | StringFormat::Date | StringFormat::Int64
                ) =>
            {
                rules.extend(count("min_length", *min_length));
                rules.extend(count("max_length", *max_length));
                rules.extend(pattern.as_ref().map(|pattern| quote! { pattern = #pattern }));
            }
            _ => {}
        }
        rules
    }

    /// The limits of a form's part as fields of a `MetaSchema`.
    pub(super) fn limits(&self, schema: &Schema) -> TokenStream {
        let schema = self.resolved(schema);
        let limits = &schema.constraints;
        let mut fields = Vec::new();
        for (name, value) in [
            ("min_length", limits.min_length),
            ("max_length", limits.max_length),
            ("min_items", limits.min_items),
            ("max_items", limits.max_items),
            ("max_properties", limits.max_properties),
        ] {
            if let Some(value) = value {
                let (name, value) = (format_ident!("{name}"), Literal::u64_unsuffixed(value));
                fields.push(quote! { #name: Some(#value) });
            }
        }
        for (name, value) in [("minimum", limits.minimum), ("maximum", limits.maximum)] {
            if let Some(value) = value {
                let (name, value) = (format_ident!("{name}"), float(value));
                fields.push(quote! { #name: Some(#value) });
            }
        }
        if let Some(pattern) = &limits.pattern {
            fields.push(quote! { pattern: Some(#pattern.to_owned()) });
        }
        if limits.unique_items {
            fields.push(quote! { unique_items: Some(true) });
        }
        let (name, inner) = match &schema.ty {
            Type::Array(items) => (format_ident!("items"), self.limits(items)),
            Type::Map(values) => (format_ident!("additional_properties"), self.limits(values)),
            _ => (format_ident!("items"), quote! { MetaSchema::ANY }),
        };
        if inner.to_string() != quote! { MetaSchema::ANY }.to_string() {
            fields.push(quote! { #name: inline(#inner) });
        }
        if fields.is_empty() {
            quote! { MetaSchema::ANY }
        } else {
            quote! { MetaSchema { #(#fields,)* ..MetaSchema::ANY } }
        }
    }

    /// Whether items of that schema can be told apart by `Eq` and `Hash`.
    fn is_comparable(&self, schema: &Schema) -> bool {
        match self.resolved(schema).ty {
            Type::Boolean | Type::Int32 | Type::Int64 => true,
            Type::String(format) => format != StringFormat::Password,
            Type::Named(name) => {
                matches!(self.contract.type_def(&name).map(|def| &def.kind), Some(TypeKind::Enum(_)))
            }
            Type::Double | Type::Array(_) | Type::Map(_) | Type::JsonObject => false,
        }
    }
}

fn count(name: &str, value: Option<u64>) -> Option<TokenStream> {
    let (name, value) = (format_ident!("{name}"), Literal::u64_unsuffixed(value?));
    Some(quote! { #name = #value })
}

/// Limits of the contract are whole numbers; the registry holds them as floats.
fn float(value: i64) -> TokenStream {
    let literal: TokenStream = format!("{value}.0").parse().expect("digits, a point and a zero are a number");
    literal
}
