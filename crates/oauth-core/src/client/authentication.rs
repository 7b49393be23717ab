//! How a client proves who it is ([RFC 6749 §2.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3)).

use crate::wire::secret::Secret;

/// How a client authenticates at the token endpoint, by the names of RFC 7591's `token_endpoint_auth_method`.
///
/// A server ties each client to one method and refuses the others, so the method is said and never tried out: the
/// answer to a wrong guess hides the answer that matters.
#[derive(Debug, Clone)]
pub struct ClientAuthentication(Method);

#[derive(Debug, Clone)]
pub(crate) enum Method {
    None,
    ClientSecret(Secret),
    ClientSecretBasic(Secret),
    ClientSecretPost(Secret),
}

impl ClientAuthentication {
    /// `none`: a public client, which has no secret. The `client_id` goes into the body.
    #[must_use]
    pub fn none() -> Self {
        Self(Method::None)
    }

    /// A secret, by the method that the server's metadata lists; `client_secret_basic` where it lists both or says
    /// nothing ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2)).
    #[must_use]
    pub fn client_secret(secret: impl Into<Secret>) -> Self {
        Self(Method::ClientSecret(secret.into()))
    }

    /// `client_secret_basic`: id and secret in the `Authorization` header, and neither of them in the body.
    #[must_use]
    pub fn client_secret_basic(secret: impl Into<Secret>) -> Self {
        Self(Method::ClientSecretBasic(secret.into()))
    }

    /// `client_secret_post`: id and secret in the body, and no `Authorization` header.
    #[must_use]
    pub fn client_secret_post(secret: impl Into<Secret>) -> Self {
        Self(Method::ClientSecretPost(secret.into()))
    }

    pub(crate) fn into_method(self) -> Method {
        self.0
    }
}
