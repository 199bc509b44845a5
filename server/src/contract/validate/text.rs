//! From the text of a parameter to the value that it stands for.

use percent_encoding::percent_decode;
use serde_json::{Number, Value};

use super::super::parameters::QueryPair;
use super::schema::{Kind, Schema};

/// The pairs of a query in `application/x-www-form-urlencoded`, decoded and in order.
pub fn query_pairs(query: &str) -> Vec<QueryPair> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            QueryPair { name: decoded(name), value: decoded(value) }
        })
        .collect()
}

fn decoded(text: &str) -> Option<String> {
    if !text.contains(['%', '+']) {
        return Some(text.to_owned());
    }
    let spaced = text.replace('+', " ");
    percent_decode(spaced.as_bytes()).decode_utf8().ok().map(|text| text.into_owned())
}

/// The value that `text` stands for, by the types that the schema allows; or what it must be, as a sentence.
/// There is one spelling for each value: no `+1`, `007`, `TRUE` or `1`.
pub(super) fn coerced(schema: &Schema, text: &str) -> Result<Value, String> {
    let kinds = schema.kinds;
    if kinds.contains(Kind::Boolean) {
        match text {
            "true" => return Ok(Value::Bool(true)),
            "false" => return Ok(Value::Bool(false)),
            _ => {}
        }
    }
    if kinds.contains(Kind::Integer)
        && let Some(number) = integer(text)
    {
        return Ok(number);
    }
    if kinds.contains(Kind::Number)
        && let Some(number) = decimal(text)
    {
        return Ok(number);
    }
    if kinds.contains(Kind::String) || kinds.is_any() {
        return Ok(Value::String(text.to_owned()));
    }
    Err(match () {
        () if kinds.contains(Kind::Boolean) => "must be `true` or `false`".to_owned(),
        () => format!("must be a decimal {}", kinds.names()),
    })
}

/// An integer. One that is beyond 64 bits stays a number, so that its range is what is found at fault.
fn integer(text: &str) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let canonical = !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits.len() == 1 || !digits.starts_with('0'))
        && text != "-0";
    if !canonical {
        return None;
    }
    match text.parse::<i64>() {
        Ok(number) => Some(number.into()),
        Err(_) => text.parse::<f64>().ok().and_then(Number::from_f64).map(Value::Number),
    }
}

/// A number as JSON spells it.
fn decimal(text: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(text).ok()?;
    (value.is_number() && !text.starts_with(char::is_whitespace) && !text.ends_with(char::is_whitespace))
        .then_some(value)
}
