//! The results of a flight's work.

use std::time::Duration;

use super::failure::{RenewalError, StoreFailed};
use super::job::Work;
use super::record::{Record, Version};
use super::tokens::Tokens;

/// What became of a piece of work.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Outcome {
    /// Of [`Work::Load`]: the record and its version, or `None` if there is none.
    Loaded(Result<Option<(Version, Record)>, StoreFailed>),
    /// Of [`Work::Lease`].
    Leased(Result<Lease, StoreFailed>),
    /// Of [`Work::Write`].
    Written(Result<Written, StoreFailed>),
    /// Of [`Work::Renew`].
    Renewed(Result<Box<Tokens>, Box<RenewalError>>),
    /// Of [`Work::Revoke`]: whether the server revoked it.
    Revoked(bool),
    /// Of [`Work::Release`], whatever became of it.
    Released,
}

impl Outcome {
    /// The outcome of work that had no result within its limit. `None` for work without a result.
    #[must_use]
    pub fn timed_out(work: &Work) -> Option<Self> {
        match work {
            Work::Load => Some(Self::Loaded(Err(StoreFailed))),
            Work::Lease { .. } => Some(Self::Leased(Err(StoreFailed))),
            Work::Write { .. } => Some(Self::Written(Err(StoreFailed))),
            Work::Renew { .. } => Some(Self::Renewed(Err(Box::new(RenewalError::no_response())))),
            Work::Revoke(_) => Some(Self::Revoked(false)),
            Work::Release { .. } => Some(Self::Released),
            Work::WaitUntil(_) | Work::Idle => None,
        }
    }
}

/// What became of a request for a lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lease {
    /// It is ours.
    Held,
    /// Another process holds it.
    Taken {
        /// When to look again: soon, since a lease is mostly given back long before its end.
        look_again: Duration,
    },
    /// A holder left a pause, and nobody gets it.
    Paused {
        /// How long the pause still lasts.
        left: Duration,
    },
}

/// What became of a conditional write.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Written {
    /// The store has the record, under this version.
    Stored(Version),
    /// The store has another version than expected: this one.
    Is(Version, Record),
    /// The store has no record although one was expected.
    Gone,
}
