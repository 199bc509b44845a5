//! The indexes of the first schema: for look-ups that are not by primary key, and for every order that a list has.

use sea_orm_migration::prelude::*;

/// All of them, in the order of their making.
pub(super) fn all() -> Vec<IndexCreateStatement> {
    let mut all: Vec<IndexCreateStatement> =
        INDEXES.iter().map(|(table, unique, names)| index(table, *unique, names)).collect();
    all.extend(SPARSE_INDEXES.iter().map(|(table, names)| sparse_index(table, names)));
    all.push(damaged_chunks_index());
    for scope in FILE_SCOPES {
        for key in FILE_ORDERS {
            all.extend([true, false].map(|is_live| file_order_index(scope, key, is_live)));
        }
    }
    all
}

fn index(table: &str, unique: bool, names: &[&str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_by_{}", names.join("_"))).table(Alias::new(table));
    for name in names {
        index.col(Alias::new(*name));
    }
    if unique {
        index.unique();
    }
    index
}

/// (table, unique, columns): one for every order that a list has and every look-up that is not by primary key.
const INDEXES: &[(&str, bool, &[&str])] = &[
    ("organizations", true, &["name_key"]),
    ("organizations", false, &["created_at", "id"]),
    ("users", true, &["email_key"]),
    ("members", false, &["user_id"]),
    ("members", false, &["organization_id", "created_at", "user_id"]),
    ("groups", true, &["organization_id", "name_key"]),
    ("groups", false, &["organization_id", "created_at", "id"]),
    ("group_members", false, &["user_id", "group_id"]),
    ("sessions", true, &["refresh_hash"]),
    ("sessions", false, &["previous_refresh_hash"]),
    ("sessions", false, &["user_id"]),
    ("sessions", false, &["organization_id"]),
    ("sessions", false, &["expires_at"]),
    ("tokens", true, &["secret_hash"]),
    ("tokens", false, &["user_id"]),
    ("tokens", false, &["organization_id"]),
    ("shares", true, &["organization_id", "name_key"]),
    ("shares", false, &["organization_id", "created_at", "id"]),
    ("grants", false, &["principal_id", "organization_id"]),
    ("grants", false, &["organization_id"]),
    ("folders", false, &["share_id", "parent_id", "name_key"]),
    ("folders", false, &["parent_id"]),
    ("files", false, &["share_id", "folder_id", "name_key"]),
    ("file_tags", false, &["file_id"]),
    ("versions", false, &["content_id"]),
    ("versions", false, &["charged_to"]),
    ("reservations", false, &["expires_at"]),
    ("reservations", false, &["organization_id", "user_id"]),
    ("contents", false, &["organization_id", "sha256", "size_bytes"]),
    ("shared_contents", false, &["organization_id"]),
    ("extents", false, &["pack_id"]),
    ("packs", false, &["state", "condemned_at"]),
    ("packs", false, &["organization_id"]),
    ("packs", false, &["may_have_gaps", "id"]),
    ("chunks", false, &["organization_id", "chunk_id"]),
    ("idempotency_keys", false, &["expires_at"]),
    ("signed_urls", false, &["organization_id", "created_at", "id"]),
    ("signed_urls", false, &["organization_id", "expires_at", "id"]),
    ("signed_urls", false, &["issuer_id"]),
    ("signed_urls", false, &["share_id"]),
    ("signed_urls", false, &["file_id"]),
    ("signed_urls", false, &["expires_at"]),
];

/// (table, columns): look-ups by a column that is null in most rows, which cost nothing in such an index.
const SPARSE_INDEXES: &[(&str, &[&str])] = &[
    ("files", &["folder_id"]),
    ("files", &["trash_root_id"]),
    ("files", &["trashed_at", "id"]),
    ("folders", &["trash_root_id"]),
    ("folders", &["trashed_at", "id"]),
];

fn sparse_index(table: &str, names: &[&str]) -> IndexCreateStatement {
    let mut index = index(table, false, names);
    index.and_where(Expr::col(Alias::new(names[0])).is_not_null());
    index
}

/// Leads to the few chunks that are damaged; the others cost nothing.
fn damaged_chunks_index() -> IndexCreateStatement {
    let mut index = Index::create();
    index
        .name("chunks_damaged")
        .table(Alias::new("chunks"))
        .and_where(Expr::col(Alias::new("damaged_at")).is_not_null());
    index.col(Alias::new("organization_id")).col(Alias::new("pack_id")).col(Alias::new("pack_offset"));
    index
}

/// In what files are listed: each a column that the list is held to.
const FILE_SCOPES: [&str; 3] = ["organization_id", "share_id", "folder_id"];

/// By what lists of files are sorted.
const FILE_ORDERS: [&str; 4] = ["name_key", "size_bytes", "created_at", "updated_at"];

/// A list of files shows the live ones, or what is in the trash: each has indexes of its own, so that neither wades
/// through the other, and a file that is not in the trash costs nothing in those of the trash.
fn file_order_index(scope: &str, key: &str, is_live: bool) -> IndexCreateStatement {
    let trashed_at = Expr::col(Alias::new("trashed_at"));
    let (state, condition) =
        if is_live { ("live", trashed_at.is_null()) } else { ("trashed", trashed_at.is_not_null()) };
    let mut index = Index::create();
    index.name(format!("files_{state}_by_{scope}_{key}")).table(Alias::new("files")).and_where(condition);
    if scope == "folder_id" {
        // Most files may lie at the root of their share.
        index.and_where(Expr::col(Alias::new(scope)).is_not_null());
    }
    index.col(Alias::new(scope)).col(Alias::new(key)).col(Alias::new("id"));
    if key != "name_key" {
        // A search by name that is sorted otherwise looks at names alone, and not at every file's whole row.
        index.col(Alias::new("name_key"));
    }
    index
}
