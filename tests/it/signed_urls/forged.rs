//! URLs that nobody signed, or that no longer say what was signed: all refused, and all alike.

use super::{Fixture, id_of, told};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use conformance::Team;
use conformance::raw::Connection;
use futures_util::future::join_all;
use http::StatusCode;
use std::collections::BTreeSet;
use strongroom_client::Upload;

/// Ten thousand URLs that are nearly good: bits turned, ends cut, fields of one put into another.
#[tokio::test(flavor = "multi_thread")]
async fn changed_signed_urls_are_all_refused_alike() {
    const WANTED: usize = 10_000;
    let fixture = Fixture::create().await;
    let other = Team::create(&fixture.server, "Other").await;
    let strangers = other.owner.client.organization_files();
    let made = strangers.upload(other.organization_id, Upload::from("theirs")).await.unwrap();
    let theirs = strangers.download_url_generate(other.organization_id, id_of(&made.metadata.name)).await.unwrap();
    let good = [
        fixture.download_url(&fixture.member).await,
        fixture.download_url(&fixture.team.owner).await,
        fixture.upload_url(&fixture.member).await,
        theirs.download_uri.expose().to_owned(),
    ];
    let tokens: Vec<Vec<u8>> = good.iter().map(|uri| bytes_of(token_of(uri))).collect();
    let mut mutated = BTreeSet::new();
    for bytes in &tokens {
        // Each bit, each pair of neighbours, each length.
        for bit in 0..bytes.len() * 8 {
            for second in bit..(bit + 5).min(bytes.len() * 8) {
                let mut changed = bytes.clone();
                changed[bit / 8] ^= 1 << (bit % 8);
                if second != bit {
                    changed[second / 8] ^= 1 << (second % 8);
                }
                mutated.insert(URL_SAFE_NO_PAD.encode(changed));
            }
        }
        for length in 0..bytes.len() {
            mutated.insert(URL_SAFE_NO_PAD.encode(&bytes[..length]));
        }
        // Other keys, ends, ids and kinds, under the same signature.
        for number in 0..200_u32 {
            for (place, field) in
                [(2, number.to_be_bytes()), (22, (number << 7).to_be_bytes()), (26, number.to_be_bytes())]
            {
                let mut changed = bytes.clone();
                changed[place..place + 4].copy_from_slice(&field);
                mutated.insert(URL_SAFE_NO_PAD.encode(changed));
            }
        }
        // Fields of another good one.
        for other in &tokens {
            for start in 0..bytes.len() {
                let mut changed = bytes.clone();
                changed[start..].copy_from_slice(&other[start..]);
                mutated.insert(URL_SAFE_NO_PAD.encode(&changed));
                let mut changed = bytes.clone();
                changed[..start].copy_from_slice(&other[..start]);
                mutated.insert(URL_SAFE_NO_PAD.encode(changed));
            }
        }
    }
    for text in good.iter().map(|uri| token_of(uri).to_owned()) {
        mutated.extend([
            format!("{text}="),
            format!("{text}A"),
            format!("A{text}"),
            text.to_lowercase(),
            "A".repeat(83),
        ]);
        // Every other spelling of the last character, whose lowest bits mean nothing.
        let (start, _) = text.split_at(text.len() - 1);
        mutated.extend(('A'..='Z').chain('a'..='z').map(|last| format!("{start}{last}")));
    }
    for uri in &good {
        mutated.remove(token_of(uri));
    }
    mutated.remove("");
    assert!(mutated.len() >= WANTED, "only {} were made", mutated.len());

    let reference = told(&fixture.get(&format!("{}/api/v1/signed/downloads/x", fixture.server.url())).await);
    assert_eq!(reference.0, StatusCode::FORBIDDEN);
    let mutated: Vec<String> = mutated.into_iter().collect();
    let asked = mutated.chunks(mutated.len().div_ceil(8)).map(async |tokens| {
        let mut connection = Connection::open(fixture.server.address()).await.unwrap();
        for (number, token) in tokens.iter().enumerate() {
            let (method, kind) = if number % 4 == 0 { ("PUT", "uploads") } else { ("GET", "downloads") };
            let body = if method == "PUT" { "Content-Length: 0\r\n" } else { "" };
            let request = format!("{method} /api/v1/signed/{kind}/{token} HTTP/1.1\r\nHost: x\r\n{body}\r\n");
            connection.write(request.as_bytes()).await.unwrap();
            let answer = connection.answer(false).await.unwrap();
            assert_eq!(told(&answer), reference, "{method} {kind} {token}");
        }
        tokens.len()
    });
    let asked: usize = join_all(asked).await.into_iter().sum();
    assert!(asked >= WANTED);
    // The good ones are still good, for what they were made, and for nothing else.
    assert!(fixture.works(&good[0]).await && fixture.works(&good[1]).await && fixture.works(&good[3]).await);
    let swapped = good[0].replace("/downloads/", "/uploads/");
    assert_eq!(told(&fixture.put(&swapped, "x").await), reference);
    assert_eq!(told(&fixture.get(&good[2].replace("/uploads/", "/downloads/")).await), reference);
    let posted = fixture.send(fixture.request("POST", &swapped).body("text/plain", "x")).await;
    assert_eq!(told(&posted), reference);
    let head = fixture.send(fixture.request("HEAD", &good[2].replace("/uploads/", "/downloads/"))).await;
    assert_eq!(head.status, StatusCode::FORBIDDEN);
    assert_eq!(fixture.send(fixture.request("PUT", &good[0])).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(fixture.put(&good[2], "x").await.status, StatusCode::OK);
}

fn token_of(uri: &str) -> &str {
    uri.rsplit('/').next().expect("a URL has a path")
}

fn bytes_of(token: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(token).expect("a token is base64")
}

/// Somebody who can write rows can't make a URL lead elsewhere.
#[tokio::test(flavor = "multi_thread")]
async fn changed_rows_are_no_good_either() {
    let fixture = Fixture::create().await;
    let uri = fixture.download_url(&fixture.member).await;
    assert!(fixture.works(&uri).await);
    fixture.server.db_execute("UPDATE signed_urls SET version = 1, disposition = 'attachment'").await;
    assert!(!fixture.works(&uri).await);
    fixture.server.db_execute("UPDATE signed_urls SET version = 1, disposition = 'inline'").await;
    assert!(fixture.works(&uri).await);
}
