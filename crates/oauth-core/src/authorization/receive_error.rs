//! The error of a rejected authorization response.

use std::fmt;

use super::session::AuthorizationSession;
use crate::error::{AuthorizationError, ErrorCode, FailedCheck};

/// A response that [`receive`](AuthorizationSession::receive) rejected, together with the session. Anyone can send a
/// response to a redirect URI: if this one cannot be trusted, keep the session for the genuine response.
///
/// ```
/// # use oauth_core::authorization::AuthorizationResponse;
/// # use oauth_core::pingone::Region;
/// # use oauth_core::{Client, ClientAuthentication, Server};
/// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
/// # let client = Client::new(server, "client-id", ClientAuthentication::none())?;
/// # let session = client.authorization_request("https://client.example.org/cb").begin()?.session;
/// let forged = AuthorizationResponse::from_url("/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=guessed")?;
/// let error = session.receive(&client, forged).unwrap_err();
/// assert!(!error.ends_sign_in());
/// let session = error.into_session();
/// # let _ = session;
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(thiserror::Error)]
pub struct ReceiveError(Box<(AuthorizationSession, AuthorizationError, Option<ErrorCode>)>);

impl ReceiveError {
    pub(super) fn new(session: AuthorizationSession, error: AuthorizationError, claimed: Option<ErrorCode>) -> Self {
        Self(Box::new((session, error, claimed)))
    }

    /// Returns what is wrong with the response.
    #[must_use]
    pub fn error(&self) -> &AuthorizationError {
        &self.0.1
    }

    /// Returns the session of the sign-in.
    #[must_use]
    pub fn session(&self) -> &AuthorizationSession {
        &self.0.0
    }

    /// Returns the session, to store it again.
    #[must_use]
    pub fn into_session(self) -> AuthorizationSession {
        self.0.0
    }

    /// Returns the session and what is wrong with the response.
    #[must_use]
    pub fn into_parts(self) -> (AuthorizationSession, AuthorizationError) {
        let (session, error, _) = *self.0;
        (session, error)
    }

    /// Whether the sign-in is over because the server or the user denied it. Otherwise the response may be forged, and
    /// the sign-in continues.
    #[must_use]
    pub fn ends_sign_in(&self) -> bool {
        matches!(self.error(), AuthorizationError::Server(_))
    }

    /// Returns the error code if the server denied the request. A response that only lacks the promised `iss` counts as
    /// the server's here, although it cannot be trusted.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        match self.error() {
            AuthorizationError::Untrusted(FailedCheck::IssuerMissing) => self.0.2.as_ref(),
            error => error.code(),
        }
    }

    /// Returns the error code in the response, which anyone can have written.
    #[must_use]
    pub fn unauthenticated_code(&self) -> Option<&ErrorCode> {
        self.0.2.as_ref()
    }

    /// Whether the server needs to interact with the user: repeat a sign-in with `prompt=none` without it.
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        self.code().is_some_and(AuthorizationError::is_code_that_needs_sign_in)
    }
}

impl From<ReceiveError> for AuthorizationError {
    fn from(error: ReceiveError) -> Self {
        error.0.1
    }
}

impl fmt::Debug for ReceiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceiveError")
            .field("error", self.error())
            .field("session", self.session())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ReceiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.error(), f)
    }
}
