// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The contract's types.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use poem_openapi::{Enum, Object, Union};
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;
use uuid::Uuid;

use crate::contract::{Int64Text, JsonObject, Nullable, Secret, Timestamp};

/// What went wrong (RFC 9457).
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Problem {
    /// Names the kind of problem.
    pub r#type: String,
    /// The kind in words.
    pub title: String,
    /// The status.
    #[oai(validator(minimum(value = "400"), maximum(value = "599")))]
    pub status: i32,
    /// What to change.
    pub detail: String,
    pub code: ProblemCode,
    /// Names the request.
    pub request_id: String,
    /// Every fault of the request.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<FieldError>>,
    /// What a program needs.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<JsonObject>,
}

/// What went wrong, for programs.
///
/// - `INVALID_ARGUMENT`: It can't be done.
/// - `UNAUTHENTICATED`: No credential.
/// - `AUTHZ_PERMISSION_DENIED`: Not for this caller.
/// - `NOT_FOUND`: There is no such thing.
/// - `REQUEST_TIMEOUT`: The body came too slowly.
/// - `NAME_CONFLICT`: The name is taken.
/// - `ID_CONFLICT`: The id is taken.
/// - `PRECONDITION_FAILED`: Another state is current.
/// - `PAYLOAD_TOO_LARGE`: The body is too long.
/// - `UNSUPPORTED_MEDIA_TYPE`: Not that type.
/// - `RANGE_NOT_SATISFIABLE`: No byte lies in the range.
/// - `VALIDATION_FAILED`: It breaks the contract.
/// - `IDEMPOTENCY_ANSWER_LOST`: The request was carried out before.
/// - `IDEMPOTENCY_KEY_REUSED`: The key was used before.
/// - `RATE_LIMITED`: Too many attempts.
/// - `INTERNAL`: A fault of the server.
/// - `UNAVAILABLE`: Try again later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize)]
pub enum ProblemCode {
    #[oai(rename = "INVALID_ARGUMENT")]
    #[serde(rename = "INVALID_ARGUMENT")]
    InvalidArgument,
    #[oai(rename = "UNAUTHENTICATED")]
    #[serde(rename = "UNAUTHENTICATED")]
    Unauthenticated,
    #[oai(rename = "AUTHZ_PERMISSION_DENIED")]
    #[serde(rename = "AUTHZ_PERMISSION_DENIED")]
    AuthzPermissionDenied,
    #[oai(rename = "NOT_FOUND")]
    #[serde(rename = "NOT_FOUND")]
    NotFound,
    #[oai(rename = "REQUEST_TIMEOUT")]
    #[serde(rename = "REQUEST_TIMEOUT")]
    RequestTimeout,
    #[oai(rename = "NAME_CONFLICT")]
    #[serde(rename = "NAME_CONFLICT")]
    NameConflict,
    #[oai(rename = "ID_CONFLICT")]
    #[serde(rename = "ID_CONFLICT")]
    IdConflict,
    #[oai(rename = "PRECONDITION_FAILED")]
    #[serde(rename = "PRECONDITION_FAILED")]
    PreconditionFailed,
    #[oai(rename = "PAYLOAD_TOO_LARGE")]
    #[serde(rename = "PAYLOAD_TOO_LARGE")]
    PayloadTooLarge,
    #[oai(rename = "UNSUPPORTED_MEDIA_TYPE")]
    #[serde(rename = "UNSUPPORTED_MEDIA_TYPE")]
    UnsupportedMediaType,
    #[oai(rename = "RANGE_NOT_SATISFIABLE")]
    #[serde(rename = "RANGE_NOT_SATISFIABLE")]
    RangeNotSatisfiable,
    #[oai(rename = "VALIDATION_FAILED")]
    #[serde(rename = "VALIDATION_FAILED")]
    ValidationFailed,
    #[oai(rename = "IDEMPOTENCY_ANSWER_LOST")]
    #[serde(rename = "IDEMPOTENCY_ANSWER_LOST")]
    IdempotencyAnswerLost,
    #[oai(rename = "IDEMPOTENCY_KEY_REUSED")]
    #[serde(rename = "IDEMPOTENCY_KEY_REUSED")]
    IdempotencyKeyReused,
    #[oai(rename = "RATE_LIMITED")]
    #[serde(rename = "RATE_LIMITED")]
    RateLimited,
    #[oai(rename = "INTERNAL")]
    #[serde(rename = "INTERNAL")]
    Internal,
    #[oai(rename = "UNAVAILABLE")]
    #[serde(rename = "UNAVAILABLE")]
    Unavailable,
}

