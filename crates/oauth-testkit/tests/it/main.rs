//! The rules of the server, from outside.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod applications;
mod authentication;
mod faults;
mod ledger;
mod metadata;
mod request;
mod scripts;
#[cfg(feature = "serve")]
mod serve;
mod token;
