//! What a server registered ([RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.1)).

use std::time::{SystemTime, UNIX_EPOCH};

use super::{ClientConfiguration, ClientMetadata};
use crate::call::Deviation;
use crate::client::{Client, ClientAuthentication};
use crate::error::{ConfigError, FailedCheck, Rejection};
use crate::server::Server;
use crate::wire::members::{self, Members};
use crate::wire::secret::Secret;
use crate::wire::show::debug_of_fields;
use crate::wire::text::cut;
use crate::wire::url::{EndpointUrl, Scheme};

/// A client as it is registered. Keep it: the server shows the secret and the registration access token to nobody else.
#[derive(Clone)]
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
    /// Where the response deviates from the standard without losing its meaning.
    pub deviations: Vec<Deviation>,
    registration_client_uri: Option<EndpointUrl>,
    scheme: Scheme,
}

debug_of_fields!(ClientInformation {
    client_id,
    client_secret,
    client_id_issued_at,
    client_secret_expires_at,
    registration_access_token,
    metadata,
    deviations,
    registration_client_uri,
} hides { scheme });

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

    pub(super) fn read(mut members: Members<'_>, scheme: Scheme) -> Result<Self, Rejection> {
        let client_id = members.require("client_id", |node| members::text_or_number(node, "client_id"))?;
        let client_secret = members.strict("client_secret", |node| members::text(node, "client_secret"))?;
        let field = "registration_client_uri";
        let url = members.text(field)?.map(|url| EndpointUrl::new(&url, scheme)).transpose();
        let registration_client_uri = url.map_err(|problem| FailedCheck::Endpoint { field, problem })?;
        let registration_access_token = members.secret("registration_access_token")?;
        let client_id_issued_at = members.date("client_id_issued_at")?;
        let client_secret_expires_at = members.date("client_secret_expires_at")?.filter(|at| *at != UNIX_EPOCH);
        let mut metadata = ClientMetadata::read(&mut members)?;
        let (extra, deviations) = members.finish();
        metadata.extra = extra;
        Ok(Self {
            client_id,
            client_secret: client_secret.map(Secret::new),
            registration_access_token,
            client_id_issued_at,
            client_secret_expires_at,
            metadata,
            deviations,
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
            (Some(method), _) => return Err(ConfigError::MethodWithoutCredentials { method: cut(method) }),
        };
        Self::new(server, information.client_id.clone(), authentication)
    }
}
