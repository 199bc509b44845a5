//! Answers that are their headers: those of `HEAD`.

use super::answers::successes;
use super::text::{Code, sentence};
use super::{names, types};
use crate::contract::model::{Header, Operation};

/// The name of the struct of an operation's headers: `file_download_head` → `FileDownloadHeaders`.
pub(super) fn name(operation: &Operation) -> String {
    let id = operation.id.strip_suffix("_head").unwrap_or(&operation.id);
    format!("{}Headers", names::type_name(id))
}

/// The headers of all successes, each with whether every success has it.
fn merged(operation: &Operation) -> Vec<(&Header, bool)> {
    let mut merged: Vec<(&Header, bool)> = Vec::new();
    for header in successes(operation).flat_map(|response| &response.headers) {
        if merged.iter().any(|(known, _)| known.name.eq_ignore_ascii_case(&header.name)) {
            continue;
        }
        let everywhere = successes(operation).all(|response| {
            response.headers.iter().any(|other| other.name.eq_ignore_ascii_case(&header.name) && other.required)
        });
        merged.push((header, everywhere));
    }
    merged
}

/// The struct and how it is read.
pub(super) fn emit(code: &mut Code, operation: &Operation) {
    let name = name(operation);
    let headers = merged(operation);
    code.doc(&format!("The headers that `{}` answers.", operation.id));
    code.line("#[derive(Debug, Clone, PartialEq)]");
    code.line("#[non_exhaustive]");
    code.open(&format!("pub struct {name} {{"));
    for (header, required) in &headers {
        let value = types::value(&header.schema);
        code.doc(&sentence(&header.description));
        code.line(&if *required {
            format!("pub {}: {value},", names::field(&header.name))
        } else {
            format!("pub {}: Option<{value}>,", names::field(&header.name))
        });
    }
    code.close("}");
    code.blank();
    code.open(&format!("impl FromHeaders for {name} {{"));
    code.open("fn from_headers(headers: HeaderReader<'_>) -> Result<Self, HeaderFault> {");
    let fields: Vec<String> = headers
        .iter()
        .map(|(header, required)| {
            let reader = if *required { "required" } else { "optional" };
            format!("{}: headers.{reader}({:?})?", names::field(&header.name), header.name)
        })
        .collect();
    code.list("Ok(Self ", ("{", "}"), &fields, ")");
    code.close("}");
    code.close("}");
}
