//! The typed error of each operation.

use super::text::{Code, imports};
use super::{Context, names, types};
use crate::contract::model::{Operation, ProblemCode, Tag};

/// The errors of an area.
pub(super) fn emit(context: &Context<'_>, tag: &Tag) -> String {
    let mut body = Code::new();
    for operation in context.operations(tag) {
        body.blank();
        emit_error(context, &mut body, operation);
    }
    let body = body.finish();
    let mut available = types::available(context.core);
    let models = format!("{}::models", "super::super");
    available.push((&models, "Problem"));
    let mut head = Code::new();
    head.inner_doc(&format!("What the operations of the area *{}* may be refused with.", tag.name));
    head.blank();
    format!("{}{}{}", head.finish(), imports(&body, &available), body.trim_start_matches('\n'))
}

/// The name of an operation's error.
pub(super) fn error_name(operation: &Operation) -> String {
    format!("{}Error", names::type_name(&operation.id))
}

/// Every code of an operation, in the order of the statuses.
pub(super) fn codes<'a>(context: &Context<'a>, operation: &'a Operation) -> Vec<&'a ProblemCode> {
    let listed = operation.responses.iter().flat_map(|response| &response.codes);
    listed.filter_map(|code| context.contract.problem_codes.iter().find(|known| known.code == *code)).collect()
}

fn emit_error(context: &Context<'_>, code: &mut Code, operation: &Operation) {
    let name = error_name(operation);
    let codes = codes(context, operation);
    code.doc(&format!("What `{}` may be refused with.", operation.id));
    code.line("#[derive(Debug, Clone, PartialEq)]");
    code.line("#[non_exhaustive]");
    code.open(&format!("pub enum {name} {{"));
    for problem in &codes {
        code.doc(&format!("{}: {}", problem.status, first_sentence(&problem.description)));
        code.line(&format!("{}(Problem),", names::type_name(&problem.code)));
    }
    code.line("#[doc(hidden)]");
    code.line("__Undocumented(Undocumented),");
    code.close("}");
    code.blank();
    code.open(&format!("impl_api_error!({name} {{"));
    code.entries(
        codes
            .iter()
            .map(|problem| format!("{} = {} {:?}", names::type_name(&problem.code), problem.status, problem.code)),
    );
    code.close("});");
}

fn first_sentence(text: &str) -> String {
    let text = text.trim();
    text.split_once(". ").map_or_else(|| super::text::sentence(text), |(first, _)| format!("{first}."))
}
