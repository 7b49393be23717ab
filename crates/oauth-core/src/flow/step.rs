//! The steps of a flow.

use std::fmt;
use std::time::SystemTime;

use crate::key::Need;

/// What a flow wants next.
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "a step is looked at once and taken apart at once")]
pub enum Step<T> {
    /// The flow is over, and this is its outcome.
    Done(T),
    /// Supply this: a signature by a key that is not in memory, a secret that has to be awaited.
    Need(Need),
    /// Send this request and report its response.
    Send(http::Request<Vec<u8>>),
    /// Wait until this time, and ask again.
    WaitUntil(SystemTime),
}

/// Why there was no response to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// Provably nothing of the request was sent.
    NotSent,
    /// The server may have received it.
    MayHaveBeenReceived,
}

/// What a flow does about a request that got no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AfterFailure {
    /// The flow goes on: ask for its next step.
    Continue,
    /// The flow is over; the caller learns of the failure.
    GiveUp,
}

impl<T: fmt::Debug> fmt::Debug for Step<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done(outcome) => f.debug_tuple("Done").field(outcome).finish(),
            Self::Need(need) => f.debug_tuple("Need").field(need).finish(),
            // The body holds credentials, and so may a query.
            Self::Send(request) => {
                write!(f, "Send({} {}, {} bytes)", request.method(), request.uri().path(), request.body().len())
            }
            Self::WaitUntil(time) => f.debug_tuple("WaitUntil").field(time).finish(),
        }
    }
}
