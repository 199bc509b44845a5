//! What sort of file some bytes are: the media type told from them, and the kind that follows from the type.
//! What a sender claims is never asked; a name's extension only tells formats apart that look alike in their bytes.

use crate::db::entity::file::FileKind;
use crate::domain::names;

/// The media type of bytes that nothing is known about.
pub const UNKNOWN: &str = "application/octet-stream";

/// The kind of a media type.
pub fn kind_of(media_type: &str) -> FileKind {
    match media_type {
        "application/gzip"
        | "application/vnd.android.package-archive"
        | "application/vnd.bzip3"
        | "application/vnd.debian.binary-package"
        | "application/vnd.ms-cab-compressed"
        | "application/vnd.rar"
        | "application/x-7z-compressed"
        | "application/x-bzip2"
        | "application/x-compress"
        | "application/x-cpio"
        | "application/java-archive"
        | "application/x-lz4"
        | "application/x-lzip"
        | "application/x-rpm"
        | "application/x-tar"
        | "application/x-unix-archive"
        | "application/x-xz"
        | "application/zip"
        | "application/zstd" => FileKind::Archive,
        "application/epub+zip"
        | "application/msword"
        | "application/pdf"
        | "application/postscript"
        | "application/rtf"
        | "application/vnd.oasis.opendocument.text"
        | "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        | "application/x-mobipocket-ebook"
        | "image/vnd.djvu" => FileKind::Document,
        "application/vnd.ms-excel"
        | "application/vnd.oasis.opendocument.spreadsheet"
        | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        | "text/csv"
        | "text/tab-separated-values" => FileKind::Spreadsheet,
        "application/vnd.ms-powerpoint"
        | "application/vnd.oasis.opendocument.presentation"
        | "application/vnd.openxmlformats-officedocument.presentationml.presentation" => FileKind::Presentation,
        "application/vnd.ms-outlook" | "application/mbox" | "message/rfc822" => FileKind::Email,
        "application/json" | "application/sql" | "application/toml" | "application/xml" | "application/yaml"
        | "text/css" | "text/html" | "text/javascript" | "text/xml" => FileKind::Code,
        _ => match media_type.split_once('/') {
            Some(("audio", _)) => FileKind::Audio,
            Some(("image", _)) => FileKind::Image,
            Some(("video", _)) => FileKind::Video,
            // Source code has no registered types.
            Some(("text", subtype)) if subtype.starts_with("x-") => FileKind::Code,
            Some(("text", _)) => FileKind::Text,
            _ => FileKind::File,
        },
    }
}

/// The media type of a content, told from its first bytes (8 KiB are plenty) and, where several formats share a
/// container or are plain text, from the extension of `name`.
pub fn media_type(head: &[u8], name: &str) -> &'static str {
    let extension = names::extension(name).map(str::to_ascii_lowercase);
    let extension = extension.as_deref().unwrap_or_default();
    if head.is_empty() {
        return by_extension(TEXT_FORMATS, extension).unwrap_or(UNKNOWN);
    }
    // Text first: signatures of two letters such as `MZ` and `BM` are the beginning of sentences, too.
    if is_text(head) {
        return text_type(head, extension);
    }
    // Answered here and not by the library: it would parse the whole file, which may be hostile.
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return by_extension(OLE_FORMATS, extension).unwrap_or("application/x-ole-storage");
    }
    match infer::get(head).map(|found| found.mime_type()) {
        // Which of the files in the container comes first is up to its writer, and so is what the bytes can tell.
        Some("application/zip") => by_extension(ZIP_FORMATS, extension).unwrap_or("application/zip"),
        Some(found) => found,
        None => UNKNOWN,
    }
}

/// The extension that files of a media type mostly have, without its dot; `bin` for those that have none.
pub fn extension_of(media_type: &str) -> &'static str {
    let usual = USUAL_EXTENSIONS.iter().find(|(known, _)| *known == media_type);
    let formats = [TEXT_FORMATS, ZIP_FORMATS, OLE_FORMATS].into_iter().flatten();
    let of_format = || formats.clone().find(|(_, known)| *known == media_type).map(|(extension, _)| *extension);
    usual.map(|(_, extension)| *extension).or_else(of_format).unwrap_or("bin")
}

