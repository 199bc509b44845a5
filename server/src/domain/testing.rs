//! Fresh installations for the tests of the domain: on a SQLite file, and on a PostgreSQL server if
//! `STRONGROOM_TEST_POSTGRES` names one (`postgres://user@host/database`; each test makes a database of its own).

use std::sync::Arc;

use sea_orm::{ConnectionTrait as _, Database};
use tempfile::TempDir;
use uuid::Uuid;

use crate::app::App;
use crate::blobs::Blobs;
use crate::clock::Clock;
use crate::config::{Config, Limits};
use crate::db::Db;
use crate::db::entity::member::Role;
use crate::db::entity::organization;
use crate::db::entity::sensitive::SecretText;
use crate::domain::access::{self, Caller, Credential, Scopes};
use crate::domain::archives::Archives;
use crate::domain::chunks;
use crate::domain::identity::Identity;
use crate::domain::members::{self, NewMember};
use crate::domain::organizations::{self, NewOrganization};
use crate::domain::page::PageRequest;
use crate::domain::tokens::{self, NewToken};
use crate::domain::versions::Gathering;
use crate::domain::{bootstrap, secrets};

/// A bootstrapped installation.
pub(crate) struct World {
    pub app: App,
    /// Acts in the organization `default`.
    pub superuser: Caller,
    pub superuser_token: SecretText,
    /// Goes away with the world.
    store_folder: TempDir,
}

/// One world on each engine at hand.
pub(crate) async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for (folder, app) in empty().await {
        let secret = bootstrap::run(&app).await.unwrap().unwrap();
        let superuser = access::authenticate(&app, &secret.0, None).await.unwrap();
        worlds.push(World { app, superuser, superuser_token: secret, store_folder: folder });
    }
    worlds
}

/// One installation without a row on each engine at hand.
pub(crate) async fn empty() -> Vec<(TempDir, App)> {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::in_folder(folder.path());
    let sqlite = app(&config).await;
    let mut apps = vec![(folder, sqlite)];
    if let Ok(url) = std::env::var("STRONGROOM_TEST_POSTGRES") {
        let name = format!("test_{}", Uuid::now_v7().simple());
        let server = Database::connect(&url).await.unwrap();
        server.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        server.close().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        config = Config::in_folder(folder.path());
        config.database.url = format!("{}/{name}", url.rsplit_once('/').unwrap().0);
        let postgres = app(&config).await;
        apps.push((folder, postgres));
    }
    apps
}

async fn app(config: &Config) -> App {
    let (db, clock) = (Db::connect(&config.database).await.unwrap(), Clock::default());
    let limits = Limits { login_attempts_per_minute: 3, ..Limits::default() };
    let identity = Identity::open(&db, &clock, &limits).await.unwrap();
    let blobs = Blobs::open(&config.store, Arc::new(chunks::Index::new(&db, &clock))).await.unwrap();
    App {
        db,
        blobs,
        clock,
        limits: Arc::new(limits),
        identity,
        gathering: Gathering::default(),
        archives: Archives::default(),
        public_url: "https://files.example.com".into(),
    }
}

impl World {
    /// Where its store is.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.store_folder.path()
    }

    /// A second server of the same installation, with nothing in memory yet. It has the first one's time.
    pub(crate) async fn second_server(&self) -> App {
        let identity = Identity::open(&self.app.db, &self.app.clock, &self.app.limits).await.unwrap();
        App { identity, ..self.app.clone() }
    }

    /// A new organization, empty of members.
    pub(crate) async fn organization(&self, name: &str) -> organization::Model {
        let new = NewOrganization {
            name: name.to_owned(),
            quota_bytes: None,
            max_file_bytes: None,
            trash_retention_days: None,
        };
        organizations::create(&self.app, &self.superuser, new).await.unwrap()
    }

    /// A new member of an organization, calling with a token of all scopes for it; and that token.
    pub(crate) async fn member_with_token(&self, organization_id: Uuid, role: Role) -> (Caller, SecretText) {
        let email = format!("{}@example.com", Uuid::now_v7().simple());
        let new = NewMember { email, name: None, password: None, role, quota_bytes: None };
        let member = members::create(&self.app, &self.superuser, organization_id, new).await.unwrap();
        self.token(member.user_id, organization_id, role, Scopes::ALL).await
    }

    /// A new member of an organization, as a caller.
    pub(crate) async fn member(&self, organization_id: Uuid, role: Role) -> Caller {
        self.member_with_token(organization_id, role).await.0
    }

    /// A token of some user, made as the user would, and the caller that it stands for.
    pub(crate) async fn token(
        &self,
        user_id: Uuid,
        organization_id: Uuid,
        role: Role,
        scopes: Scopes,
    ) -> (Caller, SecretText) {
        let credential = Credential::Session(Uuid::nil());
        let (scopes_of_session, clock) = (Scopes::ALL, self.app.clock.clone());
        let user =
            Caller { user_id, organization_id, role, superuser: false, scopes: scopes_of_session, credential, clock };
        let new = NewToken { name: "test".to_owned(), scopes, expires_at: None };
        let secret = tokens::create(&self.app, &user, new).await.unwrap().secret;
        (access::authenticate(&self.app, &secret.0, None).await.unwrap(), secret)
    }
}

pub(crate) fn first_page(take: u64) -> PageRequest {
    PageRequest { skip: 0, take, cursor: None }
}

/// A secret of the right form that nobody gave out.
pub(crate) fn stray_secret() -> SecretText {
    secrets::generate(tokens::PREFIX).unwrap()
}
