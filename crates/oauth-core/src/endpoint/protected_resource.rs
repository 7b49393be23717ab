//! Protected resource metadata ([RFC 9728](https://www.rfc-editor.org/rfc/rfc9728.html)).

use std::time::SystemTime;

use http::Method;

use crate::call::Call;
use crate::call::Response;
use crate::call::extras::{takes_extra_headers, takes_extra_parameters};
use crate::call::{Deviation, Draft, Extra, Extras, RequestContext, bare_request};
use crate::error::{Challenge, ConfigError, DecodeError, EncodeError, FailedCheck, Problem, Rejection, UrlProblem};
use crate::server::{Dialect, Issuer};
use crate::wire::members::{self, Members};
use crate::wire::show::debug_of_fields;
use crate::wire::url::{self, EndpointUrl, UrlPolicy};

/// A resource server, identified by a URL without a fragment
/// ([RFC 9728 §1.2](https://www.rfc-editor.org/rfc/rfc9728.html#section-1.2)). The identifier is kept exactly as
/// written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProtectedResource {
    identifier: String,
    policy: UrlPolicy,
    well_known: EndpointUrl,
}

/// A request for the metadata of a resource. The response must name the same resource, byte for byte, unless
/// [parents are accepted](Self::accept_parents).
#[derive(Debug, Clone)]
pub struct ProtectedResourceMetadataRequest {
    resource: ProtectedResource,
    url: EndpointUrl,
    parents: bool,
    dialect: Dialect,
    extras: Extras,
}

/// The metadata of a resource ([RFC 9728 §2](https://www.rfc-editor.org/rfc/rfc9728.html#section-2)). Fields are `None`
/// if the response does not contain them.
#[derive(Clone)]
#[non_exhaustive]
pub struct ProtectedResourceMetadata {
    /// `resource`: the identifier of the requested resource, or of a parent if these are
    /// [accepted](ProtectedResourceMetadataRequest::accept_parents). Use it as the `resource` of a token request.
    pub resource: String,
    /// `authorization_servers`: the issuers whose tokens the resource accepts. Use only an issuer that you trust,
    /// because a resource can name any issuer. Entries that are not valid issuers are left out; the complete list is
    /// then in `extra`.
    pub authorization_servers: Option<Vec<Issuer>>,
    /// `scopes_supported`
    pub scopes_supported: Option<Vec<String>>,
    /// `bearer_methods_supported`: the ways to send a bearer token: `header`, `body`, `query`.
    pub bearer_methods_supported: Option<Vec<String>>,
    /// `resource_name`: a name for people.
    pub resource_name: Option<String>,
    /// `resource_documentation`: a page for developers. Untrusted text.
    pub resource_documentation: Option<String>,
    /// `authorization_details_types_supported`
    pub authorization_details_types_supported: Option<Vec<String>>,
    /// `dpop_signing_alg_values_supported`
    pub dpop_signing_alg_values_supported: Option<Vec<String>>,
    /// `dpop_bound_access_tokens_required`
    pub dpop_bound_access_tokens_required: Option<bool>,
    /// `tls_client_certificate_bound_access_tokens`
    pub tls_client_certificate_bound_access_tokens: Option<bool>,
    /// The members without a field here, including `signed_metadata`, which is not verified.
    pub extra: Extra,
    /// The response's deviations from the standard that did not affect its meaning.
    pub deviations: Vec<Deviation>,
}

impl ProtectedResource {
    /// Creates a resource from its identifier. If a challenge led to the metadata, this is the URL that was requested
    /// ([RFC 9728 §3.3](https://www.rfc-editor.org/rfc/rfc9728.html#section-3.3)).
    ///
    /// # Errors
    ///
    /// The identifier is not an absolute `https` URL, or it has a fragment or user info.
    pub fn new(identifier: &str) -> Result<Self, ConfigError> {
        Self::checked(identifier, UrlPolicy::new())
    }

    /// Creates a resource on this machine, for tests. `http` is allowed for 127.0.0.1, `[::1]` and localhost, for the
    /// resource and its authorization servers.
    ///
    /// # Errors
    ///
    /// The same as for [`ProtectedResource::new`], including `http` with any other host.
    pub fn dangerous_http_loopback(identifier: &str) -> Result<Self, ConfigError> {
        Self::checked(identifier, UrlPolicy::new().dangerous_http_loopback())
    }

