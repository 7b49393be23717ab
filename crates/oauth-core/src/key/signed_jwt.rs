//! JWTs that a client signs for itself, with claims of its choice
//! ([RFC 7523 §2.1](https://www.rfc-editor.org/rfc/rfc7523.html#section-2.1)).

use std::time::{Duration, SystemTime};

use serde::Serialize;

use super::jwt_form::{CertificateParameter, JwtForm, Members, takes_jwt_settings};
use super::{Key, NotSupplied, Purpose, SigningInput};
use crate::error::ConfigError;
use crate::wire::random::Random;
use crate::wire::secret::Secret;

/// A JWT that the program signs, with claims of its choice. `iat`, `exp`, `jti` and the signature are new for each
/// transmission, so it never runs out.
///
/// It is a [`SecretSource`](super::SecretSource), so it can take the place of any assertion or secret:
///
/// * a grant ([`jwt_bearer`](crate::Client::jwt_bearer)), such as that of a service account,
/// * a client secret ([`client_secret_post`](crate::ClientAuthentication::client_secret_post)), for a server that takes
///   a JWT there.
///
/// [`signing_input`](Self::signing_input) and [`sign`](Self::sign) give the JWT itself, for a server that takes it as a bearer token.
///
/// ```
/// use std::time::Duration;
///
/// use oauth_core::key::SignedJwt;
/// use oauth_core::{Call as _, Client, Server};
/// # use oauth_core::key::{Algorithm, Key, SigningFailed, SigningKey};
/// # struct TestKey;
/// # impl SigningKey for TestKey {
/// #     fn algorithm(&self) -> Algorithm { Algorithm::Es256 }
/// #     fn sign(&self, _: &[u8]) -> Result<Vec<u8>, SigningFailed> { Ok(vec![0; 64]) }
/// # }
/// # let (key, now) = (Key::new(TestKey), std::time::SystemTime::UNIX_EPOCH);
///
/// let assertion = SignedJwt::new(key)
///     .issuer("reports@project.iam.example")
///     .subject("ada@example.com")
///     .audience("https://accounts.example.com/token")
///     .claim("scope", "calendar.readonly")
///     .lifetime(Duration::from_secs(3600));
/// let server = Server::at_token_endpoint("https://accounts.example.com/token")?;
/// let request = Client::without_identity(server).jwt_bearer(assertion).encode(now)?;
/// assert!(request.body().starts_with(b"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct SignedJwt {
    key: Key,
    form: JwtForm,
}

impl SignedJwt {
    /// Creates a JWT without claims, but for `iat`, `exp` and `jti`.
    #[must_use]
    pub fn new(key: impl Into<Key>) -> Self {
        Self { key: key.into(), form: JwtForm::new() }
    }

    /// Sets `iss`.
    #[must_use]
    pub fn issuer(self, issuer: impl Into<String>) -> Self {
        self.claim("iss", issuer.into())
    }

    /// Sets `sub`.
    #[must_use]
    pub fn subject(self, subject: impl Into<String>) -> Self {
        self.claim("sub", subject.into())
    }

    /// Sets `aud`, which can be any text; it need not be an endpoint of the server that the request goes to. For a list,
    /// use [`claim`](Self::claim).
    #[must_use]
    pub fn audience(self, audience: impl Into<String>) -> Self {
        self.claim("aud", audience.into())
    }

    /// Sets the `kid` of the header. By default it is that of the key, or else its thumbprint.
    #[must_use]
    pub fn key_id(mut self, key_id: impl Into<String>) -> Self {
        self.key = self.key.with_key_id(key_id);
        self
    }

    /// Sets the lifetime, from the transmission to `exp`. It is 60 seconds by default.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.form.set_lifetime(lifetime);
        self
    }

    /// Leaves out `jti`.
    #[must_use]
    pub fn without_jti(mut self) -> Self {
        self.form.set_without_jti();
        self
    }

    takes_jwt_settings!(&[]);

    /// Returns the input of its signature, for a [`Draft`](crate::call::Draft) of your own: with
    /// [`Place::Bearer`](crate::call::Place::Bearer), the JWT becomes the bearer token of the request. It works with a
    /// key in a service too. The random bytes for `jti` come from the operating system.
    ///
    /// ```
    /// use oauth_core::call::{Draft, Place};
    /// use oauth_core::key::SignedJwt;
    /// # use oauth_core::key::{Algorithm, Key, SigningFailed, SigningKey};
    /// # struct TestKey;
    /// # impl SigningKey for TestKey {
    /// #     fn algorithm(&self) -> Algorithm { Algorithm::Rs256 }
    /// #     fn sign(&self, _: &[u8]) -> Result<Vec<u8>, SigningFailed> { Ok(vec![0; 256]) }
    /// # }
    /// # let (key, now) = (Key::new(TestKey), std::time::SystemTime::UNIX_EPOCH);
    ///
    /// let jwt = SignedJwt::new(key).issuer("12345");
    /// let request = http::Request::post("https://api.example.com/app/installations/1/access_tokens").body(Vec::new())?;
    /// let request = Draft::from(request).with(Place::Bearer, jwt.signing_input(now)?).into_request()?;
    /// assert!(request.headers()["authorization"].to_str()?.starts_with("Bearer eyJ"));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No random bytes are available, or a setting is invalid.
    pub fn signing_input(&self, now: SystemTime) -> Result<SigningInput, NotSupplied> {
        self.check()?;
        self.input(now, &Random::System).ok_or(NotSupplied::NoRandomness)
    }

    /// Signs it with a key in memory.
    ///
    /// # Errors
    ///
    /// The same as for [`signing_input`](Self::signing_input). The key fails, or it is in a service.
    pub fn sign(&self, now: SystemTime) -> Result<Secret, NotSupplied> {
        let input = self.signing_input(now)?;
        let elsewhere = NotSupplied::Nobody { need: "a signature by a key that is not in memory" };
        let signature = input.sign().ok_or(elsewhere)??;
        input.check_signature(&signature)?;
        Ok(Secret::from(input.jwt(&signature).as_str()))
    }

    /// Checks the settings.
    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        self.form.check(&self.key)
    }

    /// Returns the input of the signature for one transmission. `None` without randomness.
    pub(crate) fn input(&self, at: SystemTime, random: &Random) -> Option<SigningInput> {
        self.form.input(&self.key, Purpose::SignedJwt, Members::default(), at, random)
    }
}
