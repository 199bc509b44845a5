// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The operations of the area *things*, and what is optional about calling them.

use http::Method;

use super::super::models::{AnyObject, Color, Shape, Thing, ThingList, ThingListState, ThingOrder, ThingPaintBody};
use super::errors::{
    ShapePutError, ThingCreateError, ThingDeleteError, ThingGetError, ThingListError, ThingPaintError, ThingUpdateError,
};
use crate::core::{
    Call, DecodeByStatus, Empty, Endpoint, Idempotency, Json, JsonByStatus, Keyed, Operation, Paged, Response,
    Streaming,
};

/// `thing_list`: see [`Things::list`](super::Things::list).
pub struct ThingListOperation;

impl Endpoint for ThingListOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "thing_list",
        method: Method::GET,
        path: "/things",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<ThingList>;
    type Error = ThingListError;
}

/// What is optional about `thing_list`.
impl Call<ThingListOperation> {
    /// How many to leave out.
    pub fn skip(self, skip: i64) -> Self {
        self.with_query("skip", &skip)
    }

    /// How many at the most.
    pub fn take(self, take: i32) -> Self {
        self.with_query("take", &take)
    }

    /// Where to go on.
    pub fn cursor(self, cursor: impl Into<String>) -> Self {
        self.with_query_text("cursor", cursor)
    }

    /// What to sort by.
    pub fn order_by(self, order_by: ThingOrder) -> Self {
        self.with_query("order_by", &order_by)
    }

    /// Only these colors; may be repeated.
    pub fn color(self, color: impl IntoIterator<Item = Color>) -> Self {
        self.with_query_list("color", color)
    }

    /// An enum that is written where it is used.
    #[deprecated]
    pub fn state(self, state: ThingListState) -> Self {
        self.with_query("state", &state)
    }

    /// Only with one of these labels.
    pub fn x_label(self, x_label: impl IntoIterator<Item = String>) -> Self {
        self.with_header_list("X-Label", x_label)
    }
}

impl Paged for ThingListOperation {
    type Item = Thing;

    fn next_cursor(page: &Response<ThingList>) -> Option<&str> {
        page.next_cursor.as_deref()
    }

    fn into_items(page: Response<ThingList>) -> Vec<Thing> {
        page.into_inner().data
    }
}

/// `thing_create`: see [`Things::create`](super::Things::create).
pub struct ThingCreateOperation;

impl Endpoint for ThingCreateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "thing_create",
        method: Method::POST,
        path: "/things",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200, 201, 202],
    };
    type Answer = JsonByStatus<ThingCreateAnswer>;
    type Error = ThingCreateError;
}

impl Keyed for ThingCreateOperation {}

/// What `thing_create` answers, by status.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ThingCreateAnswer {
    /// 200: It was there already.
    Ok(Thing),
    /// 201: It is new.
    Created(Thing),
    /// 202: It will be made.
    Accepted,
}

impl DecodeByStatus for ThingCreateAnswer {
    fn decode(status: u16, body: &[u8]) -> Result<Self, serde_json::Error> {
        match status {
            200 => serde_json::from_slice(body).map(Self::Ok),
            201 => serde_json::from_slice(body).map(Self::Created),
            _ => Ok(Self::Accepted),
        }
    }
}

/// `thing_get`: see [`Things::get`](super::Things::get).
pub struct ThingGetOperation;

impl Endpoint for ThingGetOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "thing_get",
        method: Method::GET,
        path: "/things/{thing_id}",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Thing>;
    type Error = ThingGetError;
}

/// `thing_update`: see [`Things::update`](super::Things::update).
pub struct ThingUpdateOperation;

impl Endpoint for ThingUpdateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "thing_update",
        method: Method::PATCH,
        path: "/things/{thing_id}",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Thing>;
    type Error = ThingUpdateError;
}

impl Keyed for ThingUpdateOperation {}

/// What is optional about `thing_update`.
impl Call<ThingUpdateOperation> {
    /// The state that is meant.
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `thing_delete`: see [`Things::delete`](super::Things::delete).
pub struct ThingDeleteOperation;

impl Endpoint for ThingDeleteOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "thing_delete",
        method: Method::DELETE,
        path: "/things/{thing_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[204],
    };
    type Answer = Empty;
    type Error = ThingDeleteError;
}

/// `thing_paint`: see [`Things::paint`](super::Things::paint).
pub struct ThingPaintOperation;

impl Endpoint for ThingPaintOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "thing_paint",
        method: Method::POST,
        path: "/things/{thing_id}:paint",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<AnyObject>;
    type Error = ThingPaintError;
}

/// What is optional about `thing_paint`.
impl Call<ThingPaintOperation> {
    /// The request's body.
    pub fn body(self, body: ThingPaintBody) -> Self {
        self.with_json(&body)
    }
}

/// `shape_put`: see [`Things::shape_put`](super::Things::shape_put).
pub struct ShapePutOperation;

impl Endpoint for ShapePutOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "shape_put",
        method: Method::PUT,
        path: "/things/{thing_id}/shapes/{index}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Vec<Shape>>;
    type Error = ShapePutError;
}
