//! Members and their roles.

use sea_orm::PaginatorTrait as _;

use super::*;
use crate::domain::access::{Credential, Scopes};
use crate::domain::names::FileName;
use crate::domain::shares::{self, NewShare};
use crate::domain::testing::{self, first_page};
use crate::domain::tokens::{self, NewToken};

fn with_email(email: &str, role: Role) -> NewMember {
    NewMember { email: email.to_owned(), name: None, password: None, role, quota_bytes: None }
}

#[tokio::test]
async fn an_existing_user_is_added_as_is_and_only_once() {
    for world in testing::worlds().await {
        let (app, home) = (&world.app, world.superuser.organization_id);
        let other = world.organization("other").await.id;
        let new = NewMember { name: Some("Ada".to_owned()), ..with_email("Ada@example.com", Role::Member) };
        let ada = create(app, &world.superuser, home, new).await.unwrap();
        assert_eq!((ada.name.as_str(), ada.email.as_str()), ("Ada", "Ada@example.com"));
        let again = NewMember { name: Some("Eve".to_owned()), ..with_email("ada@EXAMPLE.com", Role::Guest) };
        let there = create(app, &world.superuser, other, again.clone()).await.unwrap();
        assert_eq!((there.user_id, there.name.as_str(), there.role), (ada.user_id, "Ada", Role::Guest));
        assert!(matches!(create(app, &world.superuser, other, again).await, Err(Error::IdConflict(_))));
        assert_eq!(get(app, &world.superuser, home, ada.user_id).await.unwrap(), ada);
    }
}

#[tokio::test]
async fn owners_alone_make_and_unmake_owners() {
    for world in testing::worlds().await {
        let app = &world.app;
        let home = world.organization("home").await.id;
        let owner = world.member(home, Role::Owner).await;
        let admin = world.member(home, Role::Admin).await;
        let member = world.member(home, Role::Member).await;
        let denied = |outcome: Result<MemberView>| assert!(matches!(outcome, Err(Error::PermissionDenied(_))));
        denied(create(app, &admin, home, with_email("x@example.com", Role::Owner)).await);
        denied(create(app, &member, home, with_email("x@example.com", Role::Guest)).await);
        denied(update(app, &admin, home, member.user_id, Role::Owner.into()).await);
        denied(update(app, &admin, home, owner.user_id, Role::Member.into()).await);
        assert!(matches!(delete(app, &admin, home, owner.user_id).await, Err(Error::PermissionDenied(_))));
        update(app, &admin, home, member.user_id, Role::Guest.into()).await.unwrap();
        update(app, &owner, home, member.user_id, Role::Owner.into()).await.unwrap();
        delete(app, &owner, home, admin.user_id).await.unwrap();
        assert!(matches!(get(app, &owner, home, admin.user_id).await, Err(Error::NotFound("member"))));
    }
}

#[tokio::test]
async fn the_last_owner_stays_even_if_two_unmake_each_other_at_once() {
    for world in testing::worlds().await {
        let app = &world.app;
        let home = world.organization("home").await.id;
        let one = world.member(home, Role::Owner).await;
        let two = world.member(home, Role::Owner).await;
        let (first, second) = tokio::join!(
            update(app, &one, home, two.user_id, Role::Member.into()),
            update(app, &two, home, one.user_id, Role::Member.into())
        );
        assert_eq!([&first, &second].iter().filter(|outcome| outcome.is_ok()).count(), 1, "{first:?} {second:?}");
        let last = if first.is_ok() { one.user_id } else { two.user_id };
        let demoted = update(app, &world.superuser, home, last, Role::Admin.into()).await;
        assert!(matches!(demoted, Err(Error::InvalidArgument(_))));
        assert!(matches!(delete(app, &world.superuser, home, last).await, Err(Error::InvalidArgument(_))));
    }
}

