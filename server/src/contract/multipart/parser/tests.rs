//! The wire format, cut into pieces at every place.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};

use futures_util::stream;

use super::*;

type Parts = Vec<(String, Option<String>, Vec<u8>)>;

fn parser(pieces: Vec<std::io::Result<Bytes>>, observe: Option<Observe>) -> Parser {
    Parser::new(Box::pin(stream::iter(pieces)), "XX", observe)
}

async fn read(mut parser: Parser) -> Result<Parts> {
    let mut parts = Vec::new();
    while let Some(headers) = poll_fn(|context| parser.poll_part(context)).await? {
        let mut data = Vec::new();
        while let Some(chunk) = poll_fn(|context| parser.poll_chunk(context)).await? {
            assert!(!chunk.is_empty(), "an empty piece says nothing");
            data.extend_from_slice(&chunk);
        }
        parts.push((headers.name, headers.file_name, data));
    }
    Ok(parts)
}

/// The body in pieces of `size` bytes.
fn pieces(body: &[u8], size: usize) -> Vec<std::io::Result<Bytes>> {
    body.chunks(size).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect()
}

fn body(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file_name, data) in parts {
        let file = file_name.map_or_else(String::new, |name| format!("; filename=\"{name}\""));
        body.extend_from_slice(
            format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(data);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--XX--\r\n");
    body
}

#[tokio::test]
async fn parts_are_the_same_however_they_are_cut() {
    let tricky = b"\r\n--X\r\n--\r\r\n--XY?\r\r\n-\r\n--X";
    let parts: &[(&str, Option<&str>, &[u8])] =
        &[("a", None, b"1"), ("empty", None, b""), ("file", Some("x.bin"), tricky), ("b", None, b"\r\n")];
    let body = body(parts);
    // `\r\n--XY?` does begin with the delimiter, which no sender may let happen; keep it out.
    let clean: Vec<u8> = String::from_utf8_lossy(&body).replace("--XY?", "--YX?").into_bytes();
    for size in 1..clean.len() {
        let read = read(parser(pieces(&clean, size), None)).await.unwrap();
        let names: Vec<&str> = read.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(names, ["a", "empty", "file", "b"], "pieces of {size}");
        assert_eq!(read[0].2, b"1");
        assert_eq!(read[1].2, b"");
        assert_eq!(read[2].1.as_deref(), Some("x.bin"));
        assert_eq!(read[2].2, b"\r\n--X\r\n--\r\r\n--YX?\r\r\n-\r\n--X", "pieces of {size}");
        assert_eq!(read[3].2, b"\r\n");
    }
}

#[tokio::test]
async fn what_surrounds_the_parts_is_ignored() {
    let mut form = b"a preamble\r\n".to_vec();
    form.extend_from_slice(&body(&[("a", None, b"1")]));
    form.extend_from_slice(b"an epilogue\r\n--XX\r\n");
    let read = read(parser(pieces(&form, 7), None)).await.unwrap();
    assert_eq!(read.len(), 1);
    assert_eq!(super::tests::read(parser(pieces(b"--XX--", 2), None)).await.unwrap(), [], "a form of no parts");
}

#[tokio::test]
async fn a_form_that_breaks_off_is_an_error_wherever_it_does() {
    let whole = body(&[("a", None, b"1"), ("file", Some("x"), b"0123456789")]);
    let end = whole.len() - "\r\n".len();
    for length in 0..end {
        let cut = read(parser(pieces(&whole[..length], 5), None)).await;
        assert!(cut.is_err(), "cut after {length} of {end} bytes");
    }
    assert!(read(parser(pieces(&whole[..end], 5), None)).await.is_ok());
}

#[tokio::test]
async fn an_error_of_the_body_ends_the_part_with_it() {
    let whole = body(&[("file", Some("x"), b"0123456789")]);
    let broken = vec![
        Ok(Bytes::copy_from_slice(&whole[..whole.len() - 12])),
        Err(std::io::Error::other(Error::PayloadTooLarge { limit_bytes: 9 })),
    ];
    let mut parser = parser(broken, None);
    poll_fn(|context| parser.poll_part(context)).await.unwrap();
    let error = loop {
        match poll_fn(|context| parser.poll_chunk(context)).await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("a broken part must not look whole"),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::PayloadTooLarge { limit_bytes: 9 }));
    assert!(poll_fn(|context| parser.poll_chunk(context)).await.is_err(), "and it stays broken");
    assert!(poll_fn(|context| parser.poll_part(context)).await.is_err());
}

