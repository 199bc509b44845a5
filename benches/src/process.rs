//! A server's process, from the outside: its life, its CPU time and its memory.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

/// The unit of CPU times in `/proc`, the same on every Linux that people run.
const TICKS_PER_SECOND: f64 = 100.0;

/// A server that listens on a port of loopback and keeps its data in a folder of its own; stopped on drop.
pub struct Process {
    running: Running,
    pub port: u16,
    dir: TempDir,
}

impl Process {
    /// Runs the command and waits until the port answers.
    ///
    /// # Errors
    ///
    /// When it can't be started, or nothing listens after 20 s.
    pub fn start(command: &mut Command, port: u16, dir: TempDir) -> Result<Self> {
        let child = command.stdin(Stdio::null()).spawn().with_context(|| format!("{command:?} didn't start"))?;
        let process = Self { running: Running(child), port, dir };
        wait_for(port)?;
        Ok(process)
    }

    /// The address without a path.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The folder of its data.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The process and all below it: nginx works in children.
    pub fn ids(&self) -> Vec<u32> {
        let mut ids = vec![self.running.0.id()];
        let mut next = 0;
        while let Some(id) = ids.get(next).copied() {
            let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
            ids.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
            next += 1;
        }
        ids
    }

    /// Seconds of CPU that it has used so far, in user and kernel mode, to a hundredth.
    pub fn cpu_secs(&self) -> Result<f64> {
        self.ids().iter().map(|id| ticks(&format!("/proc/{id}/stat"), [14, 15])).sum()
    }

    /// The most memory that it ever held (`VmHWM`, which counts the pages that processes share once for each), in MiB.
    pub fn peak_memory_mib(&self) -> Result<f64> {
        let mut kib = 0.0;
        for id in self.ids() {
            let status = fs::read_to_string(format!("/proc/{id}/status"))?;
            let line = status.lines().find(|line| line.starts_with("VmHWM:")).context("no VmHWM in /proc")?;
            kib += line.split_whitespace().nth(1).context("VmHWM has no value")?.parse::<f64>()?;
        }
        Ok(kib / 1024.0)
    }

    /// Ends it and answers the folder of its data, for whoever wants to choose when that is removed.
    pub fn stop(self) -> TempDir {
        self.dir
    }
}

/// Ended on drop.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // SIGTERM, so that nginx takes its workers along; a process that is gone already is as good.
        let terminated = Command::new("kill").arg(self.0.id().to_string()).status();
        if terminated.is_ok_and(|status| status.success()) {
            let _status = self.0.wait();
        }
    }
}

/// What a piece of work took.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub wall_secs: f64,
    /// CPU of whoever did the work: a server, or the command itself.
    pub cpu_secs: f64,
}

/// Runs a command, which has to succeed: its seconds, and those of CPU that it and its children used.
pub fn timed(command: &mut Command) -> Result<Cost> {
    let own_children = || ticks("/proc/self/stat", [16, 17]);
    let (start, before) = (Instant::now(), own_children()?);
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("{command:?} didn't start"))?;
    let wall_secs = start.elapsed().as_secs_f64();
    if !output.status.success() {
        bail!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(Cost { wall_secs, cpu_secs: own_children()? - before })
}

/// The path of a program of the system, or else of one in `target/peers`; `None` when there is neither.
pub fn find_program(name: &str) -> Result<Option<PathBuf>> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let peers = crate::sample::target_folder()?.join("peers/bin");
    let mut folders = std::env::split_paths(&path).chain([peers]);
    Ok(folders.find(|folder| folder.join(name).is_file()).map(|folder| folder.join(name)))
}

/// A port of loopback that nobody listens on.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn wait_for(port: u16) -> Result<()> {
    let until = Instant::now() + Duration::from_secs(20);
    while Instant::now() < until {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    bail!("nothing listens on port {port} after 20 s")
}

/// The sum of two numbered fields of a `stat` file of `/proc`, in seconds.
fn ticks(path: &str, fields: [usize; 2]) -> Result<f64> {
    let text = fs::read_to_string(path)?;
    sum_of_fields(&text, fields).with_context(|| format!("can't read {path}"))
}

fn sum_of_fields(stat: &str, fields: [usize; 2]) -> Option<f64> {
    // Field 2 is the program's name in brackets, which may have anything in it; field 3 comes after the last bracket.
    let (_, rest) = stat.rsplit_once(')')?;
    let values: Vec<&str> = rest.split_whitespace().collect();
    let value = |field: usize| values.get(field - 3)?.parse::<f64>().ok();
    Some((value(fields[0])? + value(fields[1])?) / TICKS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_counted_after_a_name_with_brackets_and_blanks() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194560 5 6 7 8 120 30 900 100 20 0 9";
        assert_eq!(sum_of_fields(stat, [14, 15]), Some(1.5));
        assert_eq!(sum_of_fields(stat, [16, 17]), Some(10.0));
        assert_eq!(sum_of_fields("7 (short) S 1", [14, 15]), None);
    }

    #[test]
    fn a_failing_command_is_an_error() {
        assert!(timed(Command::new("sh").args(["-c", "exit 3"])).is_err());
        assert!(timed(Command::new("sh").args(["-c", "exit 0"])).is_ok_and(|cost| cost.wall_secs > 0.0));
    }
}
