//! The state of an access token, for a readiness probe.

use std::time::{Duration, SystemTime};

use super::access::Why;
use super::failure::FailureKind;
use crate::time::Now;

/// The state of an access token and its renewals.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Stats {
    /// The state.
    pub state: State,
    /// How long the access token has left. `None` if there is none, or its lifetime is not known.
    pub left: Option<Duration>,
    /// How many attempts failed in a row.
    pub failures: u32,
    /// The kind of the last failure, until a success.
    pub kind: Option<FailureKind>,
    /// When the first of these failures was.
    pub since: Option<Now>,
    /// No request is sent before this time.
    pub next_try: Option<Now>,
    /// Whether the store lacks something that is in memory.
    pub unsaved: bool,
    /// When the refresh token ends, if the server said so.
    pub refresh_ends_at: Option<SystemTime>,
}

/// The state of an access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum State {
    /// There is none yet, or it has ended and nobody asked for another one.
    Empty,
    /// It is valid, and nothing needs to be done.
    Fresh,
    /// A renewal is under way.
    Renewing,
    /// It is valid and should have been renewed by now.
    Overdue,
    /// There is none, and the last renewal failed.
    Failed,
    /// It is valid until its end and cannot be renewed.
    Ending(Why),
    /// There is none, and only a new sign-in helps.
    Ended(Why),
}
