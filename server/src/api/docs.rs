//! What people see in a browser: Swagger UI at `/docs/`, over the contract at `/openapi.json`.
//!
//! Outside the contract, since it is no API. Everything comes out of the binary: the page loads nothing from anywhere
//! else, and its policy forbids it to.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::{Request, Response};
use utoipa_swagger_ui::{Config, SwaggerFile};

use crate::error::{Error, Result};

const ROOT: &str = "/docs/";

/// Lets the UI do what it needs, on this server alone. Its styles are written into elements (`unsafe-inline` for
/// styles only); previews of downloads are `blob:`.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data: blob:; media-src blob:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// The files of the UI belong to one build of the server: a browser asks again after an hour.
const CACHE_CONTROL: &str = "public, max-age=3600";

/// Serves the UI.
#[derive(Clone)]
pub struct Docs {
    config: Arc<Config<'static>>,
}

impl Docs {
    pub fn new() -> Self {
        let config = Config::from("/openapi.json")
            .use_base_layout()
            .validator_url("none")
            .persist_authorization(true)
            .try_it_out_enabled(true)
            .display_request_duration(true)
            .display_operation_id(true)
            .deep_linking(true)
            .filter(true);
        Self { config: Arc::new(config) }
    }

    /// The answer, if the path is one of those that this module looks after.
    ///
    /// # Errors
    /// `MethodNotAllowed` and `NotFound` below those paths, as everywhere.
    pub fn answer(&self, request: &Request) -> Option<Result<Response>> {
        match request.uri().path() {
            "/" | "/docs" => Some(only_reading(request).map(|()| redirect())),
            path => {
                let name = path.strip_prefix(ROOT)?;
                Some(only_reading(request).and_then(|()| self.file(name)))
            }
        }
    }

    fn file(&self, name: &str) -> Result<Response> {
        let file = utoipa_swagger_ui::serve(name, Arc::clone(&self.config))
            .map_err(|error| Error::internal(error.to_string()))?
            .ok_or(Error::NotFound("page"))?;
        let SwaggerFile { bytes, content_type, gzpipped, .. } = file;
        // All but one of the files stay where the binary has them: the largest has hundreds of kilobytes.
        let bytes = match bytes {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => Bytes::from(bytes),
        };
        let mut response = Response::builder()
            .content_type(content_type)
            .header(header::CACHE_CONTROL, CACHE_CONTROL)
            .header(header::CONTENT_SECURITY_POLICY, POLICY)
            .body(bytes);
        if gzpipped {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        Ok(response)
    }
}

impl Default for Docs {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Docs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Docs").finish_non_exhaustive()
    }
}

fn only_reading(request: &Request) -> Result<()> {
    match *request.method() {
        Method::GET | Method::HEAD => Ok(()),
        _ => Err(Error::MethodNotAllowed { allowed: vec!["GET", "HEAD"] }),
    }
}

/// With the slash at the end, or the page's relative links lead astray.
fn redirect() -> Response {
    Response::builder().status(StatusCode::TEMPORARY_REDIRECT).header(header::LOCATION, ROOT).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(path: &str) -> Option<Result<Response>> {
        Docs::new().answer(&Request::builder().uri_str(path).finish())
    }

    #[tokio::test]
    async fn the_page_and_its_parts_are_there() {
        let page = get("/docs/").unwrap().unwrap();
        assert_eq!(page.content_type(), Some("text/html"));
        assert!(page.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
        for part in ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png", "index.css"] {
            assert!(get(&format!("/docs/{part}")).unwrap().is_ok(), "{part}");
        }
    }

    #[tokio::test]
    async fn who_asks_for_a_part_gets_no_copy_of_its_own() {
        let part = || get("/docs/swagger-ui-bundle.js").unwrap().unwrap().into_body().into_bytes();
        let (first, second) = (part().await.unwrap(), part().await.unwrap());
        assert_eq!(first.as_ptr(), second.as_ptr());
    }

    #[tokio::test]
    async fn the_page_reads_our_contract_and_keeps_the_token() {
        let script = get("/docs/swagger-initializer.js").unwrap().unwrap().into_body().into_string().await.unwrap();
        assert!(script.contains("/openapi.json"), "{script}");
        assert!(script.contains(r#""persistAuthorization": true"#), "{script}");
        assert!(script.contains(r#""tryItOutEnabled": true"#), "{script}");
    }

    #[test]
    fn the_rest_is_somebody_elses_or_refused() {
        assert!(get("/docsx").is_none());
        assert!(get("/api/v1/me").is_none());
        assert!(matches!(get("/docs/nope.js"), Some(Err(Error::NotFound(_)))));
        assert_eq!(get("/").unwrap().unwrap().header("location"), Some("/docs/"));
        let post = Request::builder().method(Method::POST).uri_str("/docs/").finish();
        assert!(matches!(Docs::new().answer(&post), Some(Err(Error::MethodNotAllowed { .. }))));
    }
}
