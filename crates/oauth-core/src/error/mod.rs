//! Errors, by cause: [`ConfigError`] and [`EncodeError`] are the caller's, [`DecodeError`] is the server's,
//! [`AuthorizationError`] is the server's or the user's.

mod authorization;
mod challenge;
mod code;
mod config;
mod decode;
mod encode;
mod http_response;
mod issued;
mod malformed;
mod note;
mod on_behalf_of;
mod outcome;
mod refused;
mod rejection;
mod server_error;
mod unavailable;
mod untrusted;

pub use authorization::{AuthorizationError, AuthorizationErrorResponse};
pub use code::ErrorCode;
pub use config::ConfigError;
pub use decode::DecodeError;
pub use encode::EncodeError;
pub use http_response::HttpResponse;
pub(crate) use http_response::is_page;
pub(crate) use issued::Issued;
pub use malformed::Malformed;
pub(crate) use note::Note;
pub use on_behalf_of::OnBehalfOf;
pub use outcome::Spent;
pub use refused::Refused;
pub use rejection::Rejection;
pub use server_error::ServerError;
pub(crate) use server_error::ServerErrorParts;
pub use unavailable::Unavailable;
pub use untrusted::{FailedCheck, Untrusted};

pub use crate::wire::challenge::{Challenge, challenges};
pub use crate::wire::problem::Problem;
pub use crate::wire::url::UrlProblem;
