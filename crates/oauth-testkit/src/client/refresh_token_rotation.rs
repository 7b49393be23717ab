//! Refresh token rotation.

use std::time::Duration;

/// What the server does with a refresh token when it is used
/// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749.html#section-6)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefreshTokenRotation {
    /// The token is replaced by a new one. If the old one is used again, it is revoked together with all tokens that
    /// descend from it. This is PingOne's default.
    #[default]
    Rotating,
    /// Like `Rotating`, but the old token stays usable for this long after its first use.
    Grace(Duration),
    /// The token stays valid, and each response repeats it.
    Repeated,
    /// The token stays valid, and the response to a refresh omits it.
    Omitted,
}
