//! Personal access tokens, and the superuser token among them. The database keeps their digests; the secret is in
//! one answer and nowhere else.

use chrono::{DateTime, DurationRound as _, SecondsFormat, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, DatabaseTransaction, EntityTrait as _,
    Iterable as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::sensitive::SecretText;
use crate::db::entity::{token, user};
use crate::domain::access::{Caller, Credential, Scopes};
use crate::domain::page::{self, Direction, KeyKind, Order, Page, PageRequest, Position};
use crate::domain::{members, organizations, secrets, sessions, texts};
use crate::error::{Error, Result};
use crate::ids;

/// What tokens that we make start with.
pub const PREFIX: &str = "srp_";
/// How much of a token is shown to tell it from others: the prefix and four letters of 43.
const SHOWN_CHARS: usize = 8;

/// There is one superuser token at a time, in this row: whoever sets another one ends the one before.
const SUPERUSER_TOKEN_ID: Uuid = Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001);
/// A shorter one could be guessed.
const SUPERUSER_TOKEN_CHARS_MIN: usize = 16;
/// A longer one fits no header.
const SUPERUSER_TOKEN_CHARS_MAX: usize = 1024;

/// What to make.
#[derive(Debug, Clone)]
pub struct NewToken {
    pub name: String,
    pub scopes: Scopes,
    /// `None`: never.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A new token and the secret, which can't be had again.
#[derive(Debug, Clone)]
pub struct CreatedToken {
    pub secret: SecretText,
    pub token: token::Model,
}

/// How to sort tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TokenOrder {
    #[default]
    CreatedAt,
    CreatedAtDescending,
    Name,
    NameDescending,
}

/// Makes a token for the caller, for the organization that the request acts in.
///
/// # Errors
/// [`Error::PermissionDenied`] for a scope or a time that the caller's own credential lacks; [`Error::InvalidArgument`] for an
/// end in the past.
pub async fn create(app: &App, caller: &Caller, new: NewToken) -> Result<CreatedToken> {
    let NewToken { name, scopes, expires_at } = new;
    let name = texts::name("/name", &name)?;
    if scopes == Scopes::NONE {
        return Err(Error::body_fault("/scopes", "min_items", "name at least one scope"));
    }
    if !caller.scopes.contains_all(scopes) {
        return Err(Error::PermissionDenied("a token can't have a scope that your own credential lacks".to_owned()));
    }
    if let Some(end) = end_of(app, caller).await?
        && expires_at.is_none_or(|at| at > end)
    {
        let end = end.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        let detail = format!("a token can't outlast the one that makes it: set `expires_at`, to {end} at the latest");
        return Err(Error::PermissionDenied(detail));
    }
    let now = app.clock.now();
    if expires_at.is_some_and(|at| at <= now) {
        return Err(Error::InvalidArgument("`expires_at` must be in the future".to_owned()));
    }
    let secret = secrets::generate(PREFIX)?;
    let row = token::ActiveModel {
        id: Set(ids::new()),
        user_id: Set(caller.user_id),
        organization_id: Set(caller.organization_id),
        name: Set(name),
        secret_hash: Set(secrets::hash(&secret.0)),
        prefix: Set(shown(&secret.0)),
        scopes: Set(scopes.to_row()),
        superuser: Set(caller.superuser),
        created_at: Set(now),
        expires_at: Set(expires_at.map(texts::to_micros)),
        last_used_at: Set(None),
    };
    let caller = caller.clone();
    let token = app
        .db
        .write(async move |tx: &DatabaseTransaction| {
            members::hold_caller(tx, &caller).await?;
            Ok(row.insert(tx).await?)
        })
        .await?;
    Ok(CreatedToken { secret, token })
}

/// When the caller's credential ends, if it is a token that does.
pub(super) async fn end_of(app: &App, caller: &Caller) -> Result<Option<DateTime<Utc>>> {
    let Credential::Token(id) = caller.credential else { return Ok(None) };
    let token = token::Entity::find_by_id(id).one(app.db.read()).await?;
    Ok(token.ok_or(Error::NotFound("token"))?.expires_at)
}

/// The caller's tokens for the organization that the request acts in, ended ones too.
pub async fn list(app: &App, caller: &Caller, order: TokenOrder, request: &PageRequest) -> Result<Page<token::Model>> {
    use token::Column::{CreatedAt, Id, Name};
    let (ascending, descending) = (Direction::Ascending, Direction::Descending);
    let by_time = |token: &token::Model| Position::new(token.created_at, token.id);
    let by_name = |token: &token::Model| Position::new(token.name.as_str(), token.id);
    let db = app.db.read();
    let of_caller = of_caller(caller);
    match order {
        TokenOrder::CreatedAt => {
            let order = Order::new("tokens created_at", KeyKind::Time, CreatedAt, Id, ascending);
            page::fetch(db, of_caller, &order, request, by_time).await
        }
        TokenOrder::CreatedAtDescending => {
            let order = Order::new("tokens created_at desc", KeyKind::Time, CreatedAt, Id, descending);
            page::fetch(db, of_caller, &order, request, by_time).await
        }
        TokenOrder::Name => {
            let order = Order::new("tokens name", KeyKind::Text, Name, Id, ascending);
            page::fetch(db, of_caller, &order, request, by_name).await
        }
        TokenOrder::NameDescending => {
            let order = Order::new("tokens name desc", KeyKind::Text, Name, Id, descending);
            page::fetch(db, of_caller, &order, request, by_name).await
        }
    }
}

