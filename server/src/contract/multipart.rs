//! `multipart/form-data` request bodies, part by part as they arrive.
//!
//! A file's bytes go through in the pieces in which they came; nothing is spooled, and nothing of unknown size is
//! gathered. Text parts are read whole within limits, validated from the contract and parsed. The enum of a form's parts
//! and its `Form` implementation are generated; the wire format is `parser`'s business.

mod file;
mod headers;
mod meta;
mod parser;

use std::future::poll_fn;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::BytesMut;
use poem::http::{StatusCode, header};
use poem::{Request, RequestBody};
use poem_openapi::error::ContentTypeError;
use poem_openapi::payload::{ParsePayload, Payload};
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchemaRef, Registry};
use poem_openapi::types::ParseFromJSON;
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use serde_json::Value;

pub use self::file::FilePart;
use self::headers::PartHeaders;
pub use self::headers::disposition_file_name;
pub use self::meta::{inline, part_schema};
use self::parser::Parser;
use super::payload::Observe;
use super::validate;
use crate::error::{Error, Fault, FaultLocation, Result};

const FORM_DATA: &str = "multipart/form-data";

/// A form has at most so many parts, files included.
pub const PARTS_MAX: usize = 1000;

/// One text part has at most so many bytes.
pub const TEXT_PART_MAX_BYTES: usize = 64 * 1024;

/// All text parts of a form together have at most so many bytes.
pub const TEXT_MAX_BYTES: usize = 1024 * 1024;

/// The parts of one form of the contract; implemented by the generated enum of its parts.
pub trait Form: Sized + Send + 'static {
    /// The form's name among the document's schemas.
    const NAME: &'static str;
    /// Where its schema lies in the bundled document, as a JSON pointer.
    const POINTER: &'static str;
    const DESCRIPTION: &'static str;
    /// In the order of the contract.
    const PARTS: &'static [PartRule];

    /// The part of that name; its value has the type that the contract says. `None` if it can't be held after all.
    fn text(name: &str, value: Value) -> Option<Self>;

    /// The part of that name, a file. `None` if the form has no such file.
    fn file(name: &str, file: FilePart) -> Option<Self>;
}

/// What the contract says of one part.
#[derive(Debug)]
pub struct PartRule {
    pub name: &'static str,
    pub description: &'static str,
    pub kind: PartKind,
    pub required: bool,
    /// It may come several times: the items of a list.
    pub repeated: bool,
    /// How it stands in the emitted document, where it registers the types that it names.
    pub schema: fn(&mut Registry) -> MetaSchemaRef,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// Read whole, within `TEXT_PART_MAX_BYTES`.
    Text,
    /// Handed to the handler piece by piece.
    File,
}

/// A part's value as the type that the form holds it in.
pub fn parsed<T: ParseFromJSON>(value: Value) -> Option<T> {
    T::parse_from_json(Some(value)).ok()
}

/// A form as it arrives.
#[derive(Debug)]
pub struct MultipartStream<F> {
    parser: Arc<Mutex<Parser>>,
    /// How often each part of `F::PARTS` came.
    seen: Vec<usize>,
    parts: usize,
    text_bytes: usize,
    /// Of the whole form, if it was announced.
    content_length_bytes: Option<u64>,
    faults: Vec<Fault>,
    ended: bool,
    form: PhantomData<fn() -> F>,
}

impl<F: Form> MultipartStream<F> {
    fn new(parser: Parser, content_length_bytes: Option<u64>) -> Self {
        Self {
            parser: Arc::new(Mutex::new(parser)),
            seen: vec![0; F::PARTS.len()],
            parts: 0,
            text_bytes: 0,
            content_length_bytes,
            faults: Vec::new(),
            ended: false,
            form: PhantomData,
        }
    }

    /// How long the whole form is, if that was announced; no file in it is longer.
    pub fn content_length_bytes(&self) -> Option<u64> {
        self.content_length_bytes
    }

    /// The next part, or `None` when the form has ended and kept to the contract. What is unread of the file before it
    /// is skipped.
    ///
    /// Faults of text parts are gathered and told together: before the next file, so that none of its bytes are taken
    /// in vain, or at the end. A body that breaks off is an error, never an end.
    pub async fn next_part(&mut self) -> Result<Option<F>> {
        while !self.ended {
            let Some(headers) = poll_fn(|context| self.lock().poll_part(context)).await? else {
                self.ended = true;
                self.find_missing();
                break;
            };
            self.parts += 1;
            if self.parts > PARTS_MAX {
                self.fault("", "max_parts", format!("must have at most {PARTS_MAX} parts"));
                break;
            }
            if let Some(part) = self.part(headers).await? {
                return Ok(Some(part));
            }
        }
        if self.faults.is_empty() { Ok(None) } else { Err(Error::Validation(std::mem::take(&mut self.faults))) }
    }

