//! Archives as others read them: Python's `zipfile` is the judge where there is one, and there is on every machine that
//! builds this.

use std::io::Write as _;
use std::process::Command;

use chrono::TimeZone as _;
use proptest::prelude::*;

use super::*;

fn entry(path: &str, size_bytes: usize) -> Entry {
    let modified_at = Utc.with_ymd_and_hms(2026, 11, 21, 13, 14, 15).unwrap();
    Entry { path: path.to_owned(), modified_at, size_bytes: size_bytes as u64 }
}

/// The archive, its contents given in pieces of that length.
fn archive(contents: &[(Entry, Vec<u8>)], piece_bytes: usize) -> Vec<u8> {
    let mut writer = Writer::default();
    let mut archive = Vec::new();
    for (entry, content) in contents {
        archive.extend_from_slice(&writer.begin(entry));
        let mut blocks = Blocks::new(entry);
        for piece in content.chunks(piece_bytes) {
            archive.extend_from_slice(&blocks.put(piece).unwrap());
        }
        archive.extend_from_slice(&writer.end(entry, blocks.finish().unwrap()));
    }
    archive.extend_from_slice(&writer.finish());
    let entries: Vec<Entry> = contents.iter().map(|(entry, _)| entry.clone()).collect();
    assert_eq!(archive.len() as u64, size_bytes(&entries), "the length is told before");
    archive
}

/// Runs a program of Python over the archive as `path`; answers what it prints.
fn python(archive: &[u8], program: &str) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(archive).unwrap();
    let program = format!("import sys, zipfile\npath = sys.argv[1]\n{program}");
    let output = Command::new("python3").arg("-c").arg(program).arg(file.path()).output().expect("python3 is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn python_reads_what_was_written() {
    let large: Vec<u8> = (0..200_000_u32).map(|number| (number * 7 % 251) as u8).collect();
    let contents = [
        (entry("Folder/", 0), Vec::new()),
        (entry("Folder/größer ☃.txt", 5), b"hello".to_vec()),
        (entry("Folder/empty", 0), Vec::new()),
        (entry("one block", 65_535), large[..65_535].to_vec()),
        (entry("one more", 65_536), large[..65_536].to_vec()),
        (entry("large.bin", large.len()), large.clone()),
    ];
    let program = "
archive = zipfile.ZipFile(path)
assert archive.testzip() is None
for info in archive.infolist():
    print(info.filename, info.file_size, info.date_time, oct(info.external_attr >> 16), info.is_dir())
assert archive.read('Folder/größer ☃.txt') == b'hello'
assert archive.read('large.bin') == bytes(number * 7 % 251 for number in range(200000))
";
    for piece_bytes in [1, 1000, 65_535, 1 << 20] {
        let told = python(&archive(&contents, piece_bytes), program);
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines[0], "Folder/ 0 (2026, 11, 21, 13, 14, 14) 0o40755 True");
        assert_eq!(lines[1], "Folder/größer ☃.txt 5 (2026, 11, 21, 13, 14, 14) 0o100644 False");
        assert_eq!(lines.len(), 6);
    }
}

/// As a reader does that takes the archive from a pipe and never sees the directory at its end.
#[test]
fn an_archive_can_be_read_as_it_comes() {
    let content = vec![7; 100_000];
    let archive = archive(&[(entry("a", content.len()), content.clone()), (entry("b", 1), vec![1])], 5000);
    let program = "
import zlib, struct
data = open(path, 'rb').read()
for want in [b'\\x07' * 100000, b'\\x01']:
    names, extras = struct.unpack('<HH', data[26:30])
    inflate = zlib.decompressobj(-15)
    assert inflate.decompress(data[30 + names + extras:]) == want
    assert inflate.eof
    signature, crc, stored, size = struct.unpack('<IIII', inflate.unused_data[:16])
    assert (signature, crc, size) == (0x08074b50, zlib.crc32(want), len(want))
    data = inflate.unused_data[16:]
assert data[:4] == b'PK\\x01\\x02'
";
    python(&archive, program);
}

/// More entries than the old format can count.
#[test]
fn many_entries_need_zip64() {
    let contents: Vec<_> = (0..70_000).map(|number| (entry(&format!("{number}"), 0), Vec::new())).collect();
    let archive = archive(&contents, 1);
    let told =
        python(&archive, "archive = zipfile.ZipFile(path)\nprint(len(archive.namelist()), archive.namelist()[-1])");
    assert_eq!(told.trim(), "70000 69999");
}

