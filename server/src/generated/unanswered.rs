// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Handlers that answer nothing: for tests of routes, and of the document that poem-openapi emits.

use crate::domain::access::Caller;
use crate::error::{Error, Result};

/// Every operation fails.
#[derive(Debug)]
pub struct Unanswered;

fn nothing<T>(operation_id: &'static str) -> Result<T> {
    Err(Error::internal(operation_id))
}

impl super::auth::AuthApi for Unanswered {
    async fn session_create(
        &self,
        _request: super::auth::SessionCreateRequest,
    ) -> Result<super::auth::SessionCreateResponse> {
        nothing("session_create")
    }

    async fn session_refresh(
        &self,
        _request: super::auth::SessionRefreshRequest,
    ) -> Result<super::auth::SessionRefreshResponse> {
        nothing("session_refresh")
    }

    async fn session_delete(
        &self,
        _caller: Caller,
    ) -> Result<super::auth::SessionDeleteResponse> {
        nothing("session_delete")
    }

    async fn me_get(&self, _caller: Caller) -> Result<super::auth::MeGetResponse> {
        nothing("me_get")
    }

    async fn me_update(
        &self,
        _caller: Caller,
        _request: super::auth::MeUpdateRequest,
    ) -> Result<super::auth::MeUpdateResponse> {
        nothing("me_update")
    }

    async fn token_create(
        &self,
        _caller: Caller,
        _request: super::auth::TokenCreateRequest,
    ) -> Result<super::auth::TokenCreateResponse> {
        nothing("token_create")
    }

    async fn token_list(
        &self,
        _caller: Caller,
        _request: super::auth::TokenListRequest,
    ) -> Result<super::auth::TokenListResponse> {
        nothing("token_list")
    }

    async fn token_revoke(
        &self,
        _caller: Caller,
        _request: super::auth::TokenRevokeRequest,
    ) -> Result<super::auth::TokenRevokeResponse> {
        nothing("token_revoke")
    }
}

impl super::organizations::OrganizationsApi for Unanswered {
    async fn organization_create(
        &self,
        _caller: Caller,
        _request: super::organizations::OrganizationCreateRequest,
    ) -> Result<super::organizations::OrganizationCreateResponse> {
        nothing("organization_create")
    }

    async fn organization_list(
        &self,
        _caller: Caller,
        _request: super::organizations::OrganizationListRequest,
    ) -> Result<super::organizations::OrganizationListResponse> {
        nothing("organization_list")
    }

    async fn organization_get(
        &self,
        _caller: Caller,
        _request: super::organizations::OrganizationGetRequest,
    ) -> Result<super::organizations::OrganizationGetResponse> {
        nothing("organization_get")
    }

    async fn organization_update(
        &self,
        _caller: Caller,
        _request: super::organizations::OrganizationUpdateRequest,
    ) -> Result<super::organizations::OrganizationUpdateResponse> {
        nothing("organization_update")
    }

    async fn organization_delete(
        &self,
        _caller: Caller,
        _request: super::organizations::OrganizationDeleteRequest,
    ) -> Result<super::organizations::OrganizationDeleteResponse> {
        nothing("organization_delete")
    }

    async fn member_create(
        &self,
        _caller: Caller,
        _request: super::organizations::MemberCreateRequest,
    ) -> Result<super::organizations::MemberCreateResponse> {
        nothing("member_create")
    }

    async fn member_list(
        &self,
        _caller: Caller,
        _request: super::organizations::MemberListRequest,
    ) -> Result<super::organizations::MemberListResponse> {
        nothing("member_list")
    }

    async fn member_get(
        &self,
        _caller: Caller,
        _request: super::organizations::MemberGetRequest,
    ) -> Result<super::organizations::MemberGetResponse> {
        nothing("member_get")
    }

    async fn member_update(
        &self,
        _caller: Caller,
        _request: super::organizations::MemberUpdateRequest,
    ) -> Result<super::organizations::MemberUpdateResponse> {
        nothing("member_update")
    }

    async fn member_delete(
        &self,
        _caller: Caller,
        _request: super::organizations::MemberDeleteRequest,
    ) -> Result<super::organizations::MemberDeleteResponse> {
        nothing("member_delete")
    }
}

