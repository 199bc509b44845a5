//! Each invariant broken on purpose, past the domain's rules: fsck must name it, and nothing where nothing is broken.

use sea_orm::DatabaseTransaction;

use super::*;
use crate::db::entity::member::Role;
use crate::domain::access::Permission;
use crate::domain::grants::Resource;
use crate::domain::nodes::Deletion;
use crate::domain::signed_urls::{self, NewDownload, NewUpload, SignedDisposition};
use crate::domain::testing_tree::{LARGE_BYTES, Tree, file_name};
use crate::domain::{files, folders, groups};

/// A tree with something of everything: inline and packed contents, versions, trash by itself and with a folder, grants.
async fn tree() -> Tree {
    let tree = Tree::new().await;
    let (owner, member) = (tree.member(Role::Owner).await, tree.member(Role::Member).await);
    let share = tree.share(&owner, "Ours", Some(1_000_000)).await;
    tree.grant(&owner, share.id, &member, &[Permission::Create, Permission::Write]).await;
    let outer = tree.folder(&owner, share.id, None, "Outer").await;
    let inner = tree.folder(&owner, share.id, Some(outer), "Inner").await;
    let kept = tree.folder(&owner, share.id, None, "Kept").await;
    let group = groups::create(&tree.app, &owner, tree.organization_id, file_name("Keepers")).await.unwrap();
    groups::member_put(&tree.app, &owner, tree.organization_id, group.id, member.user_id).await.unwrap();
    tree.grant_on(&owner, Resource::Folder(kept), group.id, &[Permission::Read]).await;
    let small = tree.upload(&member, share.id, Some(inner), "small", b"12345").await.unwrap().file.id;
    tree.replace(&owner, small, None, &[1; LARGE_BYTES]).await.unwrap();
    let large = tree.upload(&owner, share.id, None, "large", &[2; LARGE_BYTES]).await.unwrap().file.id;
    let copied = folders::Relocation { name: Some(file_name("same")), ..folders::Relocation::default() };
    files::copy(&tree.app, &owner, large, copied).await.unwrap();
    let elsewhere = tree.upload(&owner, tree.default_share_id, None, "elsewhere", b"1").await.unwrap().file.id;
    let alone = tree.upload(&owner, share.id, Some(outer), "alone", b"123").await.unwrap().file.id;
    tree.grant_on(&owner, Resource::File(alone), member.user_id, &[Permission::Read]).await;
    files::delete(&tree.app, &owner, alone, Deletion::ToTrash, None).await.unwrap();
    let unit = tree.folder(&owner, share.id, None, "Unit").await;
    let below = tree.folder(&owner, share.id, Some(unit), "Below").await;
    tree.upload(&owner, share.id, Some(below), "taken along", b"").await.unwrap();
    folders::delete(&tree.app, &owner, unit, Deletion::ToTrash, None).await.unwrap();
    let elsewhere =
        NewDownload { lifetime: None, file_id: elsewhere, version: None, disposition: SignedDisposition::Inline };
    signed_urls::issue_download(&tree.app, &owner, tree.organization_id, elsewhere).await.unwrap();
    signed_urls::issue_upload(&tree.app, &owner, tree.organization_id, NewUpload::default()).await.unwrap();
    let doomed = tree.upload(&owner, share.id, None, "doomed", &[3; LARGE_BYTES]).await.unwrap().file.id;
    files::delete(&tree.app, &owner, doomed, Deletion::Permanent, None).await.unwrap();
    tree
}

