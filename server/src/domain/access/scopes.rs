//! What a credential is limited to. A scope never gives a right that its user lacks.

/// One thing that a credential may be used for. None implies another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// See.
    Read,
    /// Change files, folders and shares.
    Write,
    /// Change organizations, members and tokens.
    Admin,
}

impl Scope {
    pub const EVERY: [Self; 3] = [Self::Read, Self::Write, Self::Admin];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|scope| scope.name() == name)
    }

    const fn bit(self) -> u8 {
        match self {
            Self::Read => 1,
            Self::Write => 2,
            Self::Admin => 4,
        }
    }
}

/// A set of scopes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Scopes(u8);

impl Scopes {
    pub const ALL: Self = Self(0b111);
    pub const NONE: Self = Self(0);

    pub const fn contains(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    pub const fn contains_all(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::EVERY.into_iter().filter(move |scope| self.contains(*scope))
    }

    /// From a token's row. A name that means nothing allows nothing.
    pub fn from_row(json: &str) -> Self {
        let names: Vec<String> = serde_json::from_str(json).unwrap_or_default();
        names.iter().filter_map(|name| Scope::from_name(name)).collect()
    }

    /// For a token's row: a JSON array of names.
    pub fn to_row(self) -> String {
        serde_json::Value::from_iter(self.iter().map(Scope::name)).to_string()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |bits, scope| bits | scope.bit()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_round_trip_and_unknown_names_allow_nothing() {
        let some: Scopes = [Scope::Read, Scope::Admin].into_iter().collect();
        assert_eq!(some.to_row(), r#"["read","admin"]"#);
        assert_eq!(Scopes::from_row(&some.to_row()), some);
        assert_eq!(Scopes::from_row(r#"["root","read"]"#), [Scope::Read].into_iter().collect());
        assert_eq!(Scopes::from_row("nonsense"), Scopes::NONE);
    }

    #[test]
    fn a_set_contains_its_parts_only() {
        let read: Scopes = [Scope::Read].into_iter().collect();
        assert!(Scopes::ALL.contains_all(read));
        assert!(!read.contains_all(Scopes::ALL));
        assert!(read.contains_all(Scopes::NONE));
    }
}
