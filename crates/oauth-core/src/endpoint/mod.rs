//! One file for each request.

mod authorization_code;
mod backchannel_authentication;
mod backchannel_token;
mod client_credentials;
mod device_authorization;
mod device_token;
mod end_session;
mod introspection;
mod jwt_bearer;
mod protected_resource;
mod pushed_authorization_request;
mod refresh_token;
mod registration;
mod revocation;
mod saml2_bearer;
mod server_metadata;
mod token_exchange;
mod userinfo;

pub use authorization_code::AuthorizationCode;
pub use backchannel_authentication::{BackchannelAuthenticationRequest, UserHint};
pub use backchannel_token::Ciba;
pub use client_credentials::ClientCredentials;
pub use device_authorization::DeviceAuthorizationRequest;
pub use device_token::DeviceCode;
pub use end_session::EndSessionRequest;
pub use introspection::{Introspection, IntrospectionResponse};
pub use jwt_bearer::JwtBearer;
pub use protected_resource::{ProtectedResource, ProtectedResourceMetadata, ProtectedResourceMetadataRequest};
pub use pushed_authorization_request::{PushedAuthorizationRequest, PushedAuthorizationResponse};
pub use refresh_token::RefreshToken;
pub use registration::{
    ClientConfiguration, ClientDelete, ClientInformation, ClientMetadata, ClientRead, ClientRegistration, ClientUpdate,
};
pub use revocation::Revocation;
pub use saml2_bearer::Saml2Bearer;
pub use server_metadata::ServerMetadataRequest;
pub use token_exchange::TokenExchange;
pub use userinfo::{UserinfoRequest, UserinfoResponse};
