//! What a browser is told to do with somebody's file: show it, or save it under its name, and as which type.
//!
//! Files come from people who do not trust each other, and are answered from an origin that holds credentials. What a
//! browser could run (HTML, SVG, XML, scripts, PDF …) is therefore never shown and never named by its type, and what
//! may be shown stands on a list; what is unknown is saved.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a browser should do with a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// Show it, if it can.
    Inline,
    /// Save it.
    Attachment,
}

/// The type that is told instead of one that could be run.
pub const OPAQUE_TYPE: &str = "application/octet-stream";

/// As what any text is shown: a browser that guesses neither type nor charset can be made to run nothing.
const TEXT_TYPE: &str = "text/plain; charset=utf-8";

/// What may be shown as what it is: pictures, sound and films, none of which can hold a script.
const INLINE_TYPES: &[&str] = &[
    "audio/aac",
    "audio/flac",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/webm",
    "audio/x-flac",
    "audio/x-wav",
    "image/avif",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
    "video/mp4",
    "video/ogg",
    "video/webm",
];

/// Texts that mean nothing to a browser and may be shown as plain text.
const INLINE_TEXT_TYPES: &[&str] = &["text/csv", "text/markdown", "text/plain", "text/tab-separated-values"];

/// What may be named by its type when it is saved: formats that a browser, or a page that refers to the file as a
/// script, style or frame, can't run.
const NAMED_TYPES: &[&str] = &[
    "application/epub+zip",
    "application/gzip",
    "application/json",
    "application/msword",
    "application/rtf",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.rar",
    "application/x-7z-compressed",
    "application/x-bzip2",
    "application/x-tar",
    "application/x-xz",
    "application/zip",
    "application/zstd",
    "audio/midi",
    "image/bmp",
    "image/heic",
    "image/heif",
    "image/jxl",
    "image/tiff",
    "image/vnd.adobe.photoshop",
    "video/mp2t",
    "video/mpeg",
    "video/quicktime",
    "video/x-matroska",
    "video/x-msvideo",
];

/// Families of such formats.
const NAMED_PREFIXES: &[&str] =
    &["application/vnd.oasis.opendocument.", "application/vnd.openxmlformats-officedocument.", "font/"];

/// The `Content-Type` to answer for a content whose type was found to be `mime_type`, and whether it may be shown.
pub fn served_type(mime_type: &str, force_download: bool) -> (Cow<'static, str>, Disposition) {
    let essence = mime_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let listed = |list: &[&'static str]| list.iter().copied().find(|listed| *listed == essence);
    if let Some(inline) = listed(INLINE_TYPES) {
        let disposition = if force_download { Disposition::Attachment } else { Disposition::Inline };
        return (Cow::Borrowed(inline), disposition);
    }
    if let Some(text) = listed(INLINE_TEXT_TYPES) {
        return if force_download {
            (Cow::Borrowed(text), Disposition::Attachment)
        } else {
            (Cow::Borrowed(TEXT_TYPE), Disposition::Inline)
        };
    }
    let named = match listed(NAMED_TYPES) {
        Some(named) => Cow::Borrowed(named),
        None if is_in_named_family(&essence) => Cow::Owned(essence),
        None => Cow::Borrowed(OPAQUE_TYPE),
    };
    (named, Disposition::Attachment)
}

fn is_in_named_family(essence: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"/.-".contains(&byte);
    // Without `+`: whatever ends in `+xml` is XML to a browser, and XML can hold scripts.
    essence.bytes().all(is_plain) && NAMED_PREFIXES.iter().any(|prefix| essence.starts_with(prefix))
}

/// The `Content-Disposition` for a file of this name (RFC 6266, RFC 8187). Whatever the name, it is a valid header:
/// one that is dropped for a stray character would turn a forced download into a page.
///
/// The exact name is in `filename*`; `filename` is the nearest in ASCII, for old clients.
pub fn content_disposition(disposition: Disposition, file_name: &str) -> String {
    let kind = match disposition {
        Disposition::Inline => "inline",
        Disposition::Attachment => "attachment",
    };
    let name: Cow<'_, str> = match file_name.contains(is_deceptive) {
        true => file_name.chars().filter(|character| !is_deceptive(*character)).collect(),
        false => Cow::Borrowed(file_name),
    };
    let name = if name.is_empty() { "file" } else { &*name };
    let mut header = String::with_capacity(64 + name.len());
    header.push_str(kind);
    header.push_str("; filename=\"");
    for character in name.chars() {
        match character {
            '"' | '\\' => header.extend(['\\', character]),
            // A separator would make a path of the name; a percent sign is decoded by some browsers, by others not.
            '/' | '%' => header.push('_'),
            ' '..='~' => header.push(character),
            _ => header.push('_'),
        }
    }
    header.push('"');
    if name.bytes().any(|byte| !byte.is_ascii_alphanumeric() && !b" .-_".contains(&byte)) {
        header.push_str("; filename*=UTF-8''");
        header.extend(utf8_percent_encode(name, ATTRIBUTE));
    }
    header
}

