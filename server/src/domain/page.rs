//! Lists, a page at a time: by position (`skip`) or behind the last item of the page before (`cursor`), which costs
//! the same at any depth.
//!
//! Every list sorts by (key, id): the id makes the order total, so that no item is met twice or left out between two
//! pages. What is listed, and to whom, is for each noun to say in its select.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Datelike as _, Utc};
use sea_orm::sea_query::{Alias, Asterisk, Expr, ExprTrait as _, Order as SqlOrder, Query, SelectStatement, UnionType};
use sea_orm::{
    ConnectionTrait, EntityTrait, FromQueryResult, IntoSimpleExpr, PaginatorTrait as _, QueryFilter as _,
    QueryTrait as _, Select, Value,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{Error, Result};

/// The most items of a page.
pub const TAKE_MAX: u64 = 100;

/// Which page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// How many items to leave out; 0 with `cursor`.
    pub skip: u64,
    /// How many items to answer at the most, 1..=[`TAKE_MAX`].
    pub take: u64,
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A page. `C` is `Option<u64>` where a list is too long to be counted each time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T, C = u64> {
    pub data: Vec<T>,
    /// The position of the first item; 0 with a cursor.
    pub start: u64,
    /// The position behind the last item.
    pub end: u64,
    /// How many items there are in all.
    pub count: C,
    /// For the next page; `None` on the last.
    pub next_cursor: Option<String>,
}

impl<T, C> Page<T, C> {
    /// The same page of other things.
    pub fn map<U>(self, convert: impl FnMut(T) -> U) -> Page<U, C> {
        let Self { data, start, end, count, next_cursor } = self;
        Page { data: data.into_iter().map(convert).collect(), start, end, count, next_cursor }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

/// How a list is sorted. The key must never be null: null is neither before nor behind anything.
#[derive(Debug, Clone)]
pub struct Order {
    /// Unique among all orders of all lists: a cursor of one does not fit another.
    name: &'static str,
    kind: KeyKind,
    key: Expr,
    id: Expr,
    direction: Direction,
}

impl Order {
    pub fn new(
        name: &'static str,
        kind: KeyKind,
        key: impl IntoSimpleExpr,
        id: impl IntoSimpleExpr,
        direction: Direction,
    ) -> Self {
        Self { name, kind, key: key.into_simple_expr(), id: id.into_simple_expr(), direction }
    }

    /// What lies behind `position` in this order, for lists that are put together by hand.
    pub fn behind(&self, position: Position) -> Expr {
        let (here, there) = self.compared(position);
        match self.direction {
            Direction::Ascending => here.gt(there),
            Direction::Descending => here.lt(there),
        }
    }

    /// What lies before `position` in this order.
    pub fn before(&self, position: Position) -> Expr {
        let (here, there) = self.compared(position);
        match self.direction {
            Direction::Ascending => here.lt(there),
            Direction::Descending => here.gt(there),
        }
    }

    fn compared(&self, position: Position) -> (Expr, Expr) {
        let here = Expr::tuple([self.key.clone(), self.id.clone()]);
        (here, Expr::tuple([Expr::val(position.key), Expr::val(position.id)]))
    }

    /// The cursor that continues behind `position`.
    pub fn cursor(&self, position: Position) -> String {
        let cursor = Cursor { order: self.name.to_owned(), key: position.key, id: position.id };
        // A struct of strings and numbers always has a JSON form.
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor).unwrap_or_default())
    }

    /// Where a cursor continues.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for what is no cursor, or one of another list or order.
    pub fn position(&self, cursor: &str) -> Result<Position> {
        let unusable = || Error::InvalidArgument("`cursor` is not one that this list has answered".to_owned());
        let json = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| unusable())?;
        let Cursor { order, key, id } = serde_json::from_slice(&json).map_err(|_| unusable())?;
        if order != self.name {
            return Err(Error::InvalidArgument("`cursor` belongs to another list or `order_by`".to_owned()));
        }
        if !key.fits(self.kind) {
            return Err(unusable());
        }
        Ok(Position { key, id })
    }
}

/// Where an item stands in its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    pub key: Key,
    pub id: Uuid,
}

impl Position {
    pub fn new(key: impl Into<Key>, id: Uuid) -> Self {
        Self { key: key.into(), id }
    }
}

/// What an item is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    Text(String),
    Number(i64),
    Time(DateTime<Utc>),
}

/// What sort of key an order has. A cursor with another one was made up, and the database would choke on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    Text,
    Number,
    Time,
}

