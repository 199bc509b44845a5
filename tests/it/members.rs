//! Who belongs to an organization, in which role, and what happens when they leave.

use conformance::{Role, Team, TestServer};
use futures_util::TryStreamExt as _;
use http::StatusCode;
use strongroom_client::models::{MemberCreate, MemberOrder, MemberUpdate, ShareCreate};
use uuid::Uuid;

async fn fixture() -> (TestServer, Team) {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    (server, team)
}

#[tokio::test(flavor = "multi_thread")]
async fn member_create_makes_a_user() {
    let (_server, team) = fixture().await;
    let organizations = team.owner.client.organizations();
    let new = MemberCreate::new("grace@example.com", Role::Admin).name("Grace");
    let made = organizations.member_create(team.organization_id, new).await.unwrap();
    assert_eq!((made.name.as_str(), made.email.as_str(), &made.role), ("Grace", "grace@example.com", &Role::Admin));
    let location = format!("/api/v1/organizations/{}/members/{}", team.organization_id, made.user_id);
    assert_eq!(made.location(), Some(location.as_str()));
    let read = organizations.member_get(team.organization_id, made.user_id).await.unwrap();
    assert_eq!(read.into_inner(), made.into_inner());
    let nameless = MemberCreate::new("nameless@example.com", Role::Guest);
    let nameless = organizations.member_create(team.organization_id, nameless).await.unwrap();
    assert_eq!(nameless.name, "nameless@example.com");
    let again = MemberCreate::new("GRACE@example.com", Role::Guest);
    let refused = organizations.member_create(team.organization_id, again).await.unwrap_err();
    assert_eq!(refused.code(), Some("ID_CONFLICT"));
}

/// One person, several organizations; nobody's password changes by being added somewhere.
#[tokio::test(flavor = "multi_thread")]
async fn member_create_adds_a_known_user() {
    let (server, team) = fixture().await;
    let other = Team::create(&server, "Other").await;
    let new = MemberCreate::new(team.owner.email.as_str(), Role::Guest).password("a stolen account");
    let added = other.owner.client.organizations().member_create(other.organization_id, new).await.unwrap();
    assert_eq!(added.user_id, team.owner.user_id);
    team.owner.login(&server).await;
    let here = team.owner.client.auth().me_get().await.unwrap();
    let there = team.owner.client.in_organization(other.organization_id).auth().me_get().await.unwrap();
    assert_eq!((&here.role, &there.role), (&Role::Owner, &Role::Guest));
    assert_eq!(there.organization_id, other.organization_id);
}

