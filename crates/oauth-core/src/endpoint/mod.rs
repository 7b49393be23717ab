//! One file for each request.

mod authorization_code;
mod client_credentials;
mod end_session;
mod pushed_authorization_request;
mod server_metadata;

pub use authorization_code::AuthorizationCode;
pub use client_credentials::ClientCredentials;
pub use end_session::EndSessionRequest;
pub use pushed_authorization_request::{PushedAuthorizationRequest, PushedAuthorizationResponse};
pub use server_metadata::ServerMetadataRequest;
