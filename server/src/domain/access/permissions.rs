//! What a grant allows, as a set of five, and how much of the way to a thing its reader may see.

use crate::db::Recalled;

/// One thing that a grant may allow to do with a share, a folder or a file, and with everything below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See it and read it. Without this, it does not exist.
    Read,
    /// Add folders and files to it.
    Create,
    /// Change it: content, name, labels.
    Write,
    /// Trash, restore, remove it, or take it elsewhere.
    Delete,
    /// Change who may do what with it; and what a share is like.
    Manage,
}

impl Permission {
    pub const EVERY: [Self; 5] = [Self::Read, Self::Create, Self::Write, Self::Delete, Self::Manage];

    /// The bit that stands for it in the database; it can't change.
    pub const fn bit(self) -> i32 {
        match self {
            Self::Read => 1,
            Self::Create => 2,
            Self::Write => 4,
            Self::Delete => 8,
            Self::Manage => 16,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "READ",
            Self::Create => "CREATE",
            Self::Write => "WRITE",
            Self::Delete => "DELETE",
            Self::Manage => "MANAGE",
        }
    }
}

/// A set of permissions: what a grant allows, or what a caller may do with a thing. In the second case it also says
/// where the caller's view of the way to the thing begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Permissions {
    bits: i32,
    /// How many folders at the top of the thing's path the caller may not read.
    hidden_folders: usize,
}

impl Recalled for Permissions {
    const OUTLIVES_NEW_FILES: bool = true;
}

impl Permissions {
    pub const ALL: Self = Self { bits: 0b1_1111, hidden_folders: 0 };
    pub const NONE: Self = Self { bits: 0, hidden_folders: 0 };

    /// From the database. Bits that mean nothing (yet) allow nothing.
    pub const fn from_bits(bits: i32) -> Self {
        Self { bits: bits & Self::ALL.bits, hidden_folders: 0 }
    }

    /// For the database.
    pub const fn bits(self) -> i32 {
        self.bits
    }

    pub const fn contains(self, permission: Permission) -> bool {
        self.bits & permission.bit() != 0
    }

    pub const fn contains_all(self, others: Self) -> bool {
        self.bits & others.bits == others.bits
    }

    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::EVERY.into_iter().filter(move |permission| self.contains(*permission))
    }

    /// These and others; the view of the path stays.
    #[must_use]
    pub const fn with(self, others: Self) -> Self {
        Self { bits: self.bits | others.bits, ..self }
    }

    /// The same permissions of someone who may not read that many folders at the top of the path.
    pub(super) const fn hiding(self, hidden_folders: usize) -> Self {
        Self { hidden_folders, ..self }
    }

    /// A path below a share's root, such as `/a/b/c.txt`, from the first part on that the caller may read. Every
    /// path that is answered goes through here, since names above that part are none of the caller's business.
    pub fn visible_path(self, path: &str) -> &str {
        let mut rest = path;
        for _ in 0..self.hidden_folders {
            // The name of the thing itself always stays.
            let Some(next) = rest.get(1..).and_then(|names| names.find('/')) else { break };
            rest = rest.get(next + 1..).unwrap_or_default();
        }
        rest
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self::from_bits(permissions.into_iter().fold(0, |bits, permission| bits | permission.bit()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_round_trip_and_unknown_bits_allow_nothing() {
        let some: Permissions = [Permission::Read, Permission::Delete].into_iter().collect();
        assert_eq!(some.bits(), 9);
        assert_eq!(Permissions::from_bits(9), some);
        assert_eq!(some.iter().collect::<Vec<_>>(), [Permission::Read, Permission::Delete]);
        assert_eq!(Permissions::from_bits(32), Permissions::NONE);
        assert_eq!(Permission::EVERY.into_iter().collect::<Permissions>(), Permissions::ALL);
        assert!(Permissions::ALL.contains_all(some));
        assert!(!some.contains_all(Permissions::ALL));
    }

    #[test]
    fn a_path_begins_where_the_view_does() {
        let path = "/secret/ünder/plans/a.txt";
        let seen = |hidden_folders| Permissions::ALL.hiding(hidden_folders).visible_path(path);
        assert_eq!(seen(0), path);
        assert_eq!(seen(1), "/ünder/plans/a.txt");
        assert_eq!(seen(2), "/plans/a.txt");
        assert_eq!(seen(3), "/a.txt");
        // More than there are: the tree was changed meanwhile.
        assert_eq!(seen(9), "/a.txt");
    }
}
