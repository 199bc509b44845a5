//! Random histories: many people do many things to the trees of two shares. One after the other, every answer must be what the model
//! says; all at once, what is left at the end must be a tree. Each run prints its seed; `HISTORY_SEED=<seed>` repeats it,
//! and `HISTORY_STEPS` makes it longer.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use conformance::model::{Model, Node, Operation, Place, Random, Right, SHARES};
use conformance::raw::{Answer, Request};
use conformance::{Actor, Role, Team, TestServer, samples};
use futures_util::future::join_all;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::requests::{self, id};

/// Steps of a history, unless `HISTORY_STEPS` says otherwise.
const STEPS: usize = 400;

struct World {
    server: TestServer,
    share_ids: [Uuid; SHARES],
    /// Who, and what they may do in the shares.
    people: Vec<(Actor, Right)>,
}

impl World {
    async fn create() -> Self {
        let server = TestServer::start().await;
        let team = Team::create(&server, "Acme").await;
        let mut share_ids = [Uuid::nil(); SHARES];
        for (number, share_id) in share_ids.iter_mut().enumerate() {
            let share = team.owner.request("POST", "/api/v1/shares").json(&json!({ "name": share_name(number) }));
            *share_id = id(&share.send(server.address()).await.json()["id"]);
        }
        let (writer, reader) = (team.add(&server, Role::Member).await, team.add(&server, Role::Guest).await);
        let nobody = team.add(&server, Role::Member).await;
        for (actor, permissions) in
            [(&writer, json!(["READ", "CREATE", "WRITE", "DELETE"])), (&reader, json!(["READ"]))]
        {
            for share_id in share_ids {
                let path = format!("/api/v1/shares/{share_id}/grants/{}", actor.user_id);
                let grant = team.owner.request("PUT", path).json(&json!({ "permissions": permissions }));
                assert_eq!(grant.send(server.address()).await.status, 200);
            }
        }
        let people = vec![
            (team.owner.clone(), Right::Everything),
            (writer, Right::Everything),
            (reader, Right::Read),
            (nobody, Right::Nothing),
        ];
        Self { server, share_ids, people }
    }

    fn request(&self, actor: &Actor, operation: &Operation) -> Request {
        match operation {
            Operation::FolderCreate { parent, name } => {
                let mut body = json!({ "share_id": self.share_ids[parent.share], "name": name });
                if let Some(parent) = parent.folder {
                    body["parent_id"] = json!(parent);
                }
                actor.request("POST", "/api/v1/folders").json(&body)
            }
            Operation::FolderRename { id, name } => {
                actor.request("PATCH", format!("/api/v1/folders/{id}")).json(&json!({ "name": name }))
            }
            Operation::FolderMove { id, to } => {
                actor.request("POST", format!("/api/v1/folders/{id}/move")).json(&self.target(*to))
            }
            Operation::FolderCopy { id, to } => {
                actor.request("POST", format!("/api/v1/folders/{id}/copy")).json(&self.target(*to))
            }
            Operation::FolderRestore { id } => actor.request("POST", format!("/api/v1/folders/{id}/restore")),
            Operation::FileMove { id, to } => {
                actor.request("POST", format!("/api/v1/files/{id}/move")).json(&self.target(*to))
            }
            Operation::FileCopy { id, to } => {
                actor.request("POST", format!("/api/v1/files/{id}/copy")).json(&self.target(*to))
            }
            Operation::FileRestore { id } => actor.request("POST", format!("/api/v1/files/{id}/restore")),
            Operation::FolderDelete { id, permanent } => {
                actor.request("DELETE", format!("/api/v1/folders/{id}?permanent={permanent}"))
            }
            Operation::FileUpload { parent, name, size_bytes } => {
                let share_id = self.share_ids[parent.share].to_string();
                let parent = parent.folder.map(|parent| parent.to_string());
                let mut fields = vec![("share_id", share_id.as_str()), ("name", name)];
                fields.extend(parent.as_deref().map(|parent| ("folder_id", parent)));
                let form = requests::form_of(&fields, "x", &samples::noise(*size_bytes, 1));
                actor.request("POST", "/api/v1/files").body(&requests::form_type(), form)
            }
            Operation::FileReplace { id, size_bytes } => actor
                .request("PUT", format!("/api/v1/files/{id}/content"))
                .body("application/octet-stream", samples::noise(*size_bytes, 2)),
            Operation::FileRename { id, name } => {
                actor.request("PATCH", format!("/api/v1/files/{id}")).json(&json!({ "name": name }))
            }
            Operation::FileDelete { id, permanent } => {
                actor.request("DELETE", format!("/api/v1/files/{id}?permanent={permanent}"))
            }
        }
    }

