//! One large file up and down over loopback, by curl, beside bare hyper, nginx, garage and rclone; and the server's memory under many
//! transfers. Each upload has bytes that were never there before.
//!
//! `cargo run --release -p benches --bin transfer [-- --mib 1024 --rounds 5 --without garage --quick]`
//!
//! `PUT and sync` adds the time that `sync` takes right after the answer, which is what the upload costs with everybody made
//! durable. It is little where the upload was flushed already.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the figures are what this is for")]

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Result, ensure};
use benches::arguments::{Comparison, LargeFile};
use benches::disk::{Disk, flush_everything};
use benches::peers::{Peer, Place, Server, headings, versions};
use benches::process::Cost;
use benches::report::Table;
use benches::rounds::take_turns;
use benches::sample::{sample_file, scratch_folder};
use clap::Parser;

const PEERS: [Peer; 7] =
    [Peer::Strongroom, Peer::Bare, Peer::Nginx, Peer::NginxTuned, Peer::Garage, Peer::GarageDurable, Peer::Rclone];

/// How many transfers run beside each other.
const PARALLEL: usize = 16;

/// How long the uploads are that run beside each other.
const PARALLEL_MIB: u64 = 256;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    file: LargeFile,
}

/// What one server did with one file of new bytes.
struct Upload {
    put: Cost,
    /// Seconds to write out what the upload left to be written.
    sync_secs: f64,
    put_again: Cost,
    get_new: Cost,
}

fn main() -> Result<()> {
    let Arguments { file } = Arguments::parse();
    let (comparison, size_mib) = (&file.comparison, file.size_mib());
    let peers = comparison.targets(&PEERS);
    let dir = scratch_folder("transfer")?;
    let sample = sample_file(dir.path(), size_mib << 20, 0)?;
    println!("{}\n", versions(&peers)?);
    println!("Before: {}.\n", Disk::measure(dir.path(), comparison.size(1024, 64))?);
    let servers = Server::start_all(&peers)?;
    let places = Server::store_in_all(&servers, &sample, "sample")?;
    flush_everything(dir.path())?;

    eprintln!("downloads");
    let downloads = take_turns(servers.len(), comparison.rounds(), |_, number| get(&servers[number], &places[number]))?;
    eprintln!("uploads");
    let uploads = uploads(comparison, &servers, size_mib, dir.path())?;
    println!("{}", table(size_mib, &peers, &downloads, &uploads, &servers)?);
    drop(servers);
    println!("{}\n", many_at_once(size_mib, &sample, dir.path())?);
    println!("After: {}.", Disk::measure(dir.path(), comparison.size(1024, 64))?);
    Ok(())
}

fn get(server: &Server, place: &Place) -> Result<Cost> {
    server.cost(server.curl().arg(&place.get))
}

fn uploads(comparison: &Comparison, servers: &[Server], size_mib: u64, dir: &Path) -> Result<Vec<Vec<Upload>>> {
    // Versions come to another file, so that the one that is read stays the same.
    let first = sample_file(dir, 1, 0)?;
    let places = Server::store_in_all(servers, &first, "versions")?;
    let mut new: Option<(usize, PathBuf)> = None;
    take_turns(servers.len(), comparison.rounds(), |round, number| {
        if new.as_ref().is_none_or(|(of, _)| *of != round) {
            new.take().map_or(Ok(()), |(_, file)| std::fs::remove_file(file))?;
            new = Some((round, sample_file(dir, size_mib << 20, round as u64 + 1)?));
        }
        let Some((_, file)) = &new else { unreachable!("it was made just now") };
        let (server, place) = (&servers[number], &places[number]);
        let put = || server.cost(server.curl().arg("-T").arg(file).arg(&place.put));
        flush_everything(dir)?;
        let first_put = put()?;
        let sync_secs = flush_everything(dir)?;
        let put_again = put()?;
        flush_everything(dir)?;
        Ok(Upload { put: first_put, sync_secs, put_again, get_new: get(server, place)? })
    })
}

fn table(
    size_mib: u64,
    peers: &[Peer],
    downloads: &[Vec<Cost>],
    uploads: &[Vec<Upload>],
    servers: &[Server],
) -> Result<Table> {
    let gigabytes = (size_mib << 20) as f64 / 1e9;
    let mut table = Table::new(&format!("{size_mib} MiB by curl"), &headings(peers));
    let mut rows = |what: &str, columns: Vec<Option<Vec<f64>>>| {
        table.summaries(&format!("**{what}**, GB/s"), &columns, |rate| format!("{rate:.2}"));
        table.ratios("Strongroom ÷ peer", &columns);
    };
    let rates = |secs: fn(&Upload) -> f64| -> Vec<Option<Vec<f64>>> {
        uploads.iter().map(|of| Some(of.iter().map(|upload| gigabytes / secs(upload)).collect())).collect()
    };
    let get = downloads.iter().map(|of| Some(of.iter().map(|cost| gigabytes / cost.wall_secs).collect())).collect();
    rows("GET", get);
    rows("GET of what nobody has read before", rates(|upload| upload.get_new.wall_secs));
    rows("PUT of new bytes", rates(|upload| upload.put.wall_secs));
    rows("PUT and sync", rates(|upload| upload.put.wall_secs + upload.sync_secs));
    rows("PUT of bytes that are stored already", rates(|upload| upload.put_again.wall_secs));

    let cpu = |values: Vec<Vec<f64>>| -> Vec<Option<Vec<f64>>> {
        values.into_iter().map(|of| Some(of.iter().map(|secs| secs / gigabytes).collect())).collect()
    };
    let of_get = cpu(downloads.iter().map(|of| of.iter().map(|cost| cost.cpu_secs).collect()).collect());
    let of_put = cpu(uploads.iter().map(|of| of.iter().map(|upload| upload.put.cpu_secs).collect()).collect());
    table.summaries("CPU of the server for a GET, s a GB", &of_get, |secs| format!("{secs:.2}"));
    table.summaries("CPU of the server for a PUT, s a GB", &of_put, |secs| format!("{secs:.2}"));
    let peaks: Vec<f64> = servers.iter().map(|server| server.process().peak_memory_mib()).collect::<Result<_>>()?;
    table.row("peak memory", &peaks.iter().map(|mib| format!("{mib:.0} MiB")).collect::<Vec<_>>());
    Ok(table)
}

/// The memory that a server of ours needs for many transfers at once, as a sentence.
fn many_at_once(size_mib: u64, sample: &Path, dir: &Path) -> Result<String> {
    let server = Server::start(Peer::Strongroom)?;
    let place = server.store(sample, "sample")?;
    let part_mib = size_mib.min(PARALLEL_MIB);
    let mut transfers = Vec::with_capacity(PARALLEL);
    for index in 0..PARALLEL {
        let mut curl = server.curl();
        if index % 2 == 0 {
            curl.arg(&place.get);
        } else {
            let target = server.store(&sample_file(dir, 1, index as u64)?, &format!("new-{index}"))?;
            curl.arg("-T").arg(sample_file(dir, part_mib << 20, 1_000 + index as u64)?).arg(target.put);
        }
        transfers.push(curl.stdout(Stdio::null()).spawn()?);
    }
    for mut transfer in transfers {
        ensure!(transfer.wait()?.success(), "a parallel transfer failed");
    }
    Ok(format!(
        "Peak memory of a fresh Strongroom after {PARALLEL} parallel transfers, every other one {size_mib} MiB down or \
         {part_mib} MiB up: {:.0} MiB.",
        server.process().peak_memory_mib()?
    ))
}
