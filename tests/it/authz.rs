//! Who may do what: a row per operation, a column per kind of caller, all cells asked of a real server.
//!
//! A cell that ought to be allowed is asked, too, so that no row can pass by being broken. A new operation without a row
//! fails the suite. What each permission gives, granted in each way, is asked in `permissions`. Scopes of tokens, and whether a stranger can tell what exists, are asked for every operation as well.

use std::collections::BTreeSet;
use std::time::Duration;

use conformance::generated::{self, Idempotency};
use conformance::raw::Answer;
use conformance::{Actor, Role, Team, TestServer};
use http::StatusCode;
use serde_json::{Value, json};

use crate::requests::{self, Ids, Row, unique};

/// The kinds of callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// No credential.
    Anonymous,
    /// A token that has ended.
    Expired,
    /// An access token whose signature is not ours.
    WrongKey,
    /// The owner of another organization.
    Stranger,
    /// A member without a grant on the share.
    Member,
    /// A guest who may read the share.
    Reader,
    Owner,
    Superuser,
}

use Column::{Anonymous, Expired, Member, Owner, Reader, Stranger, Superuser, WrongKey};

const COLUMNS: [Column; 8] = [Anonymous, Expired, WrongKey, Stranger, Member, Reader, Owner, Superuser];

/// Operation, and the status for each column. The first three columns are 401 wherever a credential is needed.
const MATRIX: &[(&str, [u16; 8])] = &[
    ("session_create", [200; 8]),
    ("session_refresh", [200; 8]),
    // Personal access tokens have no session to end.
    ("session_delete", [401, 401, 401, 400, 400, 400, 400, 400]),
    ("me_get", [401, 401, 401, 200, 200, 200, 200, 200]),
    ("me_update", [401, 401, 401, 200, 200, 200, 200, 200]),
    ("token_create", [401, 401, 401, 201, 201, 201, 201, 201]),
    ("token_list", [401, 401, 401, 200, 200, 200, 200, 200]),
    // The token is the owner's; not even a superuser sees other people's.
    ("token_revoke", [401, 401, 401, 404, 404, 404, 204, 404]),
    ("organization_create", [401, 401, 401, 403, 403, 403, 403, 201]),
    ("organization_list", [401, 401, 401, 200, 200, 200, 200, 200]),
    ("organization_get", [401, 401, 401, 404, 200, 200, 200, 200]),
    ("organization_update", [401, 401, 401, 404, 403, 403, 200, 200]),
    ("organization_delete", [401, 401, 401, 404, 403, 403, 403, 204]),
    ("member_create", [401, 401, 401, 404, 403, 403, 201, 201]),
    ("member_list", [401, 401, 401, 404, 200, 200, 200, 200]),
    ("member_get", [401, 401, 401, 404, 200, 200, 200, 200]),
    ("member_update", [401, 401, 401, 404, 403, 403, 200, 200]),
    ("member_delete", [401, 401, 401, 404, 403, 403, 204, 204]),
    ("group_create", [401, 401, 401, 404, 403, 403, 201, 201]),
    ("group_list", [401, 401, 401, 404, 200, 200, 200, 200]),
    ("group_get", [401, 401, 401, 404, 200, 200, 200, 200]),
    ("group_update", [401, 401, 401, 404, 403, 403, 200, 200]),
    ("group_delete", [401, 401, 401, 404, 403, 403, 204, 204]),
    ("group_member_list", [401, 401, 401, 404, 200, 200, 200, 200]),
    ("group_member_put", [401, 401, 401, 404, 403, 403, 204, 204]),
    ("group_member_delete", [401, 401, 401, 404, 403, 403, 204, 204]),
    ("share_create", [401, 401, 401, 201, 201, 403, 201, 201]),
    ("share_list", [401, 401, 401, 200, 200, 200, 200, 200]),
    ("share_get", [401, 401, 401, 404, 404, 200, 200, 200]),
    ("share_update", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("share_delete", [401, 401, 401, 404, 404, 403, 204, 204]),
    ("share_children", [401, 401, 401, 404, 404, 200, 200, 200]),
    ("share_tree", [401, 401, 401, 404, 404, 200, 200, 200]),
    ("share_resolve", [401, 401, 401, 404, 404, 200, 200, 200]),
    ("grant_list", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("grant_put", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("grant_delete", [401, 401, 401, 404, 404, 403, 204, 204]),
    ("folder_create", [401, 401, 401, 404, 404, 403, 201, 201]),
    ("folder_get", [401, 401, 401, 404, 404, 200, 200, 200]),
    ("folder_update", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("folder_delete", [401, 401, 401, 404, 404, 403, 204, 204]),
    ("folder_move", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("folder_copy", [401, 401, 401, 404, 404, 403, 201, 201]),
    ("folder_trash", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("folder_restore", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("folder_children", [401, 401, 401, 404, 404, 200, 200, 200]),
    ("folder_archive", [401, 401, 401, 404, 404, 200, 200, 200]),
    ("folder_grant_list", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("folder_grant_put", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("folder_grant_delete", [401, 401, 401, 404, 404, 403, 204, 204]),
    ("file_upload", [401, 401, 401, 404, 404, 403, 201, 201]),
    ("file_batch_upload", [401, 401, 401, 404, 404, 403, 201, 201]),
    ("file_batch_move", [401, 401, 401, 200, 200, 200, 200, 200]),
    ("file_batch_trash", [401, 401, 401, 200, 200, 200, 200, 200]),
    ("file_batch_delete", [401, 401, 401, 200, 200, 200, 200, 200]),
    ("file_archive", [401, 401, 401, 404, 404, 200, 200, 200]),
    ("trash_empty", [401, 401, 401, 200, 200, 200, 200, 200]),
    ("file_list", [401, 401, 401, 200, 200, 200, 200, 200]),
    ("file_get", [401, 401, 401, 404, 404, 200, 200, 200]),
    ("file_update", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("file_delete", [401, 401, 401, 404, 404, 403, 204, 204]),
    ("file_move", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("file_copy", [401, 401, 401, 404, 404, 403, 201, 201]),
    ("file_trash", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("file_restore", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("file_download", [401, 401, 401, 404, 404, 200, 200, 200]),
    ("file_download_head", [401, 401, 401, 404, 404, 200, 200, 200]),
    ("file_replace", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("version_list", [401, 401, 401, 404, 404, 200, 200, 200]),
    ("version_get", [401, 401, 401, 404, 404, 200, 200, 200]),
    // The default share is everybody's but guests'.
    ("organization_file_upload", [401, 401, 401, 404, 200, 403, 200, 200]),
    ("organization_file_list", [401, 401, 401, 404, 200, 200, 200, 200]),
    ("organization_file_download", [401, 401, 401, 404, 200, 200, 200, 200]),
    ("organization_file_download_head", [401, 401, 401, 404, 200, 200, 200, 200]),
    ("organization_file_get", [401, 401, 401, 404, 200, 200, 200, 200]),
    ("organization_file_delete", [401, 401, 401, 404, 200, 403, 200, 200]),
    ("upload_url_generate", [401, 401, 401, 404, 200, 403, 200, 200]),
    ("download_url_generate", [401, 401, 401, 404, 200, 200, 200, 200]),
    // The URL is the credential; whatever else is sent is not looked at.
    ("signed_upload_put", [200; 8]),
    ("signed_upload_post", [200; 8]),
    ("signed_download", [200; 8]),
    ("signed_download_head", [200; 8]),
    ("signed_url_list", [401, 401, 401, 200, 200, 200, 200, 200]),
    // The URL is the owner's.
    ("signed_url_revoke", [401, 401, 401, 404, 404, 404, 204, 204]),
    ("signed_urls_revoke", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("storage_get", [401, 401, 401, 200, 200, 200, 200, 200]),
    ("share_storage_get", [401, 401, 401, 404, 404, 200, 200, 200]),
    ("version_delete", [401, 401, 401, 404, 404, 403, 204, 204]),
    ("version_restore", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("file_grant_list", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("file_grant_put", [401, 401, 401, 404, 404, 403, 200, 200]),
    ("file_grant_delete", [401, 401, 401, 404, 404, 403, 204, 204]),
    ("health_get", [200; 8]),
    ("readiness_get", [200; 8]),
    ("metrics_get", [200; 8]),
    ("contract_get_json", [200; 8]),
    ("contract_get_yaml", [200; 8]),
];

#[test]
fn every_operation_has_a_row() {
    let rows: BTreeSet<_> = MATRIX.iter().map(|(id, _)| *id).collect();
    let operations: BTreeSet<_> = generated::OPERATIONS.iter().map(|operation| operation.id).collect();
    assert_eq!(rows, operations);
}

#[tokio::test(flavor = "multi_thread")]
async fn matrix_holds_for_every_operation_and_caller() {
    let world = World::create().await;
    let mut faults = Vec::new();
    let mut shared = world.ids().await;
    for &(id, statuses) in MATRIX {
        let row = requests::all().into_iter().find(|row| row.id == id).expect("it has a request");
        for (column, status) in COLUMNS.into_iter().zip(statuses) {
            let answer = world.ask(row, column, &shared).await;
            if answer.status.as_u16() != status {
                faults.push(format!("{id} by {column:?}: {} instead of {status}", answer.status.as_u16()));
            }
            // What was changed or removed is made anew, so that each cell finds the same.
            if answer.status.is_success() && row.operation().idempotency != Idempotency::Safe {
                shared = world.ids().await;
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A stranger must not be able to tell whether a thing of another organization exists.
#[tokio::test(flavor = "multi_thread")]
async fn foreign_and_absent_things_answer_alike() {
    let world = World::create().await;
    let existing = world.ids().await;
    let mut asked = 0;
    for row in requests::all().into_iter().filter(|row| row.operation().secured) {
        if !row.names_a_thing() && !["folder_create", "file_upload", "file_batch_upload"].contains(&row.id) {
            continue;
        }
        for column in [Stranger, Member] {
            // An ordinary member may see the organization and its people.
            if column == Member && (row.operation().path.contains("{organization_id}") || row.id == "token_revoke") {
                continue;
            }
            let foreign = world.ask(row, column, &existing).await;
            let absent = world.ask(row, column, &Ids::random()).await;
            assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{} by {column:?}", row.id);
            assert_eq!(comparable(&foreign), comparable(&absent), "{} by {column:?}", row.id);
            asked += 1;
        }
    }
    assert!(asked > 40, "only {asked} cells were asked");
    // Filters are a way to ask, too.
    for filter in ["share_id", "folder_id"] {
        let ask = async |ids: &Ids| {
            let wanted = if filter == "share_id" { ids.share_id } else { ids.folder_id };
            let target = format!("/api/v1/files?{filter}={wanted}");
            world.stranger.request("GET", target).send(world.server.address()).await
        };
        assert_eq!(comparable(&ask(&existing).await), comparable(&ask(&Ids::random()).await), "{filter}");
    }
}

/// Lists hold nothing of another organization's, and only what the caller may read.
#[tokio::test(flavor = "multi_thread")]
async fn lists_show_only_what_the_caller_may_see() {
    let world = World::create().await;
    let ids = world.ids().await;
    let listed = async |actor: &Actor, path: &str| -> BTreeSet<String> {
        let list = actor.request("GET", path).send(world.server.address()).await.json();
        assert_eq!(list["count"].as_u64(), list["data"].as_array().map(|data| data.len() as u64), "{path}");
        list["data"].as_array().expect("a list").iter().map(|item| item["id"].to_string()).collect()
    };
    let share = json!(ids.share_id).to_string();
    let file = json!(ids.file_id).to_string();
    for (actor, sees) in
        [(&world.stranger, false), (&world.member, false), (&world.reader, true), (&world.team.owner, true)]
    {
        assert_eq!(listed(actor, "/api/v1/shares?take=100").await.contains(&share), sees, "shares of {}", actor.name);
        assert_eq!(listed(actor, "/api/v1/files?take=100").await.contains(&file), sees, "files of {}", actor.name);
    }
    let organization = json!(ids.organization_id).to_string();
    assert!(!listed(&world.stranger, "/api/v1/organizations").await.contains(&organization));
    assert!(listed(&world.member, "/api/v1/organizations").await.contains(&organization));
    assert!(listed(&world.superuser, "/api/v1/organizations?take=100").await.contains(&organization));
}

/// A token can do no more than its scopes, whoever made it.
#[tokio::test(flavor = "multi_thread")]
async fn scopes_hold_for_every_operation() {
    let world = World::create().await;
    let ids = world.ids().await;
    for (scopes, denied) in [
        (json!(["read"]), vec!["write", "admin"]),
        (json!(["write"]), vec!["read", "admin"]),
        (json!(["admin"]), vec!["read", "write"]),
    ] {
        let token = world.superuser_token(&scopes).await;
        for row in requests::all() {
            let Some(scope) = row.operation().scope else { continue };
            if !denied.contains(&scope) {
                continue;
            }
            let request =
                row.request(&ids, &token, "").header("Strongroom-Organization", ids.organization_id.to_string());
            let answer = request.send(world.server.address()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} ({scope}) with {scopes}", row.id);
        }
    }
}

/// Nobody becomes more than they are by what they send.
#[tokio::test(flavor = "multi_thread")]
async fn token_create_gives_no_more_than_the_caller_has() {
    let world = World::create().await;
    let limited = world.superuser_token(&json!(["read", "write"])).await;
    let ask = conformance::raw::request("POST", "/api/v1/me/tokens").bearer(&limited);
    let answer = ask.json(&json!({ "name": "more", "scopes": ["admin"] })).send(world.server.address()).await;
    assert!([StatusCode::FORBIDDEN, StatusCode::BAD_REQUEST].contains(&answer.status), "{answer:?}");
}

/// An organization named in the header is one's own, or does not exist.
#[tokio::test(flavor = "multi_thread")]
async fn organization_header_names_only_ones_own() {
    let world = World::create().await;
    let me = |actor: &Actor, organization: String| {
        actor.request("GET", "/api/v1/me").header("Strongroom-Organization", organization).send(world.server.address())
    };
    let mine = me(&world.stranger, world.other.organization_id.to_string()).await;
    assert_eq!(mine.json()["organization_id"], json!(world.other.organization_id));
    let theirs = me(&world.stranger, world.team.organization_id.to_string()).await;
    let nobodys = me(&world.stranger, uuid::Uuid::now_v7().to_string()).await;
    assert!(theirs.status.is_client_error());
    assert_eq!(comparable(&theirs), comparable(&nobodys));
    let superuser = me(&world.superuser, world.team.organization_id.to_string()).await;
    assert_eq!(superuser.json()["organization_id"], json!(world.team.organization_id));
    let garbage = me(&world.superuser, "garbage".to_owned()).await;
    assert!(garbage.status.is_client_error(), "{garbage:?}");
}

struct World {
    server: TestServer,
    team: Team,
    other: Team,
    superuser: Actor,
    stranger: Actor,
    member: Actor,
    reader: Actor,
    expired: String,
    wrong_key: String,
}

impl World {
    async fn create() -> Self {
        let server = TestServer::start().await;
        let team = Team::create(&server, "Acme").await;
        let other = Team::create(&server, "Other").await;
        let member = team.add(&server, Role::Member).await;
        let reader = team.add(&server, Role::Guest).await;
        let ends = (server.clock().now() + Duration::from_secs(3600)).to_rfc3339();
        let expired = team
            .owner
            .create_token(&server, &json!({ "name": "expired", "scopes": ["read"], "expires_at": ends }))
            .await;
        server.clock().advance(Duration::from_secs(3601));
        let session = team.owner.login(&server).await;
        let access_token = session["access_token"].as_str().expect("a session has one");
        let wrong_key = forged(access_token);
        let (superuser, stranger) = (server.superuser(), other.owner.clone());
        Self { server, team, other, superuser, stranger, member, reader, expired, wrong_key }
    }

    async fn ids(&self) -> Ids {
        let ids = Ids::create(&self.server, &self.team).await;
        for share_id in [ids.share_id, self.team.default_share_id] {
            let grant = format!("/api/v1/shares/{share_id}/grants/{}", self.reader.user_id);
            let grant = self.team.owner.request("PUT", grant).json(&json!({ "permissions": ["READ"] }));
            assert_eq!(grant.send(self.server.address()).await.status, StatusCode::OK);
        }
        ids
    }

    async fn ask(&self, row: Row, column: Column, ids: &Ids) -> Answer {
        let mut ids = ids.clone();
        if (row.id, column) == ("organization_delete", Superuser) {
            // Its own victim: the others need theirs.
            let made =
                self.superuser.request("POST", "/api/v1/organizations").json(&json!({ "name": unique("Doomed") }));
            ids.organization_id = requests::id(&made.send(self.server.address()).await.json()["id"]);
        }
        let token = match column {
            Anonymous => "",
            Expired => &self.expired,
            WrongKey => &self.wrong_key,
            Stranger => &self.stranger.token,
            Member => &self.member.token,
            Reader => &self.reader.token,
            Owner => &self.team.owner.token,
            Superuser => &self.superuser.token,
        };
        let mut request = row.request(&ids, token, "");
        if column == Superuser {
            request = request.header("Strongroom-Organization", ids.organization_id.to_string());
        }
        request.send(self.server.address()).await
    }

    async fn superuser_token(&self, scopes: &Value) -> String {
        self.superuser.create_token(&self.server, &json!({ "name": unique("limited"), "scopes": scopes })).await
    }
}

/// The same claims under a signature that is not the server's.
fn forged(access_token: &str) -> String {
    let (claims, signature) = access_token.rsplit_once('.').expect("a JWT has three parts");
    let other = if signature.starts_with('A') { 'B' } else { 'A' };
    format!("{claims}.{other}{}", &signature[1..])
}

/// What a caller can tell apart: everything but the request's own id and the time.
fn comparable(answer: &Answer) -> (u16, Vec<String>, String) {
    let told = answer.headers.iter().filter(|(name, _)| *name != "x-request-id" && *name != "date");
    let mut headers: Vec<_> = told.map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    let mut body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    if let Some(problem) = body.as_object_mut() {
        problem.remove("request_id");
    }
    // Ids of the request have one length, so Content-Length tells nothing but the request id's.
    headers.retain(|header| !header.starts_with("content-length"));
    (answer.status.as_u16(), headers, body.to_string())
}
