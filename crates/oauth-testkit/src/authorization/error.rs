//! The errors of the authorization endpoint, by their codes.

/// Why an authorization request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthorizationError {
    /// `access_denied`: the user, or the server, said no (RFC 6749, section 4.1.2.1).
    AccessDenied,
    /// `invalid_request` (RFC 6749).
    InvalidRequest,
    /// `unauthorized_client` (RFC 6749).
    UnauthorizedClient,
    /// `unsupported_response_type` (RFC 6749).
    UnsupportedResponseType,
    /// `invalid_scope` (RFC 6749).
    InvalidScope,
    /// `server_error` (RFC 6749).
    ServerError,
    /// `temporarily_unavailable` (RFC 6749).
    TemporarilyUnavailable,
    /// `interaction_required` (OpenID Connect Core, section 3.1.2.6).
    InteractionRequired,
    /// `login_required` (OpenID Connect Core).
    LoginRequired,
    /// `account_selection_required` (OpenID Connect Core).
    AccountSelectionRequired,
    /// `consent_required` (OpenID Connect Core).
    ConsentRequired,
    /// `request_not_supported` (OpenID Connect Core).
    RequestNotSupported,
    /// `registration_not_supported` (OpenID Connect Core).
    RegistrationNotSupported,
    /// `unmet_authentication_requirements` (OpenID Connect Core Unmet Authentication Requirements).
    UnmetAuthenticationRequirements,
    /// `invalid_target` (RFC 8707, section 2).
    InvalidTarget,
    /// `invalid_authorization_details` (RFC 9396, section 5).
    InvalidAuthorizationDetails,
    /// `user_cancelled_login`, a code of LinkedIn's that is registered nowhere.
    Unregistered,
}

impl AuthorizationError {
    /// The value of the parameter `error`.
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
