//! The `aud` that the server demands of an assertion.

/// Which `aud` of an assertion the server accepts
/// ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523.html#section-3)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AssertionAudience {
    /// The issuer, the token endpoint or the endpoint that is called, as a text or as a list that contains one of them.
    /// PingOne does so.
    #[default]
    IssuerOrEndpoint,
    /// The endpoint that is called, and nothing else.
    CalledEndpoint,
    /// The token endpoint, whichever endpoint is called.
    TokenEndpoint,
    /// The issuer as one text. A list is refused, even one that contains only the issuer.
    IssuerText,
}
