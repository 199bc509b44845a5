//! The first start.

use super::*;
use crate::domain::nodes::Lock;
use crate::domain::{access, shares, testing};

#[tokio::test]
async fn the_first_start_makes_what_is_needed_and_the_second_nothing() {
    for (_folder, app) in testing::empty().await {
        let secret = run(&app).await.unwrap().unwrap();
        assert!(secret.0.starts_with(tokens::PREFIX));
        let caller = access::authenticate(&app, &secret.0, None).await.unwrap();
        assert!(caller.superuser);
        assert_eq!((caller.role, caller.scopes), (Role::Owner, access::Scopes::ALL));
        let organization = organizations::default(app.db.read()).await.unwrap().unwrap();
        assert_eq!((organization.id, organization.name.as_str()), (caller.organization_id, "default"));
        let share_id = organization.default_share_id;
        shares::find(app.db.read(), &caller, share_id, access::Permission::Manage, Lock::None).await.unwrap();
        assert_eq!(run(&app).await.unwrap(), None);
        access::authenticate(&app, &secret.0, None).await.unwrap();
    }
}

#[tokio::test]
async fn of_servers_that_start_together_one_makes_it() {
    for (_folder, app) in testing::empty().await {
        let (one, two, three) = tokio::join!(run(&app), run(&app), run(&app));
        let secrets: Vec<_> = [one, two, three].into_iter().filter_map(Result::unwrap).collect();
        assert_eq!(secrets.len(), 1);
        access::authenticate(&app, &secrets[0].0, None).await.unwrap();
    }
}
