//! What must hold for any input: names, ranges and credentials made up by the hundred and compared with a simple model.
//!
//! A failure prints the smallest input that shows it.

use std::collections::BTreeMap;

use conformance::{Team, TestServer, raw};
use http::StatusCode;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Handle;

use crate::requests;

/// Each case is a few requests to a real server.
const CASES: u32 = 200;

/// Runs a property whose body talks to a server, on a thread that may block.
async fn check<S: Strategy>(
    strategy: impl FnOnce() -> S + Send + 'static,
    property: impl Fn(S::Value) -> Result<(), TestCaseError> + Send + 'static,
) {
    let work = move || {
        let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
        if let Err(failure) = TestRunner::new(config).run(&strategy(), property) {
            panic!("{failure}");
        }
    };
    tokio::task::spawn_blocking(work).await.unwrap();
}

/// First and last position of one range; either may be left out.
fn ranges() -> impl Strategy<Value = (Option<u64>, Option<u64>)> {
    let number = prop_oneof![0..130_u64, Just(99), Just(100), Just(u64::MAX), Just(1 << 63)];
    prop_oneof![
        (number.clone(), number.clone()).prop_map(|(first, last)| (Some(first), Some(last))),
        number.clone().prop_map(|first| (Some(first), None)),
        number.prop_map(|suffix| (None, Some(suffix))),
    ]
}

/// A range header means what a simple reading of RFC 9110 says.
#[tokio::test(flavor = "multi_thread")]
async fn file_download_ranges_follow_a_simple_model() {
    const SIZE: u64 = 100;
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let content: Vec<u8> = (0..100).collect();
    let form = requests::form_of(&[], "numbers", &content);
    let file =
        team.owner.request("POST", "/api/v1/files").body(&requests::form_type(), form).send(server.address()).await;
    let path = format!("/api/v1/files/{}/content", file.json()["id"].as_str().unwrap());
    let runtime = Handle::current();
    let (address, token) = (server.address(), team.owner.token.clone());
    check(ranges, move |(first, last)| {
        let text = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
        let range = format!("bytes={}-{}", text(first), text(last));
        let answer =
            runtime.block_on(raw::request("GET", path.as_str()).bearer(&token).header("Range", range).send(address));
        let expected = match (first, last) {
            (Some(first), Some(last)) if last < first => Err(StatusCode::OK),
            (Some(first), _) if first >= SIZE => Err(StatusCode::RANGE_NOT_SATISFIABLE),
            (Some(first), last) => Ok((first, last.unwrap_or(SIZE - 1).min(SIZE - 1))),
            (None, Some(0)) | (None, None) => Err(StatusCode::RANGE_NOT_SATISFIABLE),
            (None, Some(suffix)) => Ok((SIZE - suffix.min(SIZE), SIZE - 1)),
        };
        match expected {
            Err(status) => prop_assert_eq!(answer.status, status),
            Ok((first, last)) => {
                prop_assert_eq!(answer.status, StatusCode::PARTIAL_CONTENT);
                let told = format!("bytes {first}-{last}/{SIZE}");
                prop_assert_eq!(answer.header("content-range"), Some(told.as_str()));
                prop_assert!(answer.body.iter().copied().map(u64::from).eq(first..=last));
            }
        }
        Ok(())
    })
    .await;
}

/// Whatever the header holds, the answer is one of four and never a fault of the server.
#[tokio::test(flavor = "multi_thread")]
async fn file_download_takes_any_range_header() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let form = requests::form_of(&[], "x", b"0123456789");
    let file =
        team.owner.request("POST", "/api/v1/files").body(&requests::form_type(), form).send(server.address()).await;
    let path = format!("/api/v1/files/{}/content", file.json()["id"].as_str().unwrap());
    let runtime = Handle::current();
    let (address, token) = (server.address(), team.owner.token.clone());
    check(
        || "(bytes=)?[0-9,\\- =a-z\t]{0,40}",
        move |range| {
            let answer = runtime
                .block_on(raw::request("GET", path.as_str()).bearer(&token).header("Range", range).send(address));
            prop_assert!([200, 206, 416].contains(&answer.status.as_u16()), "{}", answer.status);
            Ok(())
        },
    )
    .await;
}

/// Names of all sorts: letters whose case is special, separators, controls, too long ones.
const NAMES: &str = "[a-cA-CäÄßéİıΣσς\u{301}/.\\\\ \u{0}\u{1f}\u{200f}\u{202e}🦀]{0,6}|\\PC{1,12}|.{250,260}";

