//! The unit of `expires_in`.

/// The unit of `expires_in`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ExpiresInUnit {
    /// Seconds from now, as RFC 6749 requires
    /// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1)).
    #[default]
    Seconds,
    /// Milliseconds from now.
    Milliseconds,
    /// Seconds since 1970: the time of expiry itself.
    UnixTime,
    /// The time of expiry as an RFC 3339 date, such as `2030-05-24T10:11:12Z`. A number counts seconds from now.
    DateTime,
}