/// What each statement breaks, and which checks must say so. What a foreign key forbids can't be broken here.
const BREAKS: &[(&str, &[&str])] = &[
    ("UPDATE contents SET size_bytes = size_bytes + 1 WHERE size_bytes = 5", &["content_inline", "version_content"]),
    (
        "INSERT INTO extents (content_id, file_offset, pack_id, pack_offset, length)
         SELECT (SELECT id FROM contents WHERE size_bytes = 5), 0, id, 0, 1 FROM packs WHERE state = 'live' LIMIT 1",
        &["content_source"],
    ),
    ("UPDATE extents SET length = length - 1", &["content_extents"]),
    ("DELETE FROM extents", &["content_extents", "pack_unnamed"]),
    ("UPDATE extents SET file_offset = 1", &["extent_order"]),
    ("UPDATE packs SET state = 'deleting'", &["extent_pack", "pack_condemned"]),
    ("UPDATE packs SET size_bytes = 10", &["extent_bounds"]),
    ("UPDATE extents SET pack_offset = -1", &["extent_bounds"]),
    (
        "UPDATE packs SET organization_id = (SELECT id FROM organizations WHERE name = 'default')",
        &["extent_organization"],
    ),
    ("DELETE FROM versions WHERE size_bytes = 5", &["content_unnamed", "meter_organization"]),
    ("UPDATE chunks SET pack_offset = pack_offset + 1", &["pack_chunks"]),
    ("UPDATE chunks SET length = length + 1", &["pack_size"]),
    ("DELETE FROM chunks", &["pack_size"]),
    ("UPDATE chunks SET length = 2000000", &["chunk_organization", "pack_size"]),
    ("UPDATE chunks SET damaged_at = (SELECT MAX(created_at) FROM packs)", &["chunk_damaged"]),
    ("DELETE FROM chunk_keys", &["chunk_key"]),
    ("UPDATE versions SET size_bytes = 4 WHERE size_bytes = 5", &["version_content", "meter_share", "meter_member"]),
    (
        "UPDATE contents SET organization_id = (SELECT id FROM organizations WHERE name = 'default')",
        &["version_organization", "extent_organization"],
    ),
    ("UPDATE files SET current_version = 3 WHERE current_version = 2", &["file_version"]),
    ("UPDATE files SET mime_type = 'x/y' WHERE name = 'large'", &["file_version"]),
    ("UPDATE files SET current_version = 1 WHERE current_version = 2", &["file_version", "version_number"]),
    ("DELETE FROM names WHERE name_key = 'large'", &["file_name"]),
    ("DELETE FROM names WHERE name_key = 'below'", &["folder_name"]),
    ("UPDATE names SET node_type = 'folder' WHERE name_key = 'large'", &["name_node", "file_name"]),
    ("UPDATE files SET name_key = 'lager' WHERE name = 'large'", &["name_node", "file_name", "name_key"]),
    ("UPDATE folders SET name_key = 'KEPT' WHERE name = 'Kept'", &["name_node", "folder_name", "name_key"]),
    (
        "INSERT INTO file_tags (organization_id, tag_key, file_id)
         SELECT organization_id, 'stray', id FROM files WHERE name = 'large'",
        &["file_tags"],
    ),
    ("UPDATE folders SET parent_id = id WHERE name = 'Kept'", &["folder_reached"]),
    (
        "UPDATE folders SET parent_id = (SELECT id FROM folders WHERE name = 'Inner') WHERE name = 'Outer'",
        &["folder_reached"],
    ),
    (
        "UPDATE folders SET share_id = (SELECT id FROM shares WHERE name = 'Ours' AND id <> folders.share_id
           UNION ALL SELECT default_share_id FROM organizations WHERE name = 'Ours' LIMIT 1) WHERE name = 'Inner'",
        &["folder_place", "file_place"],
    ),
    (
        "UPDATE files SET organization_id = (SELECT id FROM organizations WHERE name = 'default')",
        &["file_place", "meter_organization"],
    ),
    (
        "UPDATE organizations SET default_share_id = (SELECT id FROM organizations WHERE name = 'default')",
        &["default_share"],
    ),
    ("UPDATE files SET trashed_by = NULL WHERE name = 'alone'", &["file_trash"]),
    ("UPDATE folders SET trash_root_id = NULL WHERE name = 'Below'", &["folder_trash", "file_trash_unit"]),
    (
        "UPDATE files SET trash_root_id = (SELECT id FROM folders WHERE name = 'Outer') WHERE name = 'alone'",
        &["file_trash_unit"],
    ),
    (
        "UPDATE folders SET trash_root_id = (SELECT id FROM folders WHERE name = 'Outer') WHERE name = 'Below'",
        &["folder_trash_unit"],
    ),
    (
        "UPDATE files SET trashed_at = NULL, trashed_by = NULL, trash_root_id = NULL WHERE name = 'taken along'",
        &["file_live"],
    ),
    (
        "UPDATE folders SET trashed_at = NULL, trashed_by = NULL, trash_root_id = NULL WHERE name = 'Below'",
        &["folder_live"],
    ),
    ("UPDATE organizations SET used_bytes = used_bytes + 1", &["meter_organization"]),
    ("UPDATE organizations SET older_bytes = older_bytes + 1", &["meter_organization_older"]),
    ("UPDATE organizations SET trash_bytes = trash_bytes + 1", &["meter_organization_trash"]),
    ("UPDATE organizations SET file_count = file_count + 1", &["meter_organization_files"]),
    ("UPDATE organizations SET version_count = version_count + 1", &["meter_organization_versions"]),
    ("UPDATE shares SET used_bytes = used_bytes + 1", &["meter_share"]),
    ("UPDATE shares SET older_bytes = older_bytes + 1", &["meter_share_older"]),
    ("UPDATE shares SET trash_bytes = trash_bytes + 1", &["meter_share_trash"]),
    ("UPDATE shares SET file_count = file_count + 1", &["meter_share_files"]),
    ("UPDATE shares SET version_count = version_count + 1", &["meter_share_versions"]),
    ("UPDATE members SET used_bytes = used_bytes + 1", &["meter_member"]),
    ("UPDATE members SET older_bytes = older_bytes + 1", &["meter_member_older"]),
    ("UPDATE members SET trash_bytes = trash_bytes + 1", &["meter_member_trash"]),
    ("UPDATE members SET file_count = file_count + 1", &["meter_member_files"]),
    ("UPDATE members SET version_count = version_count + 1", &["meter_member_versions"]),
    ("DELETE FROM shared_contents", &["content_shared"]),
    ("UPDATE organizations SET reserved_bytes = 1", &["reserved_organization"]),
    ("UPDATE shares SET reserved_bytes = 1", &["reserved_share"]),
    ("UPDATE members SET reserved_bytes = 1", &["reserved_member"]),
    ("UPDATE signed_urls SET version = NULL WHERE kind = 'download'", &["signed_url_kind"]),
    ("UPDATE signed_urls SET file_epoch = 1 WHERE kind = 'upload'", &["signed_url_kind"]),
    ("UPDATE signed_urls SET used_at = created_at WHERE kind = 'upload'", &["signed_url_use"]),
    ("UPDATE signed_urls SET stored_file_id = id, used_at = created_at WHERE kind = 'download'", &["signed_url_use"]),
    (
        "UPDATE signed_urls SET used_at = created_at, stored_file_id = (SELECT id FROM files WHERE name = 'large')",
        &["signed_url_once"],
    ),
    (
        "UPDATE signed_urls SET share_id = (SELECT default_share_id FROM organizations WHERE name = 'default')",
        &["signed_url_place"],
    ),
    ("UPDATE signed_urls SET organization_epoch = 1", &["signed_url_epoch"]),
    ("UPDATE signed_urls SET issuer_epoch = 1", &["signed_url_epoch"]),
    ("UPDATE shares SET change_seq = change_seq + 1", &["change_numbers"]),
    ("DELETE FROM changes WHERE seq = 2", &["change_numbers"]),
    ("UPDATE changes SET seq = 100 WHERE seq = 1", &["change_numbers"]),
    ("DELETE FROM members WHERE role = 'member'", &["grant_principal", "group_member"]),
    ("UPDATE grants SET resource_type = 'folder' WHERE principal_type = 'user'", &["grant_resource"]),
    ("UPDATE grants SET principal_type = 'group' WHERE principal_type = 'user'", &["grant_principal"]),
    ("UPDATE grants SET principal_type = 'user' WHERE principal_type = 'group'", &["grant_principal"]),
    ("UPDATE group_members SET group_id = (SELECT id FROM organizations WHERE name = 'Ours')", &["group_member"]),
    ("DELETE FROM \"groups\" WHERE name = 'everyone'", &["group_everyone", "grant_principal"]),
];

