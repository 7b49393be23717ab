//! What a server says of itself
//! ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2), OpenID Connect Discovery 1.0 §3).

use super::{Endpoint, Issuer};
use crate::call::{Deviation, Extra};
use crate::error::{FailedCheck, Problem, Rejection};
use crate::wire::members::{self, Members};
use crate::wire::show::debug_of_fields;
use crate::wire::url::{EndpointUrl, Scheme};

/// The metadata of an authorization server. `None` means that the server does not say.
///
/// The lists hold what the server wrote, known to this library or not. They are no promise: servers list what they do
/// not do, and do what they do not list.
#[derive(Clone)]
#[non_exhaustive]
pub struct ServerMetadata {
    issuer: Option<Issuer>,
    scheme: Scheme,
    endpoints: Vec<(Endpoint, EndpointUrl)>,
    /// `scopes_supported`
    pub scopes_supported: Option<Vec<String>>,
    /// `response_types_supported`
    pub response_types_supported: Option<Vec<String>>,
    /// `response_modes_supported`
    pub response_modes_supported: Option<Vec<String>>,
    /// `grant_types_supported`
    pub grant_types_supported: Option<Vec<String>>,
    /// `token_endpoint_auth_methods_supported`. A server that does not say takes `client_secret_basic`.
    pub token_endpoint_auth_methods_supported: Option<Vec<String>>,
    /// `code_challenge_methods_supported`
    pub code_challenge_methods_supported: Option<Vec<String>>,
    /// `authorization_response_iss_parameter_supported`
    pub authorization_response_iss_parameter_supported: Option<bool>,
    /// `require_pushed_authorization_requests` (RFC 9126 §5)
    pub require_pushed_authorization_requests: Option<bool>,
    /// The members that have no field here.
    pub extra: Extra,
    /// Where the document deviates from the standard without losing its meaning.
    pub deviations: Vec<Deviation>,
}

debug_of_fields!(ServerMetadata {
    issuer,
    endpoints,
    scopes_supported,
    response_types_supported,
    response_modes_supported,
    grant_types_supported,
    token_endpoint_auth_methods_supported,
    code_challenge_methods_supported,
    authorization_response_iss_parameter_supported,
    require_pushed_authorization_requests,
    extra,
    deviations,
} hides { scheme });

impl ServerMetadata {
    /// Metadata in which only the issuer is known, or not even that.
    pub(crate) fn new(issuer: Option<Issuer>, scheme: Scheme) -> Self {
        Self {
            issuer,
            scheme,
            endpoints: Vec::new(),
            scopes_supported: None,
            response_types_supported: None,
            response_modes_supported: None,
            grant_types_supported: None,
            token_endpoint_auth_methods_supported: None,
            code_challenge_methods_supported: None,
            authorization_response_iss_parameter_supported: None,
            require_pushed_authorization_requests: None,
            extra: Extra::default(),
            deviations: Vec::new(),
        }
    }

    /// The issuer. `None` for a server that is known by its endpoints alone.
    #[must_use]
    pub fn issuer(&self) -> Option<&Issuer> {
        self.issuer.as_ref()
    }

    /// The schemes that the URLs of this server may have.
    pub(crate) fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The URL of an endpoint.
    #[must_use]
    pub fn endpoint(&self, endpoint: Endpoint) -> Option<&str> {
        self.endpoint_url(endpoint).map(EndpointUrl::as_str)
    }

    pub(crate) fn endpoint_url(&self, endpoint: Endpoint) -> Option<&EndpointUrl> {
        self.endpoints.iter().find_map(|(each, url)| (*each == endpoint).then_some(url))
    }

    pub(crate) fn set_endpoint(&mut self, endpoint: Endpoint, url: EndpointUrl) {
        self.endpoints.retain(|(each, _)| *each != endpoint);
        self.endpoints.push((endpoint, url));
    }

    /// Reads the metadata that was asked for at `issuer`. It must name `expected` as its issuer, byte for byte.
    pub(crate) fn read(mut members: Members<'_>, issuer: &Issuer, expected: &str) -> Result<Self, Rejection> {
        let found = members.require("issuer", |node| members::text(node, "issuer"))?;
        if found != expected {
            return Err(FailedCheck::Issuer { expected: expected.to_owned(), found }.into());
        }
        let mut metadata = Self::new(Some(issuer.clone()), issuer.scheme());
        for &endpoint in Endpoint::ALL {
            let field = endpoint.name();
            if let Some(url) = members.text(field)? {
                let url = EndpointUrl::new(&url, issuer.scheme())
                    .map_err(|problem| FailedCheck::Endpoint { field, problem })?;
                metadata.set_endpoint(endpoint, url);
            }
        }
        metadata.read_lists(&mut members)?;
        (metadata.extra, metadata.deviations) = members.finish();
        Ok(metadata)
    }

    fn read_lists(&mut self, members: &mut Members<'_>) -> Result<(), Problem> {
        self.scopes_supported = members.texts("scopes_supported")?;
        self.response_types_supported = members.texts("response_types_supported")?;
        self.response_modes_supported = members.texts("response_modes_supported")?;
        self.grant_types_supported = members.texts("grant_types_supported")?;
        self.token_endpoint_auth_methods_supported = members.texts("token_endpoint_auth_methods_supported")?;
        self.code_challenge_methods_supported = members.texts("code_challenge_methods_supported")?;
        self.authorization_response_iss_parameter_supported =
            members.bool("authorization_response_iss_parameter_supported")?;
        self.require_pushed_authorization_requests = members.bool("require_pushed_authorization_requests")?;
        Ok(())
    }
}
