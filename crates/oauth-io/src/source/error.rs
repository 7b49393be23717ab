//! Errors of a token source.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use oauth_core::EncodeError;
use oauth_core::lifecycle::{FailureKind, Later, Why};

use crate::store::StoreError;
use crate::{Error, TransportError};

/// There is no token. See [`is_transient`](Self::is_transient) and [`needs_sign_in`](Self::needs_sign_in) for what to do.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The server refuses the client or what it requests. Something has to be changed: the secret, the key, the scope.
    #[error("the authorization server refuses: {0}")]
    Fault(Failing),
    /// There is no token now, and one may come later.
    #[error("no token at the moment: {0}")]
    Later(Failing),
    /// The transport has no place to run flights: the task that renews would depend on a caller.
    #[error("the transport has no place to run the flights that renew (Transport::spawn)")]
    NoFlights,
    /// There are no random bytes, or the request is invalid.
    #[error(transparent)]
    Request(Arc<EncodeError>),
    /// The grant needs a user, and there are no tokens to begin with.
    #[error(
        "this grant cannot be requested again without a user; begin with the tokens of a sign-in (TokenSource::from_tokens)"
    )]
    NoTokens,
    /// The grant has a secret of its own, such as an assertion, so that its record in a store needs a name.
    #[error("in a store, this grant needs the name of its user (TokenSourceBuilder::user)")]
    NoUser,
    /// The token is not a bearer token, so it has no header of its own.
    #[error("the token is bound to a key or has an unknown type; it is not sent as a bearer token")]
    NotBearer,
    /// The store does not have the newest tokens, or the sign-out, yet.
    #[error("the token store did not take what was to be saved; it is tried again")]
    NotSaved,
    /// The source was asked for a token while it makes its own token request.
    #[error(
        "the token source was asked for a token by its own token request; give it a transport that does not pass through \
         its middleware"
    )]
    OwnRequest,
    /// The request goes to an origin that is not allowed.
    #[error("the request goes to an origin that does not get the token; allow it with ResourcePolicy::allow")]
    Origin,
    /// The source was shut down, and there is no valid token.
    #[error("the token source was shut down")]
    ShutDown,
    /// Only a new sign-in helps.
    #[error("a new sign-in is needed: {}", reason(*.0))]
    SignIn(Why),
    /// The token store failed, and going on without it would put the sign-in at risk.
    #[error("the tokens are not safe: {0}")]
    Store(Failing),
    /// The limit passed before there was a token. The renewal goes on.
    #[error("the time limit passed before there was a token")]
    Timeout,
    /// There are too many different access tokens of one grant, or too many grants in a registry, and none of them can be
    /// dropped: they are in use, or would be lost.
    #[error("there are more than {most} token sources in use")]
    TooMany {
        /// How many there can be.
        most: usize,
    },
    /// oauth-core reports something that this version of oauth-io does not know.
    #[error("oauth-core reports something that this version of oauth-io does not know; update oauth-io")]
    Unsupported,
    /// The store is not durable, and a rotating refresh token is at stake.
    #[error(
        "the token store is not durable, and what it loses can end the sign-in; use a durable one, tell with \
         Dialect::refresh_tokens that the server does not rotate refresh tokens, or say dangerous_volatile_store"
    )]
    VolatileStore,
    /// The flight that renews could not begin, or this call would wait for itself.
    #[error(transparent)]
    Transport(#[from] TransportError),
}

/// Renewals that fail: since when, how often, why, and when the next one is due.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Failing {
    /// The kind of the last failure.
    pub kind: FailureKind,
    /// How many attempts failed in a row.
    pub failures: u32,
    /// When the first of them failed.
    pub since: Option<SystemTime>,
    /// When the next try is due. Asking again before that gives the same error, without a request.
    pub next_try: SystemTime,
    /// The error of the last request that failed.
    pub error: Option<Arc<Error>>,
    /// The last error of the store.
    pub store_error: Option<Arc<StoreError>>,
}

impl TokenError {
    pub(super) fn later(later: &Later, (error, store_error): (Option<Arc<Error>>, Option<Arc<StoreError>>)) -> Self {
        let failing = Failing {
            kind: later.kind,
            failures: later.failures,
            since: later.since.map(|since| since.wall()),
            next_try: later.at.wall(),
            error,
            store_error,
        };
        match later.kind {
            FailureKind::Closing => Self::ShutDown,
            FailureKind::ClientFault | FailureKind::SameCredential | FailureKind::Request => Self::Fault(failing),
            FailureKind::Store | FailureKind::NotSaved => Self::Store(failing),
            _ => Self::Later(failing),
        }
    }

    pub(super) fn request(error: EncodeError) -> Self {
        Self::Request(Arc::new(error))
    }

    /// Whether a token may come later with nothing changed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Later(_) | Self::NotSaved | Self::Store(_) | Self::Timeout => true,
            Self::Transport(error) => error.is_transient(),
            _ => false,
        }
    }

    /// Whether only a new sign-in helps.
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        matches!(self, Self::SignIn(_))
    }

    /// Returns when the next try is due.
    #[must_use]
    pub fn next_try(&self) -> Option<SystemTime> {
        self.failing().map(|failing| failing.next_try)
    }

    /// Returns the failures behind this error.
    #[must_use]
    pub fn failing(&self) -> Option<&Failing> {
        match self {
            Self::Fault(failing) | Self::Later(failing) | Self::Store(failing) => Some(failing),
            _ => None,
        }
    }
}

impl fmt::Display for Failing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.error, &self.store_error) {
            (_, Some(error)) if matches!(self.kind, FailureKind::Store | FailureKind::NotSaved) => {
                write!(f, "{error}")?
            }
            (Some(error), _) => write!(f, "{error}")?,
            (None, _) => write!(f, "{}", self.kind)?,
        }
        match self.failures {
            0 | 1 => Ok(()),
            failures => write!(f, " ({failures} attempts in a row)"),
        }
    }
}

fn reason(why: Why) -> &'static str {
    match why {
        Why::AnotherUser => "a renewal brought the tokens of another user",
        Why::AnswerLost => {
            "the response to a renewal was lost, and the server may have replaced the refresh token in it"
        }
        Why::Never => "nobody has signed in yet",
        Why::NoRefreshToken => "the access token has expired, and there is no refresh token",
        Why::Refused => "the server refused the refresh token; it is expired, revoked or used up",
        Why::SignedOut => "the user signed out",
        _ => "the sign-in has ended",
    }
}
