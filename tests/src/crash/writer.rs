//! Writers: each on a connection of its own, in folders of its own, one request after the other.

use std::collections::BTreeMap;
use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use http::StatusCode;
use strongroom_client::models::{FileUpdate, FileUpload, FolderCreate, NodeTarget};
use strongroom_client::{Client, Upload};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::{Content, FileState, Journal, Pending};
use crate::model::Random;

/// Beyond these, a writer rather deletes: what has to be compared must not grow without end.
const FILES_MAX: usize = 40;
const VERSIONS_MAX: usize = 6;

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Confirmed,
    /// The server said with this status that it could not.
    Failed(u16),
    /// No answer came.
    Unknown,
}

/// What the server may answer besides success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation {
    /// It succeeds or dies.
    Success,
    /// It may fail by a status of the 5xx; then the effect is unknown, and the writer ends.
    Failure,
    /// It succeeds, perhaps not at the first attempt: a deletion that is repeated may find nothing left to delete.
    Repetition,
}

/// Makes folders for so many writers.
pub async fn folders(client: &Client, writers: usize) -> Vec<[Uuid; 2]> {
    let shares = client.shares().list().await.expect("the server is well");
    let share_id = shares.data.first().expect("there is a default share").id;
    let mut made = Vec::new();
    for writer in 0..writers {
        let mut pair = [Uuid::nil(); 2];
        for (number, id) in pair.iter_mut().enumerate() {
            let name = format!("Writer {writer}.{number}-{}", Uuid::new_v4().simple());
            *id = client.folders().create(FolderCreate::new(share_id, name)).await.expect("the name is new").id;
        }
        made.push(pair);
    }
    made
}

/// Writers at work.
pub struct Writers {
    tasks: Vec<JoinHandle<Outcome>>,
    stop: Arc<AtomicBool>,
}

impl Writers {
    /// Starts one for each that the journal knows. `client` makes a connection of its own each time.
    pub fn start(
        journal: &Arc<Journal>,
        client: impl Fn() -> Client,
        random: &mut Random,
        expectation: Expectation,
    ) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let tasks = (0..journal.writers()).map(|number| {
            let writer = Writer {
                number,
                journal: Arc::clone(journal),
                client: client(),
                random: Random::new(random.number()),
                former: None,
                expectation,
            };
            tokio::spawn(writer.run(Arc::clone(&stop)))
        });
        Self { tasks: tasks.collect(), stop }
    }

    /// Whether not one of them is at work any more.
    pub fn have_ended(&self) -> bool {
        self.tasks.iter().all(JoinHandle::is_finished)
    }

    /// Lets each finish the request that it is at, and waits for them; each one's last outcome.
    pub async fn stop(self) -> Vec<Outcome> {
        self.stop.store(true, Ordering::Relaxed);
        let mut outcomes = Vec::new();
        for task in self.tasks {
            outcomes.push(task.await.expect("a writer meets only what it expects"));
        }
        outcomes
    }
}

struct Writer {
    number: usize,
    journal: Arc<Journal>,
    client: Client,
    random: Random,
    former: Option<Content>,
    expectation: Expectation,
}

/// Makes names new.
static NAMES: AtomicU64 = AtomicU64::new(0);

impl Writer {
    async fn run(mut self, stop: Arc<AtomicBool>) -> Outcome {
        let mut outcome = Outcome::Confirmed;
        while outcome == Outcome::Confirmed && !stop.load(Ordering::Relaxed) {
            outcome = self.step().await;
        }
        outcome
    }

    /// One request.
    async fn step(&mut self) -> Outcome {
        let state = self.journal.state(self.number);
        let choice = self.random.below(100);
        if state.files.is_empty() || (choice < 40 && state.files.len() < FILES_MAX) {
            return self.upload(state.folders).await;
        }
        let (id, file) = self.pick(&state.files);
        let other_folder = state.folders[usize::from(file.folder_id == state.folders[0])];
        match (file.is_trashed, choice) {
            (true, 0..70) => self.restore(id, file).await,
            (false, 0..60) if file.versions.len() < VERSIONS_MAX => self.replace(id, file).await,
            (false, 60..65) if file.versions.len() < VERSIONS_MAX => self.version_restore(id, file).await,
            (false, 65..73) => self.relocate(id, FileState { folder_id: other_folder, ..file }).await,
            (false, 73..80) => self.rename(id, FileState { name: self.name(), ..file }).await,
            (false, 80..86) if state.files.len() < FILES_MAX => self.copy(id, file, other_folder).await,
            (false, 86..94) => self.trash(id, file).await,
            _ => self.delete(id).await,
        }
    }

