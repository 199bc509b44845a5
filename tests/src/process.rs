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

/// The program's path; built before its first use, with the features of the whole workspace, so that nothing else is.
pub fn binary() -> &'static Path {
    &BINARY
}

/// Cargo tells tests the path of a binary of their own package only, so it is asked.
fn build() -> PathBuf {
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
        Self::start_with(arguments, &[])
    }

    /// Starts it with these arguments and variables.
    pub fn start_with(arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new(binary());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("STRONGROOM_") {
                command.env_remove(name);
            }
        }
        command.envs(variables.iter().copied());
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

    /// Waits until it prints where it listens.
    pub fn address(&mut self) -> SocketAddr {
        let start = Instant::now();
        loop {
            let output = self.output();
            let found = output.split("http://").skip(1).find_map(|rest| {
                let end = rest.find(|c: char| c != '.' && c != ':' && !c.is_ascii_digit()).unwrap_or(rest.len());
                rest[..end].parse::<SocketAddr>().ok().filter(|address| address.port() != 0)
            });
            if let Some(address) = found {
                return address;
            }
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                panic!("the program ended with {status}: {output}");
            }
            assert!(start.elapsed() < PATIENCE, "it does not say where it listens: {output}");
            thread::sleep(PAUSE);
        }
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
        let status = Command::new("kill").arg(format!("-{name}")).arg(self.child.id().to_string()).status();
        assert!(status.expect("kill can be run").success());
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
