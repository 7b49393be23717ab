//! The client, as registered with the server.

mod assertion;
pub(crate) mod auth_method;
pub(crate) mod authenticate;
pub(crate) mod basic;
mod denied;
mod keys;
pub(crate) mod metadata;
mod options;
pub(crate) mod pkce_enforcement;
mod record;
pub(crate) mod refresh_token_rotation;
pub(crate) mod registration;

use std::collections::BTreeSet;
use std::fmt;
use std::time::{Duration, SystemTime};

use http::StatusCode;

use crate::assertion::rules::AssertionRules;
use crate::client::auth_method::TokenEndpointAuthMethod;
use crate::client::keys::Keys;
use crate::client::pkce_enforcement::PkceEnforcement;
use crate::client::refresh_token_rotation::RefreshTokenRotation;
use crate::grant::GrantType;
use crate::public_key::PublicKey;
use crate::public_key::material::Material;
use crate::response::refusal::Refusal;

/// A client registered with the authorization server
/// ([RFC 6749 §2](https://www.rfc-editor.org/rfc/rfc6749.html#section-2)): its credentials, grants and scopes.
///
/// By default, a client may use all grants, has no scopes and no redirect URIs, may omit the `code_challenge`, and its
/// access tokens expire after one hour.
///
/// ```
/// use oauth_testkit::RegisteredClient;
///
/// let client = RegisteredClient::client_secret_basic("billing", "s3cret").scopes(["read", "write"]);
/// assert_eq!(client.client_id(), "billing");
/// assert!(!format!("{client:?}").contains("s3cret"));
/// ```
#[derive(Clone)]
pub struct RegisteredClient {
    client_id: String,
    method: TokenEndpointAuthMethod,
    /// `None` for a public client.
    secret: Option<String>,
    previous: Option<PreviousSecret>,
    keys: Keys,
    pub(crate) jwks_url: Option<String>,
    /// `None` if the rules of the server apply.
    pub(crate) assertion_rules: Option<AssertionRules>,
    pub(crate) key_bound_refresh_tokens: bool,
    /// The key by which the client has authenticated for this request.
    pub(crate) authenticated_with: Option<Material>,
    pub(crate) worker: bool,
    pub(crate) enabled: bool,
    pub(crate) grant_types: BTreeSet<GrantType>,
    pub(crate) scopes: Vec<String>,
    pub(crate) token_lifetime: Duration,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) post_logout_redirect_uris: Vec<String>,
    pub(crate) must_push: bool,
    pub(crate) pkce: PkceEnforcement,
    pub(crate) rotation: RefreshTokenRotation,
    pub(crate) refresh_token_lifetime: Duration,
    pub(crate) resources: Vec<String>,
    pub(crate) authorization_details_types: Vec<String>,
    pub(crate) polling_interval: Duration,
    pub(crate) polling_lifetime: Duration,
}

/// A secret that has been replaced.
#[derive(Clone)]
struct PreviousSecret {
    secret: String,
    expires_at: SystemTime,
    last_used: Option<SystemTime>,
}

impl RegisteredClient {
    /// A confidential client that sends its credentials in the `Authorization` header.
    #[must_use]
    pub fn client_secret_basic(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self::with(client_id.into(), TokenEndpointAuthMethod::ClientSecretBasic, Some(client_secret.into()))
    }

    /// A confidential client that sends its credentials in the body.
    #[must_use]
    pub fn client_secret_post(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self::with(client_id.into(), TokenEndpointAuthMethod::ClientSecretPost, Some(client_secret.into()))
    }

    /// A confidential client that authenticates by a JWT with an HMAC by its secret
    /// ([RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523.html#section-2.2)). HS256 needs a secret of at least 32 bytes,
    /// HS384 one of 48 and HS512 one of 64.
    ///
    /// The server verifies JWTs if the feature `jwt` is enabled. Otherwise it refuses the client.
    #[must_use]
    pub fn client_secret_jwt(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self::with(client_id.into(), TokenEndpointAuthMethod::ClientSecretJwt, Some(client_secret.into()))
    }

    /// A confidential client that authenticates by a JWT, signed with the private half of one of these keys
    /// ([RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523.html#section-2.2)).
    ///
    /// The server verifies JWTs if the feature `jwt` is enabled. Otherwise it refuses the client.
    #[must_use]
    pub fn private_key_jwt(client_id: impl Into<String>, keys: impl IntoIterator<Item = PublicKey>) -> Self {
        let mut client = Self::with(client_id.into(), TokenEndpointAuthMethod::PrivateKeyJwt, None);
        client.keys = Keys::new(keys.into_iter().collect());
        client
    }

