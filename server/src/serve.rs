//! The accept loop: connections in, an endpoint's answers out, and the limits that keep slow or hostile peers from
//! holding what others need.
//!
//! It speaks plain HTTP/1.1 and HTTP/2 (by prior knowledge); TLS is the business of a proxy in front. It knows nothing
//! of what the endpoint does.

mod activity;
mod answer;
mod pace;
mod refusal;
mod stall;

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use hyper::body::{Body as _, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use poem::Endpoint;
use poem::http::uri::Scheme;
use poem::web::{LocalAddr, RemoteAddr};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::Instant;

use self::activity::{Activity, Overdue};
use self::answer::ActiveBody;
use self::pace::PacedBody;
use self::refusal::RefusingStream;
pub use self::refusal::{Refusal, Refuse};
use self::stall::GuardedStream;

/// How slowly a body may come: over each window of waiting for it, no slower than this on average. Time in which we
/// are the slow ones does not count.
pub const BODY_RATE_MIN_BYTES_PER_SEC: u64 = 1024;

/// How many requests one HTTP/2 connection may have in flight.
pub const HTTP2_STREAMS_MAX: u32 = 100;

/// How many streams of an HTTP/2 connection may be waiting for us to notice that the client has reset them already.
const HTTP2_PENDING_RESETS_MAX: usize = 20;

/// How much of a head an HTTP/2 client may send.
const HTTP2_HEAD_BYTES_MAX: u32 = 16 * 1024;

/// How much of a body an HTTP/2 client may send ahead of its being read: of one stream, of the connection.
const HTTP2_STREAM_WINDOW_BYTES: u32 = 1024 * 1024;
const HTTP2_CONNECTION_WINDOW_BYTES: u32 = 4 * 1024 * 1024;

/// How much of an answer is held for one HTTP/2 stream while its client does not take it.
const HTTP2_SEND_BUFFER_BYTES_MAX: usize = 256 * 1024;

/// An HTTP/2 peer that has nothing to say is asked whether it is still there, and how long it may take to say so.
const HTTP2_PING_INTERVAL_SECS: u64 = 30;
const HTTP2_PING_TIMEOUT_SECS: u64 = 20;

/// How long to wait when the system has no file descriptor for another connection.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(50);

/// What an operator decides.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// How long requests in flight may take to end once the shutdown has begun; what is left then is cut off.
    pub drain_secs: u64,
    /// How many connections are served at a time. Others wait in the system's queue. At least 1.
    pub max_connections: u32,
    pub timeouts: Timeouts,
    /// What is said to a request that can't be read, with the status that it is refused with.
    pub refuse: Refuse,
}

/// How long peers may keep us waiting.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// For a request's head, from its first byte; for the first byte of all, from connecting.
    pub head: Duration,
    /// Between requests. Longer than proxies keep their connections, so that it is they who close, and no request is
    /// sent into a connection that we are just closing.
    pub idle: Duration,
    /// Accepting no byte of what we have to send.
    pub write_stall: Duration,
    /// Over which a body's rate is taken.
    pub body_rate_window: Duration,
}

/// What connections are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Serving,
    /// End the requests in flight and close.
    Draining,
    /// Close.
    Cut,
}

/// Serves until `shutdown` is done, then lets the requests in flight end within `options.drain_secs`.
///
/// A request's body that comes too slowly ends with an `io::Error` of kind `TimedOut`, one that the client does not
/// send to its end with `UnexpectedEof`.
///
/// # Errors
/// If the listener has no address. A failure to accept one connection is logged and waited out.
pub async fn serve(
    listener: TcpListener,
    endpoint: impl Endpoint + 'static,
    options: ServeOptions,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let (timeouts, refuse) = (options.timeouts, options.refuse);
    let local_addr = LocalAddr(listener.local_addr()?.into());
    let connections_max = options.max_connections.max(1);
    // Each connection holds a permit: none is accepted beyond the limit, and all are done when all permits are back.
    let permits = Arc::new(Semaphore::new(usize::try_from(connections_max).unwrap_or(Semaphore::MAX_PERMITS)));
    let (phase_sender, phase) = watch::channel(Phase::Serving);
    let server = Arc::new(Server { endpoint, local_addr, builder: builder(timeouts), timeouts, refuse });

    let mut shutdown = pin!(shutdown);
    loop {
        let (stream, remote_addr, permit) = tokio::select! {
            biased;
            () = &mut shutdown => break,
            accepted = accept(&listener, &permits) => accepted,
        };
        let (server, phase) = (Arc::clone(&server), phase.clone());
        tokio::spawn(async move {
            server.serve_connection(stream, remote_addr, phase).await;
            drop(permit);
        });
    }

    // Refuses who comes now, rather than leaving them in a queue that nobody looks at.
    drop(listener);
    phase_sender.send_replace(Phase::Draining);
    let drain = Duration::from_secs(options.drain_secs);
    if tokio::time::timeout(drain, permits.acquire_many(connections_max)).await.is_err() {
        tracing::warn!(drain_secs = options.drain_secs, "cutting off the connections that have not ended");
        phase_sender.send_replace(Phase::Cut);
        drop(permits.acquire_many(connections_max).await);
    }
    Ok(())
}

