//! Values on their way through JSON.

use serde_json::{from_value, json, to_value};
use strongroom_client::models::{File, FileKind, FileUpdate, Problem, Role, Session, ShareUpdate, TokenCreate};
use strongroom_client::{OpenEnum as _, Patch};

use crate::network::{FILE_ID, file_json};

#[test]
fn a_patch_tells_absent_null_and_value_apart() {
    let cases = [
        (ShareUpdate::new(), json!({})),
        (ShareUpdate::new().clear_quota_bytes(), json!({"quota_bytes": null})),
        (ShareUpdate::new().quota_bytes(7), json!({"quota_bytes": 7})),
        (ShareUpdate::new().name("a").quota_bytes(0), json!({"name": "a", "quota_bytes": 0})),
    ];
    for (update, json) in cases {
        assert_eq!(to_value(&update).unwrap(), json);
        assert_eq!(from_value::<ShareUpdate>(json).unwrap(), update);
    }
    assert_eq!(Patch::from(None::<i32>), Patch::Null);
    assert_eq!(Patch::from(Some(1)).value(), Some(&1));
    assert!(Patch::<i32>::default().is_absent());
}

#[test]
fn unknown_values_survive_the_round_trip() {
    let kind: FileKind = from_value(json!("hologram")).unwrap();
    assert_eq!(kind.as_str(), "hologram");
    assert_eq!(to_value(&kind).unwrap(), json!("hologram"));
    assert_eq!(kind, FileKind::from("hologram"));
    assert_ne!(kind, FileKind::File);
    for known in ["owner", "admin", "member", "guest"] {
        assert_eq!(Role::from_wire(known).to_string(), known);
        assert!(!format!("{:?}", Role::from_wire(known)).contains("Unknown"));
    }
}

#[test]
fn members_that_are_new_do_no_harm() {
    let mut json = file_json();
    json["hologram"] = json!({"depth": 3});
    let file: File = from_value(json).unwrap();
    assert_eq!(file.folder_id, None);
    assert_eq!(file.kind, FileKind::Document);
}

#[test]
fn what_is_absent_is_not_written() {
    assert_eq!(to_value(FileUpdate::new().name("a")).unwrap(), json!({"name": "a"}));
    let token = TokenCreate::new("backup", vec!["read".into()]);
    assert_eq!(to_value(&token).unwrap(), json!({"name": "backup", "scopes": ["read"]}));
}

#[test]
fn a_problem_may_be_bare() {
    let problem: Problem = from_value(json!({
        "type": "/problems/x", "title": "X", "status": 404, "detail": "d", "code": "NOT_FOUND", "request_id": "r",
    }))
    .unwrap();
    assert!(problem.errors.is_empty());
    assert_eq!(problem.data, None);
}

#[test]
fn secrets_are_written_but_not_shown() {
    let session: Session = from_value(json!({
        "access_token": "canary-1", "refresh_token": "canary-2", "expires_at": "2026-11-20T10:15:00Z",
        "refresh_expires_at": "2026-12-20T10:00:00Z", "organization_id": FILE_ID, "user_id": FILE_ID,
    }))
    .unwrap();
    assert_eq!(session.access_token.expose(), "canary-1");
    assert!(!format!("{session:?}").contains("canary"));
    assert_eq!(to_value(&session).unwrap()["refresh_token"], "canary-2");
}
