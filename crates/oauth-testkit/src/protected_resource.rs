//! Protected resources of the test server.

use std::time::Duration;

/// A protected resource at `/api/{name}` and at any path below it, with its metadata
/// ([RFC 9728](https://www.rfc-editor.org/rfc/rfc9728.html)).
///
/// A request without a sufficient access token is refused with a challenge
/// ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750.html#section-3)).
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
    /// A resource that accepts any access token of the server. If the token was issued for certain resources, this must
    /// be one of them.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), scopes: Vec::new(), acr_values: Vec::new(), max_age: None }
    }

    /// Sets the scopes that a token must have.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the `acr` values of which the sign-in must have one
    /// ([RFC 9470](https://www.rfc-editor.org/rfc/rfc9470.html)).
    #[must_use]
    pub fn acr_values<S: Into<String>>(mut self, acr_values: impl IntoIterator<Item = S>) -> Self {
        self.acr_values = acr_values.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the maximum age of the sign-in, in whole seconds ([RFC 9470](https://www.rfc-editor.org/rfc/rfc9470.html)).
    #[must_use]
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// The name of the resource, one segment of a path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}
