//! Rules on request bodies and responses.

use super::{Context, Findings, Operation, content};
use crate::contract::bundle::is_json;
use crate::contract::node::Node;

const PAGE_ENVELOPE: [&str; 5] = ["data", "start", "end", "count", "next_cursor"];

/// What the generator and the suite know how to send and to check.
const MEDIA_TYPES: [&str; 13] = [
    "*/*",
    "application/json",
    "application/merge-patch+json",
    "application/octet-stream",
    "application/offset+octet-stream",
    "application/problem+json",
    "application/yaml",
    "application/zip",
    "image/jpeg",
    "image/*",
    "multipart/form-data",
    "text/event-stream",
    "text/plain",
];

pub fn page_envelope(context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations().filter(|operation| operation.text("x-pagination") == "page") {
        let span = operation.span_of("x-pagination");
        let schema = context
            .document
            .at(&["paths", operation.path, operation.method, "responses", "200"])
            .and_then(|response| response.resolve(context.document, "responses"))
            .and_then(|response| response.at(&["content", "application/json", "schema"]))
            .and_then(|schema| schema.resolve(context.document, "schemas"));
        let Some(schema) = schema else {
            findings.add(span, "a list answers 200 with application/json");
            continue;
        };
        let required = schema.get("required").map(Node::items).unwrap_or_default();
        for wanted in PAGE_ENVELOPE {
            let declared = schema.at(&["properties", wanted]).is_some();
            if !declared || !required.iter().any(|name| name.as_str() == Some(wanted)) {
                findings.add(&schema.span, format!("the page of a list has the required property `{wanted}`"));
            }
        }
    }
}

pub fn media_type_known(context: &Context<'_>, findings: &mut Findings) {
    for_each_holder(context, |holder, _| {
        for (media_type, _, span) in content(holder) {
            if !MEDIA_TYPES.contains(&media_type) {
                findings.add(span, format!("`{media_type}` is none of the media types that we use"));
            }
        }
    });
}

/// Every JSON body is shown by an example, which the bundler takes from its schema.
pub fn example_present(context: &Context<'_>, findings: &mut Findings) {
    for_each_holder(context, |holder, _| {
        for (media_type, media, _) in content(holder) {
            if !is_json(media_type) || media.get("example").is_some() || media.get("examples").is_some() {
                continue;
            }
            let Some(schema) = media.get("schema") else { continue };
            // Points at the schema, since that is where the example is to be written.
            let Some(resolved) = schema.resolve(context.document, "schemas") else { continue };
            let name = schema.reference_to("schemas").unwrap_or("the schema");
            findings.add(&resolved.span, format!("{name} needs `examples`: it is a body of {media_type}"));
        }
    });
}

/// Bytes are streamed, or limited, but never read whole without a limit.
pub fn streaming_stated(context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        let streaming = operation.text("x-streaming");
        let span = operation.span_of("x-streaming");
        let raw = |media_type: &str| !is_json(media_type) && !media_type.starts_with("text/");
        let request = operation.body(context.document).is_some_and(|body| content(body).any(|(name, ..)| raw(name)));
        let limited = operation.states_body_limit(context);
        if request && !matches!(streaming, "request" | "both") && !limited {
            findings.add(span, "a body of bytes or parts needs `x-streaming: request` or an `x-body-limit`");
        }
        let binary = operation.responses(context.document).any(|(_, response)| {
            content(response)
                .any(|(_, media, _)| media.at(&["schema", "format"]).and_then(Node::as_str) == Some("binary"))
        });
        if binary && !matches!(streaming, "response" | "both") {
            findings.add(span, "an answer of bytes needs `x-streaming: response`");
        }
        if matches!(streaming, "request" | "both") && operation.body(context.document).is_none() {
            findings.add(span, "there is no body to be streamed");
        }
    }
}

impl Operation<'_> {
    /// Whether the sources say it; the default of the bundler stands in the published document only.
    fn states_body_limit(&self, context: &Context<'_>) -> bool {
        context.merged.at(&["paths", self.path, self.method, "x-body-limit"]).is_some()
    }
}

pub fn response_described(context: &Context<'_>, findings: &mut Findings) {
    for_each_holder(context, |holder, is_response| {
        let described = !holder.get("description").and_then(Node::as_str).unwrap_or_default().trim().is_empty();
        if is_response && !described {
            findings.add(&holder.span, "a response needs a description");
        }
        for entry in holder.get("headers").map(Node::entries).unwrap_or_default() {
            let header = entry.value.resolve(context.document, "headers");
            if header.is_some_and(|header| header.get("description").is_none()) {
                findings.add(&entry.span, format!("the header `{}` needs a description", entry.key));
            }
        }
    });
}

/// Each request body and response, and whether it is a response.
fn for_each_holder(context: &Context<'_>, mut visit: impl FnMut(&Node, bool)) {
    for operation in context.operations() {
        if let Some(body) = operation.body(context.document) {
            visit(body, false);
        }
        for (_, response) in operation.responses(context.document) {
            visit(response, true);
        }
    }
}
