//! Small downloads and uploads per second at several numbers of connections, by wrk, beside nginx. Uploads make new files:
//! here by multipart, hashed, in one transaction and flushed to the disk; there by `WebDAV`, not flushed.
//!
//! `cargo run --release -p benches --bin small [-- <bytes> <rounds> <seconds>]`

#![allow(clippy::print_stdout, reason = "the figures are what this is for")]

use std::path::Path;
use std::process::Command;

use anyhow::Result;
use benches::load::{compare, wrk};
use benches::peers::{Nginx, Strongroom, TOKEN, sample_file, workspace};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let size_bytes: u64 = arguments.next().map_or(Ok(4096), |text| text.parse())?;
    let rounds: usize = arguments.next().map_or(Ok(5), |text| text.parse())?;
    let seconds: u32 = arguments.next().map_or(Ok(3), |text| text.parse())?;

    let dir = tempfile::tempdir_in(workspace().join("target"))?;
    let sample = sample_file(dir.path(), size_bytes, 0)?;
    let ours = Strongroom::start()?;
    let nginx = Nginx::start()?;
    std::fs::copy(&sample, nginx.root.join("sample"))?;
    let content = ours.content_url(&ours.upload(&sample, "sample")?);
    let nginx_file = format!("{}/sample", nginx.url);

    let token = format!("Authorization: Bearer {TOKEN}");
    let mut serial = 0;
    for connections in [1, 32, 256] {
        let load = |url: &str, script: Option<&Path>| {
            let mut command = Command::new("wrk");
            command.args([
                "-t1",
                "--latency",
                "-c",
                &connections.to_string(),
                "-d",
                &format!("{seconds}s"),
                "-H",
                &token,
            ]);
            if let Some(script) = script {
                command.arg("-s").arg(script);
            }
            wrk(command.arg(url))
        };
        let download = |ours| if ours { load(&content, None) } else { load(&nginx_file, None) };
        compare(&format!("GET {size_bytes} bytes, {connections} connections"), rounds, download)?;

        let upload = |is_ours: bool| {
            serial += 1;
            let script = dir.path().join("upload.lua");
            std::fs::write(&script, upload_script(is_ours, serial, size_bytes))?;
            load(if is_ours { &ours.url } else { &nginx.url }, Some(&script))
        };
        compare(&format!("new file of {size_bytes} bytes, {connections} connections"), rounds, upload)?;
    }
    println!("peak memory of the server: {:.0} MiB", ours.peak_memory_mib()?);
    Ok(())
}

/// A script for wrk that sends a new file with every request, its bytes different each time.
fn upload_script(is_ours: bool, serial: u32, size_bytes: u64) -> String {
    let request = if is_ours {
        r#"local head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" .. name .. "\"\r\n\r\n"
           wrk.headers["Content-Type"] = "multipart/form-data; boundary=b"
           return wrk.format("POST", "/api/v1/files", nil, head .. body .. "\r\n--b--\r\n")"#
    } else {
        r#"return wrk.format("PUT", "/" .. name, nil, body)"#
    };
    format!(
        "local number = 0\n\
         local filler = string.rep('x', {size_bytes} - 20)\n\
         function request()\n\
           number = number + 1\n\
           local name = string.format('s{serial}-%d', number)\n\
           local body = string.format('%-20s', name) .. filler\n\
           {request}\n\
         end\n"
    )
}
