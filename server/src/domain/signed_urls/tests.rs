//! Signed URLs on each engine: what needs two transactions at a time, and what happens in the course of days.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::join_all;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};

use super::*;
use crate::db::entity::member::Role;
use crate::db::entity::secret;
use crate::domain::testing::{World, first_page, worlds};

struct Fixture {
    world: World,
    organization_id: Uuid,
    owner: Caller,
}

async fn fixtures() -> Vec<Fixture> {
    let mut fixtures = Vec::new();
    for world in worlds().await {
        let organization = world.organization("Acme").await;
        let owner = world.member(organization.id, Role::Owner).await;
        fixtures.push(Fixture { organization_id: organization.id, owner, world });
    }
    fixtures
}

impl Fixture {
    async fn upload_token(&self) -> String {
        let new = NewUpload::default();
        issue_upload(&self.world.app, &self.owner, self.organization_id, new).await.unwrap().0
    }

    async fn store(&self, token: &str) -> Result<Uuid> {
        let app = &self.world.app;
        let checked = check_upload(app, token).await?;
        let bytes: crate::contract::ByteChunks =
            Box::pin(futures_util::stream::iter([Ok(bytes::Bytes::from_static(b"x"))]));
        let written = app.blobs.write(self.organization_id, 100, bytes).await?;
        let name = organization_files::default_name(&written.head)?;
        Ok(upload(app, checked, name, written).await?.file.id)
    }

    async fn keys(&self) -> u64 {
        let keys = secret::Entity::find().filter(secret::Column::Name.starts_with("signed-url-key-"));
        keys.count(self.world.app.db.read()).await.unwrap()
    }
}

#[tokio::test]
async fn an_upload_is_stored_once_however_many_come() {
    for fixture in fixtures().await {
        let token = fixture.upload_token().await;
        let outcomes = join_all((0..8).map(|_| fixture.store(&token))).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(_) | Err(Error::SignedUrlUsed))), "{outcomes:?}");
        let listed = list(&fixture.world.app, &fixture.owner, Order::default(), &first_page(10)).await.unwrap();
        assert_eq!(listed.data[0].stored_file_id, outcomes.into_iter().find_map(Result::ok));
    }
}

#[tokio::test]
async fn a_revocation_beside_uploads_leaves_no_half_of_one() {
    for fixture in fixtures().await {
        let app = &fixture.world.app;
        let mut tokens = Vec::new();
        for _ in 0..8 {
            tokens.push(fixture.upload_token().await);
        }
        let stores = join_all(tokens.iter().map(|token| fixture.store(token)));
        let everything = Subject::Organization(fixture.organization_id);
        let (outcomes, revoked) = tokio::join!(stores, revoke_all(app, &fixture.owner, everything));
        let revoked = revoked.unwrap();
        let stored = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(_) | Err(Error::SignatureInvalid))), "{outcomes:?}");
        assert_eq!(stored as u64 + revoked, 8, "each was stored or revoked");
    }
}

#[tokio::test]
async fn rows_and_keys_go_when_nothing_needs_them() {
    for fixture in fixtures().await {
        let app = &fixture.world.app;
        let new = NewUpload { lifetime: Some(LIFETIME_MAX), ..NewUpload::default() };
        issue_upload(app, &fixture.owner, fixture.organization_id, new).await.unwrap();
        let short = fixture.upload_token().await;
        rotate(app, Predecessors::Kept).await.unwrap();
        assert_eq!(fixture.keys().await, 2);
        assert!(check_upload(app, &short).await.is_ok(), "the key before goes on checking");
        app.clock.advance(Duration::from_secs(25 * 3600 + 1));
        assert_eq!(purge_ended(app, std::future::pending()).await.unwrap(), 1);
        assert_eq!(fixture.keys().await, 2);
        app.clock.advance(Duration::from_secs(7 * 86_400));
        assert_eq!(purge_ended(app, std::future::pending()).await.unwrap(), 1);
        assert_eq!(fixture.keys().await, 1, "the newest stays");
        let next = fixture.upload_token().await;
        assert_eq!(Token::read(&next).unwrap().key_id, 2);
    }
}

#[test]
fn lifetimes_are_bounded() {
    let now = DateTime::from_timestamp_micros(0).unwrap();
    assert_eq!(end_of(now, None).unwrap(), now + TimeDelta::hours(1));
    assert_eq!(end_of(now, Some(TimeDelta::days(7))).unwrap(), now + TimeDelta::days(7));
    for bad in [TimeDelta::zero(), TimeDelta::nanoseconds(-1), TimeDelta::days(7) + TimeDelta::nanoseconds(1)] {
        assert!(matches!(end_of(now, Some(bad)), Err(Error::InvalidArgument(_))), "{bad}");
    }
}

/// A superuser who is no member issues URLs like others, and loses them like others.
#[tokio::test]
async fn urls_of_a_superuser_without_membership_are_revoked_for_good() {
    for fixture in fixtures().await {
        let app = &fixture.world.app;
        let superuser = Caller { organization_id: fixture.organization_id, ..fixture.world.superuser.clone() };
        let issued = async || {
            let new = NewUpload::default();
            issue_upload(app, &superuser, fixture.organization_id, new).await.unwrap().0
        };
        let (first, mine) = (issued().await, Subject::Issuer(superuser.user_id));
        assert!(check_upload(app, &first).await.is_ok());
        assert_eq!(revoke_all(app, &fixture.owner, mine).await.unwrap(), 1, "an owner may, too");
        assert!(matches!(check_upload(app, &first).await, Err(Error::SignatureInvalid)));
        // Also one whose row was not there yet when they were revoked.
        let forget = async |tx: &DatabaseTransaction| {
            let rows = signed_url::Entity::update_many();
            rows.col_expr(signed_url::Column::RevokedAt, Expr::value(None::<DateTime<Utc>>)).exec(tx).await?;
            Ok(())
        };
        app.db.write(forget).await.unwrap();
        assert!(matches!(check_upload(app, &first).await, Err(Error::SignatureInvalid)), "by its epoch alone");
        let second = issued().await;
        assert!(check_upload(app, &second).await.is_ok());
        assert_eq!(revoke_all(app, &superuser, mine).await.unwrap(), 2);
        assert!(matches!(check_upload(app, &second).await, Err(Error::SignatureInvalid)));
        let nobody = revoke_all(app, &fixture.owner, Subject::Issuer(ids::new())).await;
        assert!(matches!(nobody, Err(Error::NotFound("member"))), "{nobody:?}");
    }
}
