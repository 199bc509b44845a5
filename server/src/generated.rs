// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The server's layer of the contract: types, routes, and one trait for each tag that handlers implement.

#![allow(
    clippy::doc_markdown,
    clippy::large_enum_variant,
    clippy::too_many_arguments,
    clippy::unwrap_used,
    reason = "the contract's texts are not Rust's, its operations have as many parameters as they need, and derives unwrap"
)]

pub mod auth;
pub mod files;
pub mod folders;
pub mod forms;
pub mod groups;
pub mod headers;
pub mod models;
pub mod operations;
pub mod organization_files;
pub mod organizations;
pub mod problems;
pub mod service;
pub mod shares;
pub mod signed_urls;
pub mod storage;
#[cfg(test)]
pub mod unanswered;

use std::sync::Arc;

use poem_openapi::{OpenApiService, Tags};

use crate::contract::verbs::CustomVerbs;

/// What operations are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Tags)]
pub enum Tag {
    /// Sessions, the caller's own profile and personal access tokens.
    #[oai(rename = "auth")]
    Auth,
    /// Tenants and their members. Everything else belongs to exactly one organization.
    #[oai(rename = "organizations")]
    Organizations,
    /// The files of an organization, by its resource names, and signed URLs for them.
    #[oai(rename = "organization_files")]
    OrganizationFiles,
    /// Members of an organization to whom something can be granted together.
    #[oai(rename = "groups")]
    Groups,
    /// Roots of folder trees; what people are granted access to.
    #[oai(rename = "shares")]
    Shares,
    /// The tree below a share.
    #[oai(rename = "folders")]
    Folders,
    /// Files, their content and their versions.
    #[oai(rename = "files")]
    Files,
    /// URLs that lend a right without a credential, and their end.
    #[oai(rename = "signed_urls")]
    SignedUrls,
    /// What is used of the quotas of organizations, shares and members.
    #[oai(rename = "storage")]
    Storage,
    /// Health, metrics and the contract itself.
    #[oai(rename = "service")]
    Service,
}

/// The glue of every tag.
pub type Glue<A> = CustomVerbs<
    (
        auth::AuthGlue<A>,
        organizations::OrganizationsGlue<A>,
        organization_files::OrganizationFilesGlue<A>,
        groups::GroupsGlue<A>,
        shares::SharesGlue<A>,
        folders::FoldersGlue<A>,
        files::FilesGlue<A>,
        signed_urls::SignedUrlsGlue<A>,
        storage::StorageGlue<A>,
        service::ServiceGlue<A>,
    ),
>;

/// Every operation of the contract, answered by `api`.
pub fn glue<A>(api: Arc<A>) -> Glue<A>
where
    A: auth::AuthApi + organizations::OrganizationsApi
        + organization_files::OrganizationFilesApi + groups::GroupsApi
        + shares::SharesApi + folders::FoldersApi + files::FilesApi
        + signed_urls::SignedUrlsApi + storage::StorageApi + service::ServiceApi,
{
    CustomVerbs((
        auth::AuthGlue(Arc::clone(&api)),
        organizations::OrganizationsGlue(Arc::clone(&api)),
        organization_files::OrganizationFilesGlue(Arc::clone(&api)),
        groups::GroupsGlue(Arc::clone(&api)),
        shares::SharesGlue(Arc::clone(&api)),
        folders::FoldersGlue(Arc::clone(&api)),
        files::FilesGlue(Arc::clone(&api)),
        signed_urls::SignedUrlsGlue(Arc::clone(&api)),
        storage::StorageGlue(Arc::clone(&api)),
        service::ServiceGlue(Arc::clone(&api)),
    ))
}

/// The same as poem-openapi describes it.
pub fn service<A>(api: Arc<A>) -> OpenApiService<Glue<A>, ()>
where
    A: auth::AuthApi + organizations::OrganizationsApi
        + organization_files::OrganizationFilesApi + groups::GroupsApi
        + shares::SharesApi + folders::FoldersApi + files::FilesApi
        + signed_urls::SignedUrlsApi + storage::StorageApi + service::ServiceApi,
{
    OpenApiService::new(glue(api), "Strongroom", "0.1.0")
}
