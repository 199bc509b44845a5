//! The published matrix: every operation with every set of permissions, granted on the share, on a folder above or on
//! the thing itself, to the caller or to a group, asked of a real server. What is expected follows from the table that
//! `docs/permissions.md` is made of (`document`).
//!
//! The side doors are cells like others: `HEAD`, ranges, old versions, lists, searches.

use std::collections::BTreeSet;

use conformance::generated::{self, Idempotency};
use conformance::raw::Request;
use conformance::{Actor, Role, Team, TestServer};
use http::StatusCode;
use serde_json::{Value, json};
use strongroom_server::domain::access::matrix::{self, MATRIX, Needs, Outcome, Thing};
use strongroom_server::domain::access::{Permission, Permissions};
use uuid::Uuid;

use crate::requests::{self, Ids, Row, form, form_type, unique};

mod document;

/// What is granted; READ comes with everything.
const SETS: [(&str, &[Permission]); 7] = [
    ("nothing", &[]),
    ("READ", &[Permission::Read]),
    ("CREATE", &[Permission::Read, Permission::Create]),
    ("WRITE", &[Permission::Read, Permission::Write]),
    ("DELETE", &[Permission::Read, Permission::Delete]),
    ("MANAGE", &[Permission::Read, Permission::Manage]),
    ("all", &Permission::EVERY),
];

/// Where it is granted: on the share, on the folder above everything else, or on the file.
const LEVELS: [Level; 3] = [Level::Share, Level::Folder, Level::File];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Share,
    Folder,
    File,
}

/// Where a thing lies in the tree of the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// The share itself, or its root.
    Share,
    /// A folder below the one that is granted.
    Folder,
    /// The file that is granted, below that folder.
    File,
}

impl Level {
    /// What is held on something there by a grant here.
    fn gives(self, granted: Permissions, at: At) -> Permissions {
        let reaches = match self {
            Self::Share => true,
            Self::Folder => at != At::Share,
            Self::File => at == At::File,
        };
        if reaches { granted } else { Permissions::NONE }
    }
}

/// One way to ask for an operation.
#[derive(Clone, Copy)]
struct Case {
    operation: &'static str,
    /// What is special about it; empty for the ordinary request.
    label: &'static str,
    /// Where [`Thing::Target`] lies in it.
    target: At,
    /// What is in the trash when it is asked for.
    trashed: Option<Thing>,
    request: Ask,
}

#[derive(Clone, Copy)]
enum Ask {
    Ordinary(Row),
    Special(fn(&Ids, &Actor) -> Request),
}

