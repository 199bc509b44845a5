//! What queries have found, kept for as long as nobody commits, whoever and by whatever process; so that what is answered
//! from here is what the database would answer. On SQLite the index of the write-ahead log says whether anybody has, which
//! lies in memory that all processes share (`log_index`); on PostgreSQL what a transaction would see, for the price of a
//! query which all who ask at the same time share (`snapshots`).
//!
//! One kind of commit is looked through on SQLite: this process' own that says of itself that it only made new files
//! ([`OnlyNew`]). What was known of others outlives it, so that uploads do not make everything else slow.

mod moment;
mod snapshots;

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::hash::Hash;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::{ConnectionTrait as _, DatabaseConnection};
use tokio::sync::watch;

use self::log_index::LogIndex;
pub use self::moment::{Moment, at_moment};
use self::snapshots::Snapshots;
use crate::error::{Error, Result};

/// How much is kept, in bytes: some thousand small files with what is to be said about them. Beyond, all is forgotten
/// and learnt anew.
const KEPT_BYTES_MAX: usize = 16 * 1024 * 1024;
/// What an entry takes beyond what it says, roughly: key, pointers, and the map's own room.
const ENTRY_BYTES: usize = 256;

/// What may be kept.
pub trait Recalled: Send + Sync + 'static {
    /// Whether it stays what it is when new files come, whoever's: see [`OnlyNew`].
    const OUTLIVES_NEW_FILES: bool = false;

    /// How much memory it takes besides its own struct, in bytes.
    fn heap_bytes(&self) -> usize {
        0
    }
}

/// What a piece of work says of itself once it is done: that it inserted rows of new files, and changed nothing that was
/// there before but meters and the numbers of changes.
#[derive(Debug, Clone, Default)]
pub struct OnlyNew(Arc<AtomicBool>);

impl OnlyNew {
    pub fn say(&self) {
        self.0.store(true, Ordering::Release);
    }

    pub(super) fn is_said(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Cheap to clone; clones share everything.
#[derive(Clone)]
pub(super) struct Recall(Option<Arc<Inner>>);

struct Inner {
    sign: Sign,
    kept: Mutex<Kept>,
}

/// Where it shows that somebody has committed.
enum Sign {
    Log(LogIndex),
    Snapshots(Snapshots),
}

/// A state of the database. No two have the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamp {
    Log(log_index::Stamp),
    /// Later states have larger numbers.
    Snapshot(u64),
}

/// Answers that hold while the database bears one stamp.
#[derive(Default)]
struct Kept {
    stamp: Option<Stamp>,
    /// The stamp under which a transaction began that is being committed, and makes new files only. It holds the lock of all
    /// writers, so that the commit that follows the stamp is its own.
    adding: Option<Stamp>,
    /// By the type of their key.
    maps: HashMap<TypeId, Answers>,
}

impl Stamp {
    /// Whether it is certain that there is exactly one commit between the two.
    fn follows(&self, before: &Self) -> bool {
        match (self, before) {
            (Self::Log(stamp), Self::Log(before)) => log_index::follows(stamp, before),
            _ => false,
        }
    }
}

/// Answers of one kind.
struct Answers {
    /// A map from keys to slots.
    map: Box<dyn Any + Send>,
    /// What they take, with all that belongs to them.
    bytes: usize,
    outlives_new_files: bool,
}

/// An answer, or the way to hear of it as soon as the one who asked has it.
enum Slot<T> {
    Known(Arc<T>),
    Asked(watch::Receiver<Option<Answer<T>>>),
}

/// What whoever wants an answer has to do.
enum Turn<T> {
    Known(Arc<T>),
    Ask(watch::Sender<Option<Answer<T>>>),
    Wait(watch::Receiver<Option<Answer<T>>>),
}

/// What those are told who have waited.
#[derive(Default)]
enum Answer<T> {
    Found(Arc<T>),
    Missing,
    Unavailable,
    /// Each has to hear that for itself.
    #[default]
    Refused,
}

impl<T> Clone for Answer<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Found(found) => Self::Found(Arc::clone(found)),
            Self::Missing => Self::Missing,
            Self::Unavailable => Self::Unavailable,
            Self::Refused => Self::Refused,
        }
    }
}

