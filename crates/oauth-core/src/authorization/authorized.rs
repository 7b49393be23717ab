//! The outcome of a successful sign-in at the authorization endpoint.

use std::fmt;
use std::time::{Duration, SystemTime};

use super::granted::Granted;
use super::session::AuthorizationSession;
use crate::client::Client;
use crate::error::{AuthorizationError, Rejection};
use crate::token::expected_id_token::ExpectedIdToken;
use crate::token::{IdToken, Scope, TokenType};
use crate::wire::extra::Extra;
use crate::wire::secret::Secret;

/// The contents of a successful authorization response, checked against its session.
/// [`authorization_code`](Self::authorization_code) redeems the code in it. A code can be redeemed once.
///
/// Apart from `extra`, the fields are set only for the implicit and hybrid response types.
#[non_exhaustive]
pub struct Authorized {
    /// The access token from the authorization response.
    pub access_token: Option<Secret>,
    /// The type of that access token.
    pub token_type: Option<TokenType>,
    /// The lifetime of that access token, counted from the arrival of the response; at most ten years.
    pub expires_in: Option<Duration>,
    /// The scope of that access token; the requested scope if the response does not contain one.
    pub scope: Option<Scope>,
    /// The ID token from the authorization response. Its claims match this sign-in, but its signature has not been
    /// verified: anyone can have written it. Verify the signature before you trust it.
    pub unverified_id_token: Option<Secret>,
    /// The response parameters that the response type does not define.
    pub extra: Extra,
    pub(crate) client: Client,
    pub(crate) code: Option<Secret>,
    session: AuthorizationSession,
    iss: Option<String>,
    claims: Option<IdToken>,
}

impl Authorized {
    pub(super) fn new(
        client: Client,
        session: AuthorizationSession,
        granted: Granted,
        claims: Option<IdToken>,
    ) -> Self {
        let scope = granted.access_token.as_ref().and_then(|_| granted.scope.or_else(|| session.scope.clone()));
        Self {
            access_token: granted.access_token,
            token_type: granted.token_type,
            expires_in: granted.expires_in,
            scope,
            unverified_id_token: granted.id_token,
            extra: granted.extra,
            client,
            code: granted.code,
            session,
            iss: granted.iss,
            claims,
        }
    }

    /// Returns the claims of the ID token from the authorization response. They match this sign-in and are valid at
    /// `now`, but the signature has not been verified: anyone can have written them. `None` if the response type does
    /// not include an ID token.
    ///
    /// # Errors
    ///
    /// The ID token has expired or is not valid yet, or the user signed in too long ago.
    pub fn unverified_claims(&self, now: SystemTime) -> Result<Option<&IdToken>, AuthorizationError> {
        let Some(claims) = &self.claims else { return Ok(None) };
        match self.session.expected_id_token(&self.client).check_times(claims, now) {
            Ok(()) => Ok(Some(claims)),
            Err(Rejection::Malformed(problem)) => Err(AuthorizationError::Malformed(problem)),
            Err(Rejection::Untrusted(check)) => Err(AuthorizationError::Untrusted(check)),
        }
    }

    /// Returns the redirect URI if the request contained it.
    pub(crate) fn redirect_uri(&self) -> Option<&str> {
        self.session.sent_redirect_uri()
    }

    pub(crate) fn code_verifier(&self) -> Option<&Secret> {
        self.session.code_verifier.as_ref()
    }

    /// Returns the scope of the authorization request.
    pub(crate) fn requested_scope(&self) -> Option<&Scope> {
        self.session.scope.as_ref()
    }

    /// Returns the resources of the authorization request.
    pub(crate) fn requested_resources(&self) -> &[String] {
        &self.session.resources
    }

    /// Returns the checks for the ID token in the token response.
    pub(crate) fn expected_id_token(&self) -> ExpectedIdToken {
        let expected = self.session.expected_id_token(&self.client).named_by(self.iss.as_deref());
        match &self.claims {
            Some(claims) => expected.beside(claims),
            None => expected,
        }
    }
}

impl fmt::Debug for Authorized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorized")
            .field("code", &self.code)
            .field("access_token", &self.access_token)
            .field("token_type", &self.token_type)
            .field("expires_in", &self.expires_in)
            .field("scope", &self.scope)
            .field("unverified_id_token", &self.unverified_id_token)
            .field("extra", &self.extra)
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}
