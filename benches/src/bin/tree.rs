//! A folder of many files as one thing: how long it takes to copy, move, trash, restore and remove it.
//!
//! `cargo run --release -p benches --bin tree [-- <files> <rounds>]`

#![allow(clippy::print_stdout, reason = "the figures are what this is for")]

use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use benches::peers::{Strongroom, TOKEN};
use benches::stats::median;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

/// How many files the folders in the folder have.
const WIDTH: usize = 100;

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let files: usize = arguments.next().map_or(Ok(10_000), |text| text.parse())?;
    let rounds: usize = arguments.next().map_or(Ok(5), |text| text.parse())?;
    ensure!(files.is_multiple_of(WIDTH), "the number of files must be a multiple of {WIDTH}");

    let server = Strongroom::start()?;
    // Sets up the cryptography that every client of this process needs.
    strongroom_client::Client::new(&server.url, TOKEN)?;
    let api = Api { client: Client::new(), url: server.url.clone() };
    let share = api.post("/shares", &json!({ "name": "One" })).await?;
    let other = api.post("/shares", &json!({ "name": "Other" })).await?;
    let big = api.post("/folders", &json!({ "share_id": share, "name": "big" })).await?;
    let first = api.post("/folders", &json!({ "share_id": share, "parent_id": big, "name": "0" })).await?;
    for number in 0..WIDTH {
        let form = reqwest::multipart::Form::new()
            .text("folder_id", first.clone())
            .text("name", format!("{number}.txt"))
            .part("file", reqwest::multipart::Part::bytes(vec![b'x'; 1000]));
        api.id(api.request(Method::POST, "/files").multipart(form)).await?;
    }
    for number in 1..files / WIDTH {
        let copy = json!({ "target_folder_id": big, "name": number.to_string() });
        api.post(&format!("/folders/{first}/copy"), &copy).await?;
    }

    let steps = ["copy", "move within the share", "move to another share", "trash", "restore", "remove for good"];
    let mut times: [Vec<f64>; 6] = Default::default();
    for round in 0..=rounds {
        let mut clock = Instant::now();
        let mut lap = || std::mem::replace(&mut clock, Instant::now()).elapsed().as_secs_f64() * 1e3;
        let copy = json!({ "target_share_id": share, "name": "copy" });
        let copy = api.post(&format!("/folders/{big}/copy"), &copy).await?;
        let copied = lap();
        let within = json!({ "target_share_id": share, "name": "moved" });
        api.post(&format!("/folders/{copy}/move"), &within).await?;
        let moved = lap();
        api.post(&format!("/folders/{copy}/move"), &json!({ "target_share_id": other })).await?;
        let moved_across = lap();
        api.id(api.request(Method::POST, &format!("/folders/{copy}/trash"))).await?;
        let trashed = lap();
        api.id(api.request(Method::POST, &format!("/folders/{copy}/restore"))).await?;
        let restored = lap();
        let purge = api.request(Method::DELETE, &format!("/folders/{copy}?permanent=true"));
        purge.send().await?.error_for_status()?;
        let lap_times = [copied, moved, moved_across, trashed, restored, lap()];
        // Round 0 warms up.
        if round > 0 {
            for (times, time) in times.iter_mut().zip(lap_times) {
                times.push(time);
            }
        }
    }
    for (step, times) in steps.iter().zip(&times) {
        println!("- {files} files: {step}: {:.0} ms, median of {rounds}", median(times));
    }
    Ok(())
}

struct Api {
    client: Client,
    url: String,
}

impl Api {
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}/api/v1{path}", self.url)).bearer_auth(TOKEN)
    }

    /// Sends a body and answers the id of what comes back.
    async fn post(&self, path: &str, body: &Value) -> Result<String> {
        self.id(self.request(Method::POST, path).json(body)).await
    }

    async fn id(&self, request: RequestBuilder) -> Result<String> {
        let answer: Value = request.send().await?.error_for_status()?.json().await?;
        Ok(answer["id"].as_str().context("the answer has no id")?.to_owned())
    }
}
