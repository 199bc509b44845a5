//! Rust names for the contract's names. The one place that knows keywords, acronyms and statuses.

use heck::{ToPascalCase as _, ToSnakeCase as _};
use proc_macro2::Ident;
use quote::format_ident;

/// `order_by` → `order_by`, `type` → `r#type`, `self` → `self_`, `If-Match` → `if_match`, `ETag` → `etag`.
pub fn field(wire: &str) -> Ident {
    let name = wire.replace("ETag", "Etag").to_snake_case();
    match name.as_str() {
        // The keywords that have no raw form.
        "self" | "super" | "crate" => format_ident!("{name}_"),
        _ if is_keyword(&name) => format_ident!("r#{name}"),
        _ => format_ident!("{name}"),
    }
}

/// `created_at desc` → `CreatedAtDesc`, nothing → `Default`, `READ` → `Read`, `3d` → `Value3d`.
pub fn variant(wire: &str) -> Ident {
    let name = wire.replace('+', " plus ").to_pascal_case();
    match name.chars().next() {
        None => format_ident!("Default"),
        Some(first) if first.is_ascii_digit() => format_ident!("Value{name}"),
        Some(_) if name == "Self" => format_ident!("SelfValue"),
        Some(_) => format_ident!("{name}"),
    }
}

/// `file_upload` → `FileUpload`; `NAME_CONFLICT` → `NameConflict`.
pub fn type_name(wire: &str) -> Ident {
    format_ident!("{}", wire.to_pascal_case())
}

/// The client's method: the operation id without its tag's noun. `file_upload` of `files` → `upload`.
pub fn method(operation_id: &str, tag: &str) -> Ident {
    let noun = tag.strip_suffix('s').unwrap_or(tag);
    let short = operation_id.strip_prefix(noun).and_then(|rest| rest.strip_prefix('_')).unwrap_or(operation_id);
    field(short)
}

/// The variant of a response enum: `201` → `Created`.
pub fn status(code: u16) -> Ident {
    let name = match code {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        204 => "NoContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        303 => "SeeOther",
        304 => "NotModified",
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        415 => "UnsupportedMediaType",
        416 => "RangeNotSatisfiable",
        422 => "UnprocessableContent",
        423 => "Locked",
        429 => "TooManyRequests",
        460 => "ChecksumMismatch",
        500 => "InternalServerError",
        501 => "NotImplemented",
        503 => "ServiceUnavailable",
        507 => "InsufficientStorage",
        other => return format_ident!("Status{other}"),
    };
    format_ident!("{name}")
}

fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "as" | "async"
            | "await"
            | "break"
            | "const"
            | "continue"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "pub"
            | "ref"
            | "return"
            | "static"
            | "struct"
            | "trait"
            | "true"
            | "type"
            | "unsafe"
            | "use"
            | "where"
            | "while"
            | "abstract"
            | "become"
            | "box"
            | "do"
            | "final"
            | "macro"
            | "override"
            | "priv"
            | "try"
            | "typeof"
            | "unsized"
            | "virtual"
            | "yield"
    )
}
