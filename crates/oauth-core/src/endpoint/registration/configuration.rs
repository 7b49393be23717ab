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

/// Where the registration of a client can be read, changed and ended, and the token that opens it.
///
/// Each response may hold a new token and a new secret, which end the old ones: go on with the
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
    /// The requests that read, change and end the registration. `None` if the server offers none
    /// ([RFC 7592](https://www.rfc-editor.org/rfc/rfc7592.html)), or names a place to which the token may not go.
    #[must_use]
    pub fn configuration(&self) -> Option<ClientConfiguration> {
        let (url, token) = (self.registration_client_uri.clone()?, self.registration_access_token.clone()?);
        Some(ClientConfiguration::at(self.server.clone(), self.client_id.clone(), url, token))
    }
}

impl ClientConfiguration {
    takes_extra_parameters!();

    takes_extra_headers!();

    /// The way to a registration that was kept from an earlier response. It is of the origin of the server's registration
    /// endpoint, or of its issuer if that endpoint is not known.
    ///
    /// # Errors
    ///
    /// The URI is not an absolute `https` URL (or http, where that was allowed by name), it has a fragment or user info,
    /// or it is of another origin.
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

    /// As [`new`](Self::new), with a URI of whatever origin. The registration token goes there: whoever answers at that URI
    /// can change the client.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), but for the origin.
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

    /// Replaces the registration by this metadata
    /// ([RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592.html#section-2.2)). What it leaves out is gone: change
    /// the metadata that the server answered with last.
    #[must_use]
    pub fn update(&self, metadata: ClientMetadata) -> ClientUpdate {
        ClientUpdate { configuration: self.clone(), metadata }
    }

    /// Ends the registration ([RFC 7592 §2.3](https://www.rfc-editor.org/rfc/rfc7592.html#section-2.3)), and with it the
    /// client's tokens where the server can do that.
    #[must_use]
    pub fn delete(&self) -> ClientDelete {
        ClientDelete(self.clone())
    }

    fn request(&self, method: Method) -> Result<Request<Vec<u8>>, EncodeError> {
        with_bearer(bare_request(method, &self.url, &self.extras)?, &self.token)
    }

    /// Reads a response to one of the requests, and says which one it is the response to.
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
                // What the response does not repeat stays as it is. But the token that opens this place is not for
                // another one, and a new token is not for this one if the response names another.
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

/// A request that reads a registration.
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

/// A request that replaces a registration.
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

/// A request that ends a registration.
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
