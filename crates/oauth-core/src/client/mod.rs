//! The client: an application registered at an authorization server, and its authentication.

mod assertion;
mod authentication;
mod clock;
mod credential;
mod destination;
mod dpop;
pub(crate) mod form_request;
mod front_channel;
mod grant_types;
mod note;
mod origins;
mod request;
pub(crate) mod token_request;

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

pub use assertion::{Audience, ClientAssertion};
pub use authentication::ClientAuthentication;
use clock::ServerClocks;
use credential::Credential;
pub use destination::Destination;
pub use dpop::{Dpop, DpopRole};
pub(crate) use grant_types::GrantTypes;

use crate::error::{ConfigError, EncodeError};
use crate::key::{Key, SecretSource};
use crate::server::Server;
use crate::wire::random::Random;

/// An application registered at an authorization server: its id and its authentication method
/// ([RFC 6749 §2](https://www.rfc-editor.org/rfc/rfc6749.html#section-2)).
///
/// Cheap to clone. All clones share one secret, which can be replaced at run time. Everything that is the same for each
/// request is computed once, in [`new`](Self::new).
#[derive(Clone)]
pub struct Client(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    server: Server,
    /// Empty for a client without an identity.
    client_id: String,
    /// Behind a lock around a single pointer, so that the secret can be replaced at run time.
    credential: Arc<RwLock<Arc<Credential>>>,
    random: Random,
    dpop: Option<Dpop>,
    clocks: ServerClocks,
    unsigned_id_tokens: bool,
    /// The grants that the application is registered for. `None` if that is not known.
    grant_types: Option<GrantTypes>,
}

impl Client {
    /// Creates the client `client_id` at `server`.
    ///
    /// # Errors
    ///
    /// The id or the secret is empty or contains a control character. The id contains a colon, but the dialect demands
    /// raw Basic encoding. The dialect's names for the credentials are invalid. The method is chosen by the server's
    /// metadata, but that lists none for a secret. The key is not for this method, has no certificate although one is to
    /// be named, or signs with an algorithm that the metadata does not list; or another setting of the
    /// [`ClientAssertion`] is invalid.
    pub fn new(
        server: Server,
        client_id: impl Into<String>,
        authentication: ClientAuthentication,
    ) -> Result<Self, ConfigError> {
        let client_id = client_id.into();
        let credential = Credential::new(&server, &client_id, authentication)?;
        Ok(Self::with(server, client_id, credential))
    }

    /// Creates a client without an identity: no `client_id` and no credentials. It is meant for token exchange and
    /// assertion grants, in which the assertion alone identifies the caller
    /// ([RFC 7521 §4.1](https://www.rfc-editor.org/rfc/rfc7521.html#section-4.1),
    /// [RFC 8693 §2.1](https://www.rfc-editor.org/rfc/rfc8693.html#section-2.1)). Other requests fail with an
    /// [`EncodeError`].
    ///
    /// ```
    /// use oauth_core::pingone::Region;
    /// use oauth_core::{Call as _, Client, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    ///
    /// let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// let client = Client::without_identity(server);
    /// let request = client.jwt_bearer("a.b.c").encode(now)?;
    /// assert!(request.body().ends_with(b"jwt-bearer&assertion=a.b.c"));
    /// assert!(client.client_credentials().encode(now).is_err());
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn without_identity(server: Server) -> Self {
        let credential = Credential::nobody(&server);
        Self::with(server, String::new(), credential)
    }

    fn with(server: Server, client_id: String, credential: Credential) -> Self {
        let clocks = ServerClocks::new();
        if credential.is_timed() {
            clocks.sign();
        }
        let credential = Arc::new(RwLock::new(Arc::new(credential)));
        Self(Arc::new(Inner {
            server,
            client_id,
            credential,
            random: Random::System,
            dpop: None,
            clocks,
            unsigned_id_tokens: false,
            grant_types: None,
        }))
    }

