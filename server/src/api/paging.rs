//! Pages between the contract and the domain: the same parameters and envelope in every list.

use crate::domain::page::{Page, PageRequest};

/// The page that a list operation was asked for. The numbers are within the contract's limits.
pub fn request(skip: i64, take: i32, cursor: Option<String>) -> PageRequest {
    PageRequest { skip: u64::try_from(skip).unwrap_or_default(), take: u64::try_from(take).unwrap_or(1), cursor }
}

/// A count or position for the wire.
pub fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Fills a generated list type, whose members are the same in all of them.
macro_rules! list {
    ($list:path, $page:expr, $convert:expr) => {{
        let $crate::domain::page::Page { data, start, end, count, next_cursor } =
            $crate::api::paging::converted($page, $convert);
        $list {
            data,
            start: $crate::api::paging::number(start),
            end: $crate::api::paging::number(end),
            count: $crate::api::paging::number(count),
            next_cursor: next_cursor.into(),
        }
    }};
}
pub(crate) use list;

/// The page with each item in its wire form.
pub fn converted<T, U, C>(page: Page<T, C>, convert: impl FnMut(T) -> U) -> Page<U, C> {
    page.map(convert)
}
