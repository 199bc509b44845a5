//! Sends a call: credential, limits of time, attempts and waits. The same code for every operation.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::stream::StreamExt as _;
use http::StatusCode;
use tokio::time::{Instant, sleep, timeout_at};
use uuid::Uuid;

use super::answer::{Answer, AnswerBody};
use super::failure::{AnswerHead, Failure, FailureReason, TimeLimit};
use super::operation::Idempotency;
use super::request::Request;
use super::secret::Secret;
use super::trace;
use super::watchdog::{Activity, Expired, PieceError, WatchedBody};

const IDEMPOTENCY_KEY: &str = "idempotency-key";
const ORGANIZATION: &str = "strongroom-organization";

/// The longest answer that is read whole, in bytes. A page of a hundred items is a thousandth of it.
const MAX_ANSWER_BYTES: usize = 64 * 1024 * 1024;

/// How much of an error's body is kept, in bytes.
const MAX_ERROR_BYTES: usize = 1024 * 1024;

/// Carries a call out.
pub(crate) async fn send(mut request: Request) -> Result<Answer, Box<Failure>> {
    let operation = request.operation;
    prepare(&mut request)?;
    let mut attempts = 0;
    let outcome = trace::call(operation, async {
        let streams = operation.streaming.request() || operation.streaming.response();
        let total = (!streams).then_some(request.client.timeouts().total);
        let Some(limit) = request.options.timeout.or(total) else {
            return repeat(&request, None, &mut attempts).await;
        };
        let deadline = Instant::now() + limit;
        let timed_out = |_| Err(Failure::new(FailureReason::TimedOut(TimeLimit::Total(limit))));
        timeout_at(deadline, repeat(&request, Some(deadline), &mut attempts)).await.unwrap_or_else(timed_out)
    })
    .await;
    match outcome {
        Ok((head, body)) => Ok(Answer { head, body, request }),
        Err(mut failure) => {
            failure.attempts = attempts;
            Err(failure)
        }
    }
}

/// What is the same for every attempt, the idempotency key above all: a new one would make a new request of each. What is
/// set stays, since the request may be one that is taken up again.
fn prepare(request: &mut Request) -> Result<(), Box<Failure>> {
    if request.operation.idempotency == Idempotency::Key && !request.headers.contains_key(IDEMPOTENCY_KEY) {
        let key = request.options.idempotency_key.take().unwrap_or_else(|| Uuid::new_v4().to_string());
        request.set_header(IDEMPOTENCY_KEY, &key);
    }
    let organization = request.options.organization.take();
    if let Some(organization) = organization.or_else(|| request.client.organization().map(str::to_owned))
        && !request.headers.contains_key(ORGANIZATION)
    {
        request.set_header(ORGANIZATION, &organization);
    }
    request.fault.take().map_or(Ok(()), |fault| Err(Failure::request(fault)))
}

async fn repeat(
    request: &Request,
    deadline: Option<Instant>,
    attempts: &mut u32,
) -> Result<(AnswerHead, AnswerBody), Box<Failure>> {
    let client = &request.client;
    let policy = request.retry_policy();
    let mut token = client.token(request.operation).await?;
    let mut renewed = false;
    let mut tries = 0;
    loop {
        *attempts += 1;
        let failure = match trace::attempt(*attempts, attempt(request, token.as_ref())).await {
            Ok(answer) => {
                client.budget().refund(tries > 0);
                return Ok(answer);
            }
            Err(failure) => failure,
        };
        // A refused token may only have grown old. Once: a second refusal is an answer.
        if failure.status() == Some(StatusCode::UNAUTHORIZED)
            && !renewed
            && request.is_repeatable()
            && let Some(refused) = &token
            && let Some(fresh) = client.renew(refused).await?
        {
            renewed = true;
            token = Some(fresh);
            continue;
        }
        tries += 1;
        match wait_before_next(request, &failure, deadline, || policy.delay(tries, failure.retry_after())) {
            Some(delay) => {
                trace::retrying(delay, &*failure);
                sleep(delay).await;
            }
            None => return Err(failure),
        }
        // It may have been renewed while this call waited.
        token = client.token(request.operation).await?;
    }
}

