//! Drives [`oauth_core`] over a transport: sends one request, runs a flow.
//!
//! Most programs take an adapter (`oauth-reqwest`, `oauth-hyper`, `oauth-isahc`), which re-exports everything of this
//! crate and of `oauth-core`. For another HTTP engine, implement [`Transport`]:
//!
//! ```
//! use std::time::Duration;
//!
//! use oauth_io::pingone::Region;
//! use oauth_io::{Client, ClientAuthentication, Server, Transport, TransportError, send};
//!
//! struct Canned;
//!
//! impl Transport for Canned {
//!     async fn send(&self, _: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
//!         let body = br#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","expires_in":3600}"#;
//!         Ok(http::Response::new(body.to_vec()))
//!     }
//!
//!     async fn sleep(&self, _: Duration) {}
//! }
//!
//! # async fn token() -> Result<(), oauth_io::Error> {
//! let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
//! let client = Client::new(server, "client-id", ClientAuthentication::client_secret_basic("client-secret"))?;
//! let tokens = send(&Canned, &client.client_credentials()).await?;
//! assert_eq!(tokens.expires_in, Some(Duration::from_secs(3600)));
//! # Ok(())
//! # }
//! ```

#![forbid(unsafe_code)]

pub mod adapter;
#[cfg(not(target_family = "wasm"))]
pub mod blocking;
mod clock;
mod drive;
pub mod error;
#[cfg(not(target_family = "wasm"))]
mod flights;
mod maybe_send;
pub mod middleware;
mod policy;
mod process;
mod secret_file;
mod signer;
pub mod source;
pub mod store;
mod transport;
mod virtual_time;
mod wait;

pub use drive::{run, send};
pub use error::Error;
pub use maybe_send::{AnyFuture, MaybeSend, MaybeSync, Task};
pub use oauth_core;
#[doc(no_inline)]
pub use oauth_core::*;
pub use policy::Policy;
pub use secret_file::secret_file;
pub use signer::{RemoteSigner, WithSigner};
pub use source::{TokenError, TokenSource};
pub use transport::{AnyTransport, SpawnError, Transport, TransportError, TransportErrorKind};
pub use virtual_time::VirtualTime;
