//! What the client costs over bare reqwest: allocations and time for one small call over loopback.
//!
//! `cargo run --release -p benches --bin client [-- <calls> <rounds>]`

#![allow(clippy::print_stdout, reason = "the figures are what this is for")]

use std::time::Instant;

use anyhow::Result;
use benches::peers::{Strongroom, TOKEN};
use benches::stats::median;
use serde_json::Value;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use strongroom_client::Client;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

/// Allocations and microseconds of one call.
type Cost = (f64, f64);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let calls: u32 = arguments.next().map_or(Ok(5_000), |text| text.parse())?;
    let rounds: usize = arguments.next().map_or(Ok(7), |text| text.parse())?;
    let server = Strongroom::start()?;
    let client = Client::new(&server.url, TOKEN)?;
    // The client has installed the TLS provider that reqwest asks for.
    let bare = reqwest::Client::builder().build()?;
    let url = format!("{}/api/v1/me", server.url);

    let (mut ours, mut theirs): (Vec<Cost>, Vec<Cost>) = (vec![], vec![]);
    for round in 0..=rounds {
        let with_client = measure(calls, async || {
            client.auth().me_get().await?;
            Ok(())
        })
        .await?;
        let with_reqwest = measure(calls, async || {
            let answer = bare.get(&url).bearer_auth(TOKEN).send().await?.error_for_status()?;
            answer.json::<Value>().await?;
            Ok(())
        })
        .await?;
        // Round 0 warms up.
        if round > 0 {
            ours.push(with_client);
            theirs.push(with_reqwest);
        }
    }
    let middle = |costs: &[Cost], part: fn(&Cost) -> f64| median(&costs.iter().map(part).collect::<Vec<_>>());
    let (allocations, micros) = (middle(&ours, |cost| cost.0), middle(&ours, |cost| cost.1));
    let (bare_allocations, bare_micros) = (middle(&theirs, |cost| cost.0), middle(&theirs, |cost| cost.1));
    println!("- client: {allocations:.1} allocations, {micros:.1} µs a call");
    println!("- reqwest with serde_json: {bare_allocations:.1} allocations, {bare_micros:.1} µs a call");
    println!("- over it: {:+.1} allocations, {:+.1} µs", allocations - bare_allocations, micros - bare_micros);
    Ok(())
}

async fn measure(calls: u32, mut call: impl AsyncFnMut() -> Result<()>) -> Result<Cost> {
    let region = Region::new(ALLOCATOR);
    let start = Instant::now();
    for _ in 0..calls {
        call().await?;
    }
    let calls = f64::from(calls);
    Ok((region.change().allocations as f64 / calls, start.elapsed().as_secs_f64() * 1e6 / calls))
}
