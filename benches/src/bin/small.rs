//! Small downloads and uploads per second at several numbers of connections, by wrk, beside bare hyper, nginx, garage and rclone.
//!
//! `cargo run --release -p benches --bin small [-- --bytes 4096,65536 --rounds 5 --seconds 3 --without garage --quick]`
//!
//! A download is of one file, which is in everybody's caches. An upload makes a new file that has no part in common with any
//! other. Before the next target's turn all that one left to be written is written.
//!
//! Every number of connections starts with servers that have nothing yet, and what the last ones wrote is emptied but removed
//! only at the end: see `sample::empty_files`. For the same reason wait some minutes before you run it again.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the figures are what this is for")]

use anyhow::{Result, ensure};
use benches::arguments::Comparison;
use benches::disk::{Disk, flush_everything};
use benches::load::{Load, Scenario, table, wrk};
use benches::peers::{Peer, Place, Server, versions};
use benches::report::Table;
use benches::rounds::take_turns;
use benches::sample::{empty_files, sample_file, scratch_folder};
use clap::Parser;
use tempfile::TempDir;

const PEERS: [Peer; 6] = [Peer::Strongroom, Peer::Bare, Peer::Nginx, Peer::Garage, Peer::GarageDurable, Peer::Rclone];

/// How much noise the uploads are cut from.
const POOL_BYTES: u64 = 1 << 20;

/// What an upload's number takes is not worth measuring below this.
const BYTES_MIN: u64 = 64;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    comparison: Comparison,
    /// How long the files are.
    #[arg(long, value_delimiter = ',', default_values_t = [4096, 65536])]
    bytes: Vec<u64>,
    #[arg(long, value_delimiter = ',', default_values_t = [1, 32, 256])]
    connections: Vec<u32>,
}

fn main() -> Result<()> {
    let Arguments { comparison, bytes, connections } = Arguments::parse();
    let peers = comparison.targets(&PEERS);
    let dir = scratch_folder("small")?;
    println!("{}\n", versions(&peers)?);
    println!("Before: {}.\n", Disk::measure(dir.path(), comparison.size(1024, 64))?);
    let mut used_folders = vec![];
    for size_bytes in bytes {
        ensure!(size_bytes >= BYTES_MIN, "a file must have {BYTES_MIN} bytes or more");
        let (mut scenarios, mut memory) = (vec![], Table::new("peak memory", &benches::peers::headings(&peers)));
        for &connections in &connections {
            eprintln!("{size_bytes} bytes, {connections} connections");
            let bench = Bench::start(&comparison, &peers, size_bytes, connections, &dir)?;
            scenarios.push(bench.downloads()?);
            scenarios.push(bench.uploads()?);
            let peaks: Vec<f64> =
                bench.servers.iter().map(|server| server.process().peak_memory_mib()).collect::<Result<_>>()?;
            let cells: Vec<String> = peaks.iter().map(|mib| format!("{mib:.0} MiB")).collect();
            memory.row(&format!("connections: {connections}"), &cells);
            for server in bench.servers {
                let folder = server.stop();
                empty_files(folder.path())?;
                used_folders.push(folder);
            }
        }
        println!("{}\n{memory}", table(&format!("{size_bytes} bytes"), &peers, &scenarios));
    }
    println!("After: {}.", Disk::measure(dir.path(), comparison.size(1024, 64))?);
    Ok(())
}

struct Bench<'a> {
    comparison: &'a Comparison,
    dir: &'a TempDir,
    servers: Vec<Server>,
    places: Vec<Place>,
    size_bytes: u64,
    connections: u32,
}

impl<'a> Bench<'a> {
    fn start(
        comparison: &'a Comparison,
        peers: &[Peer],
        size_bytes: u64,
        connections: u32,
        dir: &'a TempDir,
    ) -> Result<Self> {
        let servers = Server::start_all(peers)?;
        let sample = sample_file(dir.path(), size_bytes, 0)?;
        let places = Server::store_in_all(&servers, &sample, "sample")?;
        Ok(Self { comparison, dir, servers, places, size_bytes, connections })
    }

    fn downloads(&self) -> Result<Scenario> {
        // Whether uploads are flushed says nothing of downloads.
        let asked = |server: &Server| server.peer != Peer::GarageDurable;
        let results = self.measure(asked, |_, number, server| {
            wrk(server, self.connections, self.comparison.seconds(), None, &self.places[number].get)
        })?;
        Ok(Scenario { what: format!("GET, connections: {}", self.connections), results })
    }

    fn uploads(&self) -> Result<Scenario> {
        let pool = sample_file(self.dir.path(), POOL_BYTES, 1)?;
        let seconds = self.comparison.seconds();
        let results = self.measure(
            |_| true,
            |round, _, server| {
                let script = server.upload_script(self.dir.path(), &pool, self.size_bytes, round, seconds + 1)?;
                flush_everything(self.dir.path())?;
                wrk(server, self.connections, seconds, Some(&script), &server.process().url())
            },
        )?;
        Ok(Scenario { what: format!("new file, connections: {}", self.connections), results })
    }

    /// Asks some of the servers in turn; a server's place in the results is its own.
    fn measure(
        &self,
        is_asked: impl Fn(&Server) -> bool,
        mut load: impl FnMut(usize, usize, &Server) -> Result<Load>,
    ) -> Result<Vec<Option<Vec<Load>>>> {
        let asked: Vec<usize> = (0..self.servers.len()).filter(|&number| is_asked(&self.servers[number])).collect();
        let loads = take_turns(asked.len(), self.comparison.rounds(), |round, turn| {
            load(round, asked[turn], &self.servers[asked[turn]])
        })?;
        let mut results: Vec<Option<Vec<Load>>> = self.servers.iter().map(|_| None).collect();
        for (number, loads) in asked.into_iter().zip(loads) {
            results[number] = Some(loads);
        }
        Ok(results)
    }
}