/// Ends a token; every server refuses it from the next request on.
///
/// # Errors
/// [`Error::NotFound`] if it is not one of those that [`list`] shows; [`Error::PermissionDenied`] if it has a scope that the
/// caller's own credential lacks.
pub async fn revoke(app: &App, caller: &Caller, token_id: Uuid) -> Result<()> {
    let one = Condition::all()
        .add(token::Column::Id.eq(token_id))
        .add(token::Column::UserId.eq(caller.user_id))
        .add(token::Column::OrganizationId.eq(caller.organization_id));
    let held = caller.scopes;
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let found = token::Entity::find().filter(one).lock_exclusive().one(tx).await?;
            let found = found.ok_or(Error::NotFound("token"))?;
            if !held.contains_all(Scopes::from_row(&found.scopes)) {
                let detail = "a credential can't end a token with a scope that it lacks itself";
                return Err(Error::PermissionDenied(detail.to_owned()));
            }
            token::Entity::delete_by_id(found.id).exec(tx).await?;
            Ok(())
        })
        .await
}

/// Makes a new superuser token and ends the one before.
pub async fn renew_superuser_token(app: &App) -> Result<SecretText> {
    let secret = secrets::generate(PREFIX)?;
    set_superuser_token(app, &secret.0).await?;
    Ok(secret)
}

/// Sets the superuser token to one that the operator chose; setting the same again changes nothing. The one before
/// ends. Needs a database that has been bootstrapped.
///
/// # Errors
/// [`Error::InvalidArgument`] for a secret that is too short, fits no header or would be taken for something else.
pub async fn set_superuser_token(app: &App, secret: &str) -> Result<()> {
    if !(SUPERUSER_TOKEN_CHARS_MIN..=SUPERUSER_TOKEN_CHARS_MAX).contains(&secret.len()) {
        return Err(Error::InvalidArgument(format!(
            "the superuser token must have {SUPERUSER_TOKEN_CHARS_MIN} to {SUPERUSER_TOKEN_CHARS_MAX} characters"
        )));
    }
    if !secret.bytes().all(|byte| byte.is_ascii_graphic()) || sessions::looks_like_access_token(secret) {
        return Err(Error::InvalidArgument(
            "the superuser token must consist of visible ASCII characters and be no JSON web token".to_owned(),
        ));
    }
    let (secret, now) = (SecretText(secret.to_owned()), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            if let Some(row) = token::Entity::find_by_id(SUPERUSER_TOKEN_ID).one(tx).await?
                && row.secret_hash == secrets::hash(&secret.0)
            {
                return Ok(());
            }
            let missing = || Error::internal("the database has no superuser yet");
            let oldest = user::Entity::find().filter(user::Column::Superuser.eq(true)).order_by_asc(user::Column::Id);
            let user_id = oldest.one(tx).await?.ok_or_else(missing)?.id;
            let organization_id = organizations::default(tx).await?.ok_or_else(missing)?.id;
            insert_superuser_token(tx, user_id, organization_id, &secret, now).await
        })
        .await
}

/// Puts the superuser token in its row, in place of the one before.
pub(super) async fn insert_superuser_token(
    tx: &DatabaseTransaction,
    user_id: Uuid,
    organization_id: Uuid,
    secret: &SecretText,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = token::ActiveModel {
        id: Set(SUPERUSER_TOKEN_ID),
        user_id: Set(user_id),
        organization_id: Set(organization_id),
        name: Set("superuser token".to_owned()),
        secret_hash: Set(secrets::hash(&secret.0)),
        prefix: Set(shown(&secret.0)),
        scopes: Set(Scopes::ALL.to_row()),
        superuser: Set(true),
        created_at: Set(now),
        expires_at: Set(None),
        last_used_at: Set(None),
    };
    // Never delete and insert: of two servers that start together, one would find the other's row in its way.
    let replaced = OnConflict::column(token::Column::Id)
        .update_columns(token::Column::iter().filter(|column| !matches!(column, token::Column::Id)))
        .to_owned();
    token::Entity::insert(row).on_conflict(replaced).exec_without_returning(tx).await?;
    Ok(())
}

/// Remembers that the token was used, to the minute. Never waits and never fails: on a task of its own, at the most
/// once a minute and server.
pub(super) fn touch(app: &App, token_id: Uuid, last_used_at: Option<DateTime<Utc>>) {
    let Ok(minute) = app.clock.now().duration_trunc(TimeDelta::minutes(1)) else {
        return;
    };
    if last_used_at.is_some_and(|at| at >= minute) || !app.identity.first_seen(token_id, minute) {
        return;
    }
    let db = app.db.clone();
    tokio::spawn(async move {
        let written = db
            .write(async move |tx: &DatabaseTransaction| {
                let update = token::Entity::update_many()
                    .col_expr(token::Column::LastUsedAt, Expr::val(minute))
                    .filter(token::Column::Id.eq(token_id));
                update.exec(tx).await?;
                Ok(())
            })
            .await;
        if let Err(error) = written {
            tracing::debug!(%error, %token_id, "the last use of a token could not be written down");
        }
    });
}

fn of_caller(caller: &Caller) -> Select<token::Entity> {
    token::Entity::in_organization(caller.organization_id).filter(token::Column::UserId.eq(caller.user_id))
}

/// The start of a secret. One that the operator chose may be short, of which less is shown.
fn shown(secret: &str) -> String {
    let chars = if secret.starts_with(PREFIX) { SHOWN_CHARS } else { SHOWN_CHARS / 4 };
    secret.chars().take(chars).collect()
}

#[cfg(test)]
mod tests;
