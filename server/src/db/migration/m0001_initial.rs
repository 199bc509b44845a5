//! The first schema.
//!
//! Foreign keys have no cascades: rows go where `domain` says so, and a forgotten one is an error instead of a loss.
//! Text is Unicode, already folded where it is a key; times are to the microsecond; sizes are bytes.

mod indexes;

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;

use super::columns::{
    Columns, at, at_null, big, big_null, blob, blob_null, counter, epoch, flag, id, id_null, int, int_null, json,
    json_null,
};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_initial"
    }
}

#[expect(elided_lifetimes_in_paths, reason = "the trait leaves it out, and the macro needs the two to be alike")]
#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = Columns(manager.get_database_backend());
        let tables = [identity(columns), places(columns), files(columns), bytes(columns), records(columns)];
        for mut table in tables.into_iter().flatten() {
            let is_named = |name: &&str| table.get_table_name() == Some(&Alias::new(*name).into_table_ref());
            if columns.0 == DbBackend::Sqlite && KEPT_BY_KEY.iter().any(is_named) {
                table.extra("WITHOUT ROWID");
            }
            manager.create_table(table).await?;
        }
        for index in indexes::all() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Where SQLite keeps rows in the index of their primary key itself, instead of beside it: one place to write instead of
/// two. For short rows alone, of which that index then holds many in a page.
const KEPT_BY_KEY: &[&str] =
    &["names", "versions", "changes", "extents", "chunks", "shared_contents", "file_tags", "grants", "group_members"];

/// Who: organizations, users, and the credentials of users.
fn identity(c: Columns) -> Vec<TableCreateStatement> {
    vec![
        table(
            "organizations",
            &["id"],
            &[
                id("id"),
                c.text("name"),
                c.text("name_key"),
                big_null("quota_bytes"),
                counter("used_bytes"),
                counter("older_bytes"),
                counter("trash_bytes"),
                counter("file_count"),
                counter("version_count"),
                counter("reserved_bytes"),
                big("max_file_bytes"),
                int("trash_retention_days"),
                id("default_share_id"),
                epoch(),
                big("revision"),
                at("created_at"),
                at("updated_at"),
            ],
            &[],
        ),
        table(
            "users",
            &["id"],
            &[
                id("id"),
                c.text("email"),
                c.text("email_key"),
                c.text("name"),
                c.text_null("password_hash"),
                flag("superuser"),
                at("created_at"),
                at("updated_at"),
            ],
            &[],
        ),
        table(
            "members",
            &["organization_id", "user_id"],
            &[
                id("organization_id"),
                id("user_id"),
                c.text("role"),
                big_null("quota_bytes"),
                counter("used_bytes"),
                counter("older_bytes"),
                counter("trash_bytes"),
                counter("file_count"),
                counter("version_count"),
                counter("reserved_bytes"),
                at("created_at"),
            ],
            &[("organization_id", "organizations"), ("user_id", "users")],
        ),
        table(
            "issuers",
            &["organization_id", "user_id"],
            &[id("organization_id"), id("user_id"), epoch()],
            &[("organization_id", "organizations"), ("user_id", "users")],
        ),
        table(
            "groups",
            &["id"],
            &[
                id("id"),
                id("organization_id"),
                c.text("name"),
                c.text("name_key"),
                id("created_by"),
                at("created_at"),
                at("updated_at"),
            ],
            &[("organization_id", "organizations")],
        ),
        table(
            "group_members",
            &["group_id", "user_id"],
            &[id("group_id"), id("user_id"), id("created_by"), at("created_at")],
            &[("group_id", "groups"), ("user_id", "users")],
        ),
        table(
            "sessions",
            &["id"],
            &[
                id("id"),
                id("user_id"),
                id("organization_id"),
                blob("refresh_hash"),
                blob_null("previous_refresh_hash"),
                at("created_at"),
                at("expires_at"),
            ],
            &[("user_id", "users"), ("organization_id", "organizations")],
        ),
        table(
            "tokens",
            &["id"],
            &[
                id("id"),
                id("user_id"),
                id("organization_id"),
                c.text("name"),
                blob("secret_hash"),
                c.text("prefix"),
                c.text("scopes"),
                flag("superuser"),
                at("created_at"),
                at_null("expires_at"),
                at_null("last_used_at"),
            ],
            &[("user_id", "users"), ("organization_id", "organizations")],
        ),
        table("secrets", &["name"], &[c.text("name"), blob("value"), at("created_at")], &[]),
    ]
}

