//! The files that a caller may read: filtered, sorted, a page at a time.
//!
//! Every order follows an index, whether an organization, a share or a folder is listed, and live files and those in
//! the trash have indexes of their own. Both at once are therefore two lists, merged as they are read.

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, LikeExpr, Query};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, Select};
use uuid::Uuid;

use super::{FileView, place_of};
use crate::app::App;
use crate::db::entity::file::FileKind;
use crate::db::entity::{file, file_tag};
use crate::domain::access::{self, Caller, Permission, Place};
use crate::domain::labels::Tags;
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
    /// All of these.
    pub tags: Vec<String>,
    /// Any of these; if empty, all kinds.
    pub kinds: Vec<FileKind>,
    pub size_bytes_min: Option<i64>,
    pub size_bytes_max: Option<i64>,
    /// At this time or later.
    pub created_after: Option<DateTime<Utc>>,
    pub created_before: Option<DateTime<Utc>>,
    /// At this time or later.
    pub updated_after: Option<DateTime<Utc>>,
    pub updated_before: Option<DateTime<Utc>>,
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

/// What to answer of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListRequest {
    Page(PageRequest),
    /// The page that holds this file, of those that begin at multiples of `take`.
    Around {
        file_id: Uuid,
        take: u64,
    },
    /// How many there are, without any of them.
    Count,
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
    pub(super) fn of_page(self) -> page::Order {
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
/// folder, or on the file itself. Counted, except behind a cursor: counting costs as much as the list is long, and such
/// a page does not.
///
/// # Errors
/// `NotFound` for a share or folder that the caller may not read and for a file that is to be on the page but is not
/// in the list, `InvalidArgument` for a page or a filter that can't be.
pub async fn list(
    app: &App,
    caller: &Caller,
    filter: &Filter,
    order: Order,
    request: &ListRequest,
) -> Result<Page<FileView, Option<u64>>> {
    let db = app.db.read();
    let arms = select(caller, filter, scope(db, caller, filter).await?)?;
    let request = match request {
        ListRequest::Page(request) => request.clone(),
        ListRequest::Around { file_id, take } => around(db, &arms, order, *file_id, *take).await?,
        ListRequest::Count => {
            let count = Some(count(db, arms).await?);
            return Ok(Page { data: Vec::new(), start: 0, end: 0, count, next_cursor: None });
        }
    };
    let position = |file: &file::Model| order.position(file);
    let page = page::fetch_uncounted(db, arms.clone(), &order.of_page(), &request, position).await?;
    let counted = match (page.counted(&request), &request.cursor) {
        (Some(count), _) => Some(count),
        (None, Some(_)) => None,
        (None, None) => Some(count(db, arms).await?),
    };
    views(db, caller, page.with_count(counted)).await
}

/// The files of a page as the caller sees them: one query for the whole page, however many folders and shares its
/// files are in.
async fn views<C>(db: &impl ConnectionTrait, caller: &Caller, page: Page<file::Model, C>) -> Result<Page<FileView, C>> {
    let places: Vec<Place> = page.data.iter().map(place_of).collect();
    let mut ways = access::ways(db, caller, &places).await?.into_iter();
    Ok(page.map(|file| {
        let (permissions, folder_path) = ways.next().unwrap_or_default().into_parts();
        FileView::new(&folder_path, file, permissions)
    }))
}

/// Where a list is held to. Exactly one condition, so that the database has one index to choose and not two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    /// What the caller may read of the organization.
    Organization,
    /// These shares, of which the caller may read everything, and what else was granted to the caller.
    Granted(Vec<Uuid>),
    /// A share of which the caller may read everything.
    Share(Uuid),
    /// A folder of which the caller may read everything.
    Folder(Uuid),
}

/// # Errors
/// `NotFound` without READ; `InvalidArgument` where the folder is not in the share.
pub(super) async fn scope(db: &impl ConnectionTrait, caller: &Caller, filter: &Filter) -> Result<Scope> {
    if let Some(share_id) = filter.share_id {
        shares::find(db, caller, share_id, Permission::Read, Lock::None).await?;
    }
    let Some(folder_id) = filter.folder_id else {
        if let Some(share_id) = filter.share_id {
            return Ok(Scope::Share(share_id));
        }
        return Ok(access::readable_shares(db, caller).await?.map_or(Scope::Organization, Scope::Granted));
    };
    let (folder, _) = folders::find(db, caller, folder_id, Permission::Read, Lock::None).await?;
    if filter.share_id.is_some_and(|share_id| share_id != folder.share_id) {
        return Err(Error::InvalidArgument("the folder is in another share; leave out one of the two".to_owned()));
    }
    Ok(Scope::Folder(folder_id))
}

