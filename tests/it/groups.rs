//! Groups: who is in them, and what that gives.

use conformance::{Actor, Role, Team, TestServer};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use strongroom_client::models::{
    GrantPut, GroupCreate, GroupOrder, GroupUpdate, MemberOrder, Permission, PrincipalType, ShareCreate,
};

async fn fixture() -> (TestServer, Team, Actor) {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let member = team.add(&server, Role::Member).await;
    (server, team, member)
}

#[tokio::test(flavor = "multi_thread")]
async fn group_create_answers_what_can_be_read() {
    let (_server, team, member) = fixture().await;
    let (home, groups) = (team.organization_id, team.owner.client.groups());
    let made = groups.create(home, GroupCreate::new("Planners")).await.unwrap();
    assert_eq!((made.organization_id, made.built_in, made.created_by), (home, false, team.owner.user_id));
    let location = format!("/api/v1/organizations/{home}/groups/{}", made.id);
    assert_eq!(made.location(), Some(location.as_str()));
    let read = member.client.groups().get(home, made.id).await.unwrap();
    assert_eq!(read.into_inner(), made.into_inner());
    let again = groups.create(home, GroupCreate::new("planners")).await.unwrap_err();
    assert_eq!(again.code(), Some("NAME_CONFLICT"));
    let refused = member.client.groups().create(home, GroupCreate::new("Mine")).await.unwrap_err();
    assert_eq!(refused.code(), Some("AUTHZ_PERMISSION_DENIED"));
}

#[tokio::test(flavor = "multi_thread")]
async fn group_list_orders_and_pages() {
    let (_server, team, _member) = fixture().await;
    let (home, groups) = (team.organization_id, team.owner.client.groups());
    for name in ["beta", "Alpha"] {
        groups.create(home, GroupCreate::new(name)).await.unwrap();
    }
    let names = async |order: GroupOrder| -> Vec<String> {
        let items: Vec<_> = groups.list(home).order_by(order).take(1).items().try_collect().await.unwrap();
        items.into_iter().map(|group| group.name).collect()
    };
    assert_eq!(names(GroupOrder::Name).await, ["Alpha", "beta", "everyone"]);
    assert_eq!(names(GroupOrder::NameDesc).await, ["everyone", "beta", "Alpha"]);
    assert_eq!(names(GroupOrder::CreatedAt).await, ["everyone", "beta", "Alpha"]);
    assert_eq!(names(GroupOrder::CreatedAtDesc).await, ["Alpha", "beta", "everyone"]);
    let wrong = groups.list(home).cursor("nonsense").await.unwrap_err();
    assert_eq!(wrong.code(), Some("INVALID_ARGUMENT"));
}

#[tokio::test(flavor = "multi_thread")]
async fn group_update_renames() {
    let (_server, team, _member) = fixture().await;
    let (home, groups) = (team.organization_id, team.owner.client.groups());
    let group = groups.create(home, GroupCreate::new("Planners")).await.unwrap().id;
    groups.create(home, GroupCreate::new("Others")).await.unwrap();
    let renamed = groups.update(home, group, GroupUpdate::new("Engineers")).await.unwrap();
    assert_eq!((renamed.id, renamed.name.as_str()), (group, "Engineers"));
    let taken = groups.update(home, group, GroupUpdate::new("OTHERS")).await.unwrap_err();
    assert_eq!(taken.code(), Some("NAME_CONFLICT"));
}

