//! How the server finds the key of an assertion.

/// How the server finds the public key of an assertion among those of the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyLookup {
    /// By `kid`. If the assertion has none, every key is tried. A key that was registered without a `kid` is tried for
    /// any.
    #[default]
    KeyIdOrAny,
    /// By `kid`, which is required as soon as the client has several keys.
    KeyId,
    /// By certificate: `x5t`, `x5t#S256` or `x5c` is required
    /// ([RFC 7515 §4.1.7](https://www.rfc-editor.org/rfc/rfc7515.html#section-4.1.7)). Entra ID does so.
    Certificate,
}
