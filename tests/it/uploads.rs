//! Uploading files: in every form, order and size, and what is refused before and after the bytes have come.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use conformance::raw::Answer;
use conformance::{Team, TestServer, samples};
use http::StatusCode;
use serde_json::json;
use strongroom_client::Upload;
use strongroom_client::models::{FileKind, FileUpload, FolderCreate, ShareCreate};
use uuid::Uuid;

use crate::metrics::eventually;
use crate::requests::{self, BOUNDARY, part};

async fn fixture() -> (TestServer, Team) {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    (server, team)
}

#[tokio::test(flavor = "multi_thread")]
async fn file_upload_keeps_what_it_is_given() {
    let (_server, team) = fixture().await;
    let folder = team.owner.client.folders().create(FolderCreate::new(team.default_share_id, "Plans")).await.unwrap();
    let content = samples::pdf();
    let upload = FileUpload::new(Upload::from(content.clone()))
        .folder_id(folder.id)
        .name("plan.pdf")
        .tags(vec!["urgent".to_owned(), "draft".to_owned()])
        .metadata(BTreeMap::from([("project".to_owned(), "apollo".to_owned())]));
    let files = team.owner.client.files();
    let file = files.upload(upload).await.unwrap();
    assert_eq!((file.name.as_str(), file.path.as_str()), ("plan.pdf", "/Plans/plan.pdf"));
    assert_eq!((file.share_id, file.folder_id), (team.default_share_id, Some(folder.id)));
    assert_eq!((file.mime_type.as_str(), &file.kind), ("application/pdf", &FileKind::Document));
    assert_eq!(file.size_bytes, i64::try_from(content.len()).unwrap());
    assert_eq!(file.sha256, samples::sha256_hex(&content));
    assert_eq!(file.tags, ["draft", "urgent"], "tags are sorted");
    assert_eq!(file.metadata["project"], "apollo");
    assert_eq!((file.version, file.trashed_at), (1, None));
    assert_eq!((file.created_by, file.updated_by), (team.owner.user_id, team.owner.user_id));
    assert_eq!(file.location(), Some(format!("/api/v1/files/{}", file.id).as_str()));
    let read = files.get(file.id).await.unwrap();
    assert_eq!(read.etag(), file.etag());
    assert_eq!(read.into_inner(), file.clone().into_inner());
    let downloaded = files.download(file.id).await.unwrap().content().unwrap();
    assert_eq!(downloaded.etag(), Some(file.content_etag.as_str()));
    assert_eq!(downloaded.bytes(samples::LIMIT_BYTES).await.unwrap(), content);
}

/// Sizes around every border: nothing, one byte, what fits the row, what does not, several blocks.
#[tokio::test(flavor = "multi_thread")]
async fn file_upload_of_any_size_comes_back() {
    let (server, team) = fixture().await;
    let files = team.owner.client.files();
    let sizes = [0, 1, 2, 16_383, 16_384, 16_385, 65_536, 262_143, 262_144, 262_145, 1_048_577, 5_000_000];
    for size_bytes in sizes {
        let content = samples::noise(size_bytes, 9);
        let upload = FileUpload::new(Upload::from(content.clone())).name(format!("{size_bytes}"));
        let file = files.upload(upload).await.unwrap();
        assert_eq!(file.sha256, samples::sha256_hex(&content));
        let downloaded =
            files.download(file.id).await.unwrap().content().unwrap().bytes(samples::LIMIT_BYTES).await.unwrap();
        assert!(downloaded == content, "{size_bytes} bytes come back otherwise");
    }
    // Small ones are in their rows, all others one object each.
    let large = sizes.into_iter().filter(|size_bytes| *size_bytes > 16_384).count();
    assert_eq!(server.store_files().len(), large);
}

