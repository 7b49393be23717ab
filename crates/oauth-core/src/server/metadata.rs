//! The metadata of a server ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2), OpenID Connect
//! Discovery 1.0 §3).

use super::{Endpoint, ExpectedIssuer, Issuer};
use crate::call::{Deviation, Extra};
use crate::error::{EncodeError, FailedCheck, Problem, Rejection};
use crate::wire::json::Node;
use crate::wire::members::{self, Members};
use crate::wire::show::{debug_of_fields, show_by_debug};
use crate::wire::url::{EndpointUrl, UrlPolicy, UrlProblem};

/// The metadata of an authorization server. `None` means that the server does not state a value.
///
/// The lists contain what the server wrote, including values that this library does not know. Do not rely on them:
/// servers list features that they lack, and omit features that they have.
///
/// An unusable URL of one endpoint does not affect the others. A request to that endpoint fails with an [`EncodeError`]
/// that states the reason.
#[derive(Clone)]
#[non_exhaustive]
pub struct ServerMetadata {
    issuer: Option<Issuer>,
    expected: Option<ExpectedIssuer>,
    policy: UrlPolicy,
    endpoints: Vec<(Endpoint, Result<EndpointUrl, UrlProblem>)>,
    /// The URLs of the documents that were read, in order.
    documents: Vec<String>,
    /// `scopes_supported`
    pub scopes_supported: Option<Vec<String>>,
    /// `response_types_supported`
    pub response_types_supported: Option<Vec<String>>,
    /// `response_modes_supported`
    pub response_modes_supported: Option<Vec<String>>,
    /// `grant_types_supported`
    pub grant_types_supported: Option<Vec<String>>,
    /// `token_endpoint_auth_methods_supported`. If it is missing, the server accepts `client_secret_basic`.
    pub token_endpoint_auth_methods_supported: Option<Vec<String>>,
    /// `token_endpoint_auth_signing_alg_values_supported`: the algorithms of client assertions.
    pub token_endpoint_auth_signing_alg_values_supported: Option<Vec<String>>,
    /// `revocation_endpoint_auth_signing_alg_values_supported`
    pub revocation_endpoint_auth_signing_alg_values_supported: Option<Vec<String>>,
    /// `introspection_endpoint_auth_signing_alg_values_supported`
    pub introspection_endpoint_auth_signing_alg_values_supported: Option<Vec<String>>,
    /// `code_challenge_methods_supported`
    pub code_challenge_methods_supported: Option<Vec<String>>,
    /// `authorization_response_iss_parameter_supported`
    pub authorization_response_iss_parameter_supported: Option<bool>,
    /// `require_pushed_authorization_requests` ([RFC 9126 §5](https://www.rfc-editor.org/rfc/rfc9126.html#section-5))
    pub require_pushed_authorization_requests: Option<bool>,
    /// Members that have no field here, or that cannot be read, verbatim. Their URLs are not checked, such as those of
    /// `mtls_endpoint_aliases`; [`Server::with_endpoint`](super::Server::with_endpoint) checks a URL.
    pub extra: Extra,
    /// The harmless deviations of the document from the standard.
    pub deviations: Vec<Deviation>,
}

show_by_debug!(Result<EndpointUrl, UrlProblem>);

debug_of_fields!(ServerMetadata {
    issuer,
    endpoints,
    documents,
    scopes_supported,
    response_types_supported,
    response_modes_supported,
    grant_types_supported,
    token_endpoint_auth_methods_supported,
    token_endpoint_auth_signing_alg_values_supported,
    revocation_endpoint_auth_signing_alg_values_supported,
    introspection_endpoint_auth_signing_alg_values_supported,
    code_challenge_methods_supported,
    authorization_response_iss_parameter_supported,
    require_pushed_authorization_requests,
    extra,
    deviations,
} hides { expected, policy });

/// The expectations on a document.
pub(crate) struct Asked<'a> {
    pub(crate) issuer: &'a Issuer,
    pub(crate) expected: &'a ExpectedIssuer,
    /// Whether the document may omit the issuer.
    pub(crate) unnamed: bool,
    /// The URL of the document.
    pub(crate) url: &'a str,
}

