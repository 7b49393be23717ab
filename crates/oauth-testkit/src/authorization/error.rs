//! The error codes of the authorization endpoint.

/// An error code of the authorization endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthorizationError {
    /// `access_denied`: the user or the server denied the request
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1)).
    AccessDenied,
    /// `invalid_request` ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1)).
    InvalidRequest,
    /// `unauthorized_client` ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1)).
    UnauthorizedClient,
    /// `unsupported_response_type` ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1)).
    UnsupportedResponseType,
    /// `invalid_scope` ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1)).
    InvalidScope,
    /// `server_error` ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1)).
    ServerError,
    /// `temporarily_unavailable` ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1)).
    TemporarilyUnavailable,
    /// `interaction_required`
    /// ([OpenID Connect Core 1.0 §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    InteractionRequired,
    /// `login_required`
    /// ([OpenID Connect Core 1.0 §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    LoginRequired,
    /// `account_selection_required`
    /// ([OpenID Connect Core 1.0 §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    AccountSelectionRequired,
    /// `consent_required`
    /// ([OpenID Connect Core 1.0 §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    ConsentRequired,
    /// `request_not_supported`
    /// ([OpenID Connect Core 1.0 §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    RequestNotSupported,
    /// `registration_not_supported`
    /// ([OpenID Connect Core 1.0 §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    RegistrationNotSupported,
    /// `unmet_authentication_requirements`
    /// ([OpenID Connect Core Unmet Authentication Requirements 1.0](https://openid.net/specs/openid-connect-unmet-authentication-requirements-1_0.html)).
    UnmetAuthenticationRequirements,
    /// `invalid_target` ([RFC 8707 §2](https://www.rfc-editor.org/rfc/rfc8707.html#section-2)).
    InvalidTarget,
    /// `invalid_authorization_details` ([RFC 9396 §5](https://www.rfc-editor.org/rfc/rfc9396.html#section-5)).
    InvalidAuthorizationDetails,
    /// `user_cancelled_login`, an unregistered code of LinkedIn's.
    Unregistered,
}

impl AuthorizationError {
    /// The value of the `error` parameter.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AccessDenied => "access_denied",
            Self::InvalidRequest => "invalid_request",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::InteractionRequired => "interaction_required",
            Self::LoginRequired => "login_required",
            Self::AccountSelectionRequired => "account_selection_required",
            Self::ConsentRequired => "consent_required",
            Self::RequestNotSupported => "request_not_supported",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::UnmetAuthenticationRequirements => "unmet_authentication_requirements",
            Self::InvalidTarget => "invalid_target",
            Self::InvalidAuthorizationDetails => "invalid_authorization_details",
            Self::Unregistered => "user_cancelled_login",
        }
    }
}
