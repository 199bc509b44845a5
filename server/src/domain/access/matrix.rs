//! What each operation needs, as data. The functions of `domain` ask for it where they find the thing; here it is
//! written down once more, to be published (`docs/permissions.md` is made of it) and to be held against the server: the
//! conformance suite asks every operation with every set of permissions, granted in every way.

use super::{OrganizationRight, Permission, Permissions};

use Needs::{Anybody, Caller, Filtered, Grants, InDefaultShare, Maker, Organization, SignedUrl};
use OrganizationRight::{Manage, See, Superuser};
use Permission::{Create, Delete, Read, Write};
use Thing::{File, Folder, Share, Target};

/// What an operation is about, as far as rights are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thing {
    Share,
    Folder,
    File,
    /// The folder where something new is put; the share, at its root.
    Target,
}

/// What an operation needs.
#[derive(Debug, Clone, Copy)]
pub enum Needs {
    /// Nothing, not even a credential.
    Anybody,
    /// A credential: it is about the caller alone.
    Caller,
    /// A right in the organization, which comes with a role.
    Organization(OrganizationRight),
    /// To be more than a guest.
    Maker,
    /// Permissions, asked for in this order: the first that is missing decides the answer.
    Grants(&'static [(Permission, Thing)]),
    /// The same, where the share is the default one of the organization that the path names.
    InDefaultShare(Permission, Thing),
    /// A signed URL, whose issuer has this permission.
    SignedUrl(Permission, Thing),
    /// Nothing: the answer holds what the caller has this permission on.
    Filtered(Permission, Thing),
}

/// How an operation answers somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    Allowed,
    /// 403.
    Denied,
    /// 404.
    NotFound,
}

impl Needs {
    /// What somebody who holds these permissions on the things is answered; `None` where permissions do not matter.
    pub fn outcome(&self, held: impl Fn(Thing) -> Permissions) -> Option<Outcome> {
        let Grants(needed) = self else { return None };
        for (permission, thing) in *needed {
            let held = held(*thing);
            if !held.contains(Read) {
                return Some(Outcome::NotFound);
            }
            if !held.contains(*permission) {
                return Some(Outcome::Denied);
            }
        }
        Some(Outcome::Allowed)
    }
}

const MANAGE: Permission = Permission::Manage;

