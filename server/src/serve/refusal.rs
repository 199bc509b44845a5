//! Requests that are none: what hyper can't read it answers with a bare status, before anybody is asked. Here such an
//! answer gets the body and the headers that every other error has.
//!
//! Whatever is written when no request has begun since everything was written is hyper's own. That is looked for in the
//! bytes, since hyper tells of it in no other way.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use poem::http::HeaderMap;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::activity::Activity;

/// A peer that is still sending is listened to for so long, in bytes and in time: a connection that is closed over unread
/// bytes takes the answer with it.
const LINGER_BYTES_MAX: usize = 1024 * 1024;
const LINGER_TIME: Duration = Duration::from_secs(1);

/// The body of an answer, and the headers that go with it.
#[derive(Debug, Clone)]
pub struct Refusal {
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// Makes the refusal of a request that could not be read, by the status that it is refused with.
pub type Refuse = fn(status: u16) -> Refusal;

/// A connection's stream that completes the answers of the parser.
pub struct RefusingStream<S> {
    stream: S,
    activity: Arc<Activity>,
    refuse: Refuse,
    /// How many requests had begun when everything had been written and nothing was in flight.
    quiet_since: Option<u64>,
    /// What is written instead of so many bytes of hyper's.
    refusal: Option<(Written, usize)>,
    /// Set with a refusal: how the connection ends.
    linger: Option<Linger>,
}

struct Written {
    bytes: Vec<u8>,
    until: usize,
}

struct Linger {
    alarm: Pin<Box<Sleep>>,
    left_bytes: usize,
    is_shut: bool,
}

impl<S> RefusingStream<S> {
    pub fn new(stream: S, activity: Arc<Activity>, refuse: Refuse) -> Self {
        Self { stream, activity, refuse, quiet_since: Some(0), refusal: None, linger: None }
    }