/// The list without its order: one select for each share that it is merged of, and of each one for what is live and one
/// for what is in the trash.
pub(super) fn select(caller: &Caller, filter: &Filter, scope: Scope) -> Result<Vec<Select<file::Entity>>> {
    let parts = match scope {
        Scope::Organization => {
            vec![file::Entity::in_organization(caller.organization_id).filter(access::readable_files(caller))]
        }
        Scope::Granted(shares) => {
            let parts = file::Entity::find().filter(access::readable_parts(caller, &shares));
            shares.into_iter().map(file::Entity::in_share).chain([parts]).collect()
        }
        Scope::Share(share_id) => vec![file::Entity::in_share(share_id)],
        Scope::Folder(folder_id) => vec![file::Entity::in_folder(folder_id)],
    };
    let mut arms = Vec::new();
    for files in parts {
        let files = narrow(caller, filter, files)?;
        if filter.trashed != Trashed::Only {
            arms.push(files.clone().filter(file::Column::TrashedAt.is_null()));
        }
        if filter.trashed != Trashed::No {
            arms.push(files.filter(file::Column::TrashedAt.is_not_null()));
        }
    }
    Ok(arms)
}

fn narrow(caller: &Caller, filter: &Filter, mut files: Select<file::Entity>) -> Result<Select<file::Entity>> {
    let Filter { share_id: _, folder_id: _, trashed: _, name_part, tags, kinds, .. } = filter;
    if let Some(part) = name_part {
        // No name has them, and a NUL would be an error of the database instead of an empty list.
        if part.chars().any(char::is_control) {
            return Err(Error::InvalidArgument("`q` has control characters, which no name has".to_owned()));
        }
        files = files.filter(file::Column::NameKey.like(contains(part)));
    }
    for tag in tags {
        if tag.chars().any(char::is_control) {
            return Err(Error::InvalidArgument("`tag` has control characters, which no tag has".to_owned()));
        }
        let tagged = Query::select()
            .column(file_tag::Column::FileId)
            .from(file_tag::Entity)
            .and_where(file_tag::Column::OrganizationId.eq(caller.organization_id))
            .and_where(file_tag::Column::TagKey.eq(Tags::key(tag)))
            .take();
        files = files.filter(Expr::col((file::Entity, file::Column::Id)).in_subquery(tagged));
    }
    if !kinds.is_empty() {
        files = files.filter(file::Column::Kind.is_in(kinds.iter().copied()));
    }
    let bounds = [
        filter.size_bytes_min.map(|size_bytes| file::Column::SizeBytes.gte(size_bytes)),
        filter.size_bytes_max.map(|size_bytes| file::Column::SizeBytes.lte(size_bytes)),
        stored(filter.created_after)?.map(|time| file::Column::CreatedAt.gte(time)),
        stored(filter.created_before)?.map(|time| file::Column::CreatedAt.lt(time)),
        stored(filter.updated_after)?.map(|time| file::Column::UpdatedAt.gte(time)),
        stored(filter.updated_before)?.map(|time| file::Column::UpdatedAt.lt(time)),
    ];
    Ok(bounds.into_iter().flatten().fold(files, Select::filter))
}

/// The first time that the database can hold at or behind `time`: it holds microseconds, and both databases are to
/// compare alike.
///
/// # Errors
/// `InvalidArgument` for years that not every database knows.
fn stored(time: Option<DateTime<Utc>>) -> Result<Option<DateTime<Utc>>> {
    use chrono::Datelike as _;
    let Some(time) = time else { return Ok(None) };
    if !(1..=9998).contains(&time.year()) {
        return Err(Error::InvalidArgument("a time has a year from 1 to 9998".to_owned()));
    }
    let floor = time.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(time);
    Ok(Some(if floor < time { floor + TimeDelta::microseconds(1) } else { floor }))
}

/// # Errors
/// `NotFound` if the file is not in the list.
async fn around(
    db: &impl ConnectionTrait,
    arms: &[Select<file::Entity>],
    order: Order,
    file_id: Uuid,
    take: u64,
) -> Result<PageRequest> {
    let mut found = None;
    for arm in arms {
        if found.is_none() {
            found = arm.clone().filter(file::Column::Id.eq(file_id)).one(db).await?;
        }
    }
    let file = found.ok_or(Error::NotFound("file in this list"))?;
    let before = order.of_page().before(order.position(&file));
    let rank = count(db, arms.iter().map(|arm| arm.clone().filter(before.clone())).collect()).await?;
    // A page of nothing is refused when it is read.
    let past = rank.checked_rem(take).unwrap_or_default();
    Ok(PageRequest { skip: rank - past, take, cursor: None })
}

async fn count(db: &impl ConnectionTrait, arms: Vec<Select<file::Entity>>) -> Result<u64> {
    let mut sum = 0;
    for arm in arms {
        sum += page::count(db, arm).await?;
    }
    Ok(sum)
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
