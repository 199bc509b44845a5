//! `cargo xtask new-operation`: the YAML of a new operation with everything that the rules ask for, ready to be filled in.

use heck::ToPascalCase as _;

use crate::contract::bundle::METHODS;

/// What the new operation is called and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct NewOperation<'a> {
    /// The tag, and the name of its file.
    pub area: &'a str,
    pub operation_id: &'a str,
    /// In any case.
    pub method: &'a str,
    pub path: &'a str,
}

/// The snippet, or what is wrong with the words.
pub fn snippet(operation: NewOperation<'_>) -> Result<String, String> {
    let NewOperation { area, operation_id, method, path } = operation;
    let method = method.to_lowercase();
    if !METHODS.contains(&method.as_str()) {
        return Err(format!("`{method}` is no method; one of {} is", METHODS.join(", ")));
    }
    let word =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if !operation_id.contains('_') || !operation_id.split('_').all(word) {
        return Err(format!("`{operation_id}` must be <noun>_<verb>, such as file_rename"));
    }
    if !path.starts_with('/') {
        return Err(format!("`{path}` must begin with a slash"));
    }
    let idempotency = match method.as_str() {
        "get" | "head" | "options" => "safe",
        "delete" | "put" => "idempotent",
        _ => "key",
    };
    let name = operation_id.to_pascal_case();
    let with_body = matches!(method.as_str(), "post" | "put" | "patch");
    let problems = if path.contains('{') { "[NOT_FOUND]" } else { "[]" };

    let mut yaml = format!("# openapi/{area}.yaml, below `paths:`\n  {path}:\n");
    let parameters: String = path_parameters(path).map(parameter).collect();
    if !parameters.is_empty() {
        yaml.push_str(&format!("    parameters:\n{parameters}"));
    }
    yaml.push_str(&format!(
        "    {method}:\n      operationId: {operation_id}\n      tags: [{area}]\n      summary: What it does, as a headline\n      \
         description: What the caller must know and needs.\n      x-idempotency: {idempotency}\n      x-problems: {problems}\n"
    ));
    if with_body {
        yaml.push_str(&format!(
            "      requestBody:\n        required: true\n        content:\n          application/json:\n            \
             schema: {{ $ref: \"#/components/schemas/{name}\" }}\n"
        ));
    }
    yaml.push_str("      responses:\n");
    if method == "delete" || method == "head" {
        yaml.push_str("        \"204\":\n          description: It is done.\n");
    } else {
        yaml.push_str(&format!(
            "        \"200\":\n          description: What is answered.\n          content:\n            application/json:\n              \
             schema: {{ $ref: \"#/components/schemas/{name}Result\" }}\n"
        ));
    }
    let schemas: String =
        [(with_body, name.clone()), (!matches!(method.as_str(), "delete" | "head"), format!("{name}Result"))]
            .into_iter()
            .filter(|(wanted, _)| *wanted)
            .map(|(_, name)| schema(&name))
            .collect();
    if !schemas.is_empty() {
        yaml.push_str(&format!("# below `components:`, `schemas:`\n{schemas}"));
    }
    yaml.push_str("# then: cargo xtask regen\n");
    Ok(yaml)
}

fn path_parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// The names of shared parameters follow those of paths.
fn parameter(name: &str) -> String {
    format!("      - $ref: \"#/components/parameters/{}\"\n", name.to_pascal_case())
}

fn schema(name: &str) -> String {
    format!(
        "    {name}:\n      type: object\n      description: What it is.\n      required: [name]\n      additionalProperties: false\n      \
         properties:\n        name: {{ type: string, minLength: 1, maxLength: 255, description: Its name. }}\n      examples:\n        \
         - {{ name: example }}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::source::parse;

    #[test]
    fn a_snippet_is_yaml_with_what_the_rules_ask_for() {
        let operation = NewOperation {
            area: "files",
            operation_id: "file_rename",
            method: "PATCH",
            path: "/api/v1/files/{file_id}:rename",
        };
        let text = snippet(operation).unwrap();
        let paths = format!("paths:\n{}", text.split("# below").next().unwrap());
        let root = parse(&paths, "files.yaml").unwrap_or_else(|fault| panic!("{fault}\n{text}"));
        let item = root.at(&["paths", operation.path]).unwrap();
        assert_eq!(item.get("parameters").unwrap().items()[0].reference_to("parameters"), Some("FileId"));
        assert_eq!(item.at(&["patch", "x-idempotency"]).unwrap().as_str(), Some("key"));
        assert!(text.contains("    FileRenameResult:\n"));
    }

    #[test]
    fn wrong_words_are_refused() {
        let operation = NewOperation { area: "files", operation_id: "file_get", method: "get", path: "/files" };
        assert!(snippet(NewOperation { method: "FETCH", ..operation }).unwrap_err().contains("no method"));
        assert!(snippet(NewOperation { operation_id: "rename", ..operation }).unwrap_err().contains("<noun>_<verb>"));
        assert!(snippet(NewOperation { path: "files", ..operation }).unwrap_err().contains("slash"));
    }
}
