//! The steps of a flow.

use std::fmt;
use std::time::SystemTime;

use crate::key::Need;

/// The next step of a flow.
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "a step is looked at once and taken apart at once")]
pub enum Step<T> {
    /// The flow is over. This is its outcome.
    Done(T),
    /// Supply this: a signature by a key that is not in memory, or a secret that is obtained asynchronously.
    Need(Need),
    /// Send this request and report its response.
    Send(http::Request<Vec<u8>>),
    /// Wait until this time, then call [`Flow::step`](super::Flow::step) again.
    WaitUntil(SystemTime),
}

/// The reason why a request got no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// Provably nothing of the request was sent.
    NotSent,
    /// The server may have received the request.
    MayHaveBeenReceived,
}

/// The reaction of a flow to a request that got no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AfterFailure {
    /// The flow continues: call [`Flow::step`](super::Flow::step).
    Continue,
    /// The flow is over. The driver reports the failure.
    GiveUp,
}

impl<T: fmt::Debug> fmt::Debug for Step<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done(outcome) => f.debug_tuple("Done").field(outcome).finish(),
            Self::Need(need) => f.debug_tuple("Need").field(need).finish(),
            // The body contains credentials, and the query may.
            Self::Send(request) => {
                write!(f, "Send({} {}, {} bytes)", request.method(), request.uri().path(), request.body().len())
            }
            Self::WaitUntil(time) => f.debug_tuple("WaitUntil").field(time).finish(),
        }
    }
}
