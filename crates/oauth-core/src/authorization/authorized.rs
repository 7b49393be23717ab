//! A sign-in that the server agreed to.

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

/// What an authorization response granted, checked against its session. The code in it is redeemed by
/// [`authorization_code`](Self::authorization_code), once.
///
/// The fields are for the implicit and hybrid response types alone, and empty without these; `extra` is for all.
#[non_exhaustive]
pub struct Authorized {
    /// The access token that came through the browser.
    pub access_token: Option<Secret>,
    /// How that access token is presented.
    pub token_type: Option<TokenType>,
    /// The lifetime of that access token, in seconds from when the response came; at most ten years.
    pub expires_in: Option<Duration>,
    /// The scope of that access token; if the response does not say, the one that was asked for.
    pub scope: Option<Scope>,
    /// The ID token that came through the browser. Its claims belong to this sign-in, but nobody verified its signature:
    /// anyone can have written it. Verify it before you believe it.
    pub unverified_id_token: Option<Secret>,
    /// The parameters of the response that its response type does not define.
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

    /// The claims of the ID token that came through the browser. They belong to this sign-in and to the time `now`, but
    /// nobody verified the signature: anyone can have written them. `None` if the response type asks for no ID token.
    ///
    /// # Errors
    ///
    /// The ID token has expired, is not valid yet, or the user signed in too long ago.
    pub fn unverified_claims(&self, now: SystemTime) -> Result<Option<&IdToken>, AuthorizationError> {
        let Some(claims) = &self.claims else { return Ok(None) };
        match self.session.expected_id_token(&self.client).check_times(claims, now) {
            Ok(()) => Ok(Some(claims)),
            Err(Rejection::Malformed(problem)) => Err(AuthorizationError::Malformed(problem)),
            Err(Rejection::Untrusted(check)) => Err(AuthorizationError::Untrusted(check)),
        }
    }

    /// The redirect URI, if the request had it.
    pub(crate) fn redirect_uri(&self) -> Option<&str> {
        self.session.sent_redirect_uri()
    }

    pub(crate) fn code_verifier(&self) -> Option<&Secret> {
        self.session.code_verifier.as_ref()
    }

    /// The scope of the authorization request.
    pub(crate) fn requested_scope(&self) -> Option<&Scope> {
        self.session.scope.as_ref()
    }

    /// The resources of the authorization request.
    pub(crate) fn requested_resources(&self) -> &[String] {
        &self.session.resources
    }

    /// What the ID token that comes with the tokens must say.
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
