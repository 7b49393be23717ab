//! Access: what a client requests and what it is granted.

pub(crate) mod authorization;
pub(crate) mod authorization_details;
pub(crate) mod requested;
pub(crate) mod resource;
pub(crate) mod scope;
pub(crate) mod sign_in;
