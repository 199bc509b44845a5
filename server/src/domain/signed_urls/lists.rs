//! Which signed URLs there are. What is secret about them is kept nowhere.

use sea_orm::{ColumnTrait as _, QueryFilter as _};

use crate::app::App;
use crate::db::entity::member::Role;
use crate::db::entity::signed_url;
use crate::domain::access::Caller;
use crate::domain::page::{self, Direction, KeyKind, Page, PageRequest, Position};
use crate::error::Result;

/// How to sort signed URLs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    CreatedAt,
    #[default]
    CreatedAtDescending,
    ExpiresAt,
    ExpiresAtDescending,
}

impl Order {
    fn of_page(self) -> page::Order {
        use Direction::{Ascending, Descending};
        let order = |name, key: signed_url::Column, direction| {
            page::Order::new(name, KeyKind::Time, key, signed_url::Column::Id, direction)
        };
        match self {
            Self::CreatedAt => order("signed URLs created_at", signed_url::Column::CreatedAt, Ascending),
            Self::CreatedAtDescending => {
                order("signed URLs created_at desc", signed_url::Column::CreatedAt, Descending)
            }
            Self::ExpiresAt => order("signed URLs expires_at", signed_url::Column::ExpiresAt, Ascending),
            Self::ExpiresAtDescending => {
                order("signed URLs expires_at desc", signed_url::Column::ExpiresAt, Descending)
            }
        }
    }

    fn position(self, row: &signed_url::Model) -> Position {
        match self {
            Self::CreatedAt | Self::CreatedAtDescending => Position::new(row.created_at, row.id),
            Self::ExpiresAt | Self::ExpiresAtDescending => Position::new(row.expires_at, row.id),
        }
    }
}

/// The URLs that have not ended: the caller's own, and for owners and admins everybody's.
///
/// # Errors
/// `InvalidArgument` for a page that can't be.
pub async fn list(app: &App, caller: &Caller, order: Order, request: &PageRequest) -> Result<Page<signed_url::Model>> {
    let now = app.clock.now();
    let mut rows =
        signed_url::Entity::in_organization(caller.organization_id).filter(signed_url::Column::ExpiresAt.gt(now));
    if !caller.superuser && !matches!(caller.role, Role::Owner | Role::Admin) {
        rows = rows.filter(signed_url::Column::IssuerId.eq(caller.user_id));
    }
    page::fetch(app.db.read(), rows, &order.of_page(), request, |row| order.position(row)).await
}
