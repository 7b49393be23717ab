//! Authorization server metadata ([RFC 8414 §3](https://www.rfc-editor.org/rfc/rfc8414.html#section-3),
//! [OpenID Connect Discovery 1.0 §4](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig)).

use std::time::SystemTime;

use http::Method;

use crate::call::Call;
use crate::call::Response;
use crate::call::extras::{takes_extra_headers, takes_extra_parameters};
use crate::call::{Draft, Extras, RequestContext, bare_request};
use crate::error::{ConfigError, DecodeError, EncodeError};
use crate::server::{Asked, Dialect, ExpectedIssuer, Issuer, ServerMetadata};
use crate::wire::url::EndpointUrl;

/// A request for the metadata of an issuer. The document must name the same issuer, byte for byte.
#[derive(Debug, Clone)]
pub struct ServerMetadataRequest {
    issuer: Issuer,
    url: EndpointUrl,
    expected: ExpectedIssuer,
    unnamed: bool,
    dialect: Dialect,
    extras: Extras,
}

impl Issuer {
    /// Requests the metadata at the URL of OpenID Connect Discovery: `{issuer}/.well-known/openid-configuration`.
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
        let [openid, ..] = self.well_known();
        ServerMetadataRequest::new(self, openid.clone())
    }

    /// Requests the metadata at the URL of RFC 8414, with the well-known part between the issuer's host and path.
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
        let [_, oauth] = self.well_known();
        ServerMetadataRequest::new(self, oauth.clone())
    }

    /// Requests the metadata at another URL. The document must still name this issuer.
    ///
    /// ```
    /// use oauth_core::{Call as _, Issuer};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    ///
    /// let issuer = Issuer::new("https://auth.example.com")?;
    /// let request = issuer.metadata_at("https://static.example.com/auth.json")?.encode(now)?;
    /// assert_eq!(request.uri(), "https://static.example.com/auth.json");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The URL is not an absolute `https` URL (or `http` if explicitly allowed), or it has a fragment or user info.
    pub fn metadata_at(&self, url: &str) -> Result<ServerMetadataRequest, ConfigError> {
        let url = EndpointUrl::new(url, self.url_policy())
            .map_err(|problem| ConfigError::Url { what: "URL of the metadata", problem })?;
        Ok(ServerMetadataRequest::new(self, url))
    }

    /// Returns requests for each well-known URL, in the order of discovery.
    pub(crate) fn metadata_everywhere(&self) -> impl Iterator<Item = ServerMetadataRequest> {
        let places = self.well_known().iter().chain(self.third_place());
        places.map(|url| ServerMetadataRequest::new(self, url.clone()))
    }
}

impl ServerMetadataRequest {
    fn new(issuer: &Issuer, url: EndpointUrl) -> Self {
        let expected = ExpectedIssuer::Exact(issuer.as_str().to_owned());
        let (dialect, extras) = (Dialect::new(), Extras::default());
        Self { issuer: issuer.clone(), url, expected, unnamed: false, dialect, extras }
    }

    takes_extra_parameters!();

    takes_extra_headers!();

    /// Accepts metadata that names this other issuer, and authorization responses and ID tokens of that issuer. This is
    /// for a host that clients know under another name, or for a template for many tenants, such as
    /// `https://login.example.com/{tenantid}`. See [`ExpectedIssuer`].
    ///
    /// The check protects against metadata planted by another server. With this setting, you are responsible for that.
    #[must_use]
    pub fn dangerous_expect_issuer(mut self, issuer: impl Into<ExpectedIssuer>) -> Self {
        self.expected = issuer.into();
        self
    }

    /// Accepts metadata that does not name an issuer. If it names one, it is still checked.
    ///
    /// Without the issuer, metadata planted by another server is accepted as that of this one.
    #[must_use]
    pub fn dangerous_without_issuer(mut self) -> Self {
        self.unnamed = true;
        self
    }

    /// Sets the deviations of the document to accept. [`Dialect::strict`] rejects every deviation. A server created
    /// from the metadata has a dialect of its own.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// Returns the issuer of the requested metadata.
    pub(crate) fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// Returns the request for a redirect within the same origin. The new URL already contains the parameters.
    pub(crate) fn redirected(&self, location: &str) -> Option<Self> {
        let url = EndpointUrl::of_origin(location, self.url.as_str(), self.issuer.url_policy()).ok()?.0;
        Some(Self { url, extras: self.extras.without_parameters(), ..self.clone() })
    }
}

impl Call for ServerMetadataRequest {
    type Output = ServerMetadata;

    fn draft(&self, _now: SystemTime) -> Result<Draft, EncodeError> {
        Ok(bare_request(Method::GET, &self.url, &self.extras)?.into())
    }

    fn decode(&self, response: Response<'_>, _now: SystemTime) -> Result<ServerMetadata, DecodeError> {
        let context = RequestContext::new("metadata", self.url.as_str()).dialect(&self.dialect);
        let asked =
            Asked { issuer: &self.issuer, expected: &self.expected, unnamed: self.unnamed, url: self.url.as_str() };
        response.with_context(&context).read(|members| ServerMetadata::read(members, &asked))
    }
}
