//! Names of folders and files: which are taken, which are refused and with what advice, which are the same, and what
//! happens where one is taken. Every answer is the same on both databases.

use conformance::{Team, TestServer, postgres, samples};
use http::StatusCode;
use serde_json::json;
use strongroom_client::Upload;
use strongroom_client::models::{FileUpload, Folder, FolderCreate, FolderUpdate, NodeTarget, OnConflict};

async fn both() -> [TestServer; 2] {
    [
        TestServer::start().await,
        TestServer::start_with(|config| config.database.url = postgres::create_database()).await,
    ]
}

/// What is kept of a name, or the rule that it breaks and the name that is suggested.
type Told = Result<&'static str, (&'static str, &'static str)>;

/// What is sent, and what is told.
const CORPUS: &[(&str, Told)] = &[
    ("plan.pdf", Ok("plan.pdf")),
    // Composed as it is kept: NFD comes back as NFC, and nothing else changes.
    ("Re\u{301}sume\u{301}", Ok("Résumé")),
    ("\u{1e9b}\u{323}", Ok("\u{1e9b}\u{323}")),
    ("한글", Ok("한글")),
    ("\u{212b}", Ok("Å")),
    ("🦀", Ok("🦀")),
    ("👩\u{200d}👩\u{200d}👧", Ok("👩\u{200d}👩\u{200d}👧")),
    ("\u{200f}שלום", Ok("\u{200f}שלום")),
    (".profile", Ok(".profile")),
    ("..a", Ok("..a")),
    ("console", Ok("console")),
    ("com10", Ok("com10")),
    (".", Err(("name_dots", "untitled"))),
    ("..", Err(("name_dots", "untitled"))),
    ("...", Err(("name_trailing_dot", "untitled"))),
    ("a.", Err(("name_trailing_dot", "a"))),
    (" a", Err(("name_space", "a"))),
    ("a\u{a0}", Err(("name_space", "a"))),
    ("a/b", Err(("name_separator", "a_b"))),
    ("a\\b", Err(("name_separator", "a_b"))),
    ("C:", Err(("name_character", "C_"))),
    ("what?*", Err(("name_character", "what__"))),
    ("a\0b", Err(("name_control", "ab"))),
    ("a\u{85}b", Err(("name_control", "ab"))),
    ("a\u{2028}b", Err(("name_control", "ab"))),
    ("cod\u{202e}gpj.exe", Err(("name_direction", "codgpj.exe"))),
    ("\u{2066}a", Err(("name_direction", "a"))),
    ("CON", Err(("name_reserved", "CON_"))),
    ("nul.tar.gz", Err(("name_reserved", "nul_.tar.gz"))),
    ("LPT9.txt", Err(("name_reserved", "LPT9_.txt"))),
    ("com¹", Err(("name_reserved", "com¹_"))),
];

/// Names that are one name, and some that only look so.
const SAME: &[(&str, &str, bool)] = &[
    ("README", "readme", true),
    ("Straße", "STRASSE", true),
    ("ẞ", "ss", true),
    ("ﬁle", "FILE", true),
    ("é", "E\u{301}", true),
    ("ΣΊΣΥΦΟΣ", "σίσυφος", true),
    // Full folding, which is nobody's language: a Turkish İ is an i with a dot above, and ı is no i.
    ("İ", "i\u{307}", true),
    ("ı", "I", false),
    ("K", "\u{212a}", true),
    ("Ω", "\u{2126}", true),
    ("a", "ä", false),
    ("1", "１", false),
    ("а", "a", false),
    ("a\u{200d}", "a", false),
];

