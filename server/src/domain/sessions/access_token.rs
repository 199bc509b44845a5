//! The form of access tokens: JSON web tokens, HS256, with a purpose of their own. Whether the session that one
//! names still exists is not for this module to say.

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::sensitive::SecretText;
use crate::error::{Error, Result};

const ISSUER: &str = "strongroom";
/// Other kinds of signed tokens get another audience, so that none can be used as this one.
const AUDIENCE: &str = "strongroom:access";
/// No token of ours is longer; anything else is not looked at.
const LENGTH_MAX: usize = 1024;

/// What an access token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessClaims {
    pub user_id: Uuid,
    pub session_id: Uuid,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    sid: Uuid,
    /// Seconds since 1970.
    iat: i64,
    /// Seconds since 1970.
    exp: i64,
}

/// Whether a credential has the form of a JSON web token, good or not. Random tokens never have.
pub fn looks_like_access_token(credential: &str) -> bool {
    credential.starts_with("eyJ") && credential.split('.').count() == 3
}

pub(super) fn sign(
    app: &App,
    claims: &AccessClaims,
    issued_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<SecretText> {
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: claims.user_id,
        sid: claims.session_id,
        iat: issued_at.timestamp(),
        exp: expires_at.timestamp(),
    };
    let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, app.identity.signing_key());
    token.map(SecretText).map_err(Error::internal)
}

/// What a token says, if it is one of ours and has not ended.
pub(crate) fn read_access_token(app: &App, token: &str) -> Option<AccessClaims> {
    if token.len() > LENGTH_MAX {
        return None;
    }
    let decoded = jsonwebtoken::decode::<Claims>(token, app.identity.checking_key(), &validation()).ok()?;
    let Claims { sub, sid, exp, .. } = decoded.claims;
    (exp > app.clock.now().timestamp()).then_some(AccessClaims { user_id: sub, session_id: sid })
}

fn validation() -> Validation {
    // One algorithm: the token does not choose how it is checked.
    let mut validation = Validation::new(Algorithm::HS256);
    // Without this, a token that leaves a claim out passes the check of that claim.
    validation.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.leeway = 0;
    // Checked above by our own clock, with which tests move the time.
    validation.validate_exp = false;
    validation
}