    fn pick(&mut self, files: &BTreeMap<Uuid, FileState>) -> (Uuid, FileState) {
        let which = self.random.below(files.len());
        files.iter().nth(which).map(|(id, file)| (*id, file.clone())).expect("it is one of them")
    }

    fn name(&self) -> String {
        format!("{}-{}", self.number, NAMES.fetch_add(1, Ordering::Relaxed))
    }

    fn content(&mut self) -> Content {
        let content = Content::random(&mut self.random, self.former.as_ref());
        self.former = Some(content.clone());
        content
    }

    async fn upload(&mut self, folders: [Uuid; 2]) -> Outcome {
        let (content, name, folder_id) = (self.content(), self.name(), *self.random.pick(&folders));
        let state =
            FileState { folder_id, name: name.clone(), versions: vec![content.sha256.clone()], is_trashed: false };
        let form = FileUpload::new(Upload::from(content.bytes)).folder_id(folder_id).name(name);
        self.ask(Pending::New(state), self.client.files().upload(form), |file| file.id).await
    }

    async fn copy(&mut self, id: Uuid, source: FileState, folder_id: Uuid) -> Outcome {
        let name = self.name();
        let current = source.versions.last().expect("there is a version").clone();
        let state = FileState { folder_id, name: name.clone(), versions: vec![current], is_trashed: false };
        let call = self.client.files().copy(id, NodeTarget::new().target_folder_id(folder_id).name(name));
        self.ask(Pending::New(state), call, |file| file.id).await
    }

    async fn replace(&mut self, id: Uuid, mut file: FileState) -> Outcome {
        let content = self.content();
        file.versions.push(content.sha256.clone());
        let call = self.client.files().replace(id, Upload::from(content.bytes));
        self.change(id, Some(file), call).await
    }

    async fn version_restore(&mut self, id: Uuid, mut file: FileState) -> Outcome {
        let which = self.random.below(file.versions.len());
        // The current one is there already; that makes no version.
        if which + 1 == file.versions.len() {
            return self.replace(id, file).await;
        }
        file.versions.push(file.versions[which].clone());
        let call = self.client.files().version_restore(id, i64::try_from(which).expect("they are few") + 1);
        self.change(id, Some(file), call).await
    }

    async fn relocate(&mut self, id: Uuid, after: FileState) -> Outcome {
        let call = self.client.files().r#move(id, NodeTarget::new().target_folder_id(after.folder_id));
        self.change(id, Some(after), call).await
    }

    async fn rename(&mut self, id: Uuid, after: FileState) -> Outcome {
        let call = self.client.files().update(id, FileUpdate::new().name(after.name.clone()));
        self.change(id, Some(after), call).await
    }

    async fn trash(&mut self, id: Uuid, file: FileState) -> Outcome {
        let call = self.client.files().trash(id);
        self.change(id, Some(FileState { is_trashed: true, ..file }), call).await
    }

    async fn restore(&mut self, id: Uuid, file: FileState) -> Outcome {
        let call = self.client.files().restore(id);
        self.change(id, Some(FileState { is_trashed: false, ..file }), call).await
    }

    async fn delete(&mut self, id: Uuid) -> Outcome {
        let call = self.client.files().delete(id).permanent(true);
        self.change(id, None, call).await
    }

    async fn change<T, E>(
        &self,
        id: Uuid,
        after: Option<FileState>,
        call: impl IntoFuture<Output = Result<T, strongroom_client::Error<E>>>,
    ) -> Outcome
    where
        strongroom_client::Error<E>: std::fmt::Display,
    {
        self.ask(Pending::Changed(id, after), call, |_| id).await
    }

    /// Notes the request, sends it, and notes what was answered.
    async fn ask<T, E>(
        &self,
        pending: Pending,
        call: impl IntoFuture<Output = Result<T, strongroom_client::Error<E>>>,
        id: impl Fn(&T) -> Uuid,
    ) -> Outcome
    where
        strongroom_client::Error<E>: std::fmt::Display,
    {
        let deletes = if let Pending::Changed(id, None) = &pending { Some(*id) } else { None };
        self.journal.ask(self.number, pending);
        match call.await {
            Ok(answer) => {
                self.journal.confirm(self.number, id(&answer));
                Outcome::Confirmed
            }
            Err(error) => match error.status() {
                None => Outcome::Unknown,
                Some(StatusCode::NOT_FOUND)
                    if self.expectation == Expectation::Repetition
                        && error.attempts() > 1
                        && let Some(id) = deletes =>
                {
                    self.journal.confirm(self.number, id);
                    Outcome::Confirmed
                }
                Some(status) if status.is_server_error() && self.expectation == Expectation::Failure => {
                    Outcome::Failed(status.as_u16())
                }
                Some(_) => panic!("writer {} is refused: {error}", self.number),
            },
        }
    }
}
