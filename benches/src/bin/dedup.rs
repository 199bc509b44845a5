//! Twenty versions of a tar of 200 MiB, each a little different from the last: what they take in the store and how fast they
//! come in, beside restic and borg, all of which flush what they store: strace counts 12 `fsync` for 30 MB into restic, and 17 and
//! 8 `fdatasync` into borg.
//!
//! `cargo run --release -p benches --bin dedup [-- --mib 200 --versions 20 --quick]`; restic and borg are Debian's `restic` and
//! `borgbackup`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the figures are what this is for")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};
use benches::disk::{Disk, flush_everything};
use benches::peers::{Peer, Place, Server};
use benches::process::{Cost, find_program, timed};
use benches::report::Table;
use benches::rounds::take_turns;
use benches::sample::{folder_bytes, noise, scratch_folder};
use benches::stats::{Summary, median};
use clap::Parser;

/// How many places of each version differ from the version before.
const EDITS: usize = 12;

/// The longest edit, in bytes.
const EDIT_BYTES_MAX: u64 = 4_000;

#[derive(Parser)]
struct Arguments {
    /// How long the first version is.
    #[arg(long)]
    mib: Option<usize>,
    #[arg(long)]
    versions: Option<usize>,
    /// The least of everything: shows that it runs, its figures mean nothing.
    #[arg(long)]
    quick: bool,
}

/// Who stores the versions.
enum Store {
    Strongroom { server: Server, place: Place },
    Restic { compression: &'static str, repository: PathBuf },
    Borg { repository: PathBuf },
}

fn main() -> Result<()> {
    let Arguments { mib, versions, quick } = Arguments::parse();
    let size_mib = mib.unwrap_or(if quick { 16 } else { 200 });
    let versions = versions.unwrap_or(if quick { 3 } else { 20 });
    ensure!(versions > 1, "there is nothing to compare with less than two versions");

    let dir = scratch_folder("dedup")?;
    let sequential_mib = if quick { 64 } else { 1024 };
    println!("Before: {}.\n", Disk::measure(dir.path(), sequential_mib)?);
    let sample = dir.path().join("backup.tar");
    let mut content: Vec<u8> = noise(1).take(size_mib << 17).flat_map(u64::to_le_bytes).collect();
    fs::write(&sample, &content)?;
    let stores = stores(dir.path())?;

    let mut written = 0;
    let costs = take_turns(stores.len(), versions - 1, |version, number| {
        // Version 0 is the round that warms up: everything in it is new.
        if version > written {
            eprintln!("version {version}");
            edit(&mut content, version as u64);
            fs::write(&sample, &content)?;
            written = version;
        }
        flush_everything(dir.path())?;
        stores[number].add(&sample, version)
    })?;
    println!(
        "{versions} versions of {size_mib} MiB, {:.0} MB in all, {EDITS} edits of up to {EDIT_BYTES_MAX} bytes between each and the \
         next.\n",
        (content.len() * versions) as f64 / 1e6
    );
    println!("{}", table(&stores, &costs, content.len() as f64 / 1e9)?);
    println!("After: {}.", Disk::measure(dir.path(), sequential_mib)?);
    Ok(())
}

/// All that are installed, with nothing but what the first turn needs.
fn stores(dir: &Path) -> Result<Vec<Store>> {
    let server = Server::start(Peer::Strongroom)?;
    let empty = dir.join("empty");
    fs::write(&empty, "")?;
    let place = server.store(&empty, "backup.tar")?;
    let mut stores = vec![Store::Strongroom { server, place }];
    if find_program("restic")?.is_some() {
        for compression in ["off", "auto"] {
            stores.push(Store::Restic { compression, repository: dir.join(format!("restic-{compression}")) });
        }
    } else {
        eprintln!("restic is left out: apt-get install restic");
    }
    if find_program("borg")?.is_some() {
        stores.push(Store::Borg { repository: dir.join("borg") });
    } else {
        eprintln!("borg is left out: apt-get install borgbackup");
    }
    for store in &stores {
        store.initialize()?;
    }
    Ok(stores)
}

impl Store {
    fn name(&self) -> String {
        match self {
            Self::Strongroom { .. } => "Strongroom, no compression".to_owned(),
            Self::Restic { compression, .. } => format!("restic, `--compression={compression}`"),
            Self::Borg { .. } => "borg, `--compression=none`".to_owned(),
        }
    }

