//! OAuth error codes.

use std::borrow::Cow;
use std::fmt;

use crate::wire::text::Shown;

/// An error code as the server wrote it. The codes of the RFCs are constants; any other code is kept verbatim.
///
/// CIBA stands for
/// [OpenID Connect CIBA](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html).
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
    /// The user, or the server on the user's behalf, denied the request
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1),
    /// [RFC 8628 §3.5](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.5), CIBA §11).
    pub const ACCESS_DENIED: Self = Self::known("access_denied");
    /// The user has to choose an account
    /// ([OpenID Connect Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    pub const ACCOUNT_SELECTION_REQUIRED: Self = Self::known("account_selection_required");
    /// The user has not decided yet; ask again later
    /// ([RFC 8628 §3.5](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.5), CIBA §11).
    pub const AUTHORIZATION_PENDING: Self = Self::known("authorization_pending");
    /// The user has to consent
    /// ([OpenID Connect Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    pub const CONSENT_REQUIRED: Self = Self::known("consent_required");
    /// The `login_hint_token` has expired (CIBA §13).
    pub const EXPIRED_LOGIN_HINT_TOKEN: Self = Self::known("expired_login_hint_token");
    /// The user did not decide in time; start again
    /// ([RFC 8628 §3.5](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.5), CIBA §11).
    pub const EXPIRED_TOKEN: Self = Self::known("expired_token");
    /// The access token lacks the scope that the resource requires
    /// ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-3.1)).
    pub const INSUFFICIENT_SCOPE: Self = Self::known("insufficient_scope");
    /// The user's authentication is too weak or too old for the resource
    /// ([RFC 9470 §3](https://www.rfc-editor.org/rfc/rfc9470.html#section-3)).
    pub const INSUFFICIENT_USER_AUTHENTICATION: Self = Self::known("insufficient_user_authentication");
    /// The user has to interact with the server
    /// ([OpenID Connect Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    pub const INTERACTION_REQUIRED: Self = Self::known("interaction_required");
    /// The `authorization_details` are unknown, malformed or not allowed
    /// ([RFC 9396 §5](https://www.rfc-editor.org/rfc/rfc9396.html#section-5)).
    pub const INVALID_AUTHORIZATION_DETAILS: Self = Self::known("invalid_authorization_details");
    /// The `binding_message` is not acceptable, for example because it is too long (CIBA §13).
    pub const INVALID_BINDING_MESSAGE: Self = Self::known("invalid_binding_message");
    /// Client authentication failed ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2)).
    pub const INVALID_CLIENT: Self = Self::known("invalid_client");
    /// A member of the client metadata to register is invalid
    /// ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.2)).
    pub const INVALID_CLIENT_METADATA: Self = Self::known("invalid_client_metadata");
    /// The grant or the refresh token is invalid, expired or revoked
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2)).
    pub const INVALID_GRANT: Self = Self::known("invalid_grant");
    /// The DPoP proof is invalid ([RFC 9449 §5](https://www.rfc-editor.org/rfc/rfc9449.html#section-5)).
    pub const INVALID_DPOP_PROOF: Self = Self::known("invalid_dpop_proof");
    /// A redirect URI to register is invalid
    /// ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.2)).
    pub const INVALID_REDIRECT_URI: Self = Self::known("invalid_redirect_uri");
    /// The request lacks a parameter, repeats one or is otherwise malformed
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2)).
    pub const INVALID_REQUEST: Self = Self::known("invalid_request");
    /// The request object is invalid
    /// ([OpenID Connect Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    pub const INVALID_REQUEST_OBJECT: Self = Self::known("invalid_request_object");
    /// The `request_uri` is unknown, expired or already used
    /// ([OpenID Connect Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    pub const INVALID_REQUEST_URI: Self = Self::known("invalid_request_uri");
    /// The scope is unknown, malformed or wider than what was granted
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2)).
    pub const INVALID_SCOPE: Self = Self::known("invalid_scope");
    /// The software statement is invalid
    /// ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.2)).
    pub const INVALID_SOFTWARE_STATEMENT: Self = Self::known("invalid_software_statement");
    /// The resource or audience is unknown, malformed or not allowed for this client
    /// ([RFC 8707 §2](https://www.rfc-editor.org/rfc/rfc8707.html#section-2),
    /// [RFC 8693 §2.2.2](https://www.rfc-editor.org/rfc/rfc8693.html#section-2.2.2)).
    pub const INVALID_TARGET: Self = Self::known("invalid_target");
    /// The access token is expired, revoked or malformed
    /// ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-3.1)).
    pub const INVALID_TOKEN: Self = Self::known("invalid_token");
    /// The `user_code` is wrong (CIBA §13).
    pub const INVALID_USER_CODE: Self = Self::known("invalid_user_code");
    /// The user has to sign in
    /// ([OpenID Connect Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    pub const LOGIN_REQUIRED: Self = Self::known("login_required");
    /// The user has a user code, but the request has none (CIBA §13).
    pub const MISSING_USER_CODE: Self = Self::known("missing_user_code");
    /// The server does not support the `registration` parameter
    /// ([OpenID Connect Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    pub const REGISTRATION_NOT_SUPPORTED: Self = Self::known("registration_not_supported");
    /// The server does not support the `request` parameter
    /// ([OpenID Connect Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    pub const REQUEST_NOT_SUPPORTED: Self = Self::known("request_not_supported");
    /// The server does not support the `request_uri` parameter
    /// ([OpenID Connect Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    pub const REQUEST_URI_NOT_SUPPORTED: Self = Self::known("request_uri_not_supported");
    /// The server failed ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1)).
    pub const SERVER_ERROR: Self = Self::known("server_error");
    /// The user has not decided yet, and the client polls too often
    /// ([RFC 8628 §3.5](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.5), CIBA §11).
    pub const SLOW_DOWN: Self = Self::known("slow_down");
    /// The server is overloaded or under maintenance
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1)).
    pub const TEMPORARILY_UNAVAILABLE: Self = Self::known("temporarily_unavailable");
    /// The server does not accept the software statement
    /// ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.2)).
    pub const UNAPPROVED_SOFTWARE_STATEMENT: Self = Self::known("unapproved_software_statement");
    /// The client may not use this grant ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2)).
    pub const UNAUTHORIZED_CLIENT: Self = Self::known("unauthorized_client");
    /// The hint does not identify a user that the server knows (CIBA §13).
    pub const UNKNOWN_USER_ID: Self = Self::known("unknown_user_id");
    /// The server cannot authenticate the user as the request requires
    /// ([OpenID Connect Core Unmet Authentication Requirements](https://openid.net/specs/openid-connect-unmet-authentication-requirements-1_0.html)).
    pub const UNMET_AUTHENTICATION_REQUIREMENTS: Self = Self::known("unmet_authentication_requirements");
    /// The server does not support this grant
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2)).
    pub const UNSUPPORTED_GRANT_TYPE: Self = Self::known("unsupported_grant_type");
    /// The server does not support this response type
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1)).
    pub const UNSUPPORTED_RESPONSE_TYPE: Self = Self::known("unsupported_response_type");
    /// The server does not revoke tokens of this type
    /// ([RFC 7009 §2.2.1](https://www.rfc-editor.org/rfc/rfc7009.html#section-2.2.1)).
    pub const UNSUPPORTED_TOKEN_TYPE: Self = Self::known("unsupported_token_type");

    /// The DPoP proof lacks the nonce that the server requires
    /// ([RFC 9449 §8](https://www.rfc-editor.org/rfc/rfc9449.html#section-8)).
    pub const USE_DPOP_NONCE: Self = Self::known("use_dpop_nonce");

    const fn known(code: &'static str) -> Self {
        Self(Cow::Borrowed(code))
    }

    /// Returns the code as the server wrote it. It may be any text.
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
