//! Reading a server's metadata ([RFC 8414 §3](https://www.rfc-editor.org/rfc/rfc8414.html#section-3),
//! OpenID Connect Discovery 1.0 §4).

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
        let [openid, ..] = self.well_known();
        ServerMetadataRequest::new(self, openid.clone())
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
        let [_, oauth] = self.well_known();
        ServerMetadataRequest::new(self, oauth.clone())
    }

    /// Asks for the metadata at a URL that you name, for a server that keeps it elsewhere. It must name this issuer all
    /// the same.
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
    /// The URL is not an absolute `https` URL (or http, where that was allowed by name), or it has a fragment or user
    /// info.
    pub fn metadata_at(&self, url: &str) -> Result<ServerMetadataRequest, ConfigError> {
        let url = EndpointUrl::new(url, self.url_policy())
            .map_err(|problem| ConfigError::Url { what: "URL of the metadata", problem })?;
        Ok(ServerMetadataRequest::new(self, url))
    }

    /// Asks at each of the well-known places, in the order in which they are looked for.
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

    /// Takes metadata that names this other issuer, and a server that calls itself so in authorization responses and ID
    /// tokens: a host that clients know by another name, or a template for many tenants, such as
    /// `https://login.example.com/{tenantid}`. See [`ExpectedIssuer`].
    ///
    /// The comparison guards against metadata that another server put in place; with this, you answer for it.
    #[must_use]
    pub fn dangerous_expect_issuer(mut self, issuer: impl Into<ExpectedIssuer>) -> Self {
        self.expected = issuer.into();
        self
    }

    /// Takes metadata that names no issuer. If it names one, that is compared all the same.
    ///
    /// Without the name, metadata that another server put in place passes for that of this one.
    #[must_use]
    pub fn dangerous_without_issuer(mut self) -> Self {
        self.unnamed = true;
        self
    }

    /// Says how the document deviates from the standard; [`Dialect::strict`] refuses each deviation. A server that is made
    /// of the metadata has a dialect of its own.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// The issuer whose metadata is asked for.
    pub(crate) fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// The same request where a redirect within its origin leads. The parameters are in that URL already.
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
