//! What the number in `expires_in` counts.

/// What the number in `expires_in` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ExpiresInUnit {
    /// Seconds from now, as RFC 6749 §5.1 wants it.
    #[default]
    Seconds,
    /// Milliseconds from now.
    Milliseconds,
    /// Seconds since 1970: the time of expiry itself.
    UnixTime,
    /// No number, but the time of expiry as a date of RFC 3339, such as `2030-05-24T10:11:12Z`. A number counts seconds
    /// from now.
    DateTime,
}
