//! Several files in one form: pairs of ids and files, all or none.

use conformance::raw::Answer;
use conformance::{Actor, Role, Team, TestServer, samples};
use http::StatusCode;
use serde_json::{Value, json};
use strongroom_client::Upload;
use strongroom_client::models::{FileBatchUpload, FileUpload, FolderCreate, GrantPut, OrganizationUpdate, Permission};
use uuid::Uuid;

use crate::metrics::eventually;
use crate::requests::{self, BOUNDARY, part};

async fn fixture() -> (TestServer, Team) {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    (server, team)
}

/// A part of the form: an id, or a file with its name.
enum Part<'a> {
    Id(Uuid),
    File(&'a str, &'a [u8]),
    Field(&'a str, String),
}

use Part::{Field, File, Id};

async fn send(server: &TestServer, team: &Team, parts: &[Part<'_>]) -> Answer {
    let request = team.owner.request("POST", "/api/v1/files/batch");
    request.body(&requests::form_type(), form(parts)).send(server.address()).await
}

fn form(parts: &[Part<'_>]) -> Vec<u8> {
    let mut form = Vec::new();
    for piece in parts {
        match piece {
            Id(id) => part(&mut form, "name=\"id\"", id.to_string().as_bytes()),
            File(name, content) => part(&mut form, &format!("name=\"file\"; filename=\"{name}\""), content),
            Field(name, value) => part(&mut form, &format!("name=\"{name}\""), value.as_bytes()),
        }
    }
    form.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    form
}

/// Nothing of a refused request remains: no row, no byte, no charge.
async fn assert_nothing_stored(server: &TestServer) {
    for table in ["files", "versions", "contents", "names", "packs"] {
        assert_eq!(server.db_number(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
    }
    assert_eq!(server.db_number("SELECT sum(used_bytes) FROM organizations").await, 0);
    eventually(async || server.store_files().is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn file_batch_upload_pairs_ids_and_files() {
    let (_server, team) = fixture().await;
    let files = team.owner.client.files();
    let folder = team.owner.client.folders().create(FolderCreate::new(team.default_share_id, "Plans")).await.unwrap();
    let contents: Vec<_> = [10, 70_000, 0].map(|size| samples::noise(size, size as u64 + 1)).into();
    let ids = vec![Uuid::new_v4(), Uuid::now_v7(), Uuid::new_v4()];
    let uploads = contents.iter().zip(["c.bin", "a.bin", "b.bin"]);
    let uploads = uploads.map(|(content, name)| Upload::from(content.clone()).file_name(name)).collect();
    let new = FileBatchUpload::new().folder_id(folder.id).id(ids.clone()).file(uploads);
    let batch = files.batch_upload(new).await.unwrap();
    assert_eq!(batch.data.iter().map(|file| file.id).collect::<Vec<_>>(), ids, "in the order of the request");
    let paths: Vec<_> = batch.data.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["/Plans/c.bin", "/Plans/a.bin", "/Plans/b.bin"]);
    for (file, content) in batch.data.iter().zip(&contents) {
        assert_eq!(file.clone(), files.get(file.id).await.unwrap().into_inner());
        let downloaded = files.download(file.id).await.unwrap().content().unwrap();
        assert_eq!(downloaded.bytes(samples::LIMIT_BYTES).await.unwrap(), content, "{}", file.name);
    }
}

/// The i-th id belongs to the i-th file, wherever the parts stand.
#[tokio::test(flavor = "multi_thread")]
async fn file_batch_upload_takes_parts_in_any_order() {
    let (server, team) = fixture().await;
    let share = team.default_share_id;
    // Which parts come when: `i`d, `f`ile, `s`hare.
    for (number, order) in ["iiffs", "ififs", "fiifs", "ffiis", "siiff", "fsifi", "fifis"].into_iter().enumerate() {
        let ids = [Uuid::new_v4(), Uuid::new_v4()];
        let names = [format!("{number} one"), format!("{number} two")];
        let (mut id, mut file) = (0, 0);
        let mut parts = Vec::new();
        for piece in order.chars() {
            match piece {
                'i' => {
                    parts.push(Id(ids[id]));
                    id += 1;
                }
                'f' => {
                    parts.push(File(&names[file], names[file].as_bytes()));
                    file += 1;
                }
                _ => parts.push(Field("share_id", share.to_string())),
            }
        }
        let answer = send(&server, &team, &parts).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{order}: {answer:?}");
        let data = answer.json()["data"].clone();
        for index in [0, 1] {
            assert_eq!(
                (&data[index]["id"], &data[index]["name"]),
                (&json!(ids[index]), &json!(names[index])),
                "{order}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_batch_upload_refuses_what_does_not_pair() {
    let (server, team) = fixture().await;
    let large = samples::noise(50_000, 1);
    let (one, two) = (Uuid::new_v4(), Uuid::new_v4());
    for parts in [
        vec![],
        vec![Id(one)],
        vec![File("a", &large)],
        vec![Id(one), Id(two), File("a", &large)],
        vec![File("a", &large), Id(one), File("b", b"x")],
    ] {
        let answer = send(&server, &team, &parts).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert_eq!(answer.code(), "UPLOAD_PAIR_MISMATCH");
    }
    let twice = send(&server, &team, &[Id(one), File("a", &large), Id(one), File("b", b"x")]).await;
    assert_eq!((twice.status, twice.code().as_str()), (StatusCode::BAD_REQUEST, "INVALID_ARGUMENT"));
    let malformed = send(&server, &team, &[Field("id", "no-uuid".to_owned()), File("a", &large)]).await;
    assert_eq!(malformed.faults(), ["body /id format"]);
    let mut nameless = Vec::new();
    part(&mut nameless, "name=\"id\"", one.to_string().as_bytes());
    part(&mut nameless, "name=\"file\"", &large);
    nameless.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    let request = team.owner.request("POST", "/api/v1/files/batch").body(&requests::form_type(), nameless);
    let answer = request.send(server.address()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer:?}");
    let mut many: Vec<Part<'_>> = (0..101).map(|_| Id(Uuid::new_v4())).collect();
    many.extend((0..101).map(|_| File("a", b"x")));
    let answer = send(&server, &team, &many).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer:?}");
    assert_nothing_stored(&server).await;
}

/// One file that can't be stored keeps all the others from being stored.
#[tokio::test(flavor = "multi_thread")]
async fn file_batch_upload_stores_all_or_nothing() {
    let (server, team) = fixture().await;
    let large = samples::noise(50_000, 1);
    let new = || Id(Uuid::new_v4());
    // Equal names among themselves.
    let answer =
        send(&server, &team, &[new(), File("a", &large), new(), File("b", b"x"), new(), File("A", b"y")]).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::CONFLICT, "NAME_CONFLICT"));
    assert_nothing_stored(&server).await;
    // A place that is none, told behind the files.
    let nowhere = Field("folder_id", Uuid::now_v7().to_string());
    let answer = send(&server, &team, &[new(), File("a", &large), nowhere]).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::NOT_FOUND, "NOT_FOUND"));
    assert_nothing_stored(&server).await;
    // The quota takes each file, but not all of them.
    let update = OrganizationUpdate::new().quota_bytes(100_000);
    server.superuser().client.organizations().update(team.organization_id, update).await.unwrap();
    let three = [new(), File("a", &large), new(), File("b", &large), new(), File("c", b"x")];
    let answer = send(&server, &team, &three).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "QUOTA_EXCEEDED"));
    assert_nothing_stored(&server).await;
    // An existing name.
    let holder = team.owner.client.files().upload(FileUpload::new(Upload::from("x")).name("b")).await.unwrap();
    let answer = send(&server, &team, &[new(), File("a", &large), new(), File("B", b"x")]).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::CONFLICT, "NAME_CONFLICT"));
    assert_eq!(answer.json()["data"]["existing_id"], json!(holder.id));
    assert_eq!(server.db_number("SELECT count(*) FROM files").await, 1);
    eventually(async || server.store_files().is_empty()).await;
}

