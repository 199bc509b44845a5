//! The tree of a share: listed to a depth, and walked along a path.

use conformance::{Team, TestServer};
use strongroom_client::Upload;
use strongroom_client::models::{FileUpload, FolderCreate, NodeType, ShareCreate};

struct Fixture {
    _server: TestServer,
    team: Team,
    plans: uuid::Uuid,
    inner: uuid::Uuid,
}

/// `/Plans/2026/a.txt`, `/Plans/b.txt`, `/c.txt`, and in the trash `/gone` and `/Plans/gone.txt`.
async fn fixture() -> Fixture {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let (folders, files) = (team.owner.client.folders(), team.owner.client.files());
    let share_id = team.default_share_id;
    let plans = folders.create(FolderCreate::new(share_id, "Plans")).await.unwrap().id;
    let inner = folders.create(FolderCreate::new(share_id, "2026").parent_id(plans)).await.unwrap().id;
    let gone = folders.create(FolderCreate::new(share_id, "gone")).await.unwrap().id;
    let file = async |name: &str, folder: Option<uuid::Uuid>| {
        let upload = FileUpload::new(Upload::from("x")).name(name);
        let upload = match folder {
            Some(folder) => upload.folder_id(folder),
            None => upload,
        };
        files.upload(upload).await.unwrap().id
    };
    file("a.txt", Some(inner)).await;
    file("b.txt", Some(plans)).await;
    file("c.txt", None).await;
    let trashed = file("gone.txt", Some(plans)).await;
    files.trash(trashed).await.unwrap();
    folders.trash(gone).await.unwrap();
    Fixture { _server: server, team, plans, inner }
}

#[tokio::test(flavor = "multi_thread")]
async fn share_tree_lists_to_a_depth() {
    let fixture = fixture().await;
    let shares = fixture.team.owner.client.shares();
    let share_id = fixture.team.default_share_id;
    let tree = async |depth: i32| {
        let tree = shares.tree(share_id).depth(depth).await.unwrap();
        assert!(!tree.truncated);
        tree.data.iter().map(|node| (node.path.clone(), node.depth)).collect::<Vec<_>>()
    };
    let told =
        |nodes: &[(&str, i32)]| nodes.iter().map(|(path, depth)| ((*path).to_owned(), *depth)).collect::<Vec<_>>();
    assert_eq!(tree(1).await, told(&[("/Plans", 1), ("/c.txt", 1)]));
    assert_eq!(shares.tree(share_id).await.unwrap().data.len(), 2, "one level, unless more is asked for");
    assert_eq!(tree(2).await, told(&[("/Plans", 1), ("/Plans/2026", 2), ("/Plans/b.txt", 2), ("/c.txt", 1)]));
    let whole = [("/Plans", 1), ("/Plans/2026", 2), ("/Plans/2026/a.txt", 3), ("/Plans/b.txt", 2), ("/c.txt", 1)];
    assert_eq!(tree(64).await, told(&whole));
    // From a folder on, with the paths that they have.
    let part = shares.tree(share_id).folder_id(fixture.plans).depth(2).await.unwrap();
    let part: Vec<_> = part.data.iter().map(|node| (node.path.as_str(), node.depth)).collect();
    assert_eq!(part, [("/Plans/2026", 2), ("/Plans/2026/a.txt", 3), ("/Plans/b.txt", 2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn share_tree_refuses_what_is_not_there() {
    let fixture = fixture().await;
    let shares = fixture.team.owner.client.shares();
    let other = shares.create(ShareCreate::new("Other")).await.unwrap();
    let elsewhere = shares.tree(other.id).folder_id(fixture.plans).await.unwrap_err();
    assert_eq!(elsewhere.code(), Some("INVALID_ARGUMENT"));
    let nowhere = shares.tree(other.id).folder_id(uuid::Uuid::now_v7()).await.unwrap_err();
    assert_eq!(nowhere.code(), Some("NOT_FOUND"));
    fixture.team.owner.client.folders().trash(fixture.inner).await.unwrap();
    let gone = shares.tree(fixture.team.default_share_id).folder_id(fixture.inner).await.unwrap_err();
    assert_eq!(gone.code(), Some("RESOURCE_DELETED"));
    let deep = shares.tree(other.id).depth(65).await.unwrap_err();
    assert_eq!(deep.code(), Some("VALIDATION_FAILED"));
}

#[tokio::test(flavor = "multi_thread")]
async fn share_resolve_walks_a_path() {
    let fixture = fixture().await;
    let shares = fixture.team.owner.client.shares();
    let resolve = |path: &str| shares.resolve(fixture.team.default_share_id, path);
    for path in ["/Plans/2026/a.txt", "plans/2026/A.TXT", "//Plans/2026/a.txt"] {
        let found = resolve(path).await;
        if path.starts_with("//") {
            assert_eq!(found.unwrap_err().code(), Some("NOT_FOUND"), "{path}");
            continue;
        }
        let found = found.unwrap();
        assert_eq!((found.path.as_str(), found.depth, found.size_bytes), ("/Plans/2026/a.txt", 3, Some(1)));
        assert_eq!((found.parent_id, found.r#type.clone()), (Some(fixture.inner), NodeType::File));
    }
    let folder = resolve("/PLANS/2026/").await.unwrap();
    assert_eq!((folder.id, folder.r#type.clone(), folder.size_bytes), (fixture.inner, NodeType::Folder, None));
    for path in [
        "/",
        "/nothing",
        "/Plans/nothing/a.txt",
        "/c.txt/a.txt",
        "/gone",
        "/Plans/gone.txt",
        "/Plans/../c.txt",
        "/Plans/./b.txt",
        "/Plans\0",
        &"/a".repeat(100),
    ] {
        assert_eq!(resolve(path).await.unwrap_err().code(), Some("NOT_FOUND"), "{path:?}");
    }
}
