//! Authorization servers: their issuers, endpoints and dialects.

mod dialect;
mod endpoint;
mod entra_id;
mod expected_issuer;
mod issuer;
mod metadata;
pub(crate) mod pingone;
mod presets;

use std::sync::Arc;

pub(crate) use dialect::BodyFormat;
pub use dialect::{BasicEncoding, Dialect, ExpiresInUnit, ResponseHook, Rotation};
pub use endpoint::Endpoint;
pub use expected_issuer::ExpectedIssuer;
pub use issuer::Issuer;
pub(crate) use metadata::Asked;
pub use metadata::ServerMetadata;
pub(crate) use presets::is_uuid;

pub use crate::wire::url::UrlPolicy;

use crate::error::{ConfigError, EncodeError};
use crate::wire::url::EndpointUrl;

/// An authorization server. Cheap to clone.
///
/// Create it from a preset, from the server's metadata, or by hand:
///
/// ```
/// use oauth_core::{Endpoint, Issuer, Server};
///
/// let server = Server::new(Issuer::new("https://auth.example.com")?)
///     .with_endpoint(Endpoint::Token, "https://auth.example.com/oauth2/token")?;
/// assert_eq!(server.endpoint(Endpoint::Token), Some("https://auth.example.com/oauth2/token"));
/// # Ok::<_, oauth_core::ConfigError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Server {
    metadata: Arc<ServerMetadata>,
    dialect: Dialect,
}

impl Server {
    /// Creates a server of which only the issuer is known.
    #[must_use]
    pub fn new(issuer: Issuer) -> Self {
        let policy = issuer.url_policy().clone();
        ServerMetadata::new(Some(issuer), policy).into()
    }

    /// Creates a server of which only the token endpoint is known, which is a common setting. Token requests work;
    /// operations that need the issuer, such as a sign-in, return an error.
    ///
    /// ```
    /// use oauth_core::{Endpoint, Server};
    ///
    /// let server = Server::at_token_endpoint("https://auth.example.com/oauth2/token")?;
    /// assert_eq!(server.endpoint(Endpoint::Token), Some("https://auth.example.com/oauth2/token"));
    /// # Ok::<_, oauth_core::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The URL is not an absolute `https` URL, or it has a fragment or user info.
    pub fn at_token_endpoint(url: &str) -> Result<Self, ConfigError> {
        Self::from(ServerMetadata::new(None, UrlPolicy::new())).with_endpoint(Endpoint::Token, url)
    }

    /// Does the same as [`at_token_endpoint`](Self::at_token_endpoint) for a test server: `http` is allowed on
    /// loopback.
    ///
    /// # Errors
    ///
    /// The same as [`at_token_endpoint`](Self::at_token_endpoint). `http` with any other host is still an error.
    pub fn dangerous_http_loopback_at_token_endpoint(url: &str) -> Result<Self, ConfigError> {
        let policy = UrlPolicy::new().dangerous_http_loopback();
        Self::from(ServerMetadata::new(None, policy)).with_endpoint(Endpoint::Token, url)
    }

    /// Does the same as [`at_token_endpoint`](Self::at_token_endpoint) in a network that you trust: `http` is allowed
    /// for these hosts.
    ///
    /// # Errors
    ///
    /// The same as [`at_token_endpoint`](Self::at_token_endpoint). `http` with a host that is not listed is still an
    /// error.
    pub fn dangerous_http_at_token_endpoint<H: Into<String>>(
        url: &str,
        hosts: impl IntoIterator<Item = H>,
    ) -> Result<Self, ConfigError> {
        let policy = UrlPolicy::new().dangerous_http_hosts(hosts);
        Self::from(ServerMetadata::new(None, policy)).with_endpoint(Endpoint::Token, url)
    }

    /// Sets or replaces the URL of an endpoint.
    ///
    /// # Errors
    ///
    /// The URL is not an absolute `https` URL (or `http`, if that was allowed), or it has a fragment or user info.
    pub fn with_endpoint(mut self, endpoint: Endpoint, url: &str) -> Result<Self, ConfigError> {
        let url = EndpointUrl::new(url, self.url_policy())
            .map_err(|problem| ConfigError::Url { what: endpoint.name(), problem })?;
        Arc::make_mut(&mut self.metadata).set_endpoint(endpoint, url);
        Ok(self)
    }

