//! The endpoints, one file each.

mod authorization;
mod backchannel_authentication;
mod client_configuration;
mod device_authorization;
mod device_verification;
pub(crate) mod dispatch;
mod end_session;
mod introspection;
mod jwks;
mod metadata;
mod method;
mod pingone_application;
mod pingone_application_secret;
mod protected_resource;
mod protected_resource_metadata;
mod pushed_authorization_request;
mod registration;
mod revocation;
mod token;
mod userinfo;

/// An endpoint of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Endpoint {
    /// The authorization endpoint, `/as/authorize`
    /// ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1)).
    Authorization,
    /// The pushed authorization request endpoint, `/as/par` ([RFC 9126](https://www.rfc-editor.org/rfc/rfc9126.html)).
    PushedAuthorizationRequest,
    /// The token endpoint, `/as/token` ([RFC 6749 §3.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.2)).
    Token,
    /// The device authorization endpoint, `/as/device_authorization`
    /// ([RFC 8628 §3.1](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.1)).
    DeviceAuthorization,
    /// The verification URI of the device flow, `/{environment_id}/device/go`
    /// ([RFC 8628 §3.3](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.3)).
    DeviceVerification,
    /// The backchannel authentication endpoint of CIBA, `/as/cibaAuthorization`
    /// ([OpenID Connect CIBA §7.1](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#auth_request)).
    BackchannelAuthentication,
    /// The introspection endpoint, `/as/introspect` ([RFC 7662](https://www.rfc-editor.org/rfc/rfc7662.html)).
    Introspection,
    /// The revocation endpoint, `/as/revoke` ([RFC 7009](https://www.rfc-editor.org/rfc/rfc7009.html)).
    Revocation,
    /// The UserInfo endpoint, `/as/userinfo`
    /// ([OpenID Connect Core 1.0 §5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)).
    UserInfo,
    /// The end session endpoint, `/as/signoff`
    /// ([OpenID Connect RP-Initiated Logout 1.0 §2](https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout)).
    EndSession,
    /// The client registration endpoint, `/as/register` ([RFC 7591](https://www.rfc-editor.org/rfc/rfc7591.html)).
    Registration,
    /// The client configuration endpoint, `/as/register/{client_id}`
    /// ([RFC 7592](https://www.rfc-editor.org/rfc/rfc7592.html)).
    ClientConfiguration,
    /// A protected resource, `/api/{name}`, outside the environment.
    ProtectedResource,
    /// The metadata of a protected resource, `/.well-known/oauth-protected-resource/api/{name}`
    /// ([RFC 9728](https://www.rfc-editor.org/rfc/rfc9728.html)).
    ProtectedResourceMetadata,
    /// The metadata of the server, at the URLs of OpenID Connect Discovery 1.0 and of
    /// [RFC 8414](https://www.rfc-editor.org/rfc/rfc8414.html).
    Metadata,
    /// The key set, `/as/jwks`, which is empty.
    Jwks,
    /// The record of a client in PingOne's management API,
    /// `/v1/environments/{environment_id}/applications/{client_id}`, for the token of a
    /// [worker](crate::RegisteredClient::worker). It is at
    /// [`pingone_api`](crate::AuthorizationServer::pingone_api).
    PingOneApplication,
    /// The secret of a client in PingOne's management API,
    /// `/v1/environments/{environment_id}/applications/{client_id}/secret`. GET returns it, POST replaces it: the previous
    /// one stays valid until `previous.expiresAt`, which is between one minute and 30 days ahead, or expires at once if
    /// the request does not contain that. A worker has no access to its own secret.
    PingOneApplicationSecret,
}

impl Endpoint {
    /// The endpoints that have a fixed path under the issuer.
    const ALL: [Self; 12] = [
        Self::Authorization,
        Self::PushedAuthorizationRequest,
        Self::Token,
        Self::DeviceAuthorization,
        Self::BackchannelAuthentication,
        Self::Introspection,
        Self::Revocation,
        Self::UserInfo,
        Self::EndSession,
        Self::Registration,
        Self::Metadata,
        Self::Jwks,
    ];

    /// The path relative to the issuer, or to the base if the endpoint is not under the issuer. Some endpoints add a
    /// segment.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Authorization => "/authorize",
            Self::PushedAuthorizationRequest => "/par",
            Self::Token => "/token",
            Self::DeviceAuthorization => "/device_authorization",
            Self::DeviceVerification => "/device/go",
            Self::BackchannelAuthentication => "/cibaAuthorization",
            Self::Introspection => "/introspect",
            Self::Revocation => "/revoke",
            Self::UserInfo => "/userinfo",
            Self::EndSession => "/signoff",
            Self::Registration => "/register",
            Self::ClientConfiguration => "/register",
            Self::ProtectedResource => "/api",
            Self::ProtectedResourceMetadata => "/.well-known/oauth-protected-resource/api",
            Self::Metadata => "/.well-known/openid-configuration",
            Self::Jwks => "/jwks",
            Self::PingOneApplication | Self::PingOneApplicationSecret => "/v1/environments",
        }
    }

    /// The endpoint at a path relative to the issuer.
    pub(crate) fn from_path(path: &str) -> Option<Self> {
        let managed = path.strip_prefix(Self::Registration.path()).and_then(|rest| rest.strip_prefix('/'));
        if managed.is_some_and(|client_id| !client_id.is_empty()) {
            return Some(Self::ClientConfiguration);
        }
        Self::ALL.into_iter().find(|endpoint| endpoint.path() == path)
    }
}
