//! What takes more than one request.

mod discovery;
mod once;
mod polling;

use std::fmt;
use std::time::SystemTime;

pub use discovery::Discovery;
pub use once::Once;
pub use polling::Polling;

use crate::call::Response;
use crate::error::{DecodeError, EncodeError};

/// Several requests that together have one outcome. It says what to do next; whoever drives it does that.
///
/// Call [`step`](Self::step) until it is done. After [`Step::Send`], report what became of the request by
/// [`receive`](Self::receive) or [`failed`](Self::failed) before the next step.
pub trait Flow {
    /// What the flow ends with.
    type Output;

    /// What to do now.
    ///
    /// # Errors
    ///
    /// A request cannot be built, an answer ended the flow, or it is over already.
    fn step(&mut self, now: SystemTime) -> Result<Step<Self::Output>, FlowError>;

    /// The answer to the request of the last step.
    fn receive(&mut self, response: Response<'_>, now: SystemTime);

    /// There was no answer to the request of the last step. Says whether the flow goes on all the same.
    fn failed(&mut self, now: SystemTime) -> AfterFailure;
}

/// What a flow wants next.
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "a step is looked at once and taken apart at once")]
pub enum Step<T> {
    /// The flow is over, and this is its outcome.
    Done(T),
    /// Send this request and report its answer.
    Send(http::Request<Vec<u8>>),
    /// Wait until this time, and ask again.
    WaitUntil(SystemTime),
}

impl<T: fmt::Debug> fmt::Debug for Step<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done(outcome) => f.debug_tuple("Done").field(outcome).finish(),
            // The body holds credentials, and so may a query.
            Self::Send(request) => {
                write!(f, "Send({} {}, {} bytes)", request.method(), request.uri().path(), request.body().len())
            }
            Self::WaitUntil(time) => f.debug_tuple("WaitUntil").field(time).finish(),
        }
    }
}

/// What a flow does about a request that got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AfterFailure {
    /// The flow goes on: ask for its next step.
    Continue,
    /// The flow is over; the caller learns of the failure.
    GiveUp,
}

/// Why a flow ended without an outcome.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum FlowError {
    /// An answer ended it.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// The flow was asked for a step after its end, or before it learned what became of its request.
    #[error("the flow is over, or still waits for the answer to its request")]
    Ended,
    /// A request cannot be built.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The time is over in which a user could decide. The server did not say so; its `expires_in` did, at the start.
    #[error("the time is over in which the user could decide; begin anew")]
    Expired,
}