#[tokio::test(flavor = "multi_thread")]
async fn member_list_orders_and_pages() {
    let (_server, team) = fixture().await;
    let organizations = team.owner.client.organizations();
    for email in ["b@x.org", "c@x.org", "a@x.org"] {
        organizations.member_create(team.organization_id, MemberCreate::new(email, Role::Member)).await.unwrap();
    }
    let emails = async |order: MemberOrder| -> Vec<String> {
        let items = organizations.member_list(team.organization_id).order_by(order).take(1).items();
        let items: Vec<_> = items.try_collect().await.unwrap();
        items.into_iter().map(|member| member.email).filter(|email| email.ends_with("@x.org")).collect()
    };
    assert_eq!(emails(MemberOrder::Email).await, ["a@x.org", "b@x.org", "c@x.org"]);
    assert_eq!(emails(MemberOrder::EmailDesc).await, ["c@x.org", "b@x.org", "a@x.org"]);
    assert_eq!(emails(MemberOrder::CreatedAt).await, ["b@x.org", "c@x.org", "a@x.org"]);
    assert_eq!(emails(MemberOrder::CreatedAtDesc).await, ["a@x.org", "c@x.org", "b@x.org"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn member_update_changes_rights_at_once() {
    let (server, team) = fixture().await;
    let member = team.add(&server, Role::Guest).await;
    let refused = member.client.shares().create(ShareCreate::new("Mine")).await.unwrap_err();
    assert_eq!(refused.code(), Some("AUTHZ_PERMISSION_DENIED"));
    let organizations = team.owner.client.organizations();
    let changed = organizations
        .member_update(team.organization_id, member.user_id, MemberUpdate::new().role(Role::Member))
        .await
        .unwrap();
    assert_eq!(changed.role, Role::Member);
    member.client.shares().create(ShareCreate::new("Mine")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn only_owners_make_and_unmake_owners() {
    let (server, team) = fixture().await;
    let admin = team.add(&server, Role::Admin).await;
    let member = team.add(&server, Role::Member).await;
    let by_admin = admin.client.organizations();
    let denied = Some("AUTHZ_PERMISSION_DENIED");
    let promote =
        by_admin.member_update(team.organization_id, member.user_id, MemberUpdate::new().role(Role::Owner)).await;
    assert_eq!(promote.unwrap_err().code(), denied);
    let itself =
        by_admin.member_update(team.organization_id, admin.user_id, MemberUpdate::new().role(Role::Owner)).await;
    assert_eq!(itself.unwrap_err().code(), denied);
    let create = by_admin.member_create(team.organization_id, MemberCreate::new("o@example.com", Role::Owner)).await;
    assert_eq!(create.unwrap_err().code(), denied);
    let demote =
        by_admin.member_update(team.organization_id, team.owner.user_id, MemberUpdate::new().role(Role::Guest)).await;
    assert_eq!(demote.unwrap_err().code(), denied);
    let remove = by_admin.member_delete(team.organization_id, team.owner.user_id).await;
    assert_eq!(remove.unwrap_err().code(), denied);
    // Everything short of that is theirs.
    by_admin.member_update(team.organization_id, member.user_id, MemberUpdate::new().role(Role::Guest)).await.unwrap();
    by_admin.member_delete(team.organization_id, member.user_id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_owner_stays() {
    let (server, team) = fixture().await;
    let organizations = team.owner.client.organizations();
    let demote = organizations
        .member_update(team.organization_id, team.owner.user_id, MemberUpdate::new().role(Role::Member))
        .await;
    assert_eq!(demote.unwrap_err().code(), Some("INVALID_ARGUMENT"));
    let leave = organizations.member_delete(team.organization_id, team.owner.user_id).await;
    assert_eq!(leave.unwrap_err().code(), Some("INVALID_ARGUMENT"));
    let second = team.add(&server, Role::Owner).await;
    // Two who go at once must not both be let go.
    let (one, two) = tokio::join!(
        async { organizations.member_delete(team.organization_id, team.owner.user_id).await.is_ok() },
        async { second.client.organizations().member_delete(team.organization_id, second.user_id).await.is_ok() },
    );
    assert!(one != two || !one, "one of them stays");
    let owners = "SELECT count(*) FROM members WHERE role = 'owner'";
    let superuser_too = server
        .db_number(
            "SELECT count(*) FROM members m JOIN users u ON u.id = m.user_id WHERE u.superuser AND m.role = 'owner'",
        )
        .await;
    assert_eq!(server.db_number(owners).await - superuser_too, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn member_delete_ends_every_credential() {
    let (server, team) = fixture().await;
    let member = team.add(&server, Role::Member).await;
    let session = member.login(&server).await;
    team.owner.client.organizations().member_delete(team.organization_id, member.user_id).await.unwrap();
    for token in [member.token.as_str(), session["access_token"].as_str().unwrap()] {
        let refused = server.client(token).auth().me_get().await.unwrap_err();
        assert_eq!(refused.status(), Some(StatusCode::UNAUTHORIZED));
    }
    let gone = team.owner.client.organizations().member_get(team.organization_id, member.user_id).await.unwrap_err();
    assert_eq!(gone.code(), Some("NOT_FOUND"));
    let again =
        team.owner.client.organizations().member_delete(team.organization_id, member.user_id).await.unwrap_err();
    assert_eq!(again.code(), Some("NOT_FOUND"));
    // Coming back is a new membership: old tokens stay dead.
    let back = MemberCreate::new(member.email.as_str(), Role::Member);
    team.owner.client.organizations().member_create(team.organization_id, back).await.unwrap();
    assert!(server.client(&member.token).auth().me_get().await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn member_of_nobody_is_not_found() {
    let (_server, team) = fixture().await;
    let organizations = team.owner.client.organizations();
    let nobody = Uuid::now_v7();
    assert_eq!(organizations.member_get(team.organization_id, nobody).await.unwrap_err().code(), Some("NOT_FOUND"));
    let update = organizations.member_update(team.organization_id, nobody, MemberUpdate::new().role(Role::Guest)).await;
    assert_eq!(update.unwrap_err().code(), Some("NOT_FOUND"));
}
