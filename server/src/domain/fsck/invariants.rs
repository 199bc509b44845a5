//! What must hold between rows: a query each, which answers those that break it. Both databases read all of them.
//!
//! Each query is complete but for its limit. Its column `subject` is the id of the row at fault; those that compare
//! numbers answer them as `expected` and `found`.

use crate::blobs::CHUNK_BYTES_MAX;
use crate::domain::nodes::FOLDER_DEPTH_MAX;

/// Something that must hold of every row.
pub(super) struct Invariant {
    /// A stable name of it.
    pub name: &'static str,
    /// What is wrong with a row that breaks it.
    pub sentence: &'static str,
    /// Answers the rows that break it.
    pub sql: String,
    /// Whether there are columns `expected` and `found`.
    pub compares: bool,
}

/// All of them.
pub(super) fn all() -> Vec<Invariant> {
    [contents(), versions(), names(), tree(), trash(), meters(), records(), signed_urls(), grants()]
        .into_iter()
        .flatten()
        .collect()
}

fn rows(name: &'static str, sentence: &'static str, sql: impl Into<String>) -> Invariant {
    Invariant { name, sentence, sql: sql.into(), compares: false }
}

fn numbers(name: &'static str, sentence: &'static str, sql: impl Into<String>) -> Invariant {
    Invariant { name, sentence, sql: sql.into(), compares: true }
}