    /// Where something is to go: a folder, or a share's root.
    fn target(&self, to: Place) -> Value {
        match to.folder {
            Some(folder_id) => json!({ "target_folder_id": folder_id }),
            None => json!({ "target_share_id": self.share_ids[to.share] }),
        }
    }

    /// What lies below a folder, by its path from there: what a copy has made, which the answer does not list.
    async fn below(&self, operation: &Operation, made: Option<Uuid>) -> BTreeMap<String, Uuid> {
        let (Operation::FolderCopy { to, .. }, Some(made)) = (operation, made) else { return BTreeMap::new() };
        let share_id = self.share_ids[to.share];
        let tree = self.get(format!("/api/v1/shares/{share_id}/tree?folder_id={made}&depth=64")).await.json();
        let top = self.get(format!("/api/v1/folders/{made}")).await.json()["path"].clone();
        let top = top.as_str().expect("it has a path");
        let data = tree["data"].as_array().expect("a tree has data");
        let relative = |path: &Value| path.as_str().and_then(|path| path.strip_prefix(top)).unwrap().to_owned();
        data.iter().map(|node| (relative(&node["path"]), id(&node["id"]))).collect()
    }

    async fn ask(&self, actor: &Actor, operation: &Operation) -> Answer {
        self.request(actor, operation).send(self.server.address()).await
    }

    async fn get(&self, target: String) -> Answer {
        self.people[0].0.request("GET", target).send(self.server.address()).await
    }

    /// Everything that the server says of the tree is what the model says.
    async fn compare(&self, model: &Model, context: &str) {
        for (id, node) in &model.nodes {
            let noun = if node.versions.is_none() { "folders" } else { "files" };
            let answer = self.get(format!("/api/v1/{noun}/{id}?trashed=true")).await;
            assert_eq!(answer.status, 200, "{context}: {node:?}");
            let told = answer.json();
            assert_eq!(told["name"], json!(node.name), "{context}");
            assert_eq!(told["path"], json!(model.path(*id)), "{context}");
            assert_eq!(told["share_id"], json!(self.share_ids[node.share]), "{context}");
            assert_eq!(told["trashed_at"].is_null(), node.trash_root.is_none(), "{context}: {told}");
            if let Some(versions) = &node.versions {
                assert_eq!(told["version"], json!(versions.len()), "{context}");
                assert_eq!(told["size_bytes"], json!(versions.last()), "{context}");
            }
        }
        let live = |node: &Node| node.trash_root.is_none();
        let folders = model.nodes.iter().filter(|(_, node)| live(node) && node.versions.is_none());
        let folders = folders.map(|(id, node)| Place { share: node.share, folder: Some(*id) });
        for place in folders.chain((0..SHARES).map(|share| Place { share, folder: None })) {
            let target = match place.folder {
                Some(id) => format!("/api/v1/folders/{id}/children?take=100"),
                None => format!("/api/v1/shares/{}/children?take=100", self.share_ids[place.share]),
            };
            let told = names(&self.get(target).await.json());
            let mut expected: Vec<String> = model
                .nodes
                .values()
                .filter(|node| live(node) && node.place() == place)
                .map(|node| node.name.clone())
                .collect();
            expected.sort();
            assert_eq!(told, expected, "{context}: in {place:?}");
        }
        for (number, share_id) in self.share_ids.iter().enumerate() {
            let used = self.get(format!("/api/v1/shares/{share_id}/storage")).await.json();
            assert_eq!(used["used_bytes"], json!(model.used_bytes(number)), "{context}");
            assert_eq!(used["breakdown"]["trash_bytes"], json!(model.trash_bytes(number)), "{context}");
            let name = share_name(number);
            let changes = self.server.db_number(&format!("SELECT change_seq FROM shares WHERE name = '{name}'")).await;
            assert_eq!(changes, model.changes[number], "{context}");
        }
    }
}

/// The names in a list, sorted.
fn names(list: &Value) -> Vec<String> {
    let data = list["data"].as_array().expect("a list has data");
    let mut names: Vec<String> =
        data.iter().map(|child| child["name"].as_str().expect("it has a name").to_owned()).collect();
    names.sort();
    names
}

/// The seeds of this run: always the same ones and a new one, or the one asked for.
fn seeds() -> Vec<u64> {
    match std::env::var("HISTORY_SEED") {
        Ok(seed) => vec![seed.parse().expect("HISTORY_SEED is a number")],
        Err(_) => vec![1, 2, u64::from(Uuid::new_v4().as_fields().0)],
    }
}

fn share_name(number: usize) -> String {
    format!("Tree {number}")
}

fn steps() -> usize {
    std::env::var("HISTORY_STEPS").map_or(STEPS, |steps| steps.parse().expect("HISTORY_STEPS is a number"))
}

