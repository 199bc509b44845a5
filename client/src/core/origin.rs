//! Where the server is, and whether a credential may travel there.

use http::Uri;

/// The base of every address: scheme, host, and a path for servers that live below one. No trailing slash.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    base: String,
}

impl Origin {
    /// Reads `https://files.example.com` or `https://example.com/files/`. Over plain HTTP only loopback hosts are taken,
    /// unless the caller allows others: passwords and tokens would travel readable.
    pub(crate) fn parse(base_url: &str, allow_plain_http: bool) -> Result<Self, String> {
        let uri: Uri = base_url.parse().map_err(|error| format!("`{base_url}` is not a URL: {error}"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(format!("`{base_url}` is not an absolute URL, such as https://files.example.com"));
        };
        if uri.query().is_some() || authority.as_str().contains('@') {
            return Err("the base URL must have neither a query nor a user name or password".to_owned());
        }
        match scheme {
            "https" => {}
            "http" if allow_plain_http || is_loopback(authority.host()) => {}
            "http" => {
                return Err(format!(
                    "{base_url} would carry credentials unencrypted; use https, or `allow_plain_http` if the network \
                     between is trusted"
                ));
            }
            other => return Err(format!("the scheme `{other}` is neither https nor http")),
        }
        Ok(Self { base: format!("{scheme}://{authority}{}", uri.path().trim_end_matches('/')) })
    }

    /// The base, ready to have a path appended.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_goes_to_loopback_only() {
        for url in ["http://localhost:8080", "http://127.0.0.1", "http://[::1]:80/", "https://files.example.com/x/"] {
            assert!(Origin::parse(url, false).is_ok(), "{url}");
        }
        assert!(Origin::parse("http://localhost.example.com", false).is_err());
        assert!(Origin::parse("http://127.0.0.1.example.com", false).is_err());
        assert!(Origin::parse("http://strongroom:8080", true).is_ok());
    }

    #[test]
    fn a_base_is_absolute_and_bare() {
        for url in ["/files", "files.example.com", "ftp://example.com", "https://u:p@example.com", "https://e.com/?a=b"]
        {
            assert!(Origin::parse(url, true).is_err(), "{url}");
        }
        assert_eq!(Origin::parse("https://example.com/files/", false).unwrap().base(), "https://example.com/files");
    }
}