    /// Takes note of the parser's answer, if that is what is to be written.
    fn look_at(&mut self, bytes: &[u8]) {
        let Some(begun) = self.quiet_since else { return };
        if self.activity.begun() != begun {
            self.quiet_since = None;
        } else if let Some(status) = parsers_answer(bytes) {
            let written = Written { bytes: completed(bytes, &(self.refuse)(status)), until: 0 };
            self.refusal = Some((written, bytes.len()));
        }
    }
}

impl<S: AsyncWrite + Unpin> RefusingStream<S> {
    /// Writes the refusal; once all of it is out, hyper's bytes count as written.
    fn poll_refusal(&mut self, context: &mut Context<'_>) -> Option<Poll<io::Result<usize>>> {
        let (written, replaced) = self.refusal.as_mut()?;
        while written.until < written.bytes.len() {
            let rest = &written.bytes[written.until..];
            match Pin::new(&mut self.stream).poll_write(context, rest) {
                Poll::Ready(Ok(0)) => return Some(Poll::Ready(Err(io::ErrorKind::WriteZero.into()))),
                Poll::Ready(Ok(size)) => written.until += size,
                Poll::Ready(Err(error)) => return Some(Poll::Ready(Err(error))),
                Poll::Pending => return Some(Poll::Pending),
            }
        }
        let replaced = *replaced;
        self.refusal = None;
        let alarm = Box::pin(sleep(LINGER_TIME));
        self.linger = Some(Linger { alarm, left_bytes: LINGER_BYTES_MAX, is_shut: false });
        Some(Poll::Ready(Ok(replaced)))
    }
}

/// The status, if the bytes are a whole answer as hyper's parser makes it: without a body, and with no header but these.
fn parsers_answer(bytes: &[u8]) -> Option<u16> {
    const HEADERS: [&str; 3] = ["content-length", "connection", "date"];
    // Most of what is written is none of this, and must cost nothing.
    let rest = bytes.strip_prefix(b"HTTP/1.")?;
    let head = std::str::from_utf8(rest).ok()?.strip_suffix("\r\n\r\n")?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.get(2..5)?.parse().ok()?;
    let is_bare = lines.all(|line| {
        let name = line.split(':').next().unwrap_or_default();
        HEADERS.iter().any(|known| known.eq_ignore_ascii_case(name))
    });
    (is_bare && matches!(status, 400 | 414 | 431)).then_some(status)
}

/// The answer with a body: its status line and its date are hyper's.
fn completed(answer: &[u8], refusal: &Refusal) -> Vec<u8> {
    let text = String::from_utf8_lossy(answer);
    let mut completed = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if index == 0 || line.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("date:")) {
            completed.extend_from_slice(format!("{line}\r\n").as_bytes());
        }
    }
    for (name, value) in &refusal.headers {
        completed.extend_from_slice(&[name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    let rest = format!("connection: close\r\ncontent-length: {}\r\n\r\n", refusal.body.len());
    completed.extend_from_slice(rest.as_bytes());
    completed.extend_from_slice(&refusal.body);
    completed
}

impl<S: AsyncRead + Unpin> AsyncRead for RefusingStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for RefusingStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.refusal.is_none() {
            self.look_at(bytes);
        }
        match self.poll_refusal(context) {
            Some(written) => written,
            None => Pin::new(&mut self.stream).poll_write(context, bytes),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        // The parser's answer is a head alone.
        if self.refusal.is_none()
            && let [head] = slices
        {
            self.look_at(head);
        }
        match self.poll_refusal(context) {
            Some(written) => written,
            None => Pin::new(&mut self.stream).poll_write_vectored(context, slices),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(context))?;
        // Flushing means that all that hyper held has been written.
        self.quiet_since = self.activity.begun_and_ended();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { stream, linger, .. } = &mut *self;
        let Some(linger) = linger else { return Pin::new(stream).poll_shutdown(context) };
        if !linger.is_shut {
            ready!(Pin::new(&mut *stream).poll_shutdown(context))?;
            linger.is_shut = true;
        }
        let mut memory = [0; 4096];
        while linger.left_bytes > 0 && linger.alarm.as_mut().poll(context).is_pending() {
            let mut buffer = ReadBuf::new(&mut memory);
            match Pin::new(&mut *stream).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {
                    linger.left_bytes = linger.left_bytes.saturating_sub(buffer.filled().len());
                }
                // The peer has ended, too, or is gone.
                Poll::Ready(_) => break,
                Poll::Pending => return Poll::Pending,
            }
        }
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use poem::http::{HeaderValue, header};

    use super::*;

    #[test]
    fn only_bare_refusals_are_the_parsers() {
        let bare = |status: &str, more: &str| {
            let answer = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: 0\r\n{more}\r\n");
            parsers_answer(answer.as_bytes())
        };
        assert_eq!(bare("414 URI Too Long", "date: Sat, 21 Nov 2026 20:00:00 GMT\r\n"), Some(414));
        assert_eq!(bare("431 Request Header Fields Too Large", ""), Some(431));
        assert_eq!(bare("400 Bad Request", ""), Some(400));
        assert_eq!(bare("400 Bad Request", "x-request-id: 1\r\n"), None);
        assert_eq!(bare("404 Not Found", ""), None);
        assert_eq!(bare("200 OK", ""), None);
        assert_eq!(bare("400 Bad Request", "\r\nbody"), None);
        assert_eq!(parsers_answer(b"\0\0\x12\x04\0"), None);
        assert_eq!(parsers_answer(b"HTTP/1."), None);
    }

    #[test]
    fn a_refusal_is_an_answer_of_its_own() {
        let bare = b"HTTP/1.1 414 URI Too Long\r\ncontent-length: 0\r\nconnection: close\r\ndate: now\r\n\r\n";
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static("text/x"))]);
        let refusal = Refusal { headers, body: b"why".to_vec() };
        let expected = "HTTP/1.1 414 URI Too Long\r\ndate: now\r\ncontent-type: text/x\r\nconnection: close\r\n\
                        content-length: 3\r\n\r\nwhy";
        assert_eq!(String::from_utf8(completed(bare, &refusal)).unwrap(), expected);
    }
}