    /// The part with these headers, or `None` after noting its faults.
    async fn part(&mut self, headers: PartHeaders) -> Result<Option<F>> {
        let name = headers.name.as_str();
        let rule = F::PARTS.iter().position(|rule| rule.name == name);
        let Some((index, rule)) = rule.map(|index| (index, &F::PARTS[index])) else {
            self.fault(name, "unknown", "is not known here; leave it out".to_owned());
            return Ok(None);
        };
        self.seen[index] += 1;
        if !rule.repeated && self.seen[index] > 1 {
            self.fault(name, "repeated", "must be given once".to_owned());
            return Ok(None);
        }
        if let Some(max) = validate::form_part_max(F::POINTER, name)
            && u64::try_from(self.seen[index]).is_ok_and(|count| count > max)
        {
            // Said once, at the first one too many.
            if u64::try_from(self.seen[index] - 1) == Ok(max) {
                self.fault(name, "max_items", format!("must be given at most {max} times"));
            }
            return Ok(None);
        }
        match rule.kind {
            PartKind::File => {
                if !self.faults.is_empty() {
                    return Err(Error::Validation(std::mem::take(&mut self.faults)));
                }
                let name = headers.name.clone();
                Ok(F::file(&name, FilePart::new(headers, Arc::clone(&self.parser))))
            }
            PartKind::Text => {
                let text = self.text().await?;
                let Ok(text) = std::str::from_utf8(&text) else {
                    self.fault(name, "encoding", "must be UTF-8 text".to_owned());
                    return Ok(None);
                };
                match validate::form_part(F::POINTER, name, text) {
                    Ok(value) => {
                        let part = F::text(name, value);
                        if part.is_none() {
                            self.fault(name, "type", "must have the type that the contract gives it".to_owned());
                        }
                        Ok(part)
                    }
                    // HTML forms send the fields that nobody filled in, too.
                    Err(_) if text.is_empty() && !rule.required => Ok(None),
                    Err(faults) => {
                        self.faults.extend(faults);
                        self.faults.truncate(validate::FAULTS_MAX);
                        Ok(None)
                    }
                }
            }
        }
    }

    /// The whole of a text part.
    async fn text(&mut self) -> Result<BytesMut> {
        let mut text = BytesMut::new();
        while let Some(chunk) = poll_fn(|context| self.lock().poll_chunk(context)).await? {
            self.text_bytes += chunk.len();
            for (bytes, limit) in [(text.len() + chunk.len(), TEXT_PART_MAX_BYTES), (self.text_bytes, TEXT_MAX_BYTES)] {
                if bytes > limit {
                    return Err(Error::PayloadTooLarge { limit_bytes: u64::try_from(limit).unwrap_or(u64::MAX) });
                }
            }
            text.extend_from_slice(&chunk);
        }
        Ok(text)
    }

    fn find_missing(&mut self) {
        for (rule, count) in F::PARTS.iter().zip(self.seen.clone()) {
            if rule.required && count == 0 {
                self.fault(rule.name, "required", "is required; add it".to_owned());
            }
        }
    }

    fn fault(&mut self, name: &str, code: &'static str, detail: String) {
        if self.faults.len() < validate::FAULTS_MAX {
            let pointer = if name.is_empty() {
                String::new()
            } else {
                format!("/{}", name.replace('~', "~0").replace('/', "~1"))
            };
            self.faults.push(Fault { location: FaultLocation::Body, pointer, code, detail });
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Parser> {
        // A poll that panicked leaves a parser that answers with an error or goes on; both are sound.
        self.parser.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<F: Form> Payload for MultipartStream<F> {
    const CONTENT_TYPE: &'static str = FORM_DATA;

    fn check_content_type(content_type: &str) -> bool {
        content_type.parse::<mime::Mime>().is_ok_and(|parsed| parsed.essence_str() == FORM_DATA)
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Reference(F::NAME.to_owned())
    }

    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>(F::NAME.to_owned(), meta::form_schema::<F>);
    }
}

impl<F: Form> ParsePayload for MultipartStream<F> {
    const IS_REQUIRED: bool = true;

    async fn from_request(request: &Request, body: &mut RequestBody) -> poem::Result<Self> {
        let content_type = request.content_type().ok_or(ContentTypeError::ExpectContentType)?;
        let Some(boundary) = headers::boundary(content_type) else {
            let sentence = "`Content-Type` of a form needs a `boundary` of 1 to 70 characters".to_owned();
            return Err(poem::Error::new(Error::InvalidArgument(sentence), StatusCode::BAD_REQUEST));
        };
        let observe = request.data::<Observe>().cloned();
        let content_length =
            request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
        Ok(Self::new(Parser::new(Box::pin(body.take()?.into_bytes_stream()), &boundary, observe), content_length))
    }
}

impl<'a, F: Form> ApiExtractor<'a> for MultipartStream<F> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        <Self as Payload>::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        Some(MetaRequest {
            description: None,
            content: vec![MetaMediaType { content_type: FORM_DATA, schema: Self::schema_ref() }],
            required: true,
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
            None => Err(ContentTypeError::ExpectContentType.into()),
        }
    }
}

#[cfg(test)]
mod tests;