/// What is granted to a group holds while one is in it, and not a request longer.
#[tokio::test(flavor = "multi_thread")]
async fn group_member_put_and_delete_take_effect_at_once() {
    let (_server, team, member) = fixture().await;
    let (home, groups) = (team.organization_id, team.owner.client.groups());
    let share = team.owner.client.shares().create(ShareCreate::new("Plans")).await.unwrap().id;
    let group = groups.create(home, GroupCreate::new("Planners")).await.unwrap().id;
    let put = GrantPut::new(vec![Permission::Write]);
    let grant = team.owner.client.shares().grant_put(share, group, put).await.unwrap();
    assert_eq!((grant.principal_id, &grant.principal_type), (group, &PrincipalType::Group));
    assert!(member.client.shares().get(share).await.is_err());
    for _ in 0..2 {
        groups.member_put(home, group, member.user_id).await.unwrap();
    }
    let seen = member.client.shares().get(share).await.unwrap();
    assert_eq!(seen.permissions, [Permission::Read, Permission::Write]);
    let members = groups.member_list(home, group).order_by(MemberOrder::EmailDesc).await.unwrap();
    assert_eq!((members.count, members.data[0].user_id), (1, member.user_id));
    groups.member_delete(home, group, member.user_id).await.unwrap();
    assert_eq!(member.client.shares().get(share).await.unwrap_err().code(), Some("NOT_FOUND"));
    let again = groups.member_delete(home, group, member.user_id).await.unwrap_err();
    assert_eq!(again.code(), Some("NOT_FOUND"));

    groups.member_put(home, group, member.user_id).await.unwrap();
    member.client.shares().get(share).await.unwrap();
    groups.delete(home, group).await.unwrap();
    assert_eq!(member.client.shares().get(share).await.unwrap_err().code(), Some("NOT_FOUND"));
    assert_eq!(groups.get(home, group).await.unwrap_err().code(), Some("NOT_FOUND"));
}

/// The built-in group: all members but guests. It opens the default share, until its owners think otherwise.
#[tokio::test(flavor = "multi_thread")]
async fn group_everyone_opens_the_default_share() {
    let (server, team, member) = fixture().await;
    let (home, groups) = (team.organization_id, team.owner.client.groups());
    let guest = team.add(&server, Role::Guest).await;
    let everyone = groups.get(home, home).await.unwrap();
    assert_eq!((everyone.name.as_str(), everyone.built_in), ("everyone", true));
    let seen = member.client.shares().get(team.default_share_id).await.unwrap();
    assert_eq!(seen.permissions, [Permission::Read, Permission::Create, Permission::Write, Permission::Delete]);
    assert!(guest.client.shares().get(team.default_share_id).await.is_err());
    let members = groups.member_list(home, home).await.unwrap();
    assert!(members.data.iter().all(|listed| listed.user_id != guest.user_id));
    assert_eq!(members.count, 2);

    assert_eq!(groups.delete(home, home).await.unwrap_err().code(), Some("INVALID_ARGUMENT"));
    let renamed = groups.update(home, home, GroupUpdate::new("All")).await.unwrap_err();
    assert_eq!(renamed.code(), Some("INVALID_ARGUMENT"));
    let joined = groups.member_put(home, home, guest.user_id).await.unwrap_err();
    assert_eq!(joined.code(), Some("INVALID_ARGUMENT"));
    let left = groups.member_delete(home, home, member.user_id).await.unwrap_err();
    assert_eq!(left.code(), Some("INVALID_ARGUMENT"));

    team.owner.client.shares().grant_delete(team.default_share_id, home).await.unwrap();
    assert!(member.client.shares().get(team.default_share_id).await.is_err());
}

/// An organization has at most so many groups, the built-in one counted.
#[tokio::test(flavor = "multi_thread")]
async fn group_create_refuses_one_too_many() {
    let (_server, team, _member) = fixture().await;
    let groups = team.owner.client.groups();
    stream::iter(1..1000)
        .for_each_concurrent(8, |number| {
            let create = groups.create(team.organization_id, GroupCreate::new(format!("group {number}")));
            async move {
                create.await.unwrap();
            }
        })
        .await;
    let refused = groups.create(team.organization_id, GroupCreate::new("Last")).await.unwrap_err();
    assert_eq!(refused.code(), Some("INVALID_ARGUMENT"));
}
