//! Random ranges of 1 MiB of one large file, by wrk, beside bare hyper, nginx, garage and rclone.
//!
//! `cargo run --release -p benches --bin ranges [-- --mib 1024 --rounds 5 --seconds 3 --without garage --quick]`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the figures are what this is for")]

use anyhow::{Result, ensure};
use benches::arguments::LargeFile;
use benches::load::{Scenario, table, wrk};
use benches::peers::{Peer, Place, Server, versions};
use benches::rounds::take_turns;
use benches::sample::{sample_file, scratch_folder};
use clap::Parser;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    file: LargeFile,
}

fn main() -> Result<()> {
    let Arguments { file } = Arguments::parse();
    let (comparison, size_mib) = (&file.comparison, file.size_mib());
    let peers = comparison.targets(&[Peer::Strongroom, Peer::Bare, Peer::Nginx, Peer::Garage, Peer::Rclone]);
    println!("{}\n", versions(&peers)?);
    let dir = scratch_folder("ranges")?;
    let sample = sample_file(dir.path(), size_mib << 20, 0)?;
    let servers = Server::start_all(&peers)?;
    let places = Server::store_in_all(&servers, &sample, "sample")?;
    for (server, place) in servers.iter().zip(&places) {
        ensure_parts(server, place)?;
    }
    let script = dir.path().join("ranges.lua");
    std::fs::write(&script, range_script(size_mib))?;
    let script = script.display().to_string();

    let mut scenarios = vec![];
    for connections in [1, 8] {
        eprintln!("{connections} connections");
        let loads = take_turns(servers.len(), comparison.rounds(), |_, number| {
            wrk(&servers[number], connections, comparison.seconds(), Some(&script), &places[number].get)
        })?;
        let results = loads.into_iter().map(Some).collect();
        scenarios.push(Scenario { what: format!("connections: {connections}"), results });
    }
    println!("{}", table(&format!("1 MiB at random of {size_mib} MiB"), &peers, &scenarios));
    Ok(())
}

/// Whether a part is what one gets for asking for a part. The status doesn't say it: rclone's is 200 for parts, too.
fn ensure_parts(server: &Server, place: &Place) -> Result<()> {
    let asked = ["-r", "1000-2999", "-w", "%{size_download}"];
    let output = server.curl().args(asked).arg(&place.get).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(said == "2000", "{} answers {said} bytes when asked for 2000", server.peer.heading());
    Ok(())
}

fn range_script(size_mib: u64) -> String {
    let last = (size_mib - 1) << 20;
    format!(
        "math.randomseed(1)\n\
         function request()\n\
           local start = math.random(0, {last})\n\
           wrk.headers['Range'] = string.format('bytes=%d-%d', start, start + 1048575)\n\
           return wrk.format('GET')\n\
         end\n"
    )
}