/// An id that is in use is refused alike, whoever uses it, for whatever, and also from within the trash.
#[tokio::test(flavor = "multi_thread")]
async fn file_batch_upload_refuses_used_ids_without_telling_whose() {
    let (server, team) = fixture().await;
    let other = Team::create(&server, "Other").await;
    let upload = async |team: &Team, name: &str| {
        team.owner.client.files().upload(FileUpload::new(Upload::from("x")).name(name)).await.unwrap().id
    };
    let (own, trashed, foreign) =
        (upload(&team, "own").await, upload(&team, "trashed").await, upload(&other, "foreign").await);
    team.owner.client.files().delete(trashed).await.unwrap();
    let folder = team.owner.client.folders().create(FolderCreate::new(team.default_share_id, "F")).await.unwrap().id;
    let mut answers = Vec::new();
    for used in [own, trashed, foreign, folder, other.default_share_id] {
        let answer = send(&server, &team, &[Id(Uuid::new_v4()), File("a", b"x"), Id(used), File("b", b"x")]).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::CONFLICT, "ID_CONFLICT"));
        let mut problem = answer.json();
        let members = problem.as_object_mut().unwrap();
        members.remove("request_id");
        let told = Value::Object(members.clone()).to_string().replace(&used.to_string(), "…");
        answers.push(told);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert_eq!(server.db_number("SELECT count(*) FROM files").await, 3);
    // Purged for good, the id is free again.
    team.owner.client.files().delete(own).permanent(true).await.unwrap();
    let answer = send(&server, &team, &[Id(own), File("own", b"x")]).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
}

