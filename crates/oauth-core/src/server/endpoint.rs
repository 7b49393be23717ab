//! The endpoints of a server.

use crate::wire::show::show_by_debug;

macro_rules! endpoints {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// An endpoint of an authorization server, by its member in the server's metadata
        /// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2)).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Endpoint {
            $($(#[$doc])* $variant,)+
        }

        impl Endpoint {
            /// Every endpoint.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The member of the metadata that holds its URL.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

// One row for each endpoint: an endpoint cannot be left out of `ALL` or of the metadata.
endpoints! {
    /// `authorization_endpoint`: where the user agent is sent (RFC 6749 §3.1).
    Authorization = "authorization_endpoint",
    /// `backchannel_authentication_endpoint`: where CIBA begins.
    BackchannelAuthentication = "backchannel_authentication_endpoint",
    /// `device_authorization_endpoint`: where the device flow begins (RFC 8628).
    DeviceAuthorization = "device_authorization_endpoint",
    /// `end_session_endpoint`: where a logout begins.
    EndSession = "end_session_endpoint",
    /// `introspection_endpoint`: tells what a token is worth (RFC 7662).
    Introspection = "introspection_endpoint",
    /// `jwks_uri`: the server's public keys.
    Jwks = "jwks_uri",
    /// `pushed_authorization_request_endpoint`: takes an authorization request in advance (RFC 9126).
    PushedAuthorizationRequest = "pushed_authorization_request_endpoint",
    /// `registration_endpoint`: registers clients (RFC 7591).
    Registration = "registration_endpoint",
    /// `revocation_endpoint`: ends a token (RFC 7009).
    Revocation = "revocation_endpoint",
    /// `token_endpoint`: issues tokens (RFC 6749 §3.2).
    Token = "token_endpoint",
    /// `userinfo_endpoint`: tells who the user is.
    UserInfo = "userinfo_endpoint",
}

show_by_debug!(Endpoint);
