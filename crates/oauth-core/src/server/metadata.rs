//! What a server says of itself
//! ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2), OpenID Connect Discovery 1.0 §3).

use super::{Endpoint, Issuer};
use crate::call::Response;
use crate::error::{DecodeError, FailedCheck, Problem};
use crate::wire::extra::Extra;
use crate::wire::json::Object;
use crate::wire::url::EndpointUrl;

/// The metadata of an authorization server. `None` means that the server does not say.
///
/// The lists hold what the server wrote, known to this library or not. They are no promise: servers list what they do
/// not do, and do what they do not list.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ServerMetadata {
    issuer: Issuer,
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
}

impl ServerMetadata {
    pub(crate) fn new(issuer: Issuer) -> Self {
        Self {
            issuer,
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
        }
    }

    /// The issuer.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
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
    pub(crate) fn read(response: Response<'_>, issuer: &Issuer, expected: &str) -> Result<Self, DecodeError> {
        let (mut object, _) = response.object()?;
        let found = object
            .take_text("issuer")
            .and_then(|found| found.ok_or(Problem::Missing { field: "issuer" }))
            .map_err(|problem| response.malformed(problem))?;
        if found != expected {
            let (expected, found) = (expected.to_owned(), found.into_owned());
            return Err(response.untrusted(FailedCheck::Issuer { expected, found }));
        }
        let mut metadata = Self::new(issuer.clone());
        for endpoint in Endpoint::ALL {
            let field = endpoint.name();
            let url = object.take_text(field).map_err(|problem| response.malformed(problem))?;
            if let Some(url) = url {
                let url = EndpointUrl::new(&url, issuer.scheme())
                    .map_err(|problem| response.untrusted(FailedCheck::Endpoint { field, problem }))?;
                metadata.set_endpoint(endpoint, url);
            }
        }
        metadata.read_lists(&mut object).map_err(|problem| response.malformed(problem))?;
        metadata.extra = Extra::rest_of(object);
        Ok(metadata)
    }

    fn read_lists(&mut self, object: &mut Object<'_>) -> Result<(), Problem> {
        self.scopes_supported = object.take_texts("scopes_supported")?;
        self.response_types_supported = object.take_texts("response_types_supported")?;
        self.response_modes_supported = object.take_texts("response_modes_supported")?;
        self.grant_types_supported = object.take_texts("grant_types_supported")?;
        self.token_endpoint_auth_methods_supported = object.take_texts("token_endpoint_auth_methods_supported")?;
        self.code_challenge_methods_supported = object.take_texts("code_challenge_methods_supported")?;
        self.authorization_response_iss_parameter_supported =
            object.take_bool("authorization_response_iss_parameter_supported")?;
        self.require_pushed_authorization_requests = object.take_bool("require_pushed_authorization_requests")?;
        Ok(())
    }
}
