//! From the headers of a request to its caller. What a credential stands for is `domain::access`'s to decide.

use poem::http::{HeaderMap, HeaderName, header};
use uuid::Uuid;

use crate::app::App;
use crate::contract::{Operation, Security};
use crate::domain::access::{self, Caller, Scope};
use crate::error::{Error, Result};

/// Names the organization to act in, for those who may act in several.
pub const ORGANIZATION: HeaderName = HeaderName::from_static("strongroom-organization");

const NO_CREDENTIAL: &str = "this operation needs a credential: send a token in the header `Authorization`";

/// The caller; `None` where anybody may call.
///
/// # Errors
/// `Unauthenticated`; `PermissionDenied` if the organization is none that the caller may act in. Every operation that
/// has a caller documents these two.
pub async fn authenticate(app: &App, operation: &Operation, headers: &HeaderMap) -> Result<Option<Caller>> {
    if operation.security == Security::Public {
        return Ok(None);
    }
    let authorization = single(headers, &header::AUTHORIZATION)
        .map_err(|()| Error::Unauthenticated(NO_CREDENTIAL))?
        .ok_or(Error::Unauthenticated(NO_CREDENTIAL))?;
    let organization = organization(headers)?;
    match access::authenticate(app, authorization, organization).await {
        // Whether there is such an organization is not to be told, and by the status neither.
        Err(Error::NotFound(_)) => Err(no_such_organization()),
        outcome => outcome.map(Some),
    }
}

/// Whether the caller's credential is good for the operation.
///
/// # Errors
/// `PermissionDenied` if it lacks the scope.
pub fn require_scope(operation: &Operation, caller: &Caller) -> Result<()> {
    let Some(name) = operation.scope else {
        return Ok(());
    };
    let scope = Scope::from_name(name).ok_or_else(|| Error::internal(format!("there is no scope {name}")))?;
    access::require_scope(caller, scope)
}

fn organization(headers: &HeaderMap) -> Result<Option<Uuid>> {
    let text = single(headers, &ORGANIZATION).map_err(|()| no_such_organization())?;
    text.map(|text| Uuid::try_parse(text).map_err(|_| no_such_organization())).transpose()
}

fn no_such_organization() -> Error {
    Error::PermissionDenied("`Strongroom-Organization` names no organization that you may act in".to_owned())
}

/// The header's value, if it is there; an error if it is there twice or not text.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, ()> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(drop),
        (Some(_), Some(_)) => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_counts_once_or_not_at_all() {
        let mut headers = HeaderMap::new();
        assert!(organization(&headers).unwrap().is_none());
        headers.append(ORGANIZATION, "019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e00".parse().unwrap());
        assert!(organization(&headers).unwrap().is_some());
        headers.append(ORGANIZATION, "019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e01".parse().unwrap());
        assert!(matches!(organization(&headers), Err(Error::PermissionDenied(_))));
        headers.insert(ORGANIZATION, "mine".parse().unwrap());
        assert!(matches!(organization(&headers), Err(Error::PermissionDenied(_))));
    }
}
