//! Types of access tokens ([RFC 6749 §7.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-7.1)).

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};

use crate::wire::show::show_by_debug;
use crate::wire::text::Shown;

/// The `token_type` of a response, compared case-insensitively
/// ([RFC 6749 §7.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-7.1)).
///
/// ```
/// use oauth_core::token::TokenType;
///
/// assert_eq!(TokenType::from("bEARER"), TokenType::BEARER);
/// assert_eq!(TokenType::from("Application Access Token").as_str(), "Application Access Token");
/// ```
#[derive(Clone)]
pub struct TokenType(Cow<'static, str>);

impl TokenType {
    /// Anyone who holds the token can use it ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750.html)).
    pub const BEARER: Self = Self(Cow::Borrowed("Bearer"));
    /// The token is bound to a key, and each request proves possession of the key
    /// ([RFC 9449](https://www.rfc-editor.org/rfc/rfc9449.html)).
    pub const DPOP: Self = Self(Cow::Borrowed("DPoP"));
    /// The token of a token exchange is not an access token
    /// ([RFC 8693 §2.2.1](https://www.rfc-editor.org/rfc/rfc8693.html#section-2.2.1)).
    pub const NOT_APPLICABLE: Self = Self(Cow::Borrowed("N_A"));

    /// The server's value is not a type. Such a token is never presented.
    pub const UNREADABLE: Self = Self(Cow::Borrowed(""));

    /// Returns the type as the server wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for TokenType {
    fn from(text: &str) -> Self {
        // The usual spellings need no allocation.
        match text {
            "Bearer" => Self::BEARER,
            "bearer" => Self(Cow::Borrowed("bearer")),
            "DPoP" => Self::DPOP,
            _ => Self(Cow::Owned(text.to_owned())),
        }
    }
}

impl fmt::Debug for TokenType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TokenType").field(&Shown(&self.0)).finish()
    }
}

show_by_debug!(TokenType);

impl PartialEq for TokenType {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for TokenType {}

impl Hash for TokenType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_ascii_lowercase().hash(state);
    }
}
