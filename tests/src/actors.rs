//! The people of the tests: each a client of the server with a credential of its own.

use serde_json::{Value, json};
use strongroom_client::Client;
use strongroom_client::models::{MemberCreate, OrganizationCreate, Role};
use uuid::Uuid;

use crate::TestServer;
use crate::raw::{self, Request};

/// Someone who calls the server.
#[derive(Clone)]
pub struct Actor {
    /// For messages: "owner", "guest".
    pub name: String,
    pub user_id: Uuid,
    pub email: String,
    pub password: String,
    /// A personal access token with all scopes.
    pub token: String,
    /// Calls with that token.
    pub client: Client,
}

/// An organization with its owner.
pub struct Team {
    pub organization_id: Uuid,
    pub default_share_id: Uuid,
    pub owner: Actor,
}

impl Team {
    /// Makes an organization and a user who owns it.
    pub async fn create(server: &TestServer, name: &str) -> Self {
        let superuser = server.superuser();
        let organization =
            superuser.client.organizations().create(OrganizationCreate::new(name)).await.expect("it is new");
        let owner = add(server, &superuser, organization.id, Role::Owner).await;
        Self { organization_id: organization.id, default_share_id: organization.default_share_id, owner }
    }

    /// Adds a new user with that role.
    pub async fn add(&self, server: &TestServer, role: Role) -> Actor {
        add(server, &self.owner, self.organization_id, role).await
    }
}

async fn add(server: &TestServer, by: &Actor, organization_id: Uuid, role: Role) -> Actor {
    let name = role.as_str().to_owned();
    let email = format!("{name}-{}@example.com", Uuid::new_v4().simple());
    let password = format!("password of {name}");
    let new = MemberCreate::new(email.as_str(), role).name(name.as_str()).password(password.as_str());
    let member = by.client.organizations().member_create(organization_id, new).await.expect("the user is new");
    let mut actor =
        Actor { name, user_id: member.user_id, email, password, token: String::new(), client: server.anonymous() };
    actor.token = actor.create_token(server, &json!({ "name": "all", "scopes": ["read", "write", "admin"] })).await;
    actor.client = server.client(&actor.token);
    actor
}

impl Actor {
    pub(crate) fn superuser(server: &TestServer) -> Self {
        Self {
            name: "superuser".to_owned(),
            user_id: Uuid::nil(),
            email: "admin@localhost".to_owned(),
            password: String::new(),
            token: server.admin_token().to_owned(),
            client: server.client(server.admin_token()),
        }
    }

    /// A request of this caller's, to be written byte by byte.
    pub fn request(&self, method: &str, target: impl Into<String>) -> Request {
        raw::request(method, target).bearer(&self.token)
    }

    /// Logs in and returns the session as it came.
    pub async fn login(&self, server: &TestServer) -> Value {
        let body = json!({ "email": self.email, "password": self.password });
        let answer = raw::request("POST", "/api/v1/auth/login").json(&body).send(server.address()).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }

    /// Makes a personal access token; `body` is a `TokenCreate`. Returns its secret.
    pub async fn create_token(&self, server: &TestServer, body: &Value) -> String {
        let credential = if self.token.is_empty() {
            self.login(server).await["access_token"].as_str().expect("a session has one").to_owned()
        } else {
            self.token.clone()
        };
        let request = raw::request("POST", "/api/v1/me/tokens").bearer(&credential).json(body);
        let answer = request.send(server.address()).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json()["token"].as_str().expect("a new token is shown").to_owned()
    }
}
