//! The options of a registered client.

use std::time::Duration;

use crate::assertion::rules::AssertionRules;
use crate::client::RegisteredClient;
use crate::client::pkce_enforcement::PkceEnforcement;
use crate::client::refresh_token_rotation::RefreshTokenRotation;
use crate::grant::GrantType;

/// Options of the client.
impl RegisteredClient {
    /// Sets the grants that the client may use. The default is all of them.
    #[must_use]
    pub fn grant_types(mut self, grant_types: impl IntoIterator<Item = GrantType>) -> Self {
        self.grant_types = grant_types.into_iter().collect();
        self
    }

    /// Sets what the server demands of the assertions of this client. The default is
    /// [`AuthorizationServer::assertion_rules`](crate::AuthorizationServer::assertion_rules).
    #[must_use]
    pub fn assertion_rules(mut self, rules: AssertionRules) -> Self {
        self.assertion_rules = Some(rules);
        self
    }

    /// Sets the address at which the client publishes its keys. PingOne's record of the client contains it in place of the
    /// keys. The server does not fetch it: its content is what the client was registered with, or what
    /// [`replace_keys`](crate::AuthorizationServer::replace_keys) sets.
    #[must_use]
    pub fn jwks_url(mut self, url: impl Into<String>) -> Self {
        self.jwks_url = Some(url.into());
        self
    }

    /// Binds each refresh token to the key by which the client authenticated when the user signed in. With another key of
    /// the client, a refresh is refused with `invalid_grant`.
    #[must_use]
    pub fn key_bound_refresh_tokens(mut self) -> Self {
        self.key_bound_refresh_tokens = true;
        self
    }

    /// Makes the client a worker application, whose access tokens of the client credentials grant give access to
    /// PingOne's management API ([`Endpoint::PingOneApplication`](crate::Endpoint::PingOneApplication)).
    #[must_use]
    pub fn worker(mut self) -> Self {
        self.worker = true;
        self
    }

    /// Disables the client: its record says so, and it cannot authenticate.
    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.enabled = false;
        self
    }

    /// Sets the scopes that the client may be granted. A request without `scope` is granted all of them.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the lifetime of access tokens, in whole seconds. The default is 3600 s.
    #[must_use]
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// Sets the redirect URIs. A request must contain one of them exactly, except for the port of `http://127.0.0.1`
    /// and `http://[::1]` ([RFC 8252 §7.3](https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3)).
    #[must_use]
    pub fn redirect_uris<S: Into<String>>(mut self, redirect_uris: impl IntoIterator<Item = S>) -> Self {
        self.redirect_uris = redirect_uris.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the URIs to which the browser may be redirected after logout. A request must contain one of them exactly.
    #[must_use]
    pub fn post_logout_redirect_uris<S: Into<String>>(mut self, uris: impl IntoIterator<Item = S>) -> Self {
        self.post_logout_redirect_uris = uris.into_iter().map(Into::into).collect();
        self
    }

    /// Requires the client to push its authorization requests
    /// ([RFC 9126](https://www.rfc-editor.org/rfc/rfc9126.html)).
    #[must_use]
    pub fn require_pushed_authorization_requests(mut self) -> Self {
        self.must_push = true;
        self
    }

    /// Sets whether the client must send a `code_challenge`.
    #[must_use]
    pub fn pkce_enforcement(mut self, enforcement: PkceEnforcement) -> Self {
        self.pkce = enforcement;
        self
    }

    /// Sets what happens to a refresh token when it is used.
    #[must_use]
    pub fn refresh_token_rotation(mut self, rotation: RefreshTokenRotation) -> Self {
        self.rotation = rotation;
        self
    }

    /// Sets the lifetime of refresh tokens. The default is 30 days.
    #[must_use]
    pub fn refresh_token_lifetime(mut self, lifetime: Duration) -> Self {
        self.refresh_token_lifetime = lifetime;
        self
    }

    /// Sets the values that the client may use for `resource`
    /// ([RFC 8707](https://www.rfc-editor.org/rfc/rfc8707.html)), and for `audience` in a token exchange.
    #[must_use]
    pub fn resources<S: Into<String>>(mut self, resources: impl IntoIterator<Item = S>) -> Self {
        self.resources = resources.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the types of `authorization_details` that the client may request
    /// ([RFC 9396](https://www.rfc-editor.org/rfc/rfc9396.html)).
    #[must_use]
    pub fn authorization_details_types<S: Into<String>>(mut self, types: impl IntoIterator<Item = S>) -> Self {
        self.authorization_details_types = types.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the polling interval of the device flow and CIBA. The default is 5 s.
    #[must_use]
    pub fn polling_interval(mut self, interval: Duration) -> Self {
        self.polling_interval = interval;
        self
    }

    /// Sets how long a user may take to decide in the device flow and CIBA. The default is 600 s.
    #[must_use]
    pub fn polling_lifetime(mut self, lifetime: Duration) -> Self {
        self.polling_lifetime = lifetime;
        self
    }
}
