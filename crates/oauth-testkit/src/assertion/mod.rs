//! Assertions: the JWTs by which clients authenticate, and those of the JWT bearer grant
//! ([RFC 7523](https://www.rfc-editor.org/rfc/rfc7523.html)).

pub(crate) mod algorithm;
pub(crate) mod audience;
#[cfg(feature = "jwt")]
pub(crate) mod by_issuer;
#[cfg(feature = "jwt")]
pub(crate) mod claims;
#[cfg(feature = "jwt")]
pub(crate) mod compact;
#[cfg(feature = "jwt")]
mod described;
#[cfg(feature = "jwt")]
pub(crate) mod header;
pub(crate) mod issuer;
#[cfg(feature = "jwt")]
pub(crate) mod key_choice;
pub(crate) mod key_lookup;
pub(crate) mod rules;
#[cfg(feature = "jwt")]
pub(crate) mod signature;
#[cfg(feature = "jwt")]
mod thumbprint;
pub(crate) mod typ;
#[cfg(feature = "jwt")]
pub(crate) mod used;

/// What a server without the feature `jwt` says about an assertion.
#[cfg(not(feature = "jwt"))]
pub(crate) const FEATURE_IS_OFF: &str =
    "The test server cannot verify a JWT: enable the feature `jwt` of oauth-testkit";
