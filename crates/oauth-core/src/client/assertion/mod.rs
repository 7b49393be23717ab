//! The assertion that a client signs with its own key
//! ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523.html#section-3)).

mod audience;
mod keys;

use std::time::{Duration, SystemTime};

use serde::Serialize;

pub use audience::Audience;
use keys::{Keys, key_name};

use crate::call::{About, SignedAssertion};
use crate::error::{ConfigError, EncodeError};
use crate::key::{
    Algorithm, CertificateParameter, JwtForm, Key, Members, Purpose, SigningInput, SigningKey, takes_jwt_settings,
};
use crate::server::{Endpoint, Server, ServerMetadata};

/// The `client_assertion_type` of a JWT.
pub(super) const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The longest lifetime, and the earliest `iat`. PingOne rejects assertions that end more than an hour from now.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Claims that have methods of their own.
const RESERVED: [&str; 3] = ["aud", "iss", "sub"];

/// How a client signs the assertions that authenticate it: its keys, and what a server wants in header and claims.
///
/// By default an assertion has `aud` with the server's issuer, `typ` `JWT`, the `kid` of the key or else its thumbprint,
/// a lifetime of 60 seconds and no `nbf`. `jti`, `iat`, `exp` and the signature are new for each transmission.
///
/// ```
/// use std::time::Duration;
///
/// use oauth_core::client::{Audience, ClientAssertion};
/// use oauth_core::pingone::Region;
/// use oauth_core::{Client, ClientAuthentication, Endpoint, Server};
/// # use oauth_core::key::{Algorithm, Key, SigningFailed, SigningKey};
/// # struct TestKey;
/// # impl SigningKey for TestKey {
/// #     fn algorithm(&self) -> Algorithm { Algorithm::Es256 }
/// #     fn sign(&self, _: &[u8]) -> Result<Vec<u8>, SigningFailed> { Ok(vec![0; 64]) }
/// # }
/// # let key = Key::new(TestKey);
///
/// let assertion = ClientAssertion::new(key)
///     .audience_at(Endpoint::Introspection, Audience::CalledEndpoint)
///     .typ("client-authentication+jwt")
///     .lifetime(Duration::from_secs(30));
/// let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
/// let client = Client::new(server, "id", ClientAuthentication::private_key_jwt(assertion))?;
/// # Ok::<_, oauth_core::ConfigError>(())
/// ```
#[derive(Debug, Clone)]
pub struct ClientAssertion {
    keys: Keys,
    audience: Audience,
    audiences: Vec<(Endpoint, Audience)>,
    audience_list: bool,
    unlisted_algorithm: bool,
    form: JwtForm,
}

impl ClientAssertion {
    /// Creates assertions that are signed with this key.
    #[must_use]
    pub fn new(key: impl Into<Key>) -> Self {
        Self {
            keys: Keys::new(key.into()),
            audience: Audience::default(),
            audiences: Vec::new(),
            audience_list: false,
            unlisted_algorithm: false,
            form: JwtForm::new(),
        }
    }

    /// Adds a key that new grants use from this time on, when its public half is published and known to the server. The
    /// keys so far stay for the grants that began with them.
    #[must_use]
    pub fn key_from(mut self, from: SystemTime, key: impl Into<Key>) -> Self {
        self.keys.add(key.into(), Some(from));
        self
    }

    /// Adds a key that only the grants use that began with it, for a server that ties refresh tokens to keys.
    #[must_use]
    pub fn older_key(mut self, key: impl Into<Key>) -> Self {
        self.keys.add(key.into(), None);
        self
    }

    /// Sets the `kid` of the first key. By default it is that of the key, or else its thumbprint
    /// ([RFC 7638](https://www.rfc-editor.org/rfc/rfc7638.html)). A server that has the key from a PEM may have given it
    /// a `kid` of its own.
    #[must_use]
    pub fn key_id(mut self, key_id: impl Into<String>) -> Self {
        self.keys.map_first(|key| key.with_key_id(key_id));
        self
    }