/// Bytes: contents, their extents, and the packs that these name.
fn contents() -> Vec<Invariant> {
    vec![
        numbers(
            "content_inline",
            "the content's inline bytes are not as many as it has",
            "SELECT id AS subject, size_bytes AS expected, CAST(length(inline_bytes) AS BIGINT) AS found
             FROM contents WHERE inline_bytes IS NOT NULL AND length(inline_bytes) <> size_bytes",
        ),
        rows(
            "content_source",
            "the content has both inline bytes and extents",
            "SELECT id AS subject FROM contents WHERE inline_bytes IS NOT NULL
             AND EXISTS (SELECT 1 FROM extents WHERE content_id = contents.id)",
        ),
        numbers(
            "content_extents",
            "the content's extents do not add up to its bytes",
            "SELECT contents.id AS subject, contents.size_bytes AS expected,
                    CAST(COALESCE(SUM(extents.length), 0) AS BIGINT) AS found
             FROM contents LEFT JOIN extents ON extents.content_id = contents.id
             WHERE contents.inline_bytes IS NULL
             GROUP BY contents.id, contents.size_bytes
             HAVING COALESCE(SUM(extents.length), 0) <> contents.size_bytes",
        ),
        numbers(
            "extent_order",
            "an extent of the content does not begin where the one before it ends",
            "SELECT content_id AS subject, expected, file_offset AS found FROM (
               SELECT content_id, file_offset, COALESCE(
                 LAG(file_offset + length) OVER (PARTITION BY content_id ORDER BY file_offset), 0
               ) AS expected FROM extents
             ) AS runs WHERE file_offset <> expected",
        ),
        rows(
            "extent_pack",
            "an extent of the content names a pack that is not there or not live",
            "SELECT extents.content_id AS subject FROM extents LEFT JOIN packs ON packs.id = extents.pack_id
             WHERE packs.id IS NULL OR packs.state <> 'live'",
        ),
        rows(
            "extent_bounds",
            "an extent of the content is empty or reaches beyond its pack",
            "SELECT extents.content_id AS subject FROM extents JOIN packs ON packs.id = extents.pack_id
             WHERE extents.length <= 0 OR extents.pack_offset < 0
                OR extents.pack_offset + extents.length > packs.size_bytes",
        ),
        rows(
            "extent_organization",
            "the content lies in a pack of another organization",
            "SELECT contents.id AS subject FROM contents JOIN extents ON extents.content_id = contents.id
             JOIN packs ON packs.id = extents.pack_id WHERE packs.organization_id <> contents.organization_id",
        ),
        rows(
            "pack_unnamed",
            "the pack is live, but no extent names it",
            "SELECT id AS subject FROM packs
             WHERE state = 'live' AND NOT EXISTS (SELECT 1 FROM extents WHERE pack_id = packs.id)",
        ),
        rows(
            "pack_condemned",
            "the pack is condemned without a time, or has one without being so",
            "SELECT id AS subject FROM packs WHERE (state IN ('live', 'staged')) <> (condemned_at IS NULL)",
        ),
        numbers(
            "pack_chunks",
            "a chunk of the pack does not begin where the one before it ends",
            "SELECT pack_id AS subject, expected, pack_offset AS found FROM (
               SELECT chunks.pack_id, pack_offset, COALESCE(
                 LAG(pack_offset + length) OVER (PARTITION BY chunks.pack_id ORDER BY pack_offset), 0
               ) AS expected FROM chunks JOIN packs ON packs.id = chunks.pack_id AND packs.state = 'live'
             ) AS runs WHERE pack_offset <> expected",
        ),
        numbers(
            "pack_size",
            "the chunks of the pack do not add up to its bytes",
            "SELECT packs.id AS subject, packs.size_bytes AS expected,
                    CAST(COALESCE(SUM(chunks.length), 0) AS BIGINT) AS found
             FROM packs LEFT JOIN chunks ON chunks.pack_id = packs.id
             WHERE packs.state = 'live'
             GROUP BY packs.id, packs.size_bytes
             HAVING COALESCE(SUM(chunks.length), 0) <> packs.size_bytes",
        ),
        rows(
            "chunk_organization",
            "a chunk of the pack belongs to another organization, or is none: its length or its id can't be",
            format!(
                "SELECT chunks.pack_id AS subject FROM chunks JOIN packs ON packs.id = chunks.pack_id
                 WHERE chunks.organization_id <> packs.organization_id OR length(chunk_id) <> 32
                    OR chunks.length <= 0 OR chunks.length > {CHUNK_BYTES_MAX}"
            ),
        ),
        rows(
            "chunk_damaged",
            "a chunk of the pack was found to be damaged, and contents need it",
            "SELECT DISTINCT chunks.pack_id AS subject FROM chunks
             JOIN extents ON extents.pack_id = chunks.pack_id
               AND extents.pack_offset < chunks.pack_offset + chunks.length
               AND extents.pack_offset + extents.length > chunks.pack_offset
             WHERE chunks.damaged_at IS NOT NULL",
        ),
        rows(
            "chunk_key",
            "the organization has no key for its chunks, or one of another length than 32 bytes",
            "SELECT organizations.id AS subject FROM organizations
             LEFT JOIN chunk_keys ON chunk_keys.organization_id = organizations.id
             WHERE chunk_keys.organization_id IS NULL OR length(chunk_keys.key) <> 32",
        ),
        rows(
            "content_shared",
            "several versions have the content, and it is not noted as shared",
            "SELECT content_id AS subject FROM versions GROUP BY content_id
             HAVING COUNT(*) > 1 AND NOT EXISTS (
               SELECT 1 FROM shared_contents WHERE shared_contents.content_id = versions.content_id
             )",
        ),
        rows(
            "content_unnamed",
            "no version has the content",
            "SELECT id AS subject FROM contents
             WHERE NOT EXISTS (SELECT 1 FROM versions WHERE content_id = contents.id)",
        ),
    ]
}