/// Whether the bytes are the beginning of a text: UTF-8 (cut anywhere), or UTF-16 with its mark.
fn is_text(head: &[u8]) -> bool {
    let is_printable = |character: char| !character.is_control() || matches!(character, '\t' | '\n' | '\r' | '\u{c}');
    if let Some((mark @ ([0xff, 0xfe] | [0xfe, 0xff]), units)) = head.split_first_chunk::<2>() {
        let units = units.chunks_exact(2).map(|pair| match mark {
            [0xff, _] => u16::from_le_bytes([pair[0], pair[1]]),
            _ => u16::from_be_bytes([pair[0], pair[1]]),
        });
        // A pair of units may be cut at the end; more than that is no text.
        let faults = char::decode_utf16(units).filter(|unit| !unit.as_ref().is_ok_and(|unit| is_printable(*unit)));
        return faults.count() <= 1;
    }
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // Cut within a character: no `error_len` says that more bytes would have completed it.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    text.chars().all(is_printable)
}

/// The type of a text: formats that name themselves in their first line, then the extension, then the looks.
fn text_type(head: &[u8], extension: &str) -> &'static str {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    for (signature, media_type) in SIGNED_TEXTS {
        if head.starts_with(signature.as_bytes()) {
            return media_type;
        }
    }
    if let Some(media_type) = by_extension(TEXT_FORMATS, extension) {
        return media_type;
    }
    let start = head[..head.len().min(256)].to_ascii_lowercase();
    for (signature, media_type) in LIKELY_TEXTS {
        if start.starts_with(signature.as_bytes()) {
            return media_type;
        }
    }
    "text/plain"
}

