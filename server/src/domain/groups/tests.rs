//! Groups: who makes them, who is in them, how many there are.

use super::*;
use crate::domain::page::PageRequest;
use crate::domain::testing_tree::{Tree, file_name};

fn all() -> PageRequest {
    PageRequest { skip: 0, take: 100, cursor: None }
}

#[tokio::test]
async fn names_are_unique_whatever_their_case() {
    let tree = Tree::new().await;
    let (owner, home) = (tree.member(Role::Owner).await, tree.organization_id);
    let first = create(&tree.app, &owner, home, file_name("Planners")).await.unwrap();
    let again = create(&tree.app, &owner, home, file_name("PLANNERS")).await;
    assert!(matches!(again, Err(Error::NameConflict { existing_id: Some(id), .. }) if id == first.id), "{again:?}");
    let reserved = create(&tree.app, &owner, home, file_name("Everyone")).await;
    assert!(matches!(reserved, Err(Error::NameConflict { existing_id: Some(id), .. }) if id == home));
    let second = create(&tree.app, &owner, home, file_name("Others")).await.unwrap();
    let taken = update(&tree.app, &owner, home, second.id, file_name("planners")).await;
    assert!(matches!(taken, Err(Error::NameConflict { existing_id: Some(id), .. }) if id == first.id), "{taken:?}");
    let renamed = update(&tree.app, &owner, home, first.id, file_name("PLANNERS")).await.unwrap();
    assert_eq!((renamed.id, &*renamed.name), (first.id, "PLANNERS"));
    let listed = list(&tree.app, &owner, home, GroupOrder::NameDescending, &all()).await.unwrap();
    assert_eq!(listed.data.iter().map(|group| &*group.name).collect::<Vec<_>>(), ["PLANNERS", "Others", "everyone"]);
}

#[tokio::test]
async fn everyone_is_all_but_guests_and_stays_so() {
    let tree = Tree::new().await;
    let (owner, home) = (tree.member(Role::Owner).await, tree.organization_id);
    let (member, guest) = (tree.member(Role::Member).await, tree.member(Role::Guest).await);
    let members = member_list(&tree.app, &guest, home, home, MemberOrder::CreatedAt, &all()).await.unwrap();
    assert_eq!(members.data.iter().map(|view| view.user_id).collect::<Vec<_>>(), [owner.user_id, member.user_id]);
    let refusals = [
        update(&tree.app, &owner, home, home, file_name("All")).await.map(drop),
        delete(&tree.app, &owner, home, home).await,
        member_put(&tree.app, &owner, home, home, guest.user_id).await,
        member_delete(&tree.app, &owner, home, home, member.user_id).await,
    ];
    for refused in refusals {
        assert!(matches!(refused, Err(Error::InvalidArgument(_))), "{refused:?}");
    }
}

#[tokio::test]
async fn members_see_groups_and_managers_change_them() {
    let tree = Tree::new().await;
    let (owner, home) = (tree.member(Role::Owner).await, tree.organization_id);
    let member = tree.member(Role::Member).await;
    let group = create(&tree.app, &owner, home, file_name("Planners")).await.unwrap();
    for _ in 0..2 {
        member_put(&tree.app, &owner, home, group.id, member.user_id).await.unwrap();
    }
    let members = member_list(&tree.app, &member, home, group.id, MemberOrder::Email, &all()).await.unwrap();
    assert_eq!((members.count, members.data[0].user_id), (1, member.user_id));
    let refused = create(&tree.app, &member, home, file_name("Mine")).await;
    assert!(matches!(refused, Err(Error::PermissionDenied(_))));
    member_delete(&tree.app, &owner, home, group.id, member.user_id).await.unwrap();
    let again = member_delete(&tree.app, &owner, home, group.id, member.user_id).await;
    assert!(matches!(again, Err(Error::NotFound("member of the group"))));

    // Another organization's people and groups do not exist.
    let (elsewhere, stranger) = tree.elsewhere().await;
    let foreign = member_put(&tree.app, &owner, home, group.id, stranger.user_id).await;
    assert!(matches!(foreign, Err(Error::NotFound("member"))));
    assert!(matches!(get(&tree.app, &stranger, home, group.id).await, Err(Error::NotFound("organization"))));
    assert!(matches!(get(&tree.app, &stranger, elsewhere.id, group.id).await, Err(Error::NotFound("group"))));
}