/// Files and their versions.
fn versions() -> Vec<Invariant> {
    vec![
        rows(
            "version_content",
            "a version of the file has no content, or another size or digest than its content",
            "SELECT versions.file_id AS subject FROM versions LEFT JOIN contents ON contents.id = versions.content_id
             WHERE contents.id IS NULL OR contents.size_bytes <> versions.size_bytes
                OR contents.sha256 <> versions.sha256",
        ),
        rows(
            "version_organization",
            "a version of the file has a content of another organization",
            "SELECT files.id AS subject FROM files JOIN versions ON versions.file_id = files.id
             JOIN contents ON contents.id = versions.content_id
             WHERE contents.organization_id <> files.organization_id",
        ),
        rows(
            "version_file",
            "a version is there whose file is not",
            "SELECT versions.file_id AS subject FROM versions LEFT JOIN files ON files.id = versions.file_id
             WHERE files.id IS NULL",
        ),
        rows(
            "file_version",
            "the file's current version is not there, or says something else than the file",
            "SELECT files.id AS subject FROM files
             LEFT JOIN versions ON versions.file_id = files.id AND versions.version = files.current_version
             WHERE versions.file_id IS NULL OR versions.content_id <> files.content_id
                OR versions.size_bytes <> files.size_bytes OR versions.sha256 <> files.sha256
                OR versions.mime_type <> files.mime_type",
        ),
        numbers(
            "version_number",
            "the file's versions are not counted from 1 to the current one",
            "SELECT files.id AS subject, files.current_version AS expected, versions.version AS found
             FROM files JOIN versions ON versions.file_id = files.id
             WHERE versions.version > files.current_version OR versions.version < 1",
        ),
    ]
}

/// The namespace against what holds names: all but what was put into the trash by itself, which gave its name back. What
/// went there with a folder keeps its names below that folder.
fn names() -> Vec<Invariant> {
    let unclaimed = |table: &str, node_type: &str, parent: &str| {
        format!(
            "SELECT node.id AS subject FROM {table} AS node
             LEFT JOIN names ON names.parent_id = COALESCE(node.{parent}, node.share_id)
               AND names.name_key = node.name_key AND names.node_type = '{node_type}' AND names.node_id = node.id
             WHERE {HOLDS} AND names.node_id IS NULL"
        )
    };
    vec![
        rows(
            "name_node",
            "a name is claimed for it, but it is not there under that name",
            format!("SELECT names.node_id AS subject FROM names WHERE {}", claimed_for_nothing()),
        ),
        rows("file_name", "the file's name is not claimed for it", unclaimed("files", "file", "folder_id")),
        rows("folder_name", "the folder's name is not claimed for it", unclaimed("folders", "folder", "parent_id")),
    ]
}

/// Which node, called `node`, holds its name.
pub(super) const HOLDS: &str = "(node.trash_root_id IS NULL OR node.trash_root_id <> node.id)";

/// Of a row of `names`: that there is nothing under that name.
pub(super) fn claimed_for_nothing() -> String {
    let held = |table: &str, node_type: &str, parent: &str| {
        format!(
            "names.node_type = '{node_type}' AND EXISTS (
               SELECT 1 FROM {table} AS node WHERE node.id = names.node_id AND {HOLDS}
                 AND node.name_key = names.name_key AND COALESCE(node.{parent}, node.share_id) = names.parent_id
             )"
        )
    };
    format!("NOT (({}) OR ({}))", held("files", "file", "folder_id"), held("folders", "folder", "parent_id"))
}

