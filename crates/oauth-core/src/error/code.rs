//! The `error` of an answer.

use std::borrow::Cow;
use std::fmt;

use crate::wire::text::Shown;

/// An error code, as the server wrote it. The codes of the RFCs are constants; any other is kept as it is.
///
/// ```
/// use oauth_core::ErrorCode;
///
/// let code = ErrorCode::from("invalid_client");
/// assert_eq!(code, ErrorCode::INVALID_CLIENT);
/// assert_eq!(ErrorCode::from("bad_verification_code").as_str(), "bad_verification_code");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ErrorCode(Cow<'static, str>);

impl ErrorCode {
    /// Client authentication failed (RFC 6749 §5.2).
    pub const INVALID_CLIENT: Self = Self::known("invalid_client");
    /// The grant or the refresh token is invalid, expired or revoked (RFC 6749 §5.2).
    pub const INVALID_GRANT: Self = Self::known("invalid_grant");
    /// The request lacks a parameter, repeats one or is otherwise malformed (RFC 6749 §5.2).
    pub const INVALID_REQUEST: Self = Self::known("invalid_request");
    /// The scope is unknown, malformed or more than was granted (RFC 6749 §5.2).
    pub const INVALID_SCOPE: Self = Self::known("invalid_scope");
    /// The server failed (RFC 6749 §4.1.2.1).
    pub const SERVER_ERROR: Self = Self::known("server_error");
    /// The server is overloaded or under maintenance (RFC 6749 §4.1.2.1).
    pub const TEMPORARILY_UNAVAILABLE: Self = Self::known("temporarily_unavailable");
    /// The client may not use this grant (RFC 6749 §5.2).
    pub const UNAUTHORIZED_CLIENT: Self = Self::known("unauthorized_client");
    /// The server does not know this grant (RFC 6749 §5.2).
    pub const UNSUPPORTED_GRANT_TYPE: Self = Self::known("unsupported_grant_type");

    const fn known(code: &'static str) -> Self {
        Self(Cow::Borrowed(code))
    }

    /// The code as the server wrote it, which may be any text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ErrorCode {
    fn from(code: &str) -> Self {
        Self(Cow::Owned(code.to_owned()))
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Shown(&self.0), f)
    }
}
