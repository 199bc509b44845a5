//! The settings as the operator writes them: a flag, else a variable, else a key of the file, else the default.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use clap::Args;
use serde::Deserialize;
use tracing_subscriber::EnvFilter;

use super::{
    AdminToken, Config, DatabaseConfig, LimitSettings, LogConfig, LogFormat, StoreConfig, database_in_folder,
    store_in_folder,
};

const LISTEN: &str = "127.0.0.1:8080";
const DATA_DIR: &str = "./strongroom-data";

/// Flags and variables; with the same names, keys of the TOML file. Limits are in its table `[limits]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// A TOML file with the settings that no flag and no variable gives
    #[arg(long, env = "STRONGROOM_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,

    /// Where to listen; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, env = "STRONGROOM_LISTEN", value_name = "HOST:PORT")]
    pub listen: Option<String>,

    /// The folder for the database, the store and the first start's token [default: ./strongroom-data]
    #[arg(long, env = "STRONGROOM_DATA_DIR", value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,

    /// sqlite://… or postgres://… [default: an SQLite file in the data folder]
    #[arg(long, env = "STRONGROOM_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: Option<String>,

    /// Where the bytes are.
    #[arg(
        long,
        env = "STRONGROOM_STORE_URL",
        hide_env_values = true,
        value_name = "URL",
        help = "file:///…, s3://bucket/prefix, gs://… or az://… [default: a folder in the data folder]"
    )]
    pub store_url: Option<String>,

    /// Where callers reach this server.
    #[arg(
        long,
        env = "STRONGROOM_PUBLIC_URL",
        value_name = "URL",
        help = "Where callers reach this server, such as https://files.example.com [default: where it listens]"
    )]
    pub public_url: Option<String>,

    /// The proxies in front.
    #[arg(
        long,
        env = "STRONGROOM_TRUSTED_PROXIES",
        value_name = "NETWORKS",
        help = "Proxies whose X-Forwarded-For tells who the client is, such as 10.0.0.0/8,::1 [default: none]"
    )]
    pub trusted_proxies: Option<String>,

    /// The superuser token, of at least 16 characters [default: one is generated at the first start]
    #[arg(long, env = "STRONGROOM_ADMIN_TOKEN", hide_env_values = true, value_name = "TOKEN")]
    pub admin_token: Option<AdminToken>,

    /// How a line of the log looks [default: text]
    #[arg(long, env = "STRONGROOM_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,

    /// What to log, in the syntax of `tracing`'s filters.
    #[arg(
        long,
        env = "STRONGROOM_LOG_LEVEL",
        value_name = "LEVEL",
        help = "error, warn, info, debug, trace, or filters: warn,strongroom_server=debug [default: info]"
    )]
    pub log_level: Option<String>,

    #[command(flatten)]
    pub limits: LimitSettings,
}

impl Settings {
    /// Reads the file, if one is named, and checks everything.
    ///
    /// # Errors
    /// A sentence on the first setting that can't be used.
    pub fn resolve(self) -> Result<Config> {
        let settings = match &self.config {
            Some(path) => {
                let file = Self::from_file(path)?;
                self.or(file)
            }
            None => self,
        };
        settings.check()
    }

    fn from_file(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("the settings file {} can't be read", path.display()))?;
        // Without the line itself, which the error's own sentence would show: it may hold a secret.
        toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
            anyhow!("the settings file {} is not valid: line {line}: {}", path.display(), error.message())
        })
    }

    /// What is given here, else there.
    fn or(self, other: Self) -> Self {
        Self {
            config: self.config.or(other.config),
            listen: self.listen.or(other.listen),
            data_dir: self.data_dir.or(other.data_dir),
            database_url: self.database_url.or(other.database_url),
            store_url: self.store_url.or(other.store_url),
            public_url: self.public_url.or(other.public_url),
            trusted_proxies: self.trusted_proxies.or(other.trusted_proxies),
            admin_token: self.admin_token.or(other.admin_token),
            log_format: self.log_format.or(other.log_format),
            log_level: self.log_level.or(other.log_level),
            limits: self.limits.or(other.limits),
        }
    }

    fn check(self) -> Result<Config> {
        let data_dir = self.data_dir.unwrap_or_else(|| PathBuf::from(DATA_DIR));
        // URLs of files are absolute: the same whatever the working folder of who reads them.
        let data_dir = std::path::absolute(&data_dir)
            .with_context(|| format!("the data folder {} is no path", data_dir.display()))?;
        let database = match self.database_url {
            Some(url) => database_config(url)?,
            None => database_in_folder(&data_dir),
        };
        let store = match self.store_url {
            Some(url) => store_config(url)?,
            None => store_in_folder(&data_dir),
        };
        let level = self.log_level.unwrap_or_else(|| LogConfig::default().level);
        if let Err(error) = EnvFilter::try_new(&level) {
            bail!("the log level {level:?} can't be understood: {error}");
        }
        if let Some(token) = &self.admin_token {
            token.check().map_err(anyhow::Error::msg)?;
        }
        Ok(Config {
            listen: listen(self.listen)?,
            data_dir,
            database,
            store,
            public_url: self.public_url.map(public_url).transpose()?,
            trusted_proxies: self.trusted_proxies.unwrap_or_default().parse().map_err(anyhow::Error::msg)?,
            admin_token: self.admin_token,
            log: LogConfig { format: self.log_format.unwrap_or_default(), level },
            limits: self.limits.resolve().map_err(anyhow::Error::msg)?,
        })
    }
}

