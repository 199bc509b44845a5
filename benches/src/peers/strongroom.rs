//! Ours.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::process::{Process, free_port};
use crate::sample::{scratch_folder, target_folder};

/// The token that the measured server is started with.
pub const TOKEN: &str = "bench-token-0123456789abcdef";

/// A `strongroom serve` with an empty data folder.
pub struct Strongroom {
    pub process: Process,
    pub url: String,
}

impl Strongroom {
    /// Starts `target/release/strongroom`, which must have been built, or what `BENCH_SERVER` names instead.
    pub fn start() -> Result<Self> {
        let named = std::env::var_os("BENCH_SERVER").map(PathBuf::from);
        let binary = named.map_or_else(|| Ok(target_folder()?.join("release/strongroom")), anyhow::Ok)?;
        ensure!(binary.exists(), "{} is not there: cargo build --release", binary.display());
        let (dir, port) = (scratch_folder("strongroom")?, free_port()?);
        let mut command = Command::new(binary);
        command
            .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--admin-token", TOKEN, "--log-level", "warn"])
            .arg("--data-dir")
            .arg(dir.path())
            .stdout(Stdio::null());
        let process = Process::start(&mut command, port, dir)?;
        Ok(Self { url: process.url(), process })
    }

    /// Uploads the file at `path` by multipart and answers its id.
    pub fn upload(&self, path: &Path, name: &str) -> Result<String> {
        let output = Command::new("curl")
            .args(["-sS", "--fail-with-body", "-H", &format!("Authorization: Bearer {TOKEN}")])
            .args(["-F", &format!("name={name}"), "-F", &format!("file=@{}", path.display())])
            .arg(format!("{}/api/v1/files", self.url))
            .output()?;
        let file: Value = serde_json::from_slice(&output.stdout)
            .with_context(|| format!("upload answered {}", String::from_utf8_lossy(&output.stdout)))?;
        Ok(file["id"].as_str().context("the answer has no id")?.to_owned())
    }

    /// The file of its database.
    pub fn database(&self) -> PathBuf {
        self.process.dir().join("strongroom.db")
    }

    /// The folder of its packs.
    pub fn store(&self) -> PathBuf {
        self.process.dir().join("store")
    }

    /// Where the content of a file is.
    pub fn content_url(&self, id: &str) -> String {
        format!("{}/api/v1/files/{id}/content", self.url)
    }
}
