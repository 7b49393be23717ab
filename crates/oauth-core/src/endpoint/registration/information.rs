//! What a server registered ([RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.1)).

use std::time::{SystemTime, UNIX_EPOCH};

use super::{ClientConfiguration, ClientMetadata};
use crate::call::Response;
use crate::client::{Client, ClientAuthentication};
use crate::error::{ConfigError, DecodeError, FailedCheck, Problem};
use crate::server::Server;
use crate::wire::json::Object;
use crate::wire::secret::Secret;
use crate::wire::url::{EndpointUrl, Scheme};

/// A client as it is registered. Keep it: the server shows the secret and the registration access token to nobody else.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ClientInformation {
    /// The client id.
    pub client_id: String,
    /// The secret. `None` for a public client, or one with keys.
    pub client_secret: Option<Secret>,
    /// When the client was registered, where the server says so.
    pub client_id_issued_at: Option<SystemTime>,
    /// When the secret expires; `None` for never (0 on the wire).
    pub client_secret_expires_at: Option<SystemTime>,
    /// The token for [`configuration`](Self::configuration).
    pub registration_access_token: Option<Secret>,
    /// What the client is registered with. It may differ from what was asked for.
    pub metadata: ClientMetadata,
    registration_client_uri: Option<EndpointUrl>,
    scheme: Scheme,
}

impl ClientInformation {
    /// `registration_client_uri`: where the registration can be read, changed and ended.
    #[must_use]
    pub fn registration_client_uri(&self) -> Option<&str> {
        self.registration_client_uri.as_ref().map(EndpointUrl::as_str)
    }

    /// The requests that read, change and end the registration. `None` where the server offers none
    /// ([RFC 7592](https://www.rfc-editor.org/rfc/rfc7592.html)).
    #[must_use]
    pub fn configuration(&self) -> Option<ClientConfiguration> {
        let (url, token) = (self.registration_client_uri.clone()?, self.registration_access_token.clone()?);
        Some(ClientConfiguration::at(self.client_id.clone(), url, self.scheme, token))
    }

    pub(super) fn read(response: Response<'_>, scheme: Scheme) -> Result<Self, DecodeError> {
        let (mut object, _) = response.object()?;
        let field = "registration_client_uri";
        let url = object.take_text(field).map_err(|problem| response.malformed(problem))?;
        let url = url.map(|url| EndpointUrl::new(&url, scheme)).transpose();
        let url = url.map_err(|problem| response.untrusted(FailedCheck::Endpoint { field, problem }))?;
        let read = Self::members(object, url, scheme);
        read.map_err(|problem| response.malformed(problem))
    }

    fn members(
        mut object: Object<'_>,
        registration_client_uri: Option<EndpointUrl>,
        scheme: Scheme,
    ) -> Result<Self, Problem> {
        let mut text = |field| Ok(object.take_text(field)?.map(std::borrow::Cow::into_owned));
        Ok(Self {
            client_id: text("client_id")?.ok_or(Problem::Missing { field: "client_id" })?,
            client_secret: text("client_secret")?.map(Secret::new),
            registration_access_token: text("registration_access_token")?.map(Secret::new),
            client_id_issued_at: object.take_numeric_date("client_id_issued_at")?,
            client_secret_expires_at: object
                .take_numeric_date("client_secret_expires_at")?
                .filter(|at| *at != UNIX_EPOCH),
            metadata: ClientMetadata::read(object)?,
            registration_client_uri,
            scheme,
        })
    }

    /// The same information about a client whose way to its registration the server did not repeat.
    pub(super) fn or_configuration(mut self, url: &EndpointUrl, token: &Secret) -> Self {
        self.registration_client_uri.get_or_insert_with(|| url.clone());
        self.registration_access_token.get_or_insert_with(|| token.clone());
        self
    }
}

impl Client {
    /// A client as it is registered, which authenticates by the `token_endpoint_auth_method` that it is registered for.
    /// Where the server does not say which, that is `client_secret_basic` (RFC 7591 §2), or `none` if it issued no
    /// secret.
    ///
    /// # Errors
    ///
    /// It is registered for a method that needs a key or a certificate, or for one that needs a secret and none was
    /// issued; or as [`Client::new`].
    pub fn registered(server: Server, information: &ClientInformation) -> Result<Self, ConfigError> {
        let secret = information.client_secret.clone();
        let method = information.metadata.token_endpoint_auth_method.as_deref();
        let authentication = match (method, secret) {
            (Some("none"), _) | (None, None) => ClientAuthentication::none(),
            (Some("client_secret_basic") | None, Some(secret)) => ClientAuthentication::client_secret_basic(secret),
            (Some("client_secret_post"), Some(secret)) => ClientAuthentication::client_secret_post(secret),
            (Some(method), _) => return Err(ConfigError::MethodWithoutCredentials { method: method.to_owned() }),
        };
        Self::new(server, information.client_id.clone(), authentication)
    }
}
