//! rclone's S3 server over a plain folder, asked by signed URLs.

use std::fs;
use std::process::Stdio;

use anyhow::Result;

use super::signing::BUCKET;
use super::{Kind, Program, Signer};
use crate::process::{Process, free_port};
use crate::sample::scratch_folder;

const KEY_ID: &str = "strongroombench";
const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// Starts it as it ships, with a key.
pub(super) fn start() -> Result<Kind> {
    let (dir, port) = (scratch_folder("rclone")?, free_port()?);
    let root = dir.path().join("root");
    fs::create_dir_all(root.join(BUCKET))?;
    let address = format!("127.0.0.1:{port}");
    let mut command = Program::Rclone.command()?;
    command.args(["serve", "s3", "--config", "", "--addr", &address, "--auth-key", &format!("{KEY_ID},{SECRET}")]);
    let process = Process::start(command.arg(root).stdout(Stdio::null()).stderr(Stdio::null()), port, dir)?;
    Ok(Kind::S3 { process, signer: Signer::new(&address, KEY_ID, SECRET, "us-east-1") })
}
