//! URLs signed as S3 wants them (Signature Version 4 in the query), so that wrk and curl can use them as they are.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

/// The one that the servers have.
pub(super) const BUCKET: &str = "bench";

/// How long a URL is good for, in seconds.
const EXPIRES_SECS: u32 = 86_400;

/// Signs for one server with one key.
pub struct Signer {
    host: String,
    key: [u8; 32],
    /// When, in the basic form of ISO 8601.
    time: String,
    /// Date, region, service and a suffix.
    scope: String,
    /// Of the query, up to the signature.
    query: String,
}

impl Signer {
    /// For URLs from now on.
    pub fn new(host: &str, key_id: &str, secret: &str, region: &str) -> Self {
        #[allow(clippy::disallowed_methods, reason = "a program of its own: nobody moves its time")]
        let now = chrono::Utc::now();
        Self::at(&now.format("%Y%m%dT%H%M%SZ").to_string(), host, key_id, secret, region)
    }

    fn at(time: &str, host: &str, key_id: &str, secret: &str, region: &str) -> Self {
        let date = &time[..8];
        let scope = format!("{date}/{region}/s3/aws4_request");
        let first = mac(format!("AWS4{secret}").as_bytes(), date);
        let key = [region, "s3", "aws4_request"].iter().fold(first, |key, part| mac(&key, part));
        let query = format!(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={key_id}%2F{}&X-Amz-Date={time}\
             &X-Amz-Expires={EXPIRES_SECS}&X-Amz-SignedHeaders=host",
            scope.replace('/', "%2F")
        );
        Self { host: host.to_owned(), key, time: time.to_owned(), scope, query }
    }

    /// The path and query of a request for an object of the bucket, whose name has nothing in it that must be escaped.
    pub fn target(&self, method: &str, name: &str) -> String {
        self.signed(method, &format!("/{BUCKET}/{name}"))
    }

    fn signed(&self, method: &str, path: &str) -> String {
        let Self { host, key, time, scope, query } = self;
        let request = format!("{method}\n{path}\n{query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD");
        let digest = hexadecimal(&Sha256::digest(request.as_bytes()));
        let signature = hexadecimal(&mac(key, &format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{digest}")));
        format!("{path}?{query}&X-Amz-Signature={signature}")
    }
}

fn mac(key: &[u8], message: &str) -> [u8; 32] {
    #[allow(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().into()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _written = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_has_the_published_signature() {
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let host = "examplebucket.s3.amazonaws.com";
        let signer = Signer::at("20130524T000000Z", host, "AKIAIOSFODNN7EXAMPLE", secret, "us-east-1");
        let signed = signer.signed("GET", "/test.txt");
        assert!(
            signed.starts_with("/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F")
        );
        let signature = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
        assert_eq!(signed.rsplit_once('=').map(|(_, signature)| signature), Some(signature));
    }
}
