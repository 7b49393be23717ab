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
}

impl TokenEndpointAuthMethod {
    pub(crate) const ALL: [Self; 3] = [Self::ClientSecretBasic, Self::ClientSecretPost, Self::None];

    /// The value of `token_endpoint_auth_method`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
        }
    }
}
