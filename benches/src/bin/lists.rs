//! What a page of a long list costs, at its beginning and far down, and what a search by name costs.
//!
//! `cargo run --release -p benches --bin lists [-- <files> <rounds>]`
//!
//! The files are rows that `python3` copies past the front door: their names are not claimed, and they share one content.
//! Lists read neither. `GET /api/v1/me` on the same connection says what of a figure is the way there and back.

#![allow(clippy::print_stdout, reason = "the figures are what this is for")]

use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use benches::peers::{Strongroom, TOKEN};
use benches::sample::{sample_file, scratch_folder};
use benches::stats::median;
use serde_json::Value;
use strongroom_client::Client;

/// Copies the one file there is, each copy a second younger and of another size.
const MULTIPLY: &str = r#"
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=60)
count = int(sys.argv[2])
written = {
    "id": "randomblob(16)",
    "name": "printf('file %07d.txt', n)",
    "name_key": "printf('file %07d.txt', n)",
    "size_bytes": "n * 7919 % 1000003",
    "created_at": "strftime('%Y-%m-%dT%H:%M:%S+00:00', 1700000000 + n, 'unixepoch')",
    "updated_at": "strftime('%Y-%m-%dT%H:%M:%S+00:00', 1750000000 + n * 31 % 1000003, 'unixepoch')",
}
columns = [row[1] for row in db.execute("PRAGMA table_info(files)")]
values = ", ".join(written.get(column, column) for column in columns)
numbers = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)"
db.execute(f"INSERT INTO files ({', '.join(columns)}) {numbers} SELECT {values} FROM numbers, "
           "(SELECT * FROM files LIMIT 1)", (count,))
db.commit()
"#;

struct Bench {
    http: reqwest::Client,
    url: String,
    rounds: usize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let files: u64 = arguments.next().map_or(Ok(1_000_000), |text| text.parse())?;
    let rounds: usize = arguments.next().map_or(Ok(200), |text| text.parse())?;
    let server = Strongroom::start()?;
    let dir = scratch_folder("lists")?;
    server.upload(&sample_file(dir.path(), 4, 0)?, "the first")?;
    let begin = Instant::now();
    let made =
        Command::new("python3").arg("-c").arg(MULTIPLY).arg(server.database()).arg(files.to_string()).status()?;
    ensure!(made.success(), "the rows could not be made");
    println!("- {files} files, made in {:.1} s; medians of {rounds} requests", begin.elapsed().as_secs_f64());

    // Installs the TLS provider that reqwest asks for.
    Client::new(&server.url, TOKEN)?;
    let bench = Bench { http: reqwest::Client::builder().build()?, url: server.url.clone(), rounds };
    bench.measure("GET /me", "/api/v1/me").await?;
    let deep = files / 10 * 9;
    for order in ["name", "name desc", "size", "created_at", "updated_at desc"] {
        let order_by = order.replace(' ', "%20");
        let at = |skip: u64| format!("/api/v1/files?order_by={order_by}&skip={skip}&take=1");
        for (place, skip) in [("at the beginning", 0), ("far down", deep)] {
            let cursor = bench.get(&at(skip)).await?["next_cursor"].as_str().context("it is the last page")?.to_owned();
            let page = format!("/api/v1/files?order_by={order_by}&cursor={cursor}");
            bench.measure(&format!("by {order}, cursor {place}"), &page).await?;
        }
    }
    let both = bench.get("/api/v1/files?trashed=null&take=1").await?["next_cursor"].as_str().map(str::to_owned);
    let both = format!("/api/v1/files?trashed=null&cursor={}", both.context("it is the last page")?);
    bench.measure("with the trash, cursor", &both).await?;
    for (what, query) in [
        ("skip 0, counted", "skip=0".to_owned()),
        (&*format!("skip {deep}, counted"), format!("skip={deep}")),
        ("count alone", "count_only=true".to_owned()),
        ("search, every name matches", "q=file".to_owned()),
        ("search, one in a thousand matches", "q=123.txt".to_owned()),
        ("search, one matches", format!("q=file%20{deep:07}.txt")),
        ("search, none matches", "q=nothing%20like%20it".to_owned()),
    ] {
        bench.measure(what, &format!("/api/v1/files?{query}")).await?;
    }
    println!("- peak memory of the server: {:.0} MiB", server.process.peak_memory_mib()?);
    Ok(())
}

impl Bench {
    async fn get(&self, target: &str) -> Result<Value> {
        let answer = self.http.get(format!("{}{target}", self.url)).bearer_auth(TOKEN).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    async fn measure(&self, what: &str, target: &str) -> Result<()> {
        let mut millis = Vec::new();
        let begin = Instant::now();
        // What takes long is not asked for as often.
        while millis.len() < 5 || (millis.len() < self.rounds && begin.elapsed().as_secs() < 10) {
            let begin = Instant::now();
            self.get(target).await?;
            millis.push(begin.elapsed().as_secs_f64() * 1e3);
        }
        println!("- {what}: {:.2} ms", median(&millis));
        Ok(())
    }
}