#[tokio::test]
async fn there_are_only_so_many_groups() {
    let tree = Tree::new().await;
    let (owner, home) = (tree.member(Role::Owner).await, tree.organization_id);
    db_fill(&tree, home, owner.user_id, GROUPS_MAX - 2).await;
    // Of two that come at once, one is the last.
    let (first, second) =
        tokio::join!(create(&tree.app, &owner, home, file_name("a")), create(&tree.app, &owner, home, file_name("b")),);
    assert_eq!([&first, &second].iter().filter(|made| made.is_ok()).count(), 1, "{first:?} {second:?}");
    assert!(matches!(create(&tree.app, &owner, home, file_name("c")).await, Err(Error::InvalidArgument(_))));
}

/// Makes groups past all rules.
async fn db_fill(tree: &Tree, organization_id: Uuid, created_by: Uuid, count: u64) {
    let at = tree.app.clock.now();
    let rows: Vec<group::ActiveModel> = (0..count)
        .map(|number| group::ActiveModel {
            id: Set(ids::new()),
            organization_id: Set(organization_id),
            name: Set(format!("group {number}")),
            name_key: Set(format!("group {number}")),
            created_by: Set(created_by),
            created_at: Set(at),
            updated_at: Set(at),
        })
        .collect();
    let insert = async move |tx: &DatabaseTransaction| {
        group::Entity::insert_many(rows).exec_without_returning(tx).await?;
        Ok(())
    };
    tree.app.db.write(insert).await.unwrap();
}

/// Past the domain: this many members would take it minutes.
#[tokio::test]
async fn a_group_has_so_many_members_and_no_more() {
    use crate::db::entity::user;
    use crate::ids;
    let tree = Tree::new().await;
    let (owner, home) = (tree.member(Role::Owner).await, tree.organization_id);
    let (last, late) = (tree.member(Role::Member).await.user_id, tree.member(Role::Member).await.user_id);
    let group_id = create(&tree.app, &owner, home, file_name("Crowd")).await.unwrap().id;
    let (now, created_by) = (tree.app.clock.now(), owner.user_id);
    let fill = async move |tx: &DatabaseTransaction| {
        let user_ids: Vec<Uuid> = (1..GROUP_MEMBERS_MAX).map(|_| ids::new()).collect();
        for batch in user_ids.chunks(500) {
            let users = batch.iter().map(|id| user::ActiveModel {
                id: Set(*id),
                email: Set(format!("{id}@example.com")),
                email_key: Set(format!("{id}@example.com")),
                name: Set("one of many".to_owned()),
                password_hash: Set(None),
                superuser: Set(false),
                created_at: Set(now),
                updated_at: Set(now),
            });
            user::Entity::insert_many(users).exec_without_returning(tx).await?;
            let members = batch.iter().map(|user_id| group_member::ActiveModel {
                group_id: Set(group_id),
                user_id: Set(*user_id),
                created_by: Set(created_by),
                created_at: Set(now),
            });
            group_member::Entity::insert_many(members).exec_without_returning(tx).await?;
        }
        Ok(())
    };
    tree.app.db.write(fill).await.unwrap();
    member_put(&tree.app, &owner, home, group_id, last).await.unwrap();
    let refused = member_put(&tree.app, &owner, home, group_id, late).await;
    assert!(matches!(refused, Err(Error::InvalidArgument(_))), "{refused:?}");
    // Who is in it already may be put into it again, and who leaves makes room.
    member_put(&tree.app, &owner, home, group_id, last).await.unwrap();
    member_delete(&tree.app, &owner, home, group_id, last).await.unwrap();
    member_put(&tree.app, &owner, home, group_id, late).await.unwrap();
}
