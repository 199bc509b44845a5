//! What writers upload: bytes of every kind of place that the server has for them.

use bytes::{Bytes, BytesMut};

use crate::model::Random;
use crate::samples;

/// Bytes and their digest.
#[derive(Debug, Clone)]
pub struct Content {
    pub bytes: Bytes,
    pub sha256: String,
}

impl Content {
    fn new(bytes: Bytes) -> Self {
        let sha256 = samples::sha256_hex(&bytes);
        Self { bytes, sha256 }
    }

    /// Half of them fit into their row, most others into one piece, few are many pieces, and one in a hundred reserves
    /// its quota beforehand. Of those that are not small, one in four is `former` with a few bytes put in, or as it was.
    pub fn random(random: &mut Random, former: Option<&Self>) -> Self {
        let (small, medium, large, reserving) = (16 << 10, 300 << 10, 4 << 20, 9 << 20);
        let size_bytes = match random.below(100) {
            0..50 => random.below(small + 1),
            50..85 => small + 1 + random.below(medium),
            85..99 => medium + random.below(large),
            _ => reserving,
        };
        match former {
            Some(former) if size_bytes > small && random.below(4) == 0 => former.edited(random),
            _ => Self::new(samples::noise(size_bytes, random.number())),
        }
    }

    fn edited(&self, random: &mut Random) -> Self {
        if random.below(3) == 0 {
            return self.clone();
        }
        let place = random.below(self.bytes.len() + 1);
        let mut bytes = BytesMut::from(&self.bytes[..place]);
        bytes.extend_from_slice(&samples::noise(1 + random.below(100), random.number()));
        bytes.extend_from_slice(&self.bytes[place..]);
        Self::new(bytes.freeze())
    }
}
