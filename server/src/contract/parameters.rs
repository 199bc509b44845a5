//! Parameters as arguments of the generated glue.
//!
//! The pipeline has found them and compared them with the contract before; here each becomes the value that its text
//! stands for. In place of poem-openapi's own, for which poem would have to route the request a second time; its `#[OpenApi]`
//! knows a parameter of the path by the type's name.

use poem::http::{HeaderMap, HeaderValue};
use poem::{Request, RequestBody};
use poem_openapi::error::{ParseParamError, ParsePathError};
use poem_openapi::registry::{MetaParamIn, MetaSchemaRef, Registry};
use poem_openapi::types::ParseFromParameter;
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

/// What poem-openapi calls the parameters of a path, with their number behind it.
pub(super) const PATH_PARAMETER: &str = "param";

/// What the path and the query of a request give, decoded. The pipeline puts it into the request. It has no `Debug`: some
/// paths and queries hold a credential.
#[derive(Clone, Default)]
pub struct Given {
    /// In the order of the path's template.
    pub path: Vec<(&'static str, String)>,
    /// In the order of the query.
    pub query: Vec<QueryPair>,
}

/// One `name=value` of a query. `None` where the bytes are not UTF-8.
#[derive(Clone)]
pub struct QueryPair {
    pub name: Option<String>,
    pub value: Option<String>,
}

impl Given {
    /// The value under this name.
    pub fn path_texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.path.iter().filter(move |(given, _)| *given == name).map(|(_, value)| value.as_str())
    }

    /// poem-openapi calls the parameters of a path `param0`, `param1`, in the order of the template.
    fn numbered_path_text(&self, name: &str) -> Option<&str> {
        let number: usize = name.strip_prefix(PATH_PARAMETER)?.parse().ok()?;
        self.path.get(number).map(|(_, value)| value.as_str())
    }

    fn query_texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.query_values(name).flatten()
    }

    /// The values under this name.
    pub fn query_values(&self, name: &str) -> impl Iterator<Item = Option<&str>> {
        self.query.iter().filter(move |pair| pair.name.as_deref() == Some(name)).map(|pair| pair.value.as_deref())
    }
}

/// The values of a header. A request has few, so that looking at each costs less than hashing the name.
pub fn header_values<'h>(headers: &'h HeaderMap, name: &str) -> impl Iterator<Item = &'h HeaderValue> {
    headers.iter().filter(move |(given, _)| given.as_str().eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn header_texts<'h>(headers: &'h HeaderMap, name: &str) -> impl Iterator<Item = &'h str> {
    header_values(headers, name).filter_map(|value| value.to_str().ok())
}

/// What a request gives. Where nobody put it, nothing was given.
fn given(request: &Request) -> Option<&Given> {
    request.data::<Given>()
}

/// The value that the texts stand for, or the default.
fn value<'t, T: ParseFromParameter>(
    texts: impl Iterator<Item = &'t str>,
    options: &ExtractParamOptions<T>,
) -> Result<T, String> {
    let mut texts = texts.peekable();
    match options.default_value {
        Some(default) if texts.peek().is_none() => Ok(default()),
        _ => T::parse_from_parameters(texts).map_err(poem_openapi::types::ParseError::into_message),
    }
}

macro_rules! parameter {
    ($(#[$doc:meta])* $name:ident, $request:ident, $parameter:ident => $texts:expr, $error:ident) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name<T>(pub T);

        impl<'a, T: ParseFromParameter> ApiExtractor<'a> for $name<T> {
            const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
            const PARAM_IS_REQUIRED: bool = T::IS_REQUIRED;

            type ParamType = T;
            type ParamRawType = T::RawValueType;

            fn register(registry: &mut Registry) {
                T::register(registry);
            }

            fn param_in() -> Option<MetaParamIn> {
                Some(MetaParamIn::$name)
            }

            fn param_schema_ref() -> Option<MetaSchemaRef> {
                Some(T::schema_ref())
            }

            fn param_raw_type(&self) -> Option<&T::RawValueType> {
                self.0.as_raw_value()
            }

            async fn from_request(
                $request: &'a Request,
                _body: &mut RequestBody,
                options: ExtractParamOptions<T>,
            ) -> poem::Result<Self> {
                let $parameter = options.name;
                match value($texts, &options) {
                    Ok(value) => Ok(Self(value)),
                    Err(reason) => Err($error { name: $parameter, reason }.into()),
                }
            }
        }
    };
}

parameter! {
    /// A parameter of the path.
    Path, request, name => given(request).and_then(|given| given.numbered_path_text(name)).into_iter(), ParsePathError
}

parameter! {
    /// A parameter of the query.
    Query, request, name => given(request).into_iter().flat_map(|given| given.query_texts(name)), ParseParamError
}

parameter! {
    /// A header of the request.
    Header, request, name => header_texts(request.headers(), name), ParseParamError
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options<T>(name: &'static str, default_value: Option<fn() -> T>) -> ExtractParamOptions<T> {
        ExtractParamOptions { name, default_value, ..Default::default() }
    }

    async fn extracted<'a, X: ApiExtractor<'a>>(
        request: &'a Request,
        name: &'static str,
        default_value: Option<fn() -> X::ParamType>,
    ) -> poem::Result<X> {
        X::from_request(request, &mut RequestBody::default(), options(name, default_value)).await
    }

    #[tokio::test]
    async fn each_comes_from_its_place_under_its_name() {
        let pair = |name: &str, value: &str| QueryPair { name: Some(name.to_owned()), value: Some(value.to_owned()) };
        let mut request = Request::builder().header("Limit", "7").header("limit", "8").header("other", "9").finish();
        request.set_data(Given {
            path: vec![("limit", "1".to_owned()), ("id", "2".to_owned())],
            query: vec![pair("limit", "3"), pair("Limit", "4"), pair("limit", "5")],
        });
        assert_eq!(extracted::<Path<i64>>(&request, "param0", None).await.unwrap().0, 1);
        assert_eq!(extracted::<Path<i64>>(&request, "param1", None).await.unwrap().0, 2);
        assert_eq!(extracted::<Query<Vec<i64>>>(&request, "limit", None).await.unwrap().0, [3, 5]);
        assert_eq!(extracted::<Header<Vec<i64>>>(&request, "LIMIT", None).await.unwrap().0, [7, 8]);
        assert_eq!(extracted::<Query<Option<i64>>>(&request, "id", None).await.unwrap().0, None);
        assert_eq!(extracted::<Query<i64>>(&request, "id", Some(|| 6)).await.unwrap().0, 6);
        assert_eq!(extracted::<Query<i64>>(&request, "Limit", Some(|| 6)).await.unwrap().0, 4);
    }

    #[tokio::test]
    async fn what_is_missing_or_no_value_is_an_error() {
        let request = Request::builder().header("depth", "deep").finish();
        assert!(extracted::<Path<i64>>(&request, "param0", None).await.unwrap_err().is::<ParsePathError>());
        assert!(extracted::<Query<i64>>(&request, "id", None).await.unwrap_err().is::<ParseParamError>());
        assert!(extracted::<Header<i64>>(&request, "depth", Some(|| 1)).await.is_err());
    }
}
