//! Small files that arrive at the same time: those of one share that wait together become versions together, by a few
//! statements for all of them. On either database that is what many small uploads cost: not bytes but statements, and
//! the flush of each transaction.
//!
//! Each stays a request of its own. What refuses one of them refuses them all, whereupon each is tried alone and hears
//! what concerns it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::join_all;
use sea_orm::{DatabaseTransaction, Statement};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::commit::{
    Commit, Destination, First, Made, NewNode, commit, first_row, is_refusal, record_all, size_of, write_firsts,
};
use super::contents::Contents;
use crate::app::App;
use crate::blobs::Stored;
use crate::db::alongside::{self, alongside, companion};
use crate::db::entity::file;
use crate::db::{Db, Moment, OnlyNew};
use crate::domain::access::{Caller, Permissions};
use crate::domain::changes::ChangeKind;
use crate::domain::files::FileView;
use crate::domain::folders;
use crate::domain::nodes::{self, Lock, OnConflict, Parent};
use crate::domain::quota::{self, Movement};
use crate::error::{Error, Result};

/// How many uploads become versions together at the most.
const GATHERED_MAX: usize = 64;
/// How many chunks such an upload has at the most.
const CHUNKS_MAX: usize = 32;

/// The uploads that wait while others of their share are being committed. Cheap to clone; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Gathering(Arc<Mutex<HashMap<Uuid, Vec<Waiting>>>>);

/// An upload and whoever waits for it.
#[derive(Debug)]
struct Waiting {
    upload: Upload,
    answer: Answer,
}

type Answer = oneshot::Sender<Result<FileView>>;

#[derive(Debug, Clone)]
struct Upload {
    caller: Caller,
    new: Arc<Commit>,
    /// What goes along with it into its transaction.
    companion: Option<Statement>,
    /// Made by the request: what the requests do side by side need not be done in turn.
    row: file::Model,
}

/// Whether an upload is of the kind that gathers: a small new file, for which nothing was set aside and nothing is to be
/// replaced, and which relies on no bytes but its own.
pub(super) fn gathers(new: &Commit) -> Option<&NewNode> {
    match &new.destination {
        Destination::New(node)
            if node.on_conflict != OnConflict::Replace
                && new.reservation.is_none()
                && is_small(&new.written.stored) =>
        {
            Some(node)
        }
        _ => None,
    }
}

fn is_small(stored: &Stored) -> bool {
    match stored {
        Stored::Inline(_) => true,
        Stored::Extents { extents, pack: Some(pack), .. } => {
            // Of a pack that has been staged, these are the last chunks alone.
            let is_short = !pack.is_staged && pack.chunks.len() <= CHUNKS_MAX;
            is_short && extents.iter().all(|extent| extent.pack_id == pack.pack_id)
        }
        // What it relies on may go, and would take the others' turn with it.
        Stored::Extents { pack: None, .. } => false,
    }
}

/// Commits an upload, together with those of its share that wait at the same time.
///
/// # Errors
/// Those of [`commit`].
pub(super) async fn store(app: &App, caller: &Caller, new: &Arc<Commit>, node: &NewNode) -> Result<FileView> {
    let share_id = node.parent.share_id;
    let row = first_row(caller, node, &node.name, &new.written, new.at)?;
    let (answer, outcome) = oneshot::channel();
    let upload = Upload { caller: caller.clone(), new: Arc::clone(new), companion: companion(), row };
    let waiting = Waiting { upload, answer };
    if let Some(first) = app.gathering.join(share_id, waiting) {
        // On a task of its own: whoever waits here may go away, and the others go on.
        app.db.spawn_writing(app.gathering.clone().run(app.db.clone(), share_id, first, Handle::current()));
    }
    let outcome = outcome.await.map_err(Error::internal)?;
    // Another task has written.
    Moment::current().end();
    outcome
}

impl Gathering {
    /// Puts an upload behind those under way; gives it back if there are none, to begin with it.
    fn join(&self, share_id: Uuid, waiting: Waiting) -> Option<Waiting> {
        match self.lock().entry(share_id) {
            Entry::Occupied(mut others) => {
                others.get_mut().push(waiting);
                None
            }
            Entry::Vacant(nobody) => {
                nobody.insert(Vec::new());
                Some(waiting)
            }
        }
    }

    /// Commits what waits, until nothing does.
    async fn run(self, db: Db, share_id: Uuid, first: Waiting, requests: Handle) {
        let mut next = vec![first];
        while !next.is_empty() {
            let answered = together(&db, share_id, next).await;
            // Woken where they run, which takes this thread one call instead of one for each of them. Nobody may be waiting
            // any more.
            requests.spawn(async { answered.into_iter().for_each(|(answer, outcome)| drop(answer.send(outcome))) });
            next = self.take(share_id);
        }
    }

