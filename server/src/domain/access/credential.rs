//! Which caller a credential stands for: one query, whatever its kind.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, IntoColumnRef, JoinType, Query, SelectStatement};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult};
use uuid::Uuid;

use super::{Caller, Credential, Scopes};
use crate::app::App;
use crate::clock::Clock;
use crate::db::Recalled;
use crate::db::entity::member::Role;
use crate::db::entity::sensitive::SecretBytes;
use crate::db::entity::{member, organization, session, token, user};
use crate::domain::{secrets, sessions, tokens};
use crate::error::{Error, Result};

/// The same for a credential that is unknown, expired, revoked, or whose user was removed: which one is nobody's
/// business.
const REFUSED: Error = Error::Unauthenticated("the credential is unknown, has expired or was revoked");

/// The caller behind the value of an `Authorization` header; `Bearer ` may be left out. `organization` names another
/// organization to act in than the credential's own.
///
/// # Errors
/// [`Error::Unauthenticated`] for a credential that is not, or no longer, good; [`Error::NotFound`] for an
/// organization that the caller may not see.
pub async fn authenticate(app: &App, authorization: &str, organization: Option<Uuid>) -> Result<Caller> {
    let credential = bare(authorization);
    if credential.is_empty() {
        return Err(Error::Unauthenticated("a credential is needed: send it in the `Authorization` header"));
    }
    if sessions::looks_like_access_token(credential) {
        by_session(app, credential, organization).await
    } else {
        by_token(app, credential, organization).await
    }
}

/// The caller whose right a signed URL lends: its issuer, as that user is in the organization now. What the issuer's
/// credentials were limited to plays no part.
///
/// # Errors
/// [`Error::NotFound`] if the user may no longer act in the organization.
pub async fn issuer(
    app: &App,
    db: &impl ConnectionTrait,
    organization_id: Uuid,
    user_id: Uuid,
    signed_url_id: Uuid,
) -> Result<Caller> {
    let user = user::Entity::find_by_id(user_id).one(db).await?.ok_or(Error::NotFound("user"))?;
    let role = match member::Entity::find_by_id((organization_id, user_id)).one(db).await? {
        Some(membership) => membership.role,
        None if user.superuser => Role::Owner,
        None => return Err(Error::NotFound("user")),
    };
    let (superuser, credential) = (user.superuser, Credential::SignedUrl(signed_url_id));
    let (scopes, clock) = (Scopes::ALL, app.clock.clone());
    Ok(Caller { user_id, organization_id, role, superuser, scopes, credential, clock })
}

/// The credential without its scheme, which is matched without regard to case (RFC 9110, section 11.1).
fn bare(authorization: &str) -> &str {
    let authorization = authorization.trim();
    match authorization.split_once([' ', '\t']) {
        Some((scheme, credential)) if scheme.eq_ignore_ascii_case("bearer") => credential.trim(),
        _ => authorization,
    }
}

async fn by_token(app: &App, secret: &str, organization: Option<Uuid>) -> Result<Caller> {
    let key = TokenKey { secret_hash: secrets::hash(secret).0, organization };
    let found = app.db.recall(key.clone(), || read_token(app, key)).await?.ok_or(REFUSED)?;
    let (who, token, scopes) = &*found;
    let now = app.clock.now();
    if token.expires_at.is_some_and(|at| at <= now) {
        return Err(REFUSED);
    }
    let superuser = who.superuser_user && token.superuser_token;
    let caller = who.caller(superuser, *scopes, Credential::Token(token.credential_id), app.clock.clone())?;
    tokens::touch(app, token.credential_id, token.last_used_at);
    Ok(caller)
}

async fn read_token(app: &App, key: TokenKey) -> Result<Option<(Who, TokenRow, Scopes)>> {
    let TokenKey { secret_hash, organization } = key;
    let mut query = who(token::Entity, token::Column::UserId, token::Column::OrganizationId, organization);
    query
        .expr_as((token::Entity, token::Column::Id).into_column_ref(), "credential_id")
        .expr_as((token::Entity, token::Column::Scopes).into_column_ref(), "scopes")
        .expr_as((token::Entity, token::Column::Superuser).into_column_ref(), "superuser_token")
        .expr_as((token::Entity, token::Column::ExpiresAt).into_column_ref(), "expires_at")
        .expr_as((token::Entity, token::Column::LastUsedAt).into_column_ref(), "last_used_at")
        .and_where(token::Column::SecretHash.eq(SecretBytes(secret_hash)));
    let Some(row) = app.db.read().query_one(&query).await? else { return Ok(None) };
    let token = TokenRow::from_query_result(&row, "")?;
    let scopes = Scopes::from_row(&token.scopes);
    Ok(Some((Who::from_query_result(&row, "")?, token, scopes)))
}

