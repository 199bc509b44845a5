//! Twenty versions of a tar of 200 MiB, each a little different from the last: what they take in the store and how fast they
//! come in, beside restic and borg.
//!
//! `cargo run --release -p benches --bin dedup [-- <MiB> <versions>]`; restic and borg are Debian's `restic` and `borgbackup`.

#![allow(clippy::print_stdout, reason = "the figures are what this is for")]

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};
use benches::peers::{Strongroom, TOKEN, noise, timed, workspace};

/// How many places of each version differ from the version before.
const EDITS: usize = 12;

/// The longest edit, in bytes.
const EDIT_BYTES_MAX: u64 = 4_000;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let size_mib: usize = arguments.next().map_or(Ok(200), |text| text.parse())?;
    let versions: u64 = arguments.next().map_or(Ok(20), |text| text.parse())?;

    let dir = tempfile::tempdir_in(workspace().join("target"))?;
    let sample = dir.path().join("backup.tar");
    let mut content: Vec<u8> = noise(1).take(size_mib << 17).flat_map(u64::to_le_bytes).collect();
    fs::write(&sample, &content)?;

    let ours = Strongroom::start()?;
    let id = ours.upload(&sample, "backup.tar")?;
    let url = ours.content_url(&id);
    let authorization = format!("Authorization: Bearer {TOKEN}");
    let restic = |arguments: &[&str]| {
        let mut command = Command::new("restic");
        command.env("RESTIC_PASSWORD", "x").arg("--repo").arg(dir.path().join("restic")).args(arguments);
        timed(&mut command)
    };
    let borg = |arguments: &[&str]| {
        let mut command = Command::new("borg");
        command.env("BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK", "yes").args(arguments);
        timed(&mut command)
    };
    let (sample_path, borg_path) = (sample.display().to_string(), dir.path().join("borg").display().to_string());
    let has_restic = restic(&["init"]).is_ok();
    let has_borg = borg(&["init", "--encryption=none", &borg_path]).is_ok();

    let (mut ours_secs, mut restic_secs, mut borg_secs) = (0.0, 0.0, 0.0);
    for version in 0..versions {
        if version > 0 {
            edit(&mut content, version);
            fs::write(&sample, &content)?;
            let put = ["-sSf", "-o", "/dev/null", "-H", &authorization, "-H", "Content-Type: application/octet-stream"];
            ours_secs += timed(Command::new("curl").args(put).args(["-T", &sample_path, &url]))?;
        }
        if has_restic {
            restic_secs += restic(&["backup", "--quiet", &sample_path])?;
        }
        if has_borg {
            borg_secs += borg(&["create", "--compression=none", &format!("{borg_path}::{version}"), &sample_path])?;
        }
    }
    let later = (versions - 1) as f64;
    let (mega, giga) = (1e6, content.len() as f64 / 1e9);
    println!("{versions} versions of {size_mib} MiB, {:.0} MB in all:", content.len() as f64 * versions as f64 / mega);
    println!(
        "strongroom (no compression): {:.1} MB stored; the versions after the first at {:.2} GB/s",
        folder_bytes(&ours.store())? as f64 / mega,
        giga * later / ours_secs
    );
    for (name, repository, secs, is_there) in
        [("restic (its compression)", "restic", restic_secs, has_restic), ("borg (none)", "borg", borg_secs, has_borg)]
    {
        if is_there {
            let bytes = folder_bytes(&dir.path().join(repository))? as f64;
            println!("{name}: {:.1} MB stored; all at {:.2} GB/s", bytes / mega, giga * (later + 1.0) / secs);
        } else {
            println!("{name} is not installed");
        }
    }
    Ok(())
}

/// Inserts or overwrites a few bytes at a dozen places.
fn edit(content: &mut Vec<u8>, version: u64) {
    let mut words = noise(version * 1_000_003);
    let mut below = |bound: u64| usize::try_from(words.next().unwrap_or_default() % bound).unwrap_or_default();
    for number in 0..EDITS {
        let at = below(content.len() as u64 - EDIT_BYTES_MAX);
        let length = below(EDIT_BYTES_MAX) + 1;
        let new: Vec<u8> = noise(version << 8 | number as u64).map(|word| word.to_le_bytes()[0]).take(length).collect();
        let replaced = if number % 2 == 0 { 0 } else { length };
        content.splice(at..at + replaced, new);
    }
}

/// How many bytes the files below a folder have.
fn folder_bytes(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder).with_context(|| format!("{} can't be read", folder.display()))? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        bytes += if metadata.is_dir() { folder_bytes(&entry.path())? } else { metadata.len() };
    }
    Ok(bytes)
}