    /// Those whose turn it is: a power of two, so that one statement a table takes them. If there are none, the next one
    /// to come begins.
    fn take(&self, share_id: Uuid) -> Vec<Waiting> {
        let mut all = self.lock();
        let Entry::Occupied(mut waiting) = all.entry(share_id) else { return Vec::new() };
        if waiting.get().is_empty() {
            waiting.remove();
            return Vec::new();
        }
        let count = 1 << waiting.get().len().min(GATHERED_MAX).ilog2();
        let rest = waiting.get_mut().split_off(count);
        mem::replace(waiting.get_mut(), rest)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, Vec<Waiting>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Commits some uploads together, or each alone if that is refused. Answers who is to be told, and what.
async fn together(db: &Db, share_id: Uuid, waiting: Vec<Waiting>) -> Vec<(Answer, Result<FileView>)> {
    let (uploads, answers): (Vec<Upload>, Vec<_>) =
        waiting.into_iter().map(|waiting| (waiting.upload, waiting.answer)).unzip();
    let only_new = OnlyNew::default();
    let work = {
        let (uploads, only_new) = (uploads.clone(), only_new.clone());
        async move |tx: &DatabaseTransaction| commit_all(tx, share_id, &uploads, &only_new).await
    };
    let outcomes: Vec<Result<FileView>> = match db.write_new(work, only_new).await {
        Ok(views) => views.into_iter().map(Ok).collect(),
        // Nothing of it has been committed.
        Err(error) if is_refusal(&error) => alone(db, uploads).await,
        Err(error) => {
            let sentence = error.to_string();
            uploads.iter().map(|_| Err(Error::unavailable(sentence.clone()))).collect()
        }
    };
    answers.into_iter().zip(outcomes).collect()
}

async fn alone(db: &Db, uploads: Vec<Upload>) -> Vec<Result<FileView>> {
    let each = uploads.into_iter().map(|Upload { caller, new, companion, .. }| {
        alongside(companion, db.write(async move |tx: &DatabaseTransaction| commit(tx, &caller, &new).await))
    });
    join_all(each).await
}

/// [`commit`] for new files of one share, in the same stages.
async fn commit_all(
    tx: &DatabaseTransaction,
    share_id: Uuid,
    uploads: &[Upload],
    only_new: &OnlyNew,
) -> Result<Vec<FileView>> {
    let nodes: Vec<&NewNode> = uploads
        .iter()
        .map(|upload| gathers(&upload.new).ok_or_else(|| Error::internal("an upload that does not gather")))
        .collect::<Result<_>>()?;
    let permissions = enter_all(tx, uploads, &nodes).await?;
    nodes::claim_all(tx, &uploads.iter().map(|upload| &upload.row).collect::<Vec<_>>()).await?;

    let Some(first) = uploads.first() else { return Ok(Vec::new()) };
    let organization_id = first.caller.organization_id;
    let written = uploads.iter().map(|upload| &upload.new.written);
    let mut contents = Contents::hold(tx, organization_id, written, first.new.at).await?;
    if contents.mends_none() {
        only_new.say();
    }
    let mut movement = Movement::default();
    for Upload { caller, new, .. } in uploads {
        movement.created(share_id, caller.user_id, 1, size_of([&new.written])?);
    }
    quota::settle(tx, organization_id, movement, None).await?;

    let firsts = uploads.iter().map(|upload| First { row: upload.row.clone(), written: &upload.new.written });
    let files = write_firsts(tx, &mut contents, firsts.collect()).await?;
    let made = files.into_iter().zip(uploads).zip(permissions);
    let made = made.map(|((file, Upload { caller, .. }), permissions)| Made {
        caller,
        file,
        permissions,
        kind: ChangeKind::Created,
    });
    // One that may not be carried out any more has the others tried without it.
    alongside::run(tx, uploads.iter().filter_map(|upload| upload.companion.clone()).collect()).await?;
    record_all(tx, made.collect()).await
}

/// Whether each may put something where it wants to: asked once for each caller and place.
async fn enter_all(tx: &DatabaseTransaction, uploads: &[Upload], nodes: &[&NewNode]) -> Result<Vec<Permissions>> {
    let mut entered: Vec<(&Caller, Parent, Permissions)> = Vec::new();
    let mut order: Vec<usize> = (0..uploads.len()).collect();
    // Folders are locked in the order of their ids, as everywhere.
    order.sort_by_key(|index| nodes[*index].parent.folder_id);
    let mut permissions = vec![Permissions::default(); uploads.len()];
    for index in order {
        let (caller, parent) = (&uploads[index].caller, nodes[index].parent);
        let known = entered.iter().find(|(who, place, _)| *who == caller && *place == parent);
        permissions[index] = match known {
            Some((_, _, known)) => *known,
            None => {
                let found = folders::enter(tx, caller, parent, Lock::Shared).await?;
                entered.push((caller, parent, found));
                found
            }
        };
    }
    Ok(permissions)
}