/// Those beside the ordinary request of every operation, where something new goes to a share's root.
const SIDE_DOORS: &[Case] = &[
    Case {
        operation: "folder_create",
        label: "in a folder",
        target: At::Folder,
        trashed: None,
        request: Ask::Special(|ids, actor| {
            let new = json!({ "share_id": ids.share_id, "parent_id": ids.folder_id, "name": unique("Folder") });
            actor.request("POST", "/api/v1/folders").json(&new)
        }),
    },
    Case {
        operation: "file_upload",
        label: "into a folder",
        target: At::Folder,
        trashed: None,
        request: Ask::Special(|ids, actor| {
            let folder_id = ids.folder_id.to_string();
            actor
                .request("POST", "/api/v1/files")
                .body(&form_type(), form(&[("folder_id", &folder_id)], &unique("a.txt")))
        }),
    },
    Case {
        operation: "file_download",
        label: "a range",
        target: At::Share,
        trashed: None,
        request: Ask::Special(|ids, actor| content(ids, actor, "GET", "").header("Range", "bytes=1-2")),
    },
    Case {
        operation: "file_download",
        label: "an old version",
        target: At::Share,
        trashed: None,
        request: Ask::Special(|ids, actor| content(ids, actor, "GET", "?version=1")),
    },
    Case {
        operation: "file_download",
        label: "as an attachment",
        target: At::Share,
        trashed: None,
        request: Ask::Special(|ids, actor| content(ids, actor, "GET", "?download=true")),
    },
    Case {
        operation: "file_download_head",
        label: "an old version",
        target: At::Share,
        trashed: None,
        request: Ask::Special(|ids, actor| content(ids, actor, "HEAD", "?version=1")),
    },
    Case {
        operation: "file_delete",
        label: "for good",
        target: At::Share,
        trashed: None,
        request: Ask::Special(|ids, actor| {
            actor.request("DELETE", format!("/api/v1/files/{}?permanent=true", ids.file_id))
        }),
    },
    Case {
        operation: "folder_delete",
        label: "for good",
        target: At::Share,
        trashed: None,
        request: Ask::Special(|ids, actor| {
            actor.request("DELETE", format!("/api/v1/folders/{}?permanent=true", ids.folder_id))
        }),
    },
    Case {
        operation: "file_update",
        label: "tags and metadata",
        target: At::Share,
        trashed: None,
        request: Ask::Special(|ids, actor| {
            let labels = json!({ "tags": [unique("tag")], "metadata": { "a": "b" } });
            actor.request("PATCH", format!("/api/v1/files/{}", ids.file_id)).json(&labels)
        }),
    },
    Case {
        operation: "file_update",
        label: "to another place",
        target: At::Share,
        trashed: None,
        request: Ask::Special(|ids, actor| {
            let place = json!({ "share_id": ids.share_id, "folder_id": null });
            actor.request("PATCH", format!("/api/v1/files/{}", ids.file_id)).json(&place)
        }),
    },
    Case {
        operation: "file_update",
        label: "to another place",
        target: At::Folder,
        trashed: Some(Thing::File),
        request: Ask::Special(|ids, actor| {
            actor.request("PATCH", format!("/api/v1/files/{}", ids.file_id)).json(&json!({ "restore": true }))
        }),
    },
    Case {
        operation: "file_restore",
        label: "out of the trash",
        target: At::Folder,
        trashed: Some(Thing::File),
        request: Ask::Special(|ids, actor| actor.request("POST", format!("/api/v1/files/{}/restore", ids.file_id))),
    },
    Case {
        operation: "folder_restore",
        label: "out of the trash",
        target: At::Folder,
        trashed: Some(Thing::Folder),
        request: Ask::Special(|ids, actor| actor.request("POST", format!("/api/v1/folders/{}/restore", ids.folder_id))),
    },
    Case {
        operation: "file_delete",
        label: "for good, out of the trash",
        target: At::Share,
        trashed: Some(Thing::File),
        request: Ask::Special(|ids, actor| {
            actor.request("DELETE", format!("/api/v1/files/{}?permanent=true", ids.file_id))
        }),
    },
];

fn content(ids: &Ids, actor: &Actor, method: &str, query: &str) -> Request {
    actor.request(method, format!("/api/v1/files/{}/content{query}", ids.file_id))
}

