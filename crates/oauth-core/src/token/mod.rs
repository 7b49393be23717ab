//! Tokens, their types, lifetimes and scopes.

mod access_token;
pub(crate) mod expected_id_token;
mod id_token;
mod jwt;
pub(crate) mod lifetime;
mod scope;
mod token_response;
mod token_type;
mod token_type_identifier;

pub use access_token::AccessToken;
pub use id_token::IdToken;
pub(crate) use lifetime::refresh_lifetime;
pub use scope::Scope;
pub use token_response::TokenResponse;
pub(crate) use token_response::{Asked, read_scope};
pub use token_type::TokenType;
pub use token_type_identifier::TokenTypeIdentifier;