/// What RFC 8187 wants encoded: everything but `attr-char`.
const ATTRIBUTE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// Control characters, and those that turn the direction of writing, with which `invoice\u{202e}fdp.exe` is made to look
/// harmless in the browser's dialogue.
fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use poem::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn attachment(file_name: &str) -> String {
        content_disposition(Disposition::Attachment, file_name)
    }

    #[test]
    fn a_plain_name_is_told_once() {
        assert_eq!(attachment("Report 2.pdf"), "attachment; filename=\"Report 2.pdf\"");
        assert_eq!(content_disposition(Disposition::Inline, "a.png"), "inline; filename=\"a.png\"");
    }

    #[test]
    fn another_name_is_told_exactly_and_in_ascii() {
        assert_eq!(
            attachment("naïve ☃.txt"),
            "attachment; filename=\"na_ve _.txt\"; filename*=UTF-8''na%C3%AFve%20%E2%98%83.txt"
        );
        assert_eq!(
            attachment("a\"b\\c.txt"),
            "attachment; filename=\"a\\\"b\\\\c.txt\"; filename*=UTF-8''a%22b%5Cc.txt"
        );
        assert_eq!(attachment("100%.txt"), "attachment; filename=\"100_.txt\"; filename*=UTF-8''100%25.txt");
    }

    #[test]
    fn what_deceives_is_dropped() {
        assert_eq!(
            attachment("a\r\nSet-Cookie: x"),
            "attachment; filename=\"aSet-Cookie: x\"; filename*=UTF-8''aSet-Cookie%3A%20x"
        );
        assert_eq!(attachment("invoice\u{202e}fdp.exe"), "attachment; filename=\"invoicefdp.exe\"");
        assert_eq!(attachment(""), "attachment; filename=\"file\"");
        assert_eq!(attachment("\0\u{7f}\u{85}"), "attachment; filename=\"file\"");
    }

    #[test]
    fn what_a_browser_could_run_is_neither_shown_nor_named() {
        for mime_type in [
            "text/html",
            "TEXT/HTML; charset=utf-8",
            "application/xhtml+xml",
            "image/svg+xml",
            "text/xml",
            "application/xml",
            "application/pdf",
            "text/javascript",
            "application/javascript",
            "text/css",
            "application/wasm",
            "text/vtt",
            "application/vnd.openxmlformats-officedocument.x+xml",
            "font/x\r\ny",
            "nonsense",
            "",
            "text/html,image/png",
            "application/x-shockwave-flash",
            "multipart/x-mixed-replace",
            "message/rfc822",
            "text/cache-manifest",
        ] {
            assert_eq!(served_type(mime_type, false), (OPAQUE_TYPE.into(), Disposition::Attachment), "{mime_type:?}");
        }
    }

    #[test]
    fn what_is_harmless_is_shown_unless_the_download_is_forced() {
        assert_eq!(served_type("image/png", false), ("image/png".into(), Disposition::Inline));
        assert_eq!(served_type("Image/PNG ; x=y", true), ("image/png".into(), Disposition::Attachment));
        assert_eq!(served_type("text/csv; charset=latin1", false), (TEXT_TYPE.into(), Disposition::Inline));
        assert_eq!(served_type("text/csv", true), ("text/csv".into(), Disposition::Attachment));
    }

    #[test]
    fn what_is_saved_keeps_its_type_if_that_is_harmless() {
        for mime_type in ["application/zip", "application/vnd.oasis.opendocument.text", "font/woff2"] {
            assert_eq!(served_type(mime_type, false), (mime_type.into(), Disposition::Attachment));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn every_name_makes_a_valid_header(file_name in any::<String>()) {
            let header = attachment(&file_name);
            prop_assert!(HeaderValue::from_str(&header).is_ok_and(|value| value.to_str().is_ok()));
            prop_assert!(header.starts_with("attachment; filename=\""));
            if let Some((_, encoded)) = header.split_once("; filename*=UTF-8''") {
                let kept: String = file_name.chars().filter(|character| !is_deceptive(*character)).collect();
                let decoded = percent_encoding::percent_decode_str(encoded).decode_utf8().unwrap();
                prop_assert_eq!(decoded, kept);
            }
        }

        #[test]
        fn every_type_makes_a_valid_header(mime_type in any::<String>()) {
            let (served, disposition) = served_type(&mime_type, false);
            prop_assert!(HeaderValue::from_str(&served).is_ok());
            prop_assert!(disposition == Disposition::Attachment || served == TEXT_TYPE || INLINE_TYPES.contains(&&*served));
        }
    }
}