impl<T> Answer<T> {
    fn of(loaded: &Result<Option<Arc<T>>>) -> Self {
        match loaded {
            Ok(Some(found)) => Self::Found(Arc::clone(found)),
            Ok(None) => Self::Missing,
            Err(Error::Unavailable { .. }) => Self::Unavailable,
            Err(_) => Self::Refused,
        }
    }
}

impl Recall {
    /// Keeps nothing.
    pub(super) fn off() -> Self {
        Self(None)
    }

    /// Keeps what is found in the database of that file, which `writer` has open; nothing, if a commit can't be told by the
    /// log's index, as where the file system does not show one process what another has mapped into memory.
    pub(super) async fn of_sqlite(database: &Path, writer: &DatabaseConnection) -> Result<Self> {
        let Some(index) = LogIndex::open(database)? else { return Ok(Self::off()) };
        let before = index.stamp();
        // Writes the file's first page, and changes nothing: this number is no one's.
        writer.execute_unprepared("PRAGMA user_version = 0").await?;
        if before.is_none() || index.stamp() == before {
            tracing::warn!("the log's index does not tell of commits: nothing is answered from memory");
            return Ok(Self::off());
        }
        Ok(Self::by(Sign::Log(index)))
    }

    /// Keeps what is found in that PostgreSQL; nothing, if it does not tell what a transaction sees, as before its release 13.
    pub(super) async fn of_postgres(db: &DatabaseConnection) -> Self {
        match Snapshots::start(db.clone()).await {
            Ok(snapshots) => Self::by(Sign::Snapshots(snapshots)),
            Err(error) => {
                tracing::warn!(%error, "the database does not tell of commits: nothing is answered from memory");
                Self::off()
            }
        }
    }

    fn by(sign: Sign) -> Self {
        Self(Some(Arc::new(Inner { sign, kept: Mutex::default() })))
    }

    /// The log's stamp now. To be taken by a transaction that holds the lock of all writers, for [`Recall::adding`].
    pub(super) fn log_stamp(&self) -> Option<Stamp> {
        self.0.as_ref().and_then(|inner| inner.log_stamp())
    }

    /// Says that the transaction which began under `stamp` is about to be committed, and makes new files only.
    pub(super) fn adding(&self, stamp: Option<Stamp>) {
        if let (Some(inner), Some(stamp)) = (&self.0, stamp) {
            inner.kept().adding = Some(stamp);
        }
    }

    /// Says what became of it. If it failed, the lock was free before this was said: what anybody else committed in
    /// between may have been looked through, and is so no longer.
    pub(super) fn added(&self, is_committed: bool) {
        let Some(inner) = &self.0 else { return };
        let stamp = inner.log_stamp();
        let mut kept = inner.kept();
        match stamp.filter(|_| is_committed) {
            Some(stamp) => drop(kept.pass_to(stamp)),
            None => *kept = Kept::default(),
        }
        kept.adding = None;
    }

    async fn stamp(&self) -> Result<Option<Stamp>> {
        match self.0.as_ref().map(|inner| &inner.sign) {
            Some(Sign::Log(index)) => Ok(index.stamp().map(Stamp::Log)),
            Some(Sign::Snapshots(snapshots)) => Ok(Some(Stamp::Snapshot(moment::number(snapshots).await?))),
            None => Ok(None),
        }
    }

