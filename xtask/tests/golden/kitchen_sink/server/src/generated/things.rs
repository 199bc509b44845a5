// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Operations of the tag `things`. JSON: types, enums, unions, maps.

use std::sync::Arc;

use poem_openapi::{ApiResponse, OpenApi};
use uuid::Uuid;

use crate::contract::{
    Answer, Authenticated, CommaSeparated, Header, Json, Operation, Path, ProblemAnswer,
    ProblemJson, Query, RawJson, answer, documented,
};
use crate::domain::access::Caller;
use crate::error::Result;
use super::{models, operations};

/// Handlers of the tag `things`. JSON: types, enums, unions, maps.
pub trait ThingsApi: Send + Sync + 'static {
    /// List things
    fn thing_list(
        &self,
        caller: Caller,
        request: ThingListRequest,
    ) -> impl Future<Output = Result<ThingListResponse>> + Send;

    /// Create a thing
    ///
    /// Answers 200 if it was there already.
    ///
    /// Two paragraphs.
    fn thing_create(
        &self,
        caller: Caller,
        request: ThingCreateRequest,
    ) -> impl Future<Output = Result<ThingCreateResponse>> + Send;

    /// Get a thing
    fn thing_get(
        &self,
        caller: Caller,
        request: ThingGetRequest,
    ) -> impl Future<Output = Result<ThingGetResponse>> + Send;

    /// Change a thing
    fn thing_update(
        &self,
        caller: Caller,
        request: ThingUpdateRequest,
    ) -> impl Future<Output = Result<ThingUpdateResponse>> + Send;

    /// Delete a thing
    fn thing_delete(
        &self,
        caller: Caller,
        request: ThingDeleteRequest,
    ) -> impl Future<Output = Result<ThingDeleteResponse>> + Send;

    /// Paint a thing
    fn thing_paint(
        &self,
        caller: Caller,
        request: ThingPaintRequest,
    ) -> impl Future<Output = Result<ThingPaintResponse>> + Send;

    /// Set a shape
    fn shape_put(
        &self,
        caller: Caller,
        request: ShapePutRequest,
    ) -> impl Future<Output = Result<ShapePutResponse>> + Send;
}

/// What `thing_list` is asked.
#[derive(Debug)]
pub struct ThingListRequest {
    /// How many to leave out.
    pub skip: i64,
    /// How many at the most.
    pub take: i32,
    /// Where to go on.
    pub cursor: Option<String>,
    /// What to sort by.
    pub order_by: Option<models::ThingOrder>,
    /// Only these colors; may be repeated.
    pub color: Option<Vec<models::Color>>,
    /// An enum that is written where it is used.
    pub state: models::ThingListState,
    /// Only with one of these labels.
    pub x_label: Option<CommaSeparated<String>>,
}

/// What `thing_list` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ThingListResponse {
    /// A page of things.
    #[oai(status = 200)]
    Ok(Json<models::ThingList>),
    /// - `UNAUTHENTICATED`: No credential.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: Not for this caller.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `VALIDATION_FAILED`: It breaks the contract.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: Try again later.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ThingListResponse {
    const OPERATION: &'static Operation = &operations::THING_LIST;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `thing_create` is asked.
#[derive(Debug)]
pub struct ThingCreateRequest {
    pub body: models::ThingCreate,
}

