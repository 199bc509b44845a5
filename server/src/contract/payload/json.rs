//! `application/json` and `application/problem+json`.
//!
//! poem-openapi's own `Json` says `application/json; charset=utf-8`; the contract (and RFC 8259) knows no such parameter.

use bytes::Bytes;
use poem::http::{HeaderValue, StatusCode, header};
use poem::{IntoResponse, Request, RequestBody, Response};
use poem_openapi::error::{ContentTypeError, ParseRequestPayloadError};
use poem_openapi::payload::{ParsePayload, Payload};
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchemaRef, Registry};
use poem_openapi::types::{ParseFromJSON, Type};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use serde::Serialize;

use crate::contract::json_object::JsonObject;
use crate::error::Error;
use crate::generated::models::Problem;

const JSON: &str = "application/json";
/// The media type of problems.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// A JSON body. As a request's body it may be left out if `T` is an `Option`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Json<T>(pub T);

impl<T: Type> Payload for Json<T> {
    const CONTENT_TYPE: &'static str = JSON;

    fn check_content_type(content_type: &str) -> bool {
        content_type.parse::<mime::Mime>().is_ok_and(|parsed| parsed.essence_str() == JSON)
    }

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: ParseFromJSON> ParsePayload for Json<T> {
    const IS_REQUIRED: bool = T::IS_REQUIRED;

    async fn from_request(_request: &Request, body: &mut RequestBody) -> poem::Result<Self> {
        let bytes = body.take()?.into_bytes().await?;
        let value = if bytes.is_empty() && !T::IS_REQUIRED {
            None
        } else {
            Some(serde_json::from_slice(&bytes).map_err(|error| {
                let sentence = format!("the body is not JSON: line {}, column {}", error.line(), error.column());
                poem::Error::new(Error::InvalidArgument(sentence), StatusCode::BAD_REQUEST)
            })?)
        };
        T::parse_from_json(value)
            .map(Self)
            .map_err(|error| ParseRequestPayloadError { reason: error.into_message() }.into())
    }
}

impl<'a, T: ParseFromJSON> ApiExtractor<'a> for Json<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        <Self as Payload>::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        Some(MetaRequest {
            description: None,
            content: vec![MetaMediaType { content_type: JSON, schema: T::schema_ref() }],
            required: T::IS_REQUIRED,
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        match request.content_type() {
            Some(content_type) if Self::check_content_type(content_type) => {
                <Self as ParsePayload>::from_request(request, body).await
            }
            Some(content_type) => Err(ContentTypeError::NotSupported { content_type: content_type.to_owned() }.into()),
            // Without a body there is no type to state.
            None if !T::IS_REQUIRED => <Self as ParsePayload>::from_request(request, body).await,
            None => Err(ContentTypeError::ExpectContentType.into()),
        }
    }
}

impl<T: Serialize + Send> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        with_type(written(&self.0), JSON)
    }
}

/// A problem (RFC 9457).
#[derive(Debug, Clone)]
pub struct ProblemJson(pub Problem);

impl Payload for ProblemJson {
    const CONTENT_TYPE: &'static str = PROBLEM_JSON;

    fn schema_ref() -> MetaSchemaRef {
        Problem::schema_ref()
    }

    fn register(registry: &mut Registry) {
        Problem::register(registry);
    }
}

impl IntoResponse for ProblemJson {
    fn into_response(self) -> Response {
        with_type(written(&self.0), PROBLEM_JSON)
    }
}

/// A JSON object that is written already, and sent as it is.
#[derive(Debug, Clone)]
pub struct RawJson(pub Bytes);

impl Payload for RawJson {
    const CONTENT_TYPE: &'static str = JSON;

    fn schema_ref() -> MetaSchemaRef {
        JsonObject::schema()
    }
}

impl IntoResponse for RawJson {
    fn into_response(self) -> Response {
        with_type(self.0, JSON)
    }
}

/// A model as text.
pub fn written(model: &impl Serialize) -> Vec<u8> {
    // Models are structs, lists and maps with texts for keys, which always have a JSON form.
    serde_json::to_vec(model).unwrap_or_default()
}

fn with_type(body: impl Into<poem::Body>, content_type: &'static str) -> Response {
    let mut response = Response::from(body.into());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

#[cfg(test)]
mod tests {
    use poem_openapi::types::ToJSON as _;
    use serde_json::{Value, json};

    use super::*;
    use crate::kitchen_sink::generated::models::Thing;

    /// One of every construct, with what may be left out and without.
    #[test]
    fn serde_writes_what_poem_openapi_would() {
        let least = json!({
            "id": "01a1fae9-58e1-7472-91f7-230e65923803", "name": "a \"thing\"", "color": "light blue", "count": 7,
            "size_bytes": 9_007_199_254_740_993_i64, "weight": 1.5, "active": true, "born_on": "2026-11-20",
            "created_at": "2026-11-20T10:00:00.123456Z", "parent": null, "tags": ["a"], "sizes": [[1, 2], []],
            "labels": {"b": "c"}, "shape": {"type": "circle", "radius": 2.0}, "nested": {"deep": [{"level": "low"}]}, "self": "s",
        });
        let mut most = least.clone();
        for (name, value) in [
            ("trashed_at", Value::Null),
            ("favorite", json!("light blue")),
            ("scores", json!({"d": {"points": 1}})),
            ("extra", json!({"any": [null]})),
            ("total_bytes", json!("12")),
            ("parent", json!("01a1fae9-58e1-7472-91f7-230e65923803")),
        ] {
            most[name] = value;
        }
        for sent in [least, most] {
            let thing = Thing::parse_from_json(Some(sent.clone())).map_err(|error| error.into_message()).unwrap();
            let read: Value = serde_json::from_slice(&written(&thing)).unwrap();
            assert_eq!(Some(read), thing.to_json());
        }
    }
}
