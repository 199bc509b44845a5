//! Death and errors at a system call of our choice, by `strace`, so that the program needs no code for its own proofs.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::model::Random;

/// Nothing of this may take longer on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(5);

/// A step of a write before which the program can be ended.
#[derive(Debug, Clone, Copy)]
pub struct CrashPoint {
    /// What it is about to do.
    pub name: &'static str,
    /// How the system knows that.
    system_calls: &'static str,
    /// At which call of one thread, at the latest.
    latest: usize,
}

/// Every arrow of the order of writes into a folder: bytes, their name, their folder; rows, their log; the answer.
pub const FOLDER_POINTS: [CrashPoint; 5] = [
    CrashPoint { name: "sync of the bytes, or of the log", system_calls: "fdatasync", latest: 6 },
    CrashPoint { name: "naming of the pack", system_calls: "rename,renameat,renameat2,link,linkat", latest: 3 },
    CrashPoint { name: "sync of the pack's folder", system_calls: "fsync", latest: 3 },
    CrashPoint { name: "writing of rows", system_calls: "pwrite64,sendto", latest: 60 },
    CrashPoint { name: "sending of the answer", system_calls: "writev,write,sendmsg", latest: 20 },
];

/// The same where rows and bytes are elsewhere and all is messages: what is asked of the database, of the store or told
/// to the caller, and what either of the two has done and is about to tell.
pub const REMOTE_POINTS: [CrashPoint; 3] = [
    CrashPoint { name: "sending of a statement, of bytes or of the answer", system_calls: "sendto", latest: 60 },
    CrashPoint { name: "reading of what was asked for or done", system_calls: "recvfrom", latest: 120 },
    CrashPoint { name: "sending of what consists of pieces", system_calls: "writev,write,sendmsg", latest: 20 },
];

/// A tracer of a program; it ends with the program, or when dropped.
pub struct Trace {
    tracer: Child,
}

impl Trace {
    /// Ends the program by SIGKILL at one of the next calls that lead to that step.
    pub fn kill_at(point: CrashPoint, random: &mut Random, process_id: u32) -> Self {
        let when = 1 + random.below(point.latest);
        Self::attach(point.system_calls, &format!("signal=SIGKILL:when={when}"), process_id)
    }

    /// Lets each thread's calls from the `when`th on fail, once a thread, by that error.
    pub fn fail(system_calls: &str, error: &str, when: usize, process_id: u32) -> Self {
        Self::attach(system_calls, &format!("error={error}:when={when}"), process_id)
    }

    fn attach(system_calls: &str, what: &str, process_id: u32) -> Self {
        let mut command = Command::new(strace());
        command.args(["--follow-forks", "--quiet=all", "--output=/dev/null"]);
        command.arg(format!("--trace={system_calls}")).arg(format!("--inject={system_calls}:{what}"));
        command.arg("--attach").arg(process_id.to_string());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut tracer = command.spawn().expect("strace can be started");
        let start = Instant::now();
        while !is_traced(process_id) {
            assert!(start.elapsed() < PATIENCE, "strace does not get hold of the program");
            assert!(tracer.try_wait().expect("it is our child").is_none(), "strace may not trace the program");
            thread::sleep(PAUSE);
        }
        Self { tracer }
    }
}

impl Drop for Trace {
    fn drop(&mut self) {
        // By SIGTERM it lets the program go on; it may have ended with the program.
        Command::new("kill").arg(self.tracer.id().to_string()).stderr(Stdio::null()).status().ok();
        self.tracer.wait().ok();
    }
}

fn is_traced(process_id: u32) -> bool {
    let tasks = fs::read_dir(format!("/proc/{process_id}/task")).into_iter().flatten().flatten();
    let mut statuses = tasks.filter_map(|task| fs::read_to_string(task.path().join("status")).ok());
    statuses.all(|status| !status.lines().any(|line| line == "TracerPid:\t0"))
}

/// The tracer's path; installed where it is missing and we may.
fn strace() -> &'static str {
    const STRACE: &str = "/usr/bin/strace";
    if !Path::new(STRACE).exists() {
        let installed = Command::new("apt-get").args(["-qq", "install", "--yes", "strace"]).output();
        assert!(
            installed.is_ok_and(|output| output.status.success()) && Path::new(STRACE).exists(),
            "death at a chosen step takes strace: install it (Debian: apt-get install strace)"
        );
    }
    STRACE
}
