//! The program itself: what it prints, which settings it takes and refuses, how it starts, stops and starts again.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use conformance::process::{Process, binary};
use conformance::raw::{self, Connection};
use conformance::{samples, server};
use http::StatusCode;
use sea_orm::ConnectionTrait as _;
use serde_json::json;
use strongroom_server::config::Limits;
use tempfile::TempDir;

use crate::requests;

const TOKEN: &str = "srp_a0token0of0the0operator0for0this0test";

fn folder() -> TempDir {
    tempfile::Builder::new().prefix("strongroom-binary-").tempdir().unwrap()
}

/// A newcomer's first minute: what is printed works as pasted.
#[tokio::test(flavor = "multi_thread")]
async fn serve_prints_what_a_newcomer_needs() {
    let folder = folder();
    let mut process = Process::serve(folder.path(), &[]);
    let address = process.address();
    ready(address).await;
    let printed = process.output();
    assert!(printed.contains(&format!("http://{address}/docs")), "no address of the documentation in {printed}");

    let token_file = folder.path().join("admin.token");
    let mode = fs::metadata(&token_file).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "others may read the token");
    let token = fs::read_to_string(&token_file).unwrap().trim().to_owned();
    assert!(token.starts_with("srp_") && printed.contains(&token), "the token is not printed: {printed}");
    let me = raw::request("GET", "/api/v1/me").bearer(&token).send(address).await;
    assert_eq!(me.json()["superuser"], true);

    let command = printed.lines().find(|line| line.contains("curl ")).unwrap_or_else(|| panic!("no curl in {printed}"));
    let pasted = Command::new("sh").args(["-c", command]).current_dir(folder.path()).output().unwrap();
    let answer = String::from_utf8_lossy(&pasted.stdout).into_owned();
    assert!(pasted.status.success(), "{command:?} failed: {}", String::from_utf8_lossy(&pasted.stderr));
    let file: serde_json::Value =
        serde_json::from_str(&answer).unwrap_or_else(|_| panic!("{command:?} answered {answer}"));
    assert_eq!(file["version"], 1, "{command:?} answered {answer}");

    process.terminate();
    let (status, _) = process.wait();
    assert!(status.success(), "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_keeps_everything_over_a_second_start() {
    let folder = folder();
    let mut process = Process::serve(folder.path(), &[]);
    let address = process.address();
    ready(address).await;
    let token = fs::read_to_string(folder.path().join("admin.token")).unwrap().trim().to_owned();
    let content = samples::noise(100_000, 3);
    let id = upload(address, &token, &content).await;
    process.terminate();
    assert!(process.wait().0.success());

    let mut process = Process::serve(folder.path(), &[]);
    let address = process.address();
    ready(address).await;
    let printed = process.output();
    assert!(!printed.contains(&token), "a token is shown once: {printed}");
    assert!(printed.contains("admin.token"), "a later start says where the token is: {printed}");
    assert_eq!(fs::read_to_string(folder.path().join("admin.token")).unwrap().trim(), token);
    let kept = raw::request("GET", format!("/api/v1/files/{id}/content")).bearer(&token).send(address).await;
    assert_eq!(kept.body, content);
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_takes_the_superuser_token_of_the_operator() {
    let folder = folder();
    let mut process = Process::serve(folder.path(), &["--admin-token", TOKEN, "--log-level", "trace"]);
    let address = process.address();
    ready(address).await;
    let me = raw::request("GET", "/api/v1/me?nothing=1").bearer(TOKEN).send(address).await;
    assert_eq!(me.status, StatusCode::UNPROCESSABLE_ENTITY);
    let me = raw::request("GET", "/api/v1/me").header("Authorization", TOKEN).send(address).await;
    assert_eq!(me.json()["superuser"], true, "`Bearer ` may be left out");
    process.terminate();
    let (_, printed) = process.wait();
    assert!(!printed.contains(TOKEN), "the log tells the token: {printed}");
}

/// What was accepted is finished; what comes later is not accepted.
#[tokio::test(flavor = "multi_thread")]
async fn serve_drains_on_sigterm() {
    let folder = folder();
    let mut process = Process::serve(folder.path(), &["--admin-token", TOKEN]);
    let address = process.address();
    ready(address).await;
    let content = samples::noise(200_000, 5);
    let request = raw::request("POST", "/api/v1/files")
        .bearer(TOKEN)
        .body(&requests::form_type(), requests::form_of(&[], "drained.bin", &content))
        .to_bytes();
    let (first, last) = request.split_at(request.len() / 2);
    let mut upload = Connection::open(address).await.unwrap();
    upload.write(first).await.unwrap();
    // The request is known to be at work before the signal.
    let in_flight = async || {
        let metrics = raw::request("GET", "/metrics").send(address).await;
        String::from_utf8(metrics.body).unwrap().lines().any(|line| line == "strongroom_requests_in_flight 2")
    };
    while !in_flight().await {
        tokio::task::yield_now().await;
    }
    process.terminate();
    // It stops listening.
    while Connection::open(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    upload.write(last).await.unwrap();
    let answer = upload.answer(false).await.unwrap();
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    let (status, printed) = process.wait();
    assert!(status.success(), "{status}: {printed}");

    let mut process = Process::serve(folder.path(), &["--admin-token", TOKEN]);
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    let address = process.address();
    ready(address).await;
    let kept = raw::request("GET", format!("/api/v1/files/{id}/content")).bearer(TOKEN).send(address).await;
    assert_eq!(kept.body, content);
}

/// A request that never ends does not keep the server from stopping: the second signal ends it at once.
#[tokio::test(flavor = "multi_thread")]
async fn serve_stops_at_once_on_a_second_signal() {
    let folder = folder();
    let mut process = Process::serve(folder.path(), &["--admin-token", TOKEN, "--drain-secs", "3600"]);
    let address = process.address();
    ready(address).await;
    let mut upload = Connection::open(address).await.unwrap();
    upload.write(b"POST /api/v1/files HTTP/1.1\r\nHost: x\r\n").await.unwrap();
    process.terminate();
    while Connection::open(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    process.terminate();
    process.wait();
}

#[test]
fn help_lists_every_setting() {
    let (status, help) = Process::start(&["serve", "--help"]).wait();
    assert!(status.success());
    let mut flags: Vec<String> = [
        "listen",
        "data-dir",
        "database-url",
        "store-url",
        "public-url",
        "trusted-proxies",
        "admin-token",
        "log-format",
        "log-level",
        "config",
    ]
    .map(str::to_owned)
    .to_vec();
    let limits = format!("{:?}", Limits::default());
    let names = limits.split(['{', ',']).filter_map(|field| field.split_once(':'));
    flags.extend(names.map(|(name, _)| name.trim().replace('_', "-")));
    assert!(flags.len() > 20, "the limits were not found in {limits}");
    for flag in flags {
        let line = help.lines().find(|line| line.trim_start().starts_with(&format!("--{flag}")));
        assert!(line.is_some(), "--{flag} is missing in {help}");
        assert!(
            help.contains(&format!("STRONGROOM_{}", flag.to_uppercase().replace('-', "_"))),
            "no variable for --{flag}"
        );
    }
    let (status, top) = Process::start(&["--help"]).wait();
    assert!(status.success());
    for command in ["serve", "migrate", "token", "fsck", "backup", "restore", "migrate-store"] {
        assert!(top.lines().any(|line| line.trim_start().starts_with(command)), "{command} is missing in {top}");
    }
}

#[test]
fn settings_that_can_not_be_used_are_refused_in_a_sentence() {
    let folder = folder();
    let data = folder.path().join("data").display().to_string();
    let file = folder.path().join("a file");
    fs::write(&file, "not a folder").unwrap();
    let file = file.display().to_string();
    let nowhere = folder.path().join("no.toml").display().to_string();
    for arguments in [
        vec!["serve", "--listen", "nonsense"],
        vec!["serve", "--listen", "127.0.0.1:99999"],
        vec!["serve", "--admin-token", "short"],
        vec!["serve", "--database-url", "mysql://x"],
        vec!["serve", "--store-url", "ftp://x"],
        vec!["serve", "--header-read-secs", "0"],
        vec!["serve", "--header-read-secs", "x"],
        vec!["serve", "--log-format", "xml"],
        vec!["serve", "--config", &nowhere],
        vec!["serve", "--data-dir", &file],
        vec!["serve", "--surplus"],
        vec!["nothing"],
    ] {
        let mut given = arguments.clone();
        if given.contains(&"serve") && !given.contains(&"--data-dir") {
            given.extend(["--data-dir", &data]);
        }
        let (status, printed) = Process::start(&given).wait();
        assert!(!status.success(), "{arguments:?} is taken");
        assert!(status.code().is_some(), "{arguments:?} ends by a signal");
        assert!(!printed.contains("panicked") && !printed.contains("stack backtrace"), "{arguments:?}: {printed}");
        assert!(printed.trim().len() > 20, "{arguments:?} is refused without a sentence: {printed:?}");
        assert!(!printed.contains("short\""), "{printed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn port_in_use_is_told_in_a_sentence() {
    let folder = folder();
    let holder = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = holder.local_addr().unwrap().to_string();
    let data = folder.path().display().to_string();
    let (status, printed) = Process::start(&["serve", "--listen", &address, "--data-dir", &data]).wait();
    assert!(!status.success());
    assert!(printed.contains(&address) && printed.contains("in use"), "{printed}");
}

/// Two servers on one SQLite folder would each believe to be alone.
#[tokio::test(flavor = "multi_thread")]
async fn second_server_on_the_folder_is_refused() {
    let folder = folder();
    let mut first = Process::serve(folder.path(), &["--admin-token", TOKEN]);
    let address = first.address();
    ready(address).await;
    let (status, printed) = Process::serve(folder.path(), &["--admin-token", TOKEN]).wait();
    assert!(!status.success());
    assert!(printed.contains(&folder.path().display().to_string()), "{printed}");
    let me = raw::request("GET", "/api/v1/me").bearer(TOKEN).send(address).await;
    assert_eq!(me.status, StatusCode::OK, "the first one is undisturbed");
    first.kill();
    // A lock that outlives its holder would keep the server from starting after a crash.
    let mut third = Process::serve(folder.path(), &["--admin-token", TOKEN]);
    ready(third.address()).await;
}

#[test]
fn version_names_the_program() {
    let (status, printed) = Process::start(&["--version"]).wait();
    assert!(status.success());
    assert_eq!(printed.trim(), format!("strongroom {}", env!("CARGO_PKG_VERSION")));
}

/// A forgotten token is no lost server.
#[tokio::test(flavor = "multi_thread")]
async fn token_makes_a_superuser_token() {
    let folder = folder();
    let data = folder.path().display().to_string();
    let (status, printed) = Process::start(&["migrate", "--data-dir", &data]).wait();
    assert!(status.success(), "{printed}");
    let output = Command::new(binary()).args(["token", "--data-dir", &data]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    let token = printed.split_whitespace().find(|word| word.starts_with("srp_")).expect("it prints the token");
    let mut process = Process::serve(folder.path(), &[]);
    let address = process.address();
    ready(address).await;
    let me = raw::request("GET", "/api/v1/me").bearer(token).send(address).await;
    assert_eq!(me.json()["superuser"], true);
}

/// What was answered is kept, however the process ends.
#[tokio::test(flavor = "multi_thread")]
async fn file_upload_survives_sudden_death() {
    let folder = folder();
    let mut kept = Vec::new();
    for round in 0..6_u64 {
        let mut process = Process::serve(folder.path(), &["--admin-token", TOKEN]);
        let address = process.address();
        ready(address).await;
        for (id, content) in &kept {
            let file = raw::request("GET", format!("/api/v1/files/{id}/content")).bearer(TOKEN).send(address).await;
            assert_eq!(file.status, StatusCode::OK, "round {round}");
            assert!(file.body == *content, "round {round}: other bytes");
        }
        // In the row, at the edge, and in the store.
        let size_bytes = [0, 1, 16 * 1024, 16 * 1024 + 1, 300_000, 3_000_000][usize::try_from(round).unwrap()];
        let content = samples::noise(size_bytes, round);
        let id = upload(address, TOKEN, &content).await;
        process.kill();
        kept.push((id, content));
    }
}

async fn upload(address: std::net::SocketAddr, token: &str, content: &[u8]) -> String {
    let name = requests::unique("kept.bin");
    let form = requests::form_of(&[], &name, content);
    let answer =
        raw::request("POST", "/api/v1/files").bearer(token).body(&requests::form_type(), form).send(address).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    answer.json()["id"].as_str().unwrap().to_owned()
}

/// The port is open before it is printed, and the server ready when it answers.
async fn ready(address: std::net::SocketAddr) {
    let client = server::client(&format!("http://{address}"), "");
    let health = client.service().readiness_get().await.unwrap();
    assert_eq!(json!(health.status.as_str()), json!("ok"));
}

/// The examination reads, tells what is wrong by name, and says by its exit code whether anything is.
#[tokio::test(flavor = "multi_thread")]
async fn fsck_tells_faults_by_its_exit_code() {
    let folder = folder();
    let path = folder.path().to_str().unwrap();
    let database = format!("sqlite://{path}/strongroom.db");
    let fsck = |more: &[&str]| {
        let arguments = [&["fsck", "--data-dir", path, "--database-url", &database], more].concat();
        let (status, output) = Process::start(&arguments).wait();
        (status.code(), output)
    };
    let (code, output) = fsck(&[]);
    assert_eq!(code, Some(1), "{output}");
    assert!(!folder.path().join("admin.token").exists(), "it makes nothing");

    let mut process = Process::serve(folder.path(), &[]);
    let address = process.address();
    ready(address).await;
    let token = fs::read_to_string(folder.path().join("admin.token")).unwrap().trim().to_owned();
    upload(address, &token, &samples::noise(100_000, 3)).await;
    // Beside the running server.
    let (code, output) = fsck(&["--read-data"]);
    assert_eq!(code, Some(0), "{output}");
    assert!(output.contains("1 contents (100000 bytes)") && output.contains("no faults"), "{output}");
    process.terminate();
    assert!(process.wait().0.success());

    let db = sea_orm::Database::connect(&database).await.unwrap();
    db.execute_unprepared("UPDATE shares SET used_bytes = used_bytes + 1").await.unwrap();
    db.close().await.unwrap();
    let (code, output) = fsck(&[]);
    assert_eq!(code, Some(1), "{output}");
    let (code, output) = fsck(&["--repair"]);
    assert_eq!(code, Some(0), "{output}");
    assert!(output.contains("repaired: meter_share: "), "{output}");
    let (code, output) = fsck(&[]);
    assert_eq!(code, Some(0), "it stays repaired: {output}");

    let pack = walk(&folder.path().join("store")).pop().expect("the file is in the store");
    let mut bytes = fs::read(&pack).unwrap();
    bytes[50_000] ^= 1;
    fs::write(&pack, bytes).unwrap();
    let (code, output) = fsck(&[]);
    assert_eq!(code, Some(0), "the rows alone can't tell: {output}");
    let (code, output) = fsck(&["--read-data", "--json"]);
    assert_eq!(code, Some(1), "{output}");
    let json = &output[output.find('{').unwrap()..=output.rfind('}').unwrap()];
    let report: serde_json::Value = serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {output}"));
    let checks = report["faults"].as_array().unwrap().iter().map(|fault| fault["check"].as_str().unwrap());
    assert_eq!(checks.collect::<Vec<_>>(), ["chunk_bytes", "content_bytes"], "{output}");
}

/// What is damaged is told with its file, and by the exit code, and keeps nothing else from being brought over.
#[tokio::test(flavor = "multi_thread")]
async fn migrate_store_brings_over_what_is_whole() {
    let (here, there) = (folder(), folder());
    let mut process = Process::serve(here.path(), &["--admin-token", TOKEN]);
    let address = process.address();
    ready(address).await;
    let rotten = upload(address, TOKEN, &samples::noise(100_000, 3)).await;
    let pack = walk(&here.path().join("store")).pop().expect("the file is in the store");
    let content = samples::noise(100_000, 4);
    let whole = upload(address, TOKEN, &content).await;
    process.terminate();
    assert!(process.wait().0.success());
    let mut bytes = fs::read(&pack).unwrap();
    bytes[50_000] ^= 1;
    fs::write(&pack, bytes).unwrap();

    let data = here.path().to_str().unwrap();
    let database = format!("sqlite://{}/strongroom.db", there.path().display());
    let store = format!("file://{}/store", there.path().display());
    let arguments = ["migrate-store", "--data-dir", data, "--to-database-url", &database, "--to-store-url", &store];
    let (status, printed) = Process::start(&arguments).wait();
    assert_eq!(status.code(), Some(1), "{printed}");
    assert!(printed.contains(&format!("damaged: version 1 of the file {rotten}, ")), "{printed}");
    assert!(!printed.contains(&whole), "{printed}");

    let mut process = Process::serve(there.path(), &["--admin-token", TOKEN]);
    let address = process.address();
    ready(address).await;
    let read = raw::request("GET", format!("/api/v1/files/{whole}/content")).bearer(TOKEN).send(address).await;
    assert!(read.status == StatusCode::OK && read.body == content, "{:?}", read.status);
    let read = raw::request("GET", format!("/api/v1/files/{rotten}")).bearer(TOKEN).send(address).await;
    assert_eq!(read.status, StatusCode::OK, "its row is there");
}

/// The files below a folder.
fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
