//! What queries have found, kept for as long as nobody writes. On SQLite alone: there, the index of the write-ahead log
//! says whether anything has been committed since, by whatever process, for the price of one system call; so that what
//! is answered from here is what the database would answer. PostgreSQL has no such sign, and is asked each time.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::hash::Hash;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio::sync::OnceCell;

use self::log_index::{LogIndex, Stamp};
use crate::error::Result;

/// How much is kept, in bytes: some thousand small files with what is to be said about them. Beyond, all is forgotten
/// and learnt anew.
const KEPT_BYTES_MAX: usize = 16 * 1024 * 1024;
/// What an entry takes beyond what it says, roughly: key, pointers, and the map's own room.
const ENTRY_BYTES: usize = 256;

/// What may be kept.
pub trait Recalled: Send + Sync + 'static {
    /// How much memory it takes besides its own struct, in bytes.
    fn heap_bytes(&self) -> usize {
        0
    }
}

/// Cheap to clone; clones share everything.
#[derive(Clone)]
pub(super) struct Recall(Option<Arc<Inner>>);

struct Inner {
    database: PathBuf,
    /// Opened when it is first asked, since it is never closed again.
    index: OnceLock<Option<LogIndex>>,
    kept: Mutex<Kept>,
}

/// Answers that hold while the log's index bears one stamp.
#[derive(Default)]
struct Kept {
    stamp: Option<Stamp>,
    /// By the type of their key, a map from such keys to answers.
    maps: HashMap<TypeId, Box<dyn Any + Send>>,
    bytes: usize,
}

/// An answer, or the place where it will be as soon as the first who asked has it.
type Cell<T> = Arc<OnceCell<Arc<T>>>;

impl Recall {
    /// Keeps nothing.
    pub(super) fn off() -> Self {
        Self(None)
    }

    /// Keeps what is found in the database of that file, which must be open.
    pub(super) fn of_sqlite(database: PathBuf) -> Self {
        Self(Some(Arc::new(Inner { database, index: OnceLock::new(), kept: Mutex::default() })))
    }

    /// What `load` finds, or has found before if nobody has written since; of several who ask at once, one asks the
    /// database. `key` tells, with its type, all that the answer depends on but the database. That nothing was found is
    /// not kept: nobody can fill this with guesses.
    pub(super) async fn recall<K, T, F>(&self, key: K, load: F) -> Result<Option<Arc<T>>>
    where
        K: Clone + Eq + Hash + Send + 'static,
        T: Recalled,
        F: Future<Output = Result<Option<T>>>,
    {
        // Taken before the database is asked: if somebody commits meanwhile, what is found is kept under a stamp that
        // the index does not bear any more.
        let Some((inner, stamp)) = self.0.as_ref().and_then(|inner| Some((inner, inner.stamp()?))) else {
            return Ok(load.await?.map(Arc::new));
        };
        let cell = inner.kept().cell::<K, T>(stamp, &key);
        let found = cell.get_or_try_init(async || match load.await {
            Ok(Some(found)) => {
                inner.kept().grow(stamp, found.heap_bytes());
                Ok(Arc::new(found))
            }
            Ok(None) => Err(None),
            Err(error) => Err(Some(error)),
        });
        match found.await {
            Ok(found) => Ok(Some(Arc::clone(found))),
            Err(missing) => {
                inner.kept().forget(&key, &cell);
                missing.map_or(Ok(None), Err)
            }
        }
    }
}

impl fmt::Debug for Recall {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is kept are rows, with digests of secrets and contents of files.
        formatter.debug_struct("Recall").field("keeps", &self.0.is_some()).finish()
    }
}

impl Inner {
    /// What the database's state is called; `None` where that can't be told.
    fn stamp(&self) -> Option<Stamp> {
        self.index.get_or_init(|| LogIndex::open(&self.database)).as_ref()?.stamp()
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// The place of an answer under a stamp. What was kept under another one is forgotten.
    fn cell<K: Clone + Eq + Hash + Send + 'static, T: Recalled>(&mut self, stamp: Stamp, key: &K) -> Cell<T> {
        if self.stamp != Some(stamp) || self.bytes > KEPT_BYTES_MAX {
            *self = Self { stamp: Some(stamp), ..Self::default() };
        }
        let map = self.maps.entry(TypeId::of::<K>()).or_insert_with(|| Box::new(HashMap::<K, Cell<T>>::new()));
        // A key has one type of answer; if it had two, the second would just not be kept.
        let Some(map) = map.downcast_mut::<HashMap<K, Cell<T>>>() else { return Cell::default() };
        if let Some(cell) = map.get(key) {
            return Arc::clone(cell);
        }
        self.bytes += ENTRY_BYTES + size_of::<T>();
        Arc::clone(map.entry(key.clone()).or_default())
    }

    /// Counts what an answer takes.
    fn grow(&mut self, stamp: Stamp, bytes: usize) {
        if self.stamp == Some(stamp) {
            self.bytes += bytes;
        }
    }

    /// Takes away a place that has stayed empty, if it is this one.
    fn forget<K: Eq + Hash + 'static, T: Recalled>(&mut self, key: &K, cell: &Cell<T>) {
        let map = self.maps.get_mut(&TypeId::of::<K>()).and_then(|map| map.downcast_mut::<HashMap<K, Cell<T>>>());
        if let Some(map) = map
            && map.get(key).is_some_and(|kept| Arc::ptr_eq(kept, cell) && !kept.initialized())
        {
            map.remove(key);
            self.bytes = self.bytes.saturating_sub(ENTRY_BYTES + size_of::<T>());
        }
    }
}

#[cfg(unix)]
mod log_index {
    //! The header of SQLite's `-shm` file (<https://sqlite.org/walformat.html>): each commit writes it anew, before the
    //! committer hears of it, with a counter of changes and a checksum.

    use std::fs::File;
    use std::os::unix::fs::FileExt as _;
    use std::path::Path;

    /// How long the header is, in bytes.
    const HEADER_BYTES: usize = 48;
    /// Where it says, in one byte, that it has been written at all.
    const IS_INITIALISED: usize = 12;

    pub(super) type Stamp = [u8; HEADER_BYTES];

    pub(super) struct LogIndex(&'static File);

    impl LogIndex {
        /// `None` if the database has no such file, as with a heap in its place.
        pub(super) fn open(database: &Path) -> Option<Self> {
            let mut name = database.as_os_str().to_owned();
            name.push("-shm");
            let file = File::open(&name).ok()?;
            // Never closed: a process that closes any descriptor of a file loses all its locks on it, and SQLite's
            // own are of that kind. There is one database in the life of a server.
            Some(Self(Box::leak(Box::new(file))))
        }

        /// `None` if the header can't be read.
        pub(super) fn stamp(&self) -> Option<Stamp> {
            let mut header = [0; HEADER_BYTES];
            self.0.read_exact_at(&mut header, 0).ok()?;
            // One that is just being written is like no other, so that nothing is ever found under it.
            (header[IS_INITIALISED] == 1).then_some(header)
        }
    }
}

#[cfg(not(unix))]
mod log_index {
    pub(super) type Stamp = ();

    pub(super) struct LogIndex;

    impl LogIndex {
        pub(super) fn open(_: &std::path::Path) -> Option<Self> {
            None
        }

        pub(super) fn stamp(&self) -> Option<Stamp> {
            None
        }
    }
}