/// How long to wait before the next attempt; `None` if this failure is the call's.
fn wait_before_next(
    request: &Request,
    failure: &Failure,
    deadline: Option<Instant>,
    delay: impl FnOnce() -> Option<Duration>,
) -> Option<Duration> {
    // What never reached the server may be sent again, whatever it would have done there.
    let harmless = request.operation.idempotency != Idempotency::Never || failure.is_connect();
    if !failure.is_transient() || !request.is_repeatable() || !harmless {
        return None;
    }
    let delay = delay()?;
    // To wait for a deadline only to fail at it helps nobody: the failure at hand says more.
    let in_time = deadline.is_none_or(|deadline| Instant::now() + delay < deadline);
    (in_time && request.client.budget().spend()).then_some(delay)
}

async fn attempt(request: &Request, token: Option<&Secret>) -> Result<(AnswerHead, AnswerBody), Box<Failure>> {
    let timeouts = request.client.timeouts();
    let activity = Activity::new();
    let http_request = request.attempt(token).await?.map(|body| activity.watch(body));
    let exchange = request.client.transport().send(http_request);
    let outcome = activity.limit(timeouts.attempt, timeouts.stall, exchange).await;
    if let Some(error) = activity.take_fault() {
        return Err(Failure::request(error));
    }
    let response = outcome
        .map_err(|expired| match expired {
            Expired::Attempt => TimeLimit::Attempt(timeouts.attempt),
            Expired::Stalled => TimeLimit::Stall(timeouts.stall),
        })
        .map_err(|limit| Failure::new(FailureReason::TimedOut(limit)))?
        .map_err(|error| Failure::new(FailureReason::Transport(error)))?;
    let (parts, body) = response.into_parts();
    trace::answered(parts.status);
    let head = AnswerHead { status: parts.status, headers: parts.headers };
    let body = WatchedBody::new(body, timeouts.stall);
    if !request.operation.success.contains(&head.status.as_u16()) {
        return Err(Failure::answer(head, read_error(body).await));
    }
    if request.operation.streaming.response() && head.status != StatusCode::NOT_MODIFIED {
        return Ok((head, AnswerBody::Pieces(body)));
    }
    let body = read_whole(body).await?;
    Ok((head, AnswerBody::Whole(body)))
}

async fn read_whole(mut body: WatchedBody) -> Result<Bytes, Box<Failure>> {
    // Most answers are one piece, which needs no copy.
    let Some(first) = next_piece(&mut body).await? else { return Ok(Bytes::new()) };
    let Some(second) = next_piece(&mut body).await? else { return Ok(first) };
    let mut whole = BytesMut::from(first);
    whole.extend_from_slice(&second);
    while let Some(piece) = next_piece(&mut body).await? {
        if whole.len() + piece.len() > MAX_ANSWER_BYTES {
            return Err(Failure::new(FailureReason::UnexpectedAnswer));
        }
        whole.extend_from_slice(&piece);
    }
    Ok(whole.freeze())
}

async fn next_piece(body: &mut WatchedBody) -> Result<Option<Bytes>, Box<Failure>> {
    body.next().await.transpose().map_err(|error| {
        Failure::new(match error {
            PieceError::Stalled(limit) => FailureReason::TimedOut(TimeLimit::Stall(limit)),
            PieceError::Transport(error) => FailureReason::Transport(error),
        })
    })
}

/// What can be had of an error's body. That it breaks off must not hide the status.
async fn read_error(mut body: WatchedBody) -> Bytes {
    let mut whole = BytesMut::new();
    while let Some(Ok(piece)) = body.next().await {
        let room = MAX_ERROR_BYTES - whole.len();
        whole.extend_from_slice(&piece[..piece.len().min(room)]);
        if piece.len() >= room {
            break;
        }
    }
    whole.freeze()
}
