//! One file for each request.

mod client_credentials;
mod introspection;
mod protected_resource;
mod registration;
mod revocation;
mod server_metadata;
mod userinfo;

pub use client_credentials::ClientCredentials;
pub use introspection::{Introspection, IntrospectionResponse};
pub use protected_resource::{ProtectedResource, ProtectedResourceMetadata, ProtectedResourceMetadataRequest};
pub use registration::{
    ClientConfiguration, ClientDelete, ClientInformation, ClientMetadata, ClientRead, ClientRegistration, ClientUpdate,
};
pub use revocation::Revocation;
pub use server_metadata::ServerMetadataRequest;
pub use userinfo::{UserinfoRequest, UserinfoResponse};
