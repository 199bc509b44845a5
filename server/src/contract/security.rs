//! The authenticated caller as an argument of the generated glue.
//!
//! The pipeline has authenticated the request long before and put the `Caller` into it; nothing here reads a credential.

use poem::http::StatusCode;
use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaSecurityScheme, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use crate::domain::access::Caller;
use crate::error::Error;

/// Who calls. An operation that takes it can't be reached without.
#[derive(Debug)]
pub struct Authenticated(pub Caller);

impl<'a> ApiExtractor<'a> for Authenticated {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        registry.create_security_scheme(
            "bearer",
            MetaSecurityScheme {
                ty: "http",
                description: None,
                name: None,
                key_in: None,
                scheme: Some("bearer"),
                bearer_format: None,
                flows: None,
                openid_connect_url: None,
            },
        );
    }

    fn security_schemes() -> Vec<&'static str> {
        vec!["bearer"]
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        match request.data::<Caller>() {
            Some(caller) => Ok(Self(caller.clone())),
            None => Err(poem::Error::new(
                Error::Unauthenticated("this operation needs a credential in `Authorization`"),
                StatusCode::UNAUTHORIZED,
            )),
        }
    }
}
