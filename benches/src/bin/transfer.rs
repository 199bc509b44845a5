//! One large file up and down over loopback, by curl, beside nginx as it ships and with a larger buffer; and the server's
//! memory under many transfers. Each upload has bytes that were never there before.
//!
//! `cargo run --release -p benches --bin transfer [-- <MiB> <rounds>]`

#![allow(clippy::print_stdout, reason = "the figures are what this is for")]

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, ensure};
use benches::peers::{Nginx, Strongroom, TOKEN, sample_file, timed, workspace};
use benches::stats::{median, median_ratio};

const PARALLEL: usize = 16;

/// How long the uploads are that run beside each other.
const PARALLEL_MIB: u64 = 256;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let size_mib: u64 = arguments.next().map_or(Ok(1024), |text| text.parse())?;
    let rounds: usize = arguments.next().map_or(Ok(5), |text| text.parse())?;
    let size_bytes = size_mib << 20;
    let gigabytes = size_bytes as f64 / 1e9;

    let dir = tempfile::tempdir_in(workspace().join("target"))?;
    let sample = sample_file(dir.path(), size_bytes, 0)?;
    let ours = Strongroom::start()?;
    let (nginx, tuned) = (Nginx::start()?, Nginx::start_tuned()?);
    std::fs::copy(&sample, nginx.root.join("sample"))?;
    let id = ours.upload(&sample, "sample")?;
    let authorization = format!("Authorization: Bearer {TOKEN}");
    let get = |url: &str| timed(Command::new("curl").args(["-sSf", "-o", "/dev/null", "-H", &authorization, url]));
    let put = |sample: &Path, url: &str| {
        timed(Command::new("curl").args(["-sSf", "-o", "/dev/null", "-H", &authorization, "-H"]).args([
            "Content-Type: application/octet-stream",
            "-T",
            &sample.display().to_string(),
            url,
        ]))
    };
    let content = ours.content_url(&id);
    // Versions come to another file, so that the one that is read stays the same.
    let versions = ours.content_url(&ours.upload(&sample_file(dir.path(), 1, 0)?, "versions")?);
    let nginx_file = format!("{}/sample", nginx.url);

    let mut rates: [Vec<f64>; 7] = Default::default();
    for round in 0..=rounds {
        let new = sample_file(dir.path(), size_bytes, round as u64 + 1)?;
        let mut one_round = [0.0; 7];
        // The order turns round, so that neither always runs on the other's heels. What is sent again comes last.
        let order: [usize; 7] = if round % 2 == 0 { [0, 1, 2, 3, 4, 5, 6] } else { [1, 0, 4, 3, 2, 5, 6] };
        for step in order {
            let seconds = match step {
                0 => get(&content)?,
                1 => get(&nginx_file)?,
                2 | 5 => put(&new, &versions)?,
                6 => get(&versions)?,
                3 => put(&new, &format!("{}/put", nginx.url))?,
                _ => put(&new, &format!("{}/put", tuned.url))?,
            };
            one_round[step] = gigabytes / seconds;
        }
        // Round 0 warms up.
        if round > 0 {
            rates.iter_mut().zip(one_round).for_each(|(rates, rate)| rates.push(rate));
        }
        std::fs::remove_file(new)?;
    }
    let [get_ours, get_nginx, put_ours, put_nginx, put_tuned, put_again, get_new] = rates;
    report("GET", size_mib, &get_ours, &get_nginx);
    report("GET of what nobody has read before, each chunk compared", size_mib, &get_new, &get_nginx);
    report("PUT (ours: SHA-256, chunks and fsync; nginx: none of these)", size_mib, &put_ours, &put_nginx);
    report("the same beside nginx with client_body_buffer_size 512k", size_mib, &put_ours, &put_tuned);
    report("PUT of bytes that are stored already, beside nginx as it ships", size_mib, &put_again, &put_nginx);
    println!("peak memory of the server so far: {:.0} MiB", ours.peak_memory_mib()?);
    drop((ours, nginx, tuned));

    let fresh = Strongroom::start()?;
    let id = fresh.upload(&sample, "sample")?;
    let part_mib = size_mib.min(PARALLEL_MIB);
    let mut transfers = Vec::with_capacity(PARALLEL);
    for index in 0..PARALLEL {
        let mut curl = Command::new("curl");
        curl.args(["-sSf", "-o", "/dev/null", "-H", &authorization]);
        if index % 2 == 0 {
            curl.arg(fresh.content_url(&id));
        } else {
            let new = sample_file(dir.path(), part_mib << 20, 1_000 + index as u64)?;
            curl.args(["-F", &format!("name=new-{index}"), "-F", &format!("file=@{}", new.display())]);
            curl.arg(format!("{}/api/v1/files", fresh.url));
        }
        transfers.push(curl.stdout(Stdio::null()).spawn()?);
    }
    for mut transfer in transfers {
        ensure!(transfer.wait()?.success(), "a parallel transfer failed");
    }
    println!(
        "peak memory of a fresh server after {PARALLEL} parallel transfers ({size_mib} MiB down or {part_mib} MiB up): {:.0} MiB",
        fresh.peak_memory_mib()?
    );
    Ok(())
}

fn report(what: &str, size_mib: u64, ours: &[f64], nginx: &[f64]) {
    println!(
        "{what} {size_mib} MiB by curl: {:.2} GB/s, nginx {:.2} GB/s, ratio {:.2} (medians of {} rounds)",
        median(ours),
        median(nginx),
        median_ratio(ours, nginx),
        ours.len()
    );
}