/// Folders below shares below organizations, and the files in them.
fn tree() -> Vec<Invariant> {
    const REACHED: &str = "WITH RECURSIVE reached(id, depth) AS (
        SELECT id, 1 FROM folders WHERE parent_id IS NULL
        UNION ALL
        SELECT folders.id, reached.depth + 1 FROM reached JOIN folders ON folders.parent_id = reached.id
      )";
    vec![
        rows(
            "folder_reached",
            "the folder can't be reached from its share's root: it lies in itself, or below nothing",
            format!(
                "{REACHED} SELECT folders.id AS subject FROM folders
                 LEFT JOIN reached ON reached.id = folders.id WHERE reached.id IS NULL"
            ),
        ),
        numbers(
            "folder_depth",
            "the folder lies too deep",
            format!(
                "{REACHED} SELECT folders.id AS subject, CAST({FOLDER_DEPTH_MAX} AS BIGINT) AS expected,
                        CAST(reached.depth AS BIGINT) AS found
                 FROM reached JOIN folders ON folders.id = reached.id
                 WHERE folders.trashed_at IS NULL AND reached.depth > {FOLDER_DEPTH_MAX}"
            ),
        ),
        rows(
            "folder_place",
            "the folder's share or parent is not there, or is another share's or organization's",
            "SELECT folders.id AS subject FROM folders
             LEFT JOIN shares ON shares.id = folders.share_id AND shares.organization_id = folders.organization_id
             LEFT JOIN folders AS parents ON parents.id = folders.parent_id AND parents.share_id = folders.share_id
             WHERE shares.id IS NULL OR (folders.parent_id IS NOT NULL AND parents.id IS NULL)",
        ),
        rows(
            "file_place",
            "the file's share or folder is not there, or is another share's or organization's",
            "SELECT files.id AS subject FROM files
             LEFT JOIN shares ON shares.id = files.share_id AND shares.organization_id = files.organization_id
             LEFT JOIN folders ON folders.id = files.folder_id AND folders.share_id = files.share_id
             WHERE shares.id IS NULL OR (files.folder_id IS NOT NULL AND folders.id IS NULL)",
        ),
        rows(
            "default_share",
            "the organization's default share is not there or another one's",
            "SELECT organizations.id AS subject FROM organizations
             LEFT JOIN shares ON shares.id = organizations.default_share_id
               AND shares.organization_id = organizations.id
             WHERE shares.id IS NULL",
        ),
    ]
}

/// What is in the trash, and with what it went there.
fn trash() -> Vec<Invariant> {
    let mut invariants = Vec::new();
    for (table, name, parent) in [("files", "file_trash", "folder_id"), ("folders", "folder_trash", "parent_id")] {
        invariants.push(rows(
            name,
            "it is marked as trashed by halves: time, person and unit go together",
            format!(
                "SELECT id AS subject FROM {table} WHERE (trashed_at IS NULL) <> (trash_root_id IS NULL)
                 OR (trashed_at IS NULL) <> (trashed_by IS NULL)"
            ),
        ));
        invariants.push(rows(
            if table == "files" { "file_trash_unit" } else { "folder_trash_unit" },
            "it went to the trash with a folder that is not there as such, or that it does not lie in",
            format!(
                "SELECT node.id AS subject FROM {table} AS node
                 LEFT JOIN folders AS unit ON unit.id = node.trash_root_id AND unit.trash_root_id = unit.id
                   AND unit.share_id = node.share_id
                 LEFT JOIN folders AS parent ON parent.id = node.{parent}
                   AND parent.trash_root_id = node.trash_root_id
                 WHERE node.trash_root_id IS NOT NULL AND node.trash_root_id <> node.id
                   AND (unit.id IS NULL OR parent.id IS NULL)"
            ),
        ));
        invariants.push(rows(
            if table == "files" { "file_live" } else { "folder_live" },
            "it is live in a folder that is in the trash",
            format!(
                "SELECT node.id AS subject FROM {table} AS node JOIN folders AS parent ON parent.id = node.{parent}
                 WHERE node.trashed_at IS NULL AND parent.trashed_at IS NOT NULL"
            ),
        ));
    }
    invariants
}

/// What meters count, of the versions of files: (column, its name in what is found, what is summed up).
pub(super) const COUNTED: [(&str, [&str; 3], &str); 5] = [
    ("used_bytes", ["meter_organization", "meter_share", "meter_member"], "versions.size_bytes"),
    (
        "older_bytes",
        ["meter_organization_older", "meter_share_older", "meter_member_older"],
        "CASE WHEN files.trashed_at IS NULL AND versions.version <> files.current_version
              THEN versions.size_bytes ELSE 0 END",
    ),
    (
        "trash_bytes",
        ["meter_organization_trash", "meter_share_trash", "meter_member_trash"],
        "CASE WHEN files.trashed_at IS NULL THEN 0 ELSE versions.size_bytes END",
    ),
    (
        "file_count",
        ["meter_organization_files", "meter_share_files", "meter_member_files"],
        "CASE WHEN versions.version = files.current_version THEN 1 ELSE 0 END",
    ),
    ("version_count", ["meter_organization_versions", "meter_share_versions", "meter_member_versions"], "1"),
];

