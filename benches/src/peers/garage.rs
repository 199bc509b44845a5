//! garage: an S3 server of one node with its metadata in LMDB, asked by signed URLs.

use std::fs;
use std::process::Stdio;

use anyhow::Result;

use super::signing::BUCKET;
use super::{Kind, Program, Signer};
use crate::process::{Process, free_port};
use crate::sample::scratch_folder;

/// The form that garage wants its keys in.
const KEY_ID: &str = "GK0123456789abcdef01234567";
const SECRET: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// Starts it with its own options for flushing or, as it ships, without.
pub(super) fn start(fsync: bool) -> Result<Kind> {
    let (dir, port, internal_port) = (scratch_folder("garage")?, free_port()?, free_port()?);
    let base = dir.path().display();
    let config = format!(
        "metadata_dir = \"{base}/meta\"\n\
         data_dir = \"{base}/data\"\n\
         metadata_fsync = {fsync}\n\
         data_fsync = {fsync}\n\
         replication_factor = 1\n\
         rpc_bind_addr = \"127.0.0.1:{internal_port}\"\n\
         rpc_secret = \"{SECRET}\"\n\
         [s3_api]\n\
         s3_region = \"garage\"\n\
         api_bind_addr = \"127.0.0.1:{port}\"\n"
    );
    let config_path = dir.path().join("garage.toml");
    fs::write(&config_path, config)?;
    let mut command = Program::Garage.command()?;
    command.arg("-c").arg(config_path).args(["server", "--single-node", "--default-bucket"]);
    command.envs([
        ("GARAGE_DEFAULT_ACCESS_KEY", KEY_ID),
        ("GARAGE_DEFAULT_SECRET_KEY", SECRET),
        ("GARAGE_DEFAULT_BUCKET", BUCKET),
        ("RUST_LOG", "error"),
    ]);
    let process = Process::start(command.stdout(Stdio::null()).stderr(Stdio::null()), port, dir)?;
    Ok(Kind::S3 { process, signer: Signer::new(&format!("127.0.0.1:{port}"), KEY_ID, SECRET, "garage") })
}
