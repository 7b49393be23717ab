//! Every open trait of this workspace, implemented as another crate would implement it: what the documentation promises
//! to implementors is compiled and tested here, from outside.

#![forbid(unsafe_code)]

mod keep;
mod key;
mod transport;

pub use keep::Keeper;
pub use key::{FailingKey, PUBLIC_JWK, PublicKey, Service};
pub use transport::Canned;