async fn by_session(app: &App, access_token: &str, organization: Option<Uuid>) -> Result<Caller> {
    let claims = sessions::read_access_token(app, access_token).ok_or(REFUSED)?;
    let key = SessionKey { session_id: claims.session_id, user_id: claims.user_id, organization };
    let found = app.db.recall(key, || read_session(app, key)).await?.ok_or(REFUSED)?;
    let (who, session) = &*found;
    if session.expires_at <= app.clock.now() {
        return Err(REFUSED);
    }
    who.caller(who.superuser_user, Scopes::ALL, Credential::Session(claims.session_id), app.clock.clone())
}

async fn read_session(app: &App, key: SessionKey) -> Result<Option<(Who, SessionRow)>> {
    let SessionKey { session_id, user_id, organization } = key;
    let mut query = who(session::Entity, session::Column::UserId, session::Column::OrganizationId, organization);
    query
        .expr_as((session::Entity, session::Column::ExpiresAt).into_column_ref(), "expires_at")
        .and_where(session::Column::Id.eq(session_id))
        .and_where(session::Column::UserId.eq(user_id));
    let Some(row) = app.db.read().query_one(&query).await? else { return Ok(None) };
    Ok(Some((Who::from_query_result(&row, "")?, SessionRow::from_query_result(&row, "")?)))
}

/// The user of a credential, the membership in the credential's own organization, and that in the one to act in.
fn who<E, C>(table: E, user_id: C, organization_id: C, organization: Option<Uuid>) -> SelectStatement
where
    E: sea_orm::EntityTrait,
    C: sea_orm::ColumnTrait,
{
    const HOME: &str = "home";
    const ACTING: &str = "acting";
    let acting_id = organization.map_or_else(|| Expr::col((table, organization_id)), Expr::val);
    Query::select()
        .expr_as(Expr::col((user::Entity, user::Column::Id)), "user_id")
        .expr_as(Expr::col((user::Entity, user::Column::Superuser)), "superuser_user")
        .expr_as(Expr::col((HOME, member::Column::Role)), "home_role")
        .expr_as(Expr::col((organization::Entity, organization::Column::Id)), "acting_id")
        .expr_as(Expr::col((ACTING, member::Column::Role)), "acting_role")
        .from(table)
        .join(JoinType::InnerJoin, user::Entity, Expr::col((user::Entity, user::Column::Id)).equals((table, user_id)))
        .join_as(
            JoinType::LeftJoin,
            member::Entity,
            HOME,
            Expr::col((HOME, member::Column::OrganizationId))
                .equals((table, organization_id))
                .and(Expr::col((HOME, member::Column::UserId)).equals((table, user_id))),
        )
        .join(
            JoinType::LeftJoin,
            organization::Entity,
            Expr::col((organization::Entity, organization::Column::Id)).eq(acting_id),
        )
        .join_as(
            JoinType::LeftJoin,
            member::Entity,
            ACTING,
            Expr::col((ACTING, member::Column::OrganizationId))
                .equals((organization::Entity, organization::Column::Id))
                .and(Expr::col((ACTING, member::Column::UserId)).equals((table, user_id))),
        )
        .take()
}

/// What is known of a token, and of the organization to act in.
#[derive(Clone, PartialEq, Eq, Hash)]
struct TokenKey {
    secret_hash: Vec<u8>,
    organization: Option<Uuid>,
}

/// What is known of a session, and of the organization to act in.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct SessionKey {
    session_id: Uuid,
    user_id: Uuid,
    organization: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Who {
    user_id: Uuid,
    superuser_user: bool,
    home_role: Option<Role>,
    acting_id: Option<Uuid>,
    acting_role: Option<Role>,
}

#[derive(FromQueryResult)]
struct TokenRow {
    credential_id: Uuid,
    scopes: String,
    superuser_token: bool,
    expires_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct SessionRow {
    expires_at: DateTime<Utc>,
}

impl Recalled for (Who, TokenRow, Scopes) {
    const OUTLIVES_NEW_FILES: bool = true;

    fn heap_bytes(&self) -> usize {
        self.1.scopes.len()
    }
}

impl Recalled for (Who, SessionRow) {
    const OUTLIVES_NEW_FILES: bool = true;
}

impl Who {
    fn caller(&self, superuser: bool, scopes: Scopes, credential: Credential, clock: Clock) -> Result<Caller> {
        // Whoever was removed from the credential's own organization has no credential any more, even if still a
        // member of the one asked for.
        if self.home_role.is_none() && !superuser {
            return Err(REFUSED);
        }
        let organization_id = self.acting_id.ok_or(Error::NotFound("organization"))?;
        let role = match self.acting_role {
            Some(role) => role,
            None if superuser => Role::Owner,
            None => return Err(Error::NotFound("organization")),
        };
        Ok(Caller { user_id: self.user_id, organization_id, role, superuser, scopes, credential, clock })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_may_be_left_out_and_has_no_case() {
        for header in ["srp_x", "Bearer srp_x", "bearer srp_x", "BEARER   srp_x ", " Bearer\tsrp_x"] {
            assert_eq!(bare(header), "srp_x", "{header:?}");
        }
        assert_eq!(bare("Basic srp_x"), "Basic srp_x");
        assert_eq!(bare("Bearer"), "Bearer");
    }
}
