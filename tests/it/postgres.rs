//! The same service on PostgreSQL: a walk through everything that the databases could answer differently. The whole suite
//! runs on it, with S3 as the store, by `tests/second_engine.sh`.

use std::path::Path;

use conformance::postgres::{Cluster, NO_SYNCS};
use conformance::wait::eventually;
use conformance::{Role, Team, TestServer, postgres, samples};
use futures_util::TryStreamExt as _;
use strongroom_client::Upload;
use strongroom_client::models::{FileOrder, FileUpload, FolderCreate, GrantPut, Permission};
use strongroom_server::config::{Config, StoreConfig};
use strongroom_server::db::Db;
use strongroom_server::error::Error;

use crate::requests;

async fn on_postgres() -> TestServer {
    TestServer::start_with(|config| config.database.url = postgres::create_database()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_serves_every_operation() {
    let mut server = on_postgres().await;
    let team = Team::create(&server, "Acme").await;
    for row in requests::all() {
        let ids = requests::Ids::create(&server, &team).await;
        let actor = if row.id.starts_with("organization_") { &server.superuser() } else { &team.owner };
        if row.id == "organization_delete" {
            continue; // last, below
        }
        let answer = row.request(&ids, &actor.token, "").send(server.address()).await;
        let expected = if row.id == "session_delete" { answer.status == 400 } else { answer.status.is_success() };
        assert!(expected, "{}: {answer:?}", row.id);
    }
    server.restart().await;
    let superuser = server.superuser();
    superuser.client.organizations().delete(team.organization_id).await.unwrap();
    assert_eq!(server.db_number("SELECT count(*) FROM files").await, 0);
}

/// Order, folding and ids are ours, not the database's.
#[tokio::test(flavor = "multi_thread")]
async fn postgres_answers_like_sqlite() {
    let mut told = Vec::new();
    for server in [TestServer::start().await, on_postgres().await] {
        let team = Team::create(&server, "Acme").await;
        let member = team.add(&server, Role::Member).await;
        let files = team.owner.client.files();
        let mut answers = Vec::new();
        for name in ["b", "A", "ä", "Z", "_", "10", "9", "ß", "ss", "é", "e\u{301}", "日本"] {
            let upload = FileUpload::new(Upload::from(samples::noise(name.len(), 1))).name(name);
            let code = files.upload(upload).await.err().and_then(|error| error.code().map(str::to_owned));
            answers.push(format!("{name}: {code:?}"));
        }
        for order in [FileOrder::Name, FileOrder::NameDesc, FileOrder::Size] {
            for take in [2, 100] {
                let items: Vec<_> =
                    files.list().order_by(order.clone()).take(take).items().try_collect().await.unwrap();
                answers.push(items.into_iter().map(|file| file.name).collect::<Vec<_>>().join(" "));
            }
        }
        let folder =
            team.owner.client.folders().create(FolderCreate::new(team.default_share_id, "Folder")).await.unwrap();
        let grants = team.owner.client.shares();
        grants.grant_put(team.default_share_id, member.user_id, GrantPut::new(vec![Permission::Create])).await.unwrap();
        answers.push(format!("{:?}", member.client.folders().get(folder.id).await.unwrap().permissions));
        answers.push(member.client.files().list().q("E\u{301}").await.unwrap().count.unwrap().to_string());
        told.push(answers);
    }
    assert_eq!(told[0], told[1]);
}

/// The database decides between many at once, and no request is told of its ways.
#[tokio::test(flavor = "multi_thread")]
async fn postgres_races_have_one_winner() {
    let server = on_postgres().await;
    let team = Team::create(&server, "Acme").await;
    for round in 0..5 {
        let attempts = (0..20).map(|_| {
            let new = FolderCreate::new(team.default_share_id, format!("Race {round}"));
            let folders = team.owner.client.folders();
            async move { folders.create(new).await.map(drop) }
        });
        let outcomes = futures_util::future::join_all(attempts).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        for error in outcomes.into_iter().filter_map(Result::err) {
            assert_eq!(error.code(), Some("NAME_CONFLICT"), "{error}");
        }
    }
}

/// With `sslmode=verify-full` nothing goes over a connection to whoever can't show a certificate that the operator trusts.
#[tokio::test(flavor = "multi_thread")]
async fn postgres_is_reached_by_tls() {
    let certificate = || rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let (its_own, another) = (certificate(), certificate());
    let cluster = Cluster::start(NO_SYNCS);
    let database_url = cluster.create_database();
    cluster.encrypt(&its_own.cert.pem(), &its_own.signing_key.serialize_pem());
    let folder = tempfile::tempdir().unwrap();
    let trusting = |name: &str, certificate: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, certificate).unwrap();
        format!("{database_url}?sslmode=verify-full&sslrootcert={}", path.display())
    };
    let trusted = trusting("its_own.pem", &its_own.cert.pem());

    // The change of its settings takes it a moment.
    eventually(async || db_connect(&format!("{database_url}?sslmode=disable")).await.is_err()).await;
    let unknown = db_connect(&trusting("another.pem", &another.cert.pem())).await.unwrap_err();
    let causes: Vec<String> = std::iter::successors(std::error::Error::source(&unknown), |cause| cause.source())
        .map(ToString::to_string)
        .collect();
    assert!(causes.iter().any(|cause| cause.contains("certificate")), "{causes:?}");

    let server = TestServer::start_with(|config| config.database.url = trusted).await;
    let team = Team::create(&server, "Acme").await;
    team.owner.client.files().upload(FileUpload::new(Upload::from("by TLS")).name("file")).await.unwrap();
    let connections = |encrypted| {
        server.db_number(if encrypted {
            "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE client_addr IS NOT NULL AND ssl"
        } else {
            "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE client_addr IS NOT NULL AND NOT ssl"
        })
    };
    // That of the server's presence, and one for its statements.
    assert!(connections(true).await >= 2);
    assert_eq!(connections(false).await, 0);
}

