//! What an administrator can set for a client.

use std::time::Duration;

use crate::client::RegisteredClient;
use crate::client::pkce_enforcement::PkceEnforcement;
use crate::client::refresh_token_rotation::RefreshTokenRotation;
use crate::grant::GrantType;

/// What the client may do, and how.
impl RegisteredClient {
    /// The grants that this client may use, in place of all of them.
    #[must_use]
    pub fn grant_types(mut self, grant_types: impl IntoIterator<Item = GrantType>) -> Self {
        self.grant_types = grant_types.into_iter().collect();
        self
    }

    /// The scopes that this client may be granted. A request without `scope` gets all of them.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// How long an access token lives, in whole seconds; 3600 s by default.
    #[must_use]
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// Where the answers of the authorization endpoint may go. A request must name one of these, character by character;
    /// of `http://127.0.0.1` and `http://[::1]` the port does not matter (RFC 8252, section 7.3).
    #[must_use]
    pub fn redirect_uris<S: Into<String>>(mut self, redirect_uris: impl IntoIterator<Item = S>) -> Self {
        self.redirect_uris = redirect_uris.into_iter().map(Into::into).collect();
        self
    }

    /// Where the browser may go after signing out, character by character.
    #[must_use]
    pub fn post_logout_redirect_uris<S: Into<String>>(mut self, uris: impl IntoIterator<Item = S>) -> Self {
        self.post_logout_redirect_uris = uris.into_iter().map(Into::into).collect();
        self
    }

    /// The client must push every authorization request (RFC 9126).
    #[must_use]
    pub fn require_pushed_authorization_requests(mut self) -> Self {
        self.must_push = true;
        self
    }

    /// Whether the client must send a `code_challenge`.
    #[must_use]
    pub fn pkce_enforcement(mut self, enforcement: PkceEnforcement) -> Self {
        self.pkce = enforcement;
        self
    }

    /// What becomes of a refresh token that is used.
    #[must_use]
    pub fn refresh_token_rotation(mut self, rotation: RefreshTokenRotation) -> Self {
        self.rotation = rotation;
        self
    }

    /// How long a refresh token lives; 30 days by default.
    #[must_use]
    pub fn refresh_token_lifetime(mut self, lifetime: Duration) -> Self {
        self.refresh_token_lifetime = lifetime;
        self
    }

    /// The resources that the client may name in `resource` (RFC 8707), and in `audience` for a token exchange.
    #[must_use]
    pub fn resources<S: Into<String>>(mut self, resources: impl IntoIterator<Item = S>) -> Self {
        self.resources = resources.into_iter().map(Into::into).collect();
        self
    }

    /// The types of `authorization_details` (RFC 9396) that the client may ask for.
    #[must_use]
    pub fn authorization_details_types<S: Into<String>>(mut self, types: impl IntoIterator<Item = S>) -> Self {
        self.authorization_details_types = types.into_iter().map(Into::into).collect();
        self
    }

    /// How long a device, or a client that uses CIBA, waits between two requests; 5 s by default.
    #[must_use]
    pub fn polling_interval(mut self, interval: Duration) -> Self {
        self.polling_interval = interval;
        self
    }

    /// How long the user has to decide in the grants where the client polls; 600 s by default.
    #[must_use]
    pub fn polling_lifetime(mut self, lifetime: Duration) -> Self {
        self.polling_lifetime = lifetime;
        self
    }
}
