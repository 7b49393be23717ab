//! OAuth 2.0 and OpenID Connect without I/O.
//!
//! This crate turns what you want into an [`http::Request`] and any [`http::Response`] into a typed answer. It opens no
//! connection, reads no clock, spawns nothing and logs nothing. An adapter crate (`oauth-reqwest`, `oauth-hyper`,
//! `oauth-isahc`) sends for you; or you send, with whatever HTTP stack you have:
//!
//! ```
//! use oauth_core::pingone::Region;
//! use oauth_core::{Call as _, Client, ClientAuthentication, Server};
//! # fn send(_: http::Request<Vec<u8>>) -> http::Response<&'static [u8]> {
//! #     http::Response::new(br#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","expires_in":3600}"#)
//! # }
//! # let now = std::time::SystemTime::UNIX_EPOCH;
//! let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
//! let client = Client::new(server, "client-id", ClientAuthentication::client_secret_basic("client-secret"))?;
//!
//! let call = client.client_credentials().scope("read write");
//! let response = send(call.encode(now)?);
//! let tokens = call.decode((&response).into(), now)?;
//! println!("{:?} for {:?}", tokens.scope, tokens.expires_in);
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```
//!
//! # Reading order
//!
//! [`Client`] and [`Server`] are the two roles. [`Call`] is one request and its answer, [`Flow`] several of them.
//! [`TokenResponse`] is what you came for. [`ConfigError`] and [`EncodeError`] say what you did, [`DecodeError`] what
//! the server did.
//!
//! # What it does not do
//!
//! It does not send, retry, cache or wait. It does not verify the signature of an ID token. It has no password grant,
//! which [RFC 9700 §2.4](https://www.rfc-editor.org/rfc/rfc9700.html#section-2.4) forbids.

#![forbid(unsafe_code)]

pub mod authorization;
pub mod call;
pub mod client;
pub mod endpoint;
pub mod error;
pub mod flow;
pub mod grant;
pub mod key;
pub mod pingone;
pub mod server;
mod time;
pub mod token;
mod wire;

pub use call::{Call, Response};
pub use client::{Client, ClientAuthentication};
pub use error::{ConfigError, DecodeError, EncodeError, ErrorCode};
pub use flow::{Flow, FlowError, Step};
pub use server::{Endpoint, Issuer, Server};
pub use time::{Age, Now};
pub use token::{Scope, TokenResponse};
pub use wire::secret::Secret;