#[tokio::test]
async fn pages_by_position_and_by_cursor_hold_the_same_items() {
    for world in testing::worlds().await {
        let app = &world.app;
        let home = world.organization("home").await.id;
        for number in [3, 1, 4, 2, 5] {
            let new = with_email(&format!("user{number}@example.com"), Role::Member);
            create(app, &world.superuser, home, new).await.unwrap();
        }
        for order in
            [MemberOrder::Email, MemberOrder::EmailDescending, MemberOrder::CreatedAt, MemberOrder::CreatedAtDescending]
        {
            let all = list(app, &world.superuser, home, order, &first_page(100)).await.unwrap();
            assert_eq!((all.start, all.end, all.count, all.next_cursor.is_none()), (0, 5, 5, true));
            let mut by_position = Vec::new();
            let mut by_cursor = Vec::new();
            let mut request = first_page(2);
            loop {
                let page = list(app, &world.superuser, home, order, &request).await.unwrap();
                assert_eq!(page.count, 5);
                by_cursor.extend(page.data);
                let Some(cursor) = page.next_cursor else { break };
                request.cursor = Some(cursor);
            }
            for skip in [0, 2, 4, 6] {
                let request = PageRequest { skip, take: 2, cursor: None };
                let page = list(app, &world.superuser, home, order, &request).await.unwrap();
                assert_eq!((page.start, page.count), (skip, 5));
                by_position.extend(page.data);
            }
            assert_eq!(by_cursor, all.data);
            assert_eq!(by_position, all.data);
        }
        let by_email = list(app, &world.superuser, home, MemberOrder::Email, &first_page(100)).await.unwrap();
        assert!(by_email.data.is_sorted_by(|one, two| one.email < two.email));
    }
}

#[tokio::test]
async fn made_up_cursors_are_refused() {
    use base64::Engine as _;
    for world in testing::worlds().await {
        let (app, home) = (&world.app, world.superuser.organization_id);
        world.member(home, Role::Member).await;
        let ask = async |order, skip, take, cursor: &str| {
            let request = PageRequest { skip, take, cursor: (!cursor.is_empty()).then(|| cursor.to_owned()) };
            list(app, &world.superuser, home, order, &request).await
        };
        let good = ask(MemberOrder::Email, 0, 1, "").await.unwrap().next_cursor.unwrap();
        ask(MemberOrder::Email, 0, 1, &good).await.unwrap();
        let encode = |json: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(json);
        let id = Uuid::nil();
        let number = encode(&format!(r#"{{"order":"members email","key":{{"number":1}},"id":"{id}"}}"#));
        let nul = encode(&format!(r#"{{"order":"members email","key":{{"text":"\u0000"}},"id":"{id}"}}"#));
        let ancient = encode(&format!(
            r#"{{"order":"members created_at","key":{{"time":"-9999-01-01T00:00:00Z"}},"id":"{id}"}}"#
        ));
        for (order, skip, take, cursor) in [
            (MemberOrder::Email, 1, 1, good.as_str()),
            (MemberOrder::EmailDescending, 0, 1, &good),
            (MemberOrder::Email, 0, 1, "nonsense"),
            (MemberOrder::Email, 0, 1, &number),
            (MemberOrder::Email, 0, 1, &nul),
            (MemberOrder::CreatedAt, 0, 1, &ancient),
            (MemberOrder::Email, 0, 0, ""),
            (MemberOrder::Email, 0, 101, ""),
        ] {
            let refused = ask(order, skip, take, cursor).await;
            assert!(matches!(refused, Err(Error::InvalidArgument(_))), "{order:?} {cursor} {refused:?}");
        }
    }
}

#[tokio::test]
async fn who_was_removed_a_moment_ago_makes_nothing_that_would_work_again_later() {
    for world in testing::worlds().await {
        let app = &world.app;
        let home = world.organization("home").await.id;
        let member = world.member(home, Role::Member).await;
        // The request was let in before.
        let caller = Caller { credential: Credential::Session(Uuid::nil()), ..member };
        delete(app, &world.superuser, home, caller.user_id).await.unwrap();
        let new = NewToken { name: "late".to_owned(), scopes: Scopes::ALL, expires_at: None };
        assert!(matches!(tokens::create(app, &caller, new).await, Err(Error::Unauthenticated(_))));
        let new = NewShare { name: FileName::parse("late").unwrap(), quota_bytes: None };
        assert!(matches!(shares::create(app, &caller, new).await, Err(Error::Unauthenticated(_))));
        assert_eq!(
            token::Entity::find().filter(token::Column::UserId.eq(caller.user_id)).count(app.db.read()).await,
            Ok(0)
        );
        assert_eq!(
            grant::Entity::find().filter(grant::Column::PrincipalId.eq(caller.user_id)).count(app.db.read()).await,
            Ok(0)
        );
    }
}
