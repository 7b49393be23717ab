//! One file for each request.

mod client_credentials;
mod refresh_token;
mod server_metadata;

pub use client_credentials::ClientCredentials;
pub use refresh_token::RefreshToken;
pub use server_metadata::ServerMetadataRequest;
