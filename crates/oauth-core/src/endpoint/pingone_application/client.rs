//! The client that a record describes.

use super::{Application, GrantType, TokenEndpointAuthMethod};
use crate::client::{Client, ClientAssertion, ClientAuthentication, GrantTypes};
use crate::error::ConfigError;
use crate::key::{Algorithm, SecretSource};
use crate::server::Server;

/// What an application has to authenticate with.
enum Credentials {
    Nothing,
    Secret(SecretSource),
    Key(Box<ClientAssertion>),
}

impl Application {
    /// Checks that the record lists this grant, so that a program whose application lacks it fails at its start:
    ///
    /// ```
    /// # use oauth_core::pingone::{Environment, GrantType, Region};
    /// # use oauth_core::token::AccessToken;
    /// # use oauth_core::{Call as _, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// # const ENVIRONMENT: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
    /// # const APPLICATION: &str = "48567a65-8f00-4630-b8b0-2c02ce94168a";
    /// # let response = http::Response::new(br#"{"id":"48567a65-8f00-4630-b8b0-2c02ce94168a","enabled":true,
    /// #     "grantTypes":["CLIENT_CREDENTIALS"],"tokenEndpointAuthMethod":"CLIENT_SECRET_BASIC"}"#);
    /// # let call = Environment::new(Region::Europe, ENVIRONMENT)?.application(APPLICATION, AccessToken::bearer("t"))?;
    /// # let server = Server::pingone(Region::Europe, ENVIRONMENT)?;
    /// let application = call.decode((&response).into(), now)?;
    /// let client = application.require_grant(&GrantType::CLIENT_CREDENTIALS)?.client(server, "secret")?;
    /// assert!(application.require_grant(&GrantType::DEVICE_CODE).is_err());
    ///
    /// // Nor does the client make such a request.
    /// assert!(client.client_credentials().encode(now).is_ok());
    /// assert!(client.device_authorization().encode(now).is_err());
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The record has a list of grants without this one.
    pub fn require_grant(&self, grant_type: &GrantType) -> Result<&Self, ConfigError> {
        self.known_grants().map_or(Ok(()), |grants| grants.require(grant_type.as_str()))?;
        Ok(self)
    }

    /// The application at `server`, with its secret: in the header or in the body, as the record says
    /// (`CLIENT_SECRET_BASIC`, `CLIENT_SECRET_POST`). A public client (`NONE`) does not send it.
    ///
    /// The client knows the grants of the record: a request by another one is an
    /// [`EncodeError::Config`](crate::EncodeError::Config) and never sent. Only a refresh goes out in any case, because
    /// PingOne issues refresh tokens for the scope `offline_access` too.
    ///
    /// # Errors
    ///
    /// The application is disabled; the record names no method, or one that needs a key
    /// ([`client_with_key`](Self::client_with_key)); or as [`Client::new`].
    pub fn client(&self, server: Server, secret: impl Into<SecretSource>) -> Result<Client, ConfigError> {
        self.client_by(server, Credentials::Secret(secret.into()))
    }

    /// The same with a [`Key`](crate::key::Key) or a [`ClientAssertion`]: the private key (`PRIVATE_KEY_JWT`), or one that
    /// is made of the secret (`CLIENT_SECRET_JWT`). This crate signs nothing, so a crypto library makes the key.
    ///
    /// PingOne verifies RS256, RS384, RS512, ES256, ES384 and ES512 for `PRIVATE_KEY_JWT`, and HS256, HS384 and HS512 for
    /// `CLIENT_SECRET_JWT`.
    ///
    /// # Errors
    ///
    /// The application is disabled; the record names no method, or one that needs a secret or another kind of key; the
    /// key signs with an algorithm that PingOne does not verify; or as [`Client::new`].
    pub fn client_with_key(&self, server: Server, key: impl Into<ClientAssertion>) -> Result<Client, ConfigError> {
        self.client_by(server, Credentials::Key(Box::new(key.into())))
    }

    /// The same for a public client (`NONE`).
    ///
    /// # Errors
    ///
    /// The application is disabled; the record names no method, or one that needs a secret or a key; or as
    /// [`Client::new`].
    pub fn public_client(&self, server: Server) -> Result<Client, ConfigError> {
        self.client_by(server, Credentials::Nothing)
    }

    fn client_by(&self, server: Server, credentials: Credentials) -> Result<Client, ConfigError> {
        if self.enabled == Some(false) {
            return Err(ConfigError::ApplicationDisabled { id: self.id.clone() });
        }
        let client = Client::new(server, self.id.clone(), self.authentication(credentials)?)?;
        Ok(match self.known_grants() {
            Some(grants) => client.with_grant_types(grants),
            None => client,
        })
    }

    fn known_grants(&self) -> Option<GrantTypes> {
        self.whole_grant_types().map(|grants| GrantTypes::new(grants.iter().map(GrantType::as_str)))
    }

    fn authentication(&self, credentials: Credentials) -> Result<ClientAuthentication, ConfigError> {
        type Method = TokenEndpointAuthMethod;
        let Some(method) = &self.token_endpoint_auth_method else {
            let (method, needs) = ("missing", "or no text; is its protocol OPENID_CONNECT?");
            return Err(ConfigError::ApplicationMethod { method: method.to_owned(), needs });
        };
        let is = |known: Method| *method == known;
        let needs = match credentials {
            _ if is(Method::NONE) => return Ok(ClientAuthentication::none()),
            Credentials::Secret(secret) if is(Method::CLIENT_SECRET_BASIC) => {
                return Ok(ClientAuthentication::client_secret_basic(secret));
            }
            Credentials::Secret(secret) if is(Method::CLIENT_SECRET_POST) => {
                return Ok(ClientAuthentication::client_secret_post(secret));
            }
            Credentials::Key(key) if is(Method::PRIVATE_KEY_JWT) && key.algorithms().any(is_unknown_to_pingone) => {
                "for which PingOne takes RS256, RS384, RS512, ES256, ES384 and ES512; load the key for one of these, or use \
                 Client::new if PingOne takes more by now"
            }
            Credentials::Key(key) if is(Method::PRIVATE_KEY_JWT) && !key.algorithms().any(Algorithm::is_symmetric) => {
                return Ok(ClientAuthentication::private_key_jwt(*key));
            }
            Credentials::Key(key) if is(Method::CLIENT_SECRET_JWT) && key.algorithms().all(Algorithm::is_symmetric) => {
                return Ok(ClientAuthentication::client_secret_jwt(*key));
            }
            _ if is(Method::CLIENT_SECRET_BASIC) || is(Method::CLIENT_SECRET_POST) => {
                "which needs the secret (Application::client)"
            }
            _ if is(Method::PRIVATE_KEY_JWT) => "which needs the private key (Application::client_with_key)",
            _ if is(Method::CLIENT_SECRET_JWT) => {
                "which needs a key made of the secret, such as one for HS256 (Application::client_with_key)"
            }
            _ => "which this library does not know; use Client::new with the ClientAuthentication that fits",
        };
        Err(ConfigError::ApplicationMethod { method: method.as_str().to_owned(), needs })
    }
}

/// Whether PingOne does not verify signatures of this algorithm, although the key is a private one.
fn is_unknown_to_pingone(algorithm: Algorithm) -> bool {
    use Algorithm::{Ed25519, EdDsa, Ps256, Ps384, Ps512};
    matches!(algorithm, Ed25519 | EdDsa | Ps256 | Ps384 | Ps512)
}
