//! The response to a registration ([RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.1)).

use std::time::{SystemTime, UNIX_EPOCH};

use super::ClientMetadata;
use crate::call::Deviation;
use crate::client::{Client, ClientAssertion, ClientAuthentication};
use crate::error::{ConfigError, Problem, Rejection, UrlProblem};
use crate::key::Algorithm;
use crate::server::Server;
use crate::wire::json::Node;
use crate::wire::members::{self, Members};
use crate::wire::secret::Secret;
use crate::wire::show::debug_of_fields;
use crate::wire::text::cut;
use crate::wire::url::EndpointUrl;

/// A registered client. Store it: it contains the secret and the registration access token, which only this client has.
#[derive(Clone)]
#[non_exhaustive]
pub struct ClientInformation {
    /// The client id.
    pub client_id: String,
    /// The secret. `None` for a client that is public or uses keys.
    pub client_secret: Option<Secret>,
    /// When the client was registered, if the response contains it.
    pub client_id_issued_at: Option<SystemTime>,
    /// When the secret expires; `None` if never (0 in the response).
    pub client_secret_expires_at: Option<SystemTime>,
    /// The token for [`configuration`](Self::configuration).
    pub registration_access_token: Option<Secret>,
    /// The registered metadata, which may differ from the requested metadata.
    pub metadata: ClientMetadata,
    /// The response's deviations from the standard that did not affect its meaning.
    pub deviations: Vec<Deviation>,
    pub(super) registration_client_uri: Option<EndpointUrl>,
    pub(super) server: Server,
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
} hides { server });

impl ClientInformation {
    /// Returns `registration_client_uri`, the URL to read, change and delete the registration. It has the origin of the
    /// endpoint that returned it, or one that was explicitly allowed.
    #[must_use]
    pub fn registration_client_uri(&self) -> Option<&str> {
        self.registration_client_uri.as_ref().map(EndpointUrl::as_str)
    }

    /// Reads a response. `place` returns the URL for the registration access token and whether it was relative, or an
    /// error if the token must not be sent there. Also returns whether the response contains a
    /// `registration_client_uri`, even an unusable one.
    pub(super) fn read(
        mut members: Members<'_>,
        server: &Server,
        place: impl Fn(&str) -> Result<(EndpointUrl, bool), UrlProblem>,
    ) -> Result<(Self, bool), Rejection> {
        let client_id = members.require("client_id", |node| members::text_or_number(node, "client_id"))?;
        let client_secret = members.strict("client_secret", |node| members::text(node, "client_secret"))?;
        let field = "registration_client_uri";
        let mut named = false;
        let registration_client_uri = members.optional(field, |node| {
            if let Node::String(text) = node {
                if text.is_empty() {
                    return Ok((None, None));
                }
                named = true;
                let (url, relative) =
                    place(text).map_err(|problem| Problem::InvalidValue { field, reason: problem.reason() })?;
                return Ok((Some(url), relative.then_some(Deviation::RelativeUrl { member: field })));
            }
            named = true;
            members::text(node, field).map(|_| (None, None))
        })?;
        let registration_access_token = members.secret("registration_access_token")?;
        let client_id_issued_at = members.date("client_id_issued_at")?;
        let client_secret_expires_at = members.date("client_secret_expires_at")?.filter(|at| *at != UNIX_EPOCH);
        let mut metadata = ClientMetadata::read(&mut members)?;
        let (extra, deviations) = members.finish();
        metadata.extra = extra;
        let information = Self {
            client_id,
            client_secret: client_secret.map(Secret::new),
            registration_access_token,
            client_id_issued_at,
            client_secret_expires_at,
            metadata,
            deviations,
            registration_client_uri,
            server: server.clone(),
        };
        Ok((information, named))
    }

    /// Adds the requested authentication method if the response does not contain one.
    pub(super) fn or_method_of(mut self, asked: &ClientMetadata) -> Self {
        let method = &mut self.metadata.token_endpoint_auth_method;
        if method.is_none() {
            method.clone_from(&asked.token_endpoint_auth_method);
        }
        self
    }
}

impl Client {
    /// Creates a registered client, which authenticates with its registered `token_endpoint_auth_method`. If neither
    /// the request nor the response contains one, that is `client_secret_basic`
    /// ([RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591.html#section-2)), or `none` if the server issued no
    /// secret.
    ///
    /// If the server does not decode Basic credentials, set this in its
    /// [dialect](crate::server::Dialect::basic_encoding), or choose another method with
    /// [`registered_with`](Self::registered_with).
    ///
    /// # Errors
    ///
    /// The registered method needs a key ([`registered_with_key`](Self::registered_with_key)) or a certificate, or it needs a secret and none was issued; or the same as for
    /// [`Client::new`].
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

    /// Creates a registered client that signs assertions, by its registered method: `private_key_jwt`, or
    /// `client_secret_jwt` with a key made of the secret that the server issued. If the response does not contain the
    /// method, the kind of the key decides. Register the public half with [`ClientMetadata::jwks`] or `jwks_uri`.
    ///
    /// # Errors
    ///
    /// The registered method is another one; or the same as for [`Client::new`].
    pub fn registered_with_key(
        server: Server,
        information: &ClientInformation,
        assertion: impl Into<ClientAssertion>,
    ) -> Result<Self, ConfigError> {
        let assertion = assertion.into();
        let symmetric = assertion.algorithms().any(Algorithm::is_symmetric);
        let authentication = match information.metadata.token_endpoint_auth_method.as_deref() {
            Some("client_secret_jwt") => ClientAuthentication::client_secret_jwt(assertion),
            None if symmetric => ClientAuthentication::client_secret_jwt(assertion),
            Some("private_key_jwt") | None => ClientAuthentication::private_key_jwt(assertion),
            Some(method) => return Err(ConfigError::MethodWithoutCredentials { method: cut(method) }),
        };
        Self::new(server, information.client_id.clone(), authentication)
    }

    /// Creates a registered client, which authenticates with a method of your choice and the secret that the server
    /// issued.
    ///
    /// ```
    /// use oauth_core::endpoint::ClientMetadata;
    /// use oauth_core::{Call as _, Client, ClientAuthentication, Endpoint, Issuer, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// # let response = http::Response::new(br#"{"client_id":"a//b","client_secret":"cf136dc3"}"#);
    /// # let server = Server::new(Issuer::new("https://auth.example.com")?)
    /// #     .with_endpoint(Endpoint::Registration, "https://auth.example.com/register")?;
    /// let information = server.register(ClientMetadata::new()).decode((&response).into(), now)?;
    /// let client = Client::registered_with(server, &information, ClientAuthentication::client_secret_post)?;
    /// assert_eq!(client.client_id(), "a//b");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The server issued no secret; or the same as for [`Client::new`].
    pub fn registered_with(
        server: Server,
        information: &ClientInformation,
        authentication: impl FnOnce(Secret) -> ClientAuthentication,
    ) -> Result<Self, ConfigError> {
        let Some(secret) = information.client_secret.clone() else {
            return Err(ConfigError::MethodWithoutCredentials { method: "a method with a secret".to_owned() });
        };
        Self::new(server, information.client_id.clone(), authentication(secret))
    }
}
