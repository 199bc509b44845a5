//! The files of an organization by their resource names: exactly what a caller written against such an API sends, and
//! what it expects back.

use conformance::raw::{self, Answer, Request};
use conformance::{Role, Team, TestServer, samples};
use http::StatusCode;
use serde_json::{Value, json};
use strongroom_client::models::{FileUpload, OrganizationCreate, ShareCreate};
use strongroom_client::{Client, Upload};
use uuid::Uuid;

struct Fixture {
    server: TestServer,
    team: Team,
}

impl Fixture {
    async fn create() -> Self {
        let server = TestServer::start().await;
        let team = Team::create(&server, "Acme").await;
        Self { server, team }
    }

    /// A request of the owner's below `/api/v1/organizations/{organization_id}`.
    fn request(&self, method: &str, path: &str) -> Request {
        self.team.owner.request(method, format!("/api/v1/organizations/{}{path}", self.team.organization_id))
    }

    async fn send(&self, request: Request) -> Answer {
        request.send(self.server.address()).await
    }

    async fn upload(&self, media_type: &str, body: impl Into<Vec<u8>>) -> Answer {
        self.send(self.request("POST", "/files:upload").body(media_type, body)).await
    }

    async fn content(&self, file: &str) -> Vec<u8> {
        let answer = self.send(self.request("GET", &format!("/files/{file}:download"))).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.body
    }
}