#[tokio::test]
async fn what_the_domain_does_breaks_nothing() {
    let tree = tree().await;
    let report = rows_and_data(&tree.app.db, &tree.app.blobs).await.unwrap();
    assert!(report.is_clean(), "{report}");
    let Examined { files, versions, contents_read, bytes_read, .. } = report.examined;
    assert_eq!((files, versions, contents_read, bytes_read), (6, 7, 6, 2 * LARGE_BYTES as u64 + 9), "{report}");
}

#[tokio::test]
async fn every_broken_invariant_is_named() {
    let tree = tree().await;
    let mut met = std::collections::BTreeSet::new();
    for &(statement, expected) in BREAKS {
        let (found, broken) = tokio::sync::oneshot::channel();
        let break_and_look = async move |tx: &DatabaseTransaction| -> Result<()> {
            let done = tx.execute_unprepared(statement).await?;
            found.send((done.rows_affected(), rows_in(tx).await?)).unwrap();
            // Whole again for the next one.
            Err(crate::error::Error::NotFound("way to keep this"))
        };
        let outcome = tree.app.db.write_once(break_and_look).await;
        assert!(matches!(outcome, Err(crate::error::Error::NotFound(_))), "{statement}: {outcome:?}");
        let (affected, report) = broken.await.unwrap();
        assert!(affected > 0, "{statement} changes nothing");
        let named: Vec<_> = report.faults.iter().map(|fault| fault.check).collect();
        for check in expected {
            assert!(named.contains(check), "{statement} is not told by {check} but by {named:?}");
        }
        met.extend(named);
    }
    // What only a foreign key that was switched off could break.
    const FORBIDDEN: [&str; 1] = ["version_file"];
    for invariant in invariants::all() {
        let name = invariant.name;
        assert!(met.contains(name) || FORBIDDEN.contains(&name) || name == "folder_depth", "{name} was never broken");
    }
    assert!(met.contains("name_key") && met.contains("file_tags"), "{met:?}");
    assert!(rows(&tree.app.db).await.unwrap().is_clean());
}

