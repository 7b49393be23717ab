//! Client authentication methods ([RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591.html#section-2)).

/// The client authentication method, which applies to every endpoint that authenticates clients. A client has exactly
/// one, as at PingOne.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenEndpointAuthMethod {
    /// `none`: a public client sends its `client_id` only.
    None,
    /// `client_secret_basic`: the id and the secret are in the `Authorization` header only.
    ClientSecretBasic,
    /// `client_secret_post`: the id and the secret are in the body only.
    ClientSecretPost,
    /// `client_secret_jwt`: a JWT in the body, with an HMAC by the secret
    /// ([RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523.html#section-2.2)). It needs the feature `jwt`.
    ClientSecretJwt,
    /// `private_key_jwt`: a JWT in the body, signed with a private key of the client
    /// ([RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523.html#section-2.2)). It needs the feature `jwt`.
    PrivateKeyJwt,
}

impl TokenEndpointAuthMethod {
    /// The methods by which this server can authenticate a client.
    #[cfg(feature = "jwt")]
    pub(crate) const SUPPORTED: &'static [Self] =
        &[Self::ClientSecretBasic, Self::ClientSecretPost, Self::ClientSecretJwt, Self::PrivateKeyJwt, Self::None];
    /// The methods by which this server can authenticate a client.
    #[cfg(not(feature = "jwt"))]
    pub(crate) const SUPPORTED: &'static [Self] = &[Self::ClientSecretBasic, Self::ClientSecretPost, Self::None];

    /// The value of `token_endpoint_auth_method`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
            Self::ClientSecretJwt => "client_secret_jwt",
            Self::PrivateKeyJwt => "private_key_jwt",
        }
    }
}
