//! Operations: parameters, bodies, responses.

use heck::ToPascalCase as _;

use super::Reader;
use crate::contract::bundle::is_json;
use crate::contract::cursor::{Cursor, push};
use crate::contract::model::{
    Header, Idempotency, Location, Method, Operation, Pagination, Param, RequestBody, Response, ResponseBody, Schema,
    Security, Streaming, StringFormat, Type,
};
use crate::contract::node::{Fault, Node};

const PROBLEM: &str = "application/problem+json";
const MULTIPART: &str = "multipart/form-data";
const EVENT_STREAM: &str = "text/event-stream";
const REQUEST_ID: &str = "X-Request-Id";

impl<'a> Reader<'a> {
    pub(super) fn operation(
        &mut self,
        path: &str,
        method: &str,
        node: &'a Node,
        pointer: &str,
    ) -> Result<Operation, Fault> {
        let mut cursor = Cursor::open(node, pointer)?;
        let id = cursor.required_string("operationId")?.to_owned();
        let tag = match cursor.strings("tags")?.as_slice() {
            [tag] => (*tag).to_owned(),
            _ => return Err(cursor.unsupported_at("tags", "an operation has exactly one tag")),
        };
        let security = security(&mut cursor)?;
        let type_name = id.to_pascal_case();
        let params = self.params(path, &type_name, &mut cursor)?;
        let (bodies, body_required) = self.bodies(&type_name, &mut cursor)?;
        let responses = self.responses(&type_name, &mut cursor)?;
        let operation = Operation {
            tag,
            method: method_of(method, &cursor)?,
            path: path.to_owned(),
            summary: cursor.text("summary")?,
            description: cursor.text("description")?,
            deprecated: cursor.boolean("deprecated")?.unwrap_or(false),
            security,
            scope: cursor.string("x-scope")?.map(str::to_owned),
            idempotency: idempotency(&mut cursor)?,
            pagination: pagination(&mut cursor)?,
            streaming: streaming(&mut cursor)?,
            body_limit: cursor.unsigned("x-body-limit")?,
            params,
            bodies,
            body_required,
            responses,
            id,
        };
        cursor.finish()?;
        Ok(operation)
    }

    fn params(&mut self, path: &str, type_name: &str, cursor: &mut Cursor<'a>) -> Result<Vec<Param>, Fault> {
        let pointer = push(&cursor.pointer, "parameters");
        let mut params = Vec::new();
        for (index, node) in cursor.get("parameters").map(Node::items).unwrap_or_default().iter().enumerate() {
            let (node, pointer) = self.resolve(node, "parameters", &push(&pointer, &index.to_string()))?;
            params.push(self.param(type_name, node, &pointer)?);
        }
        // Handlers take path parameters in the order of the path, whatever that of the list is.
        let position = |param: &Param| match param.location {
            Location::Path => (0, path.find(&format!("{{{}}}", param.name))),
            Location::Query => (1, None),
            Location::Header => (2, None),
        };
        params.sort_by_key(position);
        Ok(params)
    }

    fn param(&mut self, type_name: &str, node: &'a Node, pointer: &str) -> Result<Param, Fault> {
        let mut cursor = Cursor::open(node, pointer)?;
        let name = cursor.required_string("name")?.to_owned();
        let (location, style, explode) = match cursor.required_string("in")? {
            "path" => (Location::Path, "simple", false),
            "query" => (Location::Query, "form", true),
            "header" => (Location::Header, "simple", false),
            other => return Err(cursor.unsupported(&format!("no parameters in `{other}`"))),
        };
        if cursor.string("style")?.is_some_and(|written| written != style)
            || cursor.boolean("explode")?.is_some_and(|written| written != explode)
        {
            return Err(cursor.unsupported("only the default style of a parameter is supported"));
        }
        let param_type = format!("{type_name}{}", name.to_pascal_case());
        let param = Param {
            location,
            description: cursor.text("description")?,
            required: cursor.boolean("required")?.unwrap_or(false),
            deprecated: cursor.boolean("deprecated")?.unwrap_or(false),
            schema: self.schema(&param_type, cursor.required("schema")?, &push(pointer, "schema"))?,
            name,
        };
        cursor.get("example");
        cursor.finish()?;
        Ok(param)
    }

