//! The endpoints of a server.

/// An endpoint of an authorization server, by its member in the server's metadata
/// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Endpoint {
    /// `authorization_endpoint`: where the user agent is sent (RFC 6749 §3.1).
    Authorization,
    /// `backchannel_authentication_endpoint`: where CIBA begins.
    BackchannelAuthentication,
    /// `device_authorization_endpoint`: where the device flow begins (RFC 8628).
    DeviceAuthorization,
    /// `end_session_endpoint`: where a logout begins.
    EndSession,
    /// `introspection_endpoint`: tells what a token is worth (RFC 7662).
    Introspection,
    /// `jwks_uri`: the server's public keys.
    Jwks,
    /// `pushed_authorization_request_endpoint`: takes an authorization request in advance (RFC 9126).
    PushedAuthorizationRequest,
    /// `registration_endpoint`: registers clients (RFC 7591).
    Registration,
    /// `revocation_endpoint`: ends a token (RFC 7009).
    Revocation,
    /// `token_endpoint`: issues tokens (RFC 6749 §3.2).
    Token,
    /// `userinfo_endpoint`: tells who the user is.
    Userinfo,
}

impl Endpoint {
    pub(crate) const ALL: [Self; 11] = [
        Self::Authorization,
        Self::BackchannelAuthentication,
        Self::DeviceAuthorization,
        Self::EndSession,
        Self::Introspection,
        Self::Jwks,
        Self::PushedAuthorizationRequest,
        Self::Registration,
        Self::Revocation,
        Self::Token,
        Self::Userinfo,
    ];

    /// The member of the metadata that holds its URL.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Authorization => "authorization_endpoint",
            Self::BackchannelAuthentication => "backchannel_authentication_endpoint",
            Self::DeviceAuthorization => "device_authorization_endpoint",
            Self::EndSession => "end_session_endpoint",
            Self::Introspection => "introspection_endpoint",
            Self::Jwks => "jwks_uri",
            Self::PushedAuthorizationRequest => "pushed_authorization_request_endpoint",
            Self::Registration => "registration_endpoint",
            Self::Revocation => "revocation_endpoint",
            Self::Token => "token_endpoint",
            Self::Userinfo => "userinfo_endpoint",
        }
    }
}
