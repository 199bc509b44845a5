//! One valid request for every operation, as data: what the tests that go over all operations begin with, and break.
//!
//! A new operation without a row here fails `every_operation_has_a_row`.

use conformance::generated::{self, Operation};
use conformance::raw::{self, Request};
use conformance::{Actor, Team, TestServer};
use http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

/// The request of one operation. Its method and path stand in the contract.
#[derive(Clone, Copy)]
pub struct Row {
    pub id: &'static str,
    body: RowBody,
}

#[derive(Clone, Copy)]
enum RowBody {
    None,
    Json(fn(&Ids) -> Value),
    Multipart(fn(&Ids) -> Vec<u8>),
    Bytes(&'static [u8]),
}

/// What a request may name. All of it exists, in one organization, unless it comes from `random`.
#[derive(Debug, Clone)]
pub struct Ids {
    pub organization_id: Uuid,
    pub share_id: Uuid,
    pub folder_id: Uuid,
    /// At the root of the share.
    pub folder_name: String,
    pub file_id: Uuid,
    /// A member, to whom something is granted on the share, the folder and the file.
    pub user_id: Uuid,
    /// The member is in it.
    pub group_id: Uuid,
    pub token_id: Uuid,
    /// In the organization's default share.
    pub organization_file_id: Uuid,
    /// Of the owner's signed URLs; the id is that of the second.
    pub upload_token: String,
    pub download_token: String,
    pub signed_url_id: Uuid,
    /// Of a session of the owner's.
    pub refresh_token: String,
    pub email: String,
    pub password: String,
}

const ROWS: &[Row] = &[
    json("session_create", |ids| json!({ "email": ids.email, "password": ids.password })),
    json("session_refresh", |ids| json!({ "refresh_token": ids.refresh_token })),
    none("session_delete"),
    none("me_get"),
    json("me_update", |_| json!({ "name": unique("Ada") })),
    json("token_create", |_| json!({ "name": unique("token"), "scopes": ["read"] })),
    none("token_list"),
    none("token_revoke"),
    json("organization_create", |_| json!({ "name": unique("Organization") })),
    none("organization_list"),
    none("organization_get"),
    json("organization_update", |_| json!({ "name": unique("Organization") })),
    none("organization_delete"),
    json("member_create", |_| json!({ "email": unique_email(), "role": "member" })),
    none("member_list"),
    none("member_get"),
    json("member_update", |_| json!({ "role": "guest" })),
    none("member_delete"),
    json("group_create", |_| json!({ "name": unique("Group") })),
    none("group_list"),
    none("group_get"),
    json("group_update", |_| json!({ "name": unique("Group") })),
    none("group_delete"),
    none("group_member_list"),
    none("group_member_put"),
    none("group_member_delete"),
    json("share_create", |_| json!({ "name": unique("Share") })),
    none("share_list"),
    none("share_get"),
    json("share_update", |_| json!({ "name": unique("Share") })),
    none("share_delete"),
    none("share_children"),
    none("share_tree"),
    none("share_resolve"),
    none("grant_list"),
    json("grant_put", |_| json!({ "permissions": ["READ"] })),
    none("grant_delete"),
    json("folder_create", |ids| json!({ "share_id": ids.share_id, "name": unique("Folder") })),
    none("folder_get"),
    json("folder_update", |_| json!({ "name": unique("Folder") })),
    none("folder_delete"),
    json("folder_move", |ids| json!({ "target_share_id": ids.share_id })),
    json("folder_copy", |ids| json!({ "target_share_id": ids.share_id, "name": unique("Copy") })),
    none("folder_trash"),
    none("folder_restore"),
    none("folder_children"),
    none("folder_archive"),
    none("folder_grant_list"),
    json("folder_grant_put", |_| json!({ "permissions": ["READ"] })),
    none("folder_grant_delete"),
    Row {
        id: "file_upload",
        body: RowBody::Multipart(|ids| form(&[("share_id", &ids.share_id.to_string())], &unique("a.txt"))),
    },
    Row {
        id: "file_batch_upload",
        body: RowBody::Multipart(|ids| {
            let fields = [("share_id", ids.share_id.to_string()), ("id", Uuid::new_v4().to_string())];
            form(&fields.each_ref().map(|(name, value)| (*name, value.as_str())), &unique("c.txt"))
        }),
    },
    json("file_batch_move", |ids| json!({ "ids": [ids.file_id], "target_share_id": ids.share_id })),
    json("file_batch_trash", |ids| json!({ "ids": [ids.file_id] })),
    json("file_batch_delete", |ids| json!({ "ids": [ids.file_id] })),
    json("file_archive", |ids| json!({ "ids": [ids.file_id] })),
    none("trash_empty"),
    none("file_list"),
    none("file_get"),
    json("file_update", |_| json!({ "name": unique("b.txt") })),
    none("file_delete"),
    json("file_move", |ids| json!({ "target_share_id": ids.share_id })),
    json("file_copy", |ids| json!({ "target_share_id": ids.share_id, "name": unique("copy.txt") })),
    none("file_trash"),
    none("file_restore"),
    none("file_download"),
    none("file_download_head"),
    Row { id: "file_replace", body: RowBody::Bytes(b"new content") },
    none("version_list"),
    none("version_get"),
    Row { id: "organization_file_upload", body: RowBody::Bytes(b"a file of the organization") },
    none("organization_file_list"),
    none("organization_file_download"),
    none("organization_file_download_head"),
    none("organization_file_get"),
    none("organization_file_delete"),
    json("upload_url_generate", |_| json!({ "expire_duration": "60s" })),
    json("download_url_generate", |_| json!({ "expire_duration": "60s" })),
    Row { id: "signed_upload_put", body: RowBody::Bytes(b"by a signed URL") },
    Row { id: "signed_upload_post", body: RowBody::Bytes(b"by a signed URL") },
    none("signed_download"),
    none("signed_download_head"),
    none("signed_url_list"),
    none("signed_url_revoke"),
    json("signed_urls_revoke", |ids| json!({ "file_id": ids.file_id })),
    none("storage_get"),
    none("share_storage_get"),
    none("version_delete"),
    none("version_restore"),
    none("file_grant_list"),
    json("file_grant_put", |_| json!({ "permissions": ["READ"] })),
    none("file_grant_delete"),
    none("health_get"),
    none("readiness_get"),
    none("metrics_get"),
    none("contract_get_json"),
    none("contract_get_yaml"),
];

/// The boundary of `form`.
pub const BOUNDARY: &str = "a-boundary-of-the-suite";

const fn none(id: &'static str) -> Row {
    Row { id, body: RowBody::None }
}

const fn json(id: &'static str, body: fn(&Ids) -> Value) -> Row {
    Row { id, body: RowBody::Json(body) }
}

pub fn all() -> Vec<Row> {
    ROWS.to_vec()
}

pub fn with_body() -> Vec<Row> {
    ROWS.iter().copied().filter(|row| !matches!(row.body, RowBody::None)).collect()
}

pub fn with_json() -> Vec<Row> {
    ROWS.iter().copied().filter(|row| matches!(row.body, RowBody::Json(_))).collect()
}

impl Row {
    pub fn operation(&self) -> &'static Operation {
        generated::operation(self.id).unwrap_or_else(|| panic!("no operation {}", self.id))
    }