/// The next connection, once there is room for it. Never fails: without descriptors it waits for some to come free.
async fn accept(listener: &TcpListener, permits: &Arc<Semaphore>) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    let permit = Arc::clone(permits).acquire_owned().await.expect("the semaphore is never closed");
    loop {
        match listener.accept().await {
            Ok((stream, remote_addr)) => return (stream, remote_addr, permit),
            // The peer gave up while it was waiting.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
            }
        }
    }
}

fn builder(timeouts: Timeouts) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        // Who ends its side is still listening, for all we know, and is answered: that it has gone shows when nobody
        // takes the answer.
        .half_close(true)
        // Runs from the end of the answer before, so it can't be shorter than the idle limit; that of a head is kept in
        // `activity.rs`. This one is for a head whose first bytes came together with the request before.
        .header_read_timeout(timeouts.idle);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(HTTP2_STREAMS_MAX)
        .max_pending_accept_reset_streams(HTTP2_PENDING_RESETS_MAX)
        .max_header_list_size(HTTP2_HEAD_BYTES_MAX)
        .initial_stream_window_size(HTTP2_STREAM_WINDOW_BYTES)
        .initial_connection_window_size(HTTP2_CONNECTION_WINDOW_BYTES)
        .max_send_buf_size(HTTP2_SEND_BUFFER_BYTES_MAX)
        .keep_alive_interval(Duration::from_secs(HTTP2_PING_INTERVAL_SECS))
        .keep_alive_timeout(Duration::from_secs(HTTP2_PING_TIMEOUT_SECS));
    builder
}

/// What all connections share.
struct Server<E> {
    endpoint: E,
    local_addr: LocalAddr,
    builder: auto::Builder<TokioExecutor>,
    timeouts: Timeouts,
    refuse: Refuse,
}

impl<E: Endpoint + 'static> Server<E> {
    async fn serve_connection(
        self: Arc<Self>,
        stream: TcpStream,
        remote_addr: SocketAddr,
        mut phase: watch::Receiver<Phase>,
    ) {
        // A streamed body is written apart from its head: without this each small answer waits 40 ms for the client's
        // delayed acknowledgement.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection was gone before it was served");
            return;
        }
        let activity = Arc::new(Activity::new(self.timeouts.head, self.timeouts.idle, self.timeouts.write_stall));
        let stream = GuardedStream::new(stream, Arc::clone(&activity), self.timeouts.write_stall);
        let stream = RefusingStream::new(stream, Arc::clone(&activity), self.refuse);
        let service = service_fn(|request| {
            let (server, activity) = (Arc::clone(&self), Arc::clone(&activity));
            async move { Ok::<_, Infallible>(server.answer(request, RemoteAddr(remote_addr.into()), &activity).await) }
        });
        let mut connection = pin!(self.builder.serve_connection(TokioIo::new(stream), service));
        let mut alarm = pin!(tokio::time::sleep(activity.look_interval()));
        let mut is_closing = *phase.borrow_and_update() != Phase::Serving;
        if is_closing {
            connection.as_mut().graceful_shutdown();
        }
        loop {
            tokio::select! {
                biased;
                ended = connection.as_mut() => {
                    if let Err(error) = ended {
                        tracing::debug!(error, %remote_addr, "a connection broke");
                    }
                    return;
                }
                changed = phase.changed() => {
                    if changed.is_err() || *phase.borrow_and_update() == Phase::Cut {
                        return;
                    }
                    is_closing = true;
                    connection.as_mut().graceful_shutdown();
                }
                () = alarm.as_mut() => match activity.overdue() {
                    Ok(Overdue::Head) => return,
                    Ok(Overdue::Stall) => {
                        tracing::debug!(%remote_addr, "a client took nothing of its answers for too long");
                        return;
                    }
                    // It has been told already, and does not go.
                    Ok(Overdue::Idle) if is_closing => return,
                    Ok(Overdue::Idle) => {
                        is_closing = true;
                        connection.as_mut().graceful_shutdown();
                        alarm.as_mut().reset(Instant::now() + self.timeouts.head);
                    }
                    Err(next_look) => alarm.as_mut().reset(next_look),
                },
            }
        }
    }

    async fn answer(
        &self,
        request: hyper::Request<Incoming>,
        remote_addr: RemoteAddr,
        activity: &Arc<Activity>,
    ) -> hyper::Response<ActiveBody> {
        let in_flight = activity.begin_request(request.version());
        let has_body = !request.body().is_end_stream();
        let mut request: poem::Request = (request, self.local_addr.clone(), remote_addr, Scheme::HTTP).into();
        if has_body {
            let body: BoxBody<Bytes, io::Error> = request.take_body().into();
            let min_bytes = BODY_RATE_MIN_BYTES_PER_SEC * self.timeouts.body_rate_window.as_secs().max(1);
            let paced = PacedBody::new(body, self.timeouts.body_rate_window, min_bytes);
            request.set_body(poem::Body::from(BoxBody::new(paced)));
        }
        let response: hyper::Response<BoxBody<Bytes, io::Error>> = self.endpoint.get_response(request).await.into();
        response.map(|body| ActiveBody::new(body, in_flight))
    }
}

#[cfg(test)]
mod tests;
