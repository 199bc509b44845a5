//! Tenants: making, changing and removing them with all they hold.

use conformance::{Role, Team, TestServer, samples};
use futures_util::TryStreamExt as _;
use http::StatusCode;
use serde_json::json;
use strongroom_client::Upload;
use strongroom_client::models::{FileUpload, OrganizationCreate, OrganizationOrder, OrganizationUpdate};

use crate::requests;

#[tokio::test(flavor = "multi_thread")]
async fn organization_create_gives_it_a_default_share() {
    let server = TestServer::start().await;
    let superuser = server.superuser();
    let new = OrganizationCreate::new("Acme").quota_bytes(1000).max_file_bytes(500).trash_retention_days(7);
    let made = superuser.client.organizations().create(new).await.unwrap();
    assert_eq!((made.quota_bytes, made.max_file_bytes, made.trash_retention_days), (Some(1000), 500, 7));
    assert_eq!(made.location(), Some(format!("/api/v1/organizations/{}", made.id).as_str()));
    let read = superuser.client.organizations().get(made.id).await.unwrap();
    assert_eq!(read.etag(), made.etag());
    assert_eq!(read.into_inner(), made.clone().into_inner());
    let share = superuser.client.in_organization(made.id).shares().get(made.default_share_id).await.unwrap();
    assert_eq!(share.organization_id, made.id);
    let plain = superuser.client.organizations().create(OrganizationCreate::new("Plain")).await.unwrap();
    assert_eq!((plain.quota_bytes, plain.trash_retention_days), (None, 30));
}

