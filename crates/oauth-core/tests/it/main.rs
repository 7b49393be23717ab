//! What the core puts on the wire and what it makes of what comes back, with no network at all.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, reason = "the tests read recorded answers")]

mod canary;
mod captures;
mod challenge;
mod errors;
mod flow;
mod introspection;
mod metadata;
mod placement;
mod properties;
mod protected_resource;
mod registration;
mod request;
mod revocation;
mod success;
mod support;
mod userinfo;
