//! One file for each request.

mod client_credentials;
mod server_metadata;

pub use client_credentials::ClientCredentials;
pub use server_metadata::ServerMetadataRequest;
