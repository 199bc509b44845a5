//! What grants give, on what, until when, and to whom they may be passed on.

use std::time::Duration;

use sea_orm::{ActiveModelTrait as _, ConnectionTrait as _, DbBackend, IntoActiveModel as _, Statement};

use super::*;
use crate::db::entity::member::Role;
use crate::domain::access::matrix::Outcome;
use crate::domain::files::{Filter, ListRequest, Order};
use crate::domain::labels::{Metadata, Tags};
use crate::domain::nodes::{Deletion, OnConflict, Parent, Trash};
use crate::domain::page::PageRequest;
use crate::domain::testing_tree::{Tree, file_name};
use crate::domain::{groups, members};
use crate::ids;

use Permission::{Create, Delete, Manage, Read, Write};

/// `/secret/plans/2026/a.txt` in a share that nothing is granted on, a file beside each folder, and who may not see it.
struct Fixture {
    tree: Tree,
    owner: Caller,
    member: Caller,
    share_id: Uuid,
    secret: Uuid,
    plans: Uuid,
    year: Uuid,
    file: Uuid,
    beside: Uuid,
}

async fn fixture() -> Fixture {
    let tree = Tree::new().await;
    let (owner, member) = (tree.member(Role::Owner).await, tree.member(Role::Member).await);
    let share_id = tree.share(&owner, "Private", None).await.id;
    let secret = tree.folder(&owner, share_id, None, "secret").await;
    let plans = tree.folder(&owner, share_id, Some(secret), "plans").await;
    let year = tree.folder(&owner, share_id, Some(plans), "2026").await;
    let file = tree.upload(&owner, share_id, Some(year), "a.txt", b"1").await.unwrap().file.id;
    let beside = tree.upload(&owner, share_id, Some(secret), "beside.txt", b"2").await.unwrap().file.id;
    Fixture { tree, owner, member, share_id, secret, plans, year, file, beside }
}

impl Fixture {
    async fn grant(&self, resource: Resource, principal_id: Uuid, permissions: &[Permission]) {
        self.tree.grant_on(&self.owner, resource, principal_id, permissions).await;
    }

    /// What the member finds out about a folder: its path as far as it may be seen.
    async fn folder(&self, folder_id: Uuid) -> Result<String> {
        let view = folders::get(&self.tree.app, &self.member, folder_id, Trash::Refused).await?;
        Ok(view.visible_path().to_owned())
    }

    async fn file(&self, file_id: Uuid) -> Result<String> {
        let view = files::get(&self.tree.app, &self.member, file_id, Trash::Refused).await?;
        // Every way to a file says the same.
        files::content(&self.tree.app, &self.member, file_id, None).await?;
        Ok(view.visible_path().to_owned())
    }

    /// The paths in the member's list of all files.
    async fn listed(&self) -> Vec<String> {
        let request = ListRequest::Page(PageRequest { skip: 0, take: 100, cursor: None });
        let page = files::list(&self.tree.app, &self.member, &Filter::default(), Order::Name, &request).await.unwrap();
        assert_eq!(page.count, Some(page.data.len() as u64));
        page.data.iter().map(|view| view.visible_path().to_owned()).collect()
    }
}

