//! Holds what a server shows against what was confirmed.

use std::collections::BTreeSet;

use futures_util::TryStreamExt as _;
use futures_util::future::join_all;
use http::StatusCode;
use strongroom_client::Client;
use strongroom_client::models::{File, TrashedFilter};
use uuid::Uuid;

use super::{FileState, Pending, WriterState};
use crate::samples;

/// What a comparison found.
#[derive(Debug, Default)]
pub struct Findings {
    /// What was lost, torn or made up, in sentences.
    pub faults: Vec<String>,
    /// How many files were compared, and how many bytes of them read.
    pub files: u64,
    pub bytes: u64,
    /// For each writer whose last request was not answered: the file for which it happened; `None` if it did not.
    pub unanswered: Vec<(usize, Option<Uuid>)>,
}

impl Findings {
    /// How many unanswered requests had happened, and how many had not.
    pub fn outcomes(&self) -> (u64, u64) {
        let happened = self.unanswered.iter().filter(|(_, done)| done.is_some()).count() as u64;
        (happened, self.unanswered.len() as u64 - happened)
    }
}

/// Compares everything that the writers know; reads every live file to its end.
pub async fn verify(client: &Client, states: &[WriterState]) -> Findings {
    let compared = states.iter().enumerate().map(async |(writer, state)| {
        let mut comparison = Comparison { client, writer, findings: Findings::default() };
        if let Err(error) = comparison.run(state).await {
            comparison.fault(&format!("can't be asked: {error}"));
        }
        comparison.findings
    });
    let mut all = Findings::default();
    for findings in join_all(compared).await {
        all.faults.extend(findings.faults);
        all.files += findings.files;
        all.bytes += findings.bytes;
        all.unanswered.extend(findings.unanswered);
    }
    all
}

struct Comparison<'a> {
    client: &'a Client,
    writer: usize,
    findings: Findings,
}

impl Comparison<'_> {
    fn fault(&mut self, text: &str) {
        self.findings.faults.push(format!("writer {}: {text}", self.writer));
    }

    async fn run(&mut self, state: &WriterState) -> Result<(), String> {
        let mut strays = self.listed(state).await?;
        for (id, expected) in &state.files {
            strays.remove(id);
            let (found, expected) = (self.shown(*id).await?, expected.as_shown());
            match &state.pending {
                Some(Pending::Changed(changed, after)) if changed == id => {
                    let after = after.as_ref().map(FileState::as_shown);
                    let happened = found == after;
                    if !happened && found.as_ref() != Some(&expected) {
                        self.fault(&format!("{id} is {found:?}, which is neither {expected:?} nor {after:?}"));
                    }
                    self.findings.unanswered.push((self.writer, happened.then_some(*id)));
                }
                _ if found.as_ref() != Some(&expected) => {
                    self.fault(&format!("{id} is {found:?} instead of {expected:?}"));
                }
                _ => {}
            }
        }
        if let Some(Pending::New(expected)) = &state.pending {
            let mut made = None;
            for id in &strays {
                if self.shown(*id).await?.as_ref() == Some(expected) {
                    made = Some(*id);
                }
            }
            if let Some(id) = made {
                strays.remove(&id);
            }
            self.findings.unanswered.push((self.writer, made));
        }
        for id in strays {
            let found = self.shown(id).await?;
            self.fault(&format!("nobody asked for {id}, which is {found:?}; unanswered: {:?}", state.pending));
        }
        Ok(())
    }

    /// All files in the writer's folders, whatever became of them.
    async fn listed(&self, state: &WriterState) -> Result<BTreeSet<Uuid>, String> {
        let mut ids = BTreeSet::new();
        for folder_id in state.folders {
            let call = self.client.files().list().folder_id(folder_id).trashed(TrashedFilter::Null).take(100);
            let files: Vec<File> = call.items().try_collect().await.map_err(|error| error.to_string())?;
            ids.extend(files.iter().map(|file| file.id));
        }
        Ok(ids)
    }

    /// The file as the server shows it, its bytes compared with its digest; `None` if there is none.
    async fn shown(&mut self, id: Uuid) -> Result<Option<FileState>, String> {
        let file = match self.client.files().get(id).trashed(true).await {
            Ok(file) => file.into_inner(),
            Err(error) if error.status() == Some(StatusCode::NOT_FOUND) => return Ok(None),
            Err(error) => return Err(format!("{id}: {error}")),
        };
        self.findings.files += 1;
        let is_trashed = file.trashed_at.is_some();
        let versions = if is_trashed {
            vec![file.sha256.clone()]
        } else {
            self.read(&file).await;
            let versions = self.client.files().version_list(id).take(100).items();
            let mut versions: Vec<_> = versions.try_collect().await.map_err(|error| format!("{id}: {error}"))?;
            versions.sort_by_key(|version| version.version);
            versions.into_iter().map(|version| version.sha256).collect()
        };
        let folder_id = file.folder_id.unwrap_or_default();
        Ok(Some(FileState { folder_id, name: file.name, versions, is_trashed }))
    }

    async fn read(&mut self, file: &File) {
        let downloaded = match self.client.files().download(file.id).await.map(|answer| answer.content()) {
            Ok(Ok(content)) => content.bytes(samples::LIMIT_BYTES).await.map_err(|error| error.to_string()),
            Ok(Err(_)) => Err("not modified".to_owned()),
            Err(error) => Err(error.to_string()),
        };
        match downloaded {
            Ok(bytes) if samples::sha256_hex(&bytes) == file.sha256 => self.findings.bytes += bytes.len() as u64,
            Ok(bytes) => self.fault(&format!("{} has {} bytes that are not its own", file.id, bytes.len())),
            Err(error) => self.fault(&format!("{} can't be read: {error}", file.id)),
        }
    }
}
