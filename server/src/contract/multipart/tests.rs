//! A form of the contract, `FileUpload`, from its bytes to its parts.

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};

use super::*;
use crate::generated::forms::FileUploadPart;

const SHARE: &str = "019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e10";

fn form(body: &str) -> MultipartStream<FileUploadPart> {
    let pieces: Vec<std::io::Result<Bytes>> =
        body.as_bytes().chunks(100).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    MultipartStream::new(Parser::new(Box::pin(stream::iter(pieces)), "XX", None), None)
}

fn text(name: &str, value: &str) -> String {
    format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}

fn file(value: &str) -> String {
    format!(
        "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n{value}\r\n"
    )
}

const END: &str = "--XX--\r\n";

/// The faults of a form that is read to its end, as `pointer code`.
async fn faults(body: &str) -> Vec<String> {
    let mut form = form(body);
    loop {
        match form.next_part().await {
            Ok(Some(_)) => {}
            Ok(None) => return Vec::new(),
            Err(Error::Validation(faults)) => {
                return faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.code)).collect();
            }
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test]
async fn parts_come_with_their_types_in_the_order_sent() {
    let body = [
        text("share_id", SHARE),
        text("tags", "a"),
        file("hello"),
        text("tags", "b"),
        text("metadata", r#"{"project":"apollo"}"#),
        END.to_owned(),
    ]
    .concat();
    let mut form = form(&body);
    let mut seen = Vec::new();
    while let Some(part) = form.next_part().await.unwrap() {
        seen.push(match part {
            FileUploadPart::ShareId(id) => format!("share {id}"),
            FileUploadPart::FolderId(id) => format!("folder {id}"),
            FileUploadPart::Name(name) => format!("name {name}"),
            FileUploadPart::OnConflict(on_conflict) => format!("{on_conflict:?}"),
            FileUploadPart::Tags(tag) => format!("tag {tag}"),
            FileUploadPart::Metadata(metadata) => format!("metadata {metadata:?}"),
            FileUploadPart::File(file) => {
                let stated = format!("{:?} {:?}", file.file_name, file.content_type);
                let mut bytes = Vec::new();
                let mut chunks = file.into_stream();
                while let Some(chunk) = chunks.next().await {
                    bytes.extend_from_slice(&chunk.unwrap());
                }
                format!("file {stated} {}", String::from_utf8(bytes).unwrap())
            }
        });
    }
    assert_eq!(
        seen,
        [
            format!("share {SHARE}").as_str(),
            "tag a",
            r#"file Some("a.txt") Some("text/plain") hello"#,
            "tag b",
            r#"metadata {"project": "apollo"}"#,
        ]
    );
}

#[tokio::test]
async fn every_fault_is_told_at_once() {
    let long = "n".repeat(1025);
    let body = [
        text("share_id", "nope"),
        text("name", &long),
        text("colour", "red"),
        text("tags", ""),
        text("metadata", "{"),
        text("metadata", "{}"),
        END.to_owned(),
    ]
    .concat();
    assert_eq!(
        faults(&body).await,
        [
            "/share_id format",
            "/name max_length",
            "/colour unknown",
            "/metadata json",
            "/metadata repeated",
            "/file required"
        ]
    );
    assert_eq!(
        faults(&[text("metadata", r#"{"a":1}"#), file(""), END.to_owned()].concat()).await,
        ["/metadata/a type"]
    );
    assert_eq!(faults(&[file("a"), file("b"), END.to_owned()].concat()).await, ["/file repeated"]);
    assert_eq!(faults(END).await, ["/file required"]);
}

#[tokio::test]
async fn a_list_has_its_limit() {
    let tags: String = (0..52).map(|index| text("tags", &index.to_string())).collect();
    assert_eq!(faults(&[tags, file(""), END.to_owned()].concat()).await, ["/tags max_items"]);
}

#[tokio::test]
async fn a_faulty_form_hands_no_file_over() {
    let mut form = form(&[text("share_id", "nope"), file("bytes"), END.to_owned()].concat());
    assert!(matches!(form.next_part().await, Err(Error::Validation(faults)) if faults.len() == 1));
}

#[tokio::test]
async fn text_is_bounded() {
    let mut form = form(&[text("name", &"n".repeat(TEXT_PART_MAX_BYTES + 1)), END.to_owned()].concat());
    assert!(matches!(form.next_part().await, Err(Error::PayloadTooLarge { limit_bytes: 65_536 })));
    let many: String = (0..PARTS_MAX + 100).map(|_| text("unknown", "")).collect();
    assert_eq!(faults(&[many, END.to_owned()].concat()).await.len(), validate::FAULTS_MAX);
}

#[tokio::test]
async fn an_unread_file_is_skipped_and_can_not_be_read_late() {
    let mut form = form(&[file(&"x".repeat(1000)), text("name", "n"), END.to_owned()].concat());
    let Some(FileUploadPart::File(file)) = form.next_part().await.unwrap() else { panic!("the file") };
    let mut chunks = file.into_stream();
    assert!(chunks.next().await.unwrap().is_ok());
    assert!(matches!(form.next_part().await.unwrap(), Some(FileUploadPart::Name(name)) if name == "n"));
    assert!(chunks.next().await.unwrap().is_err(), "the rest of it is gone");
    assert!(chunks.next().await.is_none());
}

#[tokio::test]
async fn a_file_that_breaks_off_ends_in_an_error() {
    let body = file("0123456789");
    let mut form = form(&body[..body.len() - 4]);
    let Some(FileUploadPart::File(file)) = form.next_part().await.unwrap() else { panic!("the file") };
    let chunks: Vec<_> = file.into_stream().collect().await;
    assert!(chunks.last().unwrap().is_err());
    assert!(form.next_part().await.is_err());
}
