//! Small downloads per second at several numbers of connections, by wrk, beside nginx.
//!
//! `cargo run --release -p benches --bin small [-- <bytes> <rounds> <seconds>]`

#![allow(clippy::print_stdout, reason = "the figures are what this is for")]

use std::process::Command;

use anyhow::{Context as _, Result, bail};
use benches::peers::{Nginx, Strongroom, TOKEN, sample_file, workspace};
use benches::stats::{median, median_ratio};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let size_bytes: u64 = arguments.next().map_or(Ok(4096), |text| text.parse())?;
    let rounds: usize = arguments.next().map_or(Ok(5), |text| text.parse())?;
    let seconds: u32 = arguments.next().map_or(Ok(3), |text| text.parse())?;

    let dir = tempfile::tempdir_in(workspace().join("target"))?;
    let sample = sample_file(dir.path(), size_bytes)?;
    let ours = Strongroom::start()?;
    let nginx = Nginx::start()?;
    std::fs::copy(&sample, nginx.root.join("sample"))?;
    let content = ours.content_url(&ours.upload(&sample, "sample")?);
    let nginx_file = format!("{}/sample", nginx.url);

    for connections in [1, 32, 256] {
        let (mut rate_ours, mut rate_nginx, mut p99_ours, mut p99_nginx) = (vec![], vec![], vec![], vec![]);
        for round in 0..=rounds {
            let mut both = [(0.0, 0.0); 2];
            for step in if round % 2 == 0 { [0, 1] } else { [1, 0] } {
                both[step] = wrk(if step == 0 { &content } else { &nginx_file }, connections, seconds)?;
            }
            // Round 0 warms up.
            if round > 0 {
                rate_ours.push(both[0].0);
                p99_ours.push(both[0].1);
                rate_nginx.push(both[1].0);
                p99_nginx.push(both[1].1);
            }
        }
        println!(
            "GET {size_bytes} bytes, {connections} connections: {:.0}/s (p99 {:.2} ms), nginx {:.0}/s (p99 {:.2} ms), ratio {:.2}",
            median(&rate_ours),
            median(&p99_ours),
            median(&rate_nginx),
            median(&p99_nginx),
            median_ratio(&rate_ours, &rate_nginx)
        );
    }
    println!("peak memory of the server: {:.0} MiB", ours.peak_memory_mib()?);
    Ok(())
}

/// Requests per second and the 99th percentile of their time in ms.
fn wrk(url: &str, connections: u32, seconds: u32) -> Result<(f64, f64)> {
    let output = Command::new("wrk")
        .args(["-t1", "--latency", "-c", &connections.to_string(), "-d", &format!("{seconds}s")])
        .args(["-H", &format!("Authorization: Bearer {TOKEN}"), url])
        .output()
        .context("wrk is not installed: apt-get install wrk")?;
    let text = String::from_utf8_lossy(&output.stdout);
    if text.contains("Non-2xx") {
        bail!("wrk met errors: {text}");
    }
    let word = |label: &str| text.lines().find_map(|line| line.trim().strip_prefix(label)).map(str::trim);
    let rate = word("Requests/sec:").with_context(|| format!("no rate in {text}"))?.parse()?;
    let p99 = word("99%").with_context(|| format!("no p99 in {text}"))?;
    let p99_ms = match (p99.strip_suffix("us"), p99.strip_suffix("ms"), p99.strip_suffix('s')) {
        (Some(micros), _, _) => micros.parse::<f64>()? / 1e3,
        (_, Some(millis), _) => millis.parse()?,
        (_, _, Some(seconds)) => seconds.parse::<f64>()? * 1e3,
        _ => bail!("can't read {p99}"),
    };
    Ok((rate, p99_ms))
}
