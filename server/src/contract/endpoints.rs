//! From an operation to what answers it. `router` has found the operation by then, so that poem need not route the request
//! once more.

use std::collections::HashMap;
use std::fmt;

use poem::Response;
use poem::endpoint::BoxEndpoint;
use poem_openapi::OpenApi;

use super::operation::Operation;
use super::parameters::PATH_PARAMETER;
use crate::generated::operations::OPERATIONS;

/// The endpoint of every operation, which takes requests that hold what was `Given`.
pub struct Endpoints(HashMap<&'static str, BoxEndpoint<'static, Response>>);

impl Endpoints {
    /// Those of the generated layer.
    ///
    /// # Panics
    /// If an operation has none, which would be a fault of the generator.
    pub fn new(api: impl OpenApi) -> Self {
        let mut routes = HashMap::new();
        api.add_routes(&mut routes);
        Self::each(|operation| {
            let methods = routes.get_mut(&numbered(operation.route));
            let endpoint = methods.and_then(|methods| methods.remove(&operation.method));
            endpoint.unwrap_or_else(|| panic!("{} has no endpoint", operation.id))
        })
    }

    /// One for each operation.
    pub fn each(mut endpoint: impl FnMut(&'static Operation) -> BoxEndpoint<'static, Response>) -> Self {
        Self(OPERATIONS.iter().map(|operation| (operation.id, endpoint(operation))).collect())
    }

    /// # Panics
    /// For an operation that is not the contract's.
    pub fn of(&self, operation: &Operation) -> &BoxEndpoint<'static, Response> {
        &self.0[operation.id]
    }
}

/// A route as poem-openapi keeps it, which numbers the parameters: `/files/:file_id` → `/files/:param0`.
fn numbered(route: &str) -> String {
    let mut numbers = 0..;
    let segments = route.split('/').map(|segment| match segment.strip_prefix(':').and_then(|_| numbers.next()) {
        Some(number) => format!(":{PATH_PARAMETER}{number}"),
        None => segment.to_owned(),
    });
    segments.collect::<Vec<_>>().join("/")
}

impl fmt::Debug for Endpoints {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}
