//! The real program, as an operator starts it: for what a server in this process can't show, such as its command line,
//! signals and sudden death.

use std::io::{BufRead as _, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// Nothing of this may take longer on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// How long to wait before looking again.
const PAUSE: Duration = Duration::from_millis(5);

static BINARY: LazyLock<PathBuf> = LazyLock::new(build);

/// The program's path: what `CONFORMANCE_BINARY` names, such as a release build; else it is built before its first use,
/// with the features of the whole workspace, so that nothing else is.
pub fn binary() -> &'static Path {
    &BINARY
}

/// Cargo tells tests the path of a binary of their own package only, so it is asked.
fn build() -> PathBuf {
    if let Some(path) = std::env::var_os("CONFORMANCE_BINARY") {
        return PathBuf::from(path);
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--workspace", "--bin", "strongroom", "--message-format=json-render-diagnostics"]);
    let output = build.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo can be run");
    assert!(output.status.success(), "the server does not build: {}", String::from_utf8_lossy(&output.stderr));
    let messages = output.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok());
    let artifact = messages.filter(|message: &Value| message["target"]["name"] == "strongroom");
    let path = artifact.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back();
    path.expect("cargo tells where the binary is")
}

/// A run of the program. Killed when dropped.
pub struct Process {
    child: Child,
    output: Arc<Mutex<String>>,
}

impl Process {
    /// Starts it with these arguments and none of our environment's settings.
    pub fn start(arguments: &[&str]) -> Self {
        Self::start_under(&[], &[], arguments)
    }

    /// The same below another program, which must become it by `exec` or pass its end on, and with more in its
    /// environment.
    pub fn start_under(wrapper: &[&str], environment: &[(&str, &str)], arguments: &[&str]) -> Self {
        let mut command = match wrapper {
            [] => Command::new(binary()),
            [program, its_arguments @ ..] => {
                let mut command = Command::new(program);
                command.args(its_arguments).arg(binary());
                command
            }
        };
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("STRONGROOM_") {
                command.env_remove(name);
            }
        }
        command.envs(environment.iter().copied());
        let command = command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program can be started");
        let output = Arc::new(Mutex::new(String::new()));
        // Both pipes are emptied all the time, or the program would stop at a full one.
        gather(child.stdout.take().expect("it is piped"), Arc::clone(&output));
        gather(child.stderr.take().expect("it is piped"), Arc::clone(&output));
        Self { child, output }
    }

    /// `serve` on a free port of the loopback interface, with everything in `folder`.
    pub fn serve(folder: &Path, more: &[&str]) -> Self {
        let folder = folder.to_str().expect("temporary folders have plain names");
        let mut arguments = vec!["serve", "--listen", "127.0.0.1:0", "--data-dir", folder];
        arguments.extend_from_slice(more);
        Self::start(&arguments)
    }

    /// What it has printed so far, both streams together.
    pub fn output(&self) -> String {
        self.output.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until it prints where it listens; panics if it ends instead.
    pub fn address(&mut self) -> SocketAddr {
        self.try_address().unwrap_or_else(|output| panic!("the program ended: {output}"))
    }

    /// Waits until it prints where it listens.
    ///
    /// # Errors
    /// What it printed, if it ended.
    pub fn try_address(&mut self) -> Result<SocketAddr, String> {
        let start = Instant::now();
        loop {
            let output = self.output();
            let found = output.split("http://").skip(1).find_map(|rest| {
                let end = rest.find(|c: char| c != '.' && c != ':' && !c.is_ascii_digit()).unwrap_or(rest.len());
                rest[..end].parse::<SocketAddr>().ok().filter(|address| address.port() != 0)
            });
            if let Some(address) = found {
                return Ok(address);
            }
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                return Err(format!("{status}: {output}"));
            }
            assert!(start.elapsed() < PATIENCE, "it does not say where it listens: {output}");
            thread::sleep(PAUSE);
        }
    }

    /// The id that the system knows it by.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("it is our child").is_some()
    }

    /// Halts it until the result is dropped.
    pub fn halt(&self) -> Halted {
        Halted::halt(self.id())
    }

    /// Asks it to stop, as service managers do.
    pub fn terminate(&self) {
        self.signal("TERM");
    }

    /// Ends it at once, without a chance to tidy up.
    pub fn kill(mut self) {
        self.child.kill().expect("it is our child");
        self.child.wait().expect("it is our child");
    }

    pub fn signal(&self, name: &str) {
        assert!(signal(self.id(), name), "the program can be sent SIG{name}");
    }

    /// Waits until it ends; returns how, and all that it printed.
    pub fn wait(mut self) -> (ExitStatus, String) {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                // The readers see the end of the pipes soon after.
                while Arc::strong_count(&self.output) > 1 && start.elapsed() < PATIENCE {
                    thread::sleep(PAUSE);
                }
                return (status, self.output());
            }
            assert!(start.elapsed() < PATIENCE, "it does not end: {}", self.output());
            thread::sleep(PAUSE);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already; there is nobody left to tell.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A program that is halted. It goes on when this is dropped.
pub struct Halted {
    process_id: u32,
}

impl Halted {
    /// Halts a program and waits until not one of its threads goes on, so that no system call of it is under way either.
    pub fn halt(process_id: u32) -> Self {
        let halted = Self { process_id };
        // One that has just ended does not go on either.
        signal(process_id, "STOP");
        let start = Instant::now();
        while !halted.is_halted() {
            assert!(start.elapsed() < PATIENCE, "it does not halt");
            thread::sleep(PAUSE);
        }
        halted
    }

    fn is_halted(&self) -> bool {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.process_id)).into_iter().flatten().flatten();
        let mut states = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("stat")).ok());
        // The state follows the name, which stands in parentheses and may hold any character.
        states.all(|stat| stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with(['T', 'Z'])))
    }
}

impl Drop for Halted {
    fn drop(&mut self) {
        signal(self.process_id, "CONT");
    }
}

/// Whether the program was there to be sent a signal.
fn signal(process_id: u32, name: &str) -> bool {
    let mut kill = Command::new("kill");
    kill.arg(format!("-{name}")).arg(process_id.to_string()).stderr(Stdio::null());
    kill.status().expect("kill can be run").success()
}

fn gather(pipe: impl Read + Send + 'static, output: Arc<Mutex<String>>) {
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines() {
            let Ok(line) = line else { break };
            let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
            output.push_str(&line);
            output.push('\n');
        }
    });
}
