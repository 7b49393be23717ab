//! OAuth 2.0 and OpenID Connect over [reqwest], safe by default.
//!
//! One dependency line is enough: everything of [`oauth_io`] and of `oauth_core` is here too.
//!
//! ```no_run
//! use oauth_reqwest::pingone::Region;
//! use oauth_reqwest::{Client, ClientAuthentication, HttpTransport, Server, send};
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
//! | it on one request | [`authorize()`], [`TokenSource::authorize`] |
//! | it on every request of a client, by itself | `TokenMiddleware` (feature `middleware`); for a tower service, `HttpService` (feature `tower`) and the crate `oauth-tower` |
//! | a proxy | `HTTPS_PROXY` and `NO_PROXY`, which reqwest honours; or `HttpTransport::with_proxy` |
//! | authorities or a client certificate of my own | [`HttpTransport::with_engine`] |
//! | certificates that are renewed | `HttpTransport::renew_engine` |
//! | limits of time and size | [`Policy::connect_timeout`], [`Policy::timeout`], [`Policy::body_limit`] |
//! | a `User-Agent` of my own | [`Policy::user_agent`] |
//! | http to a server in a network of containers | [`Policy::dangerous_allow_http_to`], and the same on the issuer |
//! | a test server on this machine | [`Policy::dangerous_allow_http_loopback`], and the same on the issuer |
//! | gzip that nobody asked for | the feature `gzip` and `Policy::decode_gzip` |
//! | reqwest in the version of this crate | [`reqwest`] |
//! | another HTTP engine | [`Transport`], which has two methods that must be written |
//! | tasks that no caller can block or drop, and their end | [`Transport::spawn`], [`HttpTransport::shutdown`] |
//!
//! # What is safe here
//!
//! [`HttpTransport`] keeps a [`Policy`]: https only, a limit on the response's size, time limits. It turns off reqwest's
//! redirects, retries and decoding. An http request (where the policy allows one) never goes through a proxy, because http is
//! allowed where it stays inside a machine or a network. reqwest rewrites some URLs, such as a `'` in a query to
//! `%27`; a request whose URL it would rewrite is refused.
//!
//! A request leaves once. If a kept connection turns out to be closed before anything of a request has left, reqwest moves
//! it to another connection; there is no switch for that.
//!
//! # In a browser
//!
//! The crate builds for `wasm32-unknown-unknown`. There the browser's fetch is the engine, and it gives less away:
//!
//! * it follows redirects before anybody is asked; the response is then thrown away with [`TransportErrorKind::Redirected`];
//! * there is no limit on the time to connect, only one on the whole exchange;
//! * the size of a body is checked once it is there, decoded by the browser;
//! * every failure is [`TransportErrorKind::Other`], and any request may have been received;
//! * no `User-Agent` is added, because it would cost a CORS preflight that most servers refuse.
//!
//! # Features
//!
//! * `rustls` (default): https by rustls with aws-lc-rs, trusting the certificates that the platform trusts. Without this
//!   feature, enable a TLS of reqwest's in your own manifest, or have no https.
//! * `middleware`: `TokenMiddleware`, for clients of [reqwest-middleware](https://docs.rs/reqwest-middleware).
//! * `tower`: `HttpService`, `reqwest::Client` as a tower service over `http` types.
//! * `gzip`: `Policy::decode_gzip`, for a server behind something that sends gzip although identity was asked for.
//!
//! # Runtime
//!
//! A request runs on the tokio runtime of its caller, which needs time and I/O enabled. Without a runtime, under another
//! executor or from `blocking`, it runs on the transport's own. In a browser it runs on the page's event loop.

#![forbid(unsafe_code)]

mod authorize;
#[cfg(not(target_family = "wasm"))]
pub mod blocking;
mod engine;
mod request;
#[cfg(all(feature = "tower", not(target_family = "wasm")))]
mod service;
#[cfg(feature = "middleware")]
mod token_middleware;
mod transport;

pub use authorize::authorize;
pub use oauth_io;
#[doc(no_inline)]
pub use oauth_io::*;
/// The engine, of the version that this crate takes.
#[doc(no_inline)]
pub use reqwest;
/// The middleware, of the version that this crate takes.
#[cfg(feature = "middleware")]
#[doc(no_inline)]
pub use reqwest_middleware;
#[cfg(all(feature = "tower", not(target_family = "wasm")))]
pub use service::{HttpService, ResponseFuture};
#[cfg(feature = "middleware")]
pub use token_middleware::TokenMiddleware;
pub use transport::HttpTransport;

// What the README shows is compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
