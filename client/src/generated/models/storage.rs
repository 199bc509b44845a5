// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Types of the area *storage*.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::core::{UnknownValue, impl_open_enum};

/// Whose figures these are.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StorageScope {
    /// `organization`.
    Organization,
    /// `member`.
    Member,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(StorageScope {
    Organization = "organization", Member = "member",
});

/// What is used of the quotas that the caller may know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StorageSummary {
    /// Whose figures these are.
    pub scope: StorageScope,
    /// The quota; null if unlimited.
    pub max_bytes: Option<i64>,
    /// The sizes of all versions, the trash counted: what is compared with the quota.
    pub used_bytes: i64,
    /// What is left: the quota without what is used and reserved, never below 0; null if unlimited.
    pub available_bytes: Option<i64>,
    /// What the contents take in the store, each counted once.
    pub physical_bytes: i64,
    /// `used_bytes` by `physical_bytes`; 1 where nothing is stored.
    pub dedup_ratio: f64,
    /// How many files there are, the trash counted. For a member, those whose current version the member pays
    /// for.
    pub file_count: i64,
    /// How many versions there are, the current ones and the trash counted.
    pub version_count: i64,
    /// What `used_bytes` is made of, and beside it what is reserved.
    pub breakdown: StorageBreakdown,
    /// What the caller's own versions take of the caller's quota, in the organization.
    pub own: MemberStorage,
    /// Every share that the caller may read, by name.
    pub shares: Vec<ShareStorage>,
}

/// What the caller's own versions take of the caller's quota, in the organization.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MemberStorage {
    /// The quota; null if unlimited.
    pub max_bytes: Option<i64>,
    /// The sizes of the versions that the caller pays for.
    pub used_bytes: i64,
    /// What is left, never below 0; null if unlimited.
    pub available_bytes: Option<i64>,
    /// What their contents take, each counted once.
    pub physical_bytes: i64,
    /// `used_bytes` by `physical_bytes`; 1 where nothing is stored.
    pub dedup_ratio: f64,
    /// How many files have such a version as their current one, the trash counted.
    pub file_count: i64,
    /// How many such versions there are.
    pub version_count: i64,
    /// What `used_bytes` is made of, and beside it what is reserved.
    pub breakdown: StorageBreakdown,
}

/// What is used of a share's quota.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ShareStorage {
    /// The share.
    pub share_id: Uuid,
    /// Its name.
    pub name: String,
    /// Its quota; null if only the organization bounds it.
    pub max_bytes: Option<i64>,
    /// The sizes of all versions in it, the trash counted.
    pub used_bytes: i64,
    /// What is left of its quota, never below 0; null if it has none.
    pub available_bytes: Option<i64>,
    /// What its contents take, each counted once; what other shares have, too, counts here as well.
    pub physical_bytes: i64,
    /// `used_bytes` by `physical_bytes`; 1 where nothing is stored.
    pub dedup_ratio: f64,
    /// How many files are in it, the trash counted.
    pub file_count: i64,
    /// How many versions they have.
    pub version_count: i64,
    /// What `used_bytes` is made of, and beside it what is reserved.
    pub breakdown: StorageBreakdown,
}

/// What `used_bytes` is made of, and beside it what is reserved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StorageBreakdown {
    /// The current versions of live files.
    pub current_bytes: i64,
    /// Their older versions.
    pub versions_bytes: i64,
    /// All versions of files in the trash.
    pub trash_bytes: i64,
    /// Set aside for long uploads on their way; not part of `used_bytes`.
    pub reserved_bytes: i64,
}