/// A caller may choose the id of a file, also the least that there is.
#[tokio::test]
async fn a_file_of_any_id_is_examined() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    tree.upload_under(&owner, tree.default_share_id, None, [(Uuid::nil(), "least".to_owned())]).await;
    let break_it = async |tx: &DatabaseTransaction| {
        tx.execute_unprepared("UPDATE files SET name_key = 'LEAST', tags = '[\"stray\"]'").await?;
        tx.execute_unprepared("UPDATE names SET name_key = 'LEAST'").await?;
        Ok(())
    };
    tree.app.db.write(break_it).await.unwrap();
    let report = rows(&tree.app.db).await.unwrap();
    let named: Vec<_> = report.faults.iter().map(|fault| (fault.check, fault.subject)).collect();
    assert_eq!(named, [("name_key", Uuid::nil()), ("file_tags", Uuid::nil())], "{report}");
}

#[tokio::test]
async fn numbers_are_told_with_what_they_should_be() {
    let tree = tree().await;
    let break_it = async |tx: &DatabaseTransaction| {
        tx.execute_unprepared("UPDATE shares SET used_bytes = 7 WHERE id IN (SELECT default_share_id FROM organizations WHERE name = 'Ours')").await?;
        Ok(())
    };
    tree.app.db.write(break_it).await.unwrap();
    let report = rows(&tree.app.db).await.unwrap();
    let [fault] = report.faults.as_slice() else { panic!("{report}") };
    assert_eq!((fault.check, fault.subject), ("meter_share", tree.default_share_id));
    assert!(fault.detail.ends_with("7 instead of 1"), "{report}");
}

#[tokio::test]
async fn a_folder_that_lies_too_deep_is_named() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let mut parent = None;
    for depth in 0..crate::domain::nodes::FOLDER_DEPTH_MAX {
        parent = Some(tree.folder(&owner, tree.default_share_id, parent, &format!("{depth}")).await);
    }
    assert!(rows(&tree.app.db).await.unwrap().is_clean());
    let deepest = parent.unwrap();
    let other = tree.folder(&owner, tree.default_share_id, None, "beside").await;
    let bury = async move |tx: &DatabaseTransaction| {
        use sea_orm::sea_query::Expr;
        folder::Entity::update_many()
            .col_expr(folder::Column::ParentId, Expr::value(deepest))
            .filter(folder::Column::Id.eq(other))
            .exec(tx)
            .await?;
        Ok(())
    };
    tree.app.db.write(bury).await.unwrap();
    let report = rows(&tree.app.db).await.unwrap();
    assert!(report.faults.iter().any(|fault| fault.check == "folder_depth" && fault.subject == other), "{report}");
}

