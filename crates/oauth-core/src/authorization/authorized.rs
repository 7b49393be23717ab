//! A sign-in that the server agreed to.

use std::fmt;
use std::time::Duration;

use super::{AuthorizationResponse, AuthorizationSession};
use crate::client::Client;
use crate::server::ExpectedIssuer;
use crate::token::Scope;
use crate::token::TokenType;
use crate::token::id_token::ExpectedIdToken;
use crate::token::lifetime;
use crate::wire::extra::Extra;
use crate::wire::secret::Secret;

/// What an authorization response granted, checked against its session. The code in it is redeemed by
/// [`authorization_code`](Self::authorization_code), once.
///
/// The fields are for the implicit and hybrid response types alone, and empty without these.
#[non_exhaustive]
pub struct Authorized {
    /// The access token that came through the browser.
    pub access_token: Option<Secret>,
    /// How that access token is presented.
    pub token_type: Option<TokenType>,
    /// The lifetime of that access token, in seconds from when the response came; at most ten years.
    pub expires_in: Option<Duration>,
    /// What was granted; where the response does not say, what was asked for.
    pub scope: Option<Scope>,
    /// The ID token that came through the browser. Its `iss`, `aud` and `nonce` are those of this sign-in, but nobody
    /// verified its signature: anyone can have written it. Verify it before you believe it.
    pub unverified_id_token: Option<Secret>,
    /// The parameters of the response that the standard does not define.
    pub extra: Extra,
    pub(crate) client: Client,
    pub(crate) code: Option<Secret>,
    session: AuthorizationSession,
    issuer: ExpectedIssuer,
    subject: Option<String>,
}

impl Authorized {
    pub(super) fn new(
        client: Client,
        session: AuthorizationSession,
        response: AuthorizationResponse,
        issuer: ExpectedIssuer,
        subject: Option<String>,
    ) -> Self {
        // What was not asked for is not handed out: it may be somebody else's.
        let asked = |word| session.response_type.contains(word);
        let (code, token, id_token) = (asked("code"), asked("token"), asked("id_token"));
        let dialect = client.server().dialect();
        let expires_in = response.expires_in.and_then(|text| lifetime::of_text(&text, dialect));
        let scope = response.scope.map(|text| client.server().dialect().split_scope(&text));
        Self {
            access_token: response.access_token.filter(|_| token),
            token_type: response.token_type.filter(|_| token).map(|text| TokenType::from(&*text)),
            expires_in: expires_in.filter(|_| token),
            scope: scope.or_else(|| session.scope.clone()),
            unverified_id_token: response.id_token.filter(|_| id_token),
            extra: response.extra,
            client,
            code: response.code.filter(|_| code),
            session,
            issuer,
            subject,
        }
    }

    pub(crate) fn redirect_uri(&self) -> &str {
        &self.session.redirect_uri
    }

    pub(crate) fn code_verifier(&self) -> Option<&Secret> {
        self.session.code_verifier.as_ref()
    }

    /// The scope of the authorization request.
    pub(crate) fn requested_scope(&self) -> Option<&Scope> {
        self.session.scope.as_ref()
    }

    /// What the ID token that comes with the tokens must say.
    pub(crate) fn expected_id_token(&self) -> ExpectedIdToken {
        self.session.expected_id_token(self.issuer.clone(), self.subject.clone())
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
