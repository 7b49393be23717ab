//! The registration of a client ([RFC 7591 §3](https://www.rfc-editor.org/rfc/rfc7591.html#section-3)).

use std::time::SystemTime;

use http::Method;

use super::{ClientInformation, ClientMetadata};
use crate::call::Call;
use crate::call::Response;
use crate::call::extras::takes_extra_headers;
use crate::call::{Draft, Extras, RequestContext, bare_request, with_bearer, with_json};
use crate::error::{ConfigError, DecodeError, EncodeError, UrlProblem};
use crate::server::{Endpoint, Server};
use crate::wire::secret::Secret;
use crate::wire::url::EndpointUrl;

/// A client registration request.
#[derive(Debug, Clone)]
pub struct ClientRegistration {
    server: Server,
    metadata: ClientMetadata,
    initial_access_token: Option<Secret>,
    /// A URL of another origin where the registration may be managed.
    management: Option<String>,
    extras: Extras,
}

impl Server {
    /// Registers a client ([RFC 7591 §3.1](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.1)). The response
    /// contains the registered metadata: the server may change or omit any of it.
    ///
    /// ```
    /// use oauth_core::endpoint::ClientMetadata;
    /// use oauth_core::{Call as _, Client, Endpoint, Issuer, Server};
    /// # fn send(_: http::Request<Vec<u8>>) -> http::Response<&'static [u8]> {
    /// #     http::Response::new(br#"{"client_id":"s6BhdRkqt3","client_secret":"cf136dc3"}"#)
    /// # }
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// let server = Server::new(Issuer::new("https://auth.example.com")?)
    ///     .with_endpoint(Endpoint::Registration, "https://auth.example.com/register")?;
    ///
    /// let metadata =
    ///     ClientMetadata::new().client_name("My Example").redirect_uri("https://client.example.org/callback");
    /// let call = server.register(metadata);
    /// let response = send(call.encode(now)?);
    /// let information = call.decode((&response).into(), now)?;
    /// let client = Client::registered(server, &information)?;
    /// assert_eq!(client.client_id(), "s6BhdRkqt3");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn register(&self, metadata: ClientMetadata) -> ClientRegistration {
        let extras = Extras::default();
        ClientRegistration { server: self.clone(), metadata, initial_access_token: None, management: None, extras }
    }
}

impl ClientRegistration {
    /// Sets the token that authorizes the registration, for a server that requires one.
    #[must_use]
    pub fn initial_access_token(mut self, token: impl Into<Secret>) -> Self {
        self.initial_access_token = Some(token.into());
        self
    }

    /// Allows the registration to be managed at the origin of this URL too, for a server with a separate host for this.
    /// Without it, `registration_client_uri` must have the origin of the registration endpoint and is ignored
    /// otherwise.
    ///
    /// The registration access token is sent there: anyone who controls that host can change the client.
    ///
    /// # Errors
    ///
    /// The URL is not an absolute `https` URL (or `http` if explicitly allowed), or it has a fragment or user info.
    pub fn dangerous_management_at(mut self, url: &str) -> Result<Self, ConfigError> {
        EndpointUrl::new(url, self.server.url_policy())
            .map_err(|problem| ConfigError::Url { what: "URL of the management", problem })?;
        self.management = Some(url.to_owned());
        Ok(self)
    }

    takes_extra_headers!();

    /// Returns the URL for the registration access token, if the token may be sent there.
    fn place(&self, uri: &str) -> Result<(EndpointUrl, bool), UrlProblem> {
        let policy = self.server.url_policy();
        let own = EndpointUrl::of_origin(uri, self.server.own_url(Endpoint::Registration), policy);
        match (&self.management, own) {
            (Some(other), Err(UrlProblem::Origin)) => EndpointUrl::of_origin(uri, other, policy),
            (_, own) => own,
        }
    }
}

impl Call for ClientRegistration {
    type Output = ClientInformation;

    fn draft(&self, _now: SystemTime) -> Result<Draft, EncodeError> {
        let url = self.server.endpoint_url(Endpoint::Registration)?;
        let request = with_json(bare_request(Method::POST, url, &self.extras)?, self.metadata.to_json(None)?);
        match &self.initial_access_token {
            Some(token) => Ok(with_bearer(request, token)?.into()),
            None => Ok(request.into()),
        }
    }

    fn decode(&self, response: Response<'_>, _now: SystemTime) -> Result<ClientInformation, DecodeError> {
        let url = self.server.endpoint(Endpoint::Registration).unwrap_or_default();
        let secrets = || self.initial_access_token.iter().cloned().collect();
        let context =
            RequestContext::new(Endpoint::Registration.name(), url).secrets(&secrets).dialect(self.server.dialect());
        let information = response.with_context(&context).read(|members| {
            let place = |uri: &str| self.place(uri);
            Ok(ClientInformation::read(members, &self.server, place)?.0)
        })?;
        Ok(information.or_method_of(&self.metadata))
    }
}
