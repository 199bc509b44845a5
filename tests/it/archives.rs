//! Archives: what is in them, as Python's `zipfile` reads it, and that they are whole or visibly not.

use std::io::Write as _;
use std::process::Command;

use conformance::raw::Connection;
use conformance::{Role, Team, TestServer, samples};
use serde_json::json;
use strongroom_client::Upload;
use strongroom_client::models::{ArchiveRequest, FileUpload, FolderCreate, GrantPut, Permission};
use uuid::Uuid;

async fn fixture() -> (TestServer, Team) {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    (server, team)
}

async fn folder(team: &Team, parent_id: Option<Uuid>, name: &str) -> Uuid {
    let mut new = FolderCreate::new(team.default_share_id, name);
    if let Some(parent_id) = parent_id {
        new = new.parent_id(parent_id);
    }
    team.owner.client.folders().create(new).await.unwrap().id
}

async fn file(team: &Team, folder_id: Option<Uuid>, name: &str, content: &[u8]) -> Uuid {
    let mut new = FileUpload::new(Upload::from(bytes::Bytes::copy_from_slice(content))).name(name);
    if let Some(folder_id) = folder_id {
        new = new.folder_id(folder_id);
    }
    team.owner.client.files().upload(new).await.unwrap().id
}

/// What Python makes of an archive: each entry with its size and the SHA-256 of its content, all of them checked.
fn listed(archive: &[u8]) -> Vec<String> {
    let mut saved = tempfile::NamedTempFile::new().unwrap();
    saved.write_all(archive).unwrap();
    let program = "
import hashlib, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
for info in archive.infolist():
    print(info.filename, info.file_size, hashlib.sha256(archive.read(info)).hexdigest(), sep='|')
";
    let output = Command::new("python3").arg("-c").arg(program).arg(saved.path()).output().expect("python3 is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

fn line(path: &str, content: &[u8]) -> String {
    format!("{path}|{}|{}", content.len(), samples::sha256_hex(content))
}

#[tokio::test(flavor = "multi_thread")]
async fn folder_archive_holds_the_whole_tree() {
    let (_server, team) = fixture().await;
    let large = samples::noise(300_000, 1);
    let top = folder(&team, None, "Größe ☃").await;
    let below = folder(&team, Some(top), "below").await;
    folder(&team, Some(below), "empty").await;
    file(&team, Some(top), "large.bin", &large).await;
    file(&team, Some(below), "naïve.txt", b"small").await;
    file(&team, Some(below), "nothing", b"").await;
    let trashed = file(&team, Some(below), "trashed", b"x").await;
    team.owner.client.files().delete(trashed).await.unwrap();
    let gone = folder(&team, Some(top), "gone").await;
    file(&team, Some(gone), "with it", b"x").await;
    team.owner.client.folders().delete(gone).await.unwrap();
    file(&team, None, "beside", b"x").await;

    let archive = team.owner.client.folders().archive(top).await.unwrap();
    assert_eq!(archive.content_type(), Some("application/zip"));
    assert_eq!(archive.file_name().as_deref(), Some("Größe ☃.zip"));
    let announced = archive.content_length();
    let bytes = archive.bytes(samples::LIMIT_BYTES).await.unwrap();
    assert_eq!(announced, Some(bytes.len() as u64));
    assert_eq!(
        listed(&bytes),
        [
            line("Größe ☃/", b""),
            line("Größe ☃/below/", b""),
            line("Größe ☃/below/empty/", b""),
            line("Größe ☃/below/naïve.txt", b"small"),
            line("Größe ☃/below/nothing", b""),
            line("Größe ☃/large.bin", &large),
        ]
    );
    let trashed = team.owner.client.folders().archive(gone).await.unwrap_err();
    assert_eq!(trashed.code(), Some("RESOURCE_DELETED"));
    let missing = team.owner.client.folders().archive(Uuid::now_v7()).await.unwrap_err();
    assert_eq!(missing.code(), Some("NOT_FOUND"));
}

#[tokio::test(flavor = "multi_thread")]
async fn file_archive_holds_a_selection() {
    let (server, team) = fixture().await;
    let (one, two) = (folder(&team, None, "One").await, folder(&team, None, "Two").await);
    let first = file(&team, Some(one), "plan.txt", b"1").await;
    let second = file(&team, Some(two), "PLAN.txt", b"2").await;
    let inner = folder(&team, Some(two), "Plan.txt.d").await;
    let trashed = file(&team, None, "trashed", b"x").await;
    team.owner.client.files().delete(trashed).await.unwrap();
    let select = async |ids: &[Uuid]| {
        let archive = team.owner.client.files().archive(ArchiveRequest::new(ids.to_vec())).await.unwrap();
        (archive.file_name().unwrap(), listed(&archive.bytes(samples::LIMIT_BYTES).await.unwrap()))
    };
    // Equal names are numbered, what is named twice is there once, and what can't be had is left out.
    let (name, entries) = select(&[first, second, first, inner, trashed, Uuid::now_v7()]).await;
    assert_eq!(name, "files.zip");
    assert_eq!(entries, [line("PLAN (2).txt", b"2"), line("Plan.txt.d/", b""), line("plan.txt", b"1")]);
    let (name, entries) = select(&[one]).await;
    assert_eq!((name.as_str(), entries), ("One.zip", vec![line("One/", b""), line("One/plan.txt", b"1")]));

    // A caller who may read some of it gets that.
    let reader = team.add(&server, Role::Guest).await;
    let nothing = reader.client.files().archive(ArchiveRequest::new(vec![first, one])).await.unwrap_err();
    assert_eq!(nothing.code(), Some("NOT_FOUND"));
    let put = GrantPut::new(vec![Permission::Read]);
    team.owner.client.folders().grant_put(two, reader.user_id, put).await.unwrap();
    let part = reader.client.files().archive(ArchiveRequest::new(vec![first, one, second])).await.unwrap();
    assert_eq!(listed(&part.bytes(samples::LIMIT_BYTES).await.unwrap()), [line("PLAN.txt", b"2")]);
    assert_eq!(reader.client.folders().archive(one).await.unwrap_err().code(), Some("NOT_FOUND"));
}

/// A content that is removed while the archive is being sent ends the answer before its announced end.
#[tokio::test(flavor = "multi_thread")]
async fn folder_archive_breaks_off_if_a_content_vanishes() {
    let (server, team) = fixture().await;
    let top = folder(&team, None, "Top").await;
    // More than any buffer between the server and us takes.
    let upload = Upload::stream(samples::blocks(64));
    team.owner.client.files().upload(FileUpload::new(upload).name("a").folder_id(top)).await.unwrap();
    let last = file(&team, Some(top), "b", b"last").await;

    let request = team.owner.request("GET", format!("/api/v1/folders/{top}/archive"));
    let mut connection = Connection::open(server.address()).await.unwrap();
    connection.write(&request.to_bytes()).await.unwrap();
    let read = connection.read_some(1000).await.unwrap();
    assert!(read > 0);
    team.owner.client.files().delete(last).permanent(true).await.unwrap();
    let rest = connection.closed().await.unwrap_or_default();
    let whole = 64 * samples::BLOCK_BYTES;
    assert!(rest.len() > whole / 2, "{} bytes came", rest.len());
    assert!(!rest.ends_with(&[0, 0]) || !rest.windows(4).any(|window| window == b"PK\x05\x06"), "it has no end");

    // The next one is whole again, without the file.
    let archive = team.owner.client.folders().archive(top).await.unwrap();
    let bytes = archive.bytes(samples::LIMIT_BYTES).await.unwrap();
    assert_eq!(listed(&bytes).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn archives_are_bounded() {
    let server = TestServer::start_with(|config| config.limits.archive_entries = 4).await;
    let team = Team::create(&server, "Acme").await;
    let top = folder(&team, None, "Top").await;
    let below = folder(&team, Some(top), "below").await;
    let first = file(&team, Some(top), "a", b"a").await;
    let second = file(&team, Some(below), "b", b"b").await;
    let folders = team.owner.client.folders();
    let whole = folders.archive(top).await.unwrap().bytes(samples::LIMIT_BYTES).await.unwrap();
    assert_eq!(listed(&whole).len(), 4);
    let selection = ArchiveRequest::new(vec![top, first]);
    let refused = team.owner.client.files().archive(selection).await.unwrap_err();
    assert_eq!(refused.code(), Some("INVALID_ARGUMENT"));
    for (deepest, is_folder) in [(below, true), (below, false)] {
        let added = if is_folder {
            folder(&team, Some(deepest), "one too many").await
        } else {
            file(&team, Some(deepest), "one too many", b"x").await
        };
        assert_eq!(folders.archive(top).await.unwrap_err().code(), Some("INVALID_ARGUMENT"));
        if is_folder {
            folders.delete(added).await.unwrap();
        }
    }
    team.owner.client.files().delete(second).await.unwrap();
    let again = folders.archive(top).await.unwrap().bytes(samples::LIMIT_BYTES).await.unwrap();
    assert_eq!(listed(&again).len(), 4);
    let many = team.owner.request("POST", "/api/v1/files:archive").json(&json!({ "ids": vec![top; 501] }));
    assert_eq!(many.send(server.address()).await.status.as_u16(), 422);
}
