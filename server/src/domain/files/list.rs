//! The files that a caller may read: filtered, sorted, a page at a time.

use sea_orm::sea_query::LikeExpr;
use sea_orm::{ColumnTrait as _, QueryFilter as _, Select};
use uuid::Uuid;

use super::{FileView, place_of};
use crate::app::App;
use crate::db::entity::file;
use crate::domain::access::{self, Caller, Permission, Place};
use crate::domain::nodes::Lock;
use crate::domain::page::{self, Direction, KeyKind, Page, PageRequest, Position};
use crate::domain::{folders, names, shares};
use crate::error::{Error, Result};

/// Which files to list. The default: all live ones.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub share_id: Option<Uuid>,
    /// In this folder, not below it.
    pub folder_id: Option<Uuid>,
    /// The name contains this, whatever the case.
    pub name_part: Option<String>,
    pub trashed: Trashed,
}

/// Whether to list what is in the trash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trashed {
    #[default]
    No,
    Only,
    Too,
}

/// How to sort files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    Name,
    NameDescending,
    Size,
    SizeDescending,
    CreatedAt,
    CreatedAtDescending,
    UpdatedAt,
    UpdatedAtDescending,
}

impl Order {
    fn of_page(self) -> page::Order {
        use Direction::{Ascending, Descending};
        let order =
            |name, kind, key: file::Column, direction| page::Order::new(name, kind, key, file::Column::Id, direction);
        match self {
            Self::Name => order("files name", KeyKind::Text, file::Column::NameKey, Ascending),
            Self::NameDescending => order("files name desc", KeyKind::Text, file::Column::NameKey, Descending),
            Self::Size => order("files size", KeyKind::Number, file::Column::SizeBytes, Ascending),
            Self::SizeDescending => order("files size desc", KeyKind::Number, file::Column::SizeBytes, Descending),
            Self::CreatedAt => order("files created_at", KeyKind::Time, file::Column::CreatedAt, Ascending),
            Self::CreatedAtDescending => {
                order("files created_at desc", KeyKind::Time, file::Column::CreatedAt, Descending)
            }
            Self::UpdatedAt => order("files updated_at", KeyKind::Time, file::Column::UpdatedAt, Ascending),
            Self::UpdatedAtDescending => {
                order("files updated_at desc", KeyKind::Time, file::Column::UpdatedAt, Descending)
            }
        }
    }

    fn position(self, file: &file::Model) -> Position {
        match self {
            Self::Name | Self::NameDescending => Position::new(&*file.name_key, file.id),
            Self::Size | Self::SizeDescending => Position::new(file.size_bytes, file.id),
            Self::CreatedAt | Self::CreatedAtDescending => Position::new(file.created_at, file.id),
            Self::UpdatedAt | Self::UpdatedAtDescending => Position::new(file.updated_at, file.id),
        }
    }
}

/// The files that the caller may read, of all shares unless told otherwise; whether by a grant on the share, on a
/// folder, or on the file itself.
///
/// # Errors
/// `NotFound` for a share or folder that the caller may not read, `InvalidArgument` for a page or a filter that can't
/// be.
pub async fn list(
    app: &App,
    caller: &Caller,
    filter: &Filter,
    order: Order,
    request: &PageRequest,
) -> Result<Page<FileView>> {
    let db = app.db.read();
    if let Some(share_id) = filter.share_id {
        shares::find(db, caller, share_id, Permission::Read, Lock::None).await?;
    }
    if let Some(folder_id) = filter.folder_id {
        folders::find(db, caller, folder_id, Permission::Read, Lock::None).await?;
    }
    let files = select(caller, filter)?;
    let page = page::fetch(db, files, &order.of_page(), request, |file| order.position(file)).await?;

    // One query for the whole page, however many folders and shares its files are in.
    let places: Vec<Place> = page.data.iter().map(place_of).collect();
    let mut ways = access::ways(db, caller, &places).await?.into_iter();
    Ok(page.map(|file| {
        let (permissions, folder_path) = ways.next().unwrap_or_default().into_parts();
        FileView::new(&folder_path, file, permissions)
    }))
}

pub(super) fn select(caller: &Caller, filter: &Filter) -> Result<Select<file::Entity>> {
    let mut files = file::Entity::in_organization(caller.organization_id);
    // Whoever may read the share or the folder, which has been checked, may read everything below it.
    if filter.share_id.is_none() && filter.folder_id.is_none() {
        files = files.filter(access::readable_files(caller));
    }
    if let Some(share_id) = filter.share_id {
        files = files.filter(file::Column::ShareId.eq(share_id));
    }
    if let Some(folder_id) = filter.folder_id {
        files = files.filter(file::Column::FolderId.eq(folder_id));
    }
    if let Some(part) = &filter.name_part {
        // No name has them, and a NUL would be an error of the database instead of an empty list.
        if part.chars().any(char::is_control) {
            return Err(Error::InvalidArgument("`q` has control characters, which no name has".to_owned()));
        }
        files = files.filter(file::Column::NameKey.like(contains(part)));
    }
    Ok(match filter.trashed {
        Trashed::No => files.filter(file::Column::TrashedAt.is_null()),
        Trashed::Only => files.filter(file::Column::TrashedAt.is_not_null()),
        Trashed::Too => files,
    })
}

/// The pattern for a folded name that contains `part`, whose own `%` and `_` mean themselves.
fn contains(part: &str) -> LikeExpr {
    let mut pattern = String::from("%");
    for character in names::key(part).chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    LikeExpr::new(pattern).escape('\\')
}