/// What `thing_create` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ThingCreateResponse {
    /// It was there already.
    #[oai(status = 200)]
    Ok(
        Json<models::Thing>,
        /// The entity tag.
        #[oai(header = "ETag")]
        String,
    ),
    /// It is new.
    #[oai(status = 201)]
    Created(
        Json<models::Thing>,
        /// Where the new thing is.
        #[oai(header = "Location")]
        String,
        /// The entity tag.
        #[oai(header = "ETag")]
        String,
        /// How many parts it has.
        #[oai(header = "X-Parts")]
        Option<i32>,
    ),
    /// It will be made.
    #[oai(status = 202)]
    Accepted,
    /// - `INVALID_ARGUMENT`: It can't be done.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `UNAUTHENTICATED`: No credential.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: Not for this caller.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `REQUEST_TIMEOUT`: The body came too slowly.
    #[oai(status = 408)]
    RequestTimeout(ProblemJson),
    /// - `NAME_CONFLICT`: The name is taken.
    /// - `ID_CONFLICT`: The id is taken.
    /// - `IDEMPOTENCY_ANSWER_LOST`: The request was carried out before.
    #[oai(status = 409)]
    Conflict(ProblemJson),
    /// - `PAYLOAD_TOO_LARGE`: The body is too long.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: Not that type.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: It breaks the contract.
    /// - `IDEMPOTENCY_KEY_REUSED`: The key was used before.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `RATE_LIMITED`: Too many attempts.
    #[oai(status = 429)]
    TooManyRequests(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
    /// - `INTERNAL`: A fault of the server.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: Try again later.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

/// Headers of `thing_create` with status 201. It is new.
#[derive(Debug, Clone)]
pub struct ThingCreateCreatedHeaders {
    /// Where the new thing is.
    pub location: String,
    /// The entity tag.
    pub etag: String,
    /// How many parts it has.
    pub x_parts: Option<i32>,
}

impl ThingCreateResponse {
    /// 201: It is new.
    pub fn created(
        body: Json<models::Thing>,
        headers: ThingCreateCreatedHeaders,
    ) -> Self {
        Self::Created(body, headers.location, headers.etag, headers.x_parts)
    }
}

impl Answer for ThingCreateResponse {
    const OPERATION: &'static Operation = &operations::THING_CREATE;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            408 => Self::RequestTimeout(problem.body()),
            409 => Self::Conflict(problem.body()),
            413 => Self::ContentTooLarge(problem.body()),
            415 => Self::UnsupportedMediaType(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            429 => {
                let retry_after = problem.retry_after();
                Self::TooManyRequests(problem.body(), retry_after)
            }
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `thing_get` is asked.
#[derive(Debug)]
pub struct ThingGetRequest {
    /// The thing.
    pub thing_id: Uuid,
}

/// What `thing_get` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ThingGetResponse {
    /// The thing.
    #[oai(status = 200)]
    Ok(Json<models::Thing>),
    /// - `UNAUTHENTICATED`: No credential.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: Not for this caller.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `VALIDATION_FAILED`: It breaks the contract.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: Try again later.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ThingGetResponse {
    const OPERATION: &'static Operation = &operations::THING_GET;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `thing_update` is asked.
#[derive(Debug)]
pub struct ThingUpdateRequest {
    /// The thing.
    pub thing_id: Uuid,
    /// The state that is meant.
    pub if_match: Option<String>,
    pub body: models::ThingUpdate,
}

/// What `thing_update` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ThingUpdateResponse {
    /// The thing.
    #[oai(status = 200)]
    Ok(Json<models::Thing>),
    /// - `INVALID_ARGUMENT`: It can't be done.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `UNAUTHENTICATED`: No credential.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: Not for this caller.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `REQUEST_TIMEOUT`: The body came too slowly.
    #[oai(status = 408)]
    RequestTimeout(ProblemJson),
    /// - `IDEMPOTENCY_ANSWER_LOST`: The request was carried out before.
    #[oai(status = 409)]
    Conflict(ProblemJson),
    /// - `PRECONDITION_FAILED`: Another state is current.
    #[oai(status = 412)]
    PreconditionFailed(
        ProblemJson,
        /// The entity tag.
        #[oai(header = "ETag")]
        String,
    ),
    /// - `PAYLOAD_TOO_LARGE`: The body is too long.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: Not that type.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: It breaks the contract.
    /// - `IDEMPOTENCY_KEY_REUSED`: The key was used before.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: Try again later.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ThingUpdateResponse {
    const OPERATION: &'static Operation = &operations::THING_UPDATE;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            408 => Self::RequestTimeout(problem.body()),
            409 => Self::Conflict(problem.body()),
            412 => {
                let etag = problem.etag();
                Self::PreconditionFailed(problem.body(), etag)
            }
            413 => Self::ContentTooLarge(problem.body()),
            415 => Self::UnsupportedMediaType(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `thing_delete` is asked.
#[derive(Debug)]
pub struct ThingDeleteRequest {
    /// The thing.
    pub thing_id: Uuid,
}

/// What `thing_delete` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ThingDeleteResponse {
    /// It is gone.
    #[oai(status = 204)]
    NoContent,
    /// - `UNAUTHENTICATED`: No credential.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: Not for this caller.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `VALIDATION_FAILED`: It breaks the contract.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: Try again later.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ThingDeleteResponse {
    const OPERATION: &'static Operation = &operations::THING_DELETE;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `thing_paint` is asked.
#[derive(Debug)]
pub struct ThingPaintRequest {
    /// The thing.
    pub thing_id: Uuid,
    pub body: Option<models::ThingPaintBody>,
}

/// What `thing_paint` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ThingPaintResponse {
    /// What it became, any JSON object.
    #[oai(status = 200)]
    Ok(RawJson),
    /// - `INVALID_ARGUMENT`: It can't be done.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `UNAUTHENTICATED`: No credential.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: Not for this caller.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `REQUEST_TIMEOUT`: The body came too slowly.
    #[oai(status = 408)]
    RequestTimeout(ProblemJson),
    /// - `PAYLOAD_TOO_LARGE`: The body is too long.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: Not that type.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: It breaks the contract.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: Try again later.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ThingPaintResponse {
    const OPERATION: &'static Operation = &operations::THING_PAINT;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            408 => Self::RequestTimeout(problem.body()),
            413 => Self::ContentTooLarge(problem.body()),
            415 => Self::UnsupportedMediaType(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `shape_put` is asked.
#[derive(Debug)]
pub struct ShapePutRequest {
    /// The thing.
    pub thing_id: Uuid,
    /// Which shape.
    pub index: i32,
    pub body: models::Shape,
}

/// What `shape_put` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ShapePutResponse {
    /// The shapes.
    #[oai(status = 200)]
    Ok(Json<Vec<models::Shape>>),
    /// - `INVALID_ARGUMENT`: It can't be done.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `UNAUTHENTICATED`: No credential.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: Not for this caller.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `REQUEST_TIMEOUT`: The body came too slowly.
    #[oai(status = 408)]
    RequestTimeout(ProblemJson),
    /// - `PAYLOAD_TOO_LARGE`: The body is too long.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: Not that type.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: It breaks the contract.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: Try again later.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ShapePutResponse {
    const OPERATION: &'static Operation = &operations::SHAPE_PUT;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            408 => Self::RequestTimeout(problem.body()),
            413 => Self::ContentTooLarge(problem.body()),
            415 => Self::UnsupportedMediaType(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// Routes the tag `things` to its handlers.
#[derive(Debug)]
pub struct ThingsGlue<A>(pub Arc<A>);

#[OpenApi]
impl<A: ThingsApi> ThingsGlue<A> {
    /// List things
    #[oai(
        path = "/things",
        method = "get",
        operation_id = "thing_list",
        tag = "super::Tag::Things"
    )]
    async fn thing_list(
        &self,
        caller: Authenticated,
        /// How many to leave out.
        #[oai(name = "skip", default = "default_skip", validator(minimum(value = "0")))]
        skip: Query<i64>,
        /// How many at the most.
        #[oai(
            name = "take",
            default = "default_take",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        take: Query<i32>,
        /// Where to go on.
        #[oai(name = "cursor", validator(max_length = 2048))]
        cursor: Query<Option<String>>,
        /// What to sort by.
        #[oai(name = "order_by")]
        order_by: Query<Option<models::ThingOrder>>,
        /// Only these colors; may be repeated.
        #[oai(name = "color", validator(max_items = 8, unique_items))]
        color: Query<Option<Vec<models::Color>>>,
        /// An enum that is written where it is used.
        #[oai(name = "state", default = "default_state", deprecated)]
        state: Query<models::ThingListState>,
        /// Only with one of these labels.
        #[oai(name = "X-Label")]
        x_label: Header<Option<CommaSeparated<String>>>,
    ) -> ThingListResponse {
        let request = ThingListRequest {
            skip: skip.0,
            take: take.0,
            cursor: cursor.0,
            order_by: order_by.0,
            color: color.0,
            state: state.0,
            x_label: x_label.0,
        };
        answer(Box::pin(self.0.thing_list(caller.0, request))).await
    }

    /// Create a thing
    ///
    /// Answers 200 if it was there already.
    ///
    /// Two paragraphs.
    #[oai(
        path = "/things",
        method = "post",
        operation_id = "thing_create",
        tag = "super::Tag::Things"
    )]
    async fn thing_create(
        &self,
        caller: Authenticated,
        /// A key of the caller's choice.
        #[oai(
            name = "Idempotency-Key",
            validator(min_length = 1, max_length = 255, pattern = "^[!-~]+$")
        )]
        _idempotency_key: Header<Option<String>>,
        body: Json<models::ThingCreate>,
    ) -> ThingCreateResponse {
        let request = ThingCreateRequest { body: body.0 };
        answer(Box::pin(self.0.thing_create(caller.0, request))).await
    }

    /// Get a thing
    #[oai(
        path = "/things/:thing_id",
        method = "get",
        operation_id = "thing_get",
        tag = "super::Tag::Things",
        deprecated
    )]
    async fn thing_get(
        &self,
        caller: Authenticated,
        /// The thing.
        #[oai(name = "thing_id")]
        thing_id: Path<Uuid>,
    ) -> ThingGetResponse {
        let request = ThingGetRequest {
            thing_id: thing_id.0,
        };
        answer(Box::pin(self.0.thing_get(caller.0, request))).await
    }

    /// Change a thing
    #[oai(
        path = "/things/:thing_id",
        method = "patch",
        operation_id = "thing_update",
        tag = "super::Tag::Things"
    )]
    async fn thing_update(
        &self,
        caller: Authenticated,
        /// A key of the caller's choice.
        #[oai(
            name = "Idempotency-Key",
            validator(min_length = 1, max_length = 255, pattern = "^[!-~]+$")
        )]
        _idempotency_key: Header<Option<String>>,
        /// The thing.
        #[oai(name = "thing_id")]
        thing_id: Path<Uuid>,
        /// The state that is meant.
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
        body: Json<models::ThingUpdate>,
    ) -> ThingUpdateResponse {
        let request = ThingUpdateRequest {
            thing_id: thing_id.0,
            if_match: if_match.0,
            body: body.0,
        };
        answer(Box::pin(self.0.thing_update(caller.0, request))).await
    }

    /// Delete a thing
    #[oai(
        path = "/things/:thing_id",
        method = "delete",
        operation_id = "thing_delete",
        tag = "super::Tag::Things"
    )]
    async fn thing_delete(
        &self,
        caller: Authenticated,
        /// The thing.
        #[oai(name = "thing_id")]
        thing_id: Path<Uuid>,
    ) -> ThingDeleteResponse {
        let request = ThingDeleteRequest {
            thing_id: thing_id.0,
        };
        answer(Box::pin(self.0.thing_delete(caller.0, request))).await
    }

    /// Paint a thing
    #[oai(
        path = "/things/:thing_id/~paint",
        method = "post",
        operation_id = "thing_paint",
        tag = "super::Tag::Things"
    )]
    async fn thing_paint(
        &self,
        caller: Authenticated,
        /// The thing.
        #[oai(name = "thing_id")]
        thing_id: Path<Uuid>,
        body: Json<Option<models::ThingPaintBody>>,
    ) -> ThingPaintResponse {
        let request = ThingPaintRequest {
            thing_id: thing_id.0,
            body: body.0,
        };
        answer(Box::pin(self.0.thing_paint(caller.0, request))).await
    }

    /// Set a shape
    #[oai(
        path = "/things/:thing_id/shapes/:index",
        method = "put",
        operation_id = "shape_put",
        tag = "super::Tag::Things"
    )]
    async fn shape_put(
        &self,
        caller: Authenticated,
        /// The thing.
        #[oai(name = "thing_id")]
        thing_id: Path<Uuid>,
        /// Which shape.
        #[oai(name = "index", validator(minimum(value = "0")))]
        index: Path<i32>,
        body: Json<models::Shape>,
    ) -> ShapePutResponse {
        let request = ShapePutRequest {
            thing_id: thing_id.0,
            index: index.0,
            body: body.0,
        };
        answer(Box::pin(self.0.shape_put(caller.0, request))).await
    }
}

fn default_skip() -> i64 {
    0
}

fn default_state() -> models::ThingListState {
    models::ThingListState::Open
}

fn default_take() -> i32 {
    25
}