fn outcome<T: std::fmt::Debug>(result: Result<T>) -> Outcome {
    match result {
        Ok(_) => Outcome::Allowed,
        Err(Error::PermissionDenied(_)) => Outcome::Denied,
        Err(Error::NotFound(_)) => Outcome::NotFound,
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_grant_on_a_folder_opens_what_is_below_and_tells_nothing_of_what_is_above() {
    let fixture = fixture().await;
    let (app, member) = (&fixture.tree.app, &fixture.member);
    assert_eq!(fixture.listed().await, Vec::<String>::new());
    fixture.grant(Resource::Folder(fixture.plans), member.user_id, &[Create]).await;
    assert_eq!(fixture.folder(fixture.plans).await.unwrap(), "/plans");
    assert_eq!(fixture.folder(fixture.year).await.unwrap(), "/plans/2026");
    assert_eq!(fixture.file(fixture.file).await.unwrap(), "/plans/2026/a.txt");
    assert_eq!(fixture.listed().await, ["/plans/2026/a.txt"]);
    assert!(matches!(fixture.folder(fixture.secret).await, Err(Error::NotFound("folder"))));
    assert!(matches!(fixture.file(fixture.beside).await, Err(Error::NotFound("file"))));
    assert!(matches!(shares::get(app, member, fixture.share_id).await, Err(Error::NotFound("share"))));

    // What is made below says as little.
    let made = fixture.tree.upload(member, fixture.share_id, Some(fixture.year), "b.txt", b"3").await.unwrap();
    assert_eq!(made.visible_path(), "/plans/2026/b.txt");
    let parent = Parent { share_id: fixture.share_id, folder_id: Some(fixture.plans) };
    let made = folders::create(app, member, parent, file_name("new"), OnConflict::Fail).await.unwrap();
    assert_eq!(made.visible_path(), "/plans/new");
    let above = fixture.tree.upload(member, fixture.share_id, Some(fixture.secret), "c.txt", b"").await;
    assert!(matches!(above, Err(Error::NotFound("folder"))));
    let root = fixture.tree.upload(member, fixture.share_id, None, "c.txt", b"").await;
    assert!(matches!(root, Err(Error::NotFound("share"))));

    // A second grant further up shows more; both together hold.
    fixture.grant(Resource::Folder(fixture.secret), member.user_id, &[Write]).await;
    assert_eq!(fixture.file(fixture.file).await.unwrap(), "/secret/plans/2026/a.txt");
    let view = files::get(app, member, fixture.file, Trash::Refused).await.unwrap();
    assert_eq!(view.permissions.iter().collect::<Vec<_>>(), [Read, Create, Write]);
    assert_eq!(fixture.listed().await, ["/secret/plans/2026/a.txt", "/secret/plans/2026/b.txt", "/secret/beside.txt"]);
}

#[tokio::test]
async fn a_grant_on_a_file_goes_with_it_and_ends_with_it() {
    let fixture = fixture().await;
    let (app, member) = (&fixture.tree.app, &fixture.member);
    fixture.grant(Resource::File(fixture.file), member.user_id, &[Write]).await;
    assert_eq!(fixture.file(fixture.file).await.unwrap(), "/a.txt");
    assert_eq!(fixture.listed().await, ["/a.txt"]);
    assert!(matches!(fixture.folder(fixture.year).await, Err(Error::NotFound("folder"))));
    let replaced = fixture.tree.replace(member, fixture.file, None, b"more").await.unwrap();
    assert_eq!(replaced.visible_path(), "/a.txt");
    // An id is nothing without its type: the same one names no folder.
    assert!(matches!(fixture.folder(fixture.file).await, Err(Error::NotFound("folder"))));

    // A name that is taken by something unreadable is refused without saying by what.
    fixture.tree.upload(&fixture.owner, fixture.share_id, Some(fixture.year), "taken.txt", b"").await.unwrap();
    let rename = files::FileUpdate { name: Some(file_name("TAKEN.txt")), ..files::FileUpdate::default() };
    let refused = files::update(app, member, fixture.file, rename).await;
    assert!(matches!(refused, Err(Error::NameConflict { existing_id: None, .. })), "{refused:?}");

    files::delete(app, &fixture.owner, fixture.file, Deletion::Permanent, None).await.unwrap();
    let left = grant::Entity::on(ResourceType::File, fixture.file).count(app.db.read()).await.unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn purging_takes_the_grants_along() {
    let fixture = fixture().await;
    let (app, owner, user_id) = (&fixture.tree.app, &fixture.owner, fixture.member.user_id);
    let all = async || grant::Entity::find().count(app.db.read()).await.unwrap();
    for resource in [Resource::Folder(fixture.plans), Resource::Folder(fixture.year), Resource::File(fixture.file)] {
        fixture.grant(resource, user_id, &[Read]).await;
    }
    let before = all().await;
    folders::delete(app, owner, fixture.plans, Deletion::Permanent, None).await.unwrap();
    assert_eq!(all().await, before - 3);
    fixture.grant(Resource::Folder(fixture.secret), user_id, &[Read]).await;
    fixture.grant(Resource::File(fixture.beside), user_id, &[Read]).await;
    fixture.grant(Resource::Share(fixture.share_id), user_id, &[Read]).await;
    shares::delete(app, owner, fixture.share_id).await.unwrap();
    // Those of the maker of the share are gone, too.
    assert_eq!(all().await, before - 4);
}

#[tokio::test]
async fn groups_give_what_is_granted_to_them_while_one_is_in_them() {
    let fixture = fixture().await;
    let (app, owner, home) = (&fixture.tree.app, &fixture.owner, fixture.tree.organization_id);
    let user_id = fixture.member.user_id;
    let group = groups::create(app, owner, home, file_name("Planners")).await.unwrap();
    fixture.grant(Resource::Folder(fixture.plans), group.id, &[Read]).await;
    assert!(fixture.folder(fixture.plans).await.is_err());
    groups::member_put(app, owner, home, group.id, user_id).await.unwrap();
    assert_eq!(fixture.folder(fixture.plans).await.unwrap(), "/plans");
    assert_eq!(fixture.listed().await, ["/plans/2026/a.txt"]);
    groups::member_delete(app, owner, home, group.id, user_id).await.unwrap();
    assert!(fixture.folder(fixture.plans).await.is_err());

    groups::member_put(app, owner, home, group.id, user_id).await.unwrap();
    groups::delete(app, owner, home, group.id).await.unwrap();
    assert!(fixture.folder(fixture.plans).await.is_err());
    assert_eq!(grant::Entity::on(ResourceType::Folder, fixture.plans).count(app.db.read()).await.unwrap(), 0);

    // Everyone: all but guests, and the role decides at once.
    fixture.grant(Resource::Folder(fixture.plans), home, &[Read]).await;
    assert_eq!(fixture.folder(fixture.plans).await.unwrap(), "/plans");
    let guest = fixture.tree.member(Role::Guest).await;
    assert!(folders::get(app, &guest, fixture.plans, Trash::Refused).await.is_err());
}

#[tokio::test]
async fn a_removed_member_comes_back_with_nothing() {
    let fixture = fixture().await;
    let (app, owner, home) = (&fixture.tree.app, &fixture.owner, fixture.tree.organization_id);
    let user_id = fixture.member.user_id;
    let group = groups::create(app, owner, home, file_name("Planners")).await.unwrap();
    groups::member_put(app, owner, home, group.id, user_id).await.unwrap();
    fixture.grant(Resource::Folder(fixture.plans), group.id, &[Read]).await;
    fixture.grant(Resource::File(fixture.beside), user_id, &[Read]).await;
    let email = members::get(app, owner, home, user_id).await.unwrap().email;
    members::delete(app, owner, home, user_id).await.unwrap();
    let new = members::NewMember { email, name: None, password: None, role: Role::Member, quota_bytes: None };
    members::create(app, owner, home, new).await.unwrap();
    assert!(fixture.folder(fixture.plans).await.is_err());
    assert!(fixture.file(fixture.beside).await.is_err());
}

#[tokio::test]
async fn a_grant_ends_when_it_says() {
    let fixture = fixture().await;
    let app = &fixture.tree.app;
    let end = app.clock.now() + TimeDelta::seconds(60);
    let new = NewGrant { permissions: [Read].into_iter().collect(), expires_at: Some(end) };
    put(app, &fixture.owner, Resource::Folder(fixture.plans), fixture.member.user_id, new).await.unwrap();
    app.clock.advance(Duration::from_secs(50));
    assert_eq!(fixture.listed().await, ["/plans/2026/a.txt"]);
    app.clock.advance(Duration::from_secs(10));
    assert!(fixture.folder(fixture.plans).await.is_err());
    assert!(fixture.file(fixture.file).await.is_err());
    assert_eq!(fixture.listed().await, Vec::<String>::new());
    // Shown until somebody deletes it, and nobody makes one that has ended.
    assert_eq!(list(app, &fixture.owner, Resource::Folder(fixture.plans)).await.unwrap().len(), 1);
    let late = put(app, &fixture.owner, Resource::Folder(fixture.plans), fixture.member.user_id, new).await;
    assert!(matches!(late, Err(Error::InvalidArgument(_))));
    // In a year of five digits, which would not be compared as one.
    let far = NewGrant { expires_at: DateTime::from_timestamp(LAST_SECOND + 1, 0), ..new };
    let far = put(app, &fixture.owner, Resource::Folder(fixture.plans), fixture.member.user_id, far).await;
    assert!(matches!(far, Err(Error::InvalidArgument(_))));
}

#[tokio::test]
async fn nobody_passes_on_more_than_they_hold_nor_for_longer() {
    let fixture = fixture().await;
    let (app, member) = (&fixture.tree.app, &fixture.member);
    let other = fixture.tree.member(Role::Guest).await;
    let plans = Resource::Folder(fixture.plans);
    let grant = async |resource: Resource, to: Uuid, permissions: &[Permission], expires_at: Option<DateTime<Utc>>| {
        let new = NewGrant { permissions: permissions.iter().copied().collect(), expires_at };
        outcome(put(app, member, resource, to, new).await)
    };
    assert_eq!(grant(plans, other.user_id, &[Read], None).await, Outcome::NotFound);
    fixture.grant(plans, member.user_id, &[Create]).await;
    assert_eq!(grant(plans, other.user_id, &[Read], None).await, Outcome::Denied);
    fixture.grant(plans, member.user_id, &[Create, Manage]).await;
    assert_eq!(grant(plans, other.user_id, &[Create, Manage], None).await, Outcome::Allowed);
    // Not to others, not to oneself, not below, and not above.
    assert_eq!(grant(plans, other.user_id, &[Write], None).await, Outcome::Denied);
    assert_eq!(grant(plans, member.user_id, &[Create, Manage, Delete], None).await, Outcome::Denied);
    assert_eq!(grant(Resource::File(fixture.file), member.user_id, &[Write], None).await, Outcome::Denied);
    assert_eq!(grant(Resource::Folder(fixture.secret), member.user_id, &[Read], None).await, Outcome::NotFound);
    assert_eq!(grant(Resource::Share(fixture.share_id), member.user_id, &[Read], None).await, Outcome::NotFound);
    assert_eq!(grant(plans, ids::new(), &[Read], None).await, Outcome::NotFound);

    // Whose right ends can't make it last.
    let end = app.clock.now() + TimeDelta::seconds(60);
    let ending = NewGrant { permissions: [Manage, Write].into_iter().collect(), expires_at: Some(end) };
    put(app, &fixture.owner, Resource::File(fixture.beside), member.user_id, ending).await.unwrap();
    let beside = Resource::File(fixture.beside);
    assert_eq!(grant(beside, member.user_id, &[Write], None).await, Outcome::Denied);
    assert_eq!(grant(beside, other.user_id, &[Write], Some(end + TimeDelta::seconds(1))).await, Outcome::Denied);
    assert_eq!(grant(beside, other.user_id, &[Write], Some(end)).await, Outcome::Allowed);
}

#[tokio::test]
async fn an_upload_that_outlasts_its_right_is_refused() {
    let fixture = fixture().await;
    let (tree, app, member) = (&fixture.tree, &fixture.tree.app, &fixture.member);
    let end = Some(app.clock.now() + TimeDelta::seconds(60));
    let ending = NewGrant { permissions: [Create, Write].into_iter().collect(), expires_at: end };
    put(app, &fixture.owner, Resource::Folder(fixture.plans), member.user_id, ending).await.unwrap();
    let target = files::check_target(app, member, None, Some(fixture.plans)).await.unwrap();
    let replacement = files::check_replacement(app, member, fixture.file, None).await.unwrap();
    let (first, second) = (tree.write(b"new").await, tree.write(b"newer").await);
    app.clock.advance(Duration::from_secs(60));
    let (name, on_conflict) = (file_name("late.txt"), OnConflict::Fail);
    let new = files::NewFile { name, tags: Tags::default(), metadata: Metadata::default(), on_conflict };
    assert_eq!(outcome(files::create(app, member, &target, new, first).await), Outcome::NotFound);
    assert_eq!(outcome(files::replace(app, member, replacement, second).await), Outcome::NotFound);
}

#[tokio::test]
async fn there_are_only_so_many_grants_on_a_thing() {
    let fixture = fixture().await;
    let (app, user_id) = (&fixture.tree.app, fixture.member.user_id);
    fixture.grant(Resource::Folder(fixture.plans), user_id, &[Read]).await;
    let granted = grant::Entity::on(ResourceType::Folder, fixture.plans).one(app.db.read()).await.unwrap().unwrap();
    let rows = (1..GRANTS_MAX).map(|_| grant::ActiveModel {
        principal_id: Set(ids::new()),
        ..granted.clone().into_active_model().reset_all()
    });
    let rows: Vec<_> = rows.collect();
    let fill = async move |tx: &DatabaseTransaction| {
        grant::Entity::insert_many(rows).exec_without_returning(tx).await?;
        Ok(())
    };
    app.db.write(fill).await.unwrap();
    // One that is there can be changed, and elsewhere there is room.
    fixture.grant(Resource::Folder(fixture.plans), user_id, &[Write]).await;
    fixture.grant(Resource::Folder(fixture.year), fixture.tree.organization_id, &[Read]).await;
    let new = NewGrant { permissions: [Read].into_iter().collect(), expires_at: None };
    let plans = Resource::Folder(fixture.plans);
    let refused = put(app, &fixture.owner, plans, fixture.tree.organization_id, new).await;
    assert!(matches!(refused, Err(Error::InvalidArgument(_))), "{refused:?}");
}

/// On PostgreSQL both could otherwise happen: the grant would be left behind, and wake up with the next such member.
#[tokio::test]
async fn no_grant_outlives_whom_it_names_or_what_it_is_on() {
    let fixture = fixture().await;
    let (app, owner, home) = (&fixture.tree.app, &fixture.owner, fixture.tree.organization_id);
    for round in 0..4 {
        let member = fixture.tree.member(Role::Member).await;
        let folder_id = fixture.tree.folder(owner, fixture.share_id, None, &format!("round {round}")).await;
        let new = NewGrant { permissions: Permissions::ALL, expires_at: None };
        let granting = (0..4).map(|_| put(app, owner, Resource::Folder(folder_id), member.user_id, new));
        let (_, removed) = tokio::join!(futures_util::future::join_all(granting), async {
            if round % 2 == 0 {
                members::delete(app, owner, home, member.user_id).await
            } else {
                folders::delete(app, owner, folder_id, Deletion::Permanent, None).await
            }
        },);
        removed.unwrap();
        let left = grant::Entity::find().filter(grant::Column::PrincipalId.eq(member.user_id));
        assert_eq!(left.count(app.db.read()).await.unwrap(), 0, "round {round}");
    }
}

#[tokio::test]
async fn what_others_were_granted_is_found_by_index() {
    let fixture = fixture().await;
    let (app, member) = (&fixture.tree.app, &fixture.member);
    let db = app.db.read();
    if db.get_database_backend() != DbBackend::Sqlite {
        return;
    }
    let condition = access::readable_files(member);
    let select = crate::db::entity::file::Entity::in_organization(member.organization_id).filter(condition);
    let query = sea_orm::QueryTrait::build(&select, DbBackend::Sqlite);
    let place = Place { share_id: fixture.share_id, folder_id: Some(fixture.year), file_id: Some(fixture.file) };
    for statement in [query, access::decision(DbBackend::Sqlite, member, &[place])] {
        let explain = Statement { sql: format!("EXPLAIN QUERY PLAN {}", statement.sql), ..statement };
        let plan = db.query_all_raw(explain).await.unwrap();
        let plan: Vec<String> = plan.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
        // What is computed on the way has no index and needs none; tables do.
        for table in ["grants", "folders", "files", "group_members"] {
            assert!(!plan.iter().any(|step| step.starts_with(&format!("SCAN {table}"))), "{table}: {plan:#?}");
        }
        let grants: Vec<_> = plan.iter().filter(|step| step.starts_with("SEARCH grants")).collect();
        // By what they are on or to whom, not by their type, of which there are as many as there are grants.
        let is_narrow = |step: &&String| step.contains("resource_id=?") || step.contains("principal_id=?");
        assert!(!grants.is_empty() && grants.iter().all(is_narrow), "{plan:#?}");
    }
}