#[tokio::test]
async fn bytes_that_changed_or_went_are_named() {
    let tree = tree().await;
    let packs = tree.db_packs().await;
    let live: Vec<_> = packs.iter().filter(|pack| pack.state == crate::db::entity::pack::PackState::Live).collect();
    tree.app.blobs.delete_pack(live[0].id).await.unwrap();
    let change = async |tx: &DatabaseTransaction| {
        let inline = content::Column::InlineBytes;
        use sea_orm::sea_query::Expr;
        content::Entity::update_many()
            .col_expr(inline, Expr::value(b"54321".to_vec()))
            .filter(content::Column::SizeBytes.eq(5))
            .exec(tx)
            .await?;
        Ok(())
    };
    tree.app.db.write(change).await.unwrap();
    assert!(rows(&tree.app.db).await.unwrap().is_clean());
    let report = rows_and_data(&tree.app.db, &tree.app.blobs).await.unwrap();
    let mut details: Vec<_> = report.faults.iter().map(|fault| (fault.check, fault.detail.as_str())).collect();
    details.sort_unstable();
    let checks: Vec<_> = details.iter().map(|(check, _)| *check).collect();
    assert_eq!(checks, ["chunk_bytes", "content_bytes", "content_bytes"], "{report}");
    assert!(details[0].1.ends_with("is not there: the store has no such object"), "{report}");
    assert!(details[1].1.starts_with("its bytes can't be read"), "{report}");
    assert_eq!(details[2].1, "its bytes do not have its digest");
}

/// What each statement breaks that can be put right, past the domain's rules.
const REPAIRABLE: &[(&str, &str)] = &[
    (
        "name_node",
        "INSERT INTO names (parent_id, name_key, node_type, node_id)
       SELECT parent_id, 'nobody', node_type, node_id FROM names WHERE name_key = 'large'",
    ),
    ("file_name", "DELETE FROM names WHERE name_key = 'large'"),
    ("folder_name", "DELETE FROM names WHERE name_key = 'below'"),
    ("grant_resource", "UPDATE grants SET resource_type = 'folder' WHERE resource_type = 'file'"),
    ("grant_principal", "UPDATE grants SET principal_type = 'group' WHERE principal_type = 'user'"),
    ("pack_condemned", "UPDATE packs SET condemned_at = created_at WHERE state = 'live'"),
    ("pack_unnamed", "UPDATE packs SET state = 'live', condemned_at = NULL WHERE state = 'condemned'"),
    (
        "file_tags",
        "INSERT INTO file_tags (organization_id, tag_key, file_id)
         SELECT organization_id, 'stray', id FROM files WHERE name = 'large'",
    ),
    ("meter_organization", "UPDATE organizations SET used_bytes = used_bytes + 1"),
    ("meter_share", "UPDATE shares SET used_bytes = 0"),
    ("meter_member", "UPDATE members SET used_bytes = used_bytes + 7"),
    ("meter_share_files", "UPDATE shares SET file_count = file_count + 1"),
    ("meter_member_trash", "UPDATE members SET trash_bytes = 1"),
    ("reserved_organization", "UPDATE organizations SET reserved_bytes = 1"),
    ("reserved_share", "UPDATE shares SET reserved_bytes = 1"),
    ("reserved_member", "UPDATE members SET reserved_bytes = 1"),
];

