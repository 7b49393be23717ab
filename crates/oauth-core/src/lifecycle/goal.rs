//! The renewal under way.

use super::chain::Mark;
use super::event::Cause;
use super::job::Attempt;
use super::token_key::TokenKey;
use crate::time::Now;
use crate::wire::secret::Secret;

/// What the flight is doing at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    Load,
    Lease,
    Write,
    Renew,
    Revoke,
    Release,
}

/// Why a renewal is needed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reason {
    /// The token is missing, old or soon old.
    Due(Cause),
    /// A resource refused it.
    Refusal,
    /// Somebody asked for it at this time; an older token is not enough.
    Asked(Now),
}

impl Reason {
    pub(super) fn cause(self) -> Cause {
        match self {
            Self::Due(cause) => cause,
            Self::Refusal => Cause::Refused,
            Self::Asked(_) => Cause::Forced,
        }
    }
}

/// The step that a renewal is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// To load the record, before the lease is asked for.
    Look,
    Lease,
    /// To load the record again: what was read before the lease may be old.
    LookAgain,
    /// To write the intent and to send.
    Send,
}

/// The renewal under way. Others wait in a queue.
#[derive(Debug, Clone)]
pub(super) struct Goal {
    pub(super) key: TokenKey,
    pub(super) reason: Reason,
    pub(super) stage: Stage,
    pub(super) began: Now,
    /// Attempts that failed.
    pub(super) tries: u64,
    pub(super) requests: u32,
    pub(super) deaths: u8,
    /// It goes on at this time.
    pub(super) rest: Option<Now>,
    /// Since when it waits for a lease.
    pub(super) waiting: Option<Now>,
    /// An attempt had no response. It goes on, but callers no longer wait for it.
    pub(super) is_open: bool,
    /// The intent that was written for it and not sent yet.
    pub(super) mark: Option<Mark>,
}

impl Goal {
    pub(super) fn new(key: TokenKey, reason: Reason, stage: Stage, now: Now) -> Self {
        Self {
            key,
            reason,
            stage,
            began: now,
            tries: 0,
            requests: 0,
            deaths: 0,
            rest: None,
            waiting: None,
            is_open: false,
            mark: None,
        }
    }
}

/// A request that was sent. If it was given up, its response may still come.
#[derive(Debug, Clone)]
pub(super) struct Sending {
    pub(super) attempt: Attempt,
    pub(super) key: TokenKey,
    /// The refresh token; `None` for a repeatable grant.
    pub(super) token: Option<Secret>,
    pub(super) reason: Reason,
    pub(super) epoch: u64,
    pub(super) at: Now,
    pub(super) mark: Option<Mark>,
}
