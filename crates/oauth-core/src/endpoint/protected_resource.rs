//! What a resource says of itself ([RFC 9728](https://www.rfc-editor.org/rfc/rfc9728.html)).

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

/// A resource server that takes access tokens, by its identifier: a URL without a fragment
/// ([RFC 9728 §1.2](https://www.rfc-editor.org/rfc/rfc9728.html#section-1.2)). It is kept exactly as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProtectedResource {
    identifier: String,
    policy: UrlPolicy,
    well_known: EndpointUrl,
}

/// A request for the metadata of a resource. The answer must name the same resource, byte for byte.
#[derive(Debug, Clone)]
pub struct ProtectedResourceMetadataRequest {
    resource: ProtectedResource,
    url: EndpointUrl,
    parents: bool,
    dialect: Dialect,
    extras: Extras,
}

/// The metadata of a resource ([RFC 9728 §2](https://www.rfc-editor.org/rfc/rfc9728.html#section-2)). `None` means that
/// it does not say.
#[derive(Clone)]
#[non_exhaustive]
pub struct ProtectedResourceMetadata {
    /// `resource`: its identifier, which is what was asked about, or a parent of it if these were
    /// [accepted](ProtectedResourceMetadataRequest::accept_parents). It is what `resource` of a token request names.
    pub resource: String,
    /// `authorization_servers`: whose tokens it takes. A client picks one that it trusts: anybody can name any issuer.
    /// What is no issuer is left out; the whole list is then in `extra`.
    pub authorization_servers: Option<Vec<Issuer>>,
    /// `scopes_supported`
    pub scopes_supported: Option<Vec<String>>,
    /// `bearer_methods_supported`: where it takes a bearer token: `header`, `body`, `query`.
    pub bearer_methods_supported: Option<Vec<String>>,
    /// `resource_name`, for people.
    pub resource_name: Option<String>,
    /// `resource_documentation`, for developers. Text from outside.
    pub resource_documentation: Option<String>,
    /// `authorization_details_types_supported`
    pub authorization_details_types_supported: Option<Vec<String>>,
    /// `dpop_signing_alg_values_supported`
    pub dpop_signing_alg_values_supported: Option<Vec<String>>,
    /// `dpop_bound_access_tokens_required`
    pub dpop_bound_access_tokens_required: Option<bool>,
    /// `tls_client_certificate_bound_access_tokens`
    pub tls_client_certificate_bound_access_tokens: Option<bool>,
    /// The members that have no field here. `signed_metadata` is among them, unchecked.
    pub extra: Extra,
    /// Where the response deviates from the standard without losing its meaning.
    pub deviations: Vec<Deviation>,
}

impl ProtectedResource {
    /// A resource by its identifier. Where a challenge led here, that is the URL which was asked for
    /// ([RFC 9728 §3.3](https://www.rfc-editor.org/rfc/rfc9728.html#section-3.3)).
    ///
    /// # Errors
    ///
    /// It is not an absolute `https` URL, or it has a fragment or user info.
    pub fn new(identifier: &str) -> Result<Self, ConfigError> {
        Self::checked(identifier, UrlPolicy::new())
    }

    /// A resource on this machine, for tests: `http` is allowed for 127.0.0.1, `[::1]` and localhost, for the resource
    /// and its authorization servers.
    ///
    /// # Errors
    ///
    /// As [`ProtectedResource::new`]; http to any other host stays an error.
    pub fn dangerous_http_loopback(identifier: &str) -> Result<Self, ConfigError> {
        Self::checked(identifier, UrlPolicy::new().dangerous_http_loopback())
    }

    /// A resource in a network that you trust: `http` is allowed for these hosts, with any port, for the resource and its
    /// authorization servers. Whoever reads that network reads the tokens.
    ///
    /// # Errors
    ///
    /// As [`ProtectedResource::new`]; http to a host that is not named stays an error.
    pub fn dangerous_http<H: Into<String>>(
        identifier: &str,
        hosts: impl IntoIterator<Item = H>,
    ) -> Result<Self, ConfigError> {
        Self::checked(identifier, UrlPolicy::new().dangerous_http_hosts(hosts))
    }

    /// Lets the resource name authorization servers at hosts that are not public, although the resource is. See
    /// [`Issuer::dangerous_private_hosts`].
    #[must_use]
    pub fn dangerous_private_hosts(self) -> Self {
        Self { policy: self.policy.dangerous_private_hosts(), ..self }
    }

    fn checked(identifier: &str, policy: UrlPolicy) -> Result<Self, ConfigError> {
        let invalid = |problem| ConfigError::Url { what: "resource", problem };
        policy.check(identifier).map_err(invalid)?;
        let (origin, rest) = url::split_origin(identifier);
        // The slash behind the host alone goes (RFC 9728 §3.1).
        let rest = if rest == "/" || rest.starts_with("/?") { &rest[1..] } else { rest };
        let well_known = format!("{origin}/.well-known/oauth-protected-resource{rest}");
        let well_known = EndpointUrl::new(&well_known, &policy).map_err(invalid)?;
        Ok(Self { identifier: identifier.to_owned(), policy, well_known })
    }

    /// The identifier as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.identifier
    }

    /// Asks for the metadata at its well-known place, between the resource's host and its path
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

    /// Asks for the metadata where a challenge of this resource says that it is: its `resource_metadata`, or the
    /// well-known place if it has none. It must be at the origin of the resource itself, so that no resource can send
    /// this program to a third party's address, or to one inside its own network. A relative one is resolved against the
    /// resource.
    ///
    /// # Errors
    ///
    /// The URL in the challenge is at another origin, or not fit to be asked.
    pub fn metadata_from(&self, challenge: &Challenge) -> Result<ProtectedResourceMetadataRequest, ConfigError> {
        let Some(named) = challenge.resource_metadata() else { return Ok(self.metadata()) };
        let url = EndpointUrl::of_origin(named, &self.identifier, &self.policy).map_err(invalid_metadata_url)?.0;
        Ok(self.request(url))
    }

    /// Asks for the metadata at any URL. With one from a challenge, the resource decides whom this program talks to; you
    /// answer for it.
    ///
    /// # Errors
    ///
    /// It is not an absolute `https` URL (or http, where that was allowed by name), or it has a fragment or user info.
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

    /// Takes metadata that names a parent of the resource: of the same origin, with a path that ends where a segment of
    /// the resource's path does. A client that was given the URL of a service, and not its identifier, needs that (the Model
    /// Context Protocol, for one).
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

    /// Says how the document deviates from the standard; [`Dialect::strict`] refuses each deviation.
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