/// Of requests that race for one id, one wins.
#[tokio::test(flavor = "multi_thread")]
async fn file_batch_upload_gives_an_id_once() {
    let (server, team) = fixture().await;
    let id = Uuid::new_v4();
    let names: Vec<String> = (0..8).map(|number| format!("file {number}")).collect();
    let attempts = names.iter().map(async |name| {
        send(&server, &team, &[Id(Uuid::new_v4()), File(&format!("{name} too"), b"x"), Id(id), File(name, b"x")]).await
    });
    let answers = futures_util::future::join_all(attempts).await;
    let created = answers.iter().filter(|answer| answer.status == StatusCode::CREATED).count();
    let refused =
        answers.iter().filter(|answer| answer.status == StatusCode::CONFLICT && answer.code() == "ID_CONFLICT").count();
    assert_eq!((created, refused), (1, 7), "{answers:?}");
    assert_eq!(server.db_number("SELECT count(*) FROM files").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn file_batch_upload_into_a_trashed_folder_is_refused() {
    let (server, team) = fixture().await;
    let folders = team.owner.client.folders();
    let folder = folders.create(FolderCreate::new(team.default_share_id, "Plans")).await.unwrap();
    folders.delete(folder.id).await.unwrap();
    let parts = [Field("folder_id", folder.id.to_string()), Id(Uuid::now_v7()), File("a", b"1")];
    let answer = send(&server, &team, &parts).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::GONE, "RESOURCE_DELETED".to_owned()));
    assert_nothing_stored(&server).await;
}

/// The bytes of all files together are bounded.
#[tokio::test(flavor = "multi_thread")]
async fn file_batch_upload_is_bounded() {
    let server = TestServer::start_with(|config| config.limits.batch_upload_bytes = 100_000).await;
    let team = Team::create(&server, "Acme").await;
    let large = samples::noise(50_000, 1);
    let new = || Id(Uuid::new_v4());
    let answer =
        send(&server, &team, &[new(), File("a", &large), new(), File("b", &large), new(), File("c", b"x")]).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE"));
    assert_eq!(answer.json()["data"]["limit_bytes"], 100_000);
    assert_nothing_stored(&server).await;
    let answer = send(&server, &team, &[new(), File("a", &large), new(), File("b", &large)]).await;
    assert_eq!(answer.status, StatusCode::CREATED);
}

/// Uploads empty ids, names and a policy; answers status, code and `(id, name, version)` of each.
async fn with_policy(
    server: &TestServer,
    actor: &Actor,
    policy: &str,
    names: &[&str],
) -> (StatusCode, String, Vec<(Value, Value, Value)>) {
    let mut parts = vec![Field("on_conflict", policy.to_owned())];
    for name in names {
        parts.extend([Id(Uuid::new_v4()), File(name, name.as_bytes())]);
    }
    let request = actor.request("POST", "/api/v1/files/batch").body(&requests::form_type(), form(&parts));
    let answer = request.send(server.address()).await;
    let told = answer.json();
    let data = told["data"].as_array().cloned().unwrap_or_default();
    let of = |file: &Value| (file["id"].clone(), file["name"].clone(), file["version"].clone());
    (answer.status, told["code"].as_str().unwrap_or_default().to_owned(), data.iter().map(of).collect())
}