/// What every operation needs, by its id.
pub const MATRIX: &[(&str, Needs)] = &[
    ("session_create", Anybody),
    ("session_refresh", Anybody),
    ("session_delete", Caller),
    ("me_get", Caller),
    ("me_update", Caller),
    ("token_create", Caller),
    ("token_list", Caller),
    ("token_revoke", Caller),
    ("organization_create", Organization(Superuser)),
    ("organization_list", Caller),
    ("organization_get", Organization(See)),
    ("organization_update", Organization(Manage)),
    ("organization_delete", Organization(Superuser)),
    ("member_create", Organization(Manage)),
    ("member_list", Organization(See)),
    ("member_get", Organization(See)),
    ("member_update", Organization(Manage)),
    ("member_delete", Organization(Manage)),
    ("group_create", Organization(Manage)),
    ("group_list", Organization(See)),
    ("group_get", Organization(See)),
    ("group_update", Organization(Manage)),
    ("group_delete", Organization(Manage)),
    ("group_member_list", Organization(See)),
    ("group_member_put", Organization(Manage)),
    ("group_member_delete", Organization(Manage)),
    ("share_create", Maker),
    ("share_list", Filtered(Read, Share)),
    ("share_get", Grants(&[(Read, Share)])),
    ("share_update", Grants(&[(MANAGE, Share)])),
    ("share_delete", Grants(&[(MANAGE, Share)])),
    ("share_children", Grants(&[(Read, Share)])),
    ("share_tree", Grants(&[(Read, Share)])),
    ("share_resolve", Grants(&[(Read, Share)])),
    ("grant_list", Grants(&[(MANAGE, Share)])),
    ("grant_put", Grants(&[(MANAGE, Share)])),
    ("grant_delete", Grants(&[(MANAGE, Share)])),
    ("folder_create", Grants(&[(Create, Target)])),
    ("folder_get", Grants(&[(Read, Folder)])),
    ("folder_update", Grants(&[(Write, Folder)])),
    ("folder_delete", Grants(&[(Delete, Folder)])),
    ("folder_move", Grants(&[(Delete, Folder), (Create, Target)])),
    ("folder_copy", Grants(&[(Read, Folder), (Create, Target)])),
    ("folder_trash", Grants(&[(Delete, Folder)])),
    ("folder_restore", Grants(&[(Delete, Folder), (Create, Target)])),
    ("folder_children", Grants(&[(Read, Folder)])),
    ("folder_archive", Grants(&[(Read, Folder)])),
    ("folder_grant_list", Grants(&[(MANAGE, Folder)])),
    ("folder_grant_put", Grants(&[(MANAGE, Folder)])),
    ("folder_grant_delete", Grants(&[(MANAGE, Folder)])),
    ("file_upload", Grants(&[(Create, Target)])),
    ("file_batch_upload", Grants(&[(Create, Target)])),
    ("file_batch_move", Filtered(Delete, File)),
    ("file_batch_trash", Filtered(Delete, File)),
    ("file_batch_delete", Filtered(Delete, File)),
    ("file_archive", Grants(&[(Read, File)])),
    ("trash_empty", Filtered(Delete, File)),
    ("file_list", Filtered(Read, File)),
    ("file_get", Grants(&[(Read, File)])),
    ("file_update", Grants(&[(Write, File)])),
    ("file_delete", Grants(&[(Delete, File)])),
    ("file_move", Grants(&[(Delete, File), (Create, Target)])),
    ("file_copy", Grants(&[(Read, File), (Create, Target)])),
    ("file_trash", Grants(&[(Delete, File)])),
    ("file_restore", Grants(&[(Delete, File), (Create, Target)])),
    ("file_download", Grants(&[(Read, File)])),
    ("file_download_head", Grants(&[(Read, File)])),
    ("file_replace", Grants(&[(Write, File)])),
    ("version_list", Grants(&[(Read, File)])),
    ("version_get", Grants(&[(Read, File)])),
    ("version_delete", Grants(&[(Delete, File), (Write, File)])),
    ("version_restore", Grants(&[(Write, File)])),
    ("file_grant_list", Grants(&[(MANAGE, File)])),
    ("file_grant_put", Grants(&[(MANAGE, File)])),
    ("file_grant_delete", Grants(&[(MANAGE, File)])),
    ("organization_file_upload", InDefaultShare(Create, Target)),
    ("organization_file_list", Filtered(Read, File)),
    ("organization_file_download", InDefaultShare(Read, File)),
    ("organization_file_download_head", InDefaultShare(Read, File)),
    ("organization_file_get", InDefaultShare(Read, File)),
    ("organization_file_delete", InDefaultShare(Delete, File)),
    ("upload_url_generate", InDefaultShare(Create, Target)),
    ("download_url_generate", InDefaultShare(Read, File)),
    ("signed_upload_put", SignedUrl(Create, Target)),
    ("signed_upload_post", SignedUrl(Create, Target)),
    ("signed_download", SignedUrl(Read, File)),
    ("signed_download_head", SignedUrl(Read, File)),
    ("signed_url_list", Caller),
    ("signed_url_revoke", Caller),
    // Those of a file; of a share it is MANAGE, of an issuer or an organization a role.
    ("signed_urls_revoke", Grants(&[(Write, File)])),
    ("storage_get", Caller),
    ("share_storage_get", Grants(&[(Read, Share)])),
    ("health_get", Anybody),
    ("readiness_get", Anybody),
    ("metrics_get", Anybody),
    ("contract_get_json", Anybody),
    ("contract_get_yaml", Anybody),
];

/// What an operation needs instead when it is asked for something else, by its id and what that is.
pub const VARIANTS: &[(&str, &str, Needs)] =
    &[("file_update", "to another place", Grants(&[(Delete, File), (Create, Target)]))];

/// What an operation needs when it is asked for that; `None` where that makes no difference.
pub fn needs_of_variant(operation_id: &str, variant: &str) -> Option<Needs> {
    VARIANTS.iter().find(|(id, what, _)| (*id, *what) == (operation_id, variant)).map(|(.., needs)| *needs)
}

/// What an operation needs; `None` for one that does not exist.
pub fn needs_of(operation_id: &str) -> Option<Needs> {
    MATRIX.iter().find(|(id, _)| *id == operation_id).map(|(_, needs)| *needs)
}
