//! Renewals and operations of a store that failed.

use std::fmt;
use std::time::{Duration, SystemTime};

use super::job::CredentialId;
use crate::error::{DecodeError, EncodeError, ErrorCode, FailedCheck, Spent};
use crate::wire::secret::Secret;

/// An operation of a store failed, or had no result in time. A write may have happened all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreFailed;

/// Why an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// The server refused the client: its id, its credentials, its assertion or its registration.
    ClientFault,
    /// The lifecycle was shut down.
    Closing,
    /// The flight ended before its request had a response.
    Interrupted,
    /// Another process holds the lease and is taking long.
    Leased,
    /// The request was sent, and there is no response.
    NoResponse,
    /// The secret or assertion for the request could not be had at this moment. Nothing was sent.
    NotSupplied,
    /// The new tokens are in memory; the store does not have them yet.
    NotSaved,
    /// Another process failed to renew, and nobody asks the server for a while.
    Paused,
    /// The server refused the request for this access token, such as its scope. Other access tokens are not affected.
    Request,
    /// The server refused the credential, and there is no other one yet. Nothing was sent.
    SameCredential,
    /// The store failed, or has a record that cannot be read.
    Store,
    /// The limit of requests in a minute is reached.
    TooMany,
    /// The server is not available, or nothing could be sent to it.
    Unavailable,
    /// The response cannot be used: it is malformed or fails a check.
    Unusable,
}

impl fmt::Display for FailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ClientFault => "the server refused the client",
            Self::Closing => "the token source was shut down",
            Self::Interrupted => "the renewal was interrupted",
            Self::Leased => "another process is renewing",
            Self::NoResponse => "there was no response",
            Self::NotSaved => "the new tokens could not be saved",
            Self::NotSupplied => "the credential for the request could not be had",
            Self::Paused => "another process failed to renew a moment ago",
            Self::Request => "the server refused the request for this token",
            Self::SameCredential => "the server refused the credential, and it has not changed",
            Self::Store => "the token store failed",
            Self::TooMany => "there were too many requests in the last minute",
            Self::Unavailable => "the server is not available",
            Self::Unusable => "the response cannot be used",
        })
    }
}

/// A renewal that failed, as far as the lifecycle has to know.
#[derive(Debug, Clone)]
pub struct RenewalError {
    pub(super) kind: FailureKind,
    pub(super) refresh_token: Spent,
    pub(super) retry_after: Option<Duration>,
    pub(super) credential: Option<CredentialId>,
    pub(super) rotated: Option<Secret>,
    pub(super) another_user: bool,
}

impl RenewalError {
    /// Classifies the error of a response that arrived at `received_at`.
    #[must_use]
    pub fn from_response(error: &DecodeError, received_at: SystemTime) -> Self {
        let kind = match error {
            _ if error.is_client_fault() => FailureKind::ClientFault,
            DecodeError::Malformed(_) | DecodeError::Untrusted(_) if error.status().is_success() => {
                FailureKind::Unusable
            }
            // The assertion was refused, which is a credential too.
            _ if error.code() == Some(&ErrorCode::INVALID_GRANT) && error.refresh_token_is() != Spent::Dead => {
                FailureKind::ClientFault
            }
            DecodeError::Server(_) if !error.is_transient() => FailureKind::Request,
            _ if error.refresh_token_is() == Spent::Unknown => FailureKind::NoResponse,
            _ => FailureKind::Unavailable,
        };
        let another = |check: &FailedCheck| matches!(check, FailedCheck::IdToken { claim: "sub" | "iss" | "aud" });
        let another_user = matches!(error, DecodeError::Untrusted(error) if another(error.check()));
        Self {
            kind,
            refresh_token: error.refresh_token_is(),
            retry_after: error.retry_after(received_at),
            credential: None,
            rotated: error.rotated().cloned(),
            another_user,
        }
    }

    /// The request could not be made: something for it was not supplied at this moment, or it is invalid.
    #[must_use]
    pub fn from_request(error: &EncodeError) -> Self {
        Self::unsent(if error.is_transient() { FailureKind::NotSupplied } else { FailureKind::Request })
    }

    /// The request certainly did not reach the server.
    #[must_use]
    pub fn not_sent() -> Self {
        Self::unsent(FailureKind::Unavailable)
    }

    /// The request may have been received, and there is no response.
    #[must_use]
    pub fn no_response() -> Self {
        Self { refresh_token: Spent::Unknown, ..Self::unsent(FailureKind::NoResponse) }
    }

    /// The flight ended before there was a response.
    pub(super) fn interrupted() -> Self {
        Self { refresh_token: Spent::Unknown, ..Self::unsent(FailureKind::Interrupted) }
    }

    /// Nothing was sent, because the credential is still the one that was refused.
    #[must_use]
    pub fn same_credential() -> Self {
        Self::unsent(FailureKind::SameCredential)
    }

    /// Names the credential of the request. It is remembered if the server refused it.
    #[must_use]
    pub fn with_credential(self, credential: CredentialId) -> Self {
        Self { credential: Some(credential), ..self }
    }

    /// Returns the state of the refresh token that the request carried.
    #[must_use]
    pub fn refresh_token_is(&self) -> Spent {
        self.refresh_token
    }

    /// Returns how long to wait before the next request, if the server asks for it.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Returns the kind of the failure.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        self.kind
    }

    fn unsent(kind: FailureKind) -> Self {
        Self {
            kind,
            refresh_token: Spent::Unspent,
            retry_after: None,
            credential: None,
            rotated: None,
            another_user: false,
        }
    }
}