/// Where: shares, who may enter them, and the tree of names.
fn places(c: Columns) -> Vec<TableCreateStatement> {
    vec![
        table(
            "shares",
            &["id"],
            &[
                id("id"),
                id("organization_id"),
                c.text("name"),
                c.text("name_key"),
                big_null("quota_bytes"),
                counter("used_bytes"),
                counter("older_bytes"),
                counter("trash_bytes"),
                counter("file_count"),
                counter("version_count"),
                counter("reserved_bytes"),
                counter("change_seq"),
                epoch(),
                big("revision"),
                id("created_by"),
                at("created_at"),
                at("updated_at"),
            ],
            &[("organization_id", "organizations")],
        ),
        table("trees", &["share_id"], &[id("share_id")], &[("share_id", "shares")]),
        table(
            "grants",
            // In this order: behind a type alone lie so many that no look-up must follow it.
            &["resource_id", "resource_type", "principal_id"],
            &[
                id("resource_id"),
                c.text("resource_type"),
                id("principal_id"),
                c.text("principal_type"),
                id("organization_id"),
                int("permissions"),
                at_null("expires_at"),
                id("created_by"),
                at("created_at"),
            ],
            // Both ids are of several tables.
            &[],
        ),
        table(
            "names",
            &["parent_id", "name_key"],
            &[id("parent_id"), c.text("name_key"), c.text("node_type"), id("node_id")],
            &[],
        ),
        table(
            "folders",
            &["id"],
            &[
                id("id"),
                id("organization_id"),
                id("share_id"),
                id_null("parent_id"),
                c.text("name"),
                c.text("name_key"),
                big("revision"),
                id("created_by"),
                at("created_at"),
                at("updated_at"),
                at_null("trashed_at"),
                id_null("trashed_by"),
                id_null("trash_root_id"),
            ],
            &[("share_id", "shares"), ("parent_id", "folders")],
        ),
    ]
}

/// What: files and their versions.
fn files(c: Columns) -> Vec<TableCreateStatement> {
    vec![
        table(
            "contents",
            &["id"],
            &[
                id("id"),
                id("organization_id"),
                blob("sha256"),
                big("size_bytes"),
                blob_null("inline_bytes"),
                at("created_at"),
            ],
            &[("organization_id", "organizations")],
        ),
        // Those that more than one version has, or had: the few at which counting what is stored once begins.
        table(
            "shared_contents",
            &["content_id"],
            &[id("content_id"), id("organization_id")],
            &[("content_id", "contents")],
        ),
        table(
            "files",
            &["id"],
            &[
                id("id"),
                id("organization_id"),
                id("share_id"),
                id_null("folder_id"),
                c.text("name"),
                c.text("name_key"),
                c.text("kind"),
                c.text("mime_type"),
                big("size_bytes"),
                blob("sha256"),
                id("content_id"),
                big("current_version"),
                json("tags"),
                json("metadata"),
                big("revision"),
                id("created_by"),
                at("created_at"),
                id("updated_by"),
                at("updated_at"),
                at("content_updated_at"),
                at_null("trashed_at"),
                id_null("trashed_by"),
                id_null("trash_root_id"),
                epoch(),
            ],
            // None on the content: the current version's row has it, and what is said here of it fsck compares.
            &[("share_id", "shares"), ("folder_id", "folders")],
        ),
        // By what files are found by their tags; what is shown stands in the file's own row.
        table(
            "file_tags",
            &["organization_id", "tag_key", "file_id"],
            &[id("organization_id"), c.text("tag_key"), id("file_id")],
            &[("file_id", "files")],
        ),
        table(
            "versions",
            &["file_id", "version"],
            &[
                id("file_id"),
                big("version"),
                id("content_id"),
                big("size_bytes"),
                blob("sha256"),
                c.text("mime_type"),
                big_null("restored_from"),
                id("charged_to"),
                id("created_by"),
                at("created_at"),
            ],
            &[("file_id", "files"), ("content_id", "contents")],
        ),
    ]
}

