//! OAuth 2.0 and OpenID Connect over [hyper](hyper_util::client::legacy), safe by default.
//!
//! One dependency line is enough: everything of [`oauth_io`] and of `oauth_core` is here too.
//!
//! ```no_run
//! use oauth_hyper::pingone::Region;
//! use oauth_hyper::{Client, ClientAuthentication, HttpTransport, Server, send};
//!
//! # async fn token() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
//! let client = Client::new(server, "client-id", ClientAuthentication::client_secret_basic("client-secret"))?;
//! let tokens = send(&HttpTransport::new()?, &client.client_credentials()).await?;
//! println!("valid for {:?}", tokens.expires_in);
//! # Ok(())
//! # }
//! ```
//!
//! # What to take
//!
//! | I want | take |
//! |---|---|
//! | to send one request, or run several steps | [`send()`], [`run`] |
//! | the same without async | [`blocking`], with the same names |
//! | a token that is always valid | [`TokenSource`] |
//! | it on every request of a client, by itself | the crate `oauth-tower`: `TokenLayer::new(tokens).allow("https://api.example.com")?.layer(client)` |
//! | a proxy | `HttpTransport::with_proxy`; hyper reads no `HTTPS_PROXY` |
//! | authorities or a client certificate of my own, or a proxy with a password | [`HttpTransport::with_engine`] |
//! | limits of time and size | [`Policy::connect_timeout`], [`Policy::timeout`], [`Policy::body_limit`] |
//! | a `User-Agent` of my own | [`Policy::user_agent`] |
//! | http to a server in a network of containers | [`Policy::dangerous_allow_http_to`], and the same on the issuer |
//! | a test server on this machine | [`Policy::dangerous_allow_http_loopback`], and the same on the issuer |
//! | gzip that nobody asked for | the feature `gzip` and `Policy::decode_gzip` |
//! | hyper-util and the others in the version of this crate | [`hyper_util`], [`http_body_util`], [`bytes`], `hyper_rustls`, `rustls` |
//! | another HTTP engine | [`Transport`], which has two methods that must be written |
//! | tasks that no caller can block or drop, and their end | [`Transport::spawn`], [`HttpTransport::shutdown`] |
//!
//! # What is safe here
//!
//! [`HttpTransport`] keeps a [`Policy`]: https only, a limit on the response's size, time limits. hyper itself follows no
//! redirect, decodes no body, keeps no cookies and reads no proxy from the environment. A request that may have reached
//! the server is never sent a second time, and no request by the engine alone: [`HttpTransport`] turns hyper-util's repeats
//! off.
//!
//! # Features
//!
//! * `rustls` (default): https by rustls with aws-lc-rs, trusting the certificates that the platform trusts. The
//!   process-wide default of rustls is neither read nor set. Without this feature, hand in a connector with the TLS
//!   of your choice ([`HttpTransport::with_engine`]).
//! * `gzip`: `Policy::decode_gzip`, for a server behind something that sends gzip although identity was asked for.
//!
//! # Runtime
//!
//! A request runs on the tokio runtime of its caller, which needs time and I/O enabled. Without a runtime, under another
//! executor or from [`blocking`], it runs on the transport's own.

#![forbid(unsafe_code)]

pub mod blocking;
mod connect;
mod engine;
mod engine_error;
#[cfg(feature = "rustls")]
mod proxy;
mod transport;

pub use connect::Connector;
// What connectors and finished clients are made of, of the versions that this crate takes.
pub use oauth_io;
#[doc(no_inline)]
pub use oauth_io::*;
pub use transport::HttpTransport;
#[doc(no_inline)]
pub use {bytes, http_body_util, hyper_util};
#[cfg(feature = "rustls")]
#[doc(no_inline)]
pub use {hyper_rustls, rustls};
