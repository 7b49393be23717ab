//! Tokens that come into a lifecycle.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::grant_details::GrantDetails;
use super::record::StoredToken;
use crate::token::{TokenResponse, TokenType, refresh_lifetime};
use crate::wire::secret::Secret;

/// Tokens that a server issued, here or elsewhere: what a renewal brought, or what a lifecycle starts with.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use oauth_core::lifecycle::{StoredToken, Tokens};
///
/// // A program that kept a refresh token alone:
/// let tokens = Tokens::from_refresh_token("tGzv3JOkF0XG5Qx2TlKWIA");
/// // One that kept both:
/// let issued_at = SystemTime::UNIX_EPOCH;
/// let access_token = StoredToken::new("2YotnFZFEjr1zCsicMWpAA", issued_at).lifetime(Duration::from_secs(3600));
/// let tokens = Tokens::from_access_token(access_token).refresh_token("tGzv3JOkF0XG5Qx2TlKWIA");
/// ```
#[derive(Debug, Clone)]
pub struct Tokens {
    pub(super) access: Option<StoredToken>,
    pub(super) refresh: Option<Secret>,
    pub(super) refresh_lifetime: Option<Duration>,
    pub(super) details: Arc<GrantDetails>,
}

impl Tokens {
    /// Takes the tokens of a response. `sent_at` is when its request was sent.
    #[must_use]
    pub fn from_response(response: &TokenResponse, sent_at: SystemTime) -> Self {
        let access = StoredToken {
            token: response.access_token.clone(),
            token_type: response.token_type.clone().unwrap_or(TokenType::BEARER),
            scope: response.scope.clone(),
            issued_at: sent_at,
            lifetime: response.expires_in.filter(|lifetime| !lifetime.is_zero()),
        };
        let first_claims = response.first_claims.as_ref().or(response.claims.as_ref());
        let details = GrantDetails {
            subject: first_claims.map(|claims| claims.subject().to_owned()),
            first_claims: first_claims.cloned(),
            granted_scope: response.granted_scope.clone(),
            resources: response.resources.clone(),
            client_key: None,
        };
        Self {
            access: Some(access),
            refresh: response.refresh_token.clone(),
            refresh_lifetime: refresh_lifetime(&response.extra),
            details: Arc::new(details),
        }
    }

    /// Takes an access token that was obtained elsewhere.
    #[must_use]
    pub fn from_access_token(token: StoredToken) -> Self {
        Self { access: Some(token), refresh: None, refresh_lifetime: None, details: Arc::default() }
    }

    /// Takes a refresh token that was obtained elsewhere. The first request for a token renews.
    #[must_use]
    pub fn from_refresh_token(token: impl Into<Secret>) -> Self {
        Self { access: None, refresh: Some(token.into()), refresh_lifetime: None, details: Arc::default() }
    }

    /// Adds a refresh token.
    #[must_use]
    pub fn refresh_token(self, token: impl Into<Secret>) -> Self {
        Self { refresh: Some(token.into()), ..self }
    }

    /// Sets how long the refresh token lives, counted from when it was requested.
    #[must_use]
    pub fn refresh_lifetime(self, lifetime: Duration) -> Self {
        Self { refresh_lifetime: Some(lifetime), ..self }
    }

    /// Sets what is known of the sign-in.
    #[must_use]
    pub fn details(self, details: GrantDetails) -> Self {
        Self { details: Arc::new(details), ..self }
    }
}

impl From<&TokenResponse> for Tokens {
    /// Takes the tokens of a response whose request was sent when its lifetimes begin. If it states no lifetime, the tokens
    /// count as old.
    fn from(response: &TokenResponse) -> Self {
        let lifetime = response.expires_in.unwrap_or_default();
        let sent_at = response.expires_at.and_then(|end| end.checked_sub(lifetime));
        Self::from_response(response, sent_at.unwrap_or(SystemTime::UNIX_EPOCH))
    }
}

impl From<TokenResponse> for Tokens {
    fn from(response: TokenResponse) -> Self {
        Self::from(&response)
    }
}