    /// The valid request of that caller. `query` begins with `?` or is empty.
    pub fn request(&self, ids: &Ids, token: &str, query: &str) -> Request {
        let request = self.without_body(ids, token, query);
        match self.body {
            RowBody::None => request,
            RowBody::Json(body) => request.json(&body(ids)),
            RowBody::Multipart(body) => request.body(&form_type(), body(ids)),
            RowBody::Bytes(body) => request.body("application/octet-stream", body),
        }
    }

    /// The same without a body and its type.
    pub fn without_body(&self, ids: &Ids, token: &str, query: &str) -> Request {
        let operation = self.operation();
        let query = match (self.required_query(ids), query.strip_prefix('?')) {
            (Some(required), Some(rest)) => format!("?{required}&{rest}"),
            (Some(required), None) => format!("?{required}"),
            (None, _) => query.to_owned(),
        };
        let request = raw::request(operation.method, fill(operation.path, ids) + &query);
        if token.is_empty() { request } else { request.bearer(token) }
    }

    /// What the operation can't do without in its query.
    fn required_query(&self, ids: &Ids) -> Option<String> {
        (self.id == "share_resolve").then(|| format!("path=/{}", ids.folder_name.replace(' ', "%20")))
    }

    pub fn json_body(&self, ids: &Ids) -> Option<Value> {
        match self.body {
            RowBody::Json(body) => Some(body(ids)),
            RowBody::None | RowBody::Multipart(_) | RowBody::Bytes(_) => None,
        }
    }