#[tokio::test]
async fn headers_and_preamble_are_bounded() {
    let endless_headers =
        [b"--XX\r\nContent-Disposition: form-data; name=a\r\nX: ".to_vec(), vec![b'y'; 64 * 1024]].concat();
    let endless_preamble = vec![b'y'; 64 * 1024];
    let endless_boundary = [b"--XX".to_vec(), vec![b' '; 64 * 1024]].concat();
    for form in [endless_headers, endless_preamble, endless_boundary] {
        // Pieces without end: the parser has to stop by itself.
        let pieces =
            pieces(&form, 1024).into_iter().chain(std::iter::repeat_with(|| Ok(Bytes::from_static(b"yyyyyyyy"))));
        let mut parser = Parser::new(Box::pin(stream::iter(pieces)), "XX", None);
        assert!(poll_fn(|context| parser.poll_part(context)).await.is_err());
        assert!(parser.pending.len() <= HEADERS_MAX_BYTES + 1024, "held {} bytes", parser.pending.len());
    }
}

#[tokio::test]
async fn what_the_observer_sees_tells_forms_apart_and_nothing_else() {
    async fn seen(form: Vec<u8>, size: usize, skip: bool) -> Vec<u8> {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let observe: Observe = {
            let seen = Arc::clone(&seen);
            Arc::new(move |bytes| seen.lock().unwrap().extend_from_slice(bytes))
        };
        let mut parser = parser(pieces(&form, size), Some(observe));
        if skip {
            while poll_fn(|context| parser.poll_part(context)).await.unwrap().is_some() {}
        } else {
            read(parser).await.unwrap();
        }
        Arc::try_unwrap(seen).map(|seen| seen.into_inner().unwrap()).unwrap_or_default()
    }
    let form = || body(&[("a", None, b"1"), ("f", Some("x"), b"0123456789")]);
    let one = seen(form(), 3, false).await;
    assert!(!one.is_empty());
    assert_eq!(one, seen(form(), 64, false).await, "not how it was cut");
    assert_eq!(one, seen([b"preamble\r\n".to_vec(), form()].concat(), 3, false).await, "not what surrounds it");
    assert_ne!(one, seen(body(&[("a", None, b"2"), ("f", Some("x"), b"0123456789")]), 3, false).await);
    assert_ne!(one, seen(body(&[("a", None, b"1"), ("f", None, b"0123456789")]), 3, false).await);
    assert_ne!(one, seen(body(&[("f", Some("x"), b"0123456789"), ("a", None, b"1")]), 3, false).await);
}

/// The same as another parser of the format finds, on forms without anything odd.
#[tokio::test]
async fn agrees_with_another_parser() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    };
    for round in 0..200 {
        let alphabet = b"\r\n-XXYZ";
        let datas: Vec<Vec<u8>> = (0..random(5))
            .map(|_| (0..random(40)).map(|_| alphabet[random(alphabet.len())]).collect::<Vec<u8>>())
            .filter(|data| memmem::find(&[b"\r\n", data.as_slice(), b"\r\n"].concat(), b"\r\n--XX").is_none())
            .collect();
        let parts: Vec<(&str, Option<&str>, &[u8])> =
            datas.iter().map(|data| ("p", Some("f"), data.as_slice())).collect();
        let form = body(&parts);
        let ours = read(parser(pieces(&form, 1 + random(20)), None)).await.unwrap();
        let mut theirs = multer::Multipart::new(stream::iter(pieces(&form, 1 + random(20))), "XX");
        for (name, file_name, data) in &ours {
            let field = theirs.next_field().await.unwrap().expect("as many parts");
            assert_eq!(field.name(), Some(name.as_str()));
            assert_eq!(field.file_name(), file_name.as_deref());
            assert_eq!(field.bytes().await.unwrap().as_ref(), data.as_slice(), "round {round}");
        }
        assert!(theirs.next_field().await.unwrap().is_none(), "round {round}");
        assert_eq!(ours.len(), datas.len());
    }
}