    fn bodies(&mut self, type_name: &str, cursor: &mut Cursor<'a>) -> Result<(Vec<RequestBody>, bool), Fault> {
        let Some(node) = cursor.get("requestBody") else { return Ok((Vec::new(), false)) };
        let (node, pointer) = self.resolve(node, "requestBodies", &push(&cursor.pointer, "requestBody"))?;
        let mut cursor = Cursor::open(node, &pointer)?;
        let required = cursor.boolean("required")?.unwrap_or(false);
        cursor.get("description");
        let content = cursor.required("content")?;
        cursor.finish()?;
        let mut bodies = Vec::new();
        for (media_type, mut media) in media_types(content, &pointer)? {
            let schema_pointer = push(&media.pointer, "schema");
            let schema = media.required("schema")?;
            let body = if media_type == MULTIPART {
                let schema = self.schema(&format!("{type_name}Form"), schema, &schema_pointer)?;
                match schema.ty {
                    Type::Named(type_name) => RequestBody::Multipart { type_name },
                    _ => return Err(media.unsupported("a form must be an object with properties")),
                }
            } else if is_json(media_type) {
                RequestBody::Json(self.schema(&format!("{type_name}Body"), schema, &schema_pointer)?)
            } else {
                let schema = self.schema(type_name, schema, &schema_pointer)?;
                if schema.ty != Type::String(StringFormat::Binary) {
                    return Err(media.unsupported("a body that is neither JSON nor a form must be `format: binary`"));
                }
                RequestBody::Binary { media_type: media_type.to_owned() }
            };
            bodies.push(body);
            media.finish()?;
        }
        Ok((bodies, required))
    }

    fn responses(&mut self, type_name: &str, cursor: &mut Cursor<'a>) -> Result<Vec<Response>, Fault> {
        let pointer = push(&cursor.pointer, "responses");
        let mut responses = Vec::new();
        for entry in cursor.required("responses")?.entries() {
            let Some(status) = entry.key.parse().ok().filter(|status| (100..600).contains(status)) else {
                return Err(cursor.unsupported(&format!("`{}` is no status code", entry.key)));
            };
            let component = entry.value.reference_to("responses").map(str::to_owned);
            let (node, pointer) = self.resolve(&entry.value, "responses", &push(&pointer, &entry.key))?;
            // A shared response has types of its own name, whoever reads it first.
            let type_name = component.as_ref().map_or_else(|| format!("{type_name}Response{status}"), Clone::clone);
            let mut response = Cursor::open(node, &pointer)?;
            let codes = self.in_table_order(&response.strings("x-codes")?);
            responses.push(Response {
                status,
                description: response.text("description")?,
                headers: self.headers(&type_name, &mut response)?,
                body: self.response_body(&type_name, &mut response, !codes.is_empty())?,
                component,
                codes,
            });
            response.finish()?;
        }
        responses.sort_by_key(|response| response.status);
        Ok(responses)
    }

    fn in_table_order(&self, codes: &[&str]) -> Vec<String> {
        self.codes.iter().filter(|known| codes.contains(&known.code.as_str())).map(|known| known.code.clone()).collect()
    }

    fn headers(&mut self, type_name: &str, cursor: &mut Cursor<'a>) -> Result<Vec<Header>, Fault> {
        let pointer = push(&cursor.pointer, "headers");
        let mut headers = Vec::new();
        for entry in cursor.get("headers").map(Node::entries).unwrap_or_default() {
            if entry.key.eq_ignore_ascii_case(REQUEST_ID) {
                continue;
            }
            let (node, pointer) = self.resolve(&entry.value, "headers", &push(&pointer, &entry.key))?;
            let mut header = Cursor::open(node, &pointer)?;
            let header_type = format!("{type_name}{}", entry.key.to_pascal_case());
            headers.push(Header {
                name: entry.key.clone(),
                description: header.text("description")?,
                required: header.boolean("required")?.unwrap_or(false),
                schema: self.schema(&header_type, header.required("schema")?, &push(&pointer, "schema"))?,
            });
            header.get("example");
            header.finish()?;
        }
        Ok(headers)
    }

    fn response_body(
        &mut self,
        type_name: &str,
        cursor: &mut Cursor<'a>,
        problem: bool,
    ) -> Result<ResponseBody, Fault> {
        let pointer = cursor.pointer.clone();
        let content = match cursor.get("content") {
            Some(content) => media_types(content, &pointer)?,
            None => Vec::new(),
        };
        let Ok([(media_type, mut media)]) = <[_; 1]>::try_from(content) else {
            return match cursor.get("content").map(Node::entries) {
                // The answer to HEAD: a problem, though its body does not travel.
                None if problem => Ok(ResponseBody::Problem),
                None => Ok(ResponseBody::Empty),
                Some(_) => Err(cursor.unsupported("a response has one media type")),
            };
        };
        let schema_pointer = push(&media.pointer, "schema");
        let schema = self.schema(type_name, media.required("schema")?, &schema_pointer)?;
        let body = body_of(media_type, schema, &media)?;
        media.finish()?;
        Ok(body)
    }

