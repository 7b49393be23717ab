//! The name of one access token of a grant.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::token::Scope;
use crate::wire::text::Shown;

/// The name of one access token among those of a grant: everything in a token request that makes it a different token.
///
/// Two requests with equal values have equal keys, in whatever order the values were added. A request without any of
/// them has the [default](Self::new) key. Neither secrets nor the client's credentials belong here: a token stays valid
/// when they change.
///
/// ```
/// use oauth_core::lifecycle::TokenKey;
///
/// let key = TokenKey::new().scope("read write").resource("https://api.example");
/// assert_eq!(key, TokenKey::new().resource("https://api.example").scope("write read"));
/// assert_ne!(key, TokenKey::new().scope("read write"));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TokenKey(Arc<BTreeSet<(Box<str>, Box<str>)>>);

impl TokenKey {
    /// Creates the key of a request that states nothing but its grant.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a requested scope. The order of its tokens does not matter.
    #[must_use]
    pub fn scope(self, scope: impl Into<Scope>) -> Self {
        let scope: Scope = scope.into();
        scope.iter().fold(self, |key, token| key.with("scope", token))
    }

    /// Adds a requested resource ([RFC 8707](https://www.rfc-editor.org/rfc/rfc8707.html)).
    #[must_use]
    pub fn resource(self, resource: &str) -> Self {
        self.with("resource", resource)
    }

    /// Adds a requested audience ([RFC 8693 §2.1](https://www.rfc-editor.org/rfc/rfc8693.html#section-2.1)).
    #[must_use]
    pub fn audience(self, audience: &str) -> Self {
        self.with("audience", audience)
    }

    /// Adds requested claims
    /// ([OpenID Connect Core §5.5](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter)), such as those
    /// of a claims challenge.
    #[must_use]
    pub fn claims(self, claims: &str) -> Self {
        self.with("claims", claims)
    }

    /// Adds requested authorization details ([RFC 9396](https://www.rfc-editor.org/rfc/rfc9396.html)).
    #[must_use]
    pub fn authorization_details(self, details: &str) -> Self {
        self.with("authorization_details", details)
    }

    /// Adds any other parameter of the request that is not secret.
    #[must_use]
    pub fn parameter(self, name: &str, value: &str) -> Self {
        self.with(&format!("parameter {name}"), value)
    }

    /// Adds a header of the request that is not secret.
    #[must_use]
    pub fn header(self, name: &str, value: &str) -> Self {
        self.with(&format!("header {}", name.to_ascii_lowercase()), value)
    }

    /// Adds the thumbprint of the key or certificate to which the token is bound
    /// ([RFC 9449 §6.1](https://www.rfc-editor.org/rfc/rfc9449.html#section-6.1),
    /// [RFC 8705 §3.1](https://www.rfc-editor.org/rfc/rfc8705.html#section-3.1)).
    #[must_use]
    pub fn binding(self, thumbprint: &str) -> Self {
        self.with("binding", thumbprint)
    }

    /// Returns the names and values, sorted. Equal keys have equal values, in all versions of this crate.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        Arc::make_mut(&mut self.0).insert((name.into(), value.into()));
        self
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.iter().take(16).map(|(name, value)| (Shown(name), Shown(value)));
        f.write_str("TokenKey")?;
        f.debug_map().entries(shown).finish()
    }
}