#[tokio::test]
async fn repair_puts_right_what_rows_tell() {
    let tree = tree().await;
    let examined = rows_and_data(&tree.app.db, &tree.app.blobs).await.unwrap().examined;
    for (check, statement) in REPAIRABLE {
        let break_it = async |tx: &DatabaseTransaction| Ok(tx.execute_unprepared(statement).await?.rows_affected());
        assert!(tree.app.db.write(break_it).await.unwrap() > 0, "{statement} changes nothing");
        let before = rows(&tree.app.db).await.unwrap();
        assert!(before.faults.iter().any(|fault| fault.check == *check), "{statement}: {before}");
        let repaired = repair(&tree.app.db, tree.app.clock.now()).await.unwrap();
        for fault in before.faults {
            let told = repaired.iter().any(|one| (one.check, one.subject) == (fault.check, fault.subject));
            assert!(told, "{statement}: {fault:?} is not told to be repaired in {repaired:?}");
        }
        let after = rows(&tree.app.db).await.unwrap();
        assert!(after.is_clean(), "{statement}: {after}");
    }
    assert!(repair(&tree.app.db, tree.app.clock.now()).await.unwrap().is_empty(), "nothing is wrong any more");
    let report = rows_and_data(&tree.app.db, &tree.app.blobs).await.unwrap();
    assert!(report.is_clean() && report.examined == examined, "no content was touched: {report}");
}

/// A recount over missing rows would hide that they are missing, and of two who want a name, neither gets it.
#[tokio::test]
async fn repair_does_not_guess() {
    let tree = tree().await;
    let break_it = async |tx: &DatabaseTransaction| {
        tx.execute_unprepared("DELETE FROM versions WHERE version = 2").await?;
        tx.execute_unprepared(
            "UPDATE files SET name = 'large', name_key = 'large', folder_id = NULL, share_id = (
               SELECT share_id FROM files AS large WHERE large.name = 'large') WHERE name = 'elsewhere'",
        )
        .await?;
        tx.execute_unprepared("DELETE FROM names WHERE name_key = 'large'").await?;
        Ok(())
    };
    tree.app.db.write(break_it).await.unwrap();
    let named = |report: &Report| report.faults.iter().map(|fault| (fault.check, fault.subject)).collect::<Vec<_>>();
    let before = rows(&tree.app.db).await.unwrap();
    repair(&tree.app.db, tree.app.clock.now()).await.unwrap();
    let after = rows(&tree.app.db).await.unwrap();
    for check in ["meter_organization", "file_name"] {
        let of_it = |report| named(report).into_iter().filter(|(name, _)| *name == check).collect::<Vec<_>>();
        assert!(!of_it(&before).is_empty(), "{before}");
        assert_eq!(of_it(&before), of_it(&after), "{after}");
    }
}

/// An upload may come to rely on any chunk of a live pack: those that no content needs are read as well.
#[tokio::test]
async fn a_chunk_that_no_content_needs_is_read_as_well() {
    use crate::blobs::testing::content as noise;
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let bytes = noise(4 * 1024 * 1024);
    let whole = tree.upload(&owner, tree.default_share_id, None, "whole", &bytes).await.unwrap().file;
    // Has the first chunks of it alone, and is all that is left.
    tree.upload(&owner, tree.default_share_id, None, "start", &bytes[..1024 * 1024]).await.unwrap();
    files::delete(&tree.app, &owner, whole.id, Deletion::Permanent, None).await.unwrap();
    let report = rows_and_data(&tree.app.db, &tree.app.blobs).await.unwrap();
    assert!(report.is_clean() && report.examined.chunks_read > 8, "{report}");

    let packs = tree.db_packs().await;
    let pack = packs.iter().max_by_key(|pack| pack.size_bytes).unwrap();
    let path = tree.pack_path(pack.id);
    let mut rotten = std::fs::read(&path).unwrap();
    let place = rotten.len() - 100;
    rotten[place] ^= 1;
    std::fs::write(&path, &rotten).unwrap();
    let report = rows_and_data(&tree.app.db, &tree.app.blobs).await.unwrap();
    let [fault] = report.faults.as_slice() else { panic!("{report}") };
    assert_eq!((fault.check, fault.subject), ("chunk_bytes", pack.id));
    assert!(fault.detail.contains("at byte 3") && fault.detail.ends_with("is not what was written"), "{report}");

    std::fs::write(&path, &rotten[..place]).unwrap();
    let report = rows_and_data(&tree.app.db, &tree.app.blobs).await.unwrap();
    let [fault] = report.faults.as_slice() else { panic!("{report}") };
    assert!(fault.detail.ends_with("the object ends before it"), "{report}");
}
