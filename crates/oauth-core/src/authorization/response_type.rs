//! The `response_type` of an authorization request.

use std::borrow::Cow;
use std::fmt;

/// The `response_type`: one or more words in any order
/// ([RFC 6749 §3.1.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1.1)).
///
/// Use `code`. The other types send tokens through the browser, where they can leak through its history, logs and
/// scripts in the page. Nothing binds these tokens to the client that receives them, so a stolen token cannot be told
/// apart from a genuine one ([RFC 9700 §2.1.2](https://www.rfc-editor.org/rfc/rfc9700.html#section-2.1.2)). They exist
/// for servers and applications that still depend on them. Browser-based applications, for which they were designed,
/// can use `code` with PKCE today.
///
/// ```
/// use oauth_core::authorization::ResponseType;
///
/// assert_eq!(ResponseType::from("id_token code"), ResponseType::CODE_ID_TOKEN);
/// ```
#[derive(Debug, Clone)]
pub struct ResponseType(Cow<'static, str>);

impl ResponseType {
    /// A code, which the token endpoint exchanges for tokens
    /// ([RFC 6749 §4.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1)).
    pub const CODE: Self = Self(Cow::Borrowed("code"));
    /// Legacy, hybrid: a code, and an ID token through the browser
    /// ([OpenID Connect Core §3.3](https://openid.net/specs/openid-connect-core-1_0.html#HybridFlowAuth)).
    pub const CODE_ID_TOKEN: Self = Self(Cow::Borrowed("code id_token"));
    /// Legacy, hybrid: a code, and an ID token and an access token through the browser
    /// ([OpenID Connect Core §3.3](https://openid.net/specs/openid-connect-core-1_0.html#HybridFlowAuth)).
    pub const CODE_ID_TOKEN_TOKEN: Self = Self(Cow::Borrowed("code id_token token"));
    /// Legacy, hybrid: a code, and an access token through the browser
    /// ([OpenID Connect Core §3.3](https://openid.net/specs/openid-connect-core-1_0.html#HybridFlowAuth)).
    pub const CODE_TOKEN: Self = Self(Cow::Borrowed("code token"));
    /// Legacy, implicit: an ID token through the browser
    /// ([OpenID Connect Core §3.2](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitFlowAuth)).
    pub const ID_TOKEN: Self = Self(Cow::Borrowed("id_token"));
    /// Legacy, implicit: an ID token and an access token through the browser
    /// ([OpenID Connect Core §3.2](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitFlowAuth)).
    pub const ID_TOKEN_TOKEN: Self = Self(Cow::Borrowed("id_token token"));
    /// Legacy, implicit: an access token through the browser
    /// ([RFC 6749 §4.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.2)).
    pub const TOKEN: Self = Self(Cow::Borrowed("token"));

    /// Returns the words, separated by spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the response type contains `word`.
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