#[tokio::test(flavor = "multi_thread")]
async fn history_one_after_the_other_is_what_the_model_says() {
    for seed in seeds() {
        let world = World::create().await;
        let (mut model, mut random) = (Model::default(), Random::new(seed));
        let mut met = BTreeMap::<u16, usize>::new();
        for step in 0..steps() {
            // Mostly those who may.
            let (actor, right) = match random.below(12) {
                0 => &world.people[2],
                1 => &world.people[3],
                other => &world.people[other % 2],
            };
            let operation = model.random_operation(&mut random);
            let (status, code) = model.expect(*right, &operation);
            let answer = world.ask(actor, &operation).await;
            let context = format!("HISTORY_SEED={seed}, step {step}: {operation:?} by {}", actor.name);
            assert_eq!(answer.status.as_u16(), status, "{context}: {answer:?}");
            if let Some(code) = code {
                assert_eq!(answer.code(), code, "{context}");
            } else {
                let made = (status == 201).then(|| id(&answer.json()["id"]));
                model.apply(&operation, made, &world.below(&operation, made).await);
            }
            *met.entry(status).or_default() += 1;
            if step % 100 == 99 {
                world.compare(&model, &context).await;
                world.server.fsck().await;
            }
        }
        world.compare(&model, &format!("HISTORY_SEED={seed}, at the end")).await;
        // A history in which everything is refused proves nothing.
        for status in [200, 201, 204, 400, 403, 404, 409, 410] {
            assert!(
                met.contains_key(&status) || steps() < STEPS,
                "HISTORY_SEED={seed}: {status} was never met: {met:?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn history_all_at_once_leaves_a_tree() {
    for seed in seeds() {
        let world = World::create().await;
        // What there is, as far as anybody has been told; everybody takes from it and adds to it.
        let known = Arc::new(Mutex::new(Model::default()));
        let lock = || known.lock().unwrap_or_else(PoisonError::into_inner);
        let everybody = (0..8).map(async |number: u64| {
            let mut random = Random::new(seed ^ (number << 32));
            let mut done = 0_usize;
            for step in 0..steps() / 4 {
                let operation = lock().random_operation(&mut random);
                let actor = &world.people[random.below(2)].0;
                let answer = world.ask(actor, &operation).await;
                let context = format!("HISTORY_SEED={seed}, person {number}, step {step}: {operation:?}");
                let status = answer.status.as_u16();
                // 503: somebody else's lock was in the way, which the caller is told to try again; nothing was done.
                assert!([200, 201, 204, 400, 404, 409, 410, 503].contains(&status), "{context}: {answer:?}");
                if !answer.status.is_success() {
                    continue;
                }
                done += 1;
                let made = (status == 201).then(|| id(&answer.json()["id"]));
                let mut known = lock();
                match (&operation, made) {
                    // The model may not know its parts any more; their names and places matter no more here.
                    (Operation::FileCopy { to, .. } | Operation::FolderCopy { to, .. }, Some(id)) => {
                        let is_file = matches!(operation, Operation::FileCopy { .. });
                        let versions = is_file.then(Vec::new);
                        let (share, name) = (to.share, String::new());
                        known.nodes.insert(id, Node { share, parent: None, name, versions, trash_root: None });
                    }
                    (_, Some(_)) => known.apply(&operation, made, &BTreeMap::new()),
                    (
                        Operation::FolderDelete { id, permanent: true } | Operation::FileDelete { id, permanent: true },
                        None,
                    ) => {
                        // What lay in it meanwhile is somewhere else, or is found to be gone.
                        known.nodes.remove(id);
                        known.gone.push(*id);
                    }
                    _ => {}
                }
            }
            done
        });
        let done: usize = join_all(everybody).await.into_iter().sum();
        assert!(done > steps() / 4, "HISTORY_SEED={seed}: only {done} operations were carried out");
        world.server.fsck().await;
        still_whole(&world, seed).await;
    }
}

/// What can be walked to from the root is what is live, each once.
async fn still_whole(world: &World, seed: u64) {
    let roots = world.share_ids.iter();
    let mut places: Vec<_> = roots.map(|share_id| format!("/api/v1/shares/{share_id}/children?take=100")).collect();
    let mut found = std::collections::BTreeSet::new();
    while let Some(place) = places.pop() {
        let list = world.get(place).await.json();
        for child in list["data"].as_array().expect("a list has data") {
            let child_id = id(&child["id"]);
            assert!(found.insert(child_id), "HISTORY_SEED={seed}: {child_id} is there twice");
            if child["type"] == "folder" {
                places.push(format!("/api/v1/folders/{child_id}/children?take=100"));
            }
        }
    }
    let live = "SELECT (SELECT count(*) FROM files WHERE trashed_at IS NULL)
                     + (SELECT count(*) FROM folders WHERE trashed_at IS NULL)";
    assert_eq!(world.server.db_number(live).await, i64::try_from(found.len()).unwrap(), "HISTORY_SEED={seed}");
}
