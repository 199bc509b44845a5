//! The form of a signed URL's token, and what its signature is of.
//!
//! A token is 62 bytes in base64 of the URL alphabet: the version of this form, the kind, the key's number, the row's id,
//! the end in microseconds since 1970, and HMAC-SHA-256 over the canonical form of the row. The signature is of all that
//! the row says, so that not even somebody who can write rows can make a URL of another one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use uuid::Uuid;

use crate::db::entity::sensitive::{SecretBytes, SecretText};
use crate::db::entity::signed_url::{self, SignedDisposition, SignedUrlKind};
use crate::error::{Error, Result};

/// The version of the canonical form, with what it is, so that no signature means anything elsewhere.
const LABEL: &[u8] = b"strongroom signed url 1";
const VERSION: u8 = 1;
const MAC_BYTES: usize = 32;
const TOKEN_BYTES: usize = 1 + 1 + 4 + 16 + 8 + MAC_BYTES;
/// A shorter key could be guessed; an empty one would be known to everybody.
const KEY_BYTES_MIN: usize = 32;

/// What a token says of itself. Nothing of it is true before [`Token::is_signature_of`] has said so.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: SignedUrlKind,
    pub(super) key_id: i32,
    pub(super) id: Uuid,
    expires_at_micros: i64,
    mac: [u8; MAC_BYTES],
}