    /// What a reference leads to, with the pointer to it; or the node itself.
    fn resolve(&self, node: &'a Node, section: &'static str, pointer: &str) -> Result<(&'a Node, String), Fault> {
        if node.get("$ref").is_none() {
            return Ok((node, pointer.to_owned()));
        }
        let name = node.reference_to(section).unwrap_or_default();
        match self.document.at(&["components", section, name]) {
            Some(target) => Ok((target, push(&format!("/components/{section}"), name))),
            None => Err(Fault::new(
                &node.span,
                "dangling-reference",
                format!("{pointer}: the reference leads to nothing in `#/components/{section}/`"),
            )),
        }
    }
}

/// Each media type with its opened object, whose examples are for readers of the document only.
fn media_types<'a>(content: &'a Node, pointer: &str) -> Result<Vec<(&'a str, Cursor<'a>)>, Fault> {
    let pointer = push(pointer, "content");
    let mut media_types = Vec::new();
    for entry in content.entries() {
        let mut media = Cursor::open(&entry.value, push(&pointer, &entry.key))?;
        media.get("example");
        media_types.push((entry.key.as_str(), media));
    }
    Ok(media_types)
}

fn body_of(media_type: &str, schema: Schema, media: &Cursor<'_>) -> Result<ResponseBody, Fault> {
    let named = |wanted: &str| matches!(&schema.ty, Type::Named(name) if name == wanted);
    if media_type == PROBLEM {
        return if named("Problem") {
            Ok(ResponseBody::Problem)
        } else {
            Err(media.unsupported("a problem has the schema `Problem`"))
        };
    }
    if media_type == EVENT_STREAM {
        return Ok(ResponseBody::EventStream(schema));
    }
    if is_json(media_type) {
        return Ok(ResponseBody::Json(schema));
    }
    let media_type = media_type.to_owned();
    match schema.ty {
        Type::String(StringFormat::Binary) => Ok(ResponseBody::Binary { media_type }),
        Type::String(StringFormat::Plain) => Ok(ResponseBody::Text { media_type }),
        _ => Err(media.unsupported("a body that is no JSON must be a string, of `format: binary` if it is no text")),
    }
}

fn method_of(method: &str, cursor: &Cursor<'_>) -> Result<Method, Fault> {
    Ok(match method {
        "get" => Method::Get,
        "head" => Method::Head,
        "post" => Method::Post,
        "put" => Method::Put,
        "patch" => Method::Patch,
        "delete" => Method::Delete,
        "options" => Method::Options,
        other => return Err(cursor.unsupported(&format!("no method `{other}`"))),
    })
}

fn security(cursor: &mut Cursor<'_>) -> Result<Security, Fault> {
    match cursor.required("security")?.items() {
        [] => Ok(Security::Public),
        [one] if one.entries().len() == 1 && one.get("bearer").is_some() => Ok(Security::Bearer),
        _ => Err(cursor.unsupported_at("security", "security is `[]` or `[{bearer: []}]`")),
    }
}

fn idempotency(cursor: &mut Cursor<'_>) -> Result<Idempotency, Fault> {
    match cursor.required_string("x-idempotency")? {
        "safe" => Ok(Idempotency::Safe),
        "idempotent" => Ok(Idempotency::Idempotent),
        "key" => Ok(Idempotency::Key),
        "none" => Ok(Idempotency::Never),
        other => Err(cursor.unsupported(&format!("x-idempotency is safe, idempotent, key or none, not `{other}`"))),
    }
}

fn pagination(cursor: &mut Cursor<'_>) -> Result<Option<Pagination>, Fault> {
    match cursor.string("x-pagination")? {
        None => Ok(None),
        Some("page") => Ok(Some(Pagination::Page)),
        Some(other) => Err(cursor.unsupported(&format!("x-pagination is page, not `{other}`"))),
    }
}

fn streaming(cursor: &mut Cursor<'_>) -> Result<Streaming, Fault> {
    match cursor.string("x-streaming")? {
        None => Ok(Streaming::default()),
        Some("request") => Ok(Streaming { request: true, response: false }),
        Some("response") => Ok(Streaming { request: false, response: true }),
        Some("both") => Ok(Streaming { request: true, response: true }),
        Some(other) => Err(cursor.unsupported(&format!("x-streaming is request, response or both, not `{other}`"))),
    }
}