    /// Sets the URLs of several endpoints with a common base.
    fn with_endpoints(self, base: &str, paths: &[(Endpoint, &str)]) -> Result<Self, ConfigError> {
        paths
            .iter()
            .try_fold(self, |server, (endpoint, path)| server.with_endpoint(*endpoint, &format!("{base}{path}")))
    }

    /// Sets the client authentication methods that the server supports.
    fn with_methods(mut self, methods: &[&str]) -> Self {
        let methods = methods.iter().map(|&method| method.to_owned()).collect();
        Arc::make_mut(&mut self.metadata).token_endpoint_auth_methods_supported = Some(methods);
        self
    }

    /// Sets how this server deviates from the standard.
    #[must_use]
    pub fn with_dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// Sets the name that this server uses for itself, if that is not its issuer: another text, or a template for its
    /// tenants. It applies to the `iss` of authorization responses and ID tokens.
    ///
    /// The check of the issuer protects against responses from another server. With a different name, you are
    /// responsible for that protection.
    #[must_use]
    pub fn dangerous_expect_issuer(mut self, expected: impl Into<ExpectedIssuer>) -> Self {
        Arc::make_mut(&mut self.metadata).set_expected_issuer(expected.into());
        self
    }

    /// Returns the name that this server uses for itself. `None` for a server that is known only by its
    /// [token endpoint](Self::at_token_endpoint).
    #[must_use]
    pub fn expected_issuer(&self) -> Option<&ExpectedIssuer> {
        self.metadata.expected_issuer()
    }

    /// Returns the issuer. `None` for a server that is known only by its [token endpoint](Self::at_token_endpoint).
    #[must_use]
    pub fn issuer(&self) -> Option<&Issuer> {
        self.metadata.issuer()
    }

    /// Returns the issuer for a request that requires one.
    pub(crate) fn require_issuer(&self) -> Result<&Issuer, EncodeError> {
        self.metadata.issuer().ok_or(EncodeError::NoIssuer)
    }

    /// Returns the audience of assertions for this server: its issuer, or else its token endpoint.
    pub(crate) fn audience(&self) -> &str {
        match (self.metadata.expected_issuer(), self.metadata.issuer()) {
            (Some(ExpectedIssuer::Exact(name)), _) => name,
            (_, Some(issuer)) => issuer.as_str(),
            (_, None) => self.endpoint(Endpoint::Token).unwrap_or_default(),
        }
    }

    /// Returns the policy for the URLs of this server.
    pub(crate) fn url_policy(&self) -> &UrlPolicy {
        self.metadata.url_policy()
    }

    /// Returns the URL of an endpoint, if it is known and usable.
    #[must_use]
    pub fn endpoint(&self, endpoint: Endpoint) -> Option<&str> {
        self.metadata.endpoint(endpoint)
    }

    /// Returns the URL of an endpoint for a request to it.
    pub(crate) fn endpoint_url(&self, endpoint: Endpoint) -> Result<&EndpointUrl, EncodeError> {
        self.metadata.endpoint_url(endpoint)
    }

    /// Returns a URL that is certainly this server's: the endpoint that sends the response, or the best known one.
    pub(crate) fn own_url(&self, endpoint: Endpoint) -> &str {
        self.endpoint(endpoint)
            .or_else(|| self.issuer().map(Issuer::as_str))
            .or_else(|| self.endpoint(Endpoint::Token))
            .unwrap_or_default()
    }

    /// Returns the metadata of the server, as far as it is known.
    #[must_use]
    pub fn metadata(&self) -> &ServerMetadata {
        &self.metadata
    }

    /// Returns how this server deviates from the standard.
    #[must_use]
    pub fn dialect(&self) -> &Dialect {
        &self.dialect
    }
}

impl From<ServerMetadata> for Server {
    fn from(metadata: ServerMetadata) -> Self {
        Self { metadata: Arc::new(metadata), dialect: Dialect::default() }
    }
}
