//! Many requests at once, by wrk.

use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

use crate::peers::{Peer, Server, headings};
use crate::report::{Table, with_commas};

/// What a server did under load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    pub per_sec: f64,
    /// No number when there was no answer.
    pub p50_ms: f64,
    pub p99_ms: f64,
    /// The server's CPU time a request, in microseconds; no number when there was none.
    pub cpu_micros: f64,
}

/// Asks the server for `url`, or for what the script says, over so many connections for so long.
///
/// # Errors
///
/// When an answer isn't one of success, or a connection breaks.
pub fn wrk(server: &Server, connections: u32, seconds: u32, script: Option<&str>, url: &str) -> Result<Load> {
    let mut command = Command::new("wrk");
    command.args([
        "-t1",
        "--latency",
        "--timeout",
        "10s",
        "-c",
        &connections.to_string(),
        "-d",
        &format!("{seconds}s"),
    ]);
    command.args(["-H", &server.header()]).args(script.iter().flat_map(|script| ["-s", script])).arg(url);
    let before = server.process().cpu_secs()?;
    let output = command.output().context("wrk is not installed: apt-get install wrk")?;
    let cpu_secs = server.process().cpu_secs()? - before;
    let said = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&said);
    parse(&text, cpu_secs).with_context(|| format!("{}: {text}", server.peer.heading()))
}

fn parse(text: &str, cpu_secs: f64) -> Result<Load> {
    ensure!(!text.contains("Non-2xx"), "wrk was refused");
    ensure!(!text.contains("Socket errors"), "wrk lost connections");
    let after = |label: &str| text.lines().find_map(|line| line.trim().strip_prefix(label)).map(str::trim);
    let requests = text.lines().find_map(|line| line.trim().split_once(" requests in")).context("no requests")?.0;
    let millis = |label: &str| after(label).with_context(|| format!("no latency of {label}")).and_then(millis);
    let requests: f64 = requests.parse()?;
    // wrk says 0 for the times of no answers.
    let time_of = |label: &str| if requests > 0.0 { millis(label) } else { Ok(f64::NAN) };
    Ok(Load {
        per_sec: after("Requests/sec:").context("no rate")?.parse()?,
        p50_ms: time_of("50%")?,
        p99_ms: time_of("99%")?,
        cpu_micros: cpu_secs * 1e6 / requests,
    })
}

fn millis(text: &str) -> Result<f64> {
    Ok(match (text.strip_suffix("us"), text.strip_suffix("ms"), text.strip_suffix('s')) {
        (Some(micros), _, _) => micros.parse::<f64>()? / 1e3,
        (_, Some(millis), _) => millis.parse()?,
        (_, _, Some(seconds)) => seconds.parse::<f64>()? * 1e3,
        _ => bail!("can't read {text}"),
    })
}

/// One kind of load, and what each column's server did under it, round by round; those that were not asked have nothing.
pub struct Scenario {
    pub what: String,
    pub results: Vec<Option<Vec<Load>>>,
}

/// Each scenario in four rows.
pub fn table(what: &str, peers: &[Peer], scenarios: &[Scenario]) -> Table {
    let mut table = Table::new(what, &headings(peers));
    for Scenario { what, results } in scenarios {
        let column = |part: fn(&Load) -> f64| -> Vec<Option<Vec<f64>>> {
            results.iter().map(|loads| loads.as_ref().map(|loads| loads.iter().map(part).collect())).collect()
        };
        let rates = column(|load| load.per_sec);
        table.summaries(&format!("**{what}**, requests/s"), &rates, with_commas);
        table.ratios("Strongroom ÷ peer", &rates);
        table.summaries("p50, ms", &column(|load| load.p50_ms), |ms| format!("{ms:.2}"));
        table.summaries("p99, ms", &column(|load| load.p99_ms), |ms| format!("{ms:.2}"));
        table.summaries("CPU of the server, µs a request", &column(|load| load.cpu_micros), |us| format!("{us:.0}"));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "Running 2s test @ http://127.0.0.1:1/\n  1 threads and 32 connections\n  Thread Stats   Avg\n\
        \x20   Latency   372.01us  512.00us   9.91ms   90.00%\n  Latency Distribution\n     50%  241.00us\n     75%  1.02ms\n\
        \x20    90%  2.00ms\n     99%    1.20s \n  1000 requests in 2.00s, 4.10MB read\n\
        Requests/sec:    500.25\nTransfer/sec:      2.05MB\n";

    #[test]
    fn what_wrk_says_is_read_with_its_units() -> Result<()> {
        let expected = Load { per_sec: 500.25, p50_ms: 0.241, p99_ms: 1_200.0, cpu_micros: 500.0 };
        assert_eq!(parse(SAID, 0.5)?, expected);
        Ok(())
    }

    #[test]
    fn nothing_answered_has_no_times() -> Result<()> {
        let none = SAID.replace("1000 requests", "0 requests").replace("500.25", "0.00").replace("241.00us", "0.00us");
        let load = parse(&none, 0.5)?;
        assert!(load.per_sec == 0.0 && load.p50_ms.is_nan() && load.p99_ms.is_nan() && !load.cpu_micros.is_finite());
        Ok(())
    }

    #[test]
    fn errors_are_no_figures() {
        for said in ["  Non-2xx or 3xx responses: 7\n", "  Socket errors: connect 0, read 3, write 0, timeout 0\n"] {
            assert!(parse(&(SAID.to_owned() + said), 0.5).is_err());
        }
    }
}
