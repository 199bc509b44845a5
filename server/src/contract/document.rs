//! The contract itself, as it was bundled when the server was built. What users see at `/openapi.json` is these bytes.

use std::sync::LazyLock;

use serde_json::Value;

/// The bundled document as JSON.
pub const JSON: &str = include_str!("../../../openapi/strongroom.json");

/// The same document as YAML.
pub const YAML: &str = include_str!("../../../openapi/strongroom.yaml");

/// The bundled document, parsed once.
pub fn value() -> &'static Value {
    static VALUE: LazyLock<Value> =
        LazyLock::new(|| serde_json::from_str(JSON).expect("the bundler wrote this file as JSON, and a test reads it"));
    &VALUE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_is_openapi_3_1() {
        assert_eq!(value()["openapi"], "3.1.0");
        assert!(YAML.contains("openapi: "), "the YAML is the same document");
    }
}
