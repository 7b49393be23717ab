//! The client configuration endpoint ([RFC 7592 §2](https://www.rfc-editor.org/rfc/rfc7592.html#section-2)).

use std::time::SystemTime;

use http::{Method, Request};

use super::{ClientInformation, ClientMetadata};
use crate::call::Call;
use crate::call::Response;
use crate::call::extras::{takes_extra_headers, takes_extra_parameters};
use crate::call::{Draft, Extras, RequestContext, bare_request, with_bearer, with_json};
use crate::error::{ConfigError, DecodeError, EncodeError, FailedCheck};
use crate::server::Server;
use crate::wire::secret::Secret;
use crate::wire::url::{EndpointUrl, Scheme};

/// Where the registration of a client can be read, changed and ended, and the token that opens it.
///
/// Each answer may hold a new token and a new secret, which end the old ones: go on with the
/// [`ClientInformation`] of the last answer.
#[derive(Debug, Clone)]
pub struct ClientConfiguration {
    client_id: String,
    url: EndpointUrl,
    scheme: Scheme,
    token: Secret,
    extras: Extras,
}

impl ClientConfiguration {
    takes_extra_parameters!();

    takes_extra_headers!();

    /// The way to a registration that was kept from an earlier answer.
    ///
    /// # Errors
    ///
    /// The URI is not an absolute `https` URL (or http on loopback, where the issuer was allowed to be that), or it has
    /// a fragment or user info.
    pub fn new(
        server: &Server,
        client_id: impl Into<String>,
        registration_client_uri: &str,
        registration_access_token: impl Into<Secret>,
    ) -> Result<Self, ConfigError> {
        let scheme = server.scheme();
        let url = EndpointUrl::new(registration_client_uri, scheme)
            .map_err(|problem| ConfigError::Url { what: "registration_client_uri", problem })?;
        Ok(Self::at(client_id.into(), url, scheme, registration_access_token.into()))
    }

    pub(super) fn at(client_id: String, url: EndpointUrl, scheme: Scheme, token: Secret) -> Self {
        Self { client_id, url, scheme, token, extras: Extras::default() }
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
        let context = RequestContext::new("registration_client_uri", self.url.as_str()).secrets(&secrets);
        read(response.with_context(&context))
    }

    fn information(&self, response: Response<'_>) -> Result<ClientInformation, DecodeError> {
        self.of_request(response, |response| {
            response.read(|members| {
                let information = ClientInformation::read(members, self.scheme)?;
                if information.client_id != self.client_id {
                    let (expected, found) = (self.client_id.clone(), information.client_id);
                    return Err(FailedCheck::ClientId { expected, found }.into());
                }
                Ok(information.or_configuration(&self.url, &self.token))
            })
        })
    }
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
        self.configuration.information(response)
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
