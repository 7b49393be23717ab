//! Access tokens.

use http::{HeaderValue, Method, Request};

use super::{TokenResponse, TokenType};
use crate::call::{Extras, bare_request, with_bearer};
use crate::error::EncodeError;
use crate::wire::bearer;
use crate::wire::secret::Secret;
use crate::wire::url::EndpointUrl;

/// An access token and its type, which a program that stores access tokens must keep together.
///
/// A token that is bound to a key is never sent as a bearer token, even after it was stored:
///
/// ```
/// use oauth_core::token::{AccessToken, TokenType};
///
/// let stored = ("SlAV32hkKG", "Bearer");
/// let token = AccessToken::new(stored.0, TokenType::from(stored.1));
/// assert_eq!(token.bearer_header().expect("a bearer token"), "Bearer SlAV32hkKG");
///
/// let bound = AccessToken::new("SlAV32hkKG", TokenType::DPOP);
/// assert!(bound.bearer_header().is_none());
/// ```
#[derive(Debug, Clone)]
pub struct AccessToken {
    text: Secret,
    token_type: TokenType,
}

impl AccessToken {
    /// Creates a token of this type.
    #[must_use]
    pub fn new(text: impl Into<Secret>, token_type: TokenType) -> Self {
        Self { text: text.into(), token_type }
    }

    /// Creates a bearer token.
    #[must_use]
    pub fn bearer(text: impl Into<Secret>) -> Self {
        Self::new(text, TokenType::BEARER)
    }

    /// Returns the token.
    #[must_use]
    pub fn text(&self) -> &Secret {
        &self.text
    }

    /// Returns how the token is presented.
    #[must_use]
    pub fn token_type(&self) -> &TokenType {
        &self.token_type
    }

    /// Returns the `Authorization` header value for requests to a resource server
    /// ([RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1)), marked sensitive.
    ///
    /// `None` if the type is not `Bearer`, or if the text cannot be a token.
    #[must_use]
    pub fn bearer_header(&self) -> Option<HeaderValue> {
        if self.token_type == TokenType::BEARER { bearer::header(self.text.expose()) } else { None }
    }

    /// Returns a request with this token and no body.
    pub(crate) fn request(
        &self,
        method: Method,
        url: &EndpointUrl,
        extras: &Extras,
    ) -> Result<Request<Vec<u8>>, EncodeError> {
        if self.token_type != TokenType::BEARER {
            return Err(EncodeError::NotBearer);
        }
        with_bearer(bare_request(method, url, extras)?, &self.text)
    }
}

impl From<&TokenResponse> for AccessToken {
    /// Returns the access token of a response. If the server did not state its type, it is `Bearer`.
    fn from(tokens: &TokenResponse) -> Self {
        Self::new(tokens.access_token.clone(), tokens.token_type.clone().unwrap_or(TokenType::BEARER))
    }
}

impl From<&Self> for AccessToken {
    fn from(token: &Self) -> Self {
        token.clone()
    }
}