    /// Sets `aud`. It is the issuer by default.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<Audience>) -> Self {
        self.audience = audience.into();
        self
    }

    /// Sets `aud` for requests to this endpoint, which takes precedence over [`audience`](Self::audience).
    #[must_use]
    pub fn audience_at(mut self, endpoint: Endpoint, audience: impl Into<Audience>) -> Self {
        self.audiences.retain(|(each, _)| *each != endpoint);
        self.audiences.push((endpoint, audience.into()));
        self
    }

    /// Writes `aud` as a list of one text, for a server that demands a list. It is one text by default, which others
    /// demand.
    #[must_use]
    pub fn audience_as_list(mut self) -> Self {
        self.audience_list = true;
        self
    }

    /// Sets the lifetime, from the transmission to `exp`: 60 seconds by default, at most an hour.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.form.set_lifetime(lifetime);
        self
    }

    /// Signs even if the server's metadata lists its algorithms without that of the key, because the list is incomplete.
    #[must_use]
    pub fn with_unlisted_algorithm(mut self) -> Self {
        self.unlisted_algorithm = true;
        self
    }

    takes_jwt_settings!(&RESERVED);

    /// Returns the public halves of all keys as a JWK set ([RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517.html)),
    /// to publish at the client's `jwks_uri` or to register. It has no private members.
    ///
    /// # Errors
    ///
    /// A key has no public half.
    pub fn public_jwks(&self) -> Result<String, ConfigError> {
        self.keys.public_jwks(|key| self.form.key_id(key))
    }

    /// Returns the algorithms of the keys.
    pub(crate) fn algorithms(&self) -> impl Iterator<Item = Algorithm> {
        self.keys.iter().map(Key::algorithm)
    }

    /// Checks the settings for this server.
    pub(super) fn check(&self, server: &Server, symmetric: bool) -> Result<(), ConfigError> {
        for key in self.keys.iter() {
            let algorithm = key.algorithm().as_str();
            match (key.algorithm().is_symmetric(), symmetric) {
                (true, false) => return Err(ConfigError::SymmetricKey { algorithm }),
                (false, true) => return Err(ConfigError::AsymmetricKey { algorithm }),
                _ => {}
            }
            self.form.check(key)?;
            self.check_listed(server.metadata(), Endpoint::Token, key)?;
        }
        let lives = Duration::from_secs(1)..=HOUR;
        if !lives.contains(&self.form.lifetime()) || self.form.issued_before() > HOUR {
            return Err(ConfigError::AssertionLifetime);
        }
        Ok(())
    }

    /// Checks that the metadata lists the algorithm of the key for this endpoint, if it lists any.
    fn check_listed(&self, metadata: &ServerMetadata, endpoint: Endpoint, key: &Key) -> Result<(), ConfigError> {
        let (member, listed) = match endpoint {
            Endpoint::Introspection => (
                "introspection_endpoint_auth_signing_alg_values_supported",
                &metadata.introspection_endpoint_auth_signing_alg_values_supported,
            ),
            Endpoint::Revocation => (
                "revocation_endpoint_auth_signing_alg_values_supported",
                &metadata.revocation_endpoint_auth_signing_alg_values_supported,
            ),
            _ => (
                "token_endpoint_auth_signing_alg_values_supported",
                &metadata.token_endpoint_auth_signing_alg_values_supported,
            ),
        };
        let algorithm = key.algorithm().as_str();
        match listed.as_deref().filter(|listed| !listed.is_empty() && !self.unlisted_algorithm) {
            Some(listed) if !listed.iter().any(|each| each == algorithm) => {
                let possible = key.algorithms().iter().map(|each| each.as_str());
                let possible = possible.filter(|possible| listed.iter().any(|each| each == possible)).collect();
                Err(ConfigError::AssertionAlgorithm { algorithm, member, listed: listed.join(", "), possible })
            }
            _ => Ok(()),
        }
    }

    /// Returns the key for a request of this grant, or for a new one.
    fn key(&self, server: &Server, about: About<'_>) -> Result<&Key, EncodeError> {
        let Some(name) = about.key else { return Ok(self.keys.for_new(about.now)) };
        match self.keys.named(name) {
            Some(key) => Ok(key),
            None if server.dialect().binds_refresh_tokens_to_keys() => Err(EncodeError::GrantKeyMissing),
            None => Ok(self.keys.for_new(about.now)),
        }
    }

    /// Returns what an assertion at this time says.
    pub(super) fn describe(&self, server: &Server, about: About<'_>) -> Result<SignedAssertion, EncodeError> {
        let key = self.key(server, about)?;
        let (aud, times) = (self.audience_for(server, about)?, self.form.times(about.now));
        Ok(SignedAssertion {
            aud: aud.to_owned(),
            typ: self.form.typ().map(str::to_owned),
            alg: key.algorithm().as_str(),
            kid: self.form.key_id(key).map(str::to_owned),
            iat: times.iat,
            exp: times.exp,
            key: key_name(key).map(str::to_owned),
        })
    }

    /// Returns the input of the signature for one transmission.
    pub(super) fn input(&self, server: &Server, about: About<'_>) -> Result<SigningInput, EncodeError> {
        let key = self.key(server, about)?;
        if let Some(endpoint) = about.endpoint.filter(|endpoint| *endpoint != Endpoint::Token) {
            self.check_listed(server.metadata(), endpoint, key)?;
        }
        let aud = self.audience_for(server, about)?;
        let mut claims = Members::default();
        claims.set("iss", about.client_id);
        claims.set("sub", about.client_id);
        if self.audience_list {
            claims.set("aud", vec![aud]);
        } else {
            claims.set("aud", aud);
        }
        self.form.input(key, Purpose::ClientAssertion, claims, about.now, about.random).ok_or(EncodeError::NoRandomness)
    }

    fn audience_for<'a>(&'a self, server: &'a Server, about: About<'a>) -> Result<&'a str, EncodeError> {
        let own = self.audiences.iter().find(|(each, _)| Some(*each) == about.endpoint);
        own.map_or(&self.audience, |(_, audience)| audience).text(server, about)
    }
}

impl From<Key> for ClientAssertion {
    fn from(key: Key) -> Self {
        Self::new(key)
    }
}

impl<K: SigningKey + 'static> From<K> for ClientAssertion {
    fn from(key: K) -> Self {
        Self::new(key)
    }
}
