//! Lists: orders, filters, and that both ways of paging show every item exactly once.

use std::collections::BTreeSet;

use conformance::{Team, TestServer, samples};
use futures_util::TryStreamExt as _;
use http::StatusCode;
use strongroom_client::files::FileListOperation;
use strongroom_client::models::{
    FileKind, FileOrder, FileUpdate, FileUpload, FolderCreate, ShareCreate, TrashedFilter,
};
use strongroom_client::{Call, Upload};
use uuid::Uuid;

struct Fixture {
    server: TestServer,
    team: Team,
}

impl Fixture {
    async fn create() -> Self {
        let server = TestServer::start().await;
        let team = Team::create(&server, "Acme").await;
        Self { server, team }
    }

    async fn upload(&self, name: &str, size_bytes: usize) -> Uuid {
        let upload = FileUpload::new(Upload::from(samples::noise(size_bytes, 1))).name(name);
        self.team.owner.client.files().upload(upload).await.unwrap().id
    }

    async fn names(&self, order: FileOrder, take: i32) -> Vec<String> {
        let items: Vec<_> =
            self.team.owner.client.files().list().order_by(order).take(take).items().try_collect().await.unwrap();
        items.into_iter().map(|file| file.name).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_list_orders() {
    let fixture = Fixture::create().await;
    // Not in any order of interest; two of one size.
    for (name, size_bytes) in [("b", 30), ("A", 10), ("ä", 20), ("C", 10), ("10", 5), ("9", 40)] {
        fixture.upload(name, size_bytes).await;
    }
    for take in [1, 2, 5, 100] {
        let mut by_name = fixture.names(FileOrder::Name, take).await;
        assert_eq!(by_name[..5], ["10", "9", "A", "b", "C"], "blind to case");
        let mut down = fixture.names(FileOrder::NameDesc, take).await;
        down.reverse();
        assert_eq!(down, by_name);
        by_name.sort();
        let by_size = fixture.names(FileOrder::Size, take).await;
        assert_eq!((by_size[0].as_str(), by_size[5].as_str()), ("10", "9"));
        assert_eq!(BTreeSet::from([by_size[1].as_str(), by_size[2].as_str()]), BTreeSet::from(["A", "C"]));
        let mut down = fixture.names(FileOrder::SizeDesc, take).await;
        down.reverse();
        assert_eq!(down, by_size, "ties are broken the same way");
        assert_eq!(fixture.names(FileOrder::CreatedAt, take).await, ["b", "A", "ä", "C", "10", "9"]);
        assert_eq!(fixture.names(FileOrder::CreatedAtDesc, take).await, ["9", "10", "C", "ä", "A", "b"]);
        assert_eq!(fixture.names(FileOrder::UpdatedAt, take).await, ["b", "A", "ä", "C", "10", "9"]);
        assert_eq!(fixture.names(FileOrder::UpdatedAtDesc, take).await, ["9", "10", "C", "ä", "A", "b"]);
        assert_eq!(fixture.names(FileOrder::Default, take).await, fixture.names(FileOrder::Name, take).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_list_pages_by_position() {
    let fixture = Fixture::create().await;
    for number in 0..7 {
        fixture.upload(&format!("{number}"), 1).await;
    }
    let files = fixture.team.owner.client.files();
    let (mut skip, mut seen) = (0, Vec::new());
    loop {
        let page = files.list().skip(skip).take(3).await.unwrap();
        assert_eq!((page.start, page.count), (skip, Some(7)));
        assert_eq!(page.end, skip + i64::try_from(page.data.len()).unwrap());
        if page.data.is_empty() {
            break;
        }
        seen.extend(page.data.iter().map(|file| file.name.clone()));
        skip = page.end;
    }
    assert_eq!(seen, ["0", "1", "2", "3", "4", "5", "6"]);
    let default = files.list().await.unwrap();
    assert_eq!((default.data.len(), default.next_cursor.as_ref()), (7, None));
    let beyond = files.list().skip(1_000_000).await.unwrap();
    assert_eq!((beyond.data.len(), beyond.count), (0, Some(7)));
}

/// With the cursor nothing is shown twice or left out, whatever happens between the pages.
#[tokio::test(flavor = "multi_thread")]
async fn file_list_cursor_is_stable() {
    let fixture = Fixture::create().await;
    let mut ids = Vec::new();
    for number in 10..20 {
        ids.push(fixture.upload(&format!("{number}"), 1).await);
    }
    let files = fixture.team.owner.client.files();
    let first = files.list().take(4).await.unwrap();
    assert_eq!((first.start, first.end), (0, 4));
    let cursor = first.next_cursor.clone().unwrap();
    // Before, at and behind the place where the page ended.
    files.delete(ids[0]).await.unwrap();
    files.delete(ids[3]).await.unwrap();
    files.delete(ids[5]).await.unwrap();
    fixture.upload("0 before", 1).await;
    fixture.upload("15 behind", 1).await;
    let second = files.list().take(100).cursor(&cursor).await.unwrap();
    let names: Vec<_> = second.data.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["14", "15 behind", "16", "17", "18", "19"]);
    assert_eq!((second.start, second.next_cursor.as_ref()), (0, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn file_list_cursor_of_another_list_is_refused() {
    let fixture = Fixture::create().await;
    for number in 0..3 {
        fixture.upload(&format!("{number}"), 1).await;
    }
    let page = fixture.team.owner.client.files().list().take(1).await.unwrap();
    let cursor = page.next_cursor.clone().unwrap();
    let get = async |query: String| {
        let request = fixture.team.owner.request("GET", format!("/api/v1/files?{query}"));
        request.send(fixture.server.address()).await
    };
    assert_eq!(get(format!("cursor={cursor}")).await.status, StatusCode::OK);
    let mut mutated = cursor.clone().into_bytes();
    let middle = mutated.len() / 2;
    mutated[middle] = if mutated[middle] == b'A' { b'B' } else { b'A' };
    let mutated = String::from_utf8(mutated).unwrap();
    for query in [
        format!("cursor={cursor}&skip=1"),
        format!("cursor={cursor}&order_by=size"),
        format!("cursor={}", &cursor[..cursor.len() / 2]),
        "cursor=garbage".to_owned(),
        "cursor=e30".to_owned(),
        "cursor=".to_owned(),
    ] {
        let answer = get(query.clone()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(answer.code(), "INVALID_ARGUMENT", "{query}");
    }
    // Changed at will it may point elsewhere, but never breaks anything.
    let answer = get(format!("cursor={mutated}")).await;
    assert!([StatusCode::OK, StatusCode::BAD_REQUEST].contains(&answer.status), "{answer:?}");
}

/// Every list refuses a cursor that is none, and a position beside one.
#[tokio::test(flavor = "multi_thread")]
async fn every_list_refuses_wrong_cursors() {
    let fixture = Fixture::create().await;
    let ids = crate::requests::Ids::create(&fixture.server, &fixture.team).await;
    let mut asked = 0;
    for row in crate::requests::all() {
        if !row.operation().paginated {
            continue;
        }
        for query in ["?cursor=garbage", "?cursor=e30&skip=1", "?cursor=AAAA"] {
            let answer = row.request(&ids, &fixture.team.owner.token, query).send(fixture.server.address()).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}{query}", row.id);
        }
        for (query, status) in [("?take=1&skip=0", StatusCode::OK), ("?take=0", StatusCode::UNPROCESSABLE_ENTITY)] {
            let answer = row.request(&ids, &fixture.team.owner.token, query).send(fixture.server.address()).await;
            assert_eq!(answer.status, status, "{}{query}", row.id);
        }
        asked += 1;
    }
    assert!(asked >= 7, "only {asked} lists");
}

#[tokio::test(flavor = "multi_thread")]
async fn file_list_filters() {
    let fixture = Fixture::create().await;
    let client = &fixture.team.owner.client;
    let share = client.shares().create(ShareCreate::new("Plans")).await.unwrap();
    let folder = client.folders().create(FolderCreate::new(share.id, "Folder")).await.unwrap();
    let below = client.folders().create(FolderCreate::new(share.id, "Below").parent_id(folder.id)).await.unwrap();
    fixture.upload("default.txt", 1).await;
    let upload = async |name: &str, folder_id: Option<Uuid>| {
        let mut upload = FileUpload::new(Upload::from("x")).name(name).share_id(share.id);
        if let Some(folder_id) = folder_id {
            upload = upload.folder_id(folder_id);
        }
        client.files().upload(upload).await.unwrap().id
    };
    upload("root.txt", None).await;
    upload("inside.txt", Some(folder.id)).await;
    upload("below.txt", Some(below.id)).await;
    let trashed = upload("trashed.txt", Some(folder.id)).await;
    client.files().delete(trashed).await.unwrap();
    let names = async |list: Call<FileListOperation>| -> Vec<String> {
        list.await.unwrap().data.iter().map(|file| file.name.clone()).collect()
    };
    let list = || client.files().list();
    assert_eq!(names(list()).await, ["below.txt", "default.txt", "inside.txt", "root.txt"]);
    assert_eq!(names(list().share_id(share.id)).await, ["below.txt", "inside.txt", "root.txt"]);
    assert_eq!(names(list().folder_id(folder.id)).await, ["inside.txt"], "not below it");
    assert_eq!(names(list().trashed(TrashedFilter::True)).await, ["trashed.txt"]);
    assert_eq!(names(list().trashed(TrashedFilter::Null)).await.len(), 5);
    assert_eq!(names(list().trashed(TrashedFilter::False)).await.len(), 4);
    assert_eq!(names(list().folder_id(folder.id).trashed(TrashedFilter::Null)).await, ["inside.txt", "trashed.txt"]);
    assert_eq!(names(list().q("SIDE")).await, ["inside.txt"]);
    assert_eq!(names(list().q(".TXT").share_id(share.id)).await.len(), 3);
    assert_eq!(list().share_id(share.id).take(1).await.unwrap().count, Some(3), "the count is the filter's");
    let nothing = list().share_id(Uuid::now_v7()).await.unwrap_err();
    assert_eq!(nothing.code(), Some("NOT_FOUND"));
    let nothing = list().folder_id(Uuid::now_v7()).await.unwrap_err();
    assert_eq!(nothing.code(), Some("NOT_FOUND"));
}

/// What is searched for is text, not a pattern.
#[tokio::test(flavor = "multi_thread")]
async fn file_list_searches_literally() {
    let fixture = Fixture::create().await;
    for name in ["100%.txt", "100 percent.txt", "a_b.txt", "aXb.txt", "Straße", "it's", "[x]", "naïve"] {
        fixture.upload(name, 1).await;
    }
    let found = async |q: &str| -> Vec<String> {
        let list = fixture.team.owner.client.files().list().q(q).await.unwrap();
        list.data.iter().map(|file| file.name.clone()).collect()
    };
    assert_eq!(found("%").await, ["100%.txt"]);
    assert_eq!(found("_").await, ["a_b.txt"]);
    assert_eq!(found("\\").await.len(), 0);
    assert_eq!(found("STRASSE").await, ["Straße"]);
    assert_eq!(found("'").await, ["it's"]);
    assert_eq!(found("[x]").await, ["[x]"]);
    assert_eq!(found("NAI\u{308}VE").await, ["naïve"]);
    assert_eq!(found("nothing like it").await.len(), 0);
    assert_eq!(found("").await.len(), 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn file_list_filters_by_what_files_are() {
    let fixture = Fixture::create().await;
    let files = fixture.team.owner.client.files();
    let upload = async |name: &str, content: bytes::Bytes, tags: &[&str]| {
        fixture.server.clock().advance(std::time::Duration::from_secs(60));
        let upload = FileUpload::new(Upload::from(content)).name(name);
        files.upload(upload.tags(tags.iter().map(|tag| (*tag).to_owned()).collect())).await.unwrap()
    };
    let text = upload("a.txt", "some text".into(), &["Draft", "plan"]).await;
    let picture = upload("b.png", samples::png(), &["draft"]).await;
    let document = upload("c.pdf", samples::pdf(), &[]).await;
    let names = async |list: Call<FileListOperation>| -> String {
        let page = list.await.unwrap();
        assert_eq!(page.count, Some(i64::try_from(page.data.len()).unwrap()));
        page.data.iter().map(|file| &file.name[..1]).collect()
    };
    let list = || files.list();
    let tags = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
    assert_eq!(names(list().tag(tags(&["DRAFT"]))).await, "ab");
    assert_eq!(names(list().tag(tags(&["draft", "plan"]))).await, "a");
    assert_eq!(names(list().tag(tags(&["other"]))).await, "");
    assert_eq!(names(list().kind([FileKind::Image, FileKind::Document])).await, "bc");
    assert_eq!(names(list().kind([FileKind::Video])).await, "");
    assert_eq!(names(list().size_min(text.size_bytes + 1)).await, "bc");
    assert_eq!(names(list().size_max(text.size_bytes)).await, "a");
    assert_eq!(names(list().created_after(picture.created_at)).await, "bc", "at this time, too");
    assert_eq!(names(list().created_before(picture.created_at)).await, "a");
    assert_eq!(names(list().updated_after(document.updated_at).kind([FileKind::Document])).await, "c");
    assert_eq!(names(list().updated_before(text.updated_at)).await, "");
    // Tags follow their file: changed, trashed, purged.
    files.update(picture.id, FileUpdate::new().tags(tags(&["final"]))).await.unwrap();
    assert_eq!(names(list().tag(tags(&["draft"]))).await, "a");
    assert_eq!(names(list().tag(tags(&["final"])).kind([FileKind::Image])).await, "b");
    files.delete(text.id).await.unwrap();
    assert_eq!(names(list().tag(tags(&["draft"]))).await, "");
    assert_eq!(names(list().tag(tags(&["draft"])).trashed(TrashedFilter::Null)).await, "a");
    files.delete(text.id).permanent(true).await.unwrap();
    assert_eq!(fixture.server.db_number("SELECT count(*) FROM file_tags").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn file_list_counts_and_finds_a_page() {
    let fixture = Fixture::create().await;
    let mut ids = Vec::new();
    for number in 0..7 {
        ids.push(fixture.upload(&format!("{number}"), 1).await);
    }
    let files = fixture.team.owner.client.files();
    let counted = files.list().count_only(true).q("5").await.unwrap();
    assert_eq!((counted.data.len(), counted.start, counted.end, counted.count), (0, 0, 0, Some(1)));
    let first = files.list().take(3).await.unwrap();
    let second = files.list().take(3).cursor(first.next_cursor.clone().unwrap()).await.unwrap();
    assert_eq!((first.count, second.count), (Some(7), None), "behind a cursor nothing is counted");
    for (position, id) in ids.iter().enumerate() {
        let page = files.list().take(3).around(*id).await.unwrap();
        assert_eq!((page.start, page.count), (i64::try_from(position / 3 * 3).unwrap(), Some(7)));
        assert_eq!(page.data[position % 3].id, *id);
        let page = files.list().take(3).around(*id).order_by(FileOrder::NameDesc).await.unwrap();
        assert_eq!(page.data[(6 - position) % 3].id, *id);
    }
    // The page goes on like any other.
    let page = files.list().take(3).around(ids[4]).await.unwrap();
    let next = files.list().take(3).cursor(page.next_cursor.clone().unwrap()).await.unwrap();
    assert_eq!(next.data[0].id, ids[6]);
    files.delete(ids[0]).await.unwrap();
    for missing in
        [files.list().around(Uuid::now_v7()), files.list().around(ids[0]), files.list().around(ids[1]).q("2")]
    {
        assert_eq!(missing.await.unwrap_err().code(), Some("NOT_FOUND"));
    }
    for (query, status) in [
        ("around=019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e30&skip=1", StatusCode::BAD_REQUEST),
        ("q=%07", StatusCode::BAD_REQUEST),
        ("tag=%07", StatusCode::BAD_REQUEST),
        ("created_after=0000-01-01T00:00:00Z", StatusCode::BAD_REQUEST),
        ("created_after=yesterday", StatusCode::UNPROCESSABLE_ENTITY),
        ("kind=nonsense", StatusCode::UNPROCESSABLE_ENTITY),
        ("size_min=-1", StatusCode::UNPROCESSABLE_ENTITY),
        ("skip=9223372036854775807&trashed=null", StatusCode::OK),
        ("skip=9223372036854775807", StatusCode::OK),
    ] {
        let request = fixture.team.owner.request("GET", format!("/api/v1/files?{query}"));
        let answer = request.send(fixture.server.address()).await;
        assert_eq!(answer.status, status, "{query}: {answer:?}");
    }
}
