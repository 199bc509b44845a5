//! The rule that examples are what their schema says.
//!
//! `pattern` is left out: it takes an engine for regular expressions, and the suite, which has one, sends every request
//! example to a real server.

use super::walk;
use super::{Context, Findings, content};
use crate::contract::node::{Node, Value};

pub fn example_valid(context: &Context<'_>, findings: &mut Findings) {
    let checker = Checker { document: context.document };
    let mut report = |example: &Node, schema: &Node| {
        let mut faults = Vec::new();
        checker.check(example, schema, "", &mut faults);
        for (span, text) in faults {
            findings.add(&span, text);
        }
    };
    walk::schemas(context.document, &mut |schema, _| {
        for example in schema.get("examples").map(Node::items).unwrap_or_default() {
            report(example, schema);
        }
        if let Some(default) = schema.get("default") {
            report(default, schema);
        }
    });
    for operation in context.operations() {
        let bodies = operation.body(context.document).into_iter();
        let responses = operation.responses(context.document).map(|(_, response)| response);
        for (_, media, _) in bodies.chain(responses).flat_map(content) {
            if let (Some(example), Some(schema)) = (media.get("example"), media.get("schema")) {
                report(example, schema);
            }
        }
        for parameter in operation.parameters(context.document) {
            if let (Some(example), Some(schema)) = (parameter.get("example"), parameter.get("schema")) {
                report(example, schema);
            }
        }
    }
}

struct Checker<'a> {
    document: &'a Node,
}

type Fault = (crate::contract::node::Span, String);

impl Checker<'_> {
    fn check(&self, value: &Node, schema: &Node, pointer: &str, faults: &mut Vec<Fault>) {
        // A dangling reference is another rule's to find.
        let Some(schema) = schema.resolve(self.document, "schemas") else { return };
        let mut fault = |text: String| {
            let place = if pointer.is_empty() { "the example" } else { pointer };
            faults.push((value.span.clone(), format!("{place} {text}")));
        };
        if let Some(choices) = schema.get("oneOf").or_else(|| schema.get("anyOf")) {
            let fits = |choice: &Node| {
                let mut inner = Vec::new();
                self.check(value, choice, pointer, &mut inner);
                inner.is_empty()
            };
            if !choices.items().iter().any(fits) {
                fault("fits none of the alternatives".to_owned());
            }
            return;
        }
        if let Some(ty) = schema.get("type")
            && !type_fits(value, ty)
        {
            fault(format!("is {}, which its `type` does not allow", value.kind()));
            return;
        }
        if let Some(values) = schema.get("enum")
            && !values.items().iter().any(|allowed| allowed.value == value.value)
        {
            fault("is none of the values of its `enum`".to_owned());
        }
        if let Some(text) = limit_fault(value, schema) {
            fault(text);
        }
        match &value.value {
            Value::String(text) => {
                if let Some(format) = schema.get("format").and_then(Node::as_str)
                    && !format_fits(text, format)
                {
                    fault(format!("is no `{format}`"));
                }
            }
            Value::Array(items) => {
                if let Some(schema) = schema.get("items") {
                    for (index, item) in items.iter().enumerate() {
                        self.check(item, schema, &format!("{pointer}/{index}"), faults);
                    }
                }
            }
            Value::Object(_) => self.check_object(value, schema, pointer, faults),
            Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) => {}
        }
    }

    fn check_object(&self, value: &Node, schema: &Node, pointer: &str, faults: &mut Vec<Fault>) {
        for name in schema.get("required").map(Node::items).unwrap_or_default().iter().filter_map(Node::as_str) {
            // A form's example may leave out its files, which nobody can write down.
            let is_file = schema
                .get("properties")
                .and_then(|properties| properties.get(name))
                .is_some_and(|property| property.get("format").and_then(Node::as_str) == Some("binary"));
            if value.get(name).is_none() && !is_file {
                faults.push((value.span.clone(), format!("{pointer}/{name} is required, but missing")));
            }
        }
        let additional = schema.get("additionalProperties");
        for entry in value.entries() {
            let pointer = format!("{pointer}/{}", entry.key);
            match (schema.at(&["properties", &entry.key]), additional) {
                (Some(property), _) => self.check(&entry.value, property, &pointer, faults),
                (None, Some(Node { value: Value::Bool(false), .. })) => {
                    faults.push((entry.span.clone(), format!("{pointer} is no property of the schema")));
                }
                (None, Some(schema)) if schema.as_object().is_some() => {
                    self.check(&entry.value, schema, &pointer, faults);
                }
                (None, _) => {}
            }
        }
    }
}

fn type_fits(value: &Node, ty: &Node) -> bool {
    let one = |name: &str| match &value.value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::Integer(_) => matches!(name, "integer" | "number"),
        Value::Float(_) => name == "number",
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    };
    match ty.as_str() {
        Some(name) => one(name),
        None => ty.items().iter().filter_map(Node::as_str).any(one),
    }
}

/// The first limit that the value breaks.
fn limit_fault(value: &Node, schema: &Node) -> Option<String> {
    let measure = match &value.value {
        Value::Integer(number) => (*number, "minimum", "maximum"),
        Value::String(text) => (length(text.chars().count()), "minLength", "maxLength"),
        Value::Array(items) => (length(items.len()), "minItems", "maxItems"),
        Value::Object(object) => (length(object.entries.len()), "minProperties", "maxProperties"),
        Value::Null | Value::Bool(_) | Value::Float(_) => return None,
    };
    let (number, lower, upper) = measure;
    let limit = |key: &str| schema.get(key).and_then(Node::as_integer);
    if limit(lower).is_some_and(|limit| number < limit) {
        return Some(format!("is below its `{lower}`"));
    }
    if limit(upper).is_some_and(|limit| number > limit) {
        return Some(format!("is above its `{upper}`"));
    }
    let unique = schema.get("uniqueItems").and_then(Node::as_bool) == Some(true);
    let items = value.items();
    let repeated = items
        .iter()
        .enumerate()
        .any(|(index, item)| items.iter().take(index).any(|before| before.to_json() == item.to_json()));
    (unique && repeated).then(|| "holds an item twice, against its `uniqueItems`".to_owned())
}

fn length(count: usize) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}

fn format_fits(text: &str, format: &str) -> bool {
    match format {
        "uuid" => shape_fits(text, "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh"),
        "date" => shape_fits(text, "dddd-dd-dd"),
        "date-time" => {
            let Some(seconds) = text.get(..19) else { return false };
            let fraction = text.get(19..).and_then(|rest| rest.strip_suffix('Z'));
            let fraction_fits = fraction.is_some_and(|fraction| {
                fraction.is_empty()
                    || fraction
                        .strip_prefix('.')
                        .is_some_and(|digits| shape_fits(digits, &"d".repeat(digits.len().max(1))))
            });
            shape_fits(seconds, "dddd-dd-ddTdd:dd:dd") && fraction_fits
        }
        "email" => text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')),
        "byte" => {
            text.len().is_multiple_of(4)
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
        }
        _ => true,
    }
}

/// `h` stands for a hexadecimal digit, `d` for a decimal one, anything else for itself.
fn shape_fits(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(byte, shape)| match shape {
            b'h' => byte.is_ascii_hexdigit(),
            b'd' => byte.is_ascii_digit(),
            other => byte == other,
        })
}
