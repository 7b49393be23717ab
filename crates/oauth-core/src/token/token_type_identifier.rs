//! Token type identifiers ([RFC 8693 §3](https://www.rfc-editor.org/rfc/rfc8693.html#section-3)).

use std::borrow::Cow;
use std::fmt;

use crate::wire::show::show_by_debug;
use crate::wire::text::Shown;

/// A token type identifier, a URI ([RFC 8693 §3](https://www.rfc-editor.org/rfc/rfc8693.html#section-3)). It states
/// what a token *is*; [`TokenType`](crate::token::TokenType) states how an access token is presented.
///
/// ```
/// use oauth_core::token::TokenTypeIdentifier;
///
/// assert_eq!(TokenTypeIdentifier::from("urn:ietf:params:oauth:token-type:jwt"), TokenTypeIdentifier::JWT);
/// assert_eq!(TokenTypeIdentifier::from("urn:example:badge").as_str(), "urn:example:badge");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TokenTypeIdentifier(Cow<'static, str>);

impl TokenTypeIdentifier {
    /// An access token that this server issued.
    pub const ACCESS_TOKEN: Self = Self::known("urn:ietf:params:oauth:token-type:access_token");
    /// A refresh token that this server issued.
    pub const REFRESH_TOKEN: Self = Self::known("urn:ietf:params:oauth:token-type:refresh_token");
    /// An ID token of OpenID Connect.
    pub const ID_TOKEN: Self = Self::known("urn:ietf:params:oauth:token-type:id_token");
    /// A SAML 1.1 assertion, in base64url.
    pub const SAML1: Self = Self::known("urn:ietf:params:oauth:token-type:saml1");
    /// A SAML 2.0 assertion, in base64url.
    pub const SAML2: Self = Self::known("urn:ietf:params:oauth:token-type:saml2");
    /// A JWT of any issuer.
    pub const JWT: Self = Self::known("urn:ietf:params:oauth:token-type:jwt");

    const fn known(uri: &'static str) -> Self {
        Self(Cow::Borrowed(uri))
    }

    /// Returns the URI.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for TokenTypeIdentifier {
    fn from(uri: &str) -> Self {
        Self(Cow::Owned(uri.to_owned()))
    }
}

impl From<String> for TokenTypeIdentifier {
    fn from(uri: String) -> Self {
        Self(Cow::Owned(uri))
    }
}

impl fmt::Debug for TokenTypeIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TokenTypeIdentifier").field(&Shown(&self.0)).finish()
    }
}

show_by_debug!(TokenTypeIdentifier);
