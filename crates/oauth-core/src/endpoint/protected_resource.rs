//! What a resource says of itself ([RFC 9728](https://www.rfc-editor.org/rfc/rfc9728.html)).

use std::time::SystemTime;

use http::Method;

use crate::call::Call;
use crate::call::Response;
use crate::call::extras::{takes_extra_headers, takes_extra_parameters};
use crate::call::{Deviation, Draft, Extra, Extras, RequestContext, bare_request};
use crate::error::{Challenge, ConfigError, DecodeError, EncodeError, FailedCheck, Rejection};
use crate::server::Issuer;
use crate::wire::deviation::Reading;
use crate::wire::json::Node;
use crate::wire::members::{self, Members};
use crate::wire::show::debug_of_fields;
use crate::wire::url::{self, EndpointUrl, Scheme, UrlProblem};

/// A resource server that takes access tokens, by its identifier: a URL without a fragment
/// ([RFC 9728 §1.2](https://www.rfc-editor.org/rfc/rfc9728.html#section-1.2)). It is kept exactly as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProtectedResource {
    identifier: String,
    scheme: Scheme,
    well_known: EndpointUrl,
}

/// A request for the metadata of a resource. The answer must name the same resource, byte for byte.
#[derive(Debug, Clone)]
pub struct ProtectedResourceMetadataRequest {
    resource: ProtectedResource,
    url: EndpointUrl,
    extras: Extras,
}

/// The metadata of a resource ([RFC 9728 §2](https://www.rfc-editor.org/rfc/rfc9728.html#section-2)). `None` means that
/// it does not say.
#[derive(Clone)]
#[non_exhaustive]
pub struct ProtectedResourceMetadata {
    /// `resource`: its identifier, which is what was asked about.
    pub resource: String,
    /// `authorization_servers`: whose tokens it takes. A client picks one that it trusts: anybody can name any issuer.
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
        Self::checked(identifier, Scheme::Https)
    }

    /// A resource on this machine, for tests: `http` is allowed for 127.0.0.1, `[::1]` and localhost, for the resource
    /// and its authorization servers.
    ///
    /// # Errors
    ///
    /// As [`ProtectedResource::new`]; http to any other host stays an error.
    pub fn dangerous_http_loopback(identifier: &str) -> Result<Self, ConfigError> {
        Self::checked(identifier, Scheme::HttpsOrHttpLoopback)
    }

    fn checked(identifier: &str, scheme: Scheme) -> Result<Self, ConfigError> {
        let invalid = |problem| ConfigError::Url { what: "resource", problem };
        url::check(identifier, scheme).map_err(invalid)?;
        let (origin, rest) = url::split_origin(identifier);
        // The slash behind the host alone goes (RFC 9728 §3.1).
        let rest = if rest == "/" || rest.starts_with("/?") { &rest[1..] } else { rest };
        let well_known = format!("{origin}/.well-known/oauth-protected-resource{rest}");
        let well_known = EndpointUrl::new(&well_known, scheme).map_err(invalid)?;
        Ok(Self { identifier: identifier.to_owned(), scheme, well_known })
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
    /// well-known place where it has none. It must be at the origin of the resource itself, so that no resource can send
    /// this program to a third party's address, or to one inside its own network.
    ///
    /// # Errors
    ///
    /// The URL in the challenge is at another origin, or not fit to be asked.
    pub fn metadata_from(&self, challenge: &Challenge) -> Result<ProtectedResourceMetadataRequest, ConfigError> {
        let Some(named) = challenge.resource_metadata() else { return Ok(self.metadata()) };
        let request = self.dangerous_metadata_at(named)?;
        if url::split_origin(named).0 != url::split_origin(&self.identifier).0 {
            return Err(ConfigError::Url { what: "resource_metadata", problem: UrlProblem::Origin });
        }
        Ok(request)
    }

    /// Asks for the metadata at any URL. With one from a challenge, the resource decides whom this program talks to; you
    /// answer for it.
    ///
    /// # Errors
    ///
    /// It is not an absolute `https` URL (or http on loopback, where the resource was allowed to be that), or it has a
    /// fragment or user info.
    pub fn dangerous_metadata_at(&self, url: &str) -> Result<ProtectedResourceMetadataRequest, ConfigError> {
        let url = EndpointUrl::new(url, self.scheme)
            .map_err(|problem| ConfigError::Url { what: "resource_metadata", problem })?;
        Ok(self.request(url))
    }

    fn request(&self, url: EndpointUrl) -> ProtectedResourceMetadataRequest {
        ProtectedResourceMetadataRequest { resource: self.clone(), url, extras: Extras::default() }
    }
}

impl ProtectedResourceMetadataRequest {
    takes_extra_parameters!();

    takes_extra_headers!();
}

impl Call for ProtectedResourceMetadataRequest {
    type Output = ProtectedResourceMetadata;

    fn draft(&self, _now: SystemTime) -> Result<Draft, EncodeError> {
        Ok(bare_request(Method::GET, &self.url, &self.extras)?.into())
    }

    fn decode(&self, response: Response<'_>, _now: SystemTime) -> Result<ProtectedResourceMetadata, DecodeError> {
        let context = RequestContext::new("resource_metadata", self.url.as_str());
        response
            .with_context(&context)
            .read(|members| ProtectedResourceMetadata::read(members, self.resource.as_str(), self.resource.scheme))
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
    fn read(mut members: Members<'_>, expected: &str, scheme: Scheme) -> Result<Self, Rejection> {
        let resource = members.require("resource", |node| members::text(node, "resource"))?;
        if resource != expected {
            return Err(FailedCheck::Resource { expected: expected.to_owned(), found: resource }.into());
        }
        let field = "authorization_servers";
        let authorization_servers = members.optional(field, |node| issuers(node, field, scheme))?;
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

/// A list of issuers. Those that a client could not talk to are left out.
fn issuers(node: &Node<'_>, field: &'static str, scheme: Scheme) -> Reading<Vec<Issuer>> {
    let (texts, deviation) = members::texts(node, field)?;
    let Some(texts) = texts else { return Ok((None, deviation)) };
    let issuers: Vec<Issuer> = texts.iter().filter_map(|text| Issuer::at(text, scheme).ok()).collect();
    let odd = (issuers.len() < texts.len()).then_some(Deviation::ListItemUnreadable { member: field });
    Ok((Some(issuers), odd.or(deviation)))
}
