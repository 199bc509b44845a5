//! An answer that is one of the operation's successes, before it is read.

use bytes::Bytes;

use super::failure::AnswerHead;
use super::request::Request;
use super::watchdog::WatchedBody;

/// A success, with its body whole or still on its way.
#[derive(Debug)]
pub struct Answer {
    pub(crate) head: AnswerHead,
    pub(crate) body: AnswerBody,
    /// What was asked, so that a broken download can be taken up again.
    pub(crate) request: Request,
}

#[derive(Debug)]
pub(crate) enum AnswerBody {
    Whole(Bytes),
    Pieces(WatchedBody),
}
