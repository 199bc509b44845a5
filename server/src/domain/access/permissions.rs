//! What a grant allows, as a set of five.

/// One thing that a grant may allow in a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See the share and read its files. Without it, nothing in the share exists.
    Read,
    /// Add folders and files.
    Create,
    /// Change folders and files: content, names, places, labels.
    Write,
    /// Trash, restore and remove.
    Delete,
    /// Change the share itself and who may do what in it.
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

/// A set of permissions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Permissions(i32);

impl Permissions {
    pub const ALL: Self = Self(0b1_1111);
    pub const NONE: Self = Self(0);

    /// From the database. Bits that mean nothing (yet) allow nothing.
    pub const fn from_bits(bits: i32) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// For the database.
    pub const fn bits(self) -> i32 {
        self.0
    }

    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::EVERY.into_iter().filter(move |permission| self.contains(*permission))
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(permissions.into_iter().fold(0, |bits, permission| bits | permission.bit()))
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
    }
}
