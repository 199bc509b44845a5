//! What each thing that happens to files moves on the meters. All of it stands here, so that the parts of what is used
//! (current versions, older ones, the trash) always add up to the whole.

use std::mem;

use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

use super::meters::{Delta, Movement};
use crate::error::Result;

/// What the versions of some files in one share add up to for one who pays for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct Tally {
    share_id: Uuid,
    user_id: Uuid,
    /// 1 for files that are in the trash, else 0: the databases have no boolean in common.
    trashed: i64,
    current_bytes: i64,
    older_bytes: i64,
    file_count: i64,
    version_count: i64,
}

/// A version that goes, or that gets another one after it.
#[derive(Debug, Clone, Copy)]
pub struct Charged {
    pub share_id: Uuid,
    pub user_id: Uuid,
    pub size_bytes: i64,
    pub is_current: bool,
    pub is_trashed: bool,
}

impl Tally {
    fn bytes(&self) -> i64 {
        self.current_bytes + self.older_bytes
    }

    /// All of it, as it stands on the meters.
    fn whole(&self) -> Delta {
        let is_trashed = self.trashed != 0;
        Delta {
            used_bytes: self.bytes(),
            older_bytes: if is_trashed { 0 } else { self.older_bytes },
            trash_bytes: if is_trashed { self.bytes() } else { 0 },
            file_count: self.file_count,
            version_count: self.version_count,
            reserved_bytes: 0,
        }
    }

    /// From the live to the trash.
    fn into_trash(self) -> Delta {
        Delta { older_bytes: -self.older_bytes, trash_bytes: self.bytes(), ..Delta::default() }
    }
}

/// Adds up the versions of the files for which a condition in SQL holds. Their rows must be locked, so that nobody
/// gives them another version or takes one away meanwhile.
pub async fn tally(
    db: &impl ConnectionTrait,
    condition: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Tally>> {
    let sql = format!(
        "SELECT files.share_id AS share_id, versions.charged_to AS user_id,
           CAST(CASE WHEN files.trashed_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS trashed,
           CAST(SUM(CASE WHEN versions.version = files.current_version THEN versions.size_bytes ELSE 0 END)
             AS BIGINT) AS current_bytes,
           CAST(SUM(CASE WHEN versions.version = files.current_version THEN 0 ELSE versions.size_bytes END)
             AS BIGINT) AS older_bytes,
           CAST(SUM(CASE WHEN versions.version = files.current_version THEN 1 ELSE 0 END) AS BIGINT) AS file_count,
           CAST(COUNT(*) AS BIGINT) AS version_count
         FROM files JOIN versions ON versions.file_id = files.id WHERE {condition}
         GROUP BY files.share_id, versions.charged_to, CASE WHEN files.trashed_at IS NULL THEN 0 ELSE 1 END"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(Tally::find_by_statement(statement).all(db).await?)
}

/// [`tally`] of one file.
pub async fn tally_file(db: &impl ConnectionTrait, file_id: Uuid) -> Result<Vec<Tally>> {
    tally(db, "files.id = $1", [file_id.into()]).await
}

/// What the versions that a user pays for in an organization add up to: where the meter of one who becomes a member
/// again starts. The organization's row must be locked.
pub async fn of_member(db: &impl ConnectionTrait, organization_id: Uuid, user_id: Uuid) -> Result<MemberMeter> {
    let condition = "files.organization_id = $1 AND versions.charged_to = $2";
    let mut sum = Delta::default();
    for tally in tally(db, condition, [organization_id.into(), user_id.into()]).await? {
        sum.add(tally.whole());
    }
    let Delta { used_bytes, older_bytes, trash_bytes, file_count, version_count, reserved_bytes: _ } = sum;
    Ok(MemberMeter { used_bytes, older_bytes, trash_bytes, file_count, version_count })
}

/// What stands on a member's meter but for what is reserved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MemberMeter {
    pub used_bytes: i64,
    pub older_bytes: i64,
    pub trash_bytes: i64,
    pub file_count: i64,
    pub version_count: i64,
}

impl Movement {
    /// New files with one version each, of so many bytes together.
    pub fn created(&mut self, share_id: Uuid, user_id: Uuid, files: usize, size_bytes: i64) {
        let files = i64::try_from(files).unwrap_or(i64::MAX);
        let delta = Delta { used_bytes: size_bytes, file_count: files, version_count: files, ..Delta::default() };
        self.add(Some(share_id), user_id, delta);
    }

    /// A further version of a live file, in the place of the one that was current.
    pub fn replaced(&mut self, user_id: Uuid, size_bytes: i64, superseded: Charged) {
        self.created(superseded.share_id, user_id, 1, size_bytes);
        let older = Delta { older_bytes: superseded.size_bytes, file_count: -1, ..Delta::default() };
        self.add(Some(superseded.share_id), superseded.user_id, older);
    }

    /// A version that is gone.
    pub fn removed(&mut self, version: Charged) {
        let Charged { share_id, user_id, size_bytes, is_current, is_trashed } = version;
        let gone = Delta {
            used_bytes: size_bytes,
            older_bytes: if is_trashed || is_current { 0 } else { size_bytes },
            trash_bytes: if is_trashed { size_bytes } else { 0 },
            file_count: i64::from(is_current),
            version_count: 1,
            reserved_bytes: 0,
        };
        self.add(Some(share_id), user_id, gone.negated());
    }

    /// Files that went into the trash.
    pub fn trashed(&mut self, tallies: &[Tally]) {
        for tally in tallies {
            self.add(Some(tally.share_id), tally.user_id, tally.into_trash());
        }
    }

    /// Files that came out of the trash.
    pub fn restored(&mut self, tallies: &[Tally]) {
        for tally in tallies {
            self.add(Some(tally.share_id), tally.user_id, tally.into_trash().negated());
        }
    }

    /// Files that went to another share, live or in the trash as the tallies say. The meters of the organization and
    /// of members stay.
    pub fn moved(&mut self, tallies: &[Tally], from_share_id: Uuid, to_share_id: Uuid) {
        if from_share_id == to_share_id {
            return;
        }
        for tally in tallies {
            self.shares.entry(from_share_id).or_default().add(tally.whole().negated());
            self.shares.entry(to_share_id).or_default().add(tally.whole());
        }
    }

    /// How many bytes it gives back.
    pub fn freed_bytes(&self) -> i64 {
        -self.organization.used_bytes
    }

    /// What has been gathered until now; from here on it gathers anew.
    pub fn take(&mut self) -> Self {
        mem::take(self)
    }
}
