//! Client authentication ([RFC 6749 §2.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3)).

use std::fmt;
use std::sync::Arc;

use super::ClientAssertion;
use crate::call::Draft;
use crate::error::EncodeError;
use crate::key::SecretSource;

/// The client authentication method, named as in `token_endpoint_auth_method`
/// ([RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591.html#section-2)).
///
/// A server ties each client to one method and rejects the others, so you name it. The library never probes: the error
/// for a wrong method would mask the real one.
///
/// Methods with a secret accept either fixed text or a [`SecretSource`] that is called for each transmission.
#[derive(Clone)]
pub struct ClientAuthentication(Method);

#[derive(Clone)]
pub(crate) enum Method {
    None,
    ClientSecret(SecretSource),
    ClientSecretBasic(SecretSource),
    ClientSecretPost(SecretSource),
    EmptySecretBasic,
    EmptySecretPost,
    ClientSecretJwt(Box<ClientAssertion>),
    PrivateKeyJwt(Box<ClientAssertion>),
    Assertion(SecretSource),
    Custom(Custom),
}

/// A custom client authentication method.
#[derive(Clone)]
pub(crate) struct Custom(pub(crate) Arc<Authenticate>);

/// Completes a draft.
pub(crate) type Authenticate = dyn Fn(&mut Draft) -> Result<(), EncodeError> + Send + Sync;

impl ClientAuthentication {
    /// `none`: a public client without a secret. The `client_id` is sent in the body.
    #[must_use]
    pub fn none() -> Self {
        Self(Method::None)
    }

    /// A secret, sent with the method that the server's metadata lists: `client_secret_basic` if it lists both or none
    /// at all ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2)).
    #[must_use]
    pub fn client_secret(secret: impl Into<SecretSource>) -> Self {
        Self(Method::ClientSecret(secret.into()))
    }

    /// `client_secret_basic`: id and secret in the `Authorization` header, and neither in the body.
    #[must_use]
    pub fn client_secret_basic(secret: impl Into<SecretSource>) -> Self {
        Self(Method::ClientSecretBasic(secret.into()))
    }

    /// `client_secret_post`: id and secret in the body, without an `Authorization` header.
    #[must_use]
    pub fn client_secret_post(secret: impl Into<SecretSource>) -> Self {
        Self(Method::ClientSecretPost(secret.into()))
    }

    /// `client_secret_basic` with an empty secret, for a server that registers public clients this way: the header
    /// contains `id:`.
    #[must_use]
    pub fn empty_secret_basic() -> Self {
        Self(Method::EmptySecretBasic)
    }

    /// `client_secret_post` with an empty secret: the body contains `client_secret=`.
    #[must_use]
    pub fn empty_secret_post() -> Self {
        Self(Method::EmptySecretPost)
    }

    /// `private_key_jwt`: an assertion signed with the client's key for each transmission
    /// ([RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523.html#section-2.2)).
    ///
    /// A [`Key`](crate::key::Key) alone is enough: `aud` is then the issuer, or the token endpoint if the server has no
    /// issuer; `jti` is new each time; and the assertion is valid for 60 seconds. [`ClientAssertion`] changes that, and
    /// holds several keys.
    ///
    /// ```
    /// use oauth_core::key::{Algorithm, Key, SigningFailed, SigningKey};
    /// use oauth_core::pingone::Region;
    /// use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    ///
    /// struct TestKey;
    ///
    /// impl SigningKey for TestKey {
    ///     fn algorithm(&self) -> Algorithm {
    ///         Algorithm::Es256
    ///     }
    ///
    ///     fn sign(&self, _: &[u8]) -> Result<Vec<u8>, SigningFailed> {
    ///         Ok(vec![0; 64])
    ///     }
    /// }
    ///
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// let client = Client::new(server, "id", ClientAuthentication::private_key_jwt(Key::new(TestKey)))?;
    /// let request = client.client_credentials().encode(now)?;
    /// assert!(request.body().starts_with(b"grant_type=client_credentials&client_assertion_type="));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn private_key_jwt(assertion: impl Into<ClientAssertion>) -> Self {
        Self(Method::PrivateKeyJwt(Box::new(assertion.into())))
    }

    /// `client_secret_jwt`: like [`private_key_jwt`](Self::private_key_jwt), but with a key derived from the client's
    /// secret, such as [`HS256`](crate::key::Algorithm::Hs256).
    #[must_use]
    pub fn client_secret_jwt(assertion: impl Into<ClientAssertion>) -> Self {
        Self(Method::ClientSecretJwt(Box::new(assertion.into())))
    }

    /// An assertion from elsewhere, such as a token in a file provided by the platform, or from a metadata service
    /// ([RFC 7521 §4.2](https://www.rfc-editor.org/rfc/rfc7521.html#section-4.2)).
    #[must_use]
    pub fn client_assertion(assertion: impl Into<SecretSource>) -> Self {
        Self(Method::Assertion(assertion.into()))
    }

    /// A method of your own, such as a vendor's header. The function completes the draft of every request that the
    /// client authenticates. The `client_id` is only sent if the function adds it.
    ///
    /// ```
    /// use oauth_core::pingone::Region;
    /// use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    ///
    /// let vendor = ClientAuthentication::custom(|draft| {
    ///     draft.header("x-vendor-key".parse().expect("a header's name"), "k1".parse().expect("a header's value"));
    ///     draft.credential("client_id", "id")
    /// });
    /// let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// let request = Client::new(server, "id", vendor)?.client_credentials().encode(now)?;
    /// assert_eq!(request.headers()["x-vendor-key"], "k1");
    /// assert_eq!(request.body(), b"grant_type=client_credentials&client_id=id");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    pub fn custom<F>(authenticate: F) -> Self
    where
        F: Fn(&mut Draft) -> Result<(), EncodeError> + Send + Sync + 'static,
    {
        Self(Method::Custom(Custom(Arc::new(authenticate))))
    }

    pub(crate) fn into_method(self) -> Method {
        self.0
    }
}

impl fmt::Debug for ClientAuthentication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match &self.0 {
            Method::None => "none",
            Method::ClientSecret(_) => "client_secret",
            Method::ClientSecretBasic(_) | Method::EmptySecretBasic => "client_secret_basic",
            Method::ClientSecretPost(_) | Method::EmptySecretPost => "client_secret_post",
            Method::ClientSecretJwt(_) => "client_secret_jwt",
            Method::PrivateKeyJwt(_) => "private_key_jwt",
            Method::Assertion(_) => "client_assertion",
            Method::Custom(_) => "custom",
        };
        write!(f, "ClientAuthentication({name})")
    }
}