    /// Returns the client with random bytes from `fill` instead of the operating system, for `state`, `nonce`, code
    /// verifiers, and the `jti` of assertions and DPoP proofs. `fill` returns whether it filled the buffer. The bytes
    /// must be cryptographically secure.
    #[must_use]
    pub fn with_random(self, fill: impl Fn(&mut [u8]) -> bool + Send + Sync + 'static) -> Self {
        self.change(|inner| {
            inner.random = Random::Own(Arc::new(fill));
            if let Some(dpop) = &mut inner.dpop {
                dpop.set_random(inner.random.clone());
            }
        })
    }

    /// Returns the client with a proof of possession of `key` in every form request to the server
    /// ([RFC 9449](https://www.rfc-editor.org/rfc/rfc9449.html)). The key needs its public half as a JWK.
    ///
    /// # Errors
    ///
    /// The key has no public JWK, the JWK contains private members, or the key is a shared secret.
    pub fn with_dpop(self, key: Key) -> Result<Self, ConfigError> {
        let dpop = Dpop::new(key, self.0.random.clone(), self.0.clocks.clone())?;
        Ok(self.change(|inner| inner.dpop = Some(dpop)))
    }

    /// Returns the client with another limit for the correction of its clock.
    ///
    /// What a client signs (assertions, DPoP proofs, signed JWTs) has times that the server compares with its own clock.
    /// So the client learns from the `Date` of each response over TLS how far its clock is off, and corrects by that the
    /// times of what it signs for that origin, up to 15 minutes by default. Zero switches it off.
    #[must_use]
    pub fn with_clock_correction(self, limit: Duration) -> Self {
        self.change(|inner| {
            inner.clocks.set_limit(limit);
            if let Some(dpop) = &mut inner.dpop {
                dpop.set_clocks(inner.clocks.clone());
            }
        })
    }

    /// Returns the client so that it accepts unsigned ID tokens from the token endpoint, if it is registered with
    /// `id_token_signed_response_alg` `none`
    /// ([OpenID Connect Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)). Their authenticity
    /// depends on TLS alone. An unsigned ID token in an authorization response is still rejected.
    #[must_use]
    pub fn dangerous_with_unsigned_id_tokens(self) -> Self {
        self.change(|inner| inner.unsigned_id_tokens = true)
    }

    /// The same client, which makes no request of another grant.
    pub(crate) fn with_grant_types(self, grant_types: GrantTypes) -> Self {
        self.change(|inner| inner.grant_types = Some(grant_types))
    }

    /// The error of a request by a grant that the application is not registered for.
    pub(crate) fn require_grant(&self, grant_type: &str) -> Result<(), EncodeError> {
        Ok(self.0.grant_types.as_ref().map_or(Ok(()), |grant_types| grant_types.require(grant_type))?)
    }

    pub(crate) fn takes_unsigned_id_tokens(&self) -> bool {
        self.0.unsigned_id_tokens
    }

    fn change(self, change: impl FnOnce(&mut Inner)) -> Self {
        let mut inner = Arc::unwrap_or_clone(self.0);
        change(&mut inner);
        Self(Arc::new(inner))
    }

    /// Returns the server.
    #[must_use]
    pub fn server(&self) -> &Server {
        &self.0.server
    }

