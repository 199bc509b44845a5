//! Sessions, the caller's profile and personal access tokens.

use crate::api::paging::{self, list};
use crate::api::{Api, context, organizations};
use crate::contract::{Json, Nullable, Secret, Timestamp};
use crate::db::entity::sensitive::SecretText;
use crate::db::entity::{token, user};
use crate::domain::access::{Caller, Scope, Scopes};
use crate::domain::sessions::{Login, SessionTokens};
use crate::domain::tokens::{CreatedToken, NewToken, TokenOrder};
use crate::domain::users::UserChanges;
use crate::domain::{sessions, tokens, users};
use crate::error::Result;
use crate::generated::auth::{
    AuthApi, MeGetResponse, MeUpdateRequest, MeUpdateResponse, SessionCreateRequest, SessionCreateResponse,
    SessionDeleteResponse, SessionRefreshRequest, SessionRefreshResponse, TokenCreateRequest, TokenCreateResponse,
    TokenListRequest, TokenListResponse, TokenRevokeRequest, TokenRevokeResponse,
};
use crate::generated::models;

impl AuthApi for Api {
    async fn session_create(&self, request: SessionCreateRequest) -> Result<SessionCreateResponse> {
        let models::SessionCreate { email, password, organization_id } = request.body;
        let login = Login { email, password: hidden(&password), organization_id, address: context::client() };
        Ok(SessionCreateResponse::Ok(Json(session(sessions::login(&self.app, login).await?))))
    }

    async fn session_refresh(&self, request: SessionRefreshRequest) -> Result<SessionRefreshResponse> {
        let models::SessionRefresh { refresh_token } = request.body;
        let tokens = sessions::refresh(&self.app, refresh_token.expose(), context::client()).await?;
        Ok(SessionRefreshResponse::Ok(Json(session(tokens))))
    }

    async fn session_delete(&self, caller: Caller) -> Result<SessionDeleteResponse> {
        sessions::logout(&self.app, &caller).await?;
        Ok(SessionDeleteResponse::NoContent)
    }

    async fn me_get(&self, caller: Caller) -> Result<MeGetResponse> {
        let user = users::me(&self.app, &caller).await?;
        Ok(MeGetResponse::Ok(Json(me(user, &caller))))
    }

    async fn me_update(&self, caller: Caller, request: MeUpdateRequest) -> Result<MeUpdateResponse> {
        let models::MeUpdate { name, password, current_password } = request.body;
        let changes = UserChanges {
            name,
            password: password.as_ref().map(hidden),
            current_password: current_password.as_ref().map(hidden),
        };
        let user = users::update(&self.app, &caller, changes).await?;
        Ok(MeUpdateResponse::Ok(Json(me(user, &caller))))
    }

    async fn token_create(&self, caller: Caller, request: TokenCreateRequest) -> Result<TokenCreateResponse> {
        let models::TokenCreate { name, scopes, expires_at } = request.body;
        let new = NewToken {
            name,
            scopes: scopes.into_iter().map(scope_of).collect::<Scopes>(),
            expires_at: expires_at.take().map(|Timestamp(expires_at)| expires_at),
        };
        let CreatedToken { secret, token } = tokens::create(&self.app, &caller, new).await?;
        let location = format!("/api/v1/me/tokens/{}", token.id);
        let created = models::TokenCreated { token: Secret::new(secret.0), details: details(token) };
        Ok(TokenCreateResponse::Created(Json(created), location))
    }

    async fn token_list(&self, caller: Caller, request: TokenListRequest) -> Result<TokenListResponse> {
        let TokenListRequest { skip, take, cursor, order_by } = request;
        let order = match order_by {
            None | Some(models::TokenOrder::Default | models::TokenOrder::CreatedAt) => TokenOrder::CreatedAt,
            Some(models::TokenOrder::CreatedAtDesc) => TokenOrder::CreatedAtDescending,
            Some(models::TokenOrder::Name) => TokenOrder::Name,
            Some(models::TokenOrder::NameDesc) => TokenOrder::NameDescending,
        };
        let page = tokens::list(&self.app, &caller, order, &paging::request(skip, take, cursor)).await?;
        Ok(TokenListResponse::Ok(Json(list!(models::TokenList, page, details))))
    }

    async fn token_revoke(&self, caller: Caller, request: TokenRevokeRequest) -> Result<TokenRevokeResponse> {
        tokens::revoke(&self.app, &caller, request.token_id).await?;
        Ok(TokenRevokeResponse::NoContent)
    }
}

/// From the contract's secret to the domain's: neither shows itself.
pub(super) fn hidden(secret: &Secret) -> SecretText {
    SecretText(secret.expose().to_owned())
}

fn session(tokens: SessionTokens) -> models::Session {
    let SessionTokens { access_token, refresh_token, expires_at, refresh_expires_at, organization_id, user_id } =
        tokens;
    models::Session {
        access_token: Secret::new(access_token.0),
        refresh_token: Secret::new(refresh_token.0),
        expires_at: expires_at.into(),
        refresh_expires_at: refresh_expires_at.into(),
        organization_id,
        user_id,
    }
}

fn me(user: user::Model, caller: &Caller) -> models::Me {
    let user::Model { id, email, name, email_key: _, password_hash: _, superuser: _, created_at: _, updated_at: _ } =
        user;
    models::Me {
        user_id: id,
        name,
        email,
        superuser: caller.superuser,
        organization_id: caller.organization_id,
        role: organizations::role(caller.role),
        scopes: caller.scopes.iter().map(scope).collect(),
    }
}

fn details(token: token::Model) -> models::Token {
    let token::Model {
        id,
        name,
        scopes,
        prefix,
        created_at,
        expires_at,
        last_used_at,
        user_id: _,
        organization_id: _,
        secret_hash: _,
        superuser: _,
    } = token;
    models::Token {
        id,
        name,
        scopes: Scopes::from_row(&scopes).iter().map(scope).collect(),
        prefix,
        created_at: created_at.into(),
        expires_at: Nullable(expires_at.map(Timestamp)),
        last_used_at: Nullable(last_used_at.map(Timestamp)),
    }
}

fn scope(scope: Scope) -> models::Scope {
    match scope {
        Scope::Read => models::Scope::Read,
        Scope::Write => models::Scope::Write,
        Scope::Admin => models::Scope::Admin,
    }
}

fn scope_of(scope: models::Scope) -> Scope {
    match scope {
        models::Scope::Read => Scope::Read,
        models::Scope::Write => Scope::Write,
        models::Scope::Admin => Scope::Admin,
    }
}
