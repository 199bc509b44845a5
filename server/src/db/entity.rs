//! A file a table: its columns and its scoped finder. No rule lives here; the table's shape is in `migration`.

pub mod backup_pin;
pub mod change;
pub mod content;
pub mod extent;
pub mod file;
pub mod file_tag;
pub mod folder;
pub mod grant;
pub mod group;
pub mod group_member;
pub mod idempotency_key;
pub mod member;
pub mod name;
pub mod organization;
pub mod pack;
pub mod reservation;
pub mod secret;
pub mod sensitive;
pub mod session;
pub mod share;
pub mod shared_content;
pub mod signed_url;
pub mod token;
pub mod tree;
pub mod user;
pub mod version;
