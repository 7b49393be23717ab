//! The client configuration endpoint ([RFC 7592 §2](https://www.rfc-editor.org/rfc/rfc7592.html#section-2)).

use std::time::SystemTime;

use http::{Method, Request};

use super::{ClientInformation, ClientMetadata};
use crate::call::Call;
use crate::call::Response;
use crate::call::extras::{takes_extra_headers, takes_extra_parameters};
use crate::call::{Draft, Extras, RequestContext, bare_request, with_bearer, with_json};
use crate::error::{ConfigError, DecodeError, EncodeError, FailedCheck, UrlProblem};
use crate::server::{Endpoint, Server};
use crate::wire::secret::Secret;
use crate::wire::url::{EndpointUrl, same_origin};

/// A client's registration at the server, with the token to read, change and delete it.
///
/// Each response may contain a new token and a new secret, which replace the old ones: always continue with the
/// [`ClientInformation`] of the last response.
#[derive(Debug, Clone)]
pub struct ClientConfiguration {
    server: Server,
    client_id: String,
    url: EndpointUrl,
    token: Secret,
    extras: Extras,
}

impl ClientInformation {
    /// Returns access to the registration at the server. `None` if the server does not offer it
    /// ([RFC 7592](https://www.rfc-editor.org/rfc/rfc7592.html)), or if the token must not be sent to the URL in the
    /// response.
    #[must_use]
    pub fn configuration(&self) -> Option<ClientConfiguration> {
        let (url, token) = (self.registration_client_uri.clone()?, self.registration_access_token.clone()?);
        Some(ClientConfiguration::at(self.server.clone(), self.client_id.clone(), url, token))
    }
}

impl ClientConfiguration {
    takes_extra_parameters!();

    takes_extra_headers!();

    /// Restores access to a registration from an earlier response. The URI must have the origin of the server's
    /// registration endpoint or, if that is not known, of its issuer or its token endpoint.
    ///
    /// # Errors
    ///
    /// The URI is not an absolute `https` URL (or `http` if explicitly allowed), has a fragment or user info, or has
    /// another origin.
    pub fn new(
        server: &Server,
        client_id: impl Into<String>,
        registration_client_uri: &str,
        registration_access_token: impl Into<Secret>,
    ) -> Result<Self, ConfigError> {
        let token = registration_access_token.into();
        let configuration = Self::dangerous_at_any_origin(server, client_id, registration_client_uri, token)?;
        if !same_origin(registration_client_uri, server.own_url(Endpoint::Registration)) {
            return Err(invalid(UrlProblem::Origin));
        }
        Ok(configuration)
    }

    /// Like [`new`](Self::new), with a URI of any origin. The registration access token is sent there: anyone who
    /// controls that host can change the client.
    ///
    /// # Errors
    ///
    /// The same as for [`new`](Self::new), except for the origin.
    pub fn dangerous_at_any_origin(
        server: &Server,
        client_id: impl Into<String>,
        registration_client_uri: &str,
        registration_access_token: impl Into<Secret>,
    ) -> Result<Self, ConfigError> {
        let url = EndpointUrl::new(registration_client_uri, server.url_policy()).map_err(invalid)?;
        Ok(Self::at(server.clone(), client_id.into(), url, registration_access_token.into()))
    }

    fn at(server: Server, client_id: String, url: EndpointUrl, token: Secret) -> Self {
        Self { server, client_id, url, token, extras: Extras::default() }
    }

    /// Reads the registration ([RFC 7592 §2.1](https://www.rfc-editor.org/rfc/rfc7592.html#section-2.1)).
    #[must_use]
    pub fn read(&self) -> ClientRead {
        ClientRead(self.clone())
    }

    /// Replaces the registration with this metadata
    /// ([RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592.html#section-2.2)). Omitted members are deleted, so
    /// start from the metadata of the last response.
    #[must_use]
    pub fn update(&self, metadata: ClientMetadata) -> ClientUpdate {
        ClientUpdate { configuration: self.clone(), metadata }
    }

    /// Deletes the registration ([RFC 7592 §2.3](https://www.rfc-editor.org/rfc/rfc7592.html#section-2.3)), together
    /// with the client's tokens if the server supports that.
    #[must_use]
    pub fn delete(&self) -> ClientDelete {
        ClientDelete(self.clone())
    }

    fn request(&self, method: Method) -> Result<Request<Vec<u8>>, EncodeError> {
        with_bearer(bare_request(method, &self.url, &self.extras)?, &self.token)
    }

    /// Reads the response to one of the requests, in its context.
    fn of_request<T>(
        &self,
        response: Response<'_>,
        read: impl FnOnce(Response<'_>) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let secrets = || vec![self.token.clone()];
        let context = RequestContext::new("registration_client_uri", self.url.as_str())
            .secrets(&secrets)
            .dialect(self.server.dialect());
        read(response.with_context(&context))
    }

    fn information(&self, response: Response<'_>) -> Result<ClientInformation, DecodeError> {
        self.of_request(response, |response| {
            response.read(|members| {
                let place = |uri: &str| EndpointUrl::of_origin(uri, self.url.as_str(), self.server.url_policy());
                let (mut information, named) = ClientInformation::read(members, &self.server, place)?;
                if information.client_id != self.client_id {
                    let (expected, found) = (self.client_id.clone(), information.client_id);
                    return Err(FailedCheck::ClientId { expected, found }.into());
                }
                // Members that are not repeated are unchanged. But the token for this URL does not belong to another
                // one, and a new token does not belong to this URL if the response names another.
                if !named {
                    information.registration_client_uri = Some(self.url.clone());
                }
                if information.registration_client_uri() == Some(self.url.as_str()) {
                    information.registration_access_token.get_or_insert_with(|| self.token.clone());
                }
                Ok(information)
            })
        })
    }
}

fn invalid(problem: UrlProblem) -> ConfigError {
    ConfigError::Url { what: "registration_client_uri", problem }
}

/// A request to read a registration.
#[derive(Debug, Clone)]
pub struct ClientRead(ClientConfiguration);

impl Call for ClientRead {
    type Output = ClientInformation;

    fn draft(&self, _now: SystemTime) -> Result<Draft, EncodeError> {
        Ok(self.0.request(Method::GET)?.into())
    }

    fn decode(&self, response: Response<'_>, _now: SystemTime) -> Result<ClientInformation, DecodeError> {
        self.0.information(response)
    }
}

/// A request to replace a registration.
#[derive(Debug, Clone)]
pub struct ClientUpdate {
    configuration: ClientConfiguration,
    metadata: ClientMetadata,
}

impl Call for ClientUpdate {
    type Output = ClientInformation;

    fn draft(&self, _now: SystemTime) -> Result<Draft, EncodeError> {
        let body = self.metadata.to_json(Some(&self.configuration.client_id))?;
        Ok(with_json(self.configuration.request(Method::PUT)?, body).into())
    }

    fn decode(&self, response: Response<'_>, _now: SystemTime) -> Result<ClientInformation, DecodeError> {
        Ok(self.configuration.information(response)?.or_method_of(&self.metadata))
    }
}

/// A request to delete a registration.
#[derive(Debug, Clone)]
pub struct ClientDelete(ClientConfiguration);

impl Call for ClientDelete {
    type Output = ();

    fn draft(&self, _now: SystemTime) -> Result<Draft, EncodeError> {
        Ok(self.0.request(Method::DELETE)?.into())
    }

    fn decode(&self, response: Response<'_>, _now: SystemTime) -> Result<(), DecodeError> {
        self.0.of_request(
            response,
            |response| if response.status().is_success() { Ok(()) } else { Err(response.failure()) },
        )
    }
}