fn names_of(made: &[(Value, Value, Value)]) -> Vec<&str> {
    made.iter().filter_map(|(_, name, _)| name.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn file_batch_upload_numbers_taken_names() {
    let (server, team) = fixture().await;
    team.owner.client.files().upload(FileUpload::new(Upload::from("x")).name("a.txt")).await.unwrap();
    let wanted = ["a.txt", "new.txt", "A.TXT", "new.txt", "new.txt"];
    let (status, _, made) = with_policy(&server, &team.owner, "rename", &wanted).await;
    assert_eq!(status, StatusCode::CREATED);
    let expected = ["a (2).txt", "new.txt", "A (3).TXT", "new (2).txt", "new (3).txt"];
    assert_eq!(names_of(&made), expected, "in the order of the request");
    for (wanted, (id, ..)) in wanted.iter().zip(&made) {
        let content = team.owner.client.files().download(id.as_str().unwrap().parse::<Uuid>().unwrap()).await.unwrap();
        assert_eq!(content.content().unwrap().bytes(samples::LIMIT_BYTES).await.unwrap(), wanted.as_bytes());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_batch_upload_replaces_what_has_the_name() {
    let (server, team) = fixture().await;
    let files = team.owner.client.files();
    let held = files
        .upload(FileUpload::new(Upload::from("x")).name("held.txt").tags(vec!["kept".to_owned()]))
        .await
        .unwrap()
        .id;
    let (status, _, made) = with_policy(&server, &team.owner, "replace", &["new.txt", "HELD.txt"]).await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(made[1], (json!(held), json!("held.txt"), json!(2)), "a version of the file that is there");
    assert_eq!(made[0].2, json!(1));
    assert_eq!(files.get(held).await.unwrap().tags, ["kept"]);
    // A folder is not replaced by a file, and nothing of the request is stored.
    team.owner.client.folders().create(FolderCreate::new(team.default_share_id, "Plans")).await.unwrap();
    let (status, code, _) = with_policy(&server, &team.owner, "replace", &["held.txt", "plans"]).await;
    assert_eq!((status, code.as_str()), (StatusCode::CONFLICT, "NAME_CONFLICT"));
    assert_eq!(files.get(held).await.unwrap().version, 2);
    // Nor is a file whose content the caller may not change.
    let reader = team.add(&server, Role::Guest).await;
    let put = GrantPut::new(vec![Permission::Create]);
    team.owner.client.shares().grant_put(team.default_share_id, reader.user_id, put).await.unwrap();
    let (status, code, _) = with_policy(&server, &reader, "replace", &["other.txt", "held.txt"]).await;
    assert_eq!((status, code.as_str()), (StatusCode::FORBIDDEN, "AUTHZ_PERMISSION_DENIED"));
    assert_eq!(server.db_number("SELECT count(*) FROM files").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn file_batch_upload_refuses_equal_names() {
    let (server, team) = fixture().await;
    for policy in ["fail", "replace"] {
        let mut parts = vec![Field("on_conflict", policy.to_owned())];
        for name in ["b", "same", "Same"] {
            parts.extend([Id(Uuid::new_v4()), File(name, b"x")]);
        }
        let answer = send(&server, &team, &parts).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::CONFLICT, "NAME_CONFLICT"), "{policy}");
        let detail = answer.json()["detail"].to_string();
        assert!(detail.contains("Same"), "{detail}");
        assert!(answer.json()["data"]["existing_id"].is_null(), "nobody has it yet: {answer:?}");
    }
    assert_nothing_stored(&server).await;
}

/// Two batches that want the same names in another order wait for each other.
#[tokio::test(flavor = "multi_thread")]
async fn file_batch_upload_replaces_many_at_once() {
    let (server, team) = fixture().await;
    let names: Vec<String> = (0..10).map(|number| format!("file {number}")).collect();
    let forwards: Vec<&str> = names.iter().map(String::as_str).collect();
    let backwards: Vec<&str> = forwards.iter().rev().copied().collect();
    assert_eq!(with_policy(&server, &team.owner, "fail", &forwards).await.0, StatusCode::CREATED);
    let storm = (0..8).map(|number| {
        let names = if number % 2 == 0 { &forwards } else { &backwards };
        with_policy(&server, &team.owner, "replace", names)
    });
    for (status, code, _) in futures_util::future::join_all(storm).await {
        assert_eq!(status, StatusCode::CREATED, "{code}");
    }
    assert_eq!(server.db_number("SELECT count(*) FROM files").await, 10);
    assert_eq!(server.db_number("SELECT count(*) FROM versions").await, 90);
}
