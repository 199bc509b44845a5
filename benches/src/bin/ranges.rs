//! Random ranges of 1 MiB of one large file, by wrk, beside nginx.
//!
//! `cargo run --release -p benches --bin ranges [-- <MiB of the file> <rounds> <seconds>]`

#![allow(clippy::print_stdout, reason = "the figures are what this is for")]

use std::process::Command;

use anyhow::Result;
use benches::load::{compare, wrk};
use benches::peers::{Nginx, Strongroom, TOKEN, sample_file, workspace};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let size_mib: u64 = arguments.next().map_or(Ok(1024), |text| text.parse())?;
    let rounds: usize = arguments.next().map_or(Ok(5), |text| text.parse())?;
    let seconds: u32 = arguments.next().map_or(Ok(3), |text| text.parse())?;

    let dir = tempfile::tempdir_in(workspace().join("target"))?;
    let sample = sample_file(dir.path(), size_mib << 20, 0)?;
    let ours = Strongroom::start()?;
    let nginx = Nginx::start()?;
    std::fs::copy(&sample, nginx.root.join("sample"))?;
    let content = ours.content_url(&ours.upload(&sample, "sample")?);
    let nginx_file = format!("{}/sample", nginx.url);
    let script = dir.path().join("ranges.lua");
    std::fs::write(&script, range_script(size_mib))?;

    let token = format!("Authorization: Bearer {TOKEN}");
    for connections in [1, 8] {
        let load = |is_ours: bool| {
            wrk(Command::new("wrk")
                .args(["-t1", "--latency", "-c", &connections.to_string(), "-d", &format!("{seconds}s"), "-H", &token])
                .arg("-s")
                .arg(&script)
                .arg(if is_ours { &content } else { &nginx_file }))
        };
        compare(&format!("GET 1 MiB at random of {size_mib} MiB, {connections} connections"), rounds, load)?;
    }
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