impl Token {
    /// Signs a row.
    pub(super) fn sign(row: &signed_url::Model, key: &SecretBytes) -> Result<SecretText> {
        let mac: [u8; MAC_BYTES] = signature(row, key)?.finalize().into_bytes().into();
        let mut bytes = Vec::with_capacity(TOKEN_BYTES);
        bytes.extend([VERSION, kind_byte(row.kind)]);
        bytes.extend(row.key_id.to_be_bytes());
        bytes.extend(row.id.as_bytes());
        bytes.extend(row.expires_at.timestamp_micros().to_be_bytes());
        bytes.extend(mac);
        Ok(SecretText(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// `None` for what is no token of ours. Each token has one spelling: bits that mean nothing must be zero.
    pub(super) fn read(text: &str) -> Option<Self> {
        // Before decoding, so that a long text costs nothing.
        if text.len() != TOKEN_BYTES.div_ceil(3) * 4 - 1 {
            return None;
        }
        let bytes: [u8; TOKEN_BYTES] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let (head, mac) = bytes.split_last_chunk::<MAC_BYTES>()?;
        let (start, rest) = head.split_first_chunk::<2>()?;
        let (key_id, rest) = rest.split_first_chunk::<4>()?;
        let (id, rest) = rest.split_first_chunk::<16>()?;
        let (expires_at, _) = rest.split_first_chunk::<8>()?;
        let kind = match start {
            [VERSION, 1] => SignedUrlKind::Upload,
            [VERSION, 2] => SignedUrlKind::Download,
            _ => return None,
        };
        let (key_id, expires_at_micros) = (i32::from_be_bytes(*key_id), i64::from_be_bytes(*expires_at));
        Some(Self { kind, key_id, id: Uuid::from_bytes(*id), expires_at_micros, mac: *mac })
    }

    /// Whether the token is the one that was made for the row. Takes the same time wherever a signature is wrong.
    pub(super) fn is_signature_of(&self, row: &signed_url::Model, key: &SecretBytes) -> Result<bool> {
        let same = self.kind == row.kind
            && self.key_id == row.key_id
            && self.id == row.id
            && self.expires_at_micros == row.expires_at.timestamp_micros();
        Ok(signature(row, key)?.verify_slice(&self.mac).is_ok() && same)
    }
}

fn signature(row: &signed_url::Model, key: &SecretBytes) -> Result<Hmac<Sha256>> {
    if key.0.len() < KEY_BYTES_MIN {
        return Err(Error::internal("a key for signed URLs is too short"));
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(&key.0).map_err(Error::internal)?;
    mac.update(&canonical(row));
    Ok(mac)
}

fn kind_byte(kind: SignedUrlKind) -> u8 {
    match kind {
        SignedUrlKind::Upload => 1,
        SignedUrlKind::Download => 2,
    }
}

/// All that is signed, each field behind its length, so that no two rows have the same form.
fn canonical(row: &signed_url::Model) -> Vec<u8> {
    let signed_url::Model {
        id,
        organization_id,
        share_id,
        file_id,
        version,
        issuer_id,
        kind,
        key_id,
        disposition,
        file_name,
        mime_type,
        max_size_bytes,
        organization_epoch,
        share_epoch,
        issuer_epoch,
        file_epoch,
        created_at,
        expires_at,
        // What becomes of the URL later.
        used_at: _,
        stored_file_id: _,
        revoked_at: _,
    } = row;
    let methods: &[u8] = match kind {
        SignedUrlKind::Upload => b"PUT POST",
        SignedUrlKind::Download => b"GET HEAD",
    };
    let disposition = disposition.map(|disposition| match disposition {
        SignedDisposition::Inline => b"inline".as_slice(),
        SignedDisposition::Attachment => b"attachment".as_slice(),
    });
    let mut form = Form::default();
    form.add(Some(LABEL));
    form.add(Some(methods));
    form.add(Some(&key_id.to_be_bytes()));
    form.add(Some(id.as_bytes()));
    form.add(Some(organization_id.as_bytes()));
    form.add(Some(share_id.as_bytes()));
    form.add(file_id.as_ref().map(|id| id.as_bytes().as_slice()));
    form.number(*version);
    form.add(Some(issuer_id.as_bytes()));
    form.add(disposition);
    form.add(file_name.as_deref().map(str::as_bytes));
    form.add(mime_type.as_deref().map(str::as_bytes));
    form.number(*max_size_bytes);
    form.number(Some(*organization_epoch));
    form.number(Some(*share_epoch));
    form.number(Some(*issuer_epoch));
    form.number(*file_epoch);
    form.time(*created_at);
    form.time(*expires_at);
    form.0
}

/// Fields, each behind its length in four bytes; what is absent has the greatest length there is, and no bytes.
#[derive(Default)]
struct Form(Vec<u8>);

impl Form {
    fn add(&mut self, field: Option<&[u8]>) {
        // No column holds texts of 4 GiB.
        let length = field.map_or(u32::MAX, |field| u32::try_from(field.len()).unwrap_or(u32::MAX - 1));
        self.0.extend(length.to_be_bytes());
        self.0.extend(field.unwrap_or_default());
    }

    fn number(&mut self, number: Option<i64>) {
        self.add(number.map(i64::to_be_bytes).as_ref().map(<[u8; 8]>::as_slice));
    }

    fn time(&mut self, time: DateTime<Utc>) {
        self.number(Some(time.timestamp_micros()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> signed_url::Model {
        let at = DateTime::from_timestamp_micros(1_700_000_000_000_000).unwrap();
        signed_url::Model {
            id: Uuid::from_u128(1),
            organization_id: Uuid::from_u128(2),
            share_id: Uuid::from_u128(3),
            file_id: Some(Uuid::from_u128(4)),
            version: Some(5),
            issuer_id: Uuid::from_u128(6),
            kind: SignedUrlKind::Download,
            key_id: 7,
            disposition: Some(SignedDisposition::Inline),
            file_name: None,
            mime_type: None,
            max_size_bytes: None,
            organization_epoch: 8,
            share_epoch: 9,
            issuer_epoch: 10,
            file_epoch: Some(11),
            created_at: at,
            expires_at: at,
            used_at: None,
            stored_file_id: None,
            revoked_at: None,
        }
    }

    fn key(byte: u8) -> SecretBytes {
        SecretBytes(vec![byte; 32])
    }

    #[test]
    fn a_token_is_of_its_row_and_key_alone() {
        let row = row();
        let token = Token::read(&Token::sign(&row, &key(1)).unwrap().0).unwrap();
        assert!(token.is_signature_of(&row, &key(1)).unwrap());
        assert!(!token.is_signature_of(&row, &key(2)).unwrap());
        let id = Uuid::from_u128(99);
        let at = row.expires_at + chrono::TimeDelta::microseconds(1);
        let others = [
            signed_url::Model { id, ..row.clone() },
            signed_url::Model { organization_id: id, ..row.clone() },
            signed_url::Model { share_id: id, ..row.clone() },
            signed_url::Model { file_id: Some(id), ..row.clone() },
            signed_url::Model { file_id: None, ..row.clone() },
            signed_url::Model { version: Some(6), ..row.clone() },
            signed_url::Model { issuer_id: id, ..row.clone() },
            signed_url::Model { kind: SignedUrlKind::Upload, ..row.clone() },
            signed_url::Model { key_id: 8, ..row.clone() },
            signed_url::Model { disposition: Some(SignedDisposition::Attachment), ..row.clone() },
            signed_url::Model { file_name: Some(String::new()), ..row.clone() },
            signed_url::Model { mime_type: Some(String::new()), ..row.clone() },
            signed_url::Model { max_size_bytes: Some(1), ..row.clone() },
            signed_url::Model { organization_epoch: 0, ..row.clone() },
            signed_url::Model { share_epoch: 0, ..row.clone() },
            signed_url::Model { issuer_epoch: 0, ..row.clone() },
            signed_url::Model { file_epoch: None, ..row.clone() },
            signed_url::Model { created_at: at, ..row.clone() },
            signed_url::Model { expires_at: at, ..row.clone() },
        ];
        let mut forms = vec![canonical(&row)];
        for other in others {
            assert!(!token.is_signature_of(&other, &key(1)).unwrap(), "{other:?}");
            let form = canonical(&other);
            assert!(!forms.contains(&form), "{other:?}");
            forms.push(form);
        }
    }

    #[test]
    fn no_bit_of_a_token_may_change_and_none_may_be_missing() {
        let row = row();
        let text = Token::sign(&row, &key(1)).unwrap().0;
        let is_good = |text: &str| Token::read(text).is_some_and(|token| token.is_signature_of(&row, &key(1)).unwrap());
        assert!(is_good(&text));
        for index in 0..text.len() {
            for bit in 0..7 {
                let mut bytes = text.clone().into_bytes();
                bytes[index] ^= 1 << bit;
                let changed = String::from_utf8(bytes).unwrap();
                assert!(!is_good(&changed), "{changed}");
            }
            assert!(!is_good(&text[..index]));
        }
        assert!(!is_good(&format!("{text}=")) && !is_good(&format!("{text}A")));
    }

    #[test]
    fn a_short_key_signs_nothing() {
        for length in [0, 16, 31] {
            assert!(matches!(Token::sign(&row(), &SecretBytes(vec![1; length])), Err(Error::Internal(_))));
        }
    }
}