#[tokio::test(flavor = "multi_thread")]
async fn names_are_kept_or_refused_with_a_suggestion() {
    for server in both().await {
        let team = Team::create(&server, "Acme").await;
        for (sent, expected) in CORPUS {
            let body = json!({ "share_id": team.default_share_id, "name": sent });
            let answer = team.owner.request("POST", "/api/v1/folders").json(&body).send(server.address()).await;
            match expected {
                Ok(kept) => {
                    assert_eq!(answer.status, StatusCode::CREATED, "{sent:?}: {answer:?}");
                    assert_eq!(answer.json()["name"], json!(kept), "{sent:?}");
                }
                Err((code, suggested)) => {
                    assert_eq!(answer.faults(), [format!("body /name {code}")], "{sent:?}");
                    assert_eq!(answer.json()["data"], json!({ "suggested_name": suggested }), "{sent:?}");
                }
            }
        }
        let long = format!("{}.tar.gz", "ü".repeat(200));
        let body = json!({ "share_id": team.default_share_id, "name": long });
        let answer = team.owner.request("POST", "/api/v1/folders").json(&body).send(server.address()).await;
        assert_eq!(answer.faults(), ["body /name max_length"]);
        let suggested = answer.json()["data"]["suggested_name"].as_str().unwrap().to_owned();
        assert_eq!(suggested, format!("{}.tar.gz", "ü".repeat(124)));
        // The suggestion is taken, and an upload is told the same as a folder.
        team.owner.client.folders().create(FolderCreate::new(team.default_share_id, suggested)).await.unwrap();
        let upload = FileUpload::new(Upload::from("x")).name("aux.txt");
        let refused = team.owner.client.files().upload(upload).await.unwrap_err();
        assert_eq!(refused.code(), Some("VALIDATION_FAILED"));
        assert_eq!(refused.problem().unwrap().data.as_ref().unwrap()["suggested_name"], json!("aux_.txt"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_unique_whatever_their_case() {
    for server in both().await {
        let team = Team::create(&server, "Acme").await;
        let folders = team.owner.client.folders();
        for (index, (first, second, same)) in SAME.iter().enumerate() {
            let parent = folders.create(FolderCreate::new(team.default_share_id, format!("p{index}"))).await.unwrap();
            let create =
                |name: &str| folders.create(FolderCreate::new(team.default_share_id, name).parent_id(parent.id));
            let holder = create(first).await.unwrap();
            let outcome = create(second).await;
            if *same {
                let refused = outcome.unwrap_err();
                assert_eq!(refused.code(), Some("NAME_CONFLICT"), "{first} {second}");
                let data = refused.problem().unwrap().data.clone().unwrap();
                assert_eq!(data["existing_id"], json!(holder.id), "{first} {second}");
                // Another spelling of one's own name is no conflict, and no other folder.
                let renamed = folders.update(holder.id, FolderUpdate::new(*second)).await.unwrap();
                assert_eq!(renamed.id, holder.id);
                assert!(create(first).await.is_err(), "{first} {second}");
            } else {
                outcome.unwrap_or_else(|error| panic!("{first} {second}: {error}"));
            }
            // A path is walked by the same rule.
            let path = format!("/P{index}/{second}");
            let found = team.owner.client.shares().resolve(team.default_share_id, path).await.unwrap();
            assert_eq!(found.id == holder.id, *same, "{first} {second}");
        }
    }
}

struct Fixture {
    server: TestServer,
    team: Team,
    parent: Folder,
}

impl Fixture {
    async fn create() -> Self {
        let server = TestServer::start().await;
        let team = Team::create(&server, "Acme").await;
        let folder = FolderCreate::new(team.default_share_id, "parent");
        let parent = team.owner.client.folders().create(folder).await.unwrap().into_inner();
        Self { server, team, parent }
    }

    fn upload(&self, name: &str) -> FileUpload {
        FileUpload::new(Upload::from(samples::noise(10, 1))).folder_id(self.parent.id).name(name)
    }

    fn folder(&self, name: &str) -> FolderCreate {
        FolderCreate::new(self.team.default_share_id, name).parent_id(self.parent.id)
    }

    async fn listed(&self) -> Vec<String> {
        let children = self.team.owner.client.folders().children(self.parent.id).take(100).await.unwrap();
        children.data.iter().map(|node| node.name.clone()).collect()
    }
}

/// The smallest free number, before the extension, wherever a name is claimed.
#[tokio::test(flavor = "multi_thread")]
async fn on_conflict_rename_takes_the_smallest_free_number() {
    let fixture = Fixture::create().await;
    let (files, folders) = (fixture.team.owner.client.files(), fixture.team.owner.client.folders());
    let numbered = async |name: &str| {
        files.upload(fixture.upload(name).on_conflict(OnConflict::Rename)).await.unwrap().into_inner().name
    };
    for expected in ["data.tar.gz", "data (2).tar.gz", "data (3).tar.gz"] {
        assert_eq!(numbered("data.tar.gz").await, expected);
    }
    assert_eq!(numbered("DATA.TAR.GZ").await, "DATA (4).TAR.GZ");
    let second = fixture.team.owner.client.shares();
    let second = second.resolve(fixture.team.default_share_id, "/parent/data (2).tar.gz").await.unwrap();
    files.trash(second.id).await.unwrap();
    assert_eq!(numbered("data.tar.gz").await, "data (2).tar.gz", "what is in the trash has no name");
    // Folders have no extensions, and share the names of the files.
    let made = folders.create(fixture.folder("data.tar.gz")).on_conflict(OnConflict::Rename).await.unwrap();
    assert_eq!(made.name, "data.tar.gz (2)");
    // Restoring, renaming, moving and copying claim names likewise.
    let restored = files.restore(second.id).on_conflict(OnConflict::Rename).await.unwrap();
    assert_eq!(restored.name, "data (2) (2).tar.gz");
    let file = files.upload(fixture.upload("other.bin")).await.unwrap();
    let update = strongroom_client::models::FileUpdate::new().name("data.tar.gz");
    assert_eq!(files.update(file.id, update).on_conflict(OnConflict::Rename).await.unwrap().name, "data (5).tar.gz");
    let renamed = folders.update(made.id, FolderUpdate::new("data.tar.gz")).on_conflict(OnConflict::Rename).await;
    assert_eq!(renamed.unwrap().name, "data.tar.gz (2)");
    let here = NodeTarget::new().target_folder_id(fixture.parent.id);
    let copy = files.copy(file.id, here.clone()).on_conflict(OnConflict::Rename).await.unwrap();
    assert_eq!(copy.name, "data (5) (2).tar.gz");
    let copy = folders.copy(made.id, here.clone()).on_conflict(OnConflict::Rename).await.unwrap();
    assert_eq!(copy.name, "data.tar.gz (2) (2)");
    let elsewhere = NodeTarget::new().target_share_id(fixture.team.default_share_id).name("parent");
    let moved = folders.r#move(made.id, elsewhere).on_conflict(OnConflict::Rename).await.unwrap();
    assert_eq!(moved.path, "/parent (2)");
    fixture.server.fsck().await;
}

/// Many at once for one name get the numbers without a gap.
#[tokio::test(flavor = "multi_thread")]
async fn on_conflict_rename_race_leaves_no_gap() {
    let fixture = Fixture::create().await;
    let uploads = (0..30).map(|_| {
        let files = fixture.team.owner.client.files();
        let upload = fixture.upload("plan.pdf").on_conflict(OnConflict::Rename);
        async move { files.upload(upload).await.unwrap().into_inner().name }
    });
    let mut names = futures_util::future::join_all(uploads).await;
    names.sort();
    let mut expected: Vec<String> = (2..=30).map(|number| format!("plan ({number}).pdf")).collect();
    expected.push("plan.pdf".to_owned());
    expected.sort();
    assert_eq!(names, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_conflict_replace_of_an_upload_makes_a_version() {
    let fixture = Fixture::create().await;
    let files = fixture.team.owner.client.files();
    let first = files.upload(fixture.upload("plan.pdf").tags(vec!["draft".to_owned()])).await.unwrap();
    assert_eq!(first.status(), StatusCode::CREATED);
    let again = fixture.upload("PLAN.pdf").on_conflict(OnConflict::Replace);
    let second = files.upload(again).await.unwrap();
    assert_eq!(second.status(), StatusCode::OK);
    assert_eq!((second.id, second.version, second.name.as_str()), (first.id, 2, "plan.pdf"));
    assert_eq!(second.tags, ["draft"], "what is not sent stays");
    let third = fixture.upload("plan.pdf").on_conflict(OnConflict::Replace).tags(vec!["final".to_owned()]);
    assert_eq!(files.upload(third).await.unwrap().tags, ["final"]);
    let fresh = fixture.upload("new.pdf").on_conflict(OnConflict::Replace);
    assert_eq!(files.upload(fresh).await.unwrap().version, 1);
    fixture.team.owner.client.folders().create(fixture.folder("folder")).await.unwrap();
    let refused = files.upload(fixture.upload("Folder").on_conflict(OnConflict::Replace)).await.unwrap_err();
    assert_eq!(refused.code(), Some("NAME_CONFLICT"), "a file never takes the place of a folder");
    fixture.server.fsck().await;
}

/// What is in the way goes to the trash, and comes back from there.
#[tokio::test(flavor = "multi_thread")]
async fn on_conflict_replace_trashes_what_is_in_the_way() {
    let fixture = Fixture::create().await;
    let (files, folders) = (fixture.team.owner.client.files(), fixture.team.owner.client.folders());
    let here = || NodeTarget::new().target_folder_id(fixture.parent.id);
    let in_the_way = files.upload(fixture.upload("a.txt")).await.unwrap();
    let other = files.upload(FileUpload::new(Upload::from("other")).name("A.TXT")).await.unwrap();
    let moved = files.r#move(other.id, here()).on_conflict(OnConflict::Replace).await.unwrap();
    assert_eq!((moved.id, moved.path.as_str()), (other.id, "/parent/A.TXT"));
    assert_eq!(files.get(in_the_way.id).await.unwrap_err().code(), Some("RESOURCE_DELETED"));
    let back = files.restore(in_the_way.id).on_conflict(OnConflict::Replace).await.unwrap();
    assert_eq!(back.path, "/parent/a.txt");
    assert_eq!(files.get(other.id).await.unwrap_err().code(), Some("RESOURCE_DELETED"));
    let copy = files.copy(back.id, here()).on_conflict(OnConflict::Replace).await.unwrap_err();
    assert_eq!(copy.code(), Some("NAME_CONFLICT"), "a file does not make room for its own copy");

    let one = folders.create(fixture.folder("one")).await.unwrap();
    let two = folders.create(fixture.folder("two")).await.unwrap();
    let inner =
        folders.create(FolderCreate::new(fixture.team.default_share_id, "two").parent_id(two.id)).await.unwrap();
    let above = folders.r#move(inner.id, here()).on_conflict(OnConflict::Replace).await.unwrap_err();
    assert_eq!(above.code(), Some("NAME_CONFLICT"), "nor does a folder for what it holds");
    let renamed = folders.update(one.id, FolderUpdate::new("TWO")).on_conflict(OnConflict::Replace).await.unwrap();
    assert_eq!(renamed.path, "/parent/TWO");
    for gone in [two.id, inner.id] {
        assert_eq!(folders.get(gone).await.unwrap_err().code(), Some("RESOURCE_DELETED"));
    }
    let fresh = folders.create(fixture.folder("two")).on_conflict(OnConflict::Replace).await.unwrap();
    assert_eq!(folders.get(one.id).await.unwrap_err().code(), Some("RESOURCE_DELETED"));
    // A folder never takes a file's place.
    let made = folders.create(fixture.folder("a.TXT")).on_conflict(OnConflict::Replace).await.unwrap_err();
    assert_eq!(made.code(), Some("NAME_CONFLICT"));
    let renamed = folders.update(fresh.id, FolderUpdate::new("a.txt")).on_conflict(OnConflict::Replace).await;
    assert_eq!(renamed.unwrap_err().code(), Some("NAME_CONFLICT"));
    assert_eq!(fixture.listed().await, ["two", "a.txt"]);
    fixture.server.fsck().await;
}

/// To put something into the trash takes DELETE, also by the way.
#[tokio::test(flavor = "multi_thread")]
async fn on_conflict_replace_needs_the_right_to_what_is_replaced() {
    let fixture = Fixture::create().await;
    let member = fixture.team.add(&fixture.server, conformance::Role::Guest).await;
    let share_id = fixture.team.default_share_id;
    let grant = format!("/api/v1/shares/{share_id}/grants/{}", member.user_id);
    let grant = fixture.team.owner.request("PUT", grant).json(&json!({ "permissions": ["CREATE"] }));
    assert_eq!(grant.send(fixture.server.address()).await.status, StatusCode::OK);
    fixture.team.owner.client.files().upload(fixture.upload("a.txt")).await.unwrap();
    fixture.team.owner.client.folders().create(fixture.folder("folder")).await.unwrap();
    let files = member.client.files();
    let version = files.upload(fixture.upload("a.txt").on_conflict(OnConflict::Replace)).await.unwrap_err();
    assert_eq!(version.code(), Some("AUTHZ_PERMISSION_DENIED"));
    let other = files.upload(fixture.upload("b.txt")).await.unwrap();
    let target = NodeTarget::new().target_folder_id(fixture.parent.id).name("a.txt");
    let copy = files.copy(other.id, target).on_conflict(OnConflict::Replace).await.unwrap_err();
    assert_eq!(copy.code(), Some("AUTHZ_PERMISSION_DENIED"));
    let folder = member.client.folders().create(fixture.folder("folder")).on_conflict(OnConflict::Replace).await;
    assert_eq!(folder.unwrap_err().code(), Some("AUTHZ_PERMISSION_DENIED"));
    let children = fixture.listed().await;
    assert_eq!(children, ["folder", "a.txt", "b.txt"]);
}
