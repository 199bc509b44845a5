//! Compares schemas, references resolved, the way that their values travel.

use super::{At, Comparison, Rule, show, strings};
use crate::contract::node::{Node, Value};

/// Limits, and whether a larger number is the tighter one.
const LIMITS: [(&str, bool); 8] = [
    ("minimum", true),
    ("minLength", true),
    ("minItems", true),
    ("minProperties", true),
    ("maximum", false),
    ("maxLength", false),
    ("maxItems", false),
    ("maxProperties", false),
];

impl Comparison<'_> {
    pub(super) fn schema(&mut self, before: Option<&Node>, after: Option<&Node>, at: &At) {
        let (Some(before), Some(after)) = (before, after) else {
            if before.is_some() != after.is_some() {
                self.report(Rule::TypeChanged, at, "its schema came or went");
            }
            return;
        };
        let (old_name, new_name) = (before.reference_to("schemas"), after.reference_to("schemas"));
        let (old, new) = (before.resolve(self.old, "schemas"), after.resolve(self.new, "schemas"));
        let (Some(old), Some(new)) = (old.cloned(), new.cloned()) else { return };

        let mut at = at.clone();
        if let (Some(old_name), Some(new_name)) = (old_name, new_name) {
            if old_name != new_name {
                self.report(Rule::TypeRenamed, &at, format!("its type was {old_name} and is {new_name}"));
            }
            let pair = (old_name.to_owned(), new_name.to_owned());
            if at.open.contains(&pair) {
                return;
            }
            at.open.push(pair);
        }
        if let Some(name) = new_name {
            // What is said of a component is said at the component, once for all that use it.
            at.pointer = format!("/components/schemas/{name}");
            at.chain.push(name.to_owned());
        }
        let at = at.spanned(Some(&new));
        if self.choices(&old, &new, &at) {
            return;
        }
        if !self.types(&old, &new, &at) {
            // Nothing below can be compared.
            return;
        }
        self.values(&old, &new, &at);
        self.limits(&old, &new, &at);
        self.defaults(&old, &new, &at);
        self.properties(&old, &new, &at);
        if old.get("items").is_some() || new.get("items").is_some() {
            self.schema(old.get("items"), new.get("items"), &at.step("items"));
        }
        self.additional(&old, &new, &at);
    }

    /// Unions. Says whether these are some.
    fn choices(&mut self, old: &Node, new: &Node, at: &At) -> bool {
        let choices =
            |schema: &Node| schema.get("oneOf").or_else(|| schema.get("anyOf")).map(Node::items).map(<[_]>::to_vec);
        let (before, after) = match (choices(old), choices(new)) {
            (None, None) => return false,
            (Some(before), Some(after)) => (before, after),
            _ => {
                self.report(Rule::TypeChanged, at, "it became a choice of types, or ceased to be one");
                return true;
            }
        };
        if show(old.at(&["discriminator", "propertyName"])) != show(new.at(&["discriminator", "propertyName"])) {
            self.report(Rule::DiscriminatorChanged, at, "its variants are told apart by another property");
        }
        // Variants are what their tag says, or else what they are called.
        let tag = |schema: &Node, choice: &Node| {
            let reference = choice.get("$ref").and_then(Node::as_str).map(str::to_owned);
            let mapping = schema.at(&["discriminator", "mapping"]).map(Node::entries).unwrap_or_default();
            let mapped = mapping.iter().find(|entry| entry.value.as_str() == reference.as_deref());
            mapped.map(|entry| entry.key.clone()).or(reference).unwrap_or_else(|| choice.to_json().to_string())
        };
        for choice in &before {
            let tag_before = tag(old, choice);
            match after.iter().find(|other| tag(new, other) == tag_before) {
                Some(other) => self.schema(Some(choice), Some(other), &at.step("oneOf")),
                None => self.report(Rule::VariantRemoved, at, format!("the variant `{tag_before}` is gone")),
            }
        }
        for choice in after.iter().filter(|choice| !before.iter().any(|other| tag(old, other) == tag(new, choice))) {
            self.report(Rule::VariantAdded, at, format!("the variant `{}` is new", tag(new, choice)));
        }
        true
    }

    /// `type`, null and `format`. Says whether the rest can be compared.
    fn types(&mut self, old: &Node, new: &Node, at: &At) -> bool {
        match (nullable(old), nullable(new)) {
            (false, true) => self.report(Rule::NullAllowed, at, "it may be null now"),
            (true, false) => self.report(Rule::NullRefused, at, "it is never null now"),
            _ => {}
        }
        let (before, after) = (base_type(old), base_type(new));
        let text = || format!("its type was {before} and is {after}");
        match (before.as_str(), after.as_str()) {
            (one, other) if one == other => {}
            ("integer", "number") => self.report(Rule::TypeWidened, at, text()),
            ("number", "integer") => self.report(Rule::TypeNarrowed, at, text()),
            _ => {
                self.report(Rule::TypeChanged, at, text());
                return false;
            }
        }
        if before == after {
            self.format(&before, old.get("format"), new.get("format"), at);
        }
        true
    }

    fn format(&mut self, ty: &str, old: Option<&Node>, new: Option<&Node>, at: &At) {
        let name = |node: Option<&Node>| node.and_then(Node::as_str).map(str::to_owned);
        // An integer without a format has 64 bits.
        let default = (ty == "integer").then(|| "int64".to_owned());
        let (before, after) = (name(old).or_else(|| default.clone()), name(new).or(default));
        if before == after {
            return;
        }
        let rule = match (before.as_deref(), after.as_deref()) {
            (Some("int32"), Some("int64")) => Rule::TypeWidened,
            (Some("int64"), Some("int32")) => Rule::TypeNarrowed,
            (None, Some(_)) => Rule::FormatAdded,
            (Some(_), None) => Rule::FormatRemoved,
            _ => Rule::FormatChanged,
        };
        self.report(rule, at, format!("its format was {} and is {}", show(old), show(new)));
    }

    fn values(&mut self, old: &Node, new: &Node, at: &At) {
        match (old.get("enum"), new.get("enum")) {
            (None, Some(_)) => self.report(Rule::EnumAdded, at, "only listed values are allowed now"),
            (Some(_), None) => self.report(Rule::EnumRemoved, at, "every string is allowed now"),
            (Some(before), Some(after)) => {
                let (before, after) = (strings(Some(before)), strings(Some(after)));
                for value in before.iter().filter(|value| !after.contains(value)) {
                    self.report(Rule::EnumValueRemoved, &at.step("enum"), format!("the value {value:?} is gone"));
                }
                for value in after.iter().filter(|value| !before.contains(value)) {
                    self.report(Rule::EnumValueAdded, &at.step("enum"), format!("the value {value:?} is new"));
                }
            }
            (None, None) => {}
        }
    }

    fn limits(&mut self, old: &Node, new: &Node, at: &At) {
        for (key, larger_is_tighter) in LIMITS {
            let (before, after) = (number(old.get(key)), number(new.get(key)));
            let tightened = match (before, after) {
                (before, after) if before == after => continue,
                (None, _) => true,
                (_, None) => false,
                (Some(before), Some(after)) => (after > before) == larger_is_tighter,
            };
            let rule = if tightened { Rule::LimitTightened } else { Rule::LimitLoosened };
            self.report(rule, at, format!("`{key}` was {} and is {}", show(old.get(key)), show(new.get(key))));
        }
        let unique = |schema: &Node| schema.get("uniqueItems").and_then(Node::as_bool).unwrap_or(false);
        match (unique(old), unique(new)) {
            (false, true) => self.report(Rule::LimitTightened, at, "its items must differ now"),
            (true, false) => self.report(Rule::LimitLoosened, at, "its items may repeat now"),
            _ => {}
        }
        let (before, after) = (old.get("pattern").and_then(Node::as_str), new.get("pattern").and_then(Node::as_str));
        if before != after {
            let rule = if after.is_none() { Rule::PatternRemoved } else { Rule::PatternChanged };
            self.report(rule, at, format!("its pattern was {before:?} and is {after:?}"));
        }
    }

    fn defaults(&mut self, old: &Node, new: &Node, at: &At) {
        let (before, after) = (old.get("default"), new.get("default"));
        if before.map(Node::to_json) == after.map(Node::to_json) {
            return;
        }
        let rule = match (before, after) {
            (None, _) => Rule::DefaultAdded,
            (_, None) => Rule::DefaultRemoved,
            _ => Rule::DefaultChanged,
        };
        self.report(rule, at, format!("its default was {} and is {}", show(before), show(after)));
    }

    fn properties(&mut self, old: &Node, new: &Node, at: &At) {
        let (required_before, required_after) = (strings(old.get("required")), strings(new.get("required")));
        let properties = |schema: &Node| schema.get("properties").map(Node::entries).unwrap_or_default().to_vec();
        let (before, after) = (properties(old), properties(new));
        let at = at.step("properties");
        for property in &before {
            let name = property.key.as_str();
            let at = at.link(name, name);
            let Some(now) = after.iter().find(|now| now.key == name) else {
                self.report(Rule::PropertyRemoved, &at, format!("`{name}` is gone"));
                continue;
            };
            let at = at.spanned(Some(&now.value));
            match (required_before.contains(&name), required_after.contains(&name)) {
                (false, true) => self.report(Rule::PropertyRequired, &at, format!("`{name}` is required now")),
                (true, false) => self.report(Rule::PropertyOptional, &at, format!("`{name}` may be missing now")),
                _ => {}
            }
            self.deprecation(&property.value, &now.value, &at, name);
            for access in ["readOnly", "writeOnly"] {
                let flag = |schema: &Node| schema.get(access).and_then(Node::as_bool).unwrap_or(false);
                if flag(&now.value) != flag(&property.value) {
                    self.report(
                        Rule::PropertyAccess,
                        &at,
                        format!("`{access}` of `{name}` is {} now", flag(&now.value)),
                    );
                }
            }
            self.schema(Some(&property.value), Some(&now.value), &at);
        }
        for now in after.iter().filter(|now| !before.iter().any(|property| property.key == now.key)) {
            let name = now.key.as_str();
            let required = required_after.contains(&name);
            let rule = if required { Rule::PropertyAddedRequired } else { Rule::PropertyAddedOptional };
            self.report(rule, &at.link(name, name).spanned(Some(&now.value)), format!("`{name}` is new"));
        }
    }

    fn additional(&mut self, old: &Node, new: &Node, at: &At) {
        let at = at.step("additionalProperties");
        match (old.get("additionalProperties"), new.get("additionalProperties")) {
            (Some(before), Some(after)) if before.as_object().is_some() && after.as_object().is_some() => {
                self.schema(Some(before), Some(after), &at);
            }
            (before, after) => {
                // Absent is the same as true.
                let value = |node: Option<&Node>| node.map_or(Value::Bool(true), |node| node.value.clone());
                match (value(before), value(after)) {
                    (Value::Bool(one), Value::Bool(other)) if one == other => {}
                    (Value::Bool(true), Value::Bool(false)) => {
                        self.report(Rule::AdditionalRefused, &at, "unknown members are refused now");
                    }
                    (Value::Bool(false), Value::Bool(true)) => {
                        self.report(Rule::AdditionalAllowed, &at, "unknown members are passed over now");
                    }
                    _ if base_type(old) == "object" => {
                        self.report(Rule::TypeChanged, &at, "a map became something else, or something else a map");
                    }
                    _ => {}
                }
            }
        }
    }
}

fn nullable(schema: &Node) -> bool {
    strings(schema.get("type")).contains(&"null")
}

/// `type` without null.
fn base_type(schema: &Node) -> String {
    match schema.get("type") {
        Some(ty) => match ty.as_str() {
            Some(name) => name.to_owned(),
            None => strings(Some(ty)).into_iter().filter(|name| *name != "null").collect::<Vec<_>>().join(" or "),
        },
        None => "none".to_owned(),
    }
}

fn number(node: Option<&Node>) -> Option<f64> {
    node.and_then(|node| node.to_json().as_f64())
}
