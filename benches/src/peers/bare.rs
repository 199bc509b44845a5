//! `bare`, a program of this package: see there.

use anyhow::{Result, ensure};
use std::process::Command;

use crate::process::{Process, free_port};
use crate::sample::{scratch_folder, target_folder};

pub(super) fn start() -> Result<Process> {
    let binary = target_folder()?.join("release/bare");
    ensure!(binary.exists(), "{} is not there: cargo build --release -p benches", binary.display());
    let (dir, port) = (scratch_folder("bare")?, free_port()?);
    let mut command = Command::new(binary);
    Process::start(command.arg(dir.path()).arg(port.to_string()), port, dir)
}
