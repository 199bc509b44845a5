//! Random secrets, what is kept of them, and the keys that the servers share. What a secret opens is the business of
//! `tokens` and `sessions`.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait as _};
use sha2::{Digest as _, Sha256};

use crate::clock::Clock;
use crate::db::Db;
use crate::db::entity::secret;
use crate::db::entity::sensitive::{SecretBytes, SecretText};
use crate::error::{Error, Result};

/// Letters and digits alone, so that a double click selects the whole secret and no shell minds it.
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// 43 letters of 62 hold 256 bits.
const LETTERS: usize = 43;
/// Bytes from here on would make the first letters of the alphabet likelier than the others.
const BYTE_LIMIT: u8 = 248;

/// A new secret of 256 random bits behind a prefix that tells what it is for.
pub fn generate(prefix: &str) -> Result<SecretText> {
    let mut text = String::with_capacity(prefix.len() + LETTERS);
    text.push_str(prefix);
    let mut letters = 0;
    while letters < LETTERS {
        for byte in random::<64>()? {
            if byte < BYTE_LIMIT && letters < LETTERS {
                text.push(char::from(ALPHABET[usize::from(byte % 62)]));
                letters += 1;
            }
        }
    }
    Ok(SecretText(text))
}

/// Random bytes from the operating system.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::internal(error.to_string()))?;
    Ok(bytes)
}

/// What is kept of a secret. A fast digest will do: it has 256 random bits, which nobody can try out.
pub fn hash(secret: &str) -> SecretBytes {
    SecretBytes(Sha256::digest(secret.as_bytes()).to_vec())
}

/// A key that all servers of this database share; whoever comes first makes it.
pub async fn shared_key(db: &Db, clock: &Clock, name: &'static str) -> Result<SecretBytes> {
    if let Some(row) = secret::Entity::find_by_id(name).one(db.read()).await? {
        return Ok(row.value);
    }
    let row = secret::ActiveModel {
        name: Set(name.to_owned()),
        value: Set(SecretBytes(random::<32>()?.to_vec())),
        created_at: Set(clock.now()),
    };
    db.write(async move |tx: &DatabaseTransaction| {
        let unless_there = OnConflict::column(secret::Column::Name).do_nothing().to_owned();
        secret::Entity::insert(row).on_conflict(unless_there).exec_without_returning(tx).await?;
        let row = secret::Entity::find_by_id(name).one(tx).await?;
        Ok(row.ok_or_else(|| Error::internal(format!("the key {name} vanished")))?.value)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_has_its_prefix_and_43_letters_and_is_never_the_same() {
        let (one, two) = (generate("srp_").unwrap(), generate("srp_").unwrap());
        assert_ne!(one, two);
        let letters = one.0.strip_prefix("srp_").unwrap();
        assert_eq!(letters.len(), LETTERS);
        assert!(letters.bytes().all(|byte| ALPHABET.contains(&byte)));
        assert!(!format!("{one:?}").contains(letters));
    }

    #[test]
    fn only_the_digest_is_kept() {
        assert_eq!(hash("a").0.len(), 32);
        assert_eq!(hash("a"), hash("a"));
        assert_ne!(hash("a"), hash("b"));
    }
}
