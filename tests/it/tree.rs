//! The tree of a share: listed to a depth, and walked along a path.

use conformance::{Role, Team, TestServer};
use strongroom_client::Upload;
use strongroom_client::models::{FileUpload, FolderCreate, GrantPut, NodeType, Permission, ShareCreate};

struct Fixture {
    server: TestServer,
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
    Fixture { server, team, plans, inner }
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

/// Every folder and file is answered with what the caller may do with it, wherever it is granted.
#[tokio::test(flavor = "multi_thread")]
async fn children_and_tree_tell_what_the_caller_may_do() {
    let fixture = fixture().await;
    let Fixture { team, plans, inner, server } = &fixture;
    let member = team.add(server, Role::Member).await;
    let shares = team.owner.client.shares();
    let share = shares.create(ShareCreate::new("Other")).await.unwrap().id;
    let below = team.owner.client.folders().create(FolderCreate::new(share, "Below")).await.unwrap().id;
    let deep = team.owner.client.folders().create(FolderCreate::new(share, "Deep").parent_id(below)).await.unwrap().id;
    let upload = FileUpload::new(Upload::from("x")).name("file").folder_id(below);
    let file = team.owner.client.files().upload(upload).await.unwrap().id;
    let granted = |permission: Permission| GrantPut::new(vec![permission]);
    let everyone = team.organization_id;
    shares.grant_put(share, member.user_id, granted(Permission::Read)).await.unwrap();
    team.owner.client.folders().grant_put(below, everyone, granted(Permission::Create)).await.unwrap();
    team.owner.client.files().grant_put(file, member.user_id, granted(Permission::Write)).await.unwrap();
    team.owner.client.folders().grant_put(deep, member.user_id, granted(Permission::Manage)).await.unwrap();

    let (read, create) = (Permission::Read, Permission::Create);
    let told = |nodes: Vec<(String, Vec<Permission>)>| nodes;
    let children = member.client.folders().children(below).await.unwrap().into_inner();
    let children = told(children.data.into_iter().map(|node| (node.name, node.permissions)).collect());
    let expected = vec![
        ("Deep".to_owned(), vec![read.clone(), create.clone(), Permission::Manage]),
        ("file".to_owned(), vec![read.clone(), create.clone(), Permission::Write]),
    ];
    assert_eq!(children, expected);
    let tree = member.client.shares().tree(share).depth(3).await.unwrap().into_inner();
    let tree = told(tree.data.into_iter().map(|node| (node.name, node.permissions)).collect());
    let top = ("Below".to_owned(), vec![read.clone(), create.clone()]);
    assert_eq!(tree, [vec![top.clone()], expected.clone()].concat());
    let root = member.client.shares().children(share).await.unwrap().into_inner();
    assert_eq!(told(root.data.into_iter().map(|node| (node.name, node.permissions)).collect()), [top]);
    for (path, (_, permissions)) in ["/Below/Deep", "/below/FILE"].into_iter().zip(&expected) {
        let node = member.client.shares().resolve(share, path).await.unwrap().into_inner();
        assert_eq!(&node.permissions, permissions, "{path}");
        let same = match node.r#type {
            NodeType::File => member.client.files().get(node.id).await.unwrap().into_inner().permissions,
            _ => member.client.folders().get(node.id).await.unwrap().into_inner().permissions,
        };
        assert_eq!(&same, permissions, "{path}");
    }
    // Whoever sees every share may do everything in it.
    for id in [plans, inner] {
        let children = team.owner.client.folders().children(*id).await.unwrap().into_inner();
        assert!(children.data.iter().all(|node| node.permissions.len() == 5));
    }
}
