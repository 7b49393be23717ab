//! A client whose requests have tokens, the server that issues them and the API that refuses them.

mod client;
mod issuer;
mod server;

pub use client::{ApiBody, ApiClient, ApiError, ApiRequest, Upload};
pub use issuer::Issuer;
pub(crate) use issuer::client as oauth_client;
pub(crate) use server::{Api, response};
