//! The servers under measurement, each started on a free port of loopback and stopped on drop.

use std::fs;
use std::io::{BufWriter, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;
use tempfile::TempDir;

/// The token that the measured server is started with.
pub const TOKEN: &str = "bench-token-0123456789abcdef";

/// A `strongroom serve` with an empty data folder.
pub struct Strongroom {
    child: Child,
    pub url: String,
    data_dir: TempDir,
}

impl Strongroom {
    /// Starts `target/release/strongroom`, which must have been built, or what `BENCH_SERVER` names instead.
    pub fn start() -> Result<Self> {
        let named = std::env::var_os("BENCH_SERVER").map(PathBuf::from);
        let binary = named.unwrap_or_else(|| workspace().join("target/release/strongroom"));
        ensure!(binary.exists(), "build it first: cargo build --release");
        let data_dir = tempfile::Builder::new().prefix("strongroom-bench").tempdir_in(workspace().join("target"))?;
        let port = free_port()?;
        let child = Command::new(binary)
            .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--admin-token", TOKEN, "--log-level", "warn"])
            .arg("--data-dir")
            .arg(data_dir.path())
            .stdout(Stdio::null())
            .spawn()?;
        let server = Self { child, url: format!("http://127.0.0.1:{port}"), data_dir };
        wait_for(port)?;
        Ok(server)
    }

    /// Uploads the file at `path` by multipart and answers its id.
    pub fn upload(&self, path: &Path, name: &str) -> Result<String> {
        let output = Command::new("curl")
            .args([
                "-sS",
                "--fail-with-body",
                "-H",
                &format!("Authorization: Bearer {TOKEN}"),
                "-F",
                &format!("name={name}"),
            ])
            .args(["-F", &format!("file=@{}", path.display()), &format!("{}/api/v1/files", self.url)])
            .output()?;
        let file: Value = serde_json::from_slice(&output.stdout)
            .with_context(|| format!("upload answered {}", String::from_utf8_lossy(&output.stdout)))?;
        Ok(file["id"].as_str().context("the answer has no id")?.to_owned())
    }

    /// The file of its database.
    pub fn database(&self) -> PathBuf {
        self.data_dir.path().join("strongroom.db")
    }

    /// The folder of its packs.
    pub fn store(&self) -> PathBuf {
        self.data_dir.path().join("store")
    }

    /// Where the content of a file is.
    pub fn content_url(&self, id: &str) -> String {
        format!("{}/api/v1/files/{id}/content", self.url)
    }

    /// The most memory that the process ever held, in MiB.
    pub fn peak_memory_mib(&self) -> Result<f64> {
        peak_memory_mib(self.child.id())
    }
}

impl Drop for Strongroom {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

/// nginx: static files by sendfile, and `WebDAV` PUT into the same folder.
pub struct Nginx {
    child: Child,
    pub url: String,
    pub root: PathBuf,
    _dir: TempDir,
}

impl Nginx {
    /// As it ships.
    pub fn start() -> Result<Self> {
        Self::start_with("")
    }

    /// With a buffer for bodies that spares it most of its system calls: what an administrator would set.
    pub fn start_tuned() -> Result<Self> {
        Self::start_with("client_body_buffer_size 512k;")
    }

    fn start_with(settings: &str) -> Result<Self> {
        let dir = tempfile::Builder::new().prefix("nginx-bench").tempdir_in(workspace().join("target"))?;
        let root = dir.path().join("root");
        fs::create_dir_all(&root)?;
        let port = free_port()?;
        let base = dir.path().display();
        let config = format!(
            "daemon off; worker_processes auto; pid {base}/pid; error_log {base}/error.log;\n\
             user root;\n\
             events {{ worker_connections 1024; }}\n\
             http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;\n\
             client_body_temp_path {base}/body; proxy_temp_path {base}/p; fastcgi_temp_path {base}/f;\n\
             uwsgi_temp_path {base}/u; scgi_temp_path {base}/s; client_max_body_size 0; {settings}\n\
             server {{ listen 127.0.0.1:{port}; root {root}; location / {{ dav_methods PUT; }} }} }}\n",
            root = root.display()
        );
        let config_path = dir.path().join("nginx.conf");
        fs::write(&config_path, config)?;
        let child = Command::new("nginx")
            .arg("-c")
            .arg(&config_path)
            .stderr(Stdio::null())
            .spawn()
            .context("nginx is not installed: apt-get install nginx-light")?;
        let server = Self { child, url: format!("http://127.0.0.1:{port}"), root, _dir: dir };
        wait_for(port)?;
        Ok(server)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

/// The most memory that a process ever held (`VmHWM`), in MiB.
pub fn peak_memory_mib(process: u32) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).context("no VmHWM in /proc")?;
    let kib: f64 = line.split_whitespace().nth(1).context("VmHWM has no value")?.parse()?;
    Ok(kib / 1024.0)
}

/// A file of that many pseudo-random bytes, the same for the same seed, of which no two runs are alike: nothing on the way
/// can compress them, or have them already.
pub fn sample_file(dir: &Path, size_bytes: u64, seed: u64) -> Result<PathBuf> {
    let path = dir.join(format!("sample-{size_bytes}-{seed}"));
    let mut out = BufWriter::with_capacity(1 << 20, fs::File::create(&path)?);
    let mut left = size_bytes;
    for word in noise(seed) {
        let bytes = word.to_le_bytes();
        let length = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
        out.write_all(&bytes[..length])?;
        left -= length as u64;
        if left == 0 {
            break;
        }
    }
    out.flush()?;
    // What the kernel has still to write must not slow down whoever is measured first.
    out.get_ref().sync_all()?;
    Ok(path)
}

/// Words without end, the same for the same seed.
pub fn noise(seed: u64) -> impl Iterator<Item = u64> {
    let mut state = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    })
}

/// The folder of the workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Seconds that a command takes; it has to succeed.
pub fn timed(command: &mut Command) -> Result<f64> {
    let start = Instant::now();
    let output = command.stdin(Stdio::null()).output()?;
    let seconds = start.elapsed().as_secs_f64();
    if !output.status.success() {
        bail!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(seconds)
}

fn free_port() -> Result<u16> {
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

fn stop(child: &mut Child) {
    // SIGTERM, so that nginx takes its workers along; a process that is gone already is as good.
    let terminated = Command::new("kill").arg(child.id().to_string()).status();
    if terminated.is_ok_and(|status| status.success()) {
        let _status = child.wait();
    }
}