/// The meters of quotas against a recount.
fn meters() -> Vec<Invariant> {
    // (table, its id, what versions are grouped by, how that is compared)
    const METERS: [(&str, &str, &str, &str); 3] = [
        ("organizations", "id", "files.organization_id", "recount.organization_id = organizations.id"),
        ("shares", "id", "files.share_id", "recount.share_id = shares.id"),
        (
            "members",
            "user_id",
            "files.organization_id, versions.charged_to",
            "recount.organization_id = members.organization_id AND recount.charged_to = members.user_id",
        ),
    ];
    let mut invariants = Vec::new();
    for (column, names, summed) in COUNTED {
        for ((table, id, key, on), name) in METERS.into_iter().zip(names) {
            let sentence = "a meter of what its versions take differs from a recount";
            let sql = format!(
                "SELECT {id} AS subject, CAST(COALESCE(recounted, 0) AS BIGINT) AS expected, {column} AS found
                 FROM {table} LEFT JOIN (
                   SELECT {key}, SUM({summed}) AS recounted FROM versions
                   JOIN files ON files.id = versions.file_id GROUP BY {key}
                 ) AS recount ON {on}
                 WHERE {column} <> COALESCE(recounted, 0)"
            );
            invariants.push(numbers(name, sentence, sql));
        }
    }
    invariants.extend(reserved());
    invariants
}

/// What is set aside, against the reservations.
fn reserved() -> Vec<Invariant> {
    vec![
        numbers(
            "reserved_organization",
            "the organization's meter of reserved bytes differs from its reservations",
            format!(
                "{RESERVED} organizations AS meter LEFT JOIN reservations ON organization_id = meter.id {COMPARED}"
            ),
        ),
        numbers(
            "reserved_share",
            "the share's meter of reserved bytes differs from its reservations",
            format!("{RESERVED} shares AS meter LEFT JOIN reservations ON share_id = meter.id {COMPARED}"),
        ),
        numbers(
            "reserved_member",
            "the member's meter of reserved bytes differs from its reservations",
            "SELECT members.user_id AS subject, CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT) AS expected,
                    reserved_bytes AS found
             FROM members LEFT JOIN reservations ON reservations.organization_id = members.organization_id
               AND reservations.user_id = members.user_id
             GROUP BY members.organization_id, members.user_id, reserved_bytes
             HAVING reserved_bytes <> COALESCE(SUM(size_bytes), 0)",
        ),
    ]
}

const RESERVED: &str = "SELECT meter.id AS subject, CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT) AS expected,
    reserved_bytes AS found FROM";
const COMPARED: &str = "GROUP BY meter.id, reserved_bytes HAVING reserved_bytes <> COALESCE(SUM(size_bytes), 0)";

/// The change feed.
fn records() -> Vec<Invariant> {
    vec![numbers(
        "change_numbers",
        "the share's changes are not numbered from 1 to its counter without a gap",
        "SELECT shares.id AS subject, shares.change_seq AS expected, CAST(COUNT(changes.seq) AS BIGINT) AS found
             FROM shares LEFT JOIN changes ON changes.share_id = shares.id
             GROUP BY shares.id, shares.change_seq
             HAVING COUNT(changes.seq) <> shares.change_seq OR COALESCE(MAX(changes.seq), 0) <> shares.change_seq
               OR COALESCE(MIN(changes.seq), 1) <> 1",
    )]
}

