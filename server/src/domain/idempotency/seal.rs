//! Keeps remembered answers unreadable to who has the database: an answer may hold a token that is stored nowhere else.
//!
//! The key comes from the caller's own `Idempotency-Key`, of which the database has a digest only, so a copy of the
//! database opens nothing as long as callers' keys can't be guessed, which random ones can't.

use std::fmt;

use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::error::{Error, Result};

const NONCE_BYTES: usize = 24;

/// Seals the answers under one key of one caller.
#[derive(Clone)]
pub(super) struct SealingKey([u8; 32]);

impl SealingKey {
    pub(super) fn derive(caller_key: &str, key: &str) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("strongroom 2026 idempotency answer seal");
        // The caller's part is of fixed form, so that no two pairs give the same bytes.
        hasher.update(caller_key.as_bytes()).update(b"/").update(key.as_bytes());
        Self(*hasher.finalize().as_bytes())
    }

    /// The nonce is random and stands in front: a key that is used again after its answer's time seals another one.
    pub(super) fn seal(&self, plain: &[u8]) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|error| Error::internal(error.to_string()))?;
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), plain);
        let sealed = sealed.map_err(|_| Error::internal("an answer could not be sealed"))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// `None` if it was sealed with another key, or changed since.
    pub(super) fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        self.cipher().decrypt(&XNonce::from(*nonce), sealed).ok()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.into())
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SealingKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_of_the_same_caller_opens() {
        let key = SealingKey::derive("ada", "1");
        let sealed = key.seal(b"srp_secret").unwrap();
        assert_eq!(key.open(&sealed).as_deref(), Some(&b"srp_secret"[..]));
        assert!(!sealed.windows(4).any(|window| window == b"srp_"));
        assert_eq!(SealingKey::derive("ada", "2").open(&sealed), None);
        assert_eq!(SealingKey::derive("bob", "1").open(&sealed), None);
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(key.open(&changed), None);
        assert_eq!(key.open(b"short"), None);
        assert_ne!(key.seal(b"srp_secret").unwrap(), sealed);
    }
}
