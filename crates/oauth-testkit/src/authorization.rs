//! What the authorization endpoint works on: a request, where its answer goes, and the response.

mod code;
mod destination;
mod error;
mod flaw;
mod request;
mod response;
mod response_mode;
mod response_type;

pub(crate) use code::Codes;
pub(crate) use destination::Destination;
pub use error::AuthorizationError;
pub use flaw::AuthorizationResponseFlaw;
pub(crate) use request::AuthorizationRequest;
pub(crate) use response::{AuthorizationResponse, redirect, with_query};
pub(crate) use response_mode::ResponseMode;
pub(crate) use response_type::ResponseType;
