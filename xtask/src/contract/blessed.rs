//! Contracts that callers were promised: `openapi/blessed/<version>.json`, one for each version.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::diff::{self, Change, Class};
use super::node::{Node, Span};
use super::{DIRECTORY, Loaded};

const BLESSED: &str = "blessed";

/// `MAJOR.MINOR.PATCH`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    pub major: u64,
    pub minor: u64,
    pub patch: u64,
}

impl Version {
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let numbers: Result<Vec<u64>, _> = text.split('.').map(str::parse).collect();
        match numbers.as_deref() {
            Ok([major, minor, patch]) => Ok(Self { major: *major, minor: *minor, patch: *patch }),
            _ => bail!("`{text}` is no version: it must be MAJOR.MINOR.PATCH"),
        }
    }

    /// The lowest version that may break what this one promised. Below 1.0 the minor number counts for that.
    pub fn next_breaking(self) -> Self {
        match self.major {
            0 => Self { major: 0, minor: self.minor + 1, patch: 0 },
            major => Self { major: major + 1, minor: 0, patch: 0 },
        }
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// The blessed document of the highest version; `None` before the first blessing.
pub fn newest(root: &Path) -> anyhow::Result<Option<(Version, PathBuf)>> {
    let directory = root.join(DIRECTORY).join(BLESSED);
    if !directory.exists() {
        return Ok(None);
    }
    let mut newest = None;
    for entry in fs::read_dir(&directory).context("openapi/blessed")? {
        let path = entry.context("openapi/blessed")?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            newest = newest.max(Some((Version::parse(&name).context("openapi/blessed")?, path)));
        }
    }
    Ok(newest)
}

/// Reads a published document. It knows no lines, since it was made.
pub fn read(path: &Path) -> anyhow::Result<Node> {
    let text = fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))?;
    let json: serde_json::Value =
        serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))?;
    Ok(Node::from_json(&json, &Span::start_of("")))
}

/// What a blessing did.
#[derive(Debug, PartialEq, Eq)]
pub enum Blessing {
    /// The file, relative to the root.
    Written(String),
    Unchanged(String),
}

/// Keeps the contract of today. Refuses one that breaks the newest promise without a version that says so.
pub fn bless(root: &Path, loaded: &Loaded) -> anyhow::Result<Blessing> {
    let version = Version::parse(&loaded.contract.version)?;
    if let Some((promised, path)) = newest(root)? {
        let changes = diff::compare(&read(&path)?, &loaded.document);
        refuse(version, promised, &changes)?;
    }
    let path = format!("{DIRECTORY}/{BLESSED}/{version}.json");
    let text = serde_json::to_string_pretty(&loaded.document.to_json())? + "\n";
    if crate::write::write_if_changed(&root.join(&path), &text)? {
        Ok(Blessing::Written(path))
    } else {
        Ok(Blessing::Unchanged(path))
    }
}

fn refuse(version: Version, promised: Version, changes: &[Change]) -> anyhow::Result<()> {
    if version < promised {
        bail!("info.version is {version}, but {promised} is blessed already: raise it in openapi/openapi.yaml");
    }
    let breaking: Vec<_> = changes.iter().filter(|change| change.class == Class::Breaking).collect();
    let needed = promised.next_breaking();
    if breaking.is_empty() || version >= needed {
        return Ok(());
    }
    let list: String = breaking.iter().map(|change| format!("  {}: {}\n", change.pointer, change.text)).collect();
    bail!(
        "the contract breaks what {promised} promised:\n{list}\
         Undo that (`cargo xtask diff` tells who is hit and why), or raise info.version in openapi/openapi.yaml \
         from {version} to {needed} and bless again."
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::diff::Rule;

    fn change(class: Class) -> Change {
        let (pointer, text) = ("/paths".to_owned(), "it is gone".to_owned());
        Change { class, rule: Rule::OperationRemoved, pointer, text, used_by: Vec::new(), span: None }
    }

    #[test]
    fn versions_are_compared_by_their_numbers() {
        let version = |text: &str| Version::parse(text).unwrap();
        assert!(version("0.10.0") > version("0.9.9"));
        assert_eq!(version("0.3.2").next_breaking(), version("0.4.0"));
        assert_eq!(version("2.3.2").next_breaking(), version("3.0.0"));
        assert!(Version::parse("1.0").is_err());
        assert!(Version::parse("1.0.0-rc1").is_err());
    }

    #[test]
    fn a_breaking_change_needs_a_version_that_says_so() {
        let version = |text: &str| Version::parse(text).unwrap();
        let breaking = [change(Class::Breaking)];
        let refusal = refuse(version("1.3.0"), version("1.2.0"), &breaking).unwrap_err().to_string();
        assert!(refusal.contains("/paths: it is gone") && refusal.contains("from 1.3.0 to 2.0.0"), "{refusal}");
        refuse(version("2.0.0"), version("1.2.0"), &breaking).unwrap();
        refuse(version("1.2.0"), version("1.2.0"), &[change(Class::Additive)]).unwrap();
        assert!(refuse(version("1.1.0"), version("1.2.0"), &[]).is_err());
    }
}
