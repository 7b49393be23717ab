//! The work of a flight.

use std::sync::Arc;
use std::time::Duration;

use super::grant_details::GrantDetails;
use super::record::{Record, Version};
use super::token_key::TokenKey;
use crate::time::Now;
use crate::wire::secret::Secret;

/// The number of a piece of work. A result that arrives under an older number is late.
pub type Attempt = u32;

/// One piece of work for the flight: do it within `limit`, then report the result with
/// [`Lifecycle::done`](super::Lifecycle::done) under its number.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Job {
    /// The number of this piece of work.
    pub attempt: Attempt,
    /// How long it may take. After that, report [`Outcome::timed_out`](super::Outcome::timed_out).
    pub limit: Duration,
    /// What to do.
    pub work: Work,
}

/// What the flight does next.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Work {
    /// Load the record from the store: [`Outcome::Loaded`](super::Outcome::Loaded).
    Load,
    /// Take the lease of the grant: [`Outcome::Leased`](super::Outcome::Leased).
    Lease {
        /// The holder. Asking again under the same number finds the lease held.
        id: LeaseId,
        /// After this time the lease ends by itself.
        length: Duration,
    },
    /// Write the record, on condition of the version: [`Outcome::Written`](super::Outcome::Written).
    Write {
        /// The version that the store must have. `None`: it must have no record.
        replaces: Option<Version>,
        /// The new record.
        record: Record,
    },
    /// Request tokens: [`Outcome::Renewed`](super::Outcome::Renewed).
    Renew {
        /// Which access token.
        key: TokenKey,
        /// By which grant.
        with: With,
        /// The server refused this credential. If it is still the one in use, send nothing and report
        /// [`RenewalError::same_credential`](super::RenewalError::same_credential).
        not_with: Option<CredentialId>,
    },
    /// Revoke a refresh token: [`Outcome::Revoked`](super::Outcome::Revoked).
    Revoke(Secret),
    /// Give the lease back: [`Outcome::Released`](super::Outcome::Released).
    Release {
        /// The holder.
        id: LeaseId,
        /// For this long, nobody gets the lease: the server is not available, or refuses.
        pause: Option<Duration>,
    },
    /// Wait until this time or until something is reported from outside, then ask for work again. No result.
    WaitUntil(Now),
    /// Nothing to do: the flight ends. No result.
    Idle,
}

/// The grant of a renewal.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum With {
    /// The repeatable grant itself, with the credentials of this moment.
    Grant,
    /// A refresh token.
    RefreshToken {
        /// The refresh token.
        token: Secret,
        /// What is known of the sign-in that it belongs to.
        details: Arc<GrantDetails>,
    },
}

/// Which secret, key or assertion a request was made with. Never its bytes: a number that the program chooses, such as a
/// counter of replacements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CredentialId(pub u64);

/// The holder of a lease, drawn by the lifecycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LeaseId(pub u64);
