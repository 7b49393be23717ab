//! The grants, one file for each ([RFC 6749 §4](https://www.rfc-editor.org/rfc/rfc6749.html#section-4)).

mod authorization_code;
mod ciba;
mod client_credentials;
mod device_code;
mod jwt_bearer;
mod refresh_token;
mod saml2_bearer;
mod token_exchange;

pub use authorization_code::AuthorizationCode;
pub use ciba::Ciba;
pub use client_credentials::ClientCredentials;
pub use device_code::DeviceCode;
pub use jwt_bearer::JwtBearer;
pub use refresh_token::RefreshToken;
pub use saml2_bearer::Saml2Bearer;
pub use token_exchange::TokenExchange;

pub use crate::client::token_request::{Grant, TokenRequest};