/// 64 MiB that neither side ever holds: streamed up, streamed down, compared by digest.
#[tokio::test(flavor = "multi_thread")]
async fn file_upload_streams_what_is_large() {
    const BLOCKS: u64 = 64;
    let (_server, team) = fixture().await;
    let files = team.owner.client.files();
    let sent = Arc::new(AtomicU64::new(0));
    let progress = Arc::clone(&sent);
    let upload = Upload::stream(samples::blocks(BLOCKS))
        .length(BLOCKS * samples::BLOCK_BYTES as u64)
        .on_progress(move |bytes, _| progress.store(bytes, Ordering::Relaxed));
    let file = files.upload(FileUpload::new(upload).name("large.bin")).await.unwrap();
    assert_eq!(u64::try_from(file.size_bytes).unwrap(), BLOCKS * samples::BLOCK_BYTES as u64);
    assert_eq!(sent.load(Ordering::Relaxed), BLOCKS * samples::BLOCK_BYTES as u64);
    assert_eq!(file.sha256, samples::blocks_sha256_hex(BLOCKS));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.bin");
    // Verifies the digest that the server announces, and leaves nothing behind if it is another.
    files.download(file.id).await.unwrap().content().unwrap().write_to(&path).await.unwrap();
    assert_eq!(samples::sha256_hex(&std::fs::read(&path).unwrap()), file.sha256);
}

/// Without a length told, and from a reader that gives one byte at a time.
#[tokio::test(flavor = "multi_thread")]
async fn file_upload_of_unknown_length_is_whole() {
    let (_server, team) = fixture().await;
    let content = samples::noise(70_000, 4);
    let pieces: Vec<_> = content.chunks(7).map(|piece| Ok(bytes::Bytes::copy_from_slice(piece))).collect();
    let upload = Upload::stream(futures_util::stream::iter(pieces));
    let file = team.owner.client.files().upload(FileUpload::new(upload).name("pieces")).await.unwrap();
    assert_eq!(file.sha256, samples::sha256_hex(&content));
}