/// One fault of a request.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct FieldError {
    /// Which part.
    pub r#in: FieldErrorIn,
    /// Where in that part.
    pub pointer: String,
    /// The rule that was broken.
    pub code: String,
    /// What to change.
    pub detail: String,
}

/// Which part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize)]
pub enum FieldErrorIn {
    #[oai(rename = "path")]
    #[serde(rename = "path")]
    Path,
    #[oai(rename = "query")]
    #[serde(rename = "query")]
    Query,
    #[oai(rename = "header")]
    #[serde(rename = "header")]
    Header,
    #[oai(rename = "body")]
    #[serde(rename = "body")]
    Body,
}

/// `SessionCreate` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct SessionCreate {
    /// The user's email address.
    #[oai(validator(min_length = 3, max_length = 254))]
    pub email: String,
    /// The user's password.
    #[oai(validator(min_length = 1, max_length = 1024))]
    pub password: Secret,
    /// The organization to act in; the user's first, if absent.
    #[oai(skip_serializing_if_is_none)]
    pub organization_id: Option<Uuid>,
}

/// `SessionRefresh` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct SessionRefresh {
    /// The newest refresh token of the session.
    #[oai(validator(min_length = 1, max_length = 2048))]
    pub refresh_token: Secret,
}

/// An access token and what renews it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Session {
    /// For `Authorization: Bearer`.
    pub access_token: Secret,
    /// For `POST /api/v1/auth/refresh`; works once.
    pub refresh_token: Secret,
    /// When the access token ends.
    pub expires_at: Timestamp,
    /// When the refresh token ends.
    pub refresh_expires_at: Timestamp,
    /// The organization that the session acts in.
    pub organization_id: Uuid,
    /// The user.
    pub user_id: Uuid,
}

/// A color. Empty means none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize)]
pub enum Color {
    #[oai(rename = "")]
    #[serde(rename = "")]
    Default,
    #[oai(rename = "red")]
    #[serde(rename = "red")]
    Red,
    #[oai(rename = "light blue")]
    #[serde(rename = "light blue")]
    LightBlue,
    #[oai(rename = "3d")]
    #[serde(rename = "3d")]
    Value3d,
}

/// How to sort things. Empty means the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum ThingOrder {
    #[oai(rename = "")]
    Default,
    #[oai(rename = "name")]
    Name,
    #[oai(rename = "name desc")]
    NameDesc,
}

/// A thing with a member of each type.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Thing {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// A description beside a reference.
    pub color: Color,
    /// 32 bits.
    #[oai(validator(minimum(value = "0"), maximum(value = "100")))]
    pub count: i32,
    /// 64 bits.
    pub size_bytes: i64,
    /// A number.
    pub weight: f64,
    /// A boolean.
    pub active: bool,
    /// A date.
    pub born_on: NaiveDate,
    /// A time.
    pub created_at: Timestamp,
    /// Absent or null or a time.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    pub trashed_at: MaybeUndefined<Timestamp>,
    /// Always there; may be null.
    pub parent: Nullable<Uuid>,
    /// A reference that may be null.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    pub favorite: MaybeUndefined<Color>,
    /// Strings.
    pub tags: Vec<String>,
    /// Arrays of arrays.
    pub sizes: Vec<Vec<i64>>,
    /// A map.
    pub labels: BTreeMap<String, String>,
    /// A map of objects.
    #[oai(skip_serializing_if_is_none, validator(max_properties = 3))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scores: Option<BTreeMap<String, Score>>,
    /// Any JSON object.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra: Option<JsonObject>,
    pub shape: Shape,
    /// An object that is written where it is used.
    pub nested: ThingNested,
    /// A name that the language keeps for itself.
    #[oai(rename = "self")]
    #[serde(rename = "self")]
    pub self_: String,
    /// What it was called.
    #[oai(skip_serializing_if_is_none, deprecated)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_name: Option<String>,
    /// Digits.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_bytes: Option<Int64Text>,
    /// Base64.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// A type that holds itself.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub children: Option<Vec<Thing>>,
}

