//! What the disk does at the moment, without any server: whoever flushes has to wait for at least this.

use std::fmt;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::Result;

use crate::process::timed;
use crate::stats::{median, percentile};

/// How often a small piece is appended and flushed.
const APPENDS: usize = 200;

/// The disk of the moment.
pub struct Disk {
    append_p50_ms: f64,
    append_p99_ms: f64,
    sequential_mib: usize,
    sequential_gb_per_sec: f64,
}

impl Disk {
    /// Appends 4 KiB with `fdatasync` each, and writes `sequential_mib` at once with one `fsync`.
    pub fn measure(dir: &Path, sequential_mib: usize) -> Result<Self> {
        let (path, piece) = (dir.join("bare"), vec![0x5A; 1 << 20]);
        let mut file = File::create(&path)?;
        let mut millis = Vec::with_capacity(APPENDS);
        for _ in 0..APPENDS {
            let start = Instant::now();
            file.write_all(&piece[..4096])?;
            file.sync_data()?;
            millis.push(start.elapsed().as_secs_f64() * 1e3);
        }
        let mut file = File::create(&path)?;
        let start = Instant::now();
        for _ in 0..sequential_mib {
            file.write_all(&piece)?;
        }
        file.sync_all()?;
        let seconds = start.elapsed().as_secs_f64();
        std::fs::remove_file(path)?;
        Ok(Self {
            append_p50_ms: median(&millis),
            append_p99_ms: percentile(&millis, 99),
            sequential_mib,
            sequential_gb_per_sec: (sequential_mib << 20) as f64 / 1e9 / seconds,
        })
    }
}

impl fmt::Display for Disk {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "4 KiB appended with fdatasync {:.2} ms (p99 {:.2} ms), {} MiB written with one fsync {:.2} GB/s",
            self.append_p50_ms, self.append_p99_ms, self.sequential_mib, self.sequential_gb_per_sec
        )
    }
}

/// Writes out whatever the disk of a folder has still to get, and answers how many seconds that takes. What one target left
/// must not slow down the next.
pub fn flush_everything(dir: &Path) -> Result<f64> {
    Ok(timed(Command::new("sync").arg("-f").arg(dir))?.wall_secs)
}
