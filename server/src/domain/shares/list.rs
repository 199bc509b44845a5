//! The shares that a caller may read, a page at a time.

use sea_orm::QueryFilter as _;

use super::ShareView;
use crate::app::App;
use crate::db::entity::share;
use crate::domain::access::{self, Caller, Place};
use crate::domain::page::{self, Direction, KeyKind, Page, PageRequest, Position};
use crate::error::Result;

/// How to sort shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    Name,
    NameDescending,
    CreatedAt,
    CreatedAtDescending,
}

impl Order {
    fn of_page(self) -> page::Order {
        let order =
            |name, kind, key: share::Column, direction| page::Order::new(name, kind, key, share::Column::Id, direction);
        match self {
            Self::Name => order("shares name", KeyKind::Text, share::Column::NameKey, Direction::Ascending),
            Self::NameDescending => {
                order("shares name desc", KeyKind::Text, share::Column::NameKey, Direction::Descending)
            }
            Self::CreatedAt => {
                order("shares created_at", KeyKind::Time, share::Column::CreatedAt, Direction::Ascending)
            }
            Self::CreatedAtDescending => {
                order("shares created_at desc", KeyKind::Time, share::Column::CreatedAt, Direction::Descending)
            }
        }
    }

    fn position(self, share: &share::Model) -> Position {
        match self {
            Self::Name | Self::NameDescending => Position::new(&*share.name_key, share.id),
            Self::CreatedAt | Self::CreatedAtDescending => Position::new(share.created_at, share.id),
        }
    }
}

/// The shares that the caller may read.
///
/// # Errors
/// `InvalidArgument` for a page that can't be.
pub async fn list(app: &App, caller: &Caller, order: Order, request: &PageRequest) -> Result<Page<ShareView>> {
    let db = app.db.read();
    let shares = share::Entity::in_organization(caller.organization_id)
        .filter(access::in_readable_shares(caller, (share::Entity, share::Column::Id)));
    let page = page::fetch(db, shares, &order.of_page(), request, |share| order.position(share)).await?;
    let places: Vec<Place> = page.data.iter().map(|share: &share::Model| Place::of_share(share.id)).collect();
    let mut ways = access::ways(db, caller, &places).await?.into_iter();
    Ok(page.map(|share| ShareView { permissions: ways.next().unwrap_or_default().permissions, share }))
}
