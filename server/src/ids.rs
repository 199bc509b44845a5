//! Identifiers: made here, so that every row's id sorts by the time of its making.

use uuid::Uuid;

/// A new UUID of version 7. Ids made by one process sort in the order of their making.
pub fn new() -> Uuid {
    Uuid::now_v7()
}
