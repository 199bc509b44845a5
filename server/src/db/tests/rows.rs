//! One row of each table with every column set, written and read back on every engine at hand: entities, migrations
//! and both databases' types must agree.

use sea_orm::{ActiveModelBehavior, ActiveModelTrait, EntityTrait, IntoActiveModel, ModelTrait};
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::db::entity::sensitive::{SecretBytes, SecretText};
use crate::db::entity::{
    change, chunk, chunk_key, content, extent, file, file_tag, folder, grant, group, group_member, idempotency_key,
    issuer, job_lease, member, name, organization, pack, reservation, session, share, shared_content, token, user,
    version,
};
use crate::domain::testing;
use crate::ids;

/// Writes a row and reads it back.
async fn check<M, A>(tx: &DatabaseTransaction, row: M)
where
    M: ModelTrait + IntoActiveModel<A> + PartialEq,
    M::Entity: EntityTrait<Model = M>,
    A: ActiveModelTrait<Entity = M::Entity> + ActiveModelBehavior + Send,
{
    let active = row.clone().into_active_model().reset_all();
    M::Entity::insert(active).exec_without_returning(tx).await.unwrap();
    let found = M::Entity::find().all(tx).await.unwrap();
    assert!(found == [row.clone()], "{found:?} is not {row:?}");
}

#[tokio::test]
async fn every_row_reads_back_as_it_was_written() {
    for (_folder, app) in testing::empty().await {
        let at = app.clock.now();
        let rows = async move |tx: &DatabaseTransaction| {
            write_all(tx, at).await;
            Ok(())
        };
        app.db.write(rows).await.unwrap();
    }
}

async fn write_all(tx: &DatabaseTransaction, at: chrono::DateTime<chrono::Utc>) {
    let organization_id = ids::new();
    let user_id = ids::new();
    let share_id = ids::new();
    let organization = organization::Model {
        id: organization_id,
        name: "Ä \u{1f4c1}".to_owned(),
        name_key: "ä \u{1f4c1}".to_owned(),
        quota_bytes: Some(i64::MAX),
        used_bytes: 1,
        older_bytes: 11,
        trash_bytes: 12,
        file_count: 13,
        version_count: 14,
        reserved_bytes: 2,
        max_file_bytes: 2,
        trash_retention_days: 3,
        default_share_id: share_id,
        signature_epoch: 9,
        revision: 4,
        created_at: at,
        updated_at: at,
    };
    check(tx, organization).await;
    let user = user::Model {
        id: user_id,
        email: "a@b".to_owned(),
        email_key: "a@b".to_owned(),
        name: "a".to_owned(),
        password_hash: Some(SecretText("hash".to_owned())),
        superuser: true,
        created_at: at,
        updated_at: at,
    };
    check(tx, user).await;
    let role = member::Role::Guest;
    let member = member::Model {
        organization_id,
        user_id,
        role,
        quota_bytes: Some(9),
        used_bytes: 5,
        older_bytes: 11,
        trash_bytes: 12,
        file_count: 13,
        version_count: 14,
        reserved_bytes: 3,
        created_at: at,
    };
    check(tx, member).await;
    check(tx, issuer::Model { organization_id, user_id, signature_epoch: 2 }).await;
    let session = session::Model {
        id: ids::new(),
        user_id,
        organization_id,
        refresh_hash: SecretBytes(vec![1; 32]),
        previous_refresh_hash: Some(SecretBytes(vec![2; 32])),
        created_at: at,
        expires_at: at,
    };
    check(tx, session).await;
    let token = token::Model {
        id: ids::new(),
        user_id,
        organization_id,
        name: "t".to_owned(),
        secret_hash: SecretBytes(vec![3; 32]),
        prefix: "srp_abcd".to_owned(),
        scopes: "[]".to_owned(),
        superuser: false,
        created_at: at,
        expires_at: Some(at),
        last_used_at: Some(at),
    };
    check(tx, token).await;
    let reservation = reservation::Model {
        id: ids::new(),
        organization_id,
        share_id: Some(share_id),
        user_id,
        size_bytes: 3,
        expires_at: at,
    };
    check(tx, reservation).await;
    write_tree(tx, at, organization_id, user_id, share_id).await;
    let lease = job_lease::Model { name: "j".to_owned(), holder: user_id, fence: i64::MAX, expires_at: at, due_at: at };
    check(tx, lease).await;
    let run = idempotency_key::Model {
        caller_key: "c".to_owned(),
        key: "k".to_owned(),
        operation_id: "file_upload".to_owned(),
        fingerprint: Some(vec![0, 255]),
        state: idempotency_key::RunState::Done,
        lease_until: at,
        status: Some(201),
        headers: Some(json!([["etag", "\"m1\""]])),
        body: Some(SecretBytes(vec![0, 1, 2])),
        created_at: at,
        expires_at: at,
    };
    check(tx, run).await;
}

