//! The contracts of the workspace, used and implemented from outside.

mod call;
mod client_authentication;
mod form_endpoint;
mod key;
mod nonce;
mod own_stack;
mod secret_source;
mod support;
mod transport;