#[test]
fn every_operation_has_a_rule() {
    let rules: BTreeSet<_> = MATRIX.iter().map(|(id, _)| *id).collect();
    assert_eq!(rules.len(), MATRIX.len(), "an operation stands in the table twice");
    let operations: BTreeSet<_> = generated::OPERATIONS.iter().map(|operation| operation.id).collect();
    assert_eq!(rules, operations);
    for (id, what, _) in matrix::VARIANTS {
        let is_asked = SIDE_DOORS.iter().any(|case| (case.operation, case.label) == (*id, *what));
        assert!(is_asked, "nobody asks {id} for a thing {what}");
    }
    for case in SIDE_DOORS {
        assert!(matches!(matrix::needs_of(case.operation), Some(Needs::Grants(_))), "{}", case.operation);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cell_of_the_matrix_holds_directly() {
    World::create(Via::User).await.ask_every_cell().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cell_of_the_matrix_holds_by_way_of_a_group() {
    World::create(Via::Group).await.ask_every_cell().await;
}

/// To whom it is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Via {
    User,
    Group,
}

struct World {
    server: TestServer,
    team: Team,
    /// Who asks. A guest, so that nothing comes from the role.
    caller: Actor,
    principal_id: Uuid,
    /// Names what does not change from cell to cell.
    common: Ids,
}

/// Things that one set of permissions is tried on.
struct Place {
    ids: Ids,
    file_name: String,
}

impl World {
    async fn create(via: Via) -> Self {
        let server = TestServer::start().await;
        let team = Team::create(&server, "Acme").await;
        let caller = team.add(&server, Role::Guest).await;
        let common = Ids::create(&server, &team).await;
        let mut principal_id = caller.user_id;
        if via == Via::Group {
            let groups = format!("/api/v1/organizations/{}/groups", team.organization_id);
            principal_id = made(&server, &team.owner, &groups, json!({ "name": "Callers" })).await;
            let put = format!("{groups}/{principal_id}/members/{}", caller.user_id);
            let answer = team.owner.request("PUT", put).send(server.address()).await;
            assert_eq!(answer.status, StatusCode::NO_CONTENT);
        }
        Self { server, team, caller, principal_id, common }
    }

    async fn ask_every_cell(&self) {
        let mut faults = Vec::new();
        let mut cells = 0;
        for (set, permissions) in SETS {
            for level in LEVELS {
                let granted: Permissions = permissions.iter().copied().collect();
                let mut place = self.place(level, permissions).await;
                for case in cases() {
                    let special = matrix::needs_of_variant(case.operation, case.label);
                    let Some(needs) = special.or_else(|| matrix::needs_of(case.operation)) else { continue };
                    let held = |thing| level.gives(granted, at(thing, case.target));
                    let Some(expected) = needs.outcome(held) else { continue };
                    self.trash(&place, case.trashed).await;
                    let request = match case.request {
                        Ask::Ordinary(row) => row.request(&place.ids, &self.caller.token, ""),
                        Ask::Special(request) => request(&place.ids, &self.caller),
                    };
                    let answer = request.send(self.server.address()).await;
                    let told = match answer.status {
                        StatusCode::NOT_FOUND => Some(Outcome::NotFound),
                        StatusCode::FORBIDDEN => Some(Outcome::Denied),
                        status if status.is_success() => Some(Outcome::Allowed),
                        _ => None,
                    };
                    cells += 1;
                    if told != Some(expected) {
                        let (operation, label) = (case.operation, case.label);
                        let text = String::from_utf8_lossy(&answer.body).into_owned();
                        faults.push(format!(
                            "{operation} {label} with {set} on the {level:?}: {} instead of {expected:?}: {text}",
                            answer.status
                        ));
                    }
                    // What was changed or removed is made anew, so that each cell finds the same.
                    let operation = generated::operation(case.operation).expect("it is in the contract");
                    let is_changed = answer.status.is_success() && operation.idempotency != Idempotency::Safe;
                    if is_changed || case.trashed.is_some() {
                        self.clear(&place).await;
                        place = self.place(level, permissions).await;
                    }
                }
                self.ask_lists(&place, set, level, granted, &mut faults).await;
                self.ask_batches(&place, set, level, granted, &mut faults).await;
                self.clear(&place).await;
            }
        }
        assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
        assert!(cells > 21 * 30, "only {cells} cells were asked");
    }

    /// Lists and searches hold exactly what may be read, in their counts too.
    async fn ask_lists(&self, place: &Place, set: &str, level: Level, granted: Permissions, faults: &mut Vec<String>) {
        let readable = |at| level.gives(granted, at).contains(Permission::Read);
        let (file, share) = (json!(place.ids.file_id), json!(place.ids.share_id));
        let part = &place.file_name[..32];
        for (target, id, expected) in [
            ("/api/v1/files?take=100".to_owned(), &file, readable(At::File)),
            (format!("/api/v1/files?q={part}"), &file, readable(At::File)),
            (format!("/api/v1/files?q={part}&trashed=null&order_by=size"), &file, readable(At::File)),
            (format!("/api/v1/files?tag={part}"), &file, readable(At::File)),
            ("/api/v1/shares?take=100".to_owned(), &share, readable(At::Share)),
        ] {
            let answer = self.caller.request("GET", target.as_str()).send(self.server.address()).await.json();
            let data = answer["data"].as_array().cloned().unwrap_or_default();
            let found = data.iter().any(|item| item["id"] == *id);
            if found != expected || answer["count"] != json!(data.len()) {
                faults.push(format!("{target} with {set} on the {level:?}: {answer}"));
            }
        }
        let count = self.caller.request("GET", format!("/api/v1/files?q={part}&count_only=true"));
        let count = count.send(self.server.address()).await.json()["count"].clone();
        let around = self.caller.request("GET", format!("/api/v1/files?around={}", place.ids.file_id));
        let around = around.send(self.server.address()).await.status.is_success();
        let shown = readable(At::File);
        if (count.as_u64(), around) != (Some(u64::from(shown)), shown) {
            faults.push(format!("counted {count}, shown around itself {around}, with {set} on the {level:?}"));
        }
    }

    /// What is done to many is done to each by its own right, and answered so.
    async fn ask_batches(
        &self,
        place: &Place,
        set: &str,
        level: Level,
        granted: Permissions,
        faults: &mut Vec<String>,
    ) {
        let expected = |at| {
            let held = level.gives(granted, at);
            match (held.contains(Permission::Read), held.contains(Permission::Delete)) {
                (false, _) => 404,
                (true, false) => 403,
                (true, true) => 200,
            }
        };
        let (file_id, folder_id) = (place.ids.file_id, place.ids.folder_id);
        let batch = async |verb: &str, id: Uuid| {
            let request = self.caller.request("POST", format!("/api/v1/files:{verb}")).json(&json!({ "ids": [id] }));
            request.send(self.server.address()).await.json()["data"][0]["status"].clone()
        };
        // To the root of the share, which must take it besides.
        let moved = self.caller.request("POST", "/api/v1/files:batchMove");
        let moved = moved.json(&json!({ "ids": [file_id], "target_share_id": place.ids.share_id }));
        let moved = moved.send(self.server.address()).await.json()["data"][0]["status"].clone();
        let root = level.gives(granted, At::Share);
        let may_move = match expected(At::File) {
            200 if !root.contains(Permission::Read) => 404,
            200 if !root.contains(Permission::Create) => 403,
            other => other,
        };
        if moved != json!(may_move) {
            faults.push(format!("batchMove with {set} on the {level:?}: {moved} instead of {may_move}"));
        }
        let trashed = batch("batchTrash", file_id).await;
        // In the trash in any case, to be removed from there.
        let trash = self.team.owner.request("DELETE", format!("/api/v1/files/{file_id}"));
        assert_eq!(trash.send(self.server.address()).await.status, StatusCode::NO_CONTENT);
        let empty = self.caller.request("DELETE", "/api/v1/trash").send(self.server.address()).await;
        assert!(empty.status.is_success(), "{empty:?}");
        let left = self.team.owner.request("GET", format!("/api/v1/files/{file_id}?trashed=true"));
        let is_left = left.send(self.server.address()).await.status == StatusCode::OK;
        let deleted = batch("batchDelete", folder_id).await;
        let told = (trashed, is_left, deleted);
        let wanted = (json!(expected(At::File)), expected(At::File) != 200, json!(expected(At::Folder)));
        if told != wanted {
            faults.push(format!("batches with {set} on the {level:?}: {told:?} instead of {wanted:?}"));
        }
    }

    /// Puts what a case is about into the trash.
    async fn trash(&self, place: &Place, trashed: Option<Thing>) {
        let path = match trashed {
            Some(Thing::File) => format!("/api/v1/files/{}", place.ids.file_id),
            Some(Thing::Folder) => format!("/api/v1/folders/{}", place.ids.folder_id),
            _ => return,
        };
        let answer = self.team.owner.request("DELETE", path).send(self.server.address()).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{answer:?}");
    }

    /// Removes the share, so that lists stay short.
    async fn clear(&self, place: &Place) {
        let delete = self.team.owner.request("DELETE", format!("/api/v1/shares/{}", place.ids.share_id));
        let answer = delete.send(self.server.address()).await;
        assert!([StatusCode::NO_CONTENT, StatusCode::NOT_FOUND].contains(&answer.status), "{answer:?}");
    }

    /// A share with `/above/folder/file`, the file in two versions, and the grant.
    async fn place(&self, level: Level, permissions: &[Permission]) -> Place {
        let owner = &self.team.owner;
        let made = async |path: &str, body: Value| made(&self.server, owner, path, body).await;
        let share_id = made("/api/v1/shares", json!({ "name": unique("Share") })).await;
        let above = made("/api/v1/folders", json!({ "share_id": share_id, "name": "above" })).await;
        let below = json!({ "share_id": share_id, "parent_id": above, "name": "folder" });
        let folder_id = made("/api/v1/folders", below).await;
        let file_name = unique("a.txt");
        let upload = form(&[("folder_id", &folder_id.to_string())], &file_name);
        let upload = owner.request("POST", "/api/v1/files").body(&form_type(), upload);
        let file_id = requests::id(&upload.send(self.server.address()).await.json()["id"]);
        let labels = json!({ "tags": [file_name[..32]] });
        let tag = owner.request("PATCH", format!("/api/v1/files/{file_id}")).json(&labels);
        assert_eq!(tag.send(self.server.address()).await.status, StatusCode::OK);
        let replace = owner.request("PUT", format!("/api/v1/files/{file_id}/content"));
        let replace = replace.body("application/octet-stream", b"a second version".to_vec());
        assert_eq!(replace.send(self.server.address()).await.status, StatusCode::OK);
        let folder_name = "above".to_owned();
        let ids = Ids { share_id, folder_id, folder_name, file_id, ..self.common.clone() };
        let grant = async |thing: String, principal_id: Uuid, names: Vec<&str>| {
            let request = owner.request("PUT", format!("/api/v1/{thing}/grants/{principal_id}"));
            let answer = request.json(&json!({ "permissions": names })).send(self.server.address()).await;
            assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        };
        // Somebody else's, for the operations on grants.
        for thing in [format!("shares/{share_id}"), format!("folders/{folder_id}"), format!("files/{file_id}")] {
            grant(thing, ids.user_id, vec!["READ"]).await;
        }
        if !permissions.is_empty() {
            let thing = match level {
                Level::Share => format!("shares/{share_id}"),
                Level::Folder => format!("folders/{above}"),
                Level::File => format!("files/{file_id}"),
            };
            let names = permissions.iter().map(|permission| permission.name()).collect();
            grant(thing, self.principal_id, names).await;
        }
        Place { ids, file_name }
    }
}

/// The ordinary request of every operation that depends on grants, and the side doors.
fn cases() -> Vec<Case> {
    let ordinary = requests::all().into_iter().map(|row| Case {
        operation: row.id,
        label: "",
        // What is restored lands where it was; all else goes to the share's root.
        target: if row.id.ends_with("_restore") { At::Folder } else { At::Share },
        trashed: None,
        request: Ask::Ordinary(row),
    });
    ordinary.chain(SIDE_DOORS.iter().copied()).collect()
}

fn at(thing: Thing, target: At) -> At {
    match thing {
        Thing::Share => At::Share,
        Thing::Folder => At::Folder,
        Thing::File => At::File,
        Thing::Target => target,
    }
}

/// Makes something and answers its id.
async fn made(server: &TestServer, actor: &Actor, path: &str, body: Value) -> Uuid {
    let answer = actor.request("POST", path).json(&body).send(server.address()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{path}: {answer:?}");
    requests::id(&answer.json()["id"])
}
