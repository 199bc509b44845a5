//! The end of signed URLs before their time: with the file, with the issuer's right, and by revocation.

use conformance::raw::Connection;
use conformance::{Actor, Role};
use http::StatusCode;
use serde_json::json;
use strongroom_client::Upload;
use strongroom_client::models::{FileBatchUpload, Permission, ShareCreate, SignedUrlRevocation};
use uuid::Uuid;

use super::{Fixture, grant, id_of, token_of};

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_file_is_not_found() {
    let fixture = Fixture::create().await;
    let uri = fixture.download_url(&fixture.member).await;
    fixture.team.owner.client.files().delete(fixture.file).await.unwrap();
    for permanent in [false, true] {
        if permanent {
            fixture.team.owner.client.files().delete(fixture.file).permanent(true).await.unwrap();
        }
        let answer = fixture.get(&uri).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::NOT_FOUND, "NOT_FOUND"));
        assert_eq!(fixture.send(fixture.request("HEAD", &uri)).await.status, StatusCode::NOT_FOUND);
    }
    // Its id may be chosen again; what has it then is another file.
    let another = Upload::from("another").file_name("another.txt");
    let another =
        FileBatchUpload::new().share_id(fixture.team.default_share_id).id(vec![fixture.file]).file(vec![another]);
    fixture.team.owner.client.files().batch_upload(another).await.unwrap();
    assert_eq!(fixture.get(&uri).await.status, StatusCode::NOT_FOUND);
    assert!(fixture.works(&fixture.download_url(&fixture.member).await).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_url_lends_no_more_than_its_issuer_has() {
    let fixture = Fixture::create().await;
    let (download, upload) = (fixture.download_url(&fixture.member).await, fixture.upload_url(&fixture.member).await);
    // Not CREATE any more: downloads go on.
    grant(&fixture.team, &fixture.member, &[Permission::Read]).await;
    assert_eq!(fixture.put(&upload, "x").await.code(), "SIGNATURE_INVALID");
    assert!(fixture.works(&download).await);
    // Nothing any more.
    let shares = fixture.team.owner.client.shares();
    shares.grant_delete(fixture.team.default_share_id, fixture.member.user_id).await.unwrap();
    assert!(!fixture.works(&download).await);
    // Everything again.
    grant(&fixture.team, &fixture.member, &[Permission::Read, Permission::Create]).await;
    assert!(fixture.works(&download).await);
    // No member any more.
    let organizations = fixture.team.owner.client.organizations();
    organizations.member_delete(fixture.team.organization_id, fixture.member.user_id).await.unwrap();
    assert!(!fixture.works(&download).await);
    assert_eq!(fixture.put(&upload, "x").await.code(), "SIGNATURE_INVALID");
}

/// A role is looked up, too: an admin who becomes a guest reads no share without a grant.
#[tokio::test(flavor = "multi_thread")]
async fn a_signed_url_follows_its_issuers_role() {
    let fixture = Fixture::create().await;
    let admin = fixture.team.add(&fixture.server, Role::Admin).await;
    let uri = fixture.download_url(&admin).await;
    assert!(fixture.works(&uri).await);
    let path = format!("/api/v1/organizations/{}/members/{}", fixture.team.organization_id, admin.user_id);
    let change = fixture.team.owner.request("PATCH", path).json(&json!({ "role": "guest" }));
    assert_eq!(fixture.send(change).await.status, StatusCode::OK);
    assert!(!fixture.works(&uri).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_url_revoke_ends_one() {
    let fixture = Fixture::create().await;
    let (one, two) = (fixture.download_url(&fixture.member).await, fixture.download_url(&fixture.member).await);
    let upload = fixture.upload_url(&fixture.member).await;
    let signed_urls = fixture.member.client.signed_urls();
    let list = signed_urls.list().await.unwrap();
    assert_eq!(list.count, 3);
    let (upload_row, two_row) = (&list.data[0], &list.data[1]);
    assert_eq!((upload_row.file_id, two_row.file_id), (None, Some(fixture.file)), "the newest first");
    assert_eq!((two_row.version, two_row.created_by), (Some(1), fixture.member.user_id));
    let shown = format!("{list:?}");
    for uri in [&one, &two, &upload] {
        assert!(!shown.contains(token_of(uri)), "the list shows a URL");
    }
    signed_urls.revoke(two_row.id).await.unwrap();
    signed_urls.revoke(two_row.id).await.unwrap();
    assert!(fixture.works(&one).await && !fixture.works(&two).await);
    // Others see and revoke only what is theirs, but for owners and admins.
    let stranger = fixture.team.add(&fixture.server, Role::Member).await;
    assert_eq!(stranger.client.signed_urls().list().await.unwrap().count, 0);
    let refused = stranger.client.signed_urls().revoke(upload_row.id).await.unwrap_err();
    assert_eq!(refused.code(), Some("NOT_FOUND"));
    assert_eq!(fixture.team.owner.client.signed_urls().list().await.unwrap().count, 3);
    fixture.team.owner.client.signed_urls().revoke(upload_row.id).await.unwrap();
    assert_eq!(fixture.put(&upload, "x").await.code(), "SIGNATURE_INVALID");
    let list = signed_urls.list().await.unwrap();
    assert_eq!(list.data.iter().filter(|row| row.revoked_at.is_some()).count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_urls_revoke_ends_all_of_a_file_a_share_an_issuer_or_an_organization() {
    let fixture = Fixture::create().await;
    let files = fixture.team.owner.client.organization_files();
    let made = files.upload(fixture.team.organization_id, Upload::from("other")).await.unwrap();
    let other_file = id_of(&made.metadata.name);
    let urls = async || {
        let mine = fixture.download_url(&fixture.member).await;
        let owners = fixture.download_url(&fixture.team.owner).await;
        let other = fixture.member.client.organization_files();
        let other = other.download_url_generate(fixture.team.organization_id, other_file).await.unwrap();
        [mine, owners, other.download_uri.expose().to_owned()]
    };
    let state = async |urls: &[String; 3]| {
        [fixture.works(&urls[0]).await, fixture.works(&urls[1]).await, fixture.works(&urls[2]).await]
    };
    let revoke = async |by: &Actor, what: SignedUrlRevocation| by.client.signed_urls().signed_urls_revoke(what).await;
    let organization_id = fixture.team.organization_id;
    for (by, what, left, revoked) in [
        (&fixture.member, SignedUrlRevocation::new().file_id(fixture.file), [false, false, true], 2),
        (&fixture.member, SignedUrlRevocation::new().user_id(fixture.member.user_id), [false, true, false], 2),
        (&fixture.team.owner, SignedUrlRevocation::new().user_id(fixture.member.user_id), [false, true, false], 2),
        (&fixture.team.owner, SignedUrlRevocation::new().share_id(fixture.team.default_share_id), [false; 3], 3),
        (&fixture.team.owner, SignedUrlRevocation::new().organization_id(organization_id), [false; 3], 3),
    ] {
        let urls = urls().await;
        assert_eq!(state(&urls).await, [true; 3], "{what:?}");
        let answer = revoke(by, what.clone()).await.unwrap();
        assert_eq!(state(&urls).await, left, "{what:?}");
        assert!(answer.revoked >= revoked, "{what:?}: {}", answer.revoked);
        // New ones work.
        assert!(fixture.works(&fixture.download_url(&fixture.member).await).await);
        revoke(&fixture.team.owner, SignedUrlRevocation::new().organization_id(organization_id)).await.unwrap();
    }
    for (what, code) in [
        (SignedUrlRevocation::new().user_id(fixture.team.owner.user_id), "AUTHZ_PERMISSION_DENIED"),
        (SignedUrlRevocation::new().share_id(fixture.team.default_share_id), "AUTHZ_PERMISSION_DENIED"),
        (SignedUrlRevocation::new().organization_id(organization_id), "AUTHZ_PERMISSION_DENIED"),
        (SignedUrlRevocation::new().file_id(Uuid::now_v7()), "NOT_FOUND"),
        (SignedUrlRevocation::new().share_id(Uuid::now_v7()), "NOT_FOUND"),
        (SignedUrlRevocation::new().organization_id(Uuid::now_v7()), "NOT_FOUND"),
    ] {
        assert_eq!(revoke(&fixture.member, what.clone()).await.unwrap_err().code(), Some(code), "{what:?}");
    }
    let nobody = SignedUrlRevocation::new().user_id(Uuid::now_v7());
    assert_eq!(revoke(&fixture.team.owner, nobody).await.unwrap_err().code(), Some("NOT_FOUND"));
    let two = SignedUrlRevocation::new().file_id(fixture.file).share_id(fixture.team.default_share_id);
    assert_eq!(revoke(&fixture.team.owner, two).await.unwrap_err().code(), Some("VALIDATION_FAILED"));
}

/// A URL speaks of a file where it was: whoever moves the file decides anew who sees it.
#[tokio::test(flavor = "multi_thread")]
async fn an_epoch_revokes_what_was_signed_before() {
    let fixture = Fixture::create().await;
    let uri = fixture.download_url(&fixture.member).await;
    assert!(fixture.works(&uri).await);
    let rows = "INSERT INTO issuers (organization_id, user_id) SELECT organization_id, user_id FROM members";
    fixture.server.db_execute(rows).await;
    for table in ["files", "shares", "issuers", "organizations"] {
        fixture.server.db_execute(&format!("UPDATE {table} SET signature_epoch = signature_epoch + 1")).await;
        assert!(!fixture.works(&uri).await, "{table}");
        fixture.server.db_execute(&format!("UPDATE {table} SET signature_epoch = signature_epoch - 1")).await;
        assert!(fixture.works(&uri).await, "{table}");
    }
    let share = fixture.team.owner.client.shares().create(ShareCreate::new("Elsewhere")).await.unwrap();
    let moved = format!("UPDATE files SET share_id = (SELECT id FROM shares WHERE name = '{}')", share.name);
    fixture.server.db_execute(&moved).await;
    assert!(!fixture.works(&uri).await);
    let back = "UPDATE files SET share_id = (SELECT default_share_id FROM organizations WHERE name = 'Acme')";
    fixture.server.db_execute(back).await;
    assert!(fixture.works(&uri).await);
}

/// An upload that is under way when its URL is revoked stores nothing.
#[tokio::test(flavor = "multi_thread")]
async fn signed_urls_revoke_stops_uploads_under_way() {
    let fixture = Fixture::create().await;
    let uri = fixture.upload_url(&fixture.member).await;
    let mut connection = Connection::open(fixture.server.address()).await.unwrap();
    let head = fixture.request("PUT", &uri).header("Content-Length", "4").header("Expect", "100-continue");
    connection.write(&head.as_given().to_bytes()).await.unwrap();
    // It reads the body only after it has taken the URL for good: the invitation to send tells that it does.
    let mut invited = Vec::new();
    while !invited.ends_with(b"\r\n\r\n") {
        invited.extend(connection.read_exactly(1).await.unwrap());
    }
    assert!(invited.starts_with(b"HTTP/1.1 100"), "{}", String::from_utf8_lossy(&invited));
    let all = SignedUrlRevocation::new().user_id(fixture.member.user_id);
    assert_eq!(fixture.member.client.signed_urls().signed_urls_revoke(all).await.unwrap().revoked, 1);
    connection.write(b"late").await.unwrap();
    let answer = connection.answer(false).await.unwrap();
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::FORBIDDEN, "SIGNATURE_INVALID"));
    assert_eq!(fixture.server.db_number("SELECT COUNT(*) FROM files").await, 1);
}