    /// Creates a resource in a network that you trust. `http` is allowed for these hosts, with any port, for the
    /// resource and its authorization servers. Anyone who can read the network traffic can read the tokens.
    ///
    /// # Errors
    ///
    /// The same as for [`ProtectedResource::new`], including `http` with any other host.
    pub fn dangerous_http<H: Into<String>>(
        identifier: &str,
        hosts: impl IntoIterator<Item = H>,
    ) -> Result<Self, ConfigError> {
        Self::checked(identifier, UrlPolicy::new().dangerous_http_hosts(hosts))
    }

    /// Allows a public resource to name authorization servers on hosts that are not public. See
    /// [`Issuer::dangerous_private_hosts`].
    #[must_use]
    pub fn dangerous_private_hosts(self) -> Self {
        Self { policy: self.policy.dangerous_private_hosts(), ..self }
    }

    fn checked(identifier: &str, policy: UrlPolicy) -> Result<Self, ConfigError> {
        let invalid = |problem| ConfigError::Url { what: "resource", problem };
        policy.check(identifier).map_err(invalid)?;
        let (origin, rest) = url::split_origin(identifier);
        // Only a slash directly after the host is removed (RFC 9728 §3.1).
        let rest = if rest == "/" || rest.starts_with("/?") { &rest[1..] } else { rest };
        let well_known = format!("{origin}/.well-known/oauth-protected-resource{rest}");
        let well_known = EndpointUrl::new(&well_known, &policy).map_err(invalid)?;
        Ok(Self { identifier: identifier.to_owned(), policy, well_known })
    }

    /// Returns the identifier exactly as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.identifier
    }

    /// Requests the metadata at its well-known URL, with the well-known part between host and path
    /// ([RFC 9728 §3.1](https://www.rfc-editor.org/rfc/rfc9728.html#section-3.1)).
    ///
    /// ```
    /// use oauth_core::endpoint::ProtectedResource;
    /// use oauth_core::Call as _;
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    ///
    /// let request = ProtectedResource::new("https://resource.example.com/v1")?.metadata().encode(now)?;
    /// assert_eq!(request.uri(), "https://resource.example.com/.well-known/oauth-protected-resource/v1");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn metadata(&self) -> ProtectedResourceMetadataRequest {
        self.request(self.well_known.clone())
    }

    /// Requests the metadata at the URL in a challenge (`resource_metadata`), or at the well-known URL if the challenge
    /// has none. The URL must have the origin of the resource, so that no resource can make this program contact
    /// another host or its internal network. A relative URL is resolved against the resource.
    ///
    /// # Errors
    ///
    /// The URL in the challenge is invalid or has another origin.
    pub fn metadata_from(&self, challenge: &Challenge) -> Result<ProtectedResourceMetadataRequest, ConfigError> {
        let Some(named) = challenge.resource_metadata() else { return Ok(self.metadata()) };
        let url = EndpointUrl::of_origin(named, &self.identifier, &self.policy).map_err(invalid_metadata_url)?.0;
        Ok(self.request(url))
    }

    /// Requests the metadata at any URL. A URL from a challenge lets the resource choose which host is contacted
    /// (SSRF). Pass only URLs you trust.
    ///
    /// # Errors
    ///
    /// The URL is not an absolute `https` URL (or `http` if explicitly allowed), or it has a fragment or user info.
    pub fn dangerous_metadata_at(&self, url: &str) -> Result<ProtectedResourceMetadataRequest, ConfigError> {
        Ok(self.request(EndpointUrl::new(url, &self.policy).map_err(invalid_metadata_url)?))
    }

    fn request(&self, url: EndpointUrl) -> ProtectedResourceMetadataRequest {
        let (dialect, extras) = (Dialect::new(), Extras::default());
        ProtectedResourceMetadataRequest { resource: self.clone(), url, parents: false, dialect, extras }
    }
}

fn invalid_metadata_url(problem: UrlProblem) -> ConfigError {
    ConfigError::Url { what: "resource_metadata", problem }
}

