//! Where things are in the store: the only place that builds a path. No caller's text ever becomes part of one.

use uuid::Uuid;

/// The folder, or prefix, of all packs.
pub const PACKS: &str = "packs";

/// The folder of what does not stay.
pub const STAGING: &str = "staging";

/// A thing in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreKey {
    Pack(Uuid),
    /// What tells one store from another, for a moment.
    Mark(Uuid),
}

impl StoreKey {
    /// The path below the store's root, with `/` between its parts.
    pub fn path(self) -> String {
        match self {
            Self::Pack(id) => format!("{PACKS}/{}/{id}", shard_name(shard_of(id))),
            Self::Mark(id) => format!("{STAGING}/{id}"),
        }
    }

    /// The key of the pack at a path that [`StoreKey::path`] built; `None` for anything else that lies in the store.
    pub fn parse(path: &str) -> Option<Self> {
        let key = Self::Pack(path.rsplit('/').next()?.parse().ok()?);
        (key.path() == path).then_some(key)
    }
}

/// Which of the 256 folders a pack is in: the last byte of its id, since the first ones tell the time and would put
/// everything of an hour into one folder.
pub fn shard_of(pack_id: Uuid) -> u8 {
    let [.., last] = pack_id.into_bytes();
    last
}

/// The name of a shard's folder.
pub fn shard_name(shard: u8) -> String {
    format!("{shard:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_sharded_by_the_random_end_of_the_id_and_parses_back() {
        let id: Uuid = "0198c0de-0000-7000-8000-0000000000ab".parse().unwrap();
        let path = StoreKey::Pack(id).path();
        assert_eq!(path, "packs/ab/0198c0de-0000-7000-8000-0000000000ab");
        assert_eq!(StoreKey::parse(&path), Some(StoreKey::Pack(id)));
    }

    #[test]
    fn what_is_not_ours_has_no_key() {
        for path in ["", "packs", "packs/ab/x", "packs/00/0198c0de-0000-7000-8000-0000000000ab", "packs/ab/.tmp"] {
            assert_eq!(StoreKey::parse(path), None, "{path}");
        }
    }
}
