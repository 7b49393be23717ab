//! What a caller is told.

use std::sync::Arc;
use std::time::Duration;

use super::failure::FailureKind;
use crate::time::Now;
use crate::token::AccessToken;

/// A number that grows whenever a caller who waits should ask again.
pub type Generation = u64;

/// The answer to [`Lifecycle::access`](super::Lifecycle::access).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Access {
    /// Use this token.
    Use(Arc<AccessToken>),
    /// A renewal is under way. Ask again once the generation is another one, or no flight is there any more.
    Wait {
        /// The generation at which the caller asked.
        after: Generation,
    },
    /// There is no token now, and asking again before `at` does not help.
    Later(Later),
    /// Only a new sign-in helps.
    SignIn(Why),
}

/// Why there is no token now, since when, and when the next try is due.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Later {
    /// When the next try is due, if a caller asks then.
    pub at: Now,
    /// The kind of the last failure.
    pub kind: FailureKind,
    /// How many attempts failed in a row.
    pub failures: u32,
    /// When the first of them failed.
    pub since: Option<Now>,
}

/// The answer to [`Lifecycle::refused`](super::Lifecycle::refused).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Refused {
    /// There is a newer token. Send the request again with it, once.
    Replay(Arc<AccessToken>),
    /// A renewal is under way. Report the same token again once the generation is another one.
    Wait {
        /// The generation at which the caller asked.
        after: Generation,
    },
    /// Nothing better can be had. Hand out the response that the resource gave.
    ReturnResponse,
}

/// Why only a new sign-in helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Why {
    /// The refresh token was sent, and its response is lost. The server may have replaced it.
    AnswerLost,
    /// A renewal brought tokens of another user, issuer or audience.
    AnotherUser,
    /// Nobody has signed in yet.
    Never,
    /// The access token has ended, and there is no refresh token.
    NoRefreshToken,
    /// The server refused the refresh token: it is expired, revoked or used up.
    Refused,
    /// The user signed out, here or in another process.
    SignedOut,
}

/// A token that can be used without asking the lifecycle, and for how long. Read it without a lock; ask
/// [`Lifecycle::access`](super::Lifecycle::access) after that.
///
/// ```
/// # use oauth_core::lifecycle::Snapshot;
/// # use oauth_core::Now;
/// # fn cached(snapshot: &Snapshot, now: Now) -> bool {
/// snapshot.is_fresh(now)
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Snapshot {
    token: Arc<AccessToken>,
    since: Now,
    fresh_for: Duration,
    /// `since` and `fresh_for` together, because this is looked at for each request of a program.
    end: Now,
}

impl Snapshot {
    pub(super) fn new(token: Arc<AccessToken>, since: Now, fresh_for: Duration) -> Self {
        Self { token, since, fresh_for, end: since.plus(fresh_for) }
    }

    /// Returns the same token, to be asked for after `fresh_for` at the latest, counted from [`since`](Self::since).
    #[must_use]
    pub fn at_most(self, fresh_for: Duration) -> Self {
        Self::new(self.token, self.since, self.fresh_for.min(fresh_for))
    }

    /// Returns the token.
    #[must_use]
    pub fn token(&self) -> &Arc<AccessToken> {
        &self.token
    }

    /// Returns when the token was requested.
    #[must_use]
    pub fn since(&self) -> Now {
        self.since
    }

    /// Returns how long after `since` the token can be used without asking, by the clock that says more.
    #[must_use]
    pub fn fresh_for(&self) -> Duration {
        self.fresh_for
    }

    /// Returns whether the token can be used at `now` without asking.
    #[must_use]
    pub fn is_fresh(&self, now: Now) -> bool {
        now.is_certainly_before(self.end)
    }
}
