//! The audience of a client assertion ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523.html#section-3)).

use crate::call::About;
use crate::error::EncodeError;
use crate::server::{Endpoint, Server};

/// The `aud` of a client assertion.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Audience {
    /// The server's issuer, byte for byte as it was discovered or configured; or its token endpoint if the issuer is not
    /// known. This is the default, and the only value that FAPI 2.0 allows.
    #[default]
    Issuer,
    /// The URL of the token endpoint, whichever endpoint the request goes to.
    TokenEndpoint,
    /// The URL that the request goes to.
    CalledEndpoint,
    /// Another text.
    Text(String),
}

impl Audience {
    pub(super) fn text<'a>(&'a self, server: &'a Server, about: About<'a>) -> Result<&'a str, EncodeError> {
        match self {
            Self::Issuer => Ok(about.audience),
            Self::TokenEndpoint => Ok(server.endpoint_url(Endpoint::Token)?.as_str()),
            Self::CalledEndpoint => Ok(about.called),
            Self::Text(text) => Ok(text),
        }
    }
}

impl From<&str> for Audience {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Audience {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
