//! The ZIP format (APPNOTE 6.3.10), written as a stream whose length is known before its first byte.
//!
//! Contents are not compressed: most of what people keep is compressed already, and a length that is told lets a
//! client see how far it is and that nothing is missing. They stand in stored blocks of DEFLATE rather than as
//! "stored" entries: the checksum is known only behind the content, and readers that take an archive as it comes can
//! find that place in DEFLATE alone. Knows nothing of files, rights or stores.

use bytes::{BufMut as _, Bytes, BytesMut};
use chrono::{DateTime, Datelike as _, Timelike as _, Utc};

/// The longest stored block of DEFLATE, in bytes.
const BLOCK_BYTES_MAX: u64 = 65_535;
/// What stands before each block: its kind, its length, and the length's complement.
const BLOCK_HEAD_BYTES: u64 = 5;

/// What stands before an entry's path in its head and in the directory, and what stands behind a content.
const HEAD_BYTES: u64 = 30;
const LISTING_BYTES: u64 = 46;
const DESCRIPTOR_BYTES: u64 = 16;
const WIDE_DESCRIPTOR_BYTES: u64 = 24;
/// What the archive ends with, and what stands before that if it needs the Zip64 record.
const END_BYTES: u64 = 22;
const WIDE_END_BYTES: u64 = 56 + 20;
/// The field of an exact time; what stands before the numbers in a Zip64 field, and each of them.
const TIME_FIELD_BYTES: u64 = 9;
const WIDE_FIELD_BYTES: u64 = 4;
const WIDE_NUMBER_BYTES: u64 = 8;

/// From here on a size or offset stands in a Zip64 field.
const WIDE: u64 = 0xffff_ffff;
/// From here on a number of entries stands in the Zip64 record.
const MANY: u64 = 0xffff;

/// Names are UTF-8.
const FLAG_UTF8: u16 = 1 << 11;
/// Checksum and sizes stand behind the content.
const FLAG_DESCRIPTOR: u16 = 1 << 3;

const METHOD_STORED: u16 = 0;
const METHOD_DEFLATED: u16 = 8;

/// What reads an entry must know: DEFLATE and folders, or Zip64.
const VERSION_PLAIN: u16 = 20;
const VERSION_WIDE: u16 = 45;
/// Written on Unix, so that attributes are read as a mode.
const VERSION_MADE_BY: u16 = (3 << 8) | VERSION_WIDE;

const MODE_FILE: u32 = 0o100_644 << 16;
/// With the bit by which MS-DOS knows a folder.
const MODE_FOLDER: u32 = (0o040_755 << 16) | 0x10;

/// A file or folder of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path in the archive, relative, with `/` between its steps; a folder's ends with one.
    pub path: String,
    pub modified_at: DateTime<Utc>,
    /// 0 for folders.
    pub size_bytes: u64,
}

impl Entry {
    fn is_folder(&self) -> bool {
        self.path.ends_with('/')
    }

    /// What has no content has nothing to be checked behind it either.
    fn has_content(&self) -> bool {
        self.size_bytes > 0
    }

    /// How many bytes the content takes in its blocks.
    fn stored_bytes(&self) -> u64 {
        self.size_bytes + self.size_bytes.div_ceil(BLOCK_BYTES_MAX) * BLOCK_HEAD_BYTES
    }

    fn is_wide(&self) -> bool {
        self.stored_bytes() >= WIDE
    }

    fn head(&self, head: &mut BytesMut, version: u16) {
        let (flags, method) = if self.has_content() {
            (FLAG_UTF8 | FLAG_DESCRIPTOR, METHOD_DEFLATED)
        } else {
            (FLAG_UTF8, METHOD_STORED)
        };
        let (time, date) = dos_time(self.modified_at);
        head.put_u16_le(version);
        head.put_u16_le(flags);
        head.put_u16_le(method);
        head.put_u16_le(time);
        head.put_u16_le(date);
    }

    /// How many bytes stand before the content.
    fn head_bytes(&self) -> u64 {
        let wide = if self.is_wide() { WIDE_FIELD_BYTES + 2 * WIDE_NUMBER_BYTES } else { 0 };
        HEAD_BYTES + self.path.len() as u64 + self.time_field_bytes() + wide
    }

    /// How many bytes stand behind the content.
    fn descriptor_bytes(&self) -> u64 {
        match (self.has_content(), self.is_wide()) {
            (false, _) => 0,
            (true, false) => DESCRIPTOR_BYTES,
            (true, true) => WIDE_DESCRIPTOR_BYTES,
        }
    }

    /// How many bytes the directory has of an entry that begins there.
    fn listing_bytes(&self, offset: u64) -> u64 {
        let numbers = if self.is_wide() { 2 } else { 0 } + u64::from(offset >= WIDE);
        let wide = if numbers > 0 { WIDE_FIELD_BYTES + numbers * WIDE_NUMBER_BYTES } else { 0 };
        LISTING_BYTES + self.path.len() as u64 + self.time_field_bytes() + wide
    }

