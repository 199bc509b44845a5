//! Signed URLs, tokens and keys as secrets: written nowhere, and rotated without breaking what was signed.

use super::{Fixture, bytes_of, id_of, token_of};
use crate::metrics::eventually;
use conformance::process::Process;
use conformance::raw;
use conformance::raw::Request;
use http::StatusCode;
use serde_json::json;
use uuid::Uuid;

/// What the program writes at its most talkative, to its log, its metrics, its folder and its answers, holds no URL and no
/// credential, however they were used.
#[tokio::test(flavor = "multi_thread")]
async fn secrets_are_written_nowhere() {
    let folder = tempfile::Builder::new().prefix("strongroom-canary-").tempdir().unwrap();
    let superuser = "srp_canary0of0the0superuser0which0nobody0may0see";
    let mut process =
        Process::serve(folder.path(), &["--admin-token", superuser, "--log-level", "trace", "--log-format", "json"]);
    let address = process.address();
    eventually(async || raw::request("GET", "/readyz").exchange(address).await.is_ok_and(|a| a.status == 200)).await;
    let send = |request: Request| request.send(address);
    let me = send(raw::request("GET", "/api/v1/me").bearer(superuser)).await.json();
    let organization = format!("/api/v1/organizations/{}", me["organization_id"].as_str().unwrap());
    let post = |path: String| raw::request("POST", path).bearer(superuser);
    let made = send(post(format!("{organization}/files:upload")).body("text/plain", "x")).await.json();
    let file = id_of(made["metadata"]["name"].as_str().unwrap());
    let mut secrets = vec![superuser.to_owned()];
    let url = async |path: String, member: &str, key: bool| {
        let mut request = post(path).json(&json!({}));
        if key {
            // The answer is kept to be given again.
            request = request.header("Idempotency-Key", Uuid::new_v4().to_string());
        }
        let uri = send(request).await.json()[member].as_str().unwrap().to_owned();
        uri.strip_prefix(&format!("http://{address}")).unwrap().to_owned()
    };
    for key in [false, true] {
        let download = url(format!("{organization}/files/{file}:generateDownloadUrl"), "download_uri", key).await;
        let upload = url(format!("{organization}/files:generateUploadUrl"), "upload_uri", key).await;
        secrets.extend([&download, &upload].map(|path| token_of(path).to_owned()));
        let mut answers = vec![
            send(raw::request("GET", download.clone())).await,
            send(raw::request("HEAD", download.clone()).header("Range", "bytes=0-0")).await,
            send(raw::request("GET", format!("{download}x"))).await,
            send(raw::request("GET", format!("{download}?unknown=1"))).await,
            send(raw::request("DELETE", download.clone())).await,
            send(raw::request("GET", download.clone()).header("Referer", format!("http://x{download}"))).await,
            send(raw::request("PUT", format!("{upload}?filename=a%2Fb")).body("text/plain", "x")).await,
            send(raw::request("PUT", upload.clone()).body("text/plain", "x")).await,
            send(raw::request("POST", upload.clone()).body("text/plain", "x")).await,
            send(raw::request("GET", "/api/v1/me").bearer("srp_canary0of0somebody0whom0nobody0knows")).await,
            send(raw::request("GET", "/api/v1/signed-urls").bearer(superuser)).await,
            send(raw::request("GET", "/metrics")).await,
        ];
        assert_eq!(answers[0].status, StatusCode::OK);
        assert_eq!(answers[7].status, StatusCode::OK);
        for answer in answers.drain(..) {
            let shown = format!("{:?} {}", answer.headers, String::from_utf8_lossy(&answer.body));
            for secret in &secrets {
                assert!(!shown.contains(secret.as_str()), "an answer repeats {secret}: {shown}");
            }
        }
        for path in [download, upload] {
            for name in ["/nothing", ":verb", "/"] {
                // Not judged: what follows the token is a part of it to the server, and a verb to the judge.
                raw::request("GET", format!("{path}{name}")).exchange(address).await.unwrap();
            }
        }
    }
    assert_eq!(secrets.len(), 5);
    process.terminate();
    let (status, log) = process.wait();
    assert!(status.success(), "{status}");
    for operation in ["signed_download", "signed_upload_put", "download_url_generate"] {
        assert!(log.contains(operation), "{operation} is not in the log");
    }
    secrets.push("srp_canary0of0somebody0whom0nobody0knows".to_owned());
    for secret in &secrets {
        let lines: Vec<_> = log.lines().filter(|line| line.contains(secret.as_str())).collect();
        assert!(lines.is_empty(), "the log holds {secret}: {lines:#?}");
        let mut folders = vec![folder.path().to_owned()];
        while let Some(next) = folders.pop() {
            for entry in std::fs::read_dir(next).unwrap().flatten() {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                    continue;
                }
                let bytes = std::fs::read(entry.path()).unwrap();
                let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
                assert!(!found, "{} holds {secret}", entry.path().display());
            }
        }
    }
}

/// A new key signs at once, and the one before goes on checking; unless it is removed.
#[tokio::test(flavor = "multi_thread")]
async fn keys_are_rotated_without_breaking_what_was_signed() {
    let mut fixture = Fixture::create().await;
    let before = fixture.download_url(&fixture.member).await;
    let rotate = async |fixture: &mut Fixture, arguments: &[&str]| {
        let mut all = vec!["rotate-signing-key"];
        let (folder, url) = (fixture.server.folder().to_str().unwrap().to_owned(), database_url(fixture));
        all.extend(["--data-dir", folder.as_str(), "--database-url", url.as_str()]);
        all.extend(arguments);
        let (status, output) = Process::start(&all).wait();
        assert!(status.success(), "{output}");
    };
    rotate(&mut fixture, &[]).await;
    let after = fixture.download_url(&fixture.member).await;
    assert!(fixture.works(&before).await && fixture.works(&after).await);
    let key_of = |uri: &str| bytes_of(token_of(uri))[2..6].to_vec();
    assert_eq!((key_of(&before), key_of(&after)), (vec![0, 0, 0, 1], vec![0, 0, 0, 2]));
    rotate(&mut fixture, &["--remove-former"]).await;
    assert!(!fixture.works(&before).await && !fixture.works(&after).await);
    assert!(fixture.works(&fixture.download_url(&fixture.member).await).await);
}

fn database_url(fixture: &Fixture) -> String {
    fixture.server.config().database.url.clone()
}