impl super::organization_files::OrganizationFilesApi for Unanswered {
    async fn organization_file_upload(
        &self,
        _caller: Caller,
        _request: super::organization_files::OrganizationFileUploadRequest,
    ) -> Result<super::organization_files::OrganizationFileUploadResponse> {
        nothing("organization_file_upload")
    }

    async fn organization_file_list(
        &self,
        _caller: Caller,
        _request: super::organization_files::OrganizationFileListRequest,
    ) -> Result<super::organization_files::OrganizationFileListResponse> {
        nothing("organization_file_list")
    }

    async fn organization_file_download(
        &self,
        _caller: Caller,
        _request: super::organization_files::OrganizationFileDownloadRequest,
    ) -> Result<super::organization_files::OrganizationFileDownloadResponse> {
        nothing("organization_file_download")
    }

    async fn organization_file_download_head(
        &self,
        _caller: Caller,
        _request: super::organization_files::OrganizationFileDownloadHeadRequest,
    ) -> Result<super::organization_files::OrganizationFileDownloadHeadResponse> {
        nothing("organization_file_download_head")
    }

    async fn organization_file_get(
        &self,
        _caller: Caller,
        _request: super::organization_files::OrganizationFileGetRequest,
    ) -> Result<super::organization_files::OrganizationFileGetResponse> {
        nothing("organization_file_get")
    }

    async fn organization_file_delete(
        &self,
        _caller: Caller,
        _request: super::organization_files::OrganizationFileDeleteRequest,
    ) -> Result<super::organization_files::OrganizationFileDeleteResponse> {
        nothing("organization_file_delete")
    }

    async fn upload_url_generate(
        &self,
        _caller: Caller,
        _request: super::organization_files::UploadUrlGenerateRequest,
    ) -> Result<super::organization_files::UploadUrlGenerateResponse> {
        nothing("upload_url_generate")
    }

    async fn download_url_generate(
        &self,
        _caller: Caller,
        _request: super::organization_files::DownloadUrlGenerateRequest,
    ) -> Result<super::organization_files::DownloadUrlGenerateResponse> {
        nothing("download_url_generate")
    }
}

impl super::groups::GroupsApi for Unanswered {
    async fn group_create(
        &self,
        _caller: Caller,
        _request: super::groups::GroupCreateRequest,
    ) -> Result<super::groups::GroupCreateResponse> {
        nothing("group_create")
    }

    async fn group_list(
        &self,
        _caller: Caller,
        _request: super::groups::GroupListRequest,
    ) -> Result<super::groups::GroupListResponse> {
        nothing("group_list")
    }

    async fn group_get(
        &self,
        _caller: Caller,
        _request: super::groups::GroupGetRequest,
    ) -> Result<super::groups::GroupGetResponse> {
        nothing("group_get")
    }

    async fn group_update(
        &self,
        _caller: Caller,
        _request: super::groups::GroupUpdateRequest,
    ) -> Result<super::groups::GroupUpdateResponse> {
        nothing("group_update")
    }

    async fn group_delete(
        &self,
        _caller: Caller,
        _request: super::groups::GroupDeleteRequest,
    ) -> Result<super::groups::GroupDeleteResponse> {
        nothing("group_delete")
    }

    async fn group_member_list(
        &self,
        _caller: Caller,
        _request: super::groups::GroupMemberListRequest,
    ) -> Result<super::groups::GroupMemberListResponse> {
        nothing("group_member_list")
    }

    async fn group_member_put(
        &self,
        _caller: Caller,
        _request: super::groups::GroupMemberPutRequest,
    ) -> Result<super::groups::GroupMemberPutResponse> {
        nothing("group_member_put")
    }

    async fn group_member_delete(
        &self,
        _caller: Caller,
        _request: super::groups::GroupMemberDeleteRequest,
    ) -> Result<super::groups::GroupMemberDeleteResponse> {
        nothing("group_member_delete")
    }
}

impl super::shares::SharesApi for Unanswered {
    async fn share_create(
        &self,
        _caller: Caller,
        _request: super::shares::ShareCreateRequest,
    ) -> Result<super::shares::ShareCreateResponse> {
        nothing("share_create")
    }

    async fn share_list(
        &self,
        _caller: Caller,
        _request: super::shares::ShareListRequest,
    ) -> Result<super::shares::ShareListResponse> {
        nothing("share_list")
    }

