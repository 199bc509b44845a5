//! The intermediate representation: the contract as plain data.
//!
//! Made by `read` from the bundled document, and the only thing the emitters see. Nothing here knows OpenAPI's
//! spelling, Rust's names or tokens; it can be dumped as JSON (`cargo xtask model`) and has golden files of its own.

use serde::Serialize;
use serde_json::Value;

/// Everything the document says, references resolved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contract {
    pub title: String,
    pub version: String,
    /// In the document's order.
    pub tags: Vec<Tag>,
    /// Every problem code of `x-problem-codes`, in the document's order.
    pub problem_codes: Vec<ProblemCode>,
    /// Component schemas and the inline objects and enums hoisted beside them, in the document's order.
    pub types: Vec<TypeDef>,
    /// In the document's order.
    pub operations: Vec<Operation>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tag {
    pub name: String,
    pub description: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProblemCode {
    /// `NAME_CONFLICT`.
    pub code: String,
    pub status: u16,
    pub title: String,
    pub description: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TypeDef {
    /// The component's name, `PascalCase`; for a hoisted one its owner's name and the property's.
    pub name: String,
    pub description: String,
    pub deprecated: bool,
    pub kind: TypeKind,
    /// The first of the schema's `examples`.
    pub example: Option<Value>,
    /// Whether a request body, parameter or form can hold it.
    pub in_request: bool,
    /// Whether a response can hold it.
    pub in_response: bool,
    /// JSON pointer in the bundled document, for messages.
    pub pointer: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum TypeKind {
    Struct(Struct),
    /// A closed list of strings (open on the client).
    Enum(Vec<EnumValue>),
    /// `oneOf` with a discriminator: one object type for each tag.
    Union(Union),
    /// A named array, map or scalar.
    Alias(Schema),
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Struct {
    pub fields: Vec<Field>,
    pub additional: Additional,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Additional {
    /// `additionalProperties: false`: unknown members are refused.
    Refused,
    /// Absent or true on an object with properties: unknown members are ignored.
    Ignored,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// As on the wire.
    pub name: String,
    pub description: String,
    pub schema: Schema,
    /// Listed in `required`.
    pub required: bool,
    pub read_only: bool,
    pub write_only: bool,
    pub deprecated: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EnumValue {
    /// As on the wire; may be empty.
    pub value: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Union {
    /// The member that tells which variant it is. The variants' structs do not hold it as a field.
    pub discriminator: String,
    pub variants: Vec<Variant>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Variant {
    /// The discriminator's value.
    pub tag: String,
    /// The name of a `TypeKind::Struct` type.
    pub type_name: String,
}

/// A type at its place of use, with what else its place says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Schema {
    pub ty: Type,
    /// `type: [.., "null"]`.
    pub nullable: bool,
    pub default: Option<Value>,
    pub constraints: Constraints,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Type {
    Boolean,
    /// `format: int32`.
    Int32,
    /// `format: int64`, or none.
    Int64,
    /// `type: number`.
    Double,
    String(StringFormat),
    Array(Box<Schema>),
    /// An object of `additionalProperties: <schema>` and no properties.
    Map(Box<Schema>),
    /// Any JSON object: `type: object` with `additionalProperties: true` and no properties.
    JsonObject,
    /// A `TypeDef`, by name.
    Named(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum StringFormat {
    Plain,
    Uuid,
    DateTime,
    Date,
    Email,
    UriReference,
    /// `format: password`: never in logs or `Debug`.
    Password,
    /// `format: byte`: base64.
    Byte,
    /// `format: int64`: 64 bits in decimal digits. With `type: [string, integer]` a number will do, too.
    Int64,
    /// `format: binary`: raw bytes; only as a body or a form's part.
    Binary,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Constraints {
    pub minimum: Option<i64>,
    pub maximum: Option<i64>,
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub pattern: Option<String>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
    pub max_properties: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Operation {
    /// `file_upload`.
    pub id: String,
    pub tag: String,
    pub method: Method,
    /// As in the document: `/api/v1/files/{file_id}:download`.
    pub path: String,
    pub summary: String,
    pub description: String,
    pub deprecated: bool,
    pub security: Security,
    /// `x-scope`: what a token must hold; `None` where the operation is public.
    pub scope: Option<String>,
    pub idempotency: Idempotency,
    pub pagination: Option<Pagination>,
    pub streaming: Streaming,
    /// Bytes; `None` where the body is streamed and the handler limits it.
    pub body_limit: Option<u64>,
    /// Path, then query, then header, each in the document's order.
    pub params: Vec<Param>,
    /// Empty: no body. Several: told apart by `Content-Type`.
    pub bodies: Vec<RequestBody>,
    /// Whether the body may be left out.
    pub body_required: bool,
    /// Ascending by status. The problem responses stand among them.
    pub responses: Vec<Response>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Method {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
    Options,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Security {
    /// `security: []`.
    Public,
    /// `security: [{bearer: []}]`.
    Bearer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Idempotency {
    /// Changes nothing: may be repeated at will.
    Safe,
    /// Repeating it has no further effect: may be repeated at will.
    Idempotent,
    /// May be repeated with the same `Idempotency-Key`.
    Key,
    /// `none`: must not be repeated while nobody knows whether it arrived.
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Pagination {
    /// `{data, start, end, count, next_cursor}` with `skip`, `take`, `cursor`.
    Page,
}

/// Which bodies are handed over piece by piece instead of whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Streaming {
    pub request: bool,
    pub response: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Param {
    /// As on the wire: `If-Match`, `order_by`.
    pub name: String,
    pub location: Location,
    pub description: String,
    pub required: bool,
    pub deprecated: bool,
    /// Scalars, enums and arrays of them (`style: form, explode: true` in a query).
    pub schema: Schema,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Location {
    Path,
    Query,
    Header,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(clippy::large_enum_variant, reason = "a handful of values in a short-lived process")]
pub enum RequestBody {
    /// `application/json` with a named or inline schema.
    Json(Schema),
    /// Raw bytes, with the media types of the document; `*/*` takes every one.
    Binary { media_type: String },
    /// `multipart/form-data`: the name of the struct type that lists the parts.
    Multipart { type_name: String },
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Response {
    pub status: u16,
    pub description: String,
    /// The response component's name, if the document refers to one.
    pub component: Option<String>,
    /// Without `X-Request-Id`, which every answer has. In the document's order.
    pub headers: Vec<Header>,
    pub body: ResponseBody,
    /// What a problem response may say, in the order of `problem_codes`; empty on success.
    pub codes: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Header {
    /// As in the document: `Content-Range`.
    pub name: String,
    pub description: String,
    pub required: bool,
    pub schema: Schema,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum ResponseBody {
    Empty,
    /// `application/json`.
    Json(Schema),
    /// `application/problem+json` with the schema `Problem`.
    Problem,
    /// Raw bytes of a type known at run time.
    Binary {
        media_type: String,
    },
    /// A string of this media type, such as `text/plain`.
    Text {
        media_type: String,
    },
    /// `text/event-stream` of these items.
    EventStream(Schema),
}

impl Contract {
    /// The type of that name; the reader has made sure that every name resolves.
    pub fn type_def(&self, name: &str) -> Option<&TypeDef> {
        self.types.iter().find(|def| def.name == name)
    }
}

impl Operation {
    /// The custom verb of an AIP path, such as `download` in `/files/{file}:download`.
    pub fn custom_verb(&self) -> Option<&str> {
        let last = self.path.rsplit('/').next()?;
        last.rsplit_once(':').map(|(_, verb)| verb)
    }
}