impl ServerMetadata {
    /// Creates metadata with nothing but an optional issuer.
    pub(crate) fn new(issuer: Option<Issuer>, policy: UrlPolicy) -> Self {
        let expected = issuer.as_ref().map(|issuer| ExpectedIssuer::Exact(issuer.as_str().to_owned()));
        Self {
            issuer,
            expected,
            policy,
            endpoints: Vec::new(),
            documents: Vec::new(),
            scopes_supported: None,
            response_types_supported: None,
            response_modes_supported: None,
            grant_types_supported: None,
            token_endpoint_auth_methods_supported: None,
            token_endpoint_auth_signing_alg_values_supported: None,
            revocation_endpoint_auth_signing_alg_values_supported: None,
            introspection_endpoint_auth_signing_alg_values_supported: None,
            code_challenge_methods_supported: None,
            authorization_response_iss_parameter_supported: None,
            require_pushed_authorization_requests: None,
            extra: Extra::default(),
            deviations: Vec::new(),
        }
    }

    /// Returns the issuer that was configured. `None` for a server that is known only by its endpoints.
    #[must_use]
    pub fn issuer(&self) -> Option<&Issuer> {
        self.issuer.as_ref()
    }

    /// Returns the name that the server uses for itself: its issuer, unless configured otherwise.
    #[must_use]
    pub fn expected_issuer(&self) -> Option<&ExpectedIssuer> {
        self.expected.as_ref()
    }

    pub(crate) fn set_expected_issuer(&mut self, expected: ExpectedIssuer) {
        self.expected = Some(expected);
    }

    /// Returns the policy for the URLs of this server.
    pub(crate) fn url_policy(&self) -> &UrlPolicy {
        &self.policy
    }

    /// Returns the URL of an endpoint, if it is known and usable.
    #[must_use]
    pub fn endpoint(&self, endpoint: Endpoint) -> Option<&str> {
        self.known(endpoint)?.as_ref().ok().map(EndpointUrl::as_str)
    }

    /// Returns the URL of an endpoint for a request to it.
    pub(crate) fn endpoint_url(&self, endpoint: Endpoint) -> Result<&EndpointUrl, EncodeError> {
        match self.known(endpoint) {
            Some(Ok(url)) => Ok(url),
            Some(Err(problem)) => {
                Err(EncodeError::InvalidEndpoint { endpoint: endpoint.name().to_owned(), problem: *problem })
            }
            None if self.documents.is_empty() => Err(EncodeError::NoEndpoint { endpoint: endpoint.name() }),
            None => Err(EncodeError::NotInMetadata {
                endpoint: endpoint.name(),
                read: self.documents.join(" and "),
                other: self.other_document(),
            }),
        }
    }

    fn known(&self, endpoint: Endpoint) -> Option<&Result<EndpointUrl, UrlProblem>> {
        // From the end: a list in alphabetical order has the token endpoint there, which most requests go to.
        self.endpoints.iter().rev().find_map(|(each, url)| (*each == endpoint).then_some(url))
    }

    /// Returns the first of the two common locations that was not read.
    fn other_document(&self) -> Option<String> {
        let places = self.issuer.as_ref()?.well_known().iter().map(EndpointUrl::as_str);
        let unread: Vec<&str> = places.filter(|place| !self.documents.iter().any(|read| read == place)).collect();
        // If two documents were read, there is no further one to hint at.
        (self.documents.len() < 2).then(|| unread.first().map(|&place| place.to_owned())).flatten()
    }

    pub(crate) fn set_endpoint(&mut self, endpoint: Endpoint, url: EndpointUrl) {
        self.endpoints.retain(|(each, _)| *each != endpoint);
        self.endpoints.push((endpoint, Ok(url)));
    }

