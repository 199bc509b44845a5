//! Column types for what no log may show, however a row gets printed.

use std::fmt;

use sea_orm::DeriveValueType;

/// Bytes that `Debug` hides.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct SecretBytes(pub Vec<u8>);

/// Text that `Debug` hides.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct SecretText(pub String);

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} bytes]", self.0.len())
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}
