//! What whoever works on a request may know of it without having been handed it: its name, and where it came from.
//!
//! Task-local. A task spawned on behalf of a request gets the context of its parent with `scope`.

use std::future::Future;
use std::net::IpAddr;

use poem::Request;

use super::request_id::RequestId;
use crate::config::TrustedProxies;

const FORWARDED_FOR: &str = "x-forwarded-for";

tokio::task_local! {
    static CURRENT: Context;
}

/// The circumstances of one request.
#[derive(Debug, Clone)]
pub struct Context {
    pub request_id: RequestId,
    /// The other end of the connection, or whom a trusted proxy there speaks for.
    pub client: Option<IpAddr>,
}

impl Context {
    pub fn of(request: &Request, proxies: &TrustedProxies) -> Self {
        let headers = request.headers();
        let peer = request.remote_addr().as_socket_addr().map(std::net::SocketAddr::ip);
        // A line that is no text says as little as one that is no address.
        let forwarded_for = || headers.get_all(FORWARDED_FOR).iter().map(|line| line.to_str().unwrap_or_default());
        let client = peer.map(|peer| proxies.client(peer, forwarded_for()));
        Self { request_id: RequestId::of(headers), client }
    }
}

/// The name of the request that this task works on; outside of any, a new name that leads nowhere.
pub fn request_id() -> RequestId {
    CURRENT.try_with(|context| context.request_id.clone()).unwrap_or_default()
}

/// Where the request came from that this task works on, for limits on attempts.
pub fn client() -> Option<IpAddr> {
    CURRENT.try_with(|context| context.client).ok().flatten()
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
        let context = Context::of(&request, &TrustedProxies::default());
        assert_eq!(scope(context, async { request_id() }).await.as_str(), "outer");
        assert_ne!(request_id(), request_id());
        assert_eq!(client(), None);
    }
}