    async fn share_get(
        &self,
        _caller: Caller,
        _request: super::shares::ShareGetRequest,
    ) -> Result<super::shares::ShareGetResponse> {
        nothing("share_get")
    }

    async fn share_update(
        &self,
        _caller: Caller,
        _request: super::shares::ShareUpdateRequest,
    ) -> Result<super::shares::ShareUpdateResponse> {
        nothing("share_update")
    }

    async fn share_delete(
        &self,
        _caller: Caller,
        _request: super::shares::ShareDeleteRequest,
    ) -> Result<super::shares::ShareDeleteResponse> {
        nothing("share_delete")
    }

    async fn share_children(
        &self,
        _caller: Caller,
        _request: super::shares::ShareChildrenRequest,
    ) -> Result<super::shares::ShareChildrenResponse> {
        nothing("share_children")
    }

    async fn share_tree(
        &self,
        _caller: Caller,
        _request: super::shares::ShareTreeRequest,
    ) -> Result<super::shares::ShareTreeResponse> {
        nothing("share_tree")
    }

    async fn share_resolve(
        &self,
        _caller: Caller,
        _request: super::shares::ShareResolveRequest,
    ) -> Result<super::shares::ShareResolveResponse> {
        nothing("share_resolve")
    }

    async fn grant_list(
        &self,
        _caller: Caller,
        _request: super::shares::GrantListRequest,
    ) -> Result<super::shares::GrantListResponse> {
        nothing("grant_list")
    }

    async fn grant_put(
        &self,
        _caller: Caller,
        _request: super::shares::GrantPutRequest,
    ) -> Result<super::shares::GrantPutResponse> {
        nothing("grant_put")
    }

    async fn grant_delete(
        &self,
        _caller: Caller,
        _request: super::shares::GrantDeleteRequest,
    ) -> Result<super::shares::GrantDeleteResponse> {
        nothing("grant_delete")
    }
}

impl super::folders::FoldersApi for Unanswered {
    async fn folder_create(
        &self,
        _caller: Caller,
        _request: super::folders::FolderCreateRequest,
    ) -> Result<super::folders::FolderCreateResponse> {
        nothing("folder_create")
    }

    async fn folder_get(
        &self,
        _caller: Caller,
        _request: super::folders::FolderGetRequest,
    ) -> Result<super::folders::FolderGetResponse> {
        nothing("folder_get")
    }

    async fn folder_update(
        &self,
        _caller: Caller,
        _request: super::folders::FolderUpdateRequest,
    ) -> Result<super::folders::FolderUpdateResponse> {
        nothing("folder_update")
    }

    async fn folder_delete(
        &self,
        _caller: Caller,
        _request: super::folders::FolderDeleteRequest,
    ) -> Result<super::folders::FolderDeleteResponse> {
        nothing("folder_delete")
    }

    async fn folder_move(
        &self,
        _caller: Caller,
        _request: super::folders::FolderMoveRequest,
    ) -> Result<super::folders::FolderMoveResponse> {
        nothing("folder_move")
    }

    async fn folder_copy(
        &self,
        _caller: Caller,
        _request: super::folders::FolderCopyRequest,
    ) -> Result<super::folders::FolderCopyResponse> {
        nothing("folder_copy")
    }

    async fn folder_trash(
        &self,
        _caller: Caller,
        _request: super::folders::FolderTrashRequest,
    ) -> Result<super::folders::FolderTrashResponse> {
        nothing("folder_trash")
    }

    async fn folder_restore(
        &self,
        _caller: Caller,
        _request: super::folders::FolderRestoreRequest,
    ) -> Result<super::folders::FolderRestoreResponse> {
        nothing("folder_restore")
    }

    async fn folder_children(
        &self,
        _caller: Caller,
        _request: super::folders::FolderChildrenRequest,
    ) -> Result<super::folders::FolderChildrenResponse> {
        nothing("folder_children")
    }

    async fn folder_archive(
        &self,
        _caller: Caller,
        _request: super::folders::FolderArchiveRequest,
    ) -> Result<super::folders::FolderArchiveResponse> {
        nothing("folder_archive")
    }

    async fn folder_grant_list(
        &self,
        _caller: Caller,
        _request: super::folders::FolderGrantListRequest,
    ) -> Result<super::folders::FolderGrantListResponse> {
        nothing("folder_grant_list")
    }

