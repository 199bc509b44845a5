//! A file system of its own in a file, of which a copy is what a power loss leaves: what was synced, and nothing that
//! only the page cache knew.
//!
//! The file system writes by itself only after half a minute (the kernel's `dirty_expire_centisecs`), and its journal's
//! commit interval is longer still; an image must therefore be younger than that when it is copied, and nothing of the
//! machine has to be changed for it. Takes root, a loop device and `mkfs.ext4`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// After this time the kernel may have written what nobody synced.
pub const WRITE_BACK_AFTER: Duration = Duration::from_secs(25);

/// The journal commits by itself after 300 seconds. Without the rule that saves programs that rename without a sync.
const OPTIONS: &str = "loop,commit=300,noauto_da_alloc";

/// A mounted file system in a file. Unmounted and removed when dropped.
pub struct Image {
    folder: TempDir,
    /// Until then, all of it was on the disk.
    synced_at: Instant,
}

impl Image {
    /// A new and empty one of that size.
    pub fn create(size_mib: u64) -> Self {
        let image = Self { folder: place(), synced_at: Instant::now() };
        let file = fs::File::create(image.file()).expect("the image can be made");
        file.set_len(size_mib << 20).expect("the image can have its size");
        let lazy_nothing = ["-q", "-E", "lazy_itable_init=0,lazy_journal_init=0"];
        run(Command::new("mkfs.ext4").args(lazy_nothing).arg(image.file()));
        image.mount();
        image
    }

    /// Where its files are.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("mounted")
    }

    /// Brings all that was written so far to the disk, for what comes before the writing that counts.
    pub fn sync(&mut self) {
        run(Command::new("sync").arg("--file-system").arg(self.path()));
        self.synced_at = Instant::now();
    }

    /// How long there may be something on it that nobody has synced.
    pub fn age(&self) -> Duration {
        self.synced_at.elapsed()
    }

    /// What a power loss at this moment would leave, mounted as at the next start. Whoever writes must be halted.
    pub fn lose_power(&self) -> Self {
        let copy = Self { folder: place(), synced_at: Instant::now() };
        run(Command::new("cp").arg("--sparse=always").arg(self.file()).arg(copy.file()));
        copy.mount();
        copy
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("image")
    }

    fn mount(&self) {
        fs::create_dir(self.path()).expect("the folder can be made");
        // Databases run as other users, who have to come by.
        let all_may_pass = fs::Permissions::from_mode(0o711);
        fs::set_permissions(self.folder.path(), all_may_pass).expect("the folder is ours");
        run(Command::new("mount").args(["-o", OPTIONS]).arg(self.file()).arg(self.path()));
    }
}

impl Drop for Image {
    fn drop(&mut self) {
        // Whoever still has a file open keeps it until then.
        let unmounted = Command::new("umount").arg("--lazy").arg(self.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()) || std::thread::panicking(), "the image stays mounted");
    }
}

/// In memory where there is room for some images, so that the machine's disk and what else it has to do don't matter.
fn place() -> TempDir {
    const MEMORY: &str = "/dev/shm";
    const ROOM_BYTES: u64 = 4 << 30;
    let free = Command::new("df").args(["--output=avail", "--block-size=1", MEMORY]).output();
    let free = free.ok().and_then(|output| String::from_utf8_lossy(&output.stdout).lines().nth(1)?.trim().parse().ok());
    let mut builder = tempfile::Builder::new();
    builder.prefix("strongroom-image-");
    let made =
        if free.is_some_and(|free: u64| free >= ROOM_BYTES) { builder.tempdir_in(MEMORY) } else { builder.tempdir() };
    made.expect("a temporary folder")
}

fn run(command: &mut Command) {
    let needs = "file systems in files take root, a loop device and mkfs.ext4 (Debian: e2fsprogs)";
    let output = command.output().unwrap_or_else(|error| panic!("{needs}: {command:?}: {error}"));
    assert!(output.status.success(), "{needs}: {command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A library that makes a program's syncs do nothing, for the control that must lose data.
pub struct NoSync(TempDir);

const NO_SYNC: &str = "\
int fsync(int file) { (void)file; return 0; }
int fdatasync(int file) { (void)file; return 0; }
int sync_file_range(int file, long long from, long long bytes, unsigned flags) {
    (void)file; (void)from; (void)bytes; (void)flags; return 0;
}
";

impl NoSync {
    /// Compiles it by `cc`, which linking this suite took as well.
    pub fn build() -> Self {
        let folder = tempfile::Builder::new().prefix("strongroom-no-sync-").tempdir().expect("a temporary folder");
        let source = folder.path().join("no_sync.c");
        fs::write(&source, NO_SYNC).expect("the source can be written");
        let library = Self(folder);
        let mut compile = Command::new("cc");
        compile.args(["-shared", "-fPIC", "-o"]).arg(library.path()).arg(source);
        let output = compile.output().unwrap_or_else(|error| panic!("the control takes a C compiler: {error}"));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        library
    }

    /// For `LD_PRELOAD`.
    pub fn path(&self) -> PathBuf {
        self.0.path().join("no_sync.so")
    }
}
