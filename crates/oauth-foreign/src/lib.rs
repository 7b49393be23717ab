//! Every open trait of this workspace, implemented as in another crate: this compiles and tests, from outside, what the
//! documentation promises to implementors.

#![forbid(unsafe_code)]

mod keep;
mod key;
mod transport;

pub use keep::Keeper;
pub use key::{FailingKey, PUBLIC_JWK, PublicKey, Service};
pub use transport::Canned;
