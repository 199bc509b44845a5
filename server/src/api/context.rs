//! What whoever works on a request may know of it without having been handed it: its name, and where it came from.
//!
//! Task-local. A task spawned on behalf of a request gets the context of its parent with `scope`.

use std::future::Future;
use std::net::IpAddr;

use poem::Request;

use super::request_id::RequestId;

tokio::task_local! {
    static CURRENT: Context;
}

/// The circumstances of one request.
#[derive(Debug, Clone)]
pub struct Context {
    pub request_id: RequestId,
    /// The other end of the connection, which may be a proxy: headers that tell another address can be forged.
    pub peer: Option<IpAddr>,
}

impl Context {
    pub fn of(request: &Request) -> Self {
        let peer = request.remote_addr().as_socket_addr().map(std::net::SocketAddr::ip);
        Self { request_id: RequestId::of(request.headers()), peer }
    }
}

/// The name of the request that this task works on; outside of any, a new name that leads nowhere.
pub fn request_id() -> RequestId {
    CURRENT.try_with(|context| context.request_id.clone()).unwrap_or_default()
}

/// Where the request came from that this task works on, for limits on attempts.
pub fn peer() -> Option<IpAddr> {
    CURRENT.try_with(|context| context.peer).ok().flatten()
}

/// Runs a future as part of a request.
pub fn scope<T>(context: Context, future: impl Future<Output = T>) -> impl Future<Output = T> {
    CURRENT.scope(context, future)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_task_knows_its_request() {
        let request = Request::builder().header("x-request-id", "outer").finish();
        let context = Context::of(&request);
        assert_eq!(scope(context, async { request_id() }).await.as_str(), "outer");
        assert_ne!(request_id(), request_id());
        assert_eq!(peer(), None);
    }
}