    /// Reads a document. It must name the expected issuer, byte for byte.
    pub(crate) fn read(mut members: Members<'_>, asked: &Asked<'_>) -> Result<Self, Rejection> {
        let field = "issuer";
        let found = members.strict(field, |node| members::text(node, field))?;
        match found {
            None if asked.unnamed => {}
            None => return Err(Problem::Missing { field }.into()),
            Some(found) if found == asked.expected.as_str() => {}
            Some(found) => {
                return Err(FailedCheck::Issuer { expected: asked.expected.as_str().to_owned(), found }.into());
            }
        }
        let policy = asked.issuer.url_policy();
        let mut metadata = Self::new(Some(asked.issuer.clone()), policy.clone());
        metadata.expected = Some(asked.expected.clone());
        metadata.documents = vec![asked.url.to_owned()];
        for &endpoint in Endpoint::ALL {
            let field = endpoint.name();
            let mut unusable = None;
            let url = members.optional(field, |node| match node {
                Node::String(text) if text.is_empty() => Ok((None, None)),
                Node::String(text) => match EndpointUrl::named(text, asked.url, policy) {
                    Ok(url) => Ok((Some(url), None)),
                    Err(problem) => {
                        unusable = Some(problem);
                        Err(Problem::InvalidValue { field, reason: problem.reason() })
                    }
                },
                node => members::text(node, field).map(|_| (None, None)),
            })?;
            match (url, unusable) {
                (Some(url), _) => metadata.endpoints.push((endpoint, Ok(url))),
                (None, Some(problem)) => metadata.endpoints.push((endpoint, Err(problem))),
                (None, None) => {}
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
        self.token_endpoint_auth_signing_alg_values_supported =
            members.texts("token_endpoint_auth_signing_alg_values_supported")?;
        self.revocation_endpoint_auth_signing_alg_values_supported =
            members.texts("revocation_endpoint_auth_signing_alg_values_supported")?;
        self.introspection_endpoint_auth_signing_alg_values_supported =
            members.texts("introspection_endpoint_auth_signing_alg_values_supported")?;
        self.code_challenge_methods_supported = members.texts("code_challenge_methods_supported")?;
        self.authorization_response_iss_parameter_supported =
            members.bool("authorization_response_iss_parameter_supported")?;
        self.require_pushed_authorization_requests = members.bool("require_pushed_authorization_requests")?;
        Ok(())
    }

    /// Adds what this document lacks from another document of the same issuer.
    pub(crate) fn or(mut self, other: Self) -> Self {
        for (endpoint, url) in other.endpoints {
            match self.known(endpoint) {
                None => self.endpoints.push((endpoint, url)),
                Some(Err(_)) => {
                    if let Ok(url) = url {
                        self.set_endpoint(endpoint, url);
                    }
                }
                Some(Ok(_)) => {}
            }
        }
        self.extra.extend(other.extra.into_members());
        self.documents.extend(other.documents);
        self.deviations.extend(other.deviations);
        Self {
            scopes_supported: self.scopes_supported.or(other.scopes_supported),
            response_types_supported: self.response_types_supported.or(other.response_types_supported),
            response_modes_supported: self.response_modes_supported.or(other.response_modes_supported),
            grant_types_supported: self.grant_types_supported.or(other.grant_types_supported),
            token_endpoint_auth_methods_supported: self
                .token_endpoint_auth_methods_supported
                .or(other.token_endpoint_auth_methods_supported),
            token_endpoint_auth_signing_alg_values_supported: self
                .token_endpoint_auth_signing_alg_values_supported
                .or(other.token_endpoint_auth_signing_alg_values_supported),
            revocation_endpoint_auth_signing_alg_values_supported: self
                .revocation_endpoint_auth_signing_alg_values_supported
                .or(other.revocation_endpoint_auth_signing_alg_values_supported),
            introspection_endpoint_auth_signing_alg_values_supported: self
                .introspection_endpoint_auth_signing_alg_values_supported
                .or(other.introspection_endpoint_auth_signing_alg_values_supported),
            code_challenge_methods_supported: self
                .code_challenge_methods_supported
                .or(other.code_challenge_methods_supported),
            authorization_response_iss_parameter_supported: self
                .authorization_response_iss_parameter_supported
                .or(other.authorization_response_iss_parameter_supported),
            require_pushed_authorization_requests: self
                .require_pushed_authorization_requests
                .or(other.require_pushed_authorization_requests),
            ..self
        }
    }
}
