//! Lists of files: every combination of filters, orders and pages against a model in memory, and that each follows its
//! index.

use std::collections::BTreeSet;
use std::time::Duration;

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, EntityTrait as _, Statement};

use super::super::list::{Scope, select};
use super::super::*;
use crate::db::entity::file::FileKind;
use crate::db::entity::member::Role;
use crate::domain::grants::Resource;
use crate::domain::nodes::Deletion;
use crate::domain::page::{self, PageRequest};
use crate::domain::testing_tree::Tree;

const ORDERS: [Order; 8] = [
    Order::Name,
    Order::NameDescending,
    Order::Size,
    Order::SizeDescending,
    Order::CreatedAt,
    Order::CreatedAtDescending,
    Order::UpdatedAt,
    Order::UpdatedAtDescending,
];

/// The same numbers at every run, different from seed to seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// What a list is compared with.
struct Model {
    tree: Tree,
    caller: Caller,
    /// Those that the caller may read, as they are.
    files: Vec<file::Model>,
    shares: Vec<Uuid>,
    folders: Vec<Uuid>,
    times: Vec<DateTime<Utc>>,
}

const TAGS: [&str; 3] = ["Draft", "final", "übrig"];

impl Model {
    /// Some 60 files in two shares that the caller reads and one that is closed, in folders and outside, of several
    /// kinds, sizes and times, with and without tags, some in the trash.
    async fn new(random: &mut Random) -> Self {
        let tree = Tree::new().await;
        let (owner, caller) = (tree.member(Role::Owner).await, tree.member(Role::Member).await);
        let mut shares = Vec::new();
        for name in ["One", "Two", "Closed"] {
            let share = tree.share(&owner, name, None).await;
            shares.push(share.id);
            if name != "Closed" {
                tree.grant(&owner, share.id, &caller, &[Permission::Read]).await;
            }
        }
        let mut folders = Vec::new();
        for share_id in &shares[..2] {
            folders.push(tree.folder(&owner, *share_id, None, "Folder").await);
        }
        let mut ids = Vec::new();
        for number in 0..64 {
            let place = random.below(5);
            let (share_id, folder_id) = match place {
                0 | 1 => (shares[place], Some(folders[place])),
                _ => (shares[place - 2], None),
            };
            // Many of one size, and several at one time.
            let head: &[u8] = [&b"text"[..], b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"][random.below(3)];
            let content = [head, &vec![b' '; random.below(4) * 100]].concat();
            let name = format!("{} {number}", random.pick(&["alpha", "Beta", "ÄRGER", "100%", "a_b"]));
            let made = tree.upload(&owner, share_id, folder_id, &name, &content).await.unwrap();
            let tags = TAGS.iter().filter(|_| random.one_in(2)).map(|tag| (*tag).to_owned());
            let update = FileUpdate { tags: Some(Tags::new(tags).unwrap()), ..FileUpdate::default() };
            super::super::update(&tree.app, &owner, made.file.id, update).await.unwrap();
            if random.one_in(3) {
                delete(&tree.app, &owner, made.file.id, Deletion::ToTrash, None).await.unwrap();
            }
            if random.one_in(2) {
                tree.app.clock.advance(Duration::from_secs(60));
            }
            if share_id != shares[2] {
                ids.push(made.file.id);
            }
        }
        let found = file::Entity::find().filter(file::Column::Id.is_in(ids)).all(tree.app.db.read()).await.unwrap();
        let times = found.iter().flat_map(|file| [file.created_at, file.updated_at]).collect();
        Self { tree, caller, files: found, shares, folders, times }
    }

    fn filter(&self, random: &mut Random) -> Filter {
        let mut filter = Filter::default();
        if random.one_in(3) {
            filter.share_id = Some(self.shares[random.below(2)]);
        }
        if random.one_in(4) {
            let index = random.below(2);
            filter.folder_id = Some(self.folders[index]);
            filter.share_id = filter.share_id.map(|_| self.shares[index]);
        }
        if random.one_in(4) {
            filter.name_part = Some((*random.pick(&["a", "BETA", "ärg", "%", "_", "1", "nothing"])).to_owned());
        }
        if random.one_in(4) {
            filter.tags = (0..=random.below(2)).map(|_| random.pick(&TAGS).to_uppercase()).collect();
        }
        if random.one_in(4) {
            filter.kinds = (0..=random.below(2))
                .map(|_| *random.pick(&[FileKind::Text, FileKind::Image, FileKind::Document]))
                .collect();
        }
        if random.one_in(5) {
            filter.size_bytes_min = Some(random.below(300) as i64);
        }
        if random.one_in(5) {
            filter.size_bytes_max = Some(random.below(400) as i64);
        }
        for bound in [
            &mut filter.created_after,
            &mut filter.created_before,
            &mut filter.updated_after,
            &mut filter.updated_before,
        ] {
            if random.one_in(6) {
                // Exactly at a file's time, or a nanosecond behind.
                *bound = Some(*random.pick(&self.times) + chrono::TimeDelta::nanoseconds(random.below(2) as i64));
            }
        }
        filter.trashed = *random.pick(&[Trashed::No, Trashed::No, Trashed::Only, Trashed::Too]);
        filter
    }

    /// What the list has to be.
    fn expected(&self, filter: &Filter, order: Order) -> Vec<Uuid> {
        let mut files: Vec<&file::Model> = self.files.iter().filter(|file| passes(filter, file)).collect();
        files.sort_by(|left, right| {
            let by_key = match order {
                Order::Name | Order::NameDescending => left.name_key.cmp(&right.name_key),
                Order::Size | Order::SizeDescending => left.size_bytes.cmp(&right.size_bytes),
                Order::CreatedAt | Order::CreatedAtDescending => left.created_at.cmp(&right.created_at),
                Order::UpdatedAt | Order::UpdatedAtDescending => left.updated_at.cmp(&right.updated_at),
            };
            by_key.then(left.id.cmp(&right.id))
        });
        if ORDERS.iter().position(|other| *other == order).unwrap() % 2 == 1 {
            files.reverse();
        }
        files.into_iter().map(|file| file.id).collect()
    }

    async fn page(&self, filter: &Filter, order: Order, request: ListRequest) -> Page {
        let page = list(&self.tree.app, &self.caller, filter, order, &request).await;
        let page = page.unwrap_or_else(|error| panic!("{filter:?} {order:?} {request:?}: {error:?}"));
        let ids = page.data.iter().map(|view| view.file.id).collect();
        Page { ids, start: page.start, end: page.end, count: page.count, next_cursor: page.next_cursor }
    }
}

struct Page {
    ids: Vec<Uuid>,
    start: u64,
    end: u64,
    count: Option<u64>,
    next_cursor: Option<String>,
}

fn passes(filter: &Filter, file: &file::Model) -> bool {
    let tags: BTreeSet<String> = Tags::from_row(&file.tags).iter().map(|tag| Tags::key(tag)).collect();
    let part = filter.name_part.as_deref().map(crate::domain::names::key);
    filter.share_id.is_none_or(|share_id| file.share_id == share_id)
        && filter.folder_id.is_none_or(|folder_id| file.folder_id == Some(folder_id))
        && part.is_none_or(|part| file.name_key.contains(&part))
        && filter.tags.iter().all(|tag| tags.contains(&Tags::key(tag)))
        && (filter.kinds.is_empty() || filter.kinds.contains(&file.kind))
        && filter.size_bytes_min.is_none_or(|size_bytes| file.size_bytes >= size_bytes)
        && filter.size_bytes_max.is_none_or(|size_bytes| file.size_bytes <= size_bytes)
        && filter.created_after.is_none_or(|time| file.created_at >= time)
        && filter.created_before.is_none_or(|time| file.created_at < time)
        && filter.updated_after.is_none_or(|time| file.updated_at >= time)
        && filter.updated_before.is_none_or(|time| file.updated_at < time)
        && match filter.trashed {
            Trashed::No => file.trashed_at.is_none(),
            Trashed::Only => file.trashed_at.is_some(),
            Trashed::Too => true,
        }
}

/// Prints its seed, by which a failure is repeated.
#[tokio::test]
async fn every_combination_answers_as_the_model_does() {
    let seed = std::env::var("LIST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7);
    println!("LIST_SEED={seed}");
    let mut random = Random(seed);
    let model = Model::new(&mut random).await;
    let mut longest = 0;
    for _ in 0..250 {
        let (filter, order) = (model.filter(&mut random), *random.pick(&ORDERS));
        let expected = model.expected(&filter, order);
        let what = format!("{filter:?} {order:?}");
        let (count, take) = (expected.len() as u64, random.below(12) as u64 + 1);
        longest = longest.max(count);

        let mut request = PageRequest { skip: 0, take, cursor: None };
        let mut paged = Vec::new();
        loop {
            let page = model.page(&filter, order, ListRequest::Page(request.clone())).await;
            assert_eq!(page.count, request.cursor.is_none().then_some(count), "{what}");
            assert_eq!((page.start, page.end), (0, page.ids.len() as u64), "{what}");
            paged.extend(page.ids);
            request.cursor = page.next_cursor;
            if request.cursor.is_none() {
                break;
            }
        }
        assert_eq!(paged, expected, "{what}");

        let skipped = random.below(expected.len() + 3);
        let skip = skipped as u64;
        let page = model.page(&filter, order, ListRequest::Page(PageRequest { skip, take, cursor: None })).await;
        let wanted: Vec<Uuid> = expected.iter().copied().skip(skipped).take(usize::try_from(take).unwrap()).collect();
        assert_eq!((page.ids, page.count, page.start), (wanted, Some(count), skip), "{what} from {skip}");

        let page = model.page(&filter, order, ListRequest::Count).await;
        assert_eq!((page.ids.len(), page.count), (0, Some(count)), "{what}");

        let file_id = random.pick(&model.files).id;
        let around = ListRequest::Around { file_id, take };
        if let Some(rank) = expected.iter().position(|id| *id == file_id) {
            let page = model.page(&filter, order, around).await;
            assert_eq!(page.start, rank as u64 / take * take, "{what}");
            assert!(page.ids.contains(&file_id), "{what}");
            assert_eq!(page.count, Some(count), "{what}");
        } else {
            let missing = list(&model.tree.app, &model.caller, &filter, order, &around).await;
            assert!(matches!(missing, Err(Error::NotFound(_))), "{what}: {missing:?}");
        }
    }
    assert!(longest > 30, "the filters left {longest} at the most");
}

/// The steps of a query's plan. On PostgreSQL without the way that suits a small table.
async fn plan(tree: &Tree, statement: Statement) -> Vec<String> {
    let is_sqlite = statement.db_backend == DbBackend::Sqlite;
    let explain = if is_sqlite { "EXPLAIN QUERY PLAN" } else { "EXPLAIN" };
    let statement = Statement { sql: format!("{explain} {}", statement.sql), ..statement };
    let work = async move |tx: &DatabaseTransaction| {
        if !is_sqlite {
            tx.execute_unprepared("SET LOCAL enable_seqscan = off").await?;
        }
        Ok(tx.query_all_raw(statement).await?)
    };
    let rows = tree.app.db.write(work).await.unwrap();
    rows.iter().map(|row| row.try_get("", if is_sqlite { "detail" } else { "QUERY PLAN" }).unwrap()).collect()
}

/// Past the rules: so many copies of every file, half of them in the trash, that it matters how they are looked up.
async fn db_multiply(tree: &Tree) {
    if tree.app.db.backend() == DbBackend::Sqlite {
        return;
    }
    let multiply = "INSERT INTO files SELECT gen_random_uuid(), organization_id, share_id, folder_id, name, \
        name_key || n, kind, mime_type, n, sha256, content_id, current_version, tags, metadata, revision, created_by, \
        created_at + n * INTERVAL '1 second', updated_by, updated_at + n * INTERVAL '1 second', content_updated_at, \
        CASE n % 2 WHEN 0 THEN created_at END, NULL, NULL FROM files CROSS JOIN generate_series(1, 5000) AS n";
    let work = async move |tx: &DatabaseTransaction| {
        tx.execute_unprepared(multiply).await?;
        tx.execute_unprepared("ANALYZE").await?;
        Ok(())
    };
    tree.app.db.write(work).await.unwrap();
}

/// A page behind a cursor is read from the index of its order, wherever the list is held to and whatever state is
/// asked for, and not sorted.
#[tokio::test]
async fn every_order_follows_an_index() {
    let tree = Tree::new().await;
    let (owner, member) = (tree.member(Role::Owner).await, tree.member(Role::Member).await);
    let backend = tree.app.db.backend();
    let folder_id = tree.folder(&owner, tree.default_share_id, None, "Folder").await;
    let file = tree.upload(&owner, tree.default_share_id, Some(folder_id), "a", b"a").await.unwrap().file;
    // In a folder of its own, in another share, and in another organization.
    tree.upload(&owner, tree.default_share_id, None, "a", b"a").await.unwrap();
    let other = tree.share(&owner, "Other", None).await;
    tree.upload(&owner, other.id, None, "a", b"a").await.unwrap();
    let (elsewhere, stranger) = tree.elsewhere().await;
    tree.upload(&stranger, elsewhere.default_share_id, None, "a", b"a").await.unwrap();
    db_multiply(&tree).await;
    let scopes = [
        (Scope::Organization, "organization_id"),
        (Scope::Share(tree.default_share_id), "share_id"),
        (Scope::Folder(folder_id), "folder_id"),
    ];
    for (index, order) in ORDERS.into_iter().enumerate() {
        let key = ["name_key", "size_bytes", "created_at", "updated_at"][index / 2];
        for (caller, (scope, column)) in
            scopes.iter().flat_map(|scope| [(&owner, scope.clone()), (&member, scope.clone())])
        {
            for (trashed, states) in
                [(Trashed::No, &["live"][..]), (Trashed::Only, &["trashed"]), (Trashed::Too, &["live", "trashed"])]
            {
                let filter = Filter { trashed, ..Filter::default() };
                let position = match index / 2 {
                    0 => page::Position::new(&*file.name_key, file.id),
                    1 => page::Position::new(file.size_bytes, file.id),
                    2 => page::Position::new(file.created_at, file.id),
                    _ => page::Position::new(file.updated_at, file.id),
                };
                let cursor = Some(order.of_page().cursor(position));
                let arms = select(caller, &filter, scope.clone()).unwrap();
                let request = PageRequest { skip: 0, take: 25, cursor };
                let query = page::query(arms, &order.of_page(), &request).unwrap();
                let plan = plan(&tree, backend.build(&query)).await.join("\n");
                for state in states {
                    let wanted = format!("files_{state}_by_{column}_{key}");
                    assert!(plan.contains(&wanted), "{order:?} {scope:?} {trashed:?} lacks {wanted}:\n{plan}");
                }
                // Two lists are merged by sorting what the page can reach of them, which is little.
                let sorts = plan.matches("TEMP B-TREE").count() + plan.matches("Sort  (").count();
                let merged = if states.len() > 1 { 2 } else { 0 };
                assert!(sorts <= merged, "{order:?} {scope:?} {trashed:?} sorts:\n{plan}");
            }
        }
    }
}

/// Of what was granted to somebody, each share follows its own index, and the rest is found by the grants: nothing is
/// read that may not be.
#[tokio::test]
async fn granted_parts_are_found_without_reading_the_others() {
    let tree = Tree::new().await;
    let (owner, member) = (tree.member(Role::Owner).await, tree.member(Role::Member).await);
    let other = tree.share(&owner, "Other", None).await;
    let folder_id = tree.folder(&owner, other.id, None, "Folder").await;
    let names = [("d", tree.default_share_id, None), ("b", other.id, Some(folder_id)), ("a", other.id, None)];
    for (name, share_id, folder_id) in names {
        tree.upload(&owner, share_id, folder_id, name, b"a").await.unwrap();
    }
    let file_id = tree.upload(&owner, other.id, None, "c", b"a").await.unwrap().file.id;
    // The share too, so that some files are readable twice over.
    let inner = tree.folder(&owner, tree.default_share_id, None, "Inner").await;
    tree.upload(&owner, tree.default_share_id, Some(inner), "e", b"a").await.unwrap();
    for resource in [Resource::Folder(folder_id), Resource::File(file_id), Resource::Folder(inner)] {
        tree.grant_on(&owner, resource, member.user_id, &[Permission::Read]).await;
    }
    let db = tree.app.db.read();
    let scope = super::super::list::scope(db, &member, &Filter::default()).await.unwrap();
    assert_eq!(scope, Scope::Granted(vec![tree.default_share_id]));
    for take in 1..=5 {
        let mut request = PageRequest { skip: 0, take, cursor: None };
        let mut listed = Vec::new();
        loop {
            let asked = ListRequest::Page(request.clone());
            let page = list(&tree.app, &member, &Filter::default(), Order::Name, &asked).await.unwrap();
            assert_eq!(page.count, request.cursor.is_none().then_some(4));
            listed.extend(page.data.into_iter().map(|view| view.file.name));
            request.cursor = page.next_cursor;
            if request.cursor.is_none() {
                break;
            }
        }
        assert_eq!(listed, ["b", "c", "d", "e"], "{take} at a time");
    }
    if tree.app.db.backend() == DbBackend::Sqlite {
        let arms = select(&member, &Filter::default(), scope).unwrap();
        let query = page::query(arms, &Order::Name.of_page(), &PageRequest { skip: 0, take: 25, cursor: None });
        let plan = plan(&tree, DbBackend::Sqlite.build(&query.unwrap())).await.join("\n");
        assert!(plan.contains("files_live_by_share_id_name_key"), "{plan}");
        // What is scanned is what the two arms have found already; each is called like the table.
        assert!(plan.matches("SCAN files").count() <= 2 && !plan.contains("SCAN part"), "{plan}");
        assert!(!plan.contains("files_live_by_organization_id"), "{plan}");
    }
}

/// Files with a tag are found by it, not by reading all files.
#[tokio::test]
async fn a_tag_is_found_by_its_index() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let filter = Filter { tags: vec!["draft".to_owned()], ..Filter::default() };
    let arms = select(&owner, &filter, Scope::Organization).unwrap();
    let query = page::query(arms, &Order::Name.of_page(), &PageRequest { skip: 0, take: 25, cursor: None }).unwrap();
    let plan = plan(&tree, tree.app.db.backend().build(&query)).await.join("\n");
    let index =
        if tree.app.db.backend() == DbBackend::Sqlite { "file_tags USING PRIMARY KEY" } else { "file_tags_pkey" };
    assert!(plan.contains(index), "{plan}");
}
