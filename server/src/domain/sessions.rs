//! Logins. A session is a row; its access tokens are signed and short-lived, and good only as long as the row is
//! there; its refresh token works once and brings the next.
//!
//! There is no grace for a refresh token that is used twice, not even right after: that is what a stolen one looks
//! like. Who lost the answer to a refresh logs in again.

mod access_token;

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, DatabaseTransaction, EntityTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

pub(super) use self::access_token::read_access_token;
pub use self::access_token::{AccessClaims, looks_like_access_token};
use crate::app::App;
use crate::db::entity::sensitive::SecretText;
use crate::db::entity::{member, session, user};
use crate::domain::access::{Caller, Credential};
use crate::domain::identity::Subject;
use crate::domain::{members, names, organizations, passwords, secrets};
use crate::error::{Error, Result};
use crate::ids;

/// What refresh tokens start with. `access` takes none of them for a credential: they are digests of another table.
const REFRESH_PREFIX: &str = "srr_";

const LOGIN_REFUSED: Error = Error::Unauthenticated("the email address or the password is wrong");
const REFRESH_REFUSED: Error = Error::Unauthenticated("the refresh token is unknown, has expired or was used before");

/// Who wants to log in.
#[derive(Debug, Clone)]
pub struct Login {
    pub email: String,
    pub password: SecretText,
    /// The organization to act in; the user's first, if `None`.
    pub organization_id: Option<Uuid>,
    /// Where the request came from, for the limit on failed attempts.
    pub address: Option<IpAddr>,
}

/// A session's tokens, which are in this answer and nowhere else.
#[derive(Debug, Clone)]
pub struct SessionTokens {
    pub access_token: SecretText,
    pub refresh_token: SecretText,
    /// When the access token ends.
    pub expires_at: DateTime<Utc>,
    /// When the refresh token ends.
    pub refresh_expires_at: DateTime<Utc>,
    pub organization_id: Uuid,
    pub user_id: Uuid,
}

/// Starts a session.
///
/// # Errors
/// [`Error::Unauthenticated`], the same for an unknown user, a wrong password, a user without a password, and an
/// organization that the user can't act in; [`Error::RateLimited`] after too many of these.
pub async fn login(app: &App, login: Login) -> Result<SessionTokens> {
    let Login { email, password, organization_id, address } = login;
    let email_key = names::key(email.trim());
    let mut subjects = vec![Subject::Account(email_key.clone())];
    subjects.extend(address.map(Subject::address));
    app.identity.attempt(&subjects, app.clock.now())?;

    let user = find_user(app, &email_key).await?;
    let hash = user.as_ref().and_then(|user| user.password_hash.clone());
    let is_right = passwords::verify(app, &password.0, hash.clone()).await?;
    let user = user.filter(|_| is_right).ok_or(LOGIN_REFUSED)?;
    let organization_id = match organization_id {
        Some(wanted) => wanted,
        None => first_organization(app, &user).await?.ok_or(LOGIN_REFUSED)?,
    };

    let now = app.clock.now();
    let refresh_token = secrets::generate(REFRESH_PREFIX)?;
    let row = session::ActiveModel {
        id: Set(ids::new()),
        user_id: Set(user.id),
        organization_id: Set(organization_id),
        refresh_hash: Set(secrets::hash(&refresh_token.0)),
        previous_refresh_hash: Set(None),
        created_at: Set(now),
        expires_at: Set(refresh_expiry(app, now)),
    };
    let user_id = user.id;
    let session = app
        .db
        .write(async move |tx: &DatabaseTransaction| {
            // A password that was changed while it was compared ends all sessions that it has begun, this one too.
            let user = user::Entity::find_by_id(user_id).lock_shared().one(tx).await?;
            user.filter(|user| user.password_hash == hash).ok_or(LOGIN_REFUSED)?;
            if !members::hold(tx, organization_id, user_id).await? {
                return Err(LOGIN_REFUSED);
            }
            Ok(row.insert(tx).await?)
        })
        .await?;
    app.identity.succeeded(&subjects);
    issue(app, &session, refresh_token, now)
}