    async fn folder_grant_put(
        &self,
        _caller: Caller,
        _request: super::folders::FolderGrantPutRequest,
    ) -> Result<super::folders::FolderGrantPutResponse> {
        nothing("folder_grant_put")
    }

    async fn folder_grant_delete(
        &self,
        _caller: Caller,
        _request: super::folders::FolderGrantDeleteRequest,
    ) -> Result<super::folders::FolderGrantDeleteResponse> {
        nothing("folder_grant_delete")
    }
}

impl super::files::FilesApi for Unanswered {
    async fn file_upload(
        &self,
        _caller: Caller,
        _request: super::files::FileUploadRequest,
    ) -> Result<super::files::FileUploadResponse> {
        nothing("file_upload")
    }

    async fn file_list(
        &self,
        _caller: Caller,
        _request: super::files::FileListRequest,
    ) -> Result<super::files::FileListResponse> {
        nothing("file_list")
    }

    async fn file_batch_upload(
        &self,
        _caller: Caller,
        _request: super::files::FileBatchUploadRequest,
    ) -> Result<super::files::FileBatchUploadResponse> {
        nothing("file_batch_upload")
    }

    async fn file_batch_move(
        &self,
        _caller: Caller,
        _request: super::files::FileBatchMoveRequest,
    ) -> Result<super::files::FileBatchMoveResponse> {
        nothing("file_batch_move")
    }

    async fn file_batch_trash(
        &self,
        _caller: Caller,
        _request: super::files::FileBatchTrashRequest,
    ) -> Result<super::files::FileBatchTrashResponse> {
        nothing("file_batch_trash")
    }

    async fn file_batch_delete(
        &self,
        _caller: Caller,
        _request: super::files::FileBatchDeleteRequest,
    ) -> Result<super::files::FileBatchDeleteResponse> {
        nothing("file_batch_delete")
    }

    async fn file_archive(
        &self,
        _caller: Caller,
        _request: super::files::FileArchiveRequest,
    ) -> Result<super::files::FileArchiveResponse> {
        nothing("file_archive")
    }

    async fn trash_empty(
        &self,
        _caller: Caller,
        _request: super::files::TrashEmptyRequest,
    ) -> Result<super::files::TrashEmptyResponse> {
        nothing("trash_empty")
    }

    async fn file_get(
        &self,
        _caller: Caller,
        _request: super::files::FileGetRequest,
    ) -> Result<super::files::FileGetResponse> {
        nothing("file_get")
    }

    async fn file_update(
        &self,
        _caller: Caller,
        _request: super::files::FileUpdateRequest,
    ) -> Result<super::files::FileUpdateResponse> {
        nothing("file_update")
    }

    async fn file_delete(
        &self,
        _caller: Caller,
        _request: super::files::FileDeleteRequest,
    ) -> Result<super::files::FileDeleteResponse> {
        nothing("file_delete")
    }

    async fn file_move(
        &self,
        _caller: Caller,
        _request: super::files::FileMoveRequest,
    ) -> Result<super::files::FileMoveResponse> {
        nothing("file_move")
    }

    async fn file_copy(
        &self,
        _caller: Caller,
        _request: super::files::FileCopyRequest,
    ) -> Result<super::files::FileCopyResponse> {
        nothing("file_copy")
    }

    async fn file_trash(
        &self,
        _caller: Caller,
        _request: super::files::FileTrashRequest,
    ) -> Result<super::files::FileTrashResponse> {
        nothing("file_trash")
    }

    async fn file_restore(
        &self,
        _caller: Caller,
        _request: super::files::FileRestoreRequest,
    ) -> Result<super::files::FileRestoreResponse> {
        nothing("file_restore")
    }

    async fn file_download(
        &self,
        _caller: Caller,
        _request: super::files::FileDownloadRequest,
    ) -> Result<super::files::FileDownloadResponse> {
        nothing("file_download")
    }

    async fn file_download_head(
        &self,
        _caller: Caller,
        _request: super::files::FileDownloadHeadRequest,
    ) -> Result<super::files::FileDownloadHeadResponse> {
        nothing("file_download_head")
    }

    async fn file_replace(
        &self,
        _caller: Caller,
        _request: super::files::FileReplaceRequest,
    ) -> Result<super::files::FileReplaceResponse> {
        nothing("file_replace")
    }

