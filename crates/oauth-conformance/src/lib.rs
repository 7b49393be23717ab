//! One suite of tests that every transport of this workspace passes, async and blocking.
//!
//! The servers here are plain sockets: what counts is the bytes that cross them. In an adapter's `tests/conformance.rs`:
//!
//! ```text
//! fn open(setup: Setup) -> Subject {
//!     Subject::asynchronous(HttpTransport::with_policy(setup.policy).unwrap())
//! }
//!
//! oauth_conformance::transport_tests!(asynchronous, crate::open);
//! ```
//!
//! Every case becomes a `#[test]` with its own name.

#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::missing_panics_doc)]

mod adapter;
mod api;
pub mod case;
mod h2;
mod identity;
mod message;
mod proxy;
mod server;
mod subject;
mod suite;

pub use adapter::Adapter;
pub use api::{ApiBody, ApiClient, ApiError, ApiRequest, Issuer, Upload};
pub use identity::{Authority, Goodbye, ServerIdentity};
pub use message::{Received, post};
pub use proxy::tunneling_proxy;
pub use server::{Connection, Server};
pub use subject::{Setup, Subject, Trust};
