//! Reading a server's metadata ([RFC 8414 §3](https://www.rfc-editor.org/rfc/rfc8414.html#section-3),
//! OpenID Connect Discovery 1.0 §4).

use std::time::SystemTime;

use http::Method;

use crate::call::Call;
use crate::call::Response;
use crate::call::extras::{takes_extra_headers, takes_extra_parameters};
use crate::call::{Draft, Extras, RequestContext, bare_request};
use crate::error::{DecodeError, EncodeError};
use crate::server::{Issuer, ServerMetadata};
use crate::wire::url::{EndpointUrl, UrlProblem};

/// A request for the metadata of an issuer. The answer must name the same issuer, byte for byte.
#[derive(Debug, Clone)]
pub struct ServerMetadataRequest {
    issuer: Issuer,
    url: Result<EndpointUrl, UrlProblem>,
    expected: Option<String>,
    extras: Extras,
}

impl Issuer {
    /// Asks for the metadata at the place of OpenID Connect Discovery: `{issuer}/.well-known/openid-configuration`.
    ///
    /// ```
    /// use oauth_core::{Call as _, Issuer};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    ///
    /// let request = Issuer::new("https://auth.example.com/tenant")?.openid_metadata().encode(now)?;
    /// assert_eq!(request.uri(), "https://auth.example.com/tenant/.well-known/openid-configuration");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn openid_metadata(&self) -> ServerMetadataRequest {
        ServerMetadataRequest::new(self, self.openid_configuration())
    }

    /// Asks for the metadata at the place of RFC 8414, between the issuer's host and its path.
    ///
    /// ```
    /// use oauth_core::{Call as _, Issuer};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    ///
    /// let request = Issuer::new("https://auth.example.com/tenant")?.oauth_metadata().encode(now)?;
    /// assert_eq!(request.uri(), "https://auth.example.com/.well-known/oauth-authorization-server/tenant");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn oauth_metadata(&self) -> ServerMetadataRequest {
        ServerMetadataRequest::new(self, self.oauth_authorization_server())
    }
}

impl ServerMetadataRequest {
    fn new(issuer: &Issuer, url: Result<EndpointUrl, UrlProblem>) -> Self {
        Self { issuer: issuer.clone(), url, expected: None, extras: Extras::default() }
    }

    takes_extra_parameters!();

    takes_extra_headers!();

    /// Takes metadata that names this other issuer, for a server with many tenants whose metadata holds a template
    /// such as `https://login.example.com/{tenantid}`.
    ///
    /// The comparison guards against metadata that another server put in place; with this, you answer for it.
    #[must_use]
    pub fn dangerous_expect_issuer(mut self, issuer: impl Into<String>) -> Self {
        self.expected = Some(issuer.into());
        self
    }
}

impl Call for ServerMetadataRequest {
    type Output = ServerMetadata;

    fn draft(&self, _now: SystemTime) -> Result<Draft, EncodeError> {
        let url = self.url.as_ref().map_err(|_| EncodeError::NoEndpoint { endpoint: "well-known URL" })?;
        Ok(bare_request(Method::GET, url, &self.extras)?.into())
    }

    fn decode(&self, response: Response<'_>, _now: SystemTime) -> Result<ServerMetadata, DecodeError> {
        let expected = self.expected.as_deref().unwrap_or(self.issuer.as_str());
        let url = self.url.as_ref().map_or("", |url| url.as_str());
        let context = RequestContext::new("metadata", url);
        response.with_context(&context).read(|members| ServerMetadata::read(members, &self.issuer, expected))
    }
}