    fn time_field_bytes(&self) -> u64 {
        if self.unix_seconds().is_some() { TIME_FIELD_BYTES } else { 0 }
    }

    /// As the field of the exact time holds it, from 1901 to 2038.
    fn unix_seconds(&self) -> Option<i32> {
        i32::try_from(self.modified_at.timestamp()).ok()
    }

    /// The exact time, which the entry's own fields tell in steps of two seconds and of no zone in particular.
    fn time_field(&self, extra: &mut BytesMut) {
        if let Some(seconds) = self.unix_seconds() {
            extra.put_u16_le(0x5455);
            extra.put_u16_le(5);
            extra.put_u8(1);
            extra.put_i32_le(seconds);
        }
    }
}

/// How long an archive of these entries is. Reckoned, not written: an archive's directory may have tens of megabytes.
pub fn size_bytes<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> u64 {
    let (mut offset, mut directory_bytes, mut count) = (0, 0, 0);
    for entry in entries {
        directory_bytes += entry.listing_bytes(offset);
        offset += entry.head_bytes() + entry.stored_bytes() + entry.descriptor_bytes();
        count += 1;
    }
    let wide = if needs_wide_end(count, offset, directory_bytes) { WIDE_END_BYTES } else { 0 };
    offset + directory_bytes + wide + END_BYTES
}

/// Whether the archive's end has numbers that its own fields can't hold.
fn needs_wide_end(entries: u64, offset: u64, directory_bytes: u64) -> bool {
    entries >= MANY || offset >= WIDE || directory_bytes >= WIDE
}

/// Writes an archive: for each entry [`Writer::begin`], its content through [`Blocks`], and [`Writer::end`]; at last
/// [`Writer::finish`].
#[derive(Debug, Default)]
pub struct Writer {
    /// Where the next entry begins.
    offset: u64,
    /// Where the entry begun last begins.
    entry_offset: u64,
    entries: u64,
    /// The directory at the archive's end, as far as it is known.
    directory: BytesMut,
}

impl Writer {
    /// What stands before an entry's content.
    pub fn begin(&mut self, entry: &Entry) -> Bytes {
        let mut extra = BytesMut::new();
        entry.time_field(&mut extra);
        if entry.is_wide() {
            extra.put_u16_le(0x0001);
            extra.put_u16_le(16);
            extra.put_bytes(0, 16);
        }
        let mut head = BytesMut::with_capacity(64 + entry.path.len());
        head.put_u32_le(0x0403_4b50);
        entry.head(&mut head, if entry.is_wide() { VERSION_WIDE } else { VERSION_PLAIN });
        head.put_u32_le(0);
        head.put_u32_le(narrow(if entry.is_wide() { WIDE } else { 0 }));
        head.put_u32_le(narrow(if entry.is_wide() { WIDE } else { 0 }));
        head.put_u16_le(length(&entry.path));
        head.put_u16_le(length(&extra));
        head.put_slice(entry.path.as_bytes());
        head.put_slice(&extra);
        self.entry_offset = self.offset;
        self.offset += head.len() as u64 + entry.stored_bytes();
        head.freeze()
    }

    /// What stands behind an entry's content, whose CRC-32 is known by now.
    pub fn end(&mut self, entry: &Entry, crc32: u32) -> Bytes {
        let mut descriptor = BytesMut::new();
        if entry.has_content() {
            descriptor.put_u32_le(0x0807_4b50);
            descriptor.put_u32_le(crc32);
            if entry.is_wide() {
                descriptor.put_u64_le(entry.stored_bytes());
                descriptor.put_u64_le(entry.size_bytes);
            } else {
                descriptor.put_u32_le(narrow(entry.stored_bytes()));
                descriptor.put_u32_le(narrow(entry.size_bytes));
            }
        }
        self.offset += descriptor.len() as u64;
        self.list(entry, crc32);
        descriptor.freeze()
    }

    /// Adds the entry to the directory.
    fn list(&mut self, entry: &Entry, crc32: u32) {
        let mut wide = BytesMut::new();
        if entry.is_wide() {
            wide.put_u64_le(entry.size_bytes);
            wide.put_u64_le(entry.stored_bytes());
        }
        if self.entry_offset >= WIDE {
            wide.put_u64_le(self.entry_offset);
        }
        let mut extra = BytesMut::new();
        entry.time_field(&mut extra);
        if !wide.is_empty() {
            extra.put_u16_le(0x0001);
            extra.put_u16_le(length(&wide));
            extra.put_slice(&wide);
        }
        let (stored, size) = if entry.is_wide() { (WIDE, WIDE) } else { (entry.stored_bytes(), entry.size_bytes) };
        let directory = &mut self.directory;
        directory.put_u32_le(0x0201_4b50);
        directory.put_u16_le(VERSION_MADE_BY);
        entry.head(directory, if wide.is_empty() { VERSION_PLAIN } else { VERSION_WIDE });
        directory.put_u32_le(crc32);
        directory.put_u32_le(narrow(stored));
        directory.put_u32_le(narrow(size));
        directory.put_u16_le(length(&entry.path));
        directory.put_u16_le(length(&extra));
        // No comment, the first disk, no internal attributes.
        directory.put_bytes(0, 6);
        directory.put_u32_le(if entry.is_folder() { MODE_FOLDER } else { MODE_FILE });
        directory.put_u32_le(narrow(self.entry_offset));
        directory.put_slice(entry.path.as_bytes());
        directory.put_slice(&extra);
        self.entries += 1;
    }