fn by_extension(formats: &[(&str, &'static str)], extension: &str) -> Option<&'static str> {
    let index = formats.binary_search_by_key(&extension, |(known, _)| known).ok()?;
    Some(formats[index].1)
}

/// By media type, where no format is told by the extension, or several are called alike.
const USUAL_EXTENSIONS: &[(&str, &str)] = &[
    ("application/gzip", "gz"),
    ("application/pdf", "pdf"),
    ("application/postscript", "ps"),
    ("application/rtf", "rtf"),
    ("application/vnd.rar", "rar"),
    ("application/wasm", "wasm"),
    ("application/x-7z-compressed", "7z"),
    ("application/x-bzip2", "bz2"),
    ("application/x-executable", "elf"),
    ("application/x-tar", "tar"),
    ("application/x-xz", "xz"),
    ("application/xml", "xml"),
    ("application/zip", "zip"),
    ("application/zstd", "zst"),
    ("audio/mpeg", "mp3"),
    ("audio/ogg", "ogg"),
    ("audio/x-flac", "flac"),
    ("audio/x-wav", "wav"),
    ("image/avif", "avif"),
    ("image/bmp", "bmp"),
    ("image/gif", "gif"),
    ("image/heif", "heif"),
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("image/svg+xml", "svg"),
    ("image/tiff", "tif"),
    ("image/webp", "webp"),
    ("text/html", "html"),
    ("text/plain", "txt"),
    ("text/x-shellscript", "sh"),
    ("video/mp4", "mp4"),
    ("video/quicktime", "mov"),
    ("video/webm", "webm"),
    ("video/x-matroska", "mkv"),
    ("video/x-msvideo", "avi"),
];

const SIGNED_TEXTS: &[(&str, &str)] =
    &[("%PDF-", "application/pdf"), ("{\\rtf", "application/rtf"), ("%!PS", "application/postscript")];

/// Only believed where the extension says nothing: a text about HTML may well begin like HTML.
const LIKELY_TEXTS: &[(&str, &str)] = &[
    ("<!doctype html", "text/html"),
    ("<html", "text/html"),
    ("<svg", "image/svg+xml"),
    ("<?xml", "application/xml"),
    ("#!", "text/x-shellscript"),
];

/// By extension, sorted.
const OLE_FORMATS: &[(&str, &str)] = &[
    ("doc", "application/msword"),
    ("dot", "application/msword"),
    ("msg", "application/vnd.ms-outlook"),
    ("pps", "application/vnd.ms-powerpoint"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("xls", "application/vnd.ms-excel"),
    ("xlt", "application/vnd.ms-excel"),
];

/// By extension, sorted.
const ZIP_FORMATS: &[(&str, &str)] = &[
    ("apk", "application/vnd.android.package-archive"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("epub", "application/epub+zip"),
    ("jar", "application/java-archive"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
];

/// By extension, sorted.
const TEXT_FORMATS: &[(&str, &str)] = &[
    ("bash", "text/x-shellscript"),
    ("c", "text/x-c"),
    ("cc", "text/x-c++"),
    ("cpp", "text/x-c++"),
    ("cs", "text/x-csharp"),
    ("css", "text/css"),
    ("csv", "text/csv"),
    ("eml", "message/rfc822"),
    ("go", "text/x-go"),
    ("h", "text/x-c"),
    ("hpp", "text/x-c++"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("ics", "text/calendar"),
    ("java", "text/x-java"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("kt", "text/x-kotlin"),
    ("log", "text/plain"),
    ("lua", "text/x-lua"),
    ("markdown", "text/markdown"),
    ("mbox", "application/mbox"),
    ("md", "text/markdown"),
    ("mjs", "text/javascript"),
    ("php", "text/x-php"),
    ("pl", "text/x-perl"),
    ("py", "text/x-python"),
    ("rb", "text/x-ruby"),
    ("rs", "text/x-rust"),
    ("sh", "text/x-shellscript"),
    ("sql", "application/sql"),
    ("svg", "image/svg+xml"),
    ("swift", "text/x-swift"),
    ("toml", "application/toml"),
    ("ts", "text/x-typescript"),
    ("tsv", "text/tab-separated-values"),
    ("tsx", "text/x-typescript"),
    ("txt", "text/plain"),
    ("vcf", "text/vcard"),
    ("xhtml", "application/xhtml+xml"),
    ("xml", "application/xml"),
    ("yaml", "application/yaml"),
    ("yml", "application/yaml"),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in [OLE_FORMATS, ZIP_FORMATS, TEXT_FORMATS] {
            assert!(table.is_sorted_by(|left, right| left.0 < right.0));
        }
    }

    #[test]
    fn bytes_win_over_the_extension() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        assert_eq!(media_type(png, "harmless.txt"), "image/png");
        assert_eq!(media_type(b"just words", "photo.png"), "text/plain");
        assert_eq!(media_type(b"%PDF-1.7\n1 0 obj", "a.txt"), "application/pdf");
        assert_eq!(media_type(b"\0\x01\x02\x03", "a.json"), UNKNOWN);
    }

    #[test]
    fn sentences_are_text_though_they_begin_like_a_signature() {
        assert_eq!(media_type(b"MZ is how Mark signs.", "letter"), "text/plain");
        assert_eq!(media_type(b"BM", "a.bmp"), "text/plain");
    }

    #[test]
    fn the_extension_tells_texts_apart() {
        assert_eq!(media_type(b"a,b\n1,2\n", "Table.CSV"), "text/csv");
        assert_eq!(media_type(b"# Title", "a.md"), "text/markdown");
        assert_eq!(media_type(b"<!DOCTYPE html><p>", "page"), "text/html");
        assert_eq!(media_type(b"<!DOCTYPE html><p>", "page.txt"), "text/plain");
        assert_eq!(media_type(b"", "a.json"), "application/json");
        assert_eq!(media_type(b"", "a"), UNKNOWN);
    }

    #[test]
    fn a_head_cut_within_a_character_is_text() {
        assert_eq!(media_type(&"über".as_bytes()[..1], "a"), UNKNOWN);
        assert_eq!(media_type(&"aü".as_bytes()[..2], "a"), "text/plain");
        assert_eq!(media_type(b"\xff\xfea\0b\0\n\0", "a.txt"), "text/plain");
    }

    #[test]
    fn containers_are_told_apart_by_the_extension() {
        let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0";
        assert_eq!(media_type(ole, "a.xls"), "application/vnd.ms-excel");
        assert_eq!(media_type(ole, "a"), "application/x-ole-storage");
        let zip = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x05\0\0\0a.txt";
        assert_eq!(media_type(zip, "a.zip"), "application/zip");
        assert_eq!(kind_of(media_type(zip, "a.docx")), FileKind::Document);
    }

    #[test]
    fn kinds_follow_from_types() {
        for (media_type, kind) in [
            ("image/png", FileKind::Image),
            ("video/mp4", FileKind::Video),
            ("audio/mpeg", FileKind::Audio),
            ("text/plain", FileKind::Text),
            ("text/x-rust", FileKind::Code),
            ("text/csv", FileKind::Spreadsheet),
            ("message/rfc822", FileKind::Email),
            ("application/zip", FileKind::Archive),
            (UNKNOWN, FileKind::File),
        ] {
            assert_eq!(kind_of(media_type), kind, "{media_type}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(head in proptest::collection::vec(any::<u8>(), 0..600), name in ".{0,20}") {
            prop_assert!(media_type(&head, &name).contains('/'));
        }

        #[test]
        fn no_ending_of_a_known_beginning_panics(
            beginning in proptest::sample::select(vec![&b"PK\x03\x04"[..], b"\xff\xfe", b"\xd0\xcf\x11\xe0", b"RIFF"]),
            ending in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            media_type(&[beginning, &ending].concat(), "a.docx");
        }
    }
}