/// The parts mean the same in every order.
#[tokio::test(flavor = "multi_thread")]
async fn file_upload_takes_its_parts_in_any_order() {
    let (server, team) = fixture().await;
    let share = team.owner.client.shares().create(ShareCreate::new("Plans")).await.unwrap();
    let share_id = share.id.to_string();
    let orders: [[usize; 4]; 24] = permutations();
    for (number, order) in orders.into_iter().enumerate() {
        let name = format!("file {number}");
        let mut form = Vec::new();
        for which in order {
            match which {
                0 => part(&mut form, "name=\"share_id\"", share_id.as_bytes()),
                1 => part(&mut form, "name=\"name\"", name.as_bytes()),
                2 => part(&mut form, "name=\"tags\"", b"tag"),
                _ => part(&mut form, "name=\"file\"; filename=\"x\"", &samples::noise(20_000, number as u64)),
            }
        }
        let answer = send_form(&server, &team, form).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{order:?}: {answer:?}");
        let file = answer.json();
        assert_eq!((&file["share_id"], &file["name"]), (&json!(share.id), &json!(name)), "{order:?}");
        assert_eq!(file["tags"], json!(["tag"]), "{order:?}");
        assert_eq!(file["sha256"], json!(samples::sha256_hex(&samples::noise(20_000, number as u64))), "{order:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_upload_takes_its_name_from_the_part() {
    let (server, team) = fixture().await;
    for (parameters, name) in [
        ("name=\"file\"; filename=\"plain.txt\"", "plain.txt"),
        ("name=\"file\"; filename=\"naïve.txt\"", "naïve.txt"),
        ("name=file; filename=token.txt", "token.txt"),
    ] {
        let mut form = Vec::new();
        part(&mut form, parameters, b"content");
        let answer = send_form(&server, &team, form).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{parameters}: {answer:?}");
        assert_eq!(answer.json()["name"], name, "{parameters}");
    }
    // Escaped quotes are quotes, which no file is called with.
    let mut form = Vec::new();
    part(&mut form, "name=\"file\"; filename=\"with \\\"quotes\\\".txt\"", b"content");
    let answer = send_form(&server, &team, form).await;
    assert_eq!(answer.faults(), ["body /name name_character"]);
    assert_eq!(answer.json()["data"]["suggested_name"], "with _quotes_.txt");
    // A part without any name needs a field that gives one.
    let mut form = Vec::new();
    part(&mut form, "name=\"file\"", b"content");
    let answer = send_form(&server, &team, form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer:?}");
    // A path is no name, and no way out.
    for hostile in ["../../etc/passwd", "a/b.txt", "..", "/"] {
        let mut form = Vec::new();
        part(&mut form, &format!("name=\"file\"; filename=\"{hostile}\""), b"content");
        let answer = send_form(&server, &team, form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{hostile}: {answer:?}");
    }
    assert_eq!(server.db_number("SELECT count(*) FROM files").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn file_upload_takes_empty_parts_as_left_out() {
    let (server, team) = fixture().await;
    let fields = [("share_id", ""), ("folder_id", ""), ("name", ""), ("tags", ""), ("metadata", "")];
    let answer = send(&server, &team, requests::form_of(&fields, "x.txt", b"content")).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let file = answer.json();
    assert_eq!((&file["name"], &file["share_id"]), (&json!("x.txt"), &json!(team.default_share_id)));
    assert_eq!((&file["tags"], &file["metadata"]), (&json!([]), &json!({})));
}

#[tokio::test(flavor = "multi_thread")]
async fn file_upload_refuses_forms_that_break_the_contract() {
    let (server, team) = fixture().await;
    let share_id = team.default_share_id.to_string();
    let long = "x".repeat(101);
    for (fields, fault) in [
        (vec![("name", "a/b")], "body /name name_separator"),
        (vec![("share_id", "x")], "body /share_id format"),
        (vec![("tags", long.as_str())], "body /tags max_length"),
        (vec![("metadata", "no json")], "body /metadata json"),
        (vec![("metadata", "[1]")], "body /metadata type"),
        (vec![("metadata", "{\"a\":1}")], "body /metadata/a type"),
        (vec![("nothing", "x")], "body /nothing unknown"),
        (vec![("share_id", &share_id), ("share_id", &share_id)], "body /share_id repeated"),
    ] {
        let answer = send(&server, &team, requests::form_of(&fields, "x.txt", b"content")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        let told = answer.faults();
        assert_eq!(told, [fault], "{fields:?}");
    }
    // All faults of a form at once, and a missing file among them.
    let mut form = Vec::new();
    part(&mut form, "name=\"metadata\"", b"no json");
    part(&mut form, "name=\"share_id\"", b"x");
    let answer = send_form(&server, &team, form).await;
    assert_eq!(answer.faults(), ["body /file required", "body /metadata json", "body /share_id format"]);
    assert_eq!(server.db_number("SELECT count(*) FROM files").await, 0);
    assert!(server.store_files().is_empty());
}

/// Forms that are cut, endless or no forms at all.
#[tokio::test(flavor = "multi_thread")]
async fn file_upload_refuses_broken_forms() {
    let (server, team) = fixture().await;
    let whole = requests::form_of(&[("name", "a.txt")], "x", b"content");
    let head = "Content-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n";
    let long_header = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\r\nx\r\n--{BOUNDARY}--\r\n",
        "x".repeat(100_000)
    );
    let mut many = Vec::new();
    for _ in 0..1100 {
        part(&mut many, "name=\"tags\"", b"x");
    }
    for (what, form) in [
        ("cut in the content", whole[..whole.len() - 30].to_vec()),
        ("cut before the end", whole[..whole.len() - 6].to_vec()),
        ("nothing", Vec::new()),
        ("no delimiter", b"some bytes".to_vec()),
        ("another delimiter", whole.iter().map(|byte| if *byte == b'a' { b'b' } else { *byte }).collect()),
        (
            "a part without a name",
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nx\r\n--{BOUNDARY}--\r\n").into_bytes(),
        ),
        ("a part without headers", format!("--{BOUNDARY}\r\n\r\nx\r\n--{BOUNDARY}--\r\n").into_bytes()),
        ("headers that do not end", format!("--{BOUNDARY}\r\n{head}").into_bytes()),
        ("a long header", long_header.into_bytes()),
        ("many parts", [many, whole.clone()].concat()),
    ] {
        let answer = send(&server, &team, form).await;
        let refused = [StatusCode::BAD_REQUEST, StatusCode::UNPROCESSABLE_ENTITY, StatusCode::PAYLOAD_TOO_LARGE];
        assert!(refused.contains(&answer.status), "{what}: {answer:?}");
    }
    for media_type in [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"",
        "multipart/mixed; boundary=x",
    ] {
        let answer =
            team.owner.request("POST", "/api/v1/files").body(media_type, whole.clone()).send(server.address()).await;
        let refused = [StatusCode::BAD_REQUEST, StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNSUPPORTED_MEDIA_TYPE];
        assert!(refused.contains(&answer.status), "{media_type}: {answer:?}");
    }
    assert_eq!(server.db_number("SELECT count(*) FROM files").await, 0);
    assert_eq!(server.db_number("SELECT used_bytes FROM organizations WHERE name = 'Acme'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn file_upload_refuses_places_that_are_none() {
    let (server, team) = fixture().await;
    let files = team.owner.client.files();
    let attempt = async |upload: FileUpload| {
        files.upload(upload.name("x")).await.map(drop).map_err(|e| e.code().map(str::to_owned))
    };
    let new = || FileUpload::new(Upload::from(samples::noise(50_000, 1)));
    let not_found = Err(Some("NOT_FOUND".to_owned()));
    assert_eq!(attempt(new().share_id(Uuid::now_v7())).await, not_found);
    assert_eq!(attempt(new().folder_id(Uuid::now_v7())).await, not_found);
    let other = team.owner.client.shares().create(ShareCreate::new("Other")).await.unwrap();
    let folder = team.owner.client.folders().create(FolderCreate::new(team.default_share_id, "Here")).await.unwrap();
    let across = attempt(new().share_id(other.id).folder_id(folder.id)).await;
    assert!(across == not_found || across == Err(Some("INVALID_ARGUMENT".to_owned())), "{across:?}");
    team.owner.client.folders().delete(folder.id).await.unwrap();
    assert_eq!(attempt(new().folder_id(folder.id)).await, Err(Some("RESOURCE_DELETED".to_owned())));
    eventually(async || server.store_files().is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn file_upload_refuses_a_taken_name() {
    let (server, team) = fixture().await;
    let files = team.owner.client.files();
    let new = |name: &str| FileUpload::new(Upload::from(samples::noise(50_000, 1))).name(name);
    let holder = files.upload(new("Plan.pdf")).await.unwrap();
    for name in ["Plan.pdf", "PLAN.PDF", "plan.pdf"] {
        let refused = files.upload(new(name)).await.unwrap_err();
        assert_eq!(refused.code(), Some("NAME_CONFLICT"), "{name}");
        assert_eq!(refused.problem().unwrap().data.as_ref().unwrap()["existing_id"], json!(holder.id));
    }
    // What was sent in vain is not kept.
    eventually(async || server.store_files().len() == 1).await;
    assert_eq!(server.db_number("SELECT used_bytes FROM organizations WHERE name = 'Acme'").await, 50_000);
    // The trash holds no names.
    files.delete(holder.id).await.unwrap();
    files.upload(new("plan.PDF")).await.unwrap();
}

/// The type is told from the bytes; what the caller or the name claims does not matter where bytes tell.
#[tokio::test(flavor = "multi_thread")]
async fn file_upload_tells_the_type_from_the_bytes() {
    let (_server, team) = fixture().await;
    let files = team.owner.client.files();
    for (name, content, mime_type, kind) in [
        ("a.png", samples::png(), "image/png", FileKind::Image),
        ("liar.txt", samples::png(), "image/png", FileKind::Image),
        ("a.pdf", samples::pdf(), "application/pdf", FileKind::Document),
        ("a.txt", bytes::Bytes::from_static("größer".as_bytes()), "text/plain", FileKind::Text),
        ("noise", samples::noise(100, 1), "application/octet-stream", FileKind::File),
        ("empty", bytes::Bytes::new(), "application/octet-stream", FileKind::File),
    ] {
        let upload = FileUpload::new(Upload::from(content).content_type("text/html")).name(name);
        let file = files.upload(upload).await.unwrap();
        let told = file.mime_type.split(';').next().unwrap().to_owned();
        if name != "empty" {
            assert_eq!((told.as_str(), &file.kind), (mime_type, &kind), "{name}");
        }
    }
}

async fn send_form(server: &TestServer, team: &Team, mut form: Vec<u8>) -> Answer {
    form.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    send(server, team, form).await
}

async fn send(server: &TestServer, team: &Team, form: Vec<u8>) -> Answer {
    team.owner.request("POST", "/api/v1/files").body(&requests::form_type(), form).send(server.address()).await
}

/// All orders of four things.
fn permutations() -> [[usize; 4]; 24] {
    let mut all = Vec::new();
    for code in 0..256 {
        let order = [code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6 & 3];
        if (0..4).all(|which| order.contains(&which)) {
            all.push(order);
        }
    }
    all.try_into().expect("there are 24")
}
