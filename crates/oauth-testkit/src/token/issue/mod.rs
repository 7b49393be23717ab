//! Token issuance, one file per kind of token.

pub(crate) mod access_token;
pub(crate) mod id_token;
pub(crate) mod refresh_token;