    /// Returns the client id, which is empty for a client without an identity.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.0.client_id
    }

    /// Returns the DPoP key and nonces if the client has them, for requests to resources.
    #[must_use]
    pub fn dpop(&self) -> Option<&Dpop> {
        self.0.dpop.as_ref()
    }

    /// Replaces the secret of this client and all its clones. Requests encoded from now on contain the new secret. A
    /// server that rotates secrets usually accepts the old one for a while.
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// let client = Client::new(server, "id", ClientAuthentication::client_secret_post("old"))?;
    /// let call = client.client_credentials();
    /// client.replace_client_secret("new")?;
    /// assert_eq!(call.encode(now)?.body(), b"grant_type=client_credentials&client_id=id&client_secret=new");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The secret is empty or contains a control character, or this client has no secret. The old secret then stays in
    /// use.
    pub fn replace_client_secret(&self, secret: impl Into<SecretSource>) -> Result<(), ConfigError> {
        let replaced = self.credential().with_secret(&self.0.server, &self.0.client_id, secret.into())?;
        *self.0.credential.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(replaced);
        Ok(())
    }

    /// Replaces how this client and all its clones sign their assertions: the keys, or the settings. Requests that are
    /// drafted from now on are signed so. Keep the keys so far for the grants that began with them:
    ///
    /// ```
    /// # use std::time::{Duration, SystemTime};
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Client, ClientAuthentication, Server};
    /// # use oauth_core::key::{Algorithm, Key, SigningFailed, SigningKey};
    /// # struct TestKey;
    /// # impl SigningKey for TestKey {
    /// #     fn algorithm(&self) -> Algorithm { Algorithm::Es256 }
    /// #     fn sign(&self, _: &[u8]) -> Result<Vec<u8>, SigningFailed> { Ok(vec![0; 64]) }
    /// # }
    /// # let (key, new_key, now) = (Key::new(TestKey), Key::new(TestKey), SystemTime::UNIX_EPOCH);
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// let client = Client::new(server, "id", ClientAuthentication::private_key_jwt(key))?;
    /// // The server has an hour to fetch the new public key.
    /// if let Some(assertion) = client.client_assertion() {
    ///     client.replace_client_assertion(assertion.key_from(now + Duration::from_secs(3600), new_key))?;
    /// }
    /// # Ok::<_, oauth_core::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The settings are invalid (as for [`new`](Self::new)), or this client does not sign assertions. The keys so far
    /// then stay in use.
    pub fn replace_client_assertion(&self, assertion: impl Into<ClientAssertion>) -> Result<(), ConfigError> {
        let replaced = self.credential().with_assertion(&self.0.server, &self.0.client_id, assertion.into())?;
        *self.0.credential.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(replaced);
        Ok(())
    }

    /// Returns how the client signs its assertions. `None` if it does not.
    #[must_use]
    pub fn client_assertion(&self) -> Option<ClientAssertion> {
        self.credential().assertion().cloned()
    }

    /// Returns the public halves of the client's keys as a JWK set, to publish or to register. See
    /// [`ClientAssertion::public_jwks`].
    ///
    /// # Errors
    ///
    /// The client does not sign assertions, or a key has no public half.
    pub fn public_jwks(&self) -> Result<String, ConfigError> {
        self.credential().assertion().ok_or(ConfigError::NoClientKey)?.public_jwks()
    }

    fn clocks(&self) -> &ServerClocks {
        &self.0.clocks
    }

    pub(crate) fn random(&self) -> &Random {
        &self.0.random
    }

    /// Returns a number that changes when the credential is replaced, and whether the credential is asked for at each
    /// transmission. `None` if a key signs each request.
    pub(crate) fn credential_number(&self) -> Option<(u64, bool)> {
        self.credential().number()
    }

    /// Returns the secret, if it is in memory.
    pub(crate) fn secret(&self) -> Option<crate::wire::secret::Secret> {
        self.credential().secret().cloned()
    }

    fn credential(&self) -> Arc<Credential> {
        // The lock guards a single pointer, which is intact even if a thread panicked while holding the lock.
        Arc::clone(&self.0.credential.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns an error for a client without an id.
    pub(crate) fn require_identity(&self) -> Result<(), EncodeError> {
        if self.0.client_id.is_empty() { Err(EncodeError::NoIdentity) } else { Ok(()) }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("issuer", &self.0.server.issuer())
            .field("client_id", &self.0.client_id)
            .field("authentication", &self.credential().method_name())
            .finish_non_exhaustive()
    }
}
