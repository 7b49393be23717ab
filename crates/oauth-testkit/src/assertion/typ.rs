//! The `typ` that the server demands of an assertion.

/// Which `typ` in the header of an assertion the server accepts
/// ([RFC 7519 §5.1](https://www.rfc-editor.org/rfc/rfc7519.html#section-5.1)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AssertionTyp {
    /// Any, or none.
    #[default]
    Any,
    /// `JWT`, or none.
    Jwt,
    /// `client-authentication+jwt`, with or without `application/`.
    ClientAuthentication,
}
