//! Lists in a header: the items of one line stand between commas (`style: simple`).

use std::borrow::Cow;

use poem_openapi::registry::{MetaSchemaRef, Registry};
use poem_openapi::types::{ParseError, ParseFromParameter, ParseResult, Type};

/// The items of a header.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommaSeparated<T>(pub Vec<T>);

/// The items of one line. Spaces around an item don't belong to it, and empty items are none (RFC 9110, 5.6.1).
pub(super) fn split(line: &str) -> impl Iterator<Item = &str> {
    // Not `item.is_empty()`: with `Type` in scope that is another method, which is always false.
    line.split(',').map(str::trim).filter(|item| !str::is_empty(item))
}

impl<T: Type> Type for CommaSeparated<T> {
    const IS_REQUIRED: bool = true;

    type RawValueType = Vec<T>;
    type RawElementValueType = T::RawValueType;

    fn name() -> Cow<'static, str> {
        format!("list_{}", T::name()).into()
    }

    fn schema_ref() -> MetaSchemaRef {
        Vec::<T>::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn as_raw_value(&self) -> Option<&Vec<T>> {
        Some(&self.0)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a T::RawValueType> + 'a> {
        Box::new(self.0.iter().filter_map(T::as_raw_value))
    }
}

impl<T: ParseFromParameter> ParseFromParameter for CommaSeparated<T> {
    fn parse_from_parameter(value: &str) -> ParseResult<Self> {
        let items = split(value).map(T::parse_from_parameter).collect::<Result<_, _>>();
        items.map(Self).map_err(ParseError::propagate)
    }

    fn parse_from_parameters<I: IntoIterator<Item = A>, A: AsRef<str>>(lines: I) -> ParseResult<Self> {
        let mut items = Vec::new();
        for line in lines {
            items.extend(Self::parse_from_parameter(line.as_ref())?.0);
        }
        Ok(Self(items))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_stand_between_commas_and_in_several_lines() {
        let list = CommaSeparated::<i64>::parse_from_parameters(["1, 2,,", "3"]).unwrap();
        assert_eq!(list.0, [1, 2, 3]);
    }
}