/// Files beyond 4 GiB, and entries that begin beyond them: the contents stand in a file with holes.
#[test]
fn large_files_need_zip64() {
    use std::io::{Seek as _, SeekFrom};
    const SIZE_BYTES: u64 = 5 << 30;
    let large = Entry { size_bytes: SIZE_BYTES, ..entry("large", 0) };
    let small = entry("small", 5);
    let mut writer = Writer::default();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&writer.begin(&large)).unwrap();
    file.seek(SeekFrom::Current(i64::try_from(large.stored_bytes()).unwrap())).unwrap();
    file.write_all(&writer.end(&large, 1)).unwrap();
    file.write_all(&writer.begin(&small)).unwrap();
    let mut blocks = Blocks::new(&small);
    file.write_all(&blocks.put(b"hello").unwrap()).unwrap();
    file.write_all(&writer.end(&small, blocks.finish().unwrap())).unwrap();
    file.write_all(&writer.finish()).unwrap();
    assert_eq!(file.stream_position().unwrap(), size_bytes(&[large, small]));
    let program = "
import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
print([(info.filename, info.file_size, info.compress_size) for info in archive.infolist()], archive.read('small'))
";
    let output = Command::new("python3").arg("-c").arg(program).arg(file.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let stored = SIZE_BYTES + SIZE_BYTES.div_ceil(65_535) * 5;
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(told.trim(), format!("[('large', {SIZE_BYTES}, {stored}), ('small', 5, 10)] b'hello'"));
}

#[test]
fn a_content_of_another_length_is_noticed() {
    let entry = entry("a", 3);
    let mut blocks = Blocks::new(&entry);
    assert!(blocks.put(b"ab").is_some());
    assert!(blocks.put(b"cd").is_none());
    assert_eq!(blocks.finish(), None);
}

#[test]
fn times_outside_the_calendar_of_ms_dos_are_the_nearest() {
    let at = |year| dos_time(Utc.with_ymd_and_hms(year, 1, 2, 3, 4, 6).unwrap());
    assert_eq!(at(1970), at(1980));
    assert_eq!(at(2300), at(2107));
    assert_eq!(at(2026), (3 << 11 | 4 << 5 | 3, 46 << 9 | 1 << 5 | 2));
}

/// How long an archive is by what the writer gives; the contents themselves are only counted.
fn written_bytes(entries: &[Entry]) -> u64 {
    let mut writer = Writer::default();
    let framed = entries.iter().map(|entry| writer.begin(entry).len() + writer.end(entry, 0).len());
    let framed = framed.sum::<usize>() as u64;
    let contents: u64 = entries.iter().map(Entry::stored_bytes).sum();
    framed + contents + writer.finish().len() as u64
}

/// Around each number from which on something stands in a wide field.
#[test]
fn the_length_is_known_where_fields_become_wide() {
    for count in [MANY - 1, MANY, MANY + 1] {
        let entries: Vec<Entry> = (0..count).map(|number| entry(&format!("ä☃ {number}"), 0)).collect();
        assert_eq!(size_bytes(&entries), written_bytes(&entries), "{count} entries");
    }
    // What its blocks take is as wide as it can be, or one more; with the head before it the next one begins behind.
    let around = WIDE - WIDE.div_ceil(BLOCK_BYTES_MAX) * BLOCK_HEAD_BYTES;
    assert!(!sized(around - 200).is_wide() && sized(around + 200).is_wide());
    for size in around - 200..around + 200 {
        let entries = [sized(size), sized(1), sized(0)];
        assert_eq!(size_bytes(&entries), written_bytes(&entries), "{size} bytes");
    }
}

fn sized(size_bytes: u64) -> Entry {
    Entry { size_bytes, ..entry("größer ☃", 0) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn the_length_is_known_before(
        files in proptest::collection::vec(("[a-zä☃/]{1,30}", 0_usize..200_000), 0..8),
        piece_bytes in 1_usize..100_000,
    ) {
        let contents: Vec<_> = files
            .into_iter()
            .map(|(path, size_bytes)| {
                let size_bytes = if path.ends_with('/') { 0 } else { size_bytes };
                (entry(&path, size_bytes), vec![1; size_bytes])
            })
            .collect();
        archive(&contents, piece_bytes);
    }

    #[test]
    fn the_length_is_known_whatever_the_sizes_and_times(
        files in proptest::collection::vec(
            ("[a-zä☃/]{1,30}", prop_oneof![0..2_u64, 0..1_u64 << 20, 0..1_u64 << 34], -1_i64 << 33..1 << 33),
            0..8,
        ),
    ) {
        let entries: Vec<Entry> = files
            .into_iter()
            .map(|(path, size_bytes, seconds)| {
                let modified_at = Utc.timestamp_opt(seconds, 0).unwrap();
                Entry { size_bytes: if path.ends_with('/') { 0 } else { size_bytes }, modified_at, path }
            })
            .collect();
        prop_assert_eq!(size_bytes(&entries), written_bytes(&entries));
    }
}