async fn write_tree(
    tx: &DatabaseTransaction,
    at: chrono::DateTime<chrono::Utc>,
    organization_id: Uuid,
    user_id: Uuid,
    share_id: Uuid,
) {
    let (folder_id, file_id, content_id, pack_id) = (ids::new(), ids::new(), ids::new(), ids::new());
    let share = share::Model {
        id: share_id,
        organization_id,
        name: "s".to_owned(),
        name_key: "s".to_owned(),
        quota_bytes: Some(0),
        used_bytes: 6,
        older_bytes: 11,
        trash_bytes: 12,
        file_count: 13,
        version_count: 14,
        reserved_bytes: 1,
        change_seq: 7,
        signature_epoch: 1,
        revision: 8,
        created_by: user_id,
        created_at: at,
        updated_at: at,
    };
    check(tx, share).await;
    let group = group::Model {
        id: ids::new(),
        organization_id,
        name: "g".to_owned(),
        name_key: "g".to_owned(),
        created_by: user_id,
        created_at: at,
        updated_at: at,
    };
    let group_id = group.id;
    check(tx, group).await;
    check(tx, group_member::Model { group_id, user_id, created_by: user_id, created_at: at }).await;
    let grant = grant::Model {
        resource_type: grant::ResourceType::Share,
        resource_id: share_id,
        principal_id: group_id,
        principal_type: grant::PrincipalType::Group,
        organization_id,
        permissions: 31,
        expires_at: Some(at),
        created_by: user_id,
        created_at: at,
    };
    check(tx, grant).await;
    let folder = folder::Model {
        id: folder_id,
        organization_id,
        share_id,
        parent_id: None,
        name: "d".to_owned(),
        name_key: "d".to_owned(),
        revision: 1,
        created_by: user_id,
        created_at: at,
        updated_at: at,
        trashed_at: Some(at),
        trashed_by: Some(user_id),
        trash_root_id: Some(folder_id),
    };
    check(tx, folder).await;
    let node_type = name::NodeType::File;
    check(tx, name::Model { parent_id: folder_id, name_key: "f".to_owned(), node_type, node_id: file_id }).await;
    let sha256 = vec![9; 32];
    let inline_bytes = Some(vec![0, 1, 255]);
    let content = content::Model {
        id: content_id,
        organization_id,
        sha256: sha256.clone(),
        size_bytes: 3,
        inline_bytes,
        created_at: at,
    };
    check(tx, content).await;
    let state = pack::PackState::Condemned;
    let condemned_at = Some(at);
    let pack = pack::Model {
        id: pack_id,
        organization_id,
        size_bytes: 3,
        state,
        created_at: at,
        condemned_at,
        may_have_gaps: true,
    };
    check(tx, pack).await;
    check(
        tx,
        chunk::Model {
            pack_id,
            pack_offset: 0,
            length: 3,
            organization_id,
            chunk_id: vec![7; 32],
            damaged_at: Some(at),
        },
    )
    .await;
    check(tx, chunk_key::Model { organization_id, key: SecretBytes(vec![8; 32]) }).await;
    check(tx, extent::Model { content_id, file_offset: 0, pack_id, pack_offset: 1, length: 2 }).await;
    let file = file::Model {
        id: file_id,
        organization_id,
        share_id,
        folder_id: Some(folder_id),
        name: "F".to_owned(),
        name_key: "f".to_owned(),
        kind: file::FileKind::Spreadsheet,
        mime_type: "text/csv".to_owned(),
        size_bytes: 3,
        sha256: sha256.clone(),
        content_id,
        current_version: 1,
        tags: json!(["a", "ü"]),
        metadata: json!({"k": "v"}),
        revision: 1,
        created_by: user_id,
        created_at: at,
        updated_by: user_id,
        updated_at: at,
        content_updated_at: at,
        trashed_at: Some(at),
        trashed_by: Some(user_id),
        trash_root_id: Some(folder_id),
        signature_epoch: 1,
    };
    check(tx, file).await;
    let version = version::Model {
        file_id,
        version: 1,
        content_id,
        size_bytes: 3,
        sha256,
        mime_type: "text/csv".to_owned(),
        restored_from: Some(1),
        charged_to: user_id,
        created_by: user_id,
        created_at: at,
    };
    check(tx, version).await;
    check(tx, shared_content::Model { content_id, organization_id }).await;
    check(tx, file_tag::Model { organization_id, tag_key: "ü".to_owned(), file_id }).await;
    let change = change::Model {
        share_id,
        seq: 1,
        kind: change::ChangeKind::Renamed,
        resource_type: node_type,
        resource_id: file_id,
        old_path: Some("/d/f".to_owned()),
        new_path: Some("/d/F".to_owned()),
        version: Some(1),
        actor_id: user_id,
        at,
    };
    check(tx, change).await;
}
