//! Endpoints of a server.

use crate::wire::show::show_by_debug;

macro_rules! endpoints {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// An endpoint of an authorization server, named by the metadata member that has its URL
        /// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2)).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Endpoint {
            $($(#[$doc])* $variant,)+
        }

        impl Endpoint {
            /// All endpoints.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns the name of the metadata member that has the URL.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

// One row for each endpoint, so that none can be missing from `ALL` or from the metadata.
endpoints! {
    /// `authorization_endpoint`: the user's browser is sent there
    /// ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1)).
    Authorization = "authorization_endpoint",
    /// `backchannel_authentication_endpoint`: starts CIBA.
    BackchannelAuthentication = "backchannel_authentication_endpoint",
    /// `device_authorization_endpoint`: starts the device flow
    /// ([RFC 8628](https://www.rfc-editor.org/rfc/rfc8628.html)).
    DeviceAuthorization = "device_authorization_endpoint",
    /// `end_session_endpoint`: starts a logout.
    EndSession = "end_session_endpoint",
    /// `introspection_endpoint`: returns the state of a token
    /// ([RFC 7662](https://www.rfc-editor.org/rfc/rfc7662.html)).
    Introspection = "introspection_endpoint",
    /// `jwks_uri`: the server's public keys.
    Jwks = "jwks_uri",
    /// `pushed_authorization_request_endpoint`: takes authorization requests in advance
    /// ([RFC 9126](https://www.rfc-editor.org/rfc/rfc9126.html)).
    PushedAuthorizationRequest = "pushed_authorization_request_endpoint",
    /// `registration_endpoint`: registers clients ([RFC 7591](https://www.rfc-editor.org/rfc/rfc7591.html)).
    Registration = "registration_endpoint",
    /// `revocation_endpoint`: revokes tokens ([RFC 7009](https://www.rfc-editor.org/rfc/rfc7009.html)).
    Revocation = "revocation_endpoint",
    /// `token_endpoint`: issues tokens ([RFC 6749 §3.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.2)).
    Token = "token_endpoint",
    /// `userinfo_endpoint`: returns claims about the user.
    UserInfo = "userinfo_endpoint",
}

show_by_debug!(Endpoint);
