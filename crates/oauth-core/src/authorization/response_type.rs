//! What an authorization request asks for.

use std::borrow::Cow;
use std::fmt;

/// The `response_type`: one or several words, whose order does not matter
/// ([RFC 6749 §3.1.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1.1)).
///
/// `code` is the one to use. The others send tokens through the browser: they end up in its history, in logs and in
/// whatever runs in the page, nothing binds them to the client that receives them, and a stolen one cannot be told from
/// an own one ([RFC 9700 §2.1.2](https://www.rfc-editor.org/rfc/rfc9700.html#section-2.1.2)). They are here for servers
/// and applications that are still set up for them; an application in the browser, for which they were once made, can
/// use `code` with PKCE today.
///
/// ```
/// use oauth_core::authorization::ResponseType;
///
/// assert_eq!(ResponseType::from("id_token code"), ResponseType::CODE_ID_TOKEN);
/// ```
#[derive(Debug, Clone)]
pub struct ResponseType(Cow<'static, str>);

impl ResponseType {
    /// A code, which the token endpoint turns into tokens (RFC 6749 §4.1).
    pub const CODE: Self = Self(Cow::Borrowed("code"));
    /// Legacy, hybrid: a code, and an ID token through the browser (OpenID Connect Core §3.3).
    pub const CODE_ID_TOKEN: Self = Self(Cow::Borrowed("code id_token"));
    /// Legacy, hybrid: a code, and an ID token and an access token through the browser (OpenID Connect Core §3.3).
    pub const CODE_ID_TOKEN_TOKEN: Self = Self(Cow::Borrowed("code id_token token"));
    /// Legacy, hybrid: a code, and an access token through the browser (OpenID Connect Core §3.3).
    pub const CODE_TOKEN: Self = Self(Cow::Borrowed("code token"));
    /// Legacy, implicit: an ID token through the browser (OpenID Connect Core §3.2).
    pub const ID_TOKEN: Self = Self(Cow::Borrowed("id_token"));
    /// Legacy, implicit: an ID token and an access token through the browser (OpenID Connect Core §3.2).
    pub const ID_TOKEN_TOKEN: Self = Self(Cow::Borrowed("id_token token"));
    /// Legacy, implicit: an access token through the browser (RFC 6749 §4.2).
    pub const TOKEN: Self = Self(Cow::Borrowed("token"));

    /// The words, separated by spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `word` is among them.
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        self.0.split(' ').any(|each| each == word)
    }
}

impl From<&str> for ResponseType {
    fn from(words: &str) -> Self {
        Self(Cow::Owned(words.to_owned()))
    }
}

impl PartialEq for ResponseType {
    fn eq(&self, other: &Self) -> bool {
        let sorted = |text: &'_ Self| {
            let mut words: Vec<String> = text.0.split(' ').map(str::to_owned).collect();
            words.sort_unstable();
            words
        };
        sorted(self) == sorted(other)
    }
}

impl Eq for ResponseType {}

impl fmt::Display for ResponseType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