    fn initialize(&self) -> Result<()> {
        match self {
            Self::Strongroom { .. } => return Ok(()),
            Self::Restic { repository, .. } => timed(restic(repository).args(["init", "--repository-version=2"]))?,
            Self::Borg { repository } => timed(borg().args(["init", "--encryption=none"]).arg(repository))?,
        };
        Ok(())
    }

    /// Stores a version: the seconds, and those of CPU of the server or the tool.
    fn add(&self, sample: &Path, version: usize) -> Result<Cost> {
        match self {
            Self::Strongroom { server, place } => server.cost(server.curl().arg("-T").arg(sample).arg(&place.put)),
            Self::Restic { compression, repository } => {
                let mut command = restic(repository);
                timed(command.args(["backup", "--quiet", "--compression", compression]).arg(sample))
            }
            Self::Borg { repository } => {
                let archive = format!("{}::{version}", repository.display());
                timed(borg().args(["create", "--compression=none", &archive]).arg(sample))
            }
        }
    }

    /// Bytes of the contents and of what has to be kept beside them.
    fn bytes(&self) -> Result<(u64, u64)> {
        match self {
            Self::Strongroom { server, .. } => {
                let contents = folder_bytes(&server.process().dir().join("store"))?;
                Ok((contents, folder_bytes(server.process().dir())? - contents))
            }
            Self::Restic { repository, .. } | Self::Borg { repository } => {
                let contents = folder_bytes(&repository.join("data"))?;
                Ok((contents, folder_bytes(repository)? - contents))
            }
        }
    }
}

fn restic(repository: &Path) -> Command {
    let mut command = Command::new("restic");
    // Its cache is a copy of the index, which belongs into no home folder.
    command.env("RESTIC_PASSWORD", "x").arg("--cache-dir").arg(repository.with_extension("cache"));
    command.arg("--repo").arg(repository);
    command
}

fn borg() -> Command {
    let mut command = Command::new("borg");
    command.env("BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK", "yes");
    command
}

fn table(stores: &[Store], costs: &[Vec<Cost>], gigabytes: f64) -> Result<Table> {
    let columns = ["stored", "beside it", "a version, GB/s", "Strongroom ÷ it", "CPU, s a GB"].map(str::to_owned);
    let mut table = Table::new("durable, all of them", &columns);
    let wall = |costs: &[Cost]| -> Vec<f64> { costs.iter().map(|cost| gigabytes / cost.wall_secs).collect() };
    let ours = costs.first().map(|costs| wall(costs)).unwrap_or_default();
    for (store, costs) in stores.iter().zip(costs) {
        let (contents, beside) = store.bytes()?;
        let rates = wall(costs);
        let cpu: Vec<f64> = costs.iter().map(|cost| cost.cpu_secs / gigabytes).collect();
        table.row(
            &store.name(),
            &[
                format!("{:.1} MB", contents as f64 / 1e6),
                format!("{:.1} MB", beside as f64 / 1e6),
                Summary::of(&rates).written(|rate| format!("{rate:.2}")),
                Summary::of_ratios(&ours, &rates).written(|ratio| format!("{ratio:.2}")),
                format!("{:.2}", median(&cpu)),
            ],
        );
    }
    Ok(table)
}

/// Inserts or overwrites a few bytes at a dozen places.
fn edit(content: &mut Vec<u8>, version: u64) {
    let mut words = noise(version * 1_000_003);
    let mut below = |bound: u64| usize::try_from(words.next().unwrap_or_default() % bound).unwrap_or_default();
    for number in 0..EDITS {
        let at = below(content.len() as u64 - EDIT_BYTES_MAX);
        let length = below(EDIT_BYTES_MAX) + 1;
        let new: Vec<u8> = noise(version << 8 | number as u64).map(|word| word.to_le_bytes()[0]).take(length).collect();
        let replaced = if number % 2 == 0 { 0 } else { length };
        content.splice(at..at + replaced, new);
    }
}