/// The last segment of a resource name.
fn file_of(metadata: &Value) -> String {
    let name = metadata["name"].as_str().expect("a file has a name");
    name.rsplit('/').next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_through_its_whole_life_at_the_documented_paths() {
    let fixture = Fixture::create().await;
    let content = samples::pdf();
    let uploaded = fixture.upload("application/octet-stream", content.clone()).await;
    assert_eq!(uploaded.status, StatusCode::OK);
    let metadata = uploaded.json()["metadata"].clone();
    let file = file_of(&metadata);
    let name = format!("organizations/{}/files/{file}", fixture.team.organization_id);
    assert_eq!(metadata["name"], json!(name));
    assert_eq!(metadata["filename"], json!("file.pdf"), "nobody said what it is called");
    assert_eq!(metadata["mime_type"], json!("application/pdf"), "told from the bytes");
    assert_eq!(metadata["size_bytes"], json!(content.len().to_string()), "a text of digits");
    let time = metadata["create_time"].as_str().unwrap();
    assert!(time.ends_with('Z') && time.parse::<chrono::DateTime<chrono::Utc>>().is_ok(), "{time}");
    assert_eq!(uploaded.header("location"), Some(format!("/api/v1/{name}/metadata").as_str()));

    let read = fixture.send(fixture.request("GET", &format!("/files/{file}/metadata"))).await;
    assert_eq!(read.json(), metadata);
    assert!(fixture.content(&file).await == content);
    let list = fixture.send(fixture.request("GET", "/files")).await.json();
    assert_eq!((list["count"].clone(), list["data"][0].clone()), (json!(1), metadata.clone()));

    // It is a file like any other, seen through another name.
    let file_id: Uuid = file.parse().unwrap();
    let same = fixture.team.owner.client.files().get(file_id).await.unwrap();
    assert_eq!((same.share_id, same.path.as_str()), (fixture.team.default_share_id, "/file.pdf"));

    let deleted = fixture.send(fixture.request("DELETE", &format!("/files/{file}"))).await;
    assert_eq!((deleted.status, deleted.json()), (StatusCode::OK, json!({})));
    for (method, path) in [
        ("DELETE", format!("/files/{file}")),
        ("GET", format!("/files/{file}/metadata")),
        ("GET", format!("/files/{file}:download")),
        ("HEAD", format!("/files/{file}:download")),
        ("POST", format!("/files/{file}:generateDownloadUrl")),
    ] {
        let gone = fixture.send(fixture.request(method, &path)).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND, "{method} {path}");
    }
    // What was not deleted for good can be brought back, elsewhere.
    let trashed = fixture.team.owner.client.files().get(file_id).trashed(true).await.unwrap();
    assert!(trashed.trashed_at.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn organization_file_delete_for_good_leaves_nothing() {
    let fixture = Fixture::create().await;
    let content = samples::noise(100_000, 3);
    let file = file_of(&fixture.upload("application/octet-stream", content).await.json()["metadata"]);
    let deleted = fixture.send(fixture.request("DELETE", &format!("/files/{file}?permanent=true"))).await;
    assert_eq!(deleted.status, StatusCode::OK);
    assert_eq!(fixture.server.db_number("SELECT COUNT(*) FROM files").await, 0);
}

/// The generated client, with the models of the contract.
#[tokio::test(flavor = "multi_thread")]
async fn the_client_knows_the_files_of_an_organization() {
    let fixture = Fixture::create().await;
    let (client, organization_id) = (&fixture.team.owner.client, fixture.team.organization_id);
    let files = client.organization_files();
    let made = files.upload(organization_id, Upload::from("name,age\n")).filename("people.csv").await.unwrap();
    assert_eq!((made.metadata.filename.as_str(), made.metadata.mime_type.as_str()), ("people.csv", "text/csv"));
    assert_eq!(made.metadata.size_bytes, 9);
    let file: Uuid = made.metadata.name.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(files.get(organization_id, file).await.unwrap().into_inner(), made.metadata.clone());
    let content = files.download(organization_id, file).range("bytes=0-3").await.unwrap().content().unwrap();
    assert!(content.is_partial());
    assert_eq!(content.bytes(100).await.unwrap(), "name");
    files.delete(organization_id, file).await.unwrap();
    assert_eq!(files.list(organization_id).await.unwrap().count, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn organization_file_upload_takes_its_name_where_it_is_given() {
    let fixture = Fixture::create().await;
    let upload = async |query: &str, disposition: Option<&str>| {
        let mut request = fixture.request("POST", &format!("/files:upload{query}")).body("text/plain", "x");
        if let Some(disposition) = disposition {
            request = request.header("Content-Disposition", disposition);
        }
        fixture.send(request).await
    };
    for (query, disposition, name) in [
        ("?filename=a.md", None, "a.md"),
        ("?filename=b.md", Some("attachment; filename=\"c.md\""), "c.md"),
        ("", Some("attachment; filename=x; filename*=UTF-8''na%C3%AFve.txt"), "naïve.txt"),
        ("?filename=d.md", Some("attachment"), "d.md"),
        ("", None, "file.txt"),
        ("", None, "file (2).txt"),
        ("", None, "file (3).txt"),
        ("?filename=A.MD", None, "A (2).MD"),
    ] {
        let answer = upload(query, disposition).await;
        assert_eq!(answer.json()["metadata"]["filename"], json!(name), "{query} {disposition:?}");
    }
    assert_eq!(upload("?filename=a%2Fb", None).await.faults(), ["query /filename pattern"]);
    let empty = upload("?filename=", None).await;
    assert_eq!(empty.faults(), ["query /filename min_length", "query /filename pattern"]);
    let dots = upload("", Some("attachment; filename=\"..\"")).await;
    assert_eq!(dots.faults(), ["header /Content-Disposition name_dots"]);
}

/// As many uploads of one name at a time as there are names to be found.
#[tokio::test(flavor = "multi_thread")]
async fn organization_file_upload_finds_a_free_name_however_many_want_it() {
    let fixture = Fixture::create().await;
    let uploads = (0..12).map(|_| fixture.upload("text/plain", "x"));
    let mut names = std::collections::BTreeSet::new();
    for answer in futures_util::future::join_all(uploads).await {
        assert_eq!(answer.status, StatusCode::OK);
        names.insert(answer.json()["metadata"]["filename"].to_string());
    }
    assert_eq!(names.len(), 12, "{names:?}");
}

/// The written rule: `application/json` and exactly that object; everything else is the content itself.
#[tokio::test(flavor = "multi_thread")]
async fn organization_file_upload_tells_the_json_form_from_raw_bytes() {
    let fixture = Fixture::create().await;
    let form = r#"{"content_type": "text/html", "data": "JVBERi0xLjcK"}"#;
    for (media_type, body, content) in [
        ("application/json", form, "%PDF-1.7\n"),
        ("application/json; charset=utf-8", r#"{"contentType":"x","data":"JVBERi0xLjcK"}"#, "%PDF-1.7\n"),
        ("Application/JSON", r#"{"data":"_-8"}"#, "\u{0}"),
        ("application/json", r#"{"data":null}"#, ""),
        ("application/octet-stream", form, form),
        ("application/problem+json", form, form),
        ("text/plain", form, form),
        ("application/json", r#"{"a": 1}"#, r#"{"a": 1}"#),
        ("application/json", "[1, 2]", "[1, 2]"),
        ("application/json", "not JSON at all", "not JSON at all"),
        ("application/json", r#"{"data":"aGk=","more":1}"#, r#"{"data":"aGk=","more":1}"#),
        ("application/json", "{}", "{}"),
    ] {
        let answer = fixture.upload(media_type, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{media_type} {body}");
        let expected = if content == "\u{0}" { vec![0xff, 0xef] } else { content.as_bytes().to_vec() };
        let metadata = &answer.json()["metadata"];
        assert_eq!(fixture.content(&file_of(metadata)).await, expected, "{media_type} {body}");
        if content.starts_with("%PDF") {
            assert_eq!(metadata["mime_type"], json!("application/pdf"), "the sender's word is not taken for it");
        }
    }
    for (body, fault) in [
        (r#"{"data": "%"}"#, "body /data format"),
        (r#"{"data": 7}"#, "body /data type"),
        (r#"{"data": "", "data": ""}"#, "body  repeated"),
        (r#"{"data": "", "content_type": "a", "contentType": "b"}"#, "body  repeated"),
    ] {
        assert_eq!(fixture.upload("application/json", body).await.faults(), [fault], "{body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn organization_file_upload_bounds_json_and_streams_the_rest() {
    let fixture = Fixture::create().await;
    let long = vec![b' '; (1 << 20) + 1];
    for request in [
        fixture.request("POST", "/files:upload").body("application/json", long.clone()),
        fixture.request("POST", "/files:upload").body("application/json", long.clone()).chunked(),
    ] {
        let answer = fixture.send(request).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE"));
    }
    let raw = fixture.send(fixture.request("POST", "/files:upload").body("image/png", long.clone()).chunked()).await;
    assert_eq!(raw.json()["metadata"]["size_bytes"], json!(long.len().to_string()));
    // Compressed bodies are not the bytes that they stand for.
    let encoded = fixture.request("POST", "/files:upload").header("Content-Encoding", "gzip").body("text/plain", "x");
    assert_eq!(fixture.send(encoded).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    // Without a type, too.
    let untyped = fixture.request("POST", "/files:upload").header("Content-Length", "1").as_given();
    let mut bytes = untyped.to_bytes();
    bytes.push(b'x');
    let mut connection = raw::Connection::open(fixture.server.address()).await.unwrap();
    connection.write(&bytes).await.unwrap();
    assert_eq!(connection.answer(false).await.unwrap().status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn verbs_are_matched_exactly() {
    let fixture = Fixture::create().await;
    let file = file_of(&fixture.upload("text/plain", "x").await.json()["metadata"]);
    for path in [
        "/files:import".to_owned(),
        "/files:UPLOAD".to_owned(),
        "/files:".to_owned(),
        "/filesupload".to_owned(),
        "/files/~upload".to_owned(),
        format!("/files/{file}:open"),
        format!("/files/{file}/~download"),
        format!("/files/{file}/download"),
    ] {
        for method in ["GET", "POST"] {
            // Not judged: to the judge an unknown verb is no file's name.
            let answer = fixture.request(method, &path).exchange(fixture.server.address()).await.unwrap();
            // `{file}` takes any segment, so that an unknown verb is a part of a file's name there, which has no `GET`, and so is
            // the spelling of a verb that the framework knows.
            let is_resource = path.matches('/').count() == 2;
            let expected = if is_resource { StatusCode::METHOD_NOT_ALLOWED } else { StatusCode::NOT_FOUND };
            assert_eq!(answer.status, expected, "{method} {path}");
        }
    }
    for (path, wrong, allowed) in [
        ("/files:upload".to_owned(), "GET", "POST"),
        ("/files:generateUploadUrl".to_owned(), "PUT", "POST"),
        (format!("/files/{file}:download"), "POST", "GET, HEAD"),
        (format!("/files/{file}:generateDownloadUrl"), "GET", "POST"),
        (format!("/files/{file}/metadata"), "DELETE", "GET"),
        (format!("/files/{file}"), "GET", "DELETE"),
    ] {
        let answer = fixture.send(fixture.request(wrong, &path)).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{wrong} {path}");
        assert_eq!(answer.header("allow"), Some(allowed), "{wrong} {path}");
    }
    // An encoded colon belongs to the name before it: `{file}` is then no UUID, and `files%3Aupload` is nothing.
    let encoded = fixture.send(fixture.request("DELETE", &format!("/files/{file}%3Adownload"))).await;
    assert_eq!(encoded.faults(), ["path /file format"]);
    let encoded = fixture.send(fixture.request("POST", "/files%3Aupload").body("text/plain", "x")).await;
    assert_eq!(encoded.status, StatusCode::NOT_FOUND);
}

/// What another share holds, or another organization, is none of these files.
#[tokio::test(flavor = "multi_thread")]
async fn only_files_of_the_default_share_are_the_organizations() {
    let fixture = Fixture::create().await;
    let owner = &fixture.team.owner.client;
    let share = owner.shares().create(ShareCreate::new("Elsewhere")).await.unwrap();
    let other = owner.files().upload(FileUpload::new(Upload::from("x")).share_id(share.id).name("x")).await.unwrap();
    let inside = owner.files().upload(FileUpload::new(Upload::from("x")).name("y")).await.unwrap();
    let metadata = |id: Uuid| fixture.send(fixture.request("GET", &format!("/files/{id}/metadata")));
    assert_eq!(metadata(other.id).await.status, StatusCode::NOT_FOUND);
    assert_eq!(metadata(inside.id).await.json()["filename"], json!("y"));
    let list = owner.organization_files().list(fixture.team.organization_id).await.unwrap();
    assert_eq!(list.data.iter().map(|file| file.filename.as_str()).collect::<Vec<_>>(), ["y"]);
    // Whoever may read nothing of it sees an empty list, and no file.
    owner.shares().grant_delete(fixture.team.default_share_id, fixture.team.organization_id).await.unwrap();
    let member = fixture.team.add(&fixture.server, Role::Member).await;
    let files = member.client.organization_files();
    assert_eq!(files.list(fixture.team.organization_id).await.unwrap().count, Some(0));
    let refused = files.get(fixture.team.organization_id, inside.id).await.unwrap_err();
    assert_eq!(refused.code(), Some("NOT_FOUND"));
}

#[tokio::test(flavor = "multi_thread")]
async fn organization_file_list_is_sorted_and_paged() {
    let fixture = Fixture::create().await;
    let client: &Client = &fixture.team.owner.client;
    let files = client.organization_files();
    for name in ["b", "a", "c"] {
        files.upload(fixture.team.organization_id, Upload::from("x")).filename(name).await.unwrap();
    }
    for (order, names) in [
        ("", "abc"),
        ("filename", "abc"),
        ("filename desc", "cba"),
        ("create_time", "bac"),
        ("create_time desc", "cab"),
    ] {
        let query = order.replace(' ', "%20");
        let first = fixture.send(fixture.request("GET", &format!("/files?take=2&order_by={query}"))).await.json();
        let cursor = first["next_cursor"].as_str().unwrap().to_owned();
        let rest = format!("/files?take=2&order_by={query}&cursor={cursor}");
        let rest = fixture.send(fixture.request("GET", &rest)).await.json();
        let listed = first["data"].as_array().unwrap().iter().chain(rest["data"].as_array().unwrap());
        let listed: String = listed.map(|file| file["filename"].as_str().unwrap().to_owned()).collect();
        assert_eq!(listed, names, "{order}");
    }
}

/// A file lives as long as its organization, and so do its versions, its bytes and its URLs.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_outlives_its_organization() {
    let server = TestServer::start_with(|config| config.limits.pack_grace_secs = 0).await;
    let superuser = server.superuser().client;
    let doomed = superuser.organizations().create(OrganizationCreate::new("Doomed")).await.unwrap();
    let files = superuser.organization_files();
    let large = samples::noise(200_000, 5);
    let made = files.upload(doomed.id, Upload::from(large)).await.unwrap();
    files.upload(doomed.id, Upload::from("small")).await.unwrap();
    let file: Uuid = made.metadata.name.rsplit('/').next().unwrap().parse().unwrap();
    superuser.in_organization(doomed.id).files().replace(file, Upload::from("second")).await.unwrap();
    let download = files.download_url_generate(doomed.id, file).await.unwrap().into_inner().download_uri;
    let upload = files.upload_url_generate(doomed.id).await.unwrap().into_inner().upload_uri;
    assert_eq!(server.store_files().len(), 1);

    superuser.organizations().delete(doomed.id).await.unwrap();
    let path = |uri: &str| uri.strip_prefix(&server.url()).unwrap().to_owned();
    let answer = raw::request("GET", path(download.expose())).send(server.address()).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::FORBIDDEN, "SIGNATURE_INVALID"));
    let answer = raw::request("PUT", path(upload.expose())).body("text/plain", "x").send(server.address()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let gone = server.superuser().request("GET", format!("/api/v1/organizations/{}/files", doomed.id));
    assert_eq!(gone.send(server.address()).await.status, StatusCode::NOT_FOUND);
    for table in ["files", "versions", "contents", "extents", "signed_urls"] {
        assert_eq!(server.db_number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
    // The sweep takes the object, now that nothing names it.
    let condemned = server.db_number("SELECT COUNT(*) FROM packs WHERE state = 'condemned'").await;
    assert_eq!(condemned, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn quota_and_limits_hold_here_too() {
    let fixture = Fixture::create().await;
    let superuser = fixture.server.superuser();
    let path = format!("/api/v1/organizations/{}", fixture.team.organization_id);
    let change = superuser.request("PATCH", path).json(&json!({ "quota_bytes": 10 }));
    assert_eq!(fixture.send(change).await.status, StatusCode::OK);
    let answer = fixture.upload("text/plain", "eleven byte").await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "QUOTA_EXCEEDED"));
    assert_eq!(fixture.upload("text/plain", "ten bytes.").await.status, StatusCode::OK);
}