impl Key {
    fn fits(&self, kind: KeyKind) -> bool {
        match self {
            // PostgreSQL takes no NUL in text, and no time before the year -4712.
            Self::Text(text) => kind == KeyKind::Text && !text.contains('\0'),
            Self::Number(_) => kind == KeyKind::Number,
            Self::Time(time) => kind == KeyKind::Time && (0..=9999).contains(&time.year()),
        }
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Key {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<DateTime<Utc>> for Key {
    fn from(time: DateTime<Utc>) -> Self {
        Self::Time(time)
    }
}

impl From<Key> for Value {
    fn from(key: Key) -> Self {
        match key {
            Key::Text(text) => text.into(),
            Key::Number(number) => number.into(),
            Key::Time(time) => time.into(),
        }
    }
}

/// What a cursor holds. Opaque to callers, not secret: it says nothing that the page did not.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cursor {
    order: String,
    key: Key,
    id: Uuid,
}

/// The query of one page, and one item more: the next page's first, if there is one. Each of the `arms` is a part of the
/// list; no item is in two of them.
///
/// # Errors
/// [`Error::InvalidArgument`] for a cursor that does not fit, `skip` together with `cursor`, or `take` out of range.
pub fn query<E: EntityTrait>(arms: Vec<Select<E>>, order: &Order, request: &PageRequest) -> Result<SelectStatement> {
    if !(1..=TAKE_MAX).contains(&request.take) {
        return Err(Error::InvalidArgument(format!("`take` must be 1 to {TAKE_MAX}")));
    }
    if request.skip > 0 && request.cursor.is_some() {
        return Err(Error::InvalidArgument("`skip` and `cursor` can't be used together".to_owned()));
    }
    let behind = match &request.cursor {
        Some(cursor) => Some(order.behind(order.position(cursor)?)),
        None => None,
    };
    let sorted = |query: &mut SelectStatement, limit: u64| {
        let direction = match order.direction {
            Direction::Ascending => SqlOrder::Asc,
            Direction::Descending => SqlOrder::Desc,
        };
        query.order_by_expr(order.key.clone(), direction.clone()).order_by_expr(order.id.clone(), direction);
        query.limit(limit);
    };
    let mut arms: Vec<SelectStatement> = arms
        .into_iter()
        .map(|arm| match &behind {
            Some(behind) => arm.filter(behind.clone()).into_query(),
            None => arm.into_query(),
        })
        .collect();
    let mut query = arms.pop().ok_or_else(|| Error::internal("a list has at least one arm"))?;
    if !arms.is_empty() {
        // Under the table's own name, so that the order is written the same way everywhere.
        let named = |query| {
            let table = Alias::new(E::default().table_name());
            Query::select().column(Asterisk).from_subquery(query, table).take()
        };
        // Each arm is cut where the page can't reach, so that the database walks each by its index and sorts little.
        let cut = |mut arm: SelectStatement| {
            // No database counts further.
            let reach = request.skip.saturating_add(request.take + 1);
            sorted(&mut arm, std::cmp::min(reach, i64::MAX.unsigned_abs()));
            named(arm)
        };
        query = cut(query);
        query.unions(arms.into_iter().map(|arm| (UnionType::All, cut(arm))));
        query = named(query);
    }
    sorted(&mut query, request.take + 1);
    if request.skip > 0 {
        query.offset(request.skip);
    }
    Ok(query)
}

/// Reads one page of the `arms` without counting, as [`query`] has it. `position` tells an item's place by the same key
/// that `order` sorts by.
///
/// # Errors
/// Those of [`query`].
pub async fn fetch_uncounted<E, M, C>(
    db: &C,
    arms: Vec<Select<E>>,
    order: &Order,
    request: &PageRequest,
    position: impl Fn(&M) -> Position,
) -> Result<Page<M, ()>>
where
    E: EntityTrait,
    M: FromQueryResult + Send + Sync,
    C: ConnectionTrait,
{
    let statement = db.get_database_backend().build(&query(arms, order, request)?);
    let mut data = M::find_by_statement(statement).all(db).await?;
    let has_more = data.len() as u64 > request.take;
    if has_more {
        data.pop();
    }
    let next_cursor = data.last().filter(|_| has_more).map(|last| order.cursor(position(last)));
    let end = request.skip + data.len() as u64;
    Ok(Page { data, start: request.skip, end, count: (), next_cursor })
}

/// Reads one page of `select`, whose order and limit are set here. `position` tells an item's place by the same key
/// that `order` sorts by.
///
/// # Errors
/// [`Error::InvalidArgument`] for a cursor that does not fit, `skip` together with `cursor`, or `take` out of range.
pub async fn fetch<E, M, C>(
    db: &C,
    select: Select<E>,
    order: &Order,
    request: &PageRequest,
    position: impl Fn(&M) -> Position,
) -> Result<Page<M>>
where
    E: EntityTrait,
    E::Model: Send + Sync,
    M: FromQueryResult + Send + Sync,
    C: ConnectionTrait,
{
    let page = fetch_uncounted(db, vec![select.clone()], order, request, position).await?;
    let count = match page.counted(request) {
        Some(count) => count,
        None => count(db, select).await?,
    };
    Ok(page.with_count(count))
}

impl<T> Page<T, ()> {
    /// How many items the list has, where that follows from the page.
    pub fn counted(&self, request: &PageRequest) -> Option<u64> {
        let is_last_by_position =
            request.cursor.is_none() && self.next_cursor.is_none() && (!self.data.is_empty() || request.skip == 0);
        is_last_by_position.then_some(self.end)
    }

    /// The same page with its count.
    pub fn with_count<C>(self, count: C) -> Page<T, C> {
        let Self { data, start, end, count: (), next_cursor } = self;
        Page { data, start, end, count, next_cursor }
    }
}

/// How many items a list has.
pub async fn count<E, C>(db: &C, select: Select<E>) -> Result<u64>
where
    E: EntityTrait,
    E::Model: Send + Sync,
    C: ConnectionTrait,
{
    Ok(select.count(db).await?)
}