/// Exchanges a refresh token for the next pair. The session then lasts as long again as a new one.
///
/// # Errors
/// [`Error::Unauthenticated`] for a token that is unknown, ended or was used before; the last ends its session.
/// [`Error::RateLimited`] after too many of these from one address.
pub async fn refresh(app: &App, refresh_token: &str, address: Option<IpAddr>) -> Result<SessionTokens> {
    let subjects: Vec<Subject> = address.map(Subject::refreshing).into_iter().collect();
    let now = app.clock.now();
    app.identity.attempt(&subjects, now)?;
    let next_token = secrets::generate(REFRESH_PREFIX)?;
    let presented = secrets::hash(refresh_token);
    let next = secrets::hash(&next_token.0);
    let expires_at = refresh_expiry(app, now);
    let rotated = app
        .db
        .write(async move |tx: &DatabaseTransaction| {
            // One conditional statement: of two requests with the same token, one finds it.
            let rotation = session::Entity::update_many()
                .col_expr(session::Column::RefreshHash, Expr::val(next.0.clone()))
                .col_expr(session::Column::PreviousRefreshHash, Expr::val(presented.0.clone()))
                .col_expr(session::Column::ExpiresAt, Expr::val(expires_at))
                .filter(session::Column::RefreshHash.eq(presented.clone()))
                .filter(session::Column::ExpiresAt.gt(now));
            if rotation.exec(tx).await?.rows_affected == 0 {
                // Committed, although the caller gets an error: whoever holds the newer token is shut out as well.
                let reused = session::Column::PreviousRefreshHash.eq(presented);
                session::Entity::delete_many().filter(reused).exec(tx).await?;
                return Ok(None);
            }
            let session = session::Entity::find().filter(session::Column::RefreshHash.eq(next)).one(tx).await?;
            let Some(session) = session else {
                return Ok(None);
            };
            if members::hold(tx, session.organization_id, session.user_id).await? {
                return Ok(Some(session));
            }
            session::Entity::delete_by_id(session.id).exec(tx).await?;
            Ok(None)
        })
        .await?;
    let session = rotated.ok_or(REFRESH_REFUSED)?;
    app.identity.succeeded(&subjects);
    issue(app, &session, next_token, now)
}

/// Ends the session of the credential in use; its tokens are refused from the next request on.
///
/// # Errors
/// [`Error::InvalidArgument`] for a credential that is no session.
pub async fn logout(app: &App, caller: &Caller) -> Result<()> {
    let Credential::Session(session_id) = caller.credential else {
        return Err(Error::InvalidArgument("this credential is a token, not a session; revoke it instead".to_owned()));
    };
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            session::Entity::delete_by_id(session_id).exec(tx).await?;
            Ok(())
        })
        .await
}

/// Removes the sessions that have ended by themselves, until `stopping` is done, and tells how many.
pub async fn purge_ended(app: &App, stopping: impl Future<Output = ()> + Send) -> Result<u64> {
    let ended = Condition::all().add(session::Column::ExpiresAt.lte(app.clock.now()));
    app.db.delete_ended::<session::Entity>(ended, session::Column::ExpiresAt, stopping).await
}

/// Ends the sessions of a user, but one. In the transaction of what makes it necessary, such as a new password.
pub(super) async fn end_all_but(tx: &DatabaseTransaction, user_id: Uuid, kept: Option<Uuid>) -> Result<()> {
    let mut ended = Condition::all().add(session::Column::UserId.eq(user_id));
    if let Some(kept) = kept {
        ended = ended.add(session::Column::Id.ne(kept));
    }
    session::Entity::delete_many().filter(ended).exec(tx).await?;
    Ok(())
}

async fn find_user(app: &App, email_key: &str) -> Result<Option<user::Model>> {
    // PostgreSQL takes no NUL; no user has one.
    if email_key.contains('\0') {
        return Ok(None);
    }
    Ok(user::Entity::find().filter(user::Column::EmailKey.eq(email_key)).one(app.db.read()).await?)
}

/// The organization that a session of this user acts in unless another is wanted: the one that the user is in longest.
async fn first_organization(app: &App, user: &user::Model) -> Result<Option<Uuid>> {
    let db = app.db.read();
    let memberships = member::Entity::find().filter(member::Column::UserId.eq(user.id));
    let first = memberships
        .order_by_asc(member::Column::CreatedAt)
        .order_by_asc(member::Column::OrganizationId)
        .one(db)
        .await?;
    match first {
        Some(membership) => Ok(Some(membership.organization_id)),
        None if user.superuser => Ok(organizations::default(db).await?.map(|default| default.id)),
        None => Ok(None),
    }
}

fn issue(app: &App, session: &session::Model, refresh_token: SecretText, now: DateTime<Utc>) -> Result<SessionTokens> {
    let lifetime = TimeDelta::seconds(i64::try_from(app.limits.access_token_secs).unwrap_or(i64::from(u32::MAX)));
    let expires_at = (now + lifetime).min(session.expires_at);
    let claims = AccessClaims { user_id: session.user_id, session_id: session.id };
    Ok(SessionTokens {
        access_token: access_token::sign(app, &claims, now, expires_at)?,
        refresh_token,
        expires_at,
        refresh_expires_at: session.expires_at,
        organization_id: session.organization_id,
        user_id: session.user_id,
    })
}

fn refresh_expiry(app: &App, now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::seconds(i64::try_from(app.limits.refresh_token_secs).unwrap_or(i64::from(u32::MAX)))
}

#[cfg(test)]
mod tests;
