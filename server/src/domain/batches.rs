//! One thing done to many files and folders: each by itself, in a transaction of its own, so that a batch locks no more
//! than its items do and what can't be done to one is done to the others.

use std::collections::HashMap;

use sea_orm::{ColumnTrait as _, QueryFilter as _, QuerySelect as _};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::file;
use crate::domain::access::Caller;
use crate::domain::files::{self, FileUpdate};
use crate::domain::folders::{self, Relocation};
use crate::domain::nodes::{Deletion, Landing, OnConflict};
use crate::error::{Error, Result};

/// What to do to each.
#[derive(Debug, Clone)]
pub enum Verb {
    /// Needs DELETE.
    Delete(Deletion),
    /// Needs DELETE, and CREATE where it lands.
    Move { landing: Landing, on_conflict: OnConflict },
}

/// Does it to each, in this order, and answers what came of it. What is named again is not done again.
pub async fn run(app: &App, caller: &Caller, ids: &[Uuid], verb: &Verb) -> HashMap<Uuid, Result<()>> {
    let mut outcomes = HashMap::new();
    for id in ids {
        if !outcomes.contains_key(id) {
            outcomes.insert(*id, one(app, caller, *id, verb).await.map_err(of_either));
        }
    }
    outcomes
}

async fn one(app: &App, caller: &Caller, id: Uuid, verb: &Verb) -> Result<()> {
    let is_file = is_file(app, caller, id).await?;
    match verb {
        Verb::Delete(deletion) if is_file => files::delete(app, caller, id, *deletion, None).await,
        Verb::Delete(deletion) => folders::delete(app, caller, id, *deletion, None).await,
        Verb::Move { landing, on_conflict } if is_file => {
            let update = FileUpdate { landing: Some(*landing), on_conflict: *on_conflict, ..FileUpdate::default() };
            files::update(app, caller, id, update).await.map(drop)
        }
        Verb::Move { landing, on_conflict } => {
            let relocation = Relocation { landing: Some(*landing), on_conflict: *on_conflict, ..Relocation::default() };
            folders::relocate(app, caller, id, relocation).await.map(drop)
        }
    }
}

/// Which of the two it is; what is neither is looked for among the folders, and not found.
async fn is_file(app: &App, caller: &Caller, id: Uuid) -> Result<bool> {
    let files = file::Entity::in_organization(caller.organization_id).filter(file::Column::Id.eq(id));
    let found: Option<Uuid> = files.select_only().column(file::Column::Id).into_tuple().one(app.db.read()).await?;
    Ok(found.is_some())
}

/// Whether it is a file or a folder that may not be seen is not told.
fn of_either(error: Error) -> Error {
    match error {
        Error::NotFound(_) => Error::NotFound("file or folder"),
        other => other,
    }
}
