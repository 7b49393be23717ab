//! OAuth 2.0 and OpenID Connect without I/O.
//!
//! This crate builds [`http::Request`]s and turns [`http::Response`]s into typed values. It opens no connection, reads
//! no clock, spawns no task and writes no log. An adapter crate (`oauth-reqwest`, `oauth-hyper`, `oauth-isahc`) sends
//! the requests, or you send them with any HTTP stack:
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
//! # What an HTTP stack has to keep
//!
//! The requests hold credentials, and the defaults of common clients are made for something else. The adapters keep all of
//! this; if you send by yourself, it is your part:
//!
//! * **No redirect is followed.** A client that follows a 302 sends the request on to a host that the response names, with
//!   the credentials. A redirect is a response like any other: give it to [`Call::decode`], which refuses it by name.
//! * **A status is no error.** What the server has to say about a refusal stands in the body of a 400 or 401.
//! * **There is a limit on the time** to connect and for the whole exchange, and one **on the size** of the body while it is
//!   read; 10 seconds and 1 MiB are good ones. A body that ended too early is an error and not a short body.
//! * **https only.** The core builds requests to other URLs only if that was allowed by name; a stack that refuses them too
//!   has a second look. A proxy of the environment is for https alone.
//! * **The request goes out as it is and once.** Retries of the engine are off, because a code, a refresh token and the
//!   signature of a request are good for one use. No header is merged or dropped, and no body is decoded unasked.
//! * **Nothing of it is logged**: neither the bodies nor the `Authorization` header, which is marked as sensitive.
//!
//! What takes several requests is a [`Flow`]: discovery ([`Issuer::discover`]), polling for a device or CIBA
//! (`client.device_token(&authorization).poll()`), one request that is signed elsewhere
//! ([`flow::RoundTrip`]). A loop over [`Flow::step`] drives each of them. The examples `own_http_stack` (over a
//! `TcpStream`) and `own_http_stack_ureq` (over a common client, with the settings that keep the above) have that loop;
//! it is twenty lines.
//!
//! # Reading order
//!
//! [`Client`] and [`Server`] are the two roles. [`Call`] is one request and its response, [`Flow`] a sequence of them.
//! [`TokenResponse`] holds the tokens. [`ConfigError`] and [`EncodeError`] are errors of the caller, [`DecodeError`] is
//! an error of the server.
//!
//! # Limits
//!
//! The crate does not send, cache or wait. It does not verify the signature of an ID token. It has no password grant,
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
pub mod lifecycle;
pub mod pingone;
pub mod resource;
pub mod server;
mod time;
pub mod token;
mod wire;

pub use call::{Call, Response};
pub use client::{Client, ClientAssertion, ClientAuthentication};
pub use error::{ConfigError, DecodeError, EncodeError, ErrorCode};
pub use flow::{Flow, FlowError, Step};
/// The version of `http` whose requests and responses this crate builds and reads.
pub use http;
pub use server::{Endpoint, Issuer, Server};
pub use time::{Age, Now};
pub use token::{Scope, TokenResponse};
pub use wire::secret::Secret;
