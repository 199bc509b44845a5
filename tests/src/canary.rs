//! Secrets by their looks, and who watches for them: every answer that tells of an error, every header, the metrics, and
//! each line that the servers of the suite log, at their most talkative.

use std::io::{self, Write};
use std::sync::{Arc, LazyLock, Mutex, Once, PoisonError};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Random letters behind the prefix of a credential; what is shown of one to tell it from others is shorter.
const CREDENTIAL_LETTERS: usize = 16;

/// A signed URL's token: 62 bytes in base64.
const SIGNED_LETTERS: usize = 83;

/// What the passwords of the suite's people begin with.
const PASSWORD: &str = "password of ";

/// Everything but the libraries that a server keeps quiet unless they are asked for by name.
const LEVELS: &str = "trace,sqlx=warn,sea_orm=warn,sea_orm_migration=warn,hyper_util=warn";

/// Which kind of secret a text holds, if it does.
pub fn found_in(text: &str) -> Option<&'static str> {
    if text.contains(PASSWORD) {
        return Some("a password");
    }
    // Cut at everything that no secret has in it.
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && !matches!(letter, '_' | '-' | '.')).find_map(kind_of)
}

fn kind_of(word: &str) -> Option<&'static str> {
    let letters = |rest: &str| rest.chars().take_while(char::is_ascii_alphanumeric).count() >= CREDENTIAL_LETTERS;
    for (prefix, kind) in [("srp_", "a personal access token"), ("srr_", "a refresh token")] {
        if word.match_indices(prefix).any(|(at, _)| letters(&word[at + prefix.len()..])) {
            return Some(kind);
        }
    }
    if word.starts_with("eyJ") && word.split('.').count() == 3 {
        return Some("an access token");
    }
    let is_signed = |word: &str| word.len() == SIGNED_LETTERS && (word.starts_with("AQE") || word.starts_with("AQI"));
    word.split('.').any(is_signed).then_some("a signed URL")
}

/// Reads what is logged, and keeps the lines that hold a secret.
#[derive(Debug, Clone, Default)]
pub struct Watch(Arc<Mutex<Vec<String>>>);

impl Watch {
    /// The lines that hold a secret, each behind the kind of it.
    pub fn found(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Write for Watch {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        if let Some(kind) = found_in(&text) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{kind}: {text}"));
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Watch {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

static LOG: LazyLock<Watch> = LazyLock::new(Watch::default);

/// Reads the log of every server in this process from now on.
pub fn watch_log() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let filter = EnvFilter::try_new(LEVELS).expect("the levels are ones");
        let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(LOG.clone());
        // Whoever has set up another log in this process watches for themselves.
        tracing_subscriber::registry().with(filter).with(lines).try_init().ok();
    });
}

/// Fails if any server in this process has logged a secret.
pub fn assert_log_is_clean() {
    let found = LOG.found();
    assert!(found.is_empty(), "secrets were logged: {found:#?}");
}
