//! What the suite has met: operation × status × problem code, one file a process, read by `bin/coverage.rs`.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, PoisonError};

/// An answer that a test has seen and that the document allows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Met {
    pub operation_id: String,
    pub status: u16,
    /// The problem code; `-` where there is none.
    pub code: String,
}

struct Record {
    file: File,
    written: BTreeSet<Met>,
}

static RECORD: LazyLock<Mutex<Record>> = LazyLock::new(|| {
    let directory = record_directory();
    fs::create_dir_all(&directory).expect("target/ can be written");
    let path = directory.join(format!("{}.txt", std::process::id()));
    let file = OpenOptions::new().create(true).append(true).open(path).expect("target/ can be written");
    Mutex::new(Record { file, written: BTreeSet::new() })
});

impl Met {
    /// Writes it down, once a process.
    pub fn record(self) {
        let mut record = RECORD.lock().unwrap_or_else(PoisonError::into_inner);
        if record.written.contains(&self) {
            return;
        }
        // One short write: lines of a process that dies are whole or absent.
        let line = format!("{} {} {}\n", self.operation_id, self.status, self.code);
        record.file.write_all(line.as_bytes()).expect("target/ can be written");
        record.written.insert(self);
    }

    /// The opposite of what `record` writes.
    pub fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let (operation_id, status, code) = (words.next()?, words.next()?, words.next()?);
        Some(Self { operation_id: operation_id.to_owned(), status: status.parse().ok()?, code: code.to_owned() })
    }
}

/// Where the records are; `cargo xtask test` empties it before a run.
pub fn record_directory() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/conformance/coverage"))
}
