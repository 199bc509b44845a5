//! The nouns of the service and their rules. Knows no HTTP and no JSON of the API: functions take a caller and plain
//! values, and answer rows or small structs.

pub mod access;
pub mod archives;
pub mod backup;
pub mod batches;
pub mod bootstrap;
pub mod changes;
pub mod chunks;
pub mod files;
pub mod folders;
pub mod fsck;
pub mod gc;
pub mod grants;
pub mod groups;
pub mod idempotency;
pub mod identity;
pub mod kinds;
pub mod labels;
pub mod leases;
pub mod members;
pub mod names;
pub mod nodes;
pub mod organization_files;
pub mod organizations;
pub mod page;
pub mod passwords;
pub mod preconditions;
pub mod quota;
pub mod scrub;
pub mod secrets;
pub mod sessions;
pub mod shares;
pub mod signed_urls;
pub mod storage;
pub mod texts;
pub mod tokens;
pub mod trash;
pub mod users;
pub mod versions;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
pub(crate) mod testing_tree;
