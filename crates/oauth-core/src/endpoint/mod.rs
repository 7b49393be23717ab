//! Requests to endpoints other than the token endpoint, with their responses: one file or folder each.

mod backchannel_authentication;
mod device_authorization;
mod end_session;
mod introspection;
pub(crate) mod pingone_application;
mod protected_resource;
mod pushed_authorization_request;
mod registration;
mod revocation;
mod server_metadata;
mod userinfo;

pub use backchannel_authentication::{BackchannelAuthentication, BackchannelAuthenticationRequest, UserHint};
pub use device_authorization::{DeviceAuthorization, DeviceAuthorizationRequest};
pub use end_session::EndSessionRequest;
pub use introspection::{Introspection, IntrospectionResponse};
pub use protected_resource::{ProtectedResource, ProtectedResourceMetadata, ProtectedResourceMetadataRequest};
pub use pushed_authorization_request::{PushedAuthorizationRequest, PushedAuthorizationResponse};
pub use registration::{
    ClientConfiguration, ClientDelete, ClientInformation, ClientMetadata, ClientRead, ClientRegistration, ClientUpdate,
};
pub use revocation::Revocation;
pub use server_metadata::ServerMetadataRequest;
pub use userinfo::{UserInfoRequest, UserInfoResponse};

pub use crate::client::Destination;
pub use crate::client::form_request::{FormEndpoint, FormRequest};
