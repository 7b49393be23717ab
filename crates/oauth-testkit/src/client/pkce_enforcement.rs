//! PKCE enforcement.

/// Whether a client must send a `code_challenge`
/// ([RFC 7636 §4.3](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.3)). The names are those of PingOne. The
/// method `plain` is refused regardless.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PkceEnforcement {
    /// `OPTIONAL`: the challenge may be omitted.
    #[default]
    Optional,
    /// `REQUIRED`: the challenge is required. PingOne accepts the method `plain` here; this server does not.
    Required,
    /// `S256_REQUIRED`: the challenge is required, with the method `S256`.
    S256Required,
}
