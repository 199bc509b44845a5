//! What was confirmed: on the disk before it counts.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use uuid::Uuid;

/// A file as its writer knows it, and as the server must show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileState {
    pub folder_id: Uuid,
    pub name: String,
    /// The SHA-256 of each version in hexadecimal, the first one first.
    pub versions: Vec<String>,
    pub is_trashed: bool,
}

impl FileState {
    /// What of it the server shows: of a file in the trash, no version but the current one.
    #[must_use]
    pub fn as_shown(&self) -> Self {
        let hidden = if self.is_trashed { self.versions.len() - 1 } else { 0 };
        Self { versions: self.versions[hidden..].to_vec(), ..self.clone() }
    }
}

/// A request whose answer has not come.
#[derive(Debug, Clone)]
pub enum Pending {
    /// A file that may be there, with an id that only the answer would have told.
    New(FileState),
    /// A file that may have become this; `None`: may be gone.
    Changed(Uuid, Option<FileState>),
}

/// What one writer knows.
#[derive(Debug, Clone)]
pub struct WriterState {
    /// Two folders of its own, in which nobody else writes.
    pub folders: [Uuid; 2],
    pub files: BTreeMap<Uuid, FileState>,
    pub pending: Option<Pending>,
    /// How many requests were confirmed.
    pub confirmed: u64,
}

/// The writers' knowledge; its file holds a line for each confirmation, to be read when something is wrong.
pub struct Journal {
    file: Mutex<File>,
    writers: Vec<Mutex<WriterState>>,
}

impl Journal {
    /// A new one in that file, for writers with these folders.
    pub fn create(path: &Path, folders: Vec<[Uuid; 2]>) -> Self {
        let file = OpenOptions::new().create_new(true).append(true).open(path).expect("the journal is new");
        let state = |folders| WriterState { folders, files: BTreeMap::new(), pending: None, confirmed: 0 };
        let writers = folders.into_iter().map(|folders| Mutex::new(state(folders))).collect();
        Self { file: Mutex::new(file), writers }
    }

    /// How many writers there are.
    pub fn writers(&self) -> usize {
        self.writers.len()
    }

    /// What a writer knows now.
    pub fn state(&self, writer: usize) -> WriterState {
        lock(&self.writers[writer]).clone()
    }

    /// What all of them know now.
    pub fn states(&self) -> Vec<WriterState> {
        (0..self.writers()).map(|writer| self.state(writer)).collect()
    }

    /// How many requests were confirmed to all of them.
    pub fn confirmed(&self) -> u64 {
        self.states().iter().map(|state| state.confirmed).sum()
    }

    /// Notes what is about to be asked for, from when on it may happen.
    pub fn ask(&self, writer: usize, pending: Pending) {
        lock(&self.writers[writer]).pending = Some(pending);
    }

    /// Notes that it was confirmed for the file of that id, on the disk first.
    pub fn confirm(&self, writer: usize, id: Uuid) {
        let (mut state, after) = self.pending(writer);
        self.append(&line("confirmed", writer, id, after.as_ref()));
        settle(&mut state, id, after);
        state.confirmed += 1;
    }

    /// Notes that it was refused, and so never happened.
    pub fn refuse(&self, writer: usize) {
        lock(&self.writers[writer]).pending = None;
    }

    /// Notes what the unanswered request turned out to have done: `None` for nothing, else the id of the file that it
    /// was about.
    pub fn found(&self, writer: usize, done: Option<Uuid>) {
        match done {
            None => self.refuse(writer),
            Some(id) => {
                let (mut state, after) = self.pending(writer);
                self.append(&line("found", writer, id, after.as_ref()));
                settle(&mut state, id, after);
            }
        }
    }

    fn pending(&self, writer: usize) -> (MutexGuard<'_, WriterState>, Option<FileState>) {
        let state = lock(&self.writers[writer]);
        let after = match state.pending.as_ref().expect("something was asked for") {
            Pending::New(after) => Some(after.clone()),
            Pending::Changed(_, after) => after.clone(),
        };
        (state, after)
    }

    fn append(&self, line: &Value) {
        let mut file = lock(&self.file);
        file.write_all(format!("{line}\n").as_bytes()).expect("the journal can be written");
        file.sync_data().expect("the journal can be synced");
    }
}

fn settle(state: &mut WriterState, id: Uuid, after: Option<FileState>) {
    state.pending = None;
    match after {
        Some(after) => state.files.insert(id, after),
        None => state.files.remove(&id),
    };
}

fn line(what: &str, writer: usize, id: Uuid, after: Option<&FileState>) -> Value {
    let after = after.map(|FileState { folder_id, name, versions, is_trashed }| {
        json!({ "folder_id": folder_id, "name": name, "versions": versions, "is_trashed": is_trashed })
    });
    json!({ what: id, "writer": writer, "after": after })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