impl ProtectedResourceMetadataRequest {
    takes_extra_parameters!();

    takes_extra_headers!();

    /// Accepts metadata for a parent of the resource, which has the same origin and a path that is a prefix of the
    /// resource's path in whole segments. Use this if you know the URL of a service but not its identifier, as with the
    /// Model Context Protocol.
    ///
    /// ```
    /// use oauth_core::endpoint::ProtectedResource;
    /// use oauth_core::Call as _;
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// # let response = http::Response::new(br#"{"resource":"https://api.example.com"}"#);
    ///
    /// let call = ProtectedResource::new("https://api.example.com/mcp")?.metadata().accept_parents();
    /// let metadata = call.decode((&response).into(), now)?;
    /// assert_eq!(metadata.resource, "https://api.example.com");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn accept_parents(mut self) -> Self {
        self.parents = true;
        self
    }

    /// Sets the deviations of the document to accept. [`Dialect::strict`] rejects every deviation.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    fn accepts(&self, found: &str) -> bool {
        let expected = self.resource.as_str();
        found == expected || (self.parents && url::is_parent(found, expected))
    }
}

impl Call for ProtectedResourceMetadataRequest {
    type Output = ProtectedResourceMetadata;

    fn draft(&self, _now: SystemTime) -> Result<Draft, EncodeError> {
        Ok(bare_request(Method::GET, &self.url, &self.extras)?.into())
    }

    fn decode(&self, response: Response<'_>, _now: SystemTime) -> Result<ProtectedResourceMetadata, DecodeError> {
        let context = RequestContext::new("resource_metadata", self.url.as_str()).dialect(&self.dialect);
        response.with_context(&context).read(|members| ProtectedResourceMetadata::read(members, self))
    }
}

debug_of_fields!(ProtectedResourceMetadata {
    resource,
    authorization_servers,
    scopes_supported,
    bearer_methods_supported,
    resource_name,
    resource_documentation,
    authorization_details_types_supported,
    dpop_signing_alg_values_supported,
    dpop_bound_access_tokens_required,
    tls_client_certificate_bound_access_tokens,
    extra,
    deviations,
});

impl ProtectedResourceMetadata {
    fn read(mut members: Members<'_>, request: &ProtectedResourceMetadataRequest) -> Result<Self, Rejection> {
        let resource = members.require("resource", |node| members::text(node, "resource"))?;
        if !request.accepts(&resource) {
            let expected = request.resource.as_str().to_owned();
            return Err(FailedCheck::Resource { expected, found: resource }.into());
        }
        let field = "authorization_servers";
        let authorization_servers = members.optional(field, |node| {
            let (texts, mut deviation) = members::texts(node, field)?;
            let texts = texts.unwrap_or_default();
            let named = |text: &String| Issuer::named(text, request.url.as_str(), &request.resource.policy).ok();
            let issuers: Vec<Issuer> = texts.iter().filter_map(named).collect();
            if issuers.is_empty() && (deviation.is_some() || !texts.is_empty()) {
                return Err(Problem::InvalidValue { field, reason: "holds no issuer that can be asked" });
            }
            if issuers.len() < texts.len() {
                deviation = Some(Deviation::ListItemUnreadable { member: field });
            }
            Ok((Some(issuers), deviation))
        })?;
        let metadata = Self {
            resource,
            authorization_servers,
            scopes_supported: members.texts("scopes_supported")?,
            bearer_methods_supported: members.texts("bearer_methods_supported")?,
            resource_name: members.text("resource_name")?,
            resource_documentation: members.text("resource_documentation")?,
            authorization_details_types_supported: members.texts("authorization_details_types_supported")?,
            dpop_signing_alg_values_supported: members.texts("dpop_signing_alg_values_supported")?,
            dpop_bound_access_tokens_required: members.bool("dpop_bound_access_tokens_required")?,
            tls_client_certificate_bound_access_tokens: members.bool("tls_client_certificate_bound_access_tokens")?,
            extra: Extra::default(),
            deviations: Vec::new(),
        };
        let (extra, deviations) = members.finish();
        Ok(Self { extra, deviations, ..metadata })
    }
}