    /// Whether the request may come without its body.
    pub fn body_is_optional(&self) -> bool {
        ["upload_url_generate", "download_url_generate"].contains(&self.id)
    }

    /// Whether the body may be of any media type.
    pub fn takes_any_type(&self) -> bool {
        ["organization_file_upload", "signed_upload_put", "signed_upload_post"].contains(&self.id)
    }

    /// Whether the path names a thing by its id.
    pub fn names_a_thing(&self) -> bool {
        self.operation().path.contains('{')
    }
}

/// A path with its parameters filled in.
pub fn fill(path: &str, ids: &Ids) -> String {
    let token = if path.contains("/uploads/") { &ids.upload_token } else { &ids.download_token };
    path.replace("{token}", token)
        .replace("{file}", &ids.organization_file_id.to_string())
        .replace("{signed_url_id}", &ids.signed_url_id.to_string())
        .replace("{organization_id}", &ids.organization_id.to_string())
        .replace("{user_id}", &ids.user_id.to_string())
        .replace("{group_id}", &ids.group_id.to_string())
        .replace("{principal_id}", &ids.user_id.to_string())
        .replace("{token_id}", &ids.token_id.to_string())
        .replace("{share_id}", &ids.share_id.to_string())
        .replace("{folder_id}", &ids.folder_id.to_string())
        .replace("{file_id}", &ids.file_id.to_string())
        .replace("{version}", "1")
}

/// A name that nothing else has.
pub fn unique(name: &str) -> String {
    format!("{} {name}", Uuid::new_v4().simple())
}

pub fn unique_email() -> String {
    format!("{}@example.com", Uuid::new_v4().simple())
}

pub fn form_type() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

/// A multipart form with those fields and a small file.
pub fn form(fields: &[(&str, &str)], file_name: &str) -> Vec<u8> {
    form_of(fields, file_name, b"some content")
}

/// A multipart form with those fields and then that file.
pub fn form_of(fields: &[(&str, &str)], file_name: &str, content: &[u8]) -> Vec<u8> {
    let mut form = Vec::new();
    for (name, value) in fields {
        part(&mut form, &format!("name=\"{name}\""), value.as_bytes());
    }
    part(&mut form, &format!("name=\"file\"; filename=\"{file_name}\""), content);
    form.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    form
}

/// Adds one part to a form; what its disposition says beside `form-data` stands in `parameters`.
pub fn part(form: &mut Vec<u8>, parameters: &str, content: &[u8]) {
    let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {parameters}\r\n\r\n");
    form.extend_from_slice(head.as_bytes());
    form.extend_from_slice(content);
    form.extend_from_slice(b"\r\n");
}

impl Ids {
    /// Ids that name nothing.
    pub fn random() -> Self {
        Self {
            organization_id: Uuid::now_v7(),
            share_id: Uuid::now_v7(),
            folder_id: Uuid::now_v7(),
            folder_name: unique("Nothing"),
            file_id: Uuid::now_v7(),
            user_id: Uuid::now_v7(),
            group_id: Uuid::now_v7(),
            token_id: Uuid::now_v7(),
            organization_file_id: Uuid::now_v7(),
            upload_token: "AQE".repeat(27) + "AQ",
            download_token: "AQI".repeat(27) + "AQ",
            signed_url_id: Uuid::now_v7(),
            refresh_token: "srr_nothing".to_owned(),
            email: unique_email(),
            password: "not the password".to_owned(),
        }
    }