/// Any name is kept as its composed form or refused with a fault of the name; equal keys never live side by side.
#[tokio::test(flavor = "multi_thread")]
async fn folder_create_takes_any_name_or_says_why_not() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let share_id = team.default_share_id;
    let runtime = Handle::current();
    let (address, token) = (server.address(), team.owner.token.clone());
    let known = std::sync::Mutex::new(BTreeMap::<String, String>::new());
    check(
        || NAMES,
        move |name| {
            let body = json!({ "share_id": share_id, "name": name });
            let answer =
                runtime.block_on(raw::request("POST", "/api/v1/folders").bearer(&token).json(&body).send(address));
            let mut known = known.lock().unwrap();
            match answer.status {
                StatusCode::CREATED => {
                    let kept = answer.json()["name"].as_str().unwrap().to_owned();
                    prop_assert!(!kept.is_empty() && kept.len() <= 255);
                    prop_assert!(
                        !kept.contains('/') && !kept.chars().any(char::is_control) && kept != "." && kept != ".."
                    );
                    // Lower case is coarser than nothing and finer than folding: two that agree in it must have met.
                    let before = known.insert(kept.to_lowercase(), kept.clone());
                    prop_assert_eq!(before, None, "{} is beside it", kept);
                }
                StatusCode::CONFLICT => prop_assert!(!known.is_empty()),
                StatusCode::UNPROCESSABLE_ENTITY => {
                    let faults = answer.faults();
                    prop_assert!(faults.iter().all(|fault| fault.starts_with("body /name ")), "{:?}", faults);
                    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ') && name.trim() == name;
                    prop_assert!(!plain || name.is_empty() || name.len() > 255, "{:?} is refused", name);
                }
                other => prop_assert!(false, "{}", other),
            }
            Ok(())
        },
    )
    .await;
}

/// No token but the very one is taken: change, drop or add any character.
#[tokio::test(flavor = "multi_thread")]
async fn mutated_tokens_are_never_accepted() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let session = team.owner.login(&server).await;
    let tokens = [team.owner.token.clone(), session["access_token"].as_str().unwrap().to_owned()];
    let runtime = Handle::current();
    let address = server.address();
    let edits = || (0..2_usize, any::<prop::sample::Index>(), "[A-Za-z0-9._-]", 0..3_u8);
    check(edits, move |(which, at, other, kind)| {
        let token = &tokens[which];
        let at = at.index(token.len());
        let mut edited = token.clone();
        match kind {
            0 => edited.replace_range(at..=at, &other),
            1 => drop(edited.remove(at)),
            _ => edited.insert_str(at, &other),
        }
        // Removing or inserting one of two equal neighbours is the same token.
        let status = runtime.block_on(raw::request("GET", "/api/v1/me").bearer(&edited).send(address)).status;
        let expected = if edited == *token { StatusCode::OK } else { StatusCode::UNAUTHORIZED };
        prop_assert_eq!(status, expected, "{}", edited);
        Ok(())
    })
    .await;
}

/// Any bytes for a body: an answer of the contract, never a fault of the server.
#[tokio::test(flavor = "multi_thread")]
async fn any_json_body_is_answered_by_the_contract() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let runtime = Handle::current();
    let (address, token) = (server.address(), team.owner.token.clone());
    check(bodies, move |(body, (method, path))| {
        let answer = runtime.block_on(raw::request(method, path).bearer(&token).json(&body).send(address));
        prop_assert!(answer.status.as_u16() < 500, "{}", answer.status);
        Ok(())
    })
    .await;
}

/// JSON of any shape whose members are often those that the contract knows, and where to send it.
fn bodies() -> impl Strategy<Value = (Value, (&'static str, &'static str))> {
    const MEMBERS: [&str; 9] =
        ["name", "share_id", "parent_id", "tags", "metadata", "scopes", "quota_bytes", "expires_at", "surplus"];
    const TARGETS: [(&str, &str); 4] = [
        ("POST", "/api/v1/folders"),
        ("POST", "/api/v1/shares"),
        ("POST", "/api/v1/me/tokens"),
        ("PATCH", "/api/v1/me"),
    ];
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|value| json!(value)),
        any::<i64>().prop_map(|value| json!(value)),
        any::<f64>().prop_map(|value| json!(value)),
        ".{0,20}".prop_map(|value| json!(value)),
    ];
    let value = leaf.prop_recursive(3, 20, 5, |inner| {
        let member = prop::sample::select(MEMBERS.as_slice());
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|values| json!(values)),
            prop::collection::btree_map(member, inner, 0..5).prop_map(|values| json!(values)),
        ]
    });
    (value, prop::sample::select(TARGETS.as_slice()))
}
