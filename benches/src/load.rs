//! Many requests by wrk, ours beside nginx.

#![allow(clippy::print_stdout, reason = "the figures are what this is for")]

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::stats::{median, median_ratio};

/// Measures both sides in turn: `measure(true)` ours, `measure(false)` nginx; each answers requests per second and the 99th
/// percentile of their time in ms. It does so, `rounds` times after one to warm up, and prints the medians.
pub fn compare(what: &str, rounds: usize, mut measure: impl FnMut(bool) -> Result<(f64, f64)>) -> Result<()> {
    let (mut ours, mut nginx) = (vec![], vec![]);
    for round in 0..=rounds {
        let ours_first = round % 2 == 0;
        let first = measure(ours_first)?;
        let second = measure(!ours_first)?;
        if round > 0 {
            ours.push(if ours_first { first } else { second });
            nginx.push(if ours_first { second } else { first });
        }
    }
    let column = |pairs: &[(f64, f64)], number: usize| -> Vec<f64> {
        pairs.iter().map(|(rate, p99)| if number == 0 { *rate } else { *p99 }).collect()
    };
    println!(
        "{what}: {:.0}/s (p99 {:.2} ms), nginx {:.0}/s (p99 {:.2} ms), ratio {:.2}",
        median(&column(&ours, 0)),
        median(&column(&ours, 1)),
        median(&column(&nginx, 0)),
        median(&column(&nginx, 1)),
        median_ratio(&column(&ours, 0), &column(&nginx, 0))
    );
    Ok(())
}

/// Runs wrk: requests per second and the 99th percentile of their time in ms.
pub fn wrk(command: &mut Command) -> Result<(f64, f64)> {
    let output = command.output().context("wrk is not installed: apt-get install wrk")?;
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