fn listen(given: Option<String>) -> Result<String> {
    let listen = given.unwrap_or_else(|| LISTEN.to_owned());
    let port = listen.rsplit_once(':').and_then(|(host, port)| (!host.is_empty()).then_some(port));
    ensure!(
        port.is_some_and(|port| port.parse::<u16>().is_ok()),
        "the address to listen at, {listen:?}, must be of the form host:port, such as {LISTEN}"
    );
    Ok(listen)
}

/// URLs may hold passwords, so that no message repeats them.
fn database_config(url: String) -> Result<DatabaseConfig> {
    let known = ["sqlite://", "postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme));
    ensure!(known, "the database URL must begin with sqlite:// or postgres://");
    Ok(DatabaseConfig { url })
}

fn store_config(url: String) -> Result<StoreConfig> {
    let known = ["file:///", "s3://", "gs://", "az://"].iter().any(|scheme| url.starts_with(scheme));
    ensure!(known, "the store URL must begin with file:/// (an absolute path), s3://, gs:// or az://");
    Ok(StoreConfig::new(url))
}

fn public_url(url: String) -> Result<String> {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    ensure!(
        host.is_some_and(|host| !host.is_empty() && !host.starts_with('/') && !host.contains(['?', '#', ' ', '@'])),
        "the public URL must be like https://files.example.com, without a query"
    );
    Ok(url.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(toml: &str) -> Settings {
        toml::from_str(toml).unwrap()
    }

    #[test]
    fn without_any_setting_everything_is_in_one_folder() {
        let config = Settings::default().resolve().unwrap();
        assert_eq!(config.listen, "127.0.0.1:8080");
        assert!(config.data_dir.is_absolute());
        assert!(config.database.is_sqlite());
        assert_eq!(config.store.url, format!("file://{}/store", config.data_dir.display()));
    }

    #[test]
    fn a_flag_wins_over_the_file_and_the_file_over_the_default() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("strongroom.toml");
        std::fs::write(&path, "listen = '0.0.0.0:1'\nlog_format = 'json'\n[limits]\ndrain_secs = 7\n").unwrap();
        let flags = Settings { config: Some(path), listen: Some("[::1]:2".to_owned()), ..Settings::default() };
        let config = flags.resolve().unwrap();
        assert_eq!(config.listen, "[::1]:2");
        assert_eq!(config.log.format, LogFormat::Json);
        assert_eq!((config.limits.drain_secs, config.limits.connections_max), (7, 8192));
    }

    #[test]
    fn what_is_wrong_in_the_file_is_told_by_its_line_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("strongroom.toml");
        std::fs::write(&path, "listen = '0.0.0.0:1'\n\nadmin_token = { is = 'hunter2' }\n").unwrap();
        let flags = Settings { config: Some(path), ..Settings::default() };
        let sentence = format!("{:#}", flags.resolve().unwrap_err());
        assert!(sentence.contains("line 3") && !sentence.contains("hunter2"), "{sentence}");
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(toml::from_str::<Settings>("listne = 'x'").unwrap_err().to_string().contains("listne"));
        assert!(toml::from_str::<Settings>("[limits]\nmax = 1").is_err());
    }

    #[test]
    fn what_can_not_be_used_is_refused_in_a_sentence_without_secrets() {
        for (toml, told) in [
            ("listen = '8080'", "host:port"),
            ("listen = ':8080'", "host:port"),
            ("listen = 'localhost:99999'", "host:port"),
            ("database_url = 'mysql://root:hunter2@db'", "sqlite:// or postgres://"),
            ("store_url = 'file://relative'", "absolute"),
            ("public_url = 'files.example.com'", "https://"),
            ("public_url = 'https://'", "https://"),
            ("trusted_proxies = 'proxy.example.com'", "no address of a proxy"),
            ("log_level = 'strongroom=loud'", "log level"),
            ("admin_token = 'hunter2'", "at least 16"),
            ("[limits]\njson_body_bytes = 1", "json_body_bytes is 1"),
        ] {
            let sentence = settings(toml).resolve().unwrap_err().to_string();
            assert!(sentence.contains(told), "{toml}: {sentence}");
            assert!(!sentence.contains("hunter2"));
        }
    }

    #[test]
    fn the_public_url_has_no_slash_at_its_end() {
        let config = settings("public_url = 'https://files.example.com/'").resolve().unwrap();
        assert_eq!(config.public_url.as_deref(), Some("https://files.example.com"));
    }
}
