//! OAuth 2.0 and OpenID Connect over [isahc] (libcurl), safe by default but for one thing: where the environment variable
//! `SSLKEYLOGFILE` is set, libcurl writes the keys of its TLS sessions to that file, and whoever has it can read a record of
//! the traffic. libcurl has no switch for it, and a library must not change the environment: keep that variable unset.
//!
//! One dependency line is enough: everything of [`oauth_io`] and of `oauth_core` is here too.
//!
//! ```no_run
//! use oauth_isahc::pingone::Region;
//! use oauth_isahc::{Client, ClientAuthentication, HttpTransport, Server, send};
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
//! It runs under any executor, and with none at all: see [`blocking`].
//!
//! # What to take
//!
//! | I want | take |
//! |---|---|
//! | to send one request, or run several steps | [`send()`], [`run`] |
//! | the same without async | [`blocking`], with the same names |
//! | a token that is always valid | [`TokenSource`] |
//! | it on every request of a client, by itself | [`AuthorizedClient`], async and blocking |
//! | a proxy | `HTTPS_PROXY` and `NO_PROXY`, which libcurl honours; or [`HttpTransport::with_proxy`] |
//! | authorities or a client certificate of my own | [`HttpTransport::with_engine`] |
//! | certificates that are renewed | [`HttpTransport::renew_engine`] |
//! | to keep connections | [`HttpTransport::with_engine`], which says what that costs |
//! | limits of time and size | [`Policy::connect_timeout`], [`Policy::timeout`], [`Policy::body_limit`] |
//! | a `User-Agent` of my own | [`Policy::user_agent`] |
//! | http to a server in a network of containers | [`Policy::dangerous_allow_http_to`], and the same on the issuer |
//! | a test server on this machine | [`Policy::dangerous_allow_http_loopback`], and the same on the issuer |
//! | gzip that nobody asked for | the feature `gzip` and `Policy::decode_gzip` |
//! | isahc in the version of this crate | [`isahc`] |
//! | another HTTP engine | [`Transport`], which has two methods that must be written |
//! | tasks that no caller can block or drop, and their end | [`Transport::spawn`], [`HttpTransport::shutdown`] |
//!
//! # What is safe here
//!
//! [`HttpTransport`] keeps a [`Policy`]: https only, a limit on the response's size, time limits. For every single request
//! it turns off what isahc may have been told to do: following redirects, decoding bodies, adding credentials,
//! waiting for `100 Continue`. An http request (where the policy allows one) never goes through a proxy.
//! A body is handed over so that libcurl cannot send it twice, as it otherwise does when a kept connection breaks.
//!
//! # What to know about isahc
//!
//! * It writes the URL to the log at `debug`, and all that is sent and received at `trace`, secrets included: keep the
//!   log targets `isahc` and `isahc::wire` at `info` or above.
//! * The libcurl that is bundled with curl-sys up to 0.4.91 cannot connect once the process has 1,024 files open: it is
//!   built without `poll`. The error is [`TransportErrorKind::Connect`]. For a server, set `CFLAGS=-DHAVE_POLL` when
//!   building, or take another adapter.
//! * It reports a response when the first byte of a body is there, not before: a response whose headers announce too much
//!   is refused only then.
//! * If a response is refused in its middle, the connection is closed at once, or when the next byte arrives, or at the
//!   latest when the time of the policy is over.
//! * The engine of [`HttpTransport::new`] keeps no connections, because libcurl does not look whether the server has closed
//!   one that was in use a moment ago. [`HttpTransport::with_engine`] says what keeping them costs.
//! * A server that closes within the headers is taken for one that has sent them all; there is no body then. Over TLS
//!   it is an error, because TLS's farewell is missing.
//! * It sends no header value with a byte outside of visible ASCII; such a request is refused.
//!
//! # Features
//!
//! * `rustls` (default): https by rustls, trusting the certificates that the platform trusts. Without this feature,
//!   enable `native-tls` of isahc, or have no https.
//! * `gzip`: `Policy::decode_gzip`, for a server behind something that sends gzip although identity was asked for.

#![forbid(unsafe_code)]

mod authorized;
pub mod blocking;
mod body;
mod engine_error;
mod kept;
mod transport;

pub use authorized::{AuthorizedClient, AuthorizedError};

/// The engine, of the version that this crate takes.
#[doc(no_inline)]
pub use isahc;
pub use oauth_io;
#[doc(no_inline)]
pub use oauth_io::*;
pub use transport::HttpTransport;