#[tokio::test(flavor = "multi_thread")]
async fn organization_create_refuses_a_taken_name_in_any_case() {
    let server = TestServer::start().await;
    let organizations = server.superuser().client;
    let organizations = organizations.organizations();
    organizations.create(OrganizationCreate::new("Straße")).await.unwrap();
    for taken in ["Straße", "STRASSE", "strasse"] {
        let refused = organizations.create(OrganizationCreate::new(taken)).await.unwrap_err();
        assert_eq!(refused.code(), Some("NAME_CONFLICT"), "{taken}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn organization_list_orders_and_pages() {
    let server = TestServer::start().await;
    let superuser = server.superuser();
    for name in ["b", "C", "a"] {
        superuser.client.organizations().create(OrganizationCreate::new(name)).await.unwrap();
    }
    let names = async |order: OrganizationOrder| -> Vec<String> {
        let items = superuser.client.organizations().list().order_by(order).take(2).items();
        let items: Vec<_> = items.try_collect().await.unwrap();
        items.into_iter().map(|organization| organization.name).filter(|name| name != "default").collect()
    };
    assert_eq!(names(OrganizationOrder::Name).await, ["a", "b", "C"]);
    assert_eq!(names(OrganizationOrder::NameDesc).await, ["C", "b", "a"]);
    assert_eq!(names(OrganizationOrder::CreatedAt).await, ["b", "C", "a"]);
    assert_eq!(names(OrganizationOrder::CreatedAtDesc).await, ["a", "C", "b"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn organization_update_changes_what_is_given() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let organizations = team.owner.client.organizations();
    let renamed = organizations.update(team.organization_id, OrganizationUpdate::new().name("Apex")).await.unwrap();
    assert_eq!((renamed.name.as_str(), renamed.quota_bytes), ("Apex", None));
    // Limits are what a tenant is sold; only a superuser changes them.
    let limits = OrganizationUpdate::new().quota_bytes(10);
    let refused = organizations.update(team.organization_id, limits.clone()).await.unwrap_err();
    assert_eq!(refused.code(), Some("AUTHZ_PERMISSION_DENIED"));
    let superuser = server.superuser();
    let organizations = superuser.client.organizations();
    let limited = organizations.update(team.organization_id, limits).await.unwrap();
    assert_eq!((limited.quota_bytes, limited.name.as_str()), (Some(10), "Apex"));
    let null = superuser.request("PATCH", format!("/api/v1/organizations/{}", team.organization_id));
    let unlimited = null.json(&json!({ "quota_bytes": null })).send(server.address()).await;
    assert_eq!(unlimited.json()["quota_bytes"], json!(null));
    let taken =
        organizations.update(team.organization_id, OrganizationUpdate::new().name("DEFAULT")).await.unwrap_err();
    assert_eq!(taken.code(), Some("NAME_CONFLICT"));
}

#[tokio::test(flavor = "multi_thread")]
async fn organization_update_honours_if_match() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let organizations = team.owner.client.organizations();
    let first = organizations.get(team.organization_id).await.unwrap();
    let etag = first.etag().unwrap().to_owned();
    let update = async |name: &str| {
        organizations.update(team.organization_id, OrganizationUpdate::new().name(name)).if_match(etag.as_str()).await
    };
    let second = update("Second").await.unwrap();
    let refused = update("Third").await.unwrap_err();
    assert_eq!(refused.code(), Some("PRECONDITION_FAILED"));
    assert_eq!(refused.headers().unwrap().get("etag").unwrap(), second.etag().unwrap(), "it tells the current state");
    assert_eq!(organizations.get(team.organization_id).await.unwrap().name, "Second");
}

#[tokio::test(flavor = "multi_thread")]
async fn organization_delete_removes_everything() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let member = team.add(&server, Role::Member).await;
    for size_bytes in [10, 100_000] {
        let upload = FileUpload::new(Upload::from(samples::noise(size_bytes, 1))).name(format!("{size_bytes}"));
        team.owner.client.files().upload(upload).await.unwrap();
    }
    requests::Ids::create(&server, &team).await;
    let superuser = server.superuser();
    superuser.client.organizations().delete(team.organization_id).await.unwrap();
    for actor in [&team.owner, &member] {
        let refused = actor.client.auth().me_get().await.unwrap_err();
        assert_eq!(refused.status(), Some(StatusCode::UNAUTHORIZED), "{}", actor.name);
    }
    let gone = superuser.client.organizations().get(team.organization_id).await.unwrap_err();
    assert_eq!(gone.code(), Some("NOT_FOUND"));
    for table in ["shares", "folders", "files", "contents", "members", "groups", "grants", "tokens", "sessions"] {
        let query = format!(
            "SELECT count(*) FROM {table} WHERE organization_id = (SELECT organization_id FROM {table} ORDER BY 1 LIMIT 1)"
        );
        let rows = server.db_number(&query).await;
        let default_only = server.db_number(&format!("SELECT count(*) FROM {table}")).await;
        assert_eq!(rows, default_only, "{table} still has rows of another organization");
    }
    for table in ["files", "versions", "contents", "names", "group_members"] {
        assert_eq!(server.db_number(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
    }
    assert_eq!(server.db_number("SELECT count(*) FROM packs WHERE state = 'live'").await, 0);
    // The name is free again.
    superuser.client.organizations().create(OrganizationCreate::new("Acme")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn organization_delete_spares_the_default() {
    let server = TestServer::start().await;
    let superuser = server.superuser();
    let me = superuser.client.auth().me_get().await.unwrap();
    let refused = superuser.client.organizations().delete(me.organization_id).await.unwrap_err();
    assert_eq!(refused.code(), Some("INVALID_ARGUMENT"));
}

#[tokio::test(flavor = "multi_thread")]
async fn organization_quota_holds_for_all_its_shares() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let superuser = server.superuser();
    let limits = OrganizationUpdate::new().quota_bytes(1000).max_file_bytes(700);
    superuser.client.organizations().update(team.organization_id, limits).await.unwrap();
    let files = team.owner.client.files();
    let upload = async |name: &str, size_bytes: usize| {
        files.upload(FileUpload::new(Upload::from(samples::noise(size_bytes, 1))).name(name)).await
    };
    let refused = upload("too large", 701).await.unwrap_err();
    assert_eq!(refused.code(), Some("PAYLOAD_TOO_LARGE"));
    let kept = upload("kept", 600).await.unwrap();
    let refused = upload("too much", 401).await.unwrap_err();
    assert_eq!(refused.code(), Some("QUOTA_EXCEEDED"));
    assert!(refused.problem().unwrap().detail.contains("organization"), "it names the meter");
    upload("exactly", 400).await.unwrap();
    assert_eq!(upload("one more", 1).await.unwrap_err().code(), Some("QUOTA_EXCEEDED"));
    upload("nothing", 0).await.unwrap();
    // The trash counts until it is emptied.
    files.delete(kept.id).await.unwrap();
    assert_eq!(upload("one more", 1).await.unwrap_err().code(), Some("QUOTA_EXCEEDED"));
    files.delete(kept.id).permanent(true).await.unwrap();
    upload("one more", 600).await.unwrap();
}

/// However many come at once, the sum stays within the quota, and what was refused takes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn organization_quota_holds_against_a_race() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let superuser = server.superuser();
    let limits = OrganizationUpdate::new().quota_bytes(10_000);
    superuser.client.organizations().update(team.organization_id, limits).await.unwrap();
    let uploads = (0..30).map(|number| {
        let upload = FileUpload::new(Upload::from(samples::noise(1000, number))).name(format!("{number}"));
        let files = team.owner.client.files();
        async move { files.upload(upload).await.is_ok() }
    });
    let stored = futures_util::future::join_all(uploads).await.into_iter().filter(|stored| *stored).count();
    assert_eq!(stored, 10);
    assert_eq!(server.db_number("SELECT used_bytes FROM organizations WHERE name = 'Acme'").await, 10_000);
    assert_eq!(server.db_number("SELECT count(*) FROM files").await, 10);
}
