// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! What the contract says: models, typed errors, and a builder for each operation.

#![allow(clippy::doc_markdown, reason = "the prose is the contract's, for readers of every language")]
#![allow(clippy::enum_variant_names, reason = "the names are the contract's")]

#[cfg(feature = "auth")]
pub mod auth;
#[cfg(feature = "files")]
pub mod files;
#[cfg(feature = "folders")]
pub mod folders;
#[cfg(feature = "groups")]
pub mod groups;
pub mod models;
#[cfg(feature = "organization_files")]
pub mod organization_files;
#[cfg(feature = "organizations")]
pub mod organizations;
#[cfg(feature = "service")]
pub mod service;
#[cfg(feature = "shares")]
pub mod shares;
#[cfg(feature = "signed_urls")]
pub mod signed_urls;
#[cfg(feature = "storage")]
pub mod storage;

use crate::core::Client;

/// The areas of the contract.
impl Client {
    /// Sessions, the caller's own profile and personal access tokens.
    #[cfg(feature = "auth")]
    pub fn auth(&self) -> auth::Auth<'_> {
        auth::Auth { client: self }
    }

    /// Tenants and their members. Everything else belongs to exactly one organization.
    #[cfg(feature = "organizations")]
    pub fn organizations(&self) -> organizations::Organizations<'_> {
        organizations::Organizations { client: self }
    }

    /// The files of an organization, by its resource names, and signed URLs for them.
    #[cfg(feature = "organization_files")]
    pub fn organization_files(&self) -> organization_files::OrganizationFiles<'_> {
        organization_files::OrganizationFiles { client: self }
    }

    /// Members of an organization to whom something can be granted together.
    #[cfg(feature = "groups")]
    pub fn groups(&self) -> groups::Groups<'_> {
        groups::Groups { client: self }
    }

    /// Roots of folder trees; what people are granted access to.
    #[cfg(feature = "shares")]
    pub fn shares(&self) -> shares::Shares<'_> {
        shares::Shares { client: self }
    }

    /// The tree below a share.
    #[cfg(feature = "folders")]
    pub fn folders(&self) -> folders::Folders<'_> {
        folders::Folders { client: self }
    }

    /// Files, their content and their versions.
    #[cfg(feature = "files")]
    pub fn files(&self) -> files::Files<'_> {
        files::Files { client: self }
    }

    /// URLs that lend a right without a credential, and their end.
    #[cfg(feature = "signed_urls")]
    pub fn signed_urls(&self) -> signed_urls::SignedUrls<'_> {
        signed_urls::SignedUrls { client: self }
    }

    /// What is used of the quotas of organizations, shares and members.
    #[cfg(feature = "storage")]
    pub fn storage(&self) -> storage::Storage<'_> {
        storage::Storage { client: self }
    }

    /// Health, metrics and the contract itself.
    #[cfg(feature = "service")]
    pub fn service(&self) -> service::Service<'_> {
        service::Service { client: self }
    }
}
