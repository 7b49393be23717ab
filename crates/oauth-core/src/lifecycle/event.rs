//! Events for operators.

use std::time::Duration;

use super::access::Why;
use super::failure::FailureKind;
use super::settings::Setting;
use super::stats::State;
use super::token_key::TokenKey;

/// What happened, for logs and metrics. An event has no secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A setting was outside of its bounds, or its bound for a token of this lifetime, and another value is used.
    Clamped {
        /// The setting.
        setting: Setting,
        /// The lifetime of the token for which the setting is too long. `None`: the setting is out of its bounds.
        lifetime: Option<Duration>,
    },
    /// The grant ended. Callers keep what they have until its end.
    Ended(Why),
    /// The first failure after a success. The failures after it are in [`Stats`](super::Stats).
    Failed(FailureKind),
    /// The new refresh token is in memory alone, because the store did not take it. If the process ends now, the user has
    /// to sign in again.
    NotSaved,
    /// A refresh token could not be revoked.
    NotRevoked,
    /// The first success after failures.
    Recovered,
    /// The refresh token ends soon, and a renewal does not bring a longer one. Ask the user to sign in again before that.
    RefreshTokenEnds {
        /// How long it has left.
        left: Duration,
    },
    /// A renewal brought a token, and callers get it. The tokens of a sign-in are none.
    Renewed {
        /// Which access token.
        key: TokenKey,
    },
    /// The first request of a renewal is sent.
    Requested {
        /// Which access token.
        key: TokenKey,
        /// Why.
        cause: Cause,
    },
    /// The store took what it had not taken before.
    Saved,
    /// The state of an access token is another one.
    StateChanged {
        /// Which access token.
        key: TokenKey,
        /// The state before.
        from: State,
        /// The state now.
        to: State,
    },
    /// The store lost the record. What is in memory is written back.
    StoreForgot,
}

/// Why a renewal was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// There was no token.
    Cold,
    /// The token ends soon.
    Early,
    /// The token had ended.
    Expired,
    /// Somebody asked for it by name.
    Forced,
    /// A resource refused the token.
    Refused,
}
