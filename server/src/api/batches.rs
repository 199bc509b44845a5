//! Batches: one result for each item, in the order of the request.

use std::collections::HashMap;

use uuid::Uuid;

use super::problem;
use crate::app::App;
use crate::domain::access::Caller;
use crate::domain::batches::{self, Verb};
use crate::error::Result;
use crate::generated::models::{BatchResult, BatchResults};

/// The status of what is done.
const DONE: i32 = 200;

/// Does it to each of `ids`.
pub(super) async fn run(app: &App, caller: &Caller, ids: &[Uuid], verb: &Verb) -> BatchResults {
    let outcomes = batches::run(app, caller, ids, verb).await;
    let results: HashMap<Uuid, BatchResult> =
        outcomes.into_iter().map(|(id, outcome)| (id, result(id, outcome))).collect();
    BatchResults { data: ids.iter().filter_map(|id| results.get(id).cloned()).collect() }
}

fn result(id: Uuid, outcome: Result<()>) -> BatchResult {
    let Err(error) = outcome else {
        return BatchResult { id, status: DONE, code: None, detail: None };
    };
    let problem = problem::answer(error).problem;
    BatchResult { id, status: problem.status, code: Some(problem.code), detail: Some(problem.detail) }
}
