//! The tokens: records of those issued, and the functions that issue them.

pub(crate) mod access_token;
pub(crate) mod id_token;
pub(crate) mod id_token_flaw;
pub(crate) mod issue;
pub(crate) mod jwt;
pub(crate) mod refresh_token;
pub(crate) mod token_response;
pub(crate) mod tokens;
