//! The waits of a polling flow.

use std::time::{Duration, SystemTime};

/// A wait of [`Polling`](super::Polling) before its next request, for display to the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiting {
    /// The reason for the wait.
    pub reason: WaitReason,
    /// When the next request is sent.
    pub until: SystemTime,
    /// The time from now until then.
    pub pause: Duration,
    /// When the time for the user's decision ends.
    pub expires_at: SystemTime,
}

/// The reason for a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitReason {
    /// No request was sent yet.
    Begun,
    /// The user has not decided yet (`authorization_pending`).
    Pending,
    /// The client polls too often (`slow_down`). [`Polling::interval`](super::Polling::interval) is longer from now on.
    SlowDown,
    /// The server is not available: 429, 5xx, or an HTML page.
    Unavailable,
    /// The last request got no response.
    NoResponse,
}
