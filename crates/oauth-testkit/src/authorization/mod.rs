//! The authorization request, its response, and what connects the two.

pub(crate) mod code;
pub(crate) mod destination;
pub(crate) mod error;
pub(crate) mod pkce;
pub(crate) mod pushed;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod response_flaw;
pub(crate) mod response_mode;
pub(crate) mod response_type;
