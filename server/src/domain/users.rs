//! The people, and the programs that act like one: the caller's own profile.

use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, DatabaseTransaction, EntityTrait as _, QuerySelect as _};

use crate::app::App;
use crate::db::entity::sensitive::SecretText;
use crate::db::entity::user;
use crate::domain::access::{Caller, Credential, Scopes};
use crate::domain::identity::Subject;
use crate::domain::{passwords, sessions, texts, tokens};
use crate::error::{Error, Result};

/// The shortest password, in characters, as the contract says.
const PASSWORD_CHARS_MIN: usize = 8;

/// What to change; `None` leaves as it is.
#[derive(Debug, Clone, Default)]
pub struct UserChanges {
    pub name: Option<String>,
    pub password: Option<SecretText>,
    /// Needed with `password` by a user who has one.
    pub current_password: Option<SecretText>,
}

/// Why some may not give themselves a first password.
const FIRST_PASSWORD: &str = "a first password takes a session, or a token that has all scopes and does not end";

/// The caller's user. What else there is to say about the caller is in [`Caller`].
pub async fn me(app: &App, caller: &Caller) -> Result<user::Model> {
    let user = user::Entity::find_by_id(caller.user_id).one(app.db.read()).await?;
    user.ok_or(Error::NotFound("user"))
}

/// Changes the caller's name or password. A new password ends every session of the caller but the one in use, if it
/// is one: whoever else knew the old password is shut out.
///
/// # Errors
/// [`Error::PermissionDenied`] for a first password by a credential with limits; [`Error::InvalidArgument`] for a wrong or
/// missing current password; not [`Error::Unauthenticated`], which would
/// say that the credential is no longer good. [`Error::RateLimited`] after too many wrong ones.
pub async fn update(app: &App, caller: &Caller, changes: UserChanges) -> Result<user::Model> {
    let UserChanges { name, password, current_password } = changes;
    let name = name.map(|name| texts::name("/name", &name)).transpose()?;
    let before = me(app, caller).await?;
    let proven_hash = before.password_hash.clone();
    let password_hash = match password {
        Some(password) => {
            check_current(app, caller, &before, current_password).await?;
            Some(hash_new(app, "/password", &password).await?)
        }
        None => None,
    };
    let now = app.clock.now();
    let (user_id, credential) = (caller.user_id, caller.credential);
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let found = user::Entity::find_by_id(user_id).lock_exclusive().one(tx).await?;
            let found = found.ok_or(Error::NotFound("user"))?;
            if password_hash.is_some() && found.password_hash != proven_hash {
                return Err(Error::InvalidArgument("the password was changed meanwhile".to_owned()));
            }
            let mut row: user::ActiveModel = found.into();
            if let Some(name) = name {
                row.name = Set(name);
            }
            if let Some(hash) = password_hash {
                row.password_hash = Set(Some(hash));
                let kept = match credential {
                    Credential::Session(session_id) => Some(session_id),
                    Credential::Token(_) | Credential::SignedUrl(_) => None,
                };
                sessions::end_all_but(tx, user_id, kept).await?;
            }
            row.updated_at = Set(now);
            Ok(row.update(tx).await?)
        })
        .await
}

/// The hash of a password that someone chose.
///
/// # Errors
/// [`Error::Validation`] at `pointer` for one that is too short.
pub(super) async fn hash_new(app: &App, pointer: &str, password: &SecretText) -> Result<SecretText> {
    if password.0.chars().count() < PASSWORD_CHARS_MIN {
        let detail = format!("must have at least {PASSWORD_CHARS_MIN} characters");
        return Err(Error::body_fault(pointer, "min_length", detail));
    }
    passwords::hash(app, &password.0).await
}

/// A user without a password has none to prove: the credential is all there is. It must be one that nothing limits, since
/// who has a password may log in and do everything, for ever.
async fn check_current(app: &App, caller: &Caller, user: &user::Model, current: Option<SecretText>) -> Result<()> {
    let Some(hash) = user.password_hash.clone() else {
        let is_limited = caller.scopes != Scopes::ALL || tokens::end_of(app, caller).await?.is_some();
        return if is_limited { Err(Error::PermissionDenied(FIRST_PASSWORD.to_owned())) } else { Ok(()) };
    };
    let missing = || Error::InvalidArgument("`current_password` is needed to change the password".to_owned());
    let current = current.ok_or_else(missing)?;
    // The same count as that of logins: a stolen session must not be a way to guess.
    let subjects = [Subject::Account(user.email_key.clone())];
    app.identity.attempt(&subjects, app.clock.now())?;
    if !passwords::verify(app, &current.0, Some(hash)).await? {
        return Err(Error::InvalidArgument("`current_password` is wrong".to_owned()));
    }
    app.identity.succeeded(&subjects);
    Ok(())
}

#[cfg(test)]
mod tests;
