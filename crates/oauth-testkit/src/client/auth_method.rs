//! How a client authenticates.

/// How a client authenticates, at every endpoint that asks for it. A client has exactly one method, as at
/// PingOne.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenEndpointAuthMethod {
    /// `none`: a public client, which sends only its `client_id`.
    None,
    /// `client_secret_basic`: id and secret in the `Authorization` header and nowhere else.
    ClientSecretBasic,
    /// `client_secret_post`: id and secret in the body.
    ClientSecretPost,
}

impl TokenEndpointAuthMethod {
    pub(crate) const ALL: [Self; 3] = [Self::ClientSecretBasic, Self::ClientSecretPost, Self::None];

    /// The name of the method in metadata.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
        }
    }
}
