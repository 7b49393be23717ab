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
    /// The authorization endpoint, `/as/authorize`.
    Authorization,
    /// Pushed authorization requests, `/as/par`.
    PushedAuthorizationRequest,
    /// The token endpoint, `/as/token`.
    Token,
    /// Device authorization, `/as/device_authorization`.
    DeviceAuthorization,
    /// The page where a user enters the code of a device, `/device/go`, beside `/as`.
    DeviceVerification,
    /// The start of CIBA, `/as/cibaAuthorization`.
    BackchannelAuthentication,
    /// Introspection, `/as/introspect`.
    Introspection,
    /// Revocation, `/as/revoke`.
    Revocation,
    /// UserInfo, `/as/userinfo`.
    UserInfo,
    /// Logout, `/as/signoff`.
    EndSession,
    /// Dynamic client registration, `/as/register`.
    Registration,
    /// The management of a registration, `/as/register/{client_id}`.
    ClientConfiguration,
    /// The resources of the server, `/api/NAME` beside the environment.
    ProtectedResource,
    /// The metadata of the resources, `/.well-known/oauth-protected-resource/api/NAME`.
    ProtectedResourceMetadata,
    /// The metadata, at both of its places: that of OpenID Connect Discovery and that of RFC 8414.
    Metadata,
    /// The key set, `/as/jwks`, which is empty.
    Jwks,
}

impl Endpoint {
    /// Those with a path of their own under that of the issuer.
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

    /// Its path after that of the issuer, or after the base for those beside it. Something may follow.
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
        }
    }

    /// The endpoint whose path ends the path of a request.
    pub(crate) fn from_path(path: &str) -> Option<Self> {
        let managed = path.strip_prefix(Self::Registration.path()).and_then(|rest| rest.strip_prefix('/'));
        if managed.is_some_and(|client_id| !client_id.is_empty()) {
            return Some(Self::ClientConfiguration);
        }
        Self::ALL.into_iter().find(|endpoint| endpoint.path() == path)
    }
}
