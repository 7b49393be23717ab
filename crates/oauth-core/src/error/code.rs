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
    /// The access token does not hold the scope that the resource needs (RFC 6750 §3.1).
    pub const INSUFFICIENT_SCOPE: Self = Self::known("insufficient_scope");
    /// The user signed in too weakly or too long ago for the resource (RFC 9470 §3).
    pub const INSUFFICIENT_USER_AUTHENTICATION: Self = Self::known("insufficient_user_authentication");
    /// Client authentication failed (RFC 6749 §5.2).
    pub const INVALID_CLIENT: Self = Self::known("invalid_client");
    /// A member of the metadata to register is invalid (RFC 7591 §3.2.2).
    pub const INVALID_CLIENT_METADATA: Self = Self::known("invalid_client_metadata");
    /// The grant or the refresh token is invalid, expired or revoked (RFC 6749 §5.2).
    pub const INVALID_GRANT: Self = Self::known("invalid_grant");
    /// A redirect URI to register is invalid (RFC 7591 §3.2.2).
    pub const INVALID_REDIRECT_URI: Self = Self::known("invalid_redirect_uri");
    /// The request lacks a parameter, repeats one or is otherwise malformed (RFC 6749 §5.2).
    pub const INVALID_REQUEST: Self = Self::known("invalid_request");
    /// The scope is unknown, malformed or more than was granted (RFC 6749 §5.2).
    pub const INVALID_SCOPE: Self = Self::known("invalid_scope");
    /// The software statement is invalid (RFC 7591 §3.2.2).
    pub const INVALID_SOFTWARE_STATEMENT: Self = Self::known("invalid_software_statement");
    /// The access token is expired, revoked or malformed (RFC 6750 §3.1).
    pub const INVALID_TOKEN: Self = Self::known("invalid_token");
    /// The server failed (RFC 6749 §4.1.2.1).
    pub const SERVER_ERROR: Self = Self::known("server_error");
    /// The server is overloaded or under maintenance (RFC 6749 §4.1.2.1).
    pub const TEMPORARILY_UNAVAILABLE: Self = Self::known("temporarily_unavailable");
    /// The server does not accept the software statement (RFC 7591 §3.2.2).
    pub const UNAPPROVED_SOFTWARE_STATEMENT: Self = Self::known("unapproved_software_statement");
    /// The client may not use this grant (RFC 6749 §5.2).
    pub const UNAUTHORIZED_CLIENT: Self = Self::known("unauthorized_client");
    /// The server does not know this grant (RFC 6749 §5.2).
    pub const UNSUPPORTED_GRANT_TYPE: Self = Self::known("unsupported_grant_type");
    /// The server does not revoke tokens of this type (RFC 7009 §2.2.1).
    pub const UNSUPPORTED_TOKEN_TYPE: Self = Self::known("unsupported_token_type");

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