    /// A share with a folder and a file, a member of a group with a grant on each, and a session and a token of the owner's.
    pub async fn create(server: &TestServer, team: &Team) -> Self {
        let owner = &team.owner;
        let made = async |path: &str, body: Value| create(server, owner, path, &body).await;
        let share = made("/api/v1/shares", json!({ "name": unique("Share") })).await;
        let folder = made("/api/v1/folders", json!({ "share_id": share["id"], "name": unique("Folder") })).await;
        let share_id = id(&share["id"]);
        let fields = [("share_id", share_id.to_string())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let upload = owner.request("POST", "/api/v1/files").body(&form_type(), form(&fields, &unique("a.txt")));
        let file = upload.send(server.address()).await;
        assert_eq!(file.status, StatusCode::CREATED);
        // A second version: the first is one that may be deleted.
        let content = format!("/api/v1/files/{}/content", id(&file.json()["id"]));
        let replace = owner.request("PUT", content).body("application/octet-stream", "second content");
        assert_eq!(replace.send(server.address()).await.status, StatusCode::OK);
        let members = format!("/api/v1/organizations/{}/members", team.organization_id);
        let member = made(&members, json!({ "email": unique_email(), "role": "member" })).await;
        let user_id = id(&member["user_id"]);
        let (folder_id, file_id) = (id(&folder["id"]), id(&file.json()["id"]));
        for thing in [format!("shares/{share_id}"), format!("folders/{folder_id}"), format!("files/{file_id}")] {
            let grant = owner.request("PUT", format!("/api/v1/{thing}/grants/{user_id}"));
            let grant = grant.json(&json!({ "permissions": ["READ"] })).send(server.address()).await;
            assert_eq!(grant.status, StatusCode::OK);
        }
        let groups = format!("/api/v1/organizations/{}/groups", team.organization_id);
        let group_id = id(&made(&groups, json!({ "name": unique("Group") })).await["id"]);
        let put = owner.request("PUT", format!("{groups}/{group_id}/members/{user_id}")).send(server.address()).await;
        assert_eq!(put.status, StatusCode::NO_CONTENT);
        let token = made("/api/v1/me/tokens", json!({ "name": unique("token"), "scopes": ["read"] })).await;
        let files = format!("/api/v1/organizations/{}/files", team.organization_id);
        let file_of_organization = owner.request("POST", format!("{files}:upload")).body("text/plain", "x");
        let file_of_organization = file_of_organization.send(server.address()).await.json();
        let name = file_of_organization["metadata"]["name"].as_str().expect("a file has a name");
        let organization_file_id: Uuid = name.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
        let signed = async |path: String, uri: &str| {
            let answer = owner.request("POST", path).send(server.address()).await.json();
            let uri = answer[uri].as_str().unwrap_or_else(|| panic!("no URL in {answer}")).to_owned();
            uri.rsplit('/').next().unwrap_or_default().to_owned()
        };
        let upload_token = signed(format!("{files}:generateUploadUrl"), "upload_uri").await;
        let download = format!("{files}/{organization_file_id}:generateDownloadUrl");
        let download_token = signed(download, "download_uri").await;
        let listed = owner.request("GET", "/api/v1/signed-urls?take=1").send(server.address()).await.json();
        let login = json!({ "email": owner.email, "password": owner.password });
        let session = raw::request("POST", "/api/v1/auth/login").json(&login).send(server.address()).await.json();
        Self {
            organization_id: team.organization_id,
            share_id,
            folder_id,
            folder_name: folder["name"].as_str().expect("a folder has one").to_owned(),
            file_id,
            user_id,
            group_id,
            token_id: id(&token["details"]["id"]),
            organization_file_id,
            upload_token,
            download_token,
            signed_url_id: id(&listed["data"][0]["id"]),
            refresh_token: session["refresh_token"].as_str().expect("a session has one").to_owned(),
            email: owner.email.clone(),
            password: owner.password.clone(),
        }
    }
}

async fn create(server: &TestServer, actor: &Actor, path: &str, body: &Value) -> Value {
    let answer = actor.request("POST", path).json(body).send(server.address()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{path}: {answer:?}");
    answer.json()
}

pub fn id(value: &Value) -> Uuid {
    value.as_str().and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("{value} is no id"))
}

#[test]
fn every_operation_has_a_row() {
    let mut rows: Vec<_> = ROWS.iter().map(|row| row.id).collect();
    let mut operations: Vec<_> = generated::OPERATIONS.iter().map(|operation| operation.id).collect();
    rows.sort_unstable();
    operations.sort_unstable();
    assert_eq!(rows, operations);
}