/// Where the bytes of contents are.
fn bytes(c: Columns) -> Vec<TableCreateStatement> {
    vec![
        table(
            "packs",
            &["id"],
            &[
                id("id"),
                id("organization_id"),
                big("size_bytes"),
                c.text("state"),
                at("created_at"),
                at_null("condemned_at"),
                flag("may_have_gaps"),
            ],
            &[],
        ),
        table(
            "chunks",
            &["pack_id", "pack_offset"],
            &[
                id("pack_id"),
                big("pack_offset"),
                big("length"),
                id("organization_id"),
                blob("chunk_id"),
                at_null("damaged_at"),
            ],
            &[("pack_id", "packs")],
        ),
        table(
            "chunk_keys",
            &["organization_id"],
            &[id("organization_id"), blob("key")],
            &[("organization_id", "organizations")],
        ),
        table(
            "extents",
            &["content_id", "file_offset"],
            &[id("content_id"), big("file_offset"), id("pack_id"), big("pack_offset"), big("length")],
            &[("content_id", "contents"), ("pack_id", "packs")],
        ),
        table(
            "reservations",
            &["id"],
            &[id("id"), id("organization_id"), id_null("share_id"), id("user_id"), big("size_bytes"), at("expires_at")],
            &[],
        ),
    ]
}

/// What happened.
fn records(c: Columns) -> Vec<TableCreateStatement> {
    vec![
        table(
            "signed_urls",
            &["id"],
            &[
                id("id"),
                id("organization_id"),
                id("share_id"),
                id_null("file_id"),
                big_null("version"),
                id("issuer_id"),
                c.text("kind"),
                int("key_id"),
                c.text_null("disposition"),
                c.text_null("file_name"),
                c.text_null("mime_type"),
                big_null("max_size_bytes"),
                big("organization_epoch"),
                big("share_epoch"),
                big("issuer_epoch"),
                big_null("file_epoch"),
                at("created_at"),
                at("expires_at"),
                at_null("used_at"),
                id_null("stored_file_id"),
                at_null("revoked_at"),
            ],
            // None on the file: the URL of one that is removed still has to say so.
            &[("organization_id", "organizations")],
        ),
        table(
            "changes",
            &["share_id", "seq"],
            &[
                id("share_id"),
                big("seq"),
                c.text("kind"),
                c.text("resource_type"),
                id("resource_id"),
                c.text_null("old_path"),
                c.text_null("new_path"),
                big_null("version"),
                id("actor_id"),
                at("at"),
            ],
            &[("share_id", "shares")],
        ),
        table(
            "scrubs",
            &["name"],
            &[
                c.text("name"),
                at("began_at"),
                at_null("ended_at"),
                id("pack_id"),
                big("pack_offset"),
                big("total_bytes"),
                big("read_bytes"),
            ],
            &[],
        ),
        table("backup_pins", &["id"], &[id("id"), at("expires_at")], &[]),
        table(
            "job_leases",
            &["name"],
            &[c.text("name"), id("holder"), big("fence"), at("expires_at"), at("due_at")],
            &[],
        ),
        table(
            "idempotency_keys",
            &["caller_key", "key"],
            &[
                c.text("caller_key"),
                c.text("key"),
                c.text("operation_id"),
                blob_null("fingerprint"),
                c.text("state"),
                at("lease_until"),
                int_null("status"),
                json_null("headers"),
                blob_null("body"),
                at("created_at"),
                at("expires_at"),
            ],
            &[],
        ),
    ]
}

/// A table with its primary key and its (column, table) foreign keys, each on the other's `id`.
fn table(
    name: &str,
    primary_key: &[&str],
    columns: &[ColumnDef],
    foreign_keys: &[(&str, &str)],
) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(Alias::new(name));
    for column in columns {
        table.col(column.clone());
    }
    let mut key = Index::create();
    for column in primary_key {
        key.col(Alias::new(*column));
    }
    table.primary_key(&mut key);
    for (column, other) in foreign_keys {
        let mut reference = ForeignKey::create();
        reference
            .name(format!("{name}_{column}"))
            .from(Alias::new(name), Alias::new(*column))
            .to(Alias::new(*other), Alias::new("id"));
        table.foreign_key(&mut reference);
    }
    table.take()
}
