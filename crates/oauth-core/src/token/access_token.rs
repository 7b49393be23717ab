//! Access tokens.

use std::time::SystemTime;

use http::{HeaderValue, Method, Request};

use super::{Scope, TokenResponse, TokenType};
use crate::call::{Extras, bare_request, with_bearer};
use crate::error::EncodeError;
use crate::wire::bearer;
use crate::wire::secret::Secret;
use crate::wire::url::EndpointUrl;

/// An access token and its type, which a program that stores access tokens must keep together.
///
/// The `Authorization` header is built once, so [`bearer_header`](Self::bearer_header) allocates nothing.
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
    header: Option<HeaderValue>,
    scope: Option<Scope>,
    expires_at: Option<SystemTime>,
    generation: u64,
}

impl AccessToken {
    /// Creates a token of this type.
    #[must_use]
    pub fn new(text: impl Into<Secret>, token_type: TokenType) -> Self {
        let text = text.into();
        let header = if token_type == TokenType::BEARER { bearer::header(text.expose()) } else { None };
        Self { text, token_type, header, scope: None, expires_at: None, generation: 0 }
    }

    /// Creates a bearer token.
    #[must_use]
    pub fn bearer(text: impl Into<Secret>) -> Self {
        Self::new(text, TokenType::BEARER)
    }

    /// Sets the scope of the token.
    #[must_use]
    pub fn with_scope(self, scope: impl Into<Scope>) -> Self {
        Self { scope: Some(scope.into()), ..self }
    }

    /// Sets when the token expires.
    #[must_use]
    pub fn with_expires_at(self, expires_at: SystemTime) -> Self {
        Self { expires_at: Some(expires_at), ..self }
    }

    /// Numbers the token among those of one lifecycle.
    pub(crate) fn with_generation(self, generation: u64) -> Self {
        Self { generation, ..self }
    }

    /// Returns the scope of the token. `None` if it is not known.
    #[must_use]
    pub fn scope(&self) -> Option<&Scope> {
        self.scope.as_ref()
    }

    /// Returns when the token expires, by the wall clock. `None` if it is not known.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    /// Returns the number of this token among those that one [`Lifecycle`](crate::lifecycle::Lifecycle) handed out: a
    /// later token has a higher number. 0 for a token that has another origin.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
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
        self.header.clone()
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
        let token_type = tokens.token_type.clone().unwrap_or(TokenType::BEARER);
        let (scope, expires_at) = (tokens.scope.clone(), tokens.expires_at);
        Self { scope, expires_at, ..Self::new(tokens.access_token.clone(), token_type) }
    }
}

impl From<&Self> for AccessToken {
    fn from(token: &Self) -> Self {
        token.clone()
    }
}