    /// What `load` finds, or has found before if nobody has written since; of several who ask at once, one asks the
    /// database. `key` tells, with its type, all that the answer depends on but the database. That nothing was found is
    /// not kept: nobody can fill this with guesses.
    pub(super) async fn recall<K, T, F>(&self, key: K, load: impl FnOnce() -> F) -> Result<Option<Arc<T>>>
    where
        K: Clone + Eq + Hash + Send + 'static,
        T: Recalled,
        F: Future<Output = Result<Option<T>>>,
    {
        loop {
            // Taken before the database is asked: if somebody commits meanwhile, what is found is kept under a stamp
            // that the database does not bear any more.
            let (Some(inner), Some(stamp)) = (&self.0, self.stamp().await?) else {
                return Ok(Box::pin(load()).await?.map(Arc::new));
            };
            let (stamp, turn) = inner.kept().turn::<K, T>(stamp, &key);
            match turn {
                Turn::Known(found) => return Ok(Some(found)),
                Turn::Ask(answer) => {
                    // On the heap, and only here: most who ask are answered without, and queries are large.
                    let loaded = Box::pin(load()).await.map(|found| found.map(Arc::new));
                    inner.kept().settle(stamp, key, loaded.as_ref().ok().and_then(Option::as_ref));
                    answer.send_replace(Some(Answer::of(&loaded)));
                    return loaded;
                }
                Turn::Wait(mut answer) => {
                    let heard = answer.wait_for(Option::is_some).await.map(|answer| (*answer).clone());
                    match heard.map(Option::unwrap_or_default) {
                        Ok(Answer::Found(found)) => return Ok(Some(found)),
                        Ok(Answer::Missing) => return Ok(None),
                        // Not tried again by each of them, one after the other.
                        Ok(Answer::Unavailable) => return Err(Error::unavailable("the database did not answer")),
                        Ok(Answer::Refused) => return Ok(Box::pin(load()).await?.map(Arc::new)),
                        // Whoever asked has gone away.
                        Err(_) => {}
                    }
                }
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
    fn log_stamp(&self) -> Option<Stamp> {
        match &self.sign {
            Sign::Log(index) => index.stamp().map(Stamp::Log),
            Sign::Snapshots(_) => None,
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// Looks an answer up that holds under a stamp, or under a later one: that is answered, too.
    fn turn<K: Clone + Eq + Hash + Send + 'static, T: Recalled>(&mut self, stamp: Stamp, key: &K) -> (Stamp, Turn<T>) {
        let stamp = self.pass_to(stamp);
        (stamp, self.look_up(key))
    }

    fn look_up<K: Clone + Eq + Hash + Send + 'static, T: Recalled>(&mut self, key: &K) -> Turn<T> {
        if self.maps.values().map(|answers| answers.bytes).sum::<usize>() > KEPT_BYTES_MAX {
            self.maps.clear();
        }
        let ask = || watch::channel(None);
        let answers = self.maps.entry(TypeId::of::<K>()).or_insert_with(|| Answers {
            map: Box::new(HashMap::<K, Slot<T>>::new()),
            bytes: 0,
            outlives_new_files: T::OUTLIVES_NEW_FILES,
        });
        // A key has one type of answer; if it had two, the second would just not be kept.
        let Some(map) = answers.map.downcast_mut::<HashMap<K, Slot<T>>>() else { return Turn::Ask(ask().0) };
        match map.get_mut(key) {
            Some(Slot::Known(found)) => Turn::Known(Arc::clone(found)),
            Some(Slot::Asked(others)) if others.has_changed().is_ok() => Turn::Wait(others.clone()),
            Some(slot) => {
                let (answer, asked) = ask();
                *slot = Slot::Asked(asked);
                Turn::Ask(answer)
            }
            None => {
                let (answer, asked) = ask();
                answers.bytes += ENTRY_BYTES + size_of::<T>();
                map.insert(key.clone(), Slot::Asked(asked));
                Turn::Ask(answer)
            }
        }
    }

    /// Forgets what does not hold any more under a stamp. Whoever took it before others took theirs is given what they know:
    /// the later stamp.
    fn pass_to(&mut self, stamp: Stamp) -> Stamp {
        let before = match self.stamp {
            Some(before) if before == stamp => return stamp,
            Some(Stamp::Snapshot(later)) if matches!(stamp, Stamp::Snapshot(earlier) if earlier < later) => {
                return Stamp::Snapshot(later);
            }
            before => before,
        };
        self.stamp = Some(stamp);
        if before.is_some_and(|before| self.adding == Some(before) && stamp.follows(&before)) {
            self.maps.retain(|_, answers| answers.outlives_new_files);
        } else {
            self.maps.clear();
        }
        stamp
    }

    /// Keeps what was found, if the stamp is still the same.
    fn settle<K: Eq + Hash + 'static, T: Recalled>(&mut self, stamp: Stamp, key: K, found: Option<&Arc<T>>) {
        let Some(answers) = self.maps.get_mut(&TypeId::of::<K>()).filter(|_| self.stamp == Some(stamp)) else { return };
        let Some(map) = answers.map.downcast_mut::<HashMap<K, Slot<T>>>() else { return };
        match found {
            Some(found) => {
                answers.bytes += found.heap_bytes();
                map.insert(key, Slot::Known(Arc::clone(found)));
            }
            None => {
                answers.bytes = answers.bytes.saturating_sub(ENTRY_BYTES + size_of::<T>());
                map.remove(&key);
            }
        }
    }
}

#[cfg(unix)]
mod log_index {
    //! The header of SQLite's `-shm` file (<https://sqlite.org/walformat.html>): each commit writes it anew, before the
    //! committer hears of it, with a counter of changes and a checksum.

    use std::path::Path;

    use mmap_io::MemoryMappedFile;

    use crate::error::{Error, Result};

    /// How long the header is, in bytes.
    const HEADER_BYTES: usize = 48;
    /// Where it counts commits, in four bytes of the machine's own order.
    const COUNTER: std::ops::Range<usize> = 8..12;
    /// Where it says, in one byte, that it has been written at all.
    const IS_INITIALISED: usize = 12;

    pub(super) type Stamp = [u8; HEADER_BYTES];

    /// Whether there is exactly one commit between two stamps.
    pub(super) fn follows(stamp: &Stamp, before: &Stamp) -> bool {
        let counter = |stamp: &Stamp| stamp[COUNTER].try_into().map(u32::from_ne_bytes).unwrap_or_default();
        counter(stamp) == counter(before).wrapping_add(1)
    }

    /// The file in memory, as SQLite itself has it: to look at it takes no system call, of which each request would need two.
    pub(super) struct LogIndex(&'static MemoryMappedFile);

    impl LogIndex {
        /// `None` if the database has no such file, as with a heap in its place.
        ///
        /// # Errors
        /// If it can't be mapped. The database must not be used then: a process that closes any descriptor of a file, as
        /// happens there, loses all its locks on it, and SQLite's own are of that kind.
        pub(super) fn open(database: &Path) -> Result<Option<Self>> {
            let mut name = database.as_os_str().to_owned();
            name.push("-shm");
            if !Path::new(&name).exists() {
                return Ok(None);
            }
            let file = MemoryMappedFile::open_ro(&name).map_err(Error::internal)?;
            // For the same reason never closed. There is one database in the life of a server.
            Ok(Some(Self(Box::leak(Box::new(file)))))
        }

        /// `None` if the header can't be read.
        pub(super) fn stamp(&self) -> Option<Stamp> {
            let mut header = [0; HEADER_BYTES];
            self.0.read_into(0, &mut header).ok()?;
            // One that is just being written is like no other, so that nothing is ever found under it.
            (header[IS_INITIALISED] == 1).then_some(header)
        }
    }
}

#[cfg(not(unix))]
mod log_index {
    pub(super) type Stamp = ();

    pub(super) fn follows(_: &Stamp, _: &Stamp) -> bool {
        false
    }

    pub(super) struct LogIndex;

    impl LogIndex {
        pub(super) fn open(_: &std::path::Path) -> crate::error::Result<Option<Self>> {
            Ok(None)
        }

        pub(super) fn stamp(&self) -> Option<Stamp> {
            None
        }
    }
}