    /// The directory and what stands behind it: the archive's end.
    pub fn finish(self) -> Bytes {
        let Self { offset, entries, directory: mut end, .. } = self;
        let directory_bytes = end.len() as u64;
        if needs_wide_end(entries, offset, directory_bytes) {
            end.put_u32_le(0x0606_4b50);
            end.put_u64_le(44);
            end.put_u16_le(VERSION_MADE_BY);
            end.put_u16_le(VERSION_WIDE);
            end.put_bytes(0, 8);
            end.put_u64_le(entries);
            end.put_u64_le(entries);
            end.put_u64_le(directory_bytes);
            end.put_u64_le(offset);
            end.put_u32_le(0x0706_4b50);
            end.put_u32_le(0);
            end.put_u64_le(offset + directory_bytes);
            end.put_u32_le(1);
        }
        let told = u16::try_from(entries.min(MANY)).unwrap_or(u16::MAX);
        end.put_u32_le(0x0605_4b50);
        end.put_bytes(0, 4);
        end.put_u16_le(told);
        end.put_u16_le(told);
        end.put_u32_le(narrow(directory_bytes));
        end.put_u32_le(narrow(offset));
        end.put_u16_le(0);
        end.freeze()
    }
}

/// Puts a content into blocks as it comes.
#[derive(Debug)]
pub struct Blocks {
    size_bytes: u64,
    taken_bytes: u64,
    crc32: crc32fast::Hasher,
}

impl Blocks {
    /// For the content of `entry`.
    pub fn new(entry: &Entry) -> Self {
        Self { size_bytes: entry.size_bytes, taken_bytes: 0, crc32: crc32fast::Hasher::new() }
    }

    /// The next piece of the content, with the heads of the blocks that begin in it.
    ///
    /// Answers `None` where the content is longer than the entry says.
    pub fn put(&mut self, piece: &[u8]) -> Option<Bytes> {
        if piece.len() as u64 > self.size_bytes - self.taken_bytes {
            return None;
        }
        self.crc32.update(piece);
        let mut put = BytesMut::with_capacity(piece.len() + 64);
        let mut rest = piece;
        while !rest.is_empty() {
            let in_block = self.taken_bytes % BLOCK_BYTES_MAX;
            let block_bytes = BLOCK_BYTES_MAX.min(self.size_bytes - (self.taken_bytes - in_block));
            if in_block == 0 {
                let is_last = self.taken_bytes + block_bytes == self.size_bytes;
                let told = u16::try_from(block_bytes).unwrap_or(u16::MAX);
                put.put_u8(u8::from(is_last));
                put.put_u16_le(told);
                put.put_u16_le(!told);
            }
            let fits = usize::try_from(block_bytes - in_block).unwrap_or(usize::MAX);
            let (taken, behind) = rest.split_at(rest.len().min(fits));
            put.put_slice(taken);
            self.taken_bytes += taken.len() as u64;
            rest = behind;
        }
        Some(put.freeze())
    }

    /// The CRC-32 of the content; `None` where it is shorter than the entry says.
    pub fn finish(self) -> Option<u32> {
        (self.taken_bytes == self.size_bytes).then(|| self.crc32.finalize())
    }
}

/// A number as its narrow field holds it; all ones stand for "see the wide field".
fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Paths are bounded by the depth of folders, fields by what is written here: both far below what a length can tell.
fn length(bytes: impl AsRef<[u8]>) -> u16 {
    u16::try_from(bytes.as_ref().len()).unwrap_or(u16::MAX)
}

/// Time and date of MS-DOS, in UTC; the nearest where there is none.
fn dos_time(time: DateTime<Utc>) -> (u16, u16) {
    let year = (time.year() - 1980).clamp(0, 127);
    let fit = |number: u32| u16::try_from(number).unwrap_or_default();
    let date = u16::try_from(year).unwrap_or_default() << 9 | fit(time.month()) << 5 | fit(time.day());
    (fit(time.hour()) << 11 | fit(time.minute()) << 5 | fit(time.second() / 2), date)
}

#[cfg(test)]
mod tests;
