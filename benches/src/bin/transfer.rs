//! One large file up and down over loopback, by curl, beside nginx; and the server's memory under many transfers.
//!
//! `cargo run --release -p benches --bin transfer [-- <MiB> <rounds>]`

#![allow(clippy::print_stdout, reason = "the figures are what this is for")]

use std::process::{Command, Stdio};

use anyhow::{Result, ensure};
use benches::peers::{Nginx, Strongroom, TOKEN, sample_file, timed, workspace};
use benches::stats::{median, median_ratio};

const PARALLEL: usize = 16;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let size_mib: u64 = arguments.next().map_or(Ok(1024), |text| text.parse())?;
    let rounds: usize = arguments.next().map_or(Ok(5), |text| text.parse())?;
    let size_bytes = size_mib << 20;
    let gigabytes = size_bytes as f64 / 1e9;

    let dir = tempfile::tempdir_in(workspace().join("target"))?;
    let sample = sample_file(dir.path(), size_bytes)?;
    let ours = Strongroom::start()?;
    let nginx = Nginx::start()?;
    std::fs::copy(&sample, nginx.root.join("sample"))?;
    let id = ours.upload(&sample, "sample")?;
    let authorization = format!("Authorization: Bearer {TOKEN}");
    let get = |url: &str| timed(Command::new("curl").args(["-sSf", "-o", "/dev/null", "-H", &authorization, url]));
    let put = |url: &str| {
        timed(Command::new("curl").args(["-sSf", "-o", "/dev/null", "-H", &authorization, "-H"]).args([
            "Content-Type: application/octet-stream",
            "-T",
            &sample.display().to_string(),
            url,
        ]))
    };
    let content = ours.content_url(&id);
    let nginx_file = format!("{}/sample", nginx.url);
    let nginx_put = format!("{}/put", nginx.url);

    let (mut get_ours, mut get_nginx, mut put_ours, mut put_nginx) = (vec![], vec![], vec![], vec![]);
    for round in 0..=rounds {
        let mut one_round = [0.0; 4];
        // The order turns round, so that neither always runs on the other's heels.
        let order: [usize; 4] = if round % 2 == 0 { [0, 1, 2, 3] } else { [1, 0, 3, 2] };
        for step in order {
            one_round[step] = gigabytes
                / match step {
                    0 => get(&content)?,
                    1 => get(&nginx_file)?,
                    2 => put(&content)?,
                    _ => put(&nginx_put)?,
                };
        }
        // Round 0 warms up.
        if round > 0 {
            get_ours.push(one_round[0]);
            get_nginx.push(one_round[1]);
            put_ours.push(one_round[2]);
            put_nginx.push(one_round[3]);
        }
    }
    report("GET", size_mib, &get_ours, &get_nginx);
    report("PUT (ours: SHA-256 and fsync; nginx: neither)", size_mib, &put_ours, &put_nginx);
    println!("peak memory of the server so far: {:.0} MiB", ours.peak_memory_mib()?);

    let fresh = Strongroom::start()?;
    let id = fresh.upload(&sample, "sample")?;
    let mut transfers = Vec::with_capacity(PARALLEL);
    for index in 0..PARALLEL {
        let mut curl = Command::new("curl");
        curl.args(["-sSf", "-o", "/dev/null", "-H", &authorization]);
        if index % 2 == 0 {
            curl.arg(fresh.content_url(&id));
        } else {
            curl.args(["-F", &format!("name=copy-{index}"), "-F", &format!("file=@{}", sample.display())]);
            curl.arg(format!("{}/api/v1/files", fresh.url));
        }
        transfers.push(curl.stdout(Stdio::null()).spawn()?);
    }
    for mut transfer in transfers {
        ensure!(transfer.wait()?.success(), "a parallel transfer failed");
    }
    println!(
        "peak memory of a fresh server after {PARALLEL} parallel transfers of {size_mib} MiB (half up, half down): {:.0} MiB",
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