    /// A public client, which has no secret.
    #[must_use]
    pub fn none(client_id: impl Into<String>) -> Self {
        Self::with(client_id.into(), TokenEndpointAuthMethod::None, None)
    }

    pub(crate) fn with(client_id: String, method: TokenEndpointAuthMethod, secret: Option<String>) -> Self {
        Self {
            client_id,
            method,
            secret,
            previous: None,
            keys: Keys::default(),
            jwks_url: None,
            assertion_rules: None,
            key_bound_refresh_tokens: false,
            authenticated_with: None,
            worker: false,
            enabled: true,
            grant_types: GrantType::ALL.into_iter().collect(),
            scopes: Vec::new(),
            token_lifetime: Duration::from_secs(3600),
            redirect_uris: Vec::new(),
            post_logout_redirect_uris: Vec::new(),
            must_push: false,
            pkce: PkceEnforcement::default(),
            rotation: RefreshTokenRotation::default(),
            refresh_token_lifetime: Duration::from_secs(30 * 24 * 3600),
            resources: Vec::new(),
            authorization_details_types: Vec::new(),
            polling_interval: Duration::from_secs(5),
            polling_lifetime: Duration::from_secs(600),
        }
    }

    /// The client identifier.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The authentication method of the client.
    #[must_use]
    pub fn token_endpoint_auth_method(&self) -> TokenEndpointAuthMethod {
        self.method
    }

    /// Refuses the request if the client may not use this grant.
    pub(crate) fn require_grant(&self, grant_type: GrantType) -> Result<(), Refusal> {
        if self.grant_types.contains(&grant_type) {
            return Ok(());
        }
        let description = format!("The client may not use the grant {}", grant_type.as_str());
        Err(Refusal::new(StatusCode::BAD_REQUEST, "unauthorized_client", description))
    }

    /// Refuses the request if the client is public.
    pub(crate) fn require_confidential(&self) -> Result<(), Refusal> {
        if self.method != TokenEndpointAuthMethod::None {
            return Ok(());
        }
        let description = "A public client has no credentials, so that it cannot use this grant";
        Err(Refusal::new(StatusCode::BAD_REQUEST, "unauthorized_client", description))
    }

    /// Whether `candidate` is the current secret, or the previous one while it is still valid.
    pub(crate) fn accepts_secret(&self, candidate: &str, now: SystemTime) -> bool {
        let previous = self.previous.as_ref().filter(|previous| now < previous.expires_at);
        let previous = previous.map(|previous| &previous.secret);
        self.secret.iter().chain(previous).any(|secret| secret == candidate)
    }

    /// The current secret, and the previous one while it is still valid.
    #[cfg(feature = "jwt")]
    pub(crate) fn secrets(&self, now: SystemTime) -> Vec<&str> {
        let previous = self.previous.as_ref().filter(|previous| now < previous.expires_at);
        self.secret.as_deref().into_iter().chain(previous.map(|previous| previous.secret.as_str())).collect()
    }

    /// The registered keys, even if the server has not fetched them yet.
    pub(crate) fn registered_keys(&self) -> &[PublicKey] {
        self.keys.registered()
    }

    /// The keys by which the server verifies assertions.
    #[cfg(feature = "jwt")]
    pub(crate) fn known_keys(&self, now: SystemTime) -> &[PublicKey] {
        self.keys.known(now)
    }

    /// Replaces the keys. The server knows the new ones from `known_from`.
    pub(crate) fn replace_keys(&mut self, keys: Vec<PublicKey>, now: SystemTime, known_from: SystemTime) {
        self.keys.replace(keys, now, known_from);
    }

    /// Replaces the secret. Returns false if the client has none.
    pub(crate) fn rotate(&mut self, new: String, previous_valid_until: SystemTime) -> bool {
        let Some(secret) = &mut self.secret else { return false };
        let previous = std::mem::replace(secret, new);
        self.previous = Some(PreviousSecret { secret: previous, expires_at: previous_valid_until, last_used: None });
        true
    }

    /// Notes that the client has authenticated with this secret.
    pub(crate) fn note_use(&mut self, secret: &str, now: SystemTime) {
        if self.secret.as_deref() == Some(secret) {
            return;
        }
        if let Some(previous) = &mut self.previous {
            previous.last_used = Some(now);
        }
    }
}

impl fmt::Debug for RegisteredClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisteredClient")
            .field("client_id", &self.client_id)
            .field("token_endpoint_auth_method", &self.method.as_str())
            .field("client_secret", &self.secret.as_ref().map(|_| "***"))
            .field("grant_types", &self.grant_types)
            .field("scopes", &self.scopes)
            .field("token_lifetime", &self.token_lifetime)
            .finish_non_exhaustive()
    }
}
