//! What the operator decides: one `Config`, put together from flags, environment and file, checked once at start.
//!
//! Nothing here opens, connects or listens. The names of flags, variables and keys live in `settings`, the numbers
//! that bound the service in `limits`.

mod limits;
mod proxies;
mod settings;

use std::convert::Infallible;
use std::fmt;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::ValueEnum;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use serde::Deserialize;

pub use crate::blobs::StoreConfig;
pub use limits::{LimitSettings, Limits};
pub use proxies::TrustedProxies;
pub use settings::Settings;

/// The file in the data directory that holds the first start's token.
pub const ADMIN_TOKEN_FILE: &str = "admin.token";

/// A shorter superuser token could be guessed.
pub const ADMIN_TOKEN_CHARS_MIN: usize = 16;

/// How this server runs. Every value has been checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen, as `host:port`; port 0 takes a free one.
    pub listen: String,
    /// Holds the database and the store unless they are elsewhere, and the token of the first start.
    pub data_dir: PathBuf,
    pub database: DatabaseConfig,
    pub store: StoreConfig,
    /// Where callers reach the server, if not at `listen`; without a slash at the end.
    pub public_url: Option<String>,
    /// Whose word on where a request is from is taken.
    pub trusted_proxies: TrustedProxies,
    /// Sets the superuser token, instead of generating one at the first start.
    pub admin_token: Option<AdminToken>,
    pub log: LogConfig,
    pub limits: Limits,
}

/// Where the rows are.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseConfig {
    /// `sqlite://…` or `postgres://…`. May hold a password.
    pub url: String,
}

impl fmt::Debug for DatabaseConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.url.split(':').next().unwrap_or_default();
        formatter.debug_struct("DatabaseConfig").field("url", &format_args!("{scheme}:…")).finish()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogConfig {
    pub format: LogFormat,
    /// What to log, in the syntax of `tracing`'s filters: `info`, or `warn,strongroom_server=debug`.
    pub level: String,
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// The superuser token that the operator chose. Never shown.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct AdminToken(String);

impl AdminToken {
    /// The token itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether it will do, told in a sentence that does not repeat it.
    fn check(&self) -> Result<(), String> {
        if self.0.len() < ADMIN_TOKEN_CHARS_MIN {
            return Err(format!("the superuser token must have at least {ADMIN_TOKEN_CHARS_MIN} characters"));
        }
        if !self.0.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("the superuser token must consist of visible ASCII characters, to fit in a header".to_owned());
        }
        Ok(())
    }
}

impl fmt::Debug for AdminToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AdminToken(…)")
    }
}

/// Takes any text: what parses the command line repeats what it can't parse. `check` comes later.
impl FromStr for AdminToken {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl Config {
    /// All defaults, with everything in `data_dir` and a free port of the loopback interface.
    pub fn in_folder(data_dir: &Path) -> Self {
        Self {
            listen: "127.0.0.1:0".to_owned(),
            data_dir: data_dir.to_owned(),
            database: database_in_folder(data_dir),
            store: store_in_folder(data_dir),
            public_url: None,
            trusted_proxies: TrustedProxies::default(),
            admin_token: None,
            log: LogConfig::default(),
            limits: Limits::default(),
        }
    }

    /// The path of the file with the first start's token.
    pub fn admin_token_path(&self) -> PathBuf {
        self.data_dir.join(ADMIN_TOKEN_FILE)
    }
}

impl DatabaseConfig {
    /// Whether the database is a file, which one server at a time may use.
    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }
}

/// The database in the data folder.
fn database_in_folder(data_dir: &Path) -> DatabaseConfig {
    DatabaseConfig { url: format!("sqlite://{}", url_path(&data_dir.join("strongroom.db"))) }
}

/// The store in the data folder.
fn store_in_folder(data_dir: &Path) -> StoreConfig {
    StoreConfig::new(format!("file://{}", url_path(&data_dir.join("store"))))
}

/// The path as the path of a URL: folders may be called whatever people call them.
fn url_path(path: &Path) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    percent_encode(path.as_os_str().as_bytes(), KEPT).to_string()
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { format: LogFormat::default(), level: "info".to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_enough_for_a_header_and_never_shown() {
        let token = |text: &str| AdminToken(text.to_owned());
        assert!(token("short").check().unwrap_err().contains("16"));
        assert!(token("sixteen bytes: ü ü").check().is_err());
        let token = token("0123456789abcdef");
        assert_eq!((token.check(), token.reveal()), (Ok(()), "0123456789abcdef"));
        assert!(!format!("{token:?}").contains("0123"));
    }

    #[test]
    fn folders_with_any_name_have_urls() {
        let config = Config::in_folder(Path::new("/srv/100% files?/ä"));
        assert_eq!(config.store.url, "file:///srv/100%25%20files%3F/%C3%A4/store");
        assert_eq!(config.database.url, "sqlite:///srv/100%25%20files%3F/%C3%A4/strongroom.db");
    }

    #[test]
    fn a_password_in_the_database_url_is_not_shown() {
        let config = DatabaseConfig { url: "postgres://root:hunter2@db/strongroom".to_owned() };
        assert_eq!(format!("{config:?}"), "DatabaseConfig { url: postgres:… }");
    }
}
