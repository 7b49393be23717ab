//! Why a flow that polls waits.

use std::time::{Duration, SystemTime};

/// A wait between two requests of [`Polling`](super::Polling): what to tell the person who waits as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiting {
    /// Why it waits.
    pub reason: WaitReason,
    /// When the next request leaves.
    pub until: SystemTime,
    /// How long that is from now.
    pub pause: Duration,
    /// When the time is over in which the user can decide.
    pub expires_at: SystemTime,
}

/// Why a flow that polls waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitReason {
    /// No request has left yet.
    Begun,
    /// The user has not decided yet (`authorization_pending`).
    Pending,
    /// The server wants longer waits (`slow_down`). [`Polling::interval`](super::Polling::interval) is longer from now on.
    SlowDown,
    /// The server is not available: 429, 5xx, or a page of HTML.
    Unavailable,
    /// The last request got no response.
    NoResponse,
}
