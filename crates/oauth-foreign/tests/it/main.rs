//! The contracts of the workspace, used and implemented in another crate.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop at the first surprise")]

mod call;
mod client_authentication;
mod form_endpoint;
mod key;
mod nonce;
mod own_stack;
mod secret_source;
mod signed_jwt;
mod support;
mod transport;
