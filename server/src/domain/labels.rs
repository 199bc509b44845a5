//! What callers keep with a file: tags and metadata, how much of it, and how it is stored.
//!
//! Tags stand twice: in the file's row as they are shown, and by their keys in rows of their own, which lists are
//! filtered by. [`keep_tags`] makes the latter follow the former.

use std::collections::BTreeMap;

use sea_orm::{ActiveValue::Set, ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;

use crate::db::entity::{file, file_tag};
use crate::domain::names;
use crate::error::{Error, Result};

/// The most tags of one file.
pub const TAGS_MAX: usize = 50;
/// The longest tag, in characters.
pub const TAG_CHARS_MAX: usize = 100;
/// The most entries of one file's metadata.
pub const METADATA_ENTRIES_MAX: usize = 64;
/// The longest key or value in a file's metadata, in characters.
pub const METADATA_CHARS_MAX: usize = 1024;

/// How many rows of tags are written at a time: bounds a statement's parameters.
const TAG_ROWS_BATCH: usize = 1000;

/// Labels of a file: a set, kept sorted. In NFC, without spaces around them; those that differ in case alone are one,
/// spelled as the first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags(BTreeMap<String, String>);

/// What a caller keeps with a file, by key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata(BTreeMap<String, String>);

impl Tags {
    /// Takes labels; the same one twice counts once.
    ///
    /// # Errors
    /// `Validation` at `/tags`.
    pub fn new(tags: impl IntoIterator<Item = String>) -> Result<Self> {
        let mut kept = BTreeMap::new();
        for tag in tags {
            let tag: String = tag.trim().nfc().collect();
            if tag.is_empty() || tag.chars().count() > TAG_CHARS_MAX || tag.chars().any(char::is_control) {
                let detail = format!("a tag has 1 to {TAG_CHARS_MAX} characters, none of them a control character");
                return Err(Error::body_fault("/tags", "tag", detail));
            }
            kept.entry(names::key(&tag)).or_insert(tag);
        }
        if kept.len() > TAGS_MAX {
            return Err(Error::body_fault("/tags", "max_items", format!("a file has at most {TAGS_MAX} tags")));
        }
        Ok(Self(kept))
    }

    /// By what a tag is found.
    pub fn key(tag: &str) -> String {
        names::key(tag.trim())
    }

    /// As the row keeps them.
    pub(super) fn to_json(&self) -> Value {
        self.0.values().map(String::as_str).collect()
    }

    /// From the row: a sorted array of strings.
    pub fn from_row(stored: &Value) -> Vec<String> {
        let tags = stored.as_array().map(Vec::as_slice).unwrap_or_default();
        tags.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

impl Metadata {
    /// Takes entries.
    ///
    /// # Errors
    /// `Validation` at `/metadata`.
    pub fn new(entries: BTreeMap<String, String>) -> Result<Self> {
        if entries.len() > METADATA_ENTRIES_MAX {
            let detail = format!("metadata has at most {METADATA_ENTRIES_MAX} entries");
            return Err(Error::body_fault("/metadata", "max_properties", detail));
        }
        for (key, value) in &entries {
            // Values may have lines; nothing may have a NUL, which not every database takes in a text.
            let is_key = !key.is_empty() && !key.chars().any(char::is_control);
            let is_short = key.chars().count().max(value.chars().count()) <= METADATA_CHARS_MAX;
            if !is_key || !is_short || value.contains('\0') {
                let detail = format!(
                    "keys and values have at most {METADATA_CHARS_MAX} characters; keys have at least one and no \
                     control characters, and values no NUL"
                );
                return Err(Error::body_fault("/metadata", "entry", detail));
            }
        }
        Ok(Self(entries))
    }

    /// As the row keeps it.
    pub(super) fn to_json(&self) -> Value {
        self.0.iter().map(|(key, value)| (key.clone(), Value::from(value.as_str()))).collect()
    }

    /// From the row: an object with strings.
    pub fn from_row(stored: &Value) -> BTreeMap<String, String> {
        let entries = stored.as_object().into_iter().flatten();
        entries.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
    }
}

/// Makes the rows that files are found by say what the files' own rows say of their tags. To be called for every file
/// that is new or has other tags, after its row has been written.
pub(super) async fn keep_tags(tx: &DatabaseTransaction, files: &[file::Model]) -> Result<()> {
    for files in files.chunks(TAG_ROWS_BATCH) {
        let ids = files.iter().map(|file| file.id);
        file_tag::Entity::delete_many().filter(file_tag::Column::FileId.is_in(ids)).exec(tx).await?;
        let rows: Vec<file_tag::ActiveModel> = files
            .iter()
            .flat_map(|file| Tags::from_row(&file.tags).into_iter().map(|tag| tag_row(file, &tag)))
            .collect();
        for rows in rows.chunks(TAG_ROWS_BATCH) {
            file_tag::Entity::insert_many(rows.to_vec()).exec_without_returning(tx).await?;
        }
    }
    Ok(())
}

/// Removes the rows that some files are found by.
pub(super) async fn forget_tags(tx: &DatabaseTransaction, file_ids: &[Uuid]) -> Result<()> {
    let rows = file_tag::Column::FileId.is_in(file_ids.iter().copied());
    file_tag::Entity::delete_many().filter(rows).exec(tx).await?;
    Ok(())
}

fn tag_row(file: &file::Model, tag: &str) -> file_tag::ActiveModel {
    file_tag::ActiveModel {
        organization_id: Set(file.organization_id),
        tag_key: Set(Tags::key(tag)),
        file_id: Set(file.id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_a_sorted_set() {
        let tags = Tags::new(["b", "a", "b"].map(str::to_owned)).unwrap();
        assert_eq!(Tags::from_row(&tags.to_json()), ["a", "b"]);
        assert!(Tags::new((0..51).map(|index| index.to_string())).is_err());
        assert!(Tags::new([String::new()]).is_err());
        assert!(Tags::new(["a\0".to_owned()]).is_err());
        assert!(Tags::new(["ä".repeat(100)]).is_ok());
        let spelled =
            Tags::new([" Draft ", "draft", "e\u{301}", "\u{e9}", "Straße", "STRASSE"].map(str::to_owned)).unwrap();
        assert_eq!(Tags::from_row(&spelled.to_json()), ["Draft", "Straße", "é"]);
        assert!(Tags::new(["  ".to_owned()]).is_err());
    }

    #[test]
    fn metadata_keeps_its_limits() {
        let entry = |key: &str, value: &str| BTreeMap::from([(key.to_owned(), value.to_owned())]);
        let kept = entry("project", "apollo\n11");
        assert_eq!(Metadata::from_row(&Metadata::new(kept.clone()).unwrap().to_json()), kept);
        assert!(Metadata::new(entry("", "x")).is_err());
        assert!(Metadata::new(entry("x", "\0")).is_err());
        assert!(Metadata::new(entry("x", &"y".repeat(1025))).is_err());
        assert!(Metadata::new((0..65).map(|index| (index.to_string(), String::new())).collect()).is_err());
    }
}
