//! What can go wrong, by whose fault it is: [`ConfigError`] and [`EncodeError`] are the caller's, [`DecodeError`] is
//! the server's.

mod answer;
mod code;
mod config;
mod decode;
mod encode;

pub use answer::Answer;
pub use code::ErrorCode;
pub use config::ConfigError;
pub(crate) use decode::ServerErrorParts;
pub use decode::{DecodeError, FailedCheck, Malformed, ServerError, Untrusted};
pub use encode::EncodeError;

pub use crate::url::UrlProblem;
pub use crate::wire::problem::Problem;