/// Signed URLs: what they were made for, where they lead, and how often they were used.
fn signed_urls() -> Vec<Invariant> {
    vec![
        rows(
            "signed_url_kind",
            "the signed URL is for downloads of nothing, or for an upload of a file that is there already",
            "SELECT id AS subject FROM signed_urls
             WHERE (kind = 'download') <> (file_id IS NOT NULL) OR (kind = 'download') <> (version IS NOT NULL)
                OR (kind = 'download') <> (disposition IS NOT NULL) OR (kind = 'download') <> (file_epoch IS NOT NULL)",
        ),
        rows(
            "signed_url_use",
            "the signed URL was used without a file, or the other way round, or was used for a download",
            "SELECT id AS subject FROM signed_urls
             WHERE (used_at IS NULL) <> (stored_file_id IS NULL) OR (used_at IS NOT NULL AND kind <> 'upload')",
        ),
        rows(
            "signed_url_once",
            "two signed URLs have stored the same file",
            "SELECT id AS subject FROM signed_urls WHERE EXISTS (
               SELECT 1 FROM signed_urls AS others
               WHERE others.stored_file_id = signed_urls.stored_file_id AND others.id <> signed_urls.id
             )",
        ),
        rows(
            "signed_url_place",
            "the signed URL leads to another organization's share or file",
            "SELECT signed_urls.id AS subject FROM signed_urls
             LEFT JOIN shares ON shares.id = signed_urls.share_id
             LEFT JOIN files ON files.id = COALESCE(signed_urls.file_id, signed_urls.stored_file_id)
             WHERE shares.organization_id <> signed_urls.organization_id
                OR files.organization_id <> signed_urls.organization_id",
        ),
        rows(
            "signed_url_epoch",
            "the signed URL was made under an epoch that has not come yet",
            "SELECT signed_urls.id AS subject FROM signed_urls
             JOIN organizations ON organizations.id = signed_urls.organization_id
             LEFT JOIN shares ON shares.id = signed_urls.share_id
             LEFT JOIN issuers ON issuers.organization_id = signed_urls.organization_id
               AND issuers.user_id = signed_urls.issuer_id
             WHERE signed_urls.organization_epoch > organizations.signature_epoch
                OR signed_urls.share_epoch > shares.signature_epoch
                OR signed_urls.issuer_epoch > COALESCE(issuers.signature_epoch, 0)",
        ),
    ]
}

/// Grants and groups: what they name.
fn grants() -> Vec<Invariant> {
    vec![
        rows(
            "grant_resource",
            "a grant is on something that is not there, or is another organization's",
            "SELECT grants.resource_id AS subject FROM grants
             LEFT JOIN shares ON grants.resource_type = 'share' AND shares.id = grants.resource_id
               AND shares.organization_id = grants.organization_id
             LEFT JOIN folders ON grants.resource_type = 'folder' AND folders.id = grants.resource_id
               AND folders.organization_id = grants.organization_id
             LEFT JOIN files ON grants.resource_type = 'file' AND files.id = grants.resource_id
               AND files.organization_id = grants.organization_id
             WHERE shares.id IS NULL AND folders.id IS NULL AND files.id IS NULL",
        ),
        rows(
            "grant_principal",
            "a grant names a user who is no member of its organization, or a group that is not there",
            "SELECT grants.principal_id AS subject FROM grants
             LEFT JOIN members ON grants.principal_type = 'user' AND members.user_id = grants.principal_id
               AND members.organization_id = grants.organization_id
             LEFT JOIN users ON grants.principal_type = 'user' AND users.id = grants.principal_id AND users.superuser
             LEFT JOIN \"groups\" AS named ON grants.principal_type = 'group' AND named.id = grants.principal_id
               AND named.organization_id = grants.organization_id
             WHERE members.user_id IS NULL AND users.id IS NULL AND named.id IS NULL",
        ),
        rows(
            "group_member",
            "a group holds a user who is no member of its organization",
            "SELECT group_members.user_id AS subject FROM group_members
             JOIN \"groups\" AS of_group ON of_group.id = group_members.group_id
             LEFT JOIN members ON members.user_id = group_members.user_id
               AND members.organization_id = of_group.organization_id
             WHERE members.user_id IS NULL OR of_group.id = of_group.organization_id",
        ),
        rows(
            "group_everyone",
            "the organization has no group `everyone`",
            "SELECT organizations.id AS subject FROM organizations
             LEFT JOIN \"groups\" AS everyone ON everyone.id = organizations.id
               AND everyone.organization_id = organizations.id
             WHERE everyone.id IS NULL",
        ),
    ]
}