    async fn version_list(
        &self,
        _caller: Caller,
        _request: super::files::VersionListRequest,
    ) -> Result<super::files::VersionListResponse> {
        nothing("version_list")
    }

    async fn version_get(
        &self,
        _caller: Caller,
        _request: super::files::VersionGetRequest,
    ) -> Result<super::files::VersionGetResponse> {
        nothing("version_get")
    }

    async fn version_delete(
        &self,
        _caller: Caller,
        _request: super::files::VersionDeleteRequest,
    ) -> Result<super::files::VersionDeleteResponse> {
        nothing("version_delete")
    }

    async fn version_restore(
        &self,
        _caller: Caller,
        _request: super::files::VersionRestoreRequest,
    ) -> Result<super::files::VersionRestoreResponse> {
        nothing("version_restore")
    }

    async fn file_grant_list(
        &self,
        _caller: Caller,
        _request: super::files::FileGrantListRequest,
    ) -> Result<super::files::FileGrantListResponse> {
        nothing("file_grant_list")
    }

    async fn file_grant_put(
        &self,
        _caller: Caller,
        _request: super::files::FileGrantPutRequest,
    ) -> Result<super::files::FileGrantPutResponse> {
        nothing("file_grant_put")
    }

    async fn file_grant_delete(
        &self,
        _caller: Caller,
        _request: super::files::FileGrantDeleteRequest,
    ) -> Result<super::files::FileGrantDeleteResponse> {
        nothing("file_grant_delete")
    }
}

impl super::signed_urls::SignedUrlsApi for Unanswered {
    async fn signed_upload_put(
        &self,
        _request: super::signed_urls::SignedUploadPutRequest,
    ) -> Result<super::signed_urls::SignedUploadPutResponse> {
        nothing("signed_upload_put")
    }

    async fn signed_upload_post(
        &self,
        _request: super::signed_urls::SignedUploadPostRequest,
    ) -> Result<super::signed_urls::SignedUploadPostResponse> {
        nothing("signed_upload_post")
    }

    async fn signed_download(
        &self,
        _request: super::signed_urls::SignedDownloadRequest,
    ) -> Result<super::signed_urls::SignedDownloadResponse> {
        nothing("signed_download")
    }

    async fn signed_download_head(
        &self,
        _request: super::signed_urls::SignedDownloadHeadRequest,
    ) -> Result<super::signed_urls::SignedDownloadHeadResponse> {
        nothing("signed_download_head")
    }

    async fn signed_url_list(
        &self,
        _caller: Caller,
        _request: super::signed_urls::SignedUrlListRequest,
    ) -> Result<super::signed_urls::SignedUrlListResponse> {
        nothing("signed_url_list")
    }

    async fn signed_url_revoke(
        &self,
        _caller: Caller,
        _request: super::signed_urls::SignedUrlRevokeRequest,
    ) -> Result<super::signed_urls::SignedUrlRevokeResponse> {
        nothing("signed_url_revoke")
    }

    async fn signed_urls_revoke(
        &self,
        _caller: Caller,
        _request: super::signed_urls::SignedUrlsRevokeRequest,
    ) -> Result<super::signed_urls::SignedUrlsRevokeResponse> {
        nothing("signed_urls_revoke")
    }
}

impl super::storage::StorageApi for Unanswered {
    async fn storage_get(
        &self,
        _caller: Caller,
    ) -> Result<super::storage::StorageGetResponse> {
        nothing("storage_get")
    }

    async fn share_storage_get(
        &self,
        _caller: Caller,
        _request: super::storage::ShareStorageGetRequest,
    ) -> Result<super::storage::ShareStorageGetResponse> {
        nothing("share_storage_get")
    }
}

impl super::service::ServiceApi for Unanswered {
    async fn health_get(&self) -> Result<super::service::HealthGetResponse> {
        nothing("health_get")
    }

    async fn readiness_get(&self) -> Result<super::service::ReadinessGetResponse> {
        nothing("readiness_get")
    }

    async fn metrics_get(&self) -> Result<super::service::MetricsGetResponse> {
        nothing("metrics_get")
    }

    async fn contract_get_json(
        &self,
    ) -> Result<super::service::ContractGetJsonResponse> {
        nothing("contract_get_json")
    }

    async fn contract_get_yaml(
        &self,
    ) -> Result<super::service::ContractGetYamlResponse> {
        nothing("contract_get_yaml")
    }
}
