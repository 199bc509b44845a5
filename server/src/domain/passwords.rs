//! Hashing and checking passwords with Argon2id, a few at a time: each takes 19 MiB of memory and tens of
//! milliseconds of a core, which attackers must not multiply.

use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier as _};

use crate::app::App;
use crate::db::entity::sensitive::SecretText;
use crate::domain::secrets;
use crate::error::{Error, Result};

/// How long a request waits for its turn.
const WAIT: Duration = Duration::from_secs(10);

/// The hash to keep, in PHC form with its parameters and salt.
pub async fn hash(app: &App, password: &str) -> Result<SecretText> {
    let password = SecretText(password.to_owned());
    let salt = secrets::random::<16>()?;
    in_turn(app, move || {
        let hash: PasswordHash =
            Argon2::default().hash_password_with_salt(password.0.as_bytes(), &salt).map_err(broken)?;
        Ok(SecretText(hash.to_string()))
    })
    .await
}

/// Whether this is the password. Without a hash the answer is no, after as much work: the time that it takes must
/// not tell whether there is such a user.
pub async fn verify(app: &App, password: &str, hash: Option<SecretText>) -> Result<bool> {
    let password = SecretText(password.to_owned());
    in_turn(app, move || match hash {
        Some(hash) => {
            let hash = PasswordHash::new(&hash.0).map_err(broken)?;
            Ok(Argon2::default().verify_password(password.0.as_bytes(), &hash).is_ok())
        }
        None => {
            let work: Result<PasswordHash, _> =
                Argon2::default().hash_password_with_salt(password.0.as_bytes(), b"nobody's salt 16");
            work.map(|_| false).map_err(broken)
        }
    })
    .await
}

async fn in_turn<T: Send + 'static>(app: &App, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let turn = tokio::time::timeout(WAIT, app.identity.hashing().acquire_owned());
    let permit = turn.await.map_err(Error::unavailable)?.map_err(Error::internal)?;
    let outcome = tokio::task::spawn_blocking(move || {
        let outcome = work();
        // Not before the work is done, even if nobody waits for it any more.
        drop(permit);
        outcome
    });
    outcome.await.map_err(Error::internal)?
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::internal(error.to_string())
}
