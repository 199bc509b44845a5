//! What each server flushes for an upload: strace counts the system calls that force bytes to the disk, over new files of
//! 4 KiB one after the other and over one of 64 MiB. Whoever makes none before the answer can lose what it acknowledged.
//!
//! `cargo run --release -p benches --bin flushes [-- --without garage]`

#![allow(clippy::print_stdout, reason = "the figures are what this is for")]

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use benches::arguments::Comparison;
use benches::peers::{Peer, Server, versions};
use benches::report::Table;
use benches::sample::{sample_file, scratch_folder};
use clap::Parser;

const PEERS: [Peer; 6] = [Peer::Strongroom, Peer::Bare, Peer::Nginx, Peer::Garage, Peer::GarageDurable, Peer::Rclone];

const CALLS: &str = "trace=fsync,fdatasync,sync_file_range,msync,sync,syncfs";

const SMALL_FILES: u64 = 20;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    comparison: Comparison,
}

fn main() -> Result<()> {
    let peers = Arguments::parse().comparison.targets(&PEERS);
    let dir = scratch_folder("flushes")?;
    println!("{}\n", versions(&peers)?);
    let columns = [format!("{SMALL_FILES} new files of 4 KiB"), "one of 64 MiB".to_owned()];
    let mut table = Table::new("system calls that flush", &columns);
    for peer in peers {
        let server = Server::start(peer)?;
        let small = counted(&server, dir.path(), || {
            (0..SMALL_FILES).try_for_each(|seed| upload(&server, dir.path(), 4 << 10, seed))
        })?;
        let large = counted(&server, dir.path(), || upload(&server, dir.path(), 64 << 20, SMALL_FILES))?;
        table.row(&peer.heading(), &[small, large]);
    }
    print!("{table}");
    Ok(())
}

fn upload(server: &Server, dir: &Path, size_bytes: u64, seed: u64) -> Result<()> {
    let sample = sample_file(dir, size_bytes, seed)?;
    server.store(&sample, &format!("file-{seed}"))?;
    Ok(fs::remove_file(sample)?)
}

/// The calls that the server makes while something is done, as words.
fn counted(server: &Server, dir: &Path, work: impl FnOnce() -> Result<()>) -> Result<String> {
    let summary_path = dir.join("strace");
    let mut strace = attach(&server.process().ids(), &summary_path)?;
    let done = work();
    // An interrupt lets go of the server and writes the summary.
    Command::new("kill").args(["-INT", &strace.id().to_string()]).status()?;
    strace.wait()?;
    done?;
    Ok(words(&fs::read_to_string(summary_path)?))
}

fn attach(ids: &[u32], summary_path: &Path) -> Result<Child> {
    let mut command = Command::new("strace");
    command.args(["-f", "-c", "-e", CALLS, "-o"]).arg(summary_path);
    command.args(ids.iter().flat_map(|id| ["-p".to_owned(), id.to_string()])).stderr(Stdio::null());
    let strace = command.spawn().context("strace is not installed: apt-get install strace")?;
    let until = Instant::now() + Duration::from_secs(10);
    while !ids.iter().all(|id| is_traced(*id)) {
        ensure!(Instant::now() < until, "strace could not attach to the server");
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(strace)
}

/// Whether each thread of a process has a tracer.
fn is_traced(id: u32) -> bool {
    let Ok(threads) = fs::read_dir(format!("/proc/{id}/task")) else { return false };
    threads.flatten().all(|thread| {
        let status = fs::read_to_string(thread.path().join("status")).unwrap_or_default();
        status.lines().any(|line| line.starts_with("TracerPid:") && !line.ends_with("\t0"))
    })
}

/// `fsync 3, fdatasync 20` of strace's table.
fn words(summary: &str) -> String {
    let count = |line: &str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let call = *fields.last()?;
        let calls: u64 = fields.get(3)?.parse().ok()?;
        (call != "total").then(|| format!("{call} {calls}"))
    };
    let counts: Vec<String> = summary.lines().filter_map(count).collect();
    if counts.is_empty() { "none".to_owned() } else { counts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calls_of_a_summary_are_named_with_their_counts() {
        let summary = "% time     seconds  usecs/call     calls    errors syscall\n\
            ------ ----------- ----------- --------- --------- ----------------\n\
             90.00    0.003000         150        20           fdatasync\n\
             10.00    0.000300         100         3         1 fsync\n\
            ------ ----------- ----------- --------- --------- ----------------\n\
            100.00    0.003300         143        23         1 total\n";
        assert_eq!(words(summary), "fdatasync 20, fsync 3");
        assert_eq!(words(""), "none");
    }
}