/// An object that is written where it is used.
#[derive(Debug, Clone, Object, Serialize)]
pub struct ThingNested {
    /// Objects in it.
    pub deep: Vec<ThingNestedDeepItem>,
}

/// `ThingNestedDeepItem` of the contract.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct ThingNestedDeepItem {
    /// An enum in it.
    pub level: ThingNestedDeepItemLevel,
}

/// An enum in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize)]
pub enum ThingNestedDeepItemLevel {
    #[oai(rename = "low")]
    #[serde(rename = "low")]
    Low,
    #[oai(rename = "high")]
    #[serde(rename = "high")]
    High,
}

/// A score.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Score {
    /// How many.
    pub points: i32,
}

/// `ThingCreate` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct ThingCreate {
    /// Its name.
    #[oai(validator(min_length = 1, max_length = 255, pattern = "^[^/]*$"))]
    pub name: String,
    /// Never shown.
    #[oai(write_only, validator(min_length = 8, max_length = 1024))]
    pub secret: Secret,
    /// An email address.
    #[oai(skip_serializing_if_is_none, validator(max_length = 254))]
    pub contact: Option<String>,
    /// A link.
    #[oai(skip_serializing_if_is_none, validator(max_length = 2048))]
    pub home: Option<String>,
    /// With a default.
    #[oai(
        default = "default_count",
        validator(minimum(value = "-1"), maximum(value = "100"))
    )]
    pub count: i32,
    /// Labels.
    #[oai(
        skip_serializing_if_is_none,
        validator(
            min_items = 1,
            max_items = 3,
            unique_items,
            min_length = 1,
            max_length = 10
        )
    )]
    pub tags: Option<Vec<String>>,
    /// Digits or a number.
    pub limit_bytes: MaybeUndefined<Int64Text>,
    /// Absent and null mean different things.
    #[oai(validator(minimum(value = "0")))]
    pub quota_bytes: MaybeUndefined<i64>,
}

/// What to change.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct ThingUpdate {
    /// The new name.
    #[oai(skip_serializing_if_is_none, validator(min_length = 1, max_length = 255))]
    pub name: Option<String>,
    /// The new parent; null: none.
    pub parent: MaybeUndefined<Uuid>,
    /// The new labels; null: none.
    #[oai(validator(max_properties = 4, max_length = 8))]
    pub labels: MaybeUndefined<BTreeMap<String, String>>,
}

/// A page of things.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct ThingList {
    /// The items.
    pub data: Vec<Thing>,
    /// Position of the first.
    pub start: i64,
    /// Position behind the last.
    pub end: i64,
    /// How many in all.
    pub count: i64,
    /// For the next page.
    pub next_cursor: Nullable<String>,
}

/// Any JSON object.
pub type AnyObject = JsonObject;

/// One of two shapes.
#[derive(Debug, Clone, Union, Serialize)]
#[oai(discriminator_name = "type")]
#[serde(tag = "type")]
pub enum Shape {
    #[oai(mapping = "circle")]
    #[serde(rename = "circle")]
    Circle(Circle),
    #[oai(mapping = "rectangle")]
    #[serde(rename = "rectangle")]
    Rectangle(Rectangle),
}

/// A circle.
#[derive(Debug, Clone, Object, Serialize)]
pub struct Circle {
    /// Its radius.
    #[oai(validator(minimum(value = "0")))]
    pub radius: f64,
}

/// A rectangle.
#[derive(Debug, Clone, Object, Serialize)]
pub struct Rectangle {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// An enum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum BlobFormKind {
    #[oai(rename = "photo")]
    Photo,
    #[oai(rename = "other")]
    Other,
}

/// A blob.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Blob {
    /// Its id.
    pub id: Uuid,
}

/// The content in JSON.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct BlobImport {
    /// Base64.
    pub data: String,
}

/// What happened.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Event {
    /// Its number.
    pub sequence: i64,
}

/// `ThingListState` of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum ThingListState {
    #[oai(rename = "open")]
    Open,
    #[oai(rename = "closed")]
    Closed,
}

/// `ThingPaintBody` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct ThingPaintBody {
    #[oai(skip_serializing_if_is_none)]
    pub color: Option<Color>,
}

fn default_count() -> i32 {
    1
}
