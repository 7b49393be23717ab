//! A resource of the test server, to try access tokens on.

use std::time::Duration;

/// A resource that wants an access token: `/api/NAME`, with its metadata by RFC 9728.
///
/// A request without a token, or with one that is not enough, meets a challenge that says what is missing.
///
/// ```
/// use http::Request;
/// use oauth_testkit::{AuthorizationServer, ProtectedResource};
///
/// let orders = ProtectedResource::new("orders").scopes(["read"]);
/// let server = AuthorizationServer::new().protected_resource(orders);
/// let response = server.handle(Request::get(server.resource_url("orders")).body("")?);
/// assert_eq!(
///     response.headers()["www-authenticate"],
///     "Bearer realm=\"orders\", \
///      resource_metadata=\"https://auth.pingone.com/.well-known/oauth-protected-resource/api/orders\", scope=\"read\""
/// );
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct ProtectedResource {
    name: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) acr_values: Vec<String>,
    pub(crate) max_age: Option<Duration>,
}

impl ProtectedResource {
    /// A resource that any access token of the server opens. One that names resources must name this one.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), scopes: Vec::new(), acr_values: Vec::new(), max_age: None }
    }

    /// The scopes that a token must have, each of them.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// How the user must have signed in, in one of these ways (RFC 9470).
    #[must_use]
    pub fn acr_values<S: Into<String>>(mut self, acr_values: impl IntoIterator<Item = S>) -> Self {
        self.acr_values = acr_values.into_iter().map(Into::into).collect();
        self
    }

    /// How long ago the user may have signed in, in whole seconds (RFC 9470).
    #[must_use]
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// The last part of its path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}
