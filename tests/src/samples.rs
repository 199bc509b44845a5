//! Contents to upload: small files of real types, and large ones made on the fly. All are the same at every run.

use std::io;

use bytes::Bytes;
use futures_util::{Stream, stream};
use sha2::{Digest as _, Sha256};

/// What a test reads into memory at the most, in bytes.
pub const LIMIT_BYTES: u64 = 1 << 28;

/// A PNG of one pixel.
pub fn png() -> Bytes {
    const PNG: &[u8] = &[
        0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
        6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 13, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0,
        0xf0, 0x1f, 0, 5, 0, 1, 0xff, 0x89, 0x99, 0x3d, 0x1d, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60,
        0x82,
    ];
    Bytes::from_static(PNG)
}

/// A document that a browser would run, if it were let.
pub fn html() -> Bytes {
    Bytes::from_static(b"<!DOCTYPE html><html><body><script>document.title='ran'</script></body></html>")
}

/// A picture that a browser would run, if it were let.
pub fn svg() -> Bytes {
    Bytes::from_static(b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>")
}

/// The start of a PDF, which is enough to be told as one.
pub fn pdf() -> Bytes {
    Bytes::from_static(b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n")
}

/// `size_bytes` bytes that look like noise and that `seed` makes different from others.
pub fn noise(size_bytes: usize, seed: u64) -> Bytes {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(size_bytes + 8);
    while bytes.len() < size_bytes {
        // xorshift64: no period that a block size divides.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(size_bytes);
    bytes.into()
}

/// A content too large to be made at once: `blocks` blocks of 1 MiB, each its own noise, as a stream.
pub fn blocks(blocks: u64) -> impl Stream<Item = io::Result<Bytes>> + Send + Sync + Unpin + 'static {
    stream::iter((0..blocks).map(|number| Ok(noise(BLOCK_BYTES, number + 1))))
}

/// The size of each of `blocks`.
pub const BLOCK_BYTES: usize = 1 << 20;

/// SHA-256 in hexadecimal, as `File.sha256` has it.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of `blocks(count)` in hexadecimal.
pub fn blocks_sha256_hex(count: u64) -> String {
    let mut hasher = Sha256::new();
    for number in 0..count {
        hasher.update(noise(BLOCK_BYTES, number + 1));
    }
    hex(&hasher.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