async fn db_connect(url: &str) -> Result<(), Error> {
    let mut config = Config::in_folder(Path::new("nowhere")).database;
    config.url = url.to_owned();
    Db::connect(&config).await?.close().await
}

/// Several servers on one database are one service.
#[tokio::test(flavor = "multi_thread")]
async fn postgres_servers_share_everything() {
    let url = postgres::create_database();
    let store = tempfile::tempdir().unwrap();
    let start = async || {
        let (url, store) = (url.clone(), StoreConfig::new(format!("file://{}", store.path().display())));
        TestServer::start_with(|config| (config.database.url, config.store) = (url, store)).await
    };
    // At once: only one of them may make the first user and the tables.
    let (one, two, _three, _four) = tokio::join!(start(), start(), start(), start());
    let team = Team::create(&one, "Acme").await;
    let upload = FileUpload::new(Upload::from(samples::noise(100_000, 1))).name("shared.bin");
    let file = team.owner.client.files().upload(upload).await.unwrap();
    let there = two.client(&team.owner.token);
    let content =
        there.files().download(file.id).await.unwrap().content().unwrap().bytes(samples::LIMIT_BYTES).await.unwrap();
    assert_eq!(content, samples::noise(100_000, 1));
    // The same key at both at once runs once.
    let request = team
        .owner
        .request("POST", "/api/v1/folders")
        .header("Idempotency-Key", "both")
        .json(&serde_json::json!({ "share_id": team.default_share_id, "name": "Once" }));
    let sent = [one.address(), two.address()].repeat(4).into_iter().map(|address| request.clone().send(address));
    let answers = futures_util::future::join_all(sent).await;
    for answer in &answers {
        assert_eq!((answer.status.as_u16(), &answer.body), (201, &answers[0].body), "{answer:?}");
    }
    assert_eq!(one.db_number("SELECT count(*) FROM folders").await, 1);
    // A revocation by one is felt at the other with the next request.
    there.auth().me_get().await.unwrap();
    team.owner.client.organizations().get(team.organization_id).await.unwrap();
    one.superuser().client.organizations().delete(team.organization_id).await.unwrap();
    assert_eq!(there.auth().me_get().await.unwrap_err().status().map(|status| status.as_u16()), Some(401));
}
