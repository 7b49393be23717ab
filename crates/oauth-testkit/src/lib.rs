//! An OAuth 2.0 authorization server for tests.
//!
//! Point your application at it, let things go wrong by name, and read in the ledger what the application sent.
//!
//! * [`AuthorizationServer`] does no I/O: an `http::Request` goes in, an `http::Response` comes out. It is shaped like an
//!   environment of PingOne: its paths, its metadata, its refusals, and one authentication method per [`Application`].
//! * `TestServer` (feature `serve`, on by default) serves it over HTTP on loopback.
//! * A [`Fault`] spoils the next answers: resets, truncated and endless bodies, answers that never come. A [`Script`]
//!   answers as some real server does.
//! * The [`Ledger`] keeps every request and answer. It prints no credential; what a test must see of one comes out
//!   through methods named `expose_...`.
//! * The [`Clock`] moves only when a test moves it, and every id is the same in every run.
//!
//! # Testing an application
//!
//! The application here builds its request and sends it by whatever is passed in. The test passes the server.
//!
//! ```
//! use oauth_testkit::{Application, AuthorizationServer, Script};
//!
//! // The application under test.
//! fn token(
//!     endpoint: &str,
//!     send: impl Fn(http::Request<String>) -> http::Response<Vec<u8>>,
//! ) -> Result<serde_json::Value, Box<dyn std::error::Error>> {
//!     let request = http::Request::post(endpoint)
//!         .header("content-type", "application/x-www-form-urlencoded")
//!         .header("authorization", "Basic YmlsbGluZzpzM2NyZXQ=")
//!         .body("grant_type=client_credentials&scope=read".to_owned())?;
//!     let response = send(request);
//!     if !response.status().is_success() {
//!         return Err(format!("no token: {}", response.status()).into());
//!     }
//!     Ok(serde_json::from_slice(response.body())?)
//! }
//!
//! // Its test.
//! let billing = Application::client_secret_basic("billing", "s3cret").scopes(["read", "write"]);
//! let server = AuthorizationServer::new().application(billing);
//! let send = |request| server.handle(request);
//!
//! let answer = token(&server.token_endpoint(), send)?;
//! assert_eq!(answer["expires_in"], 3600);
//! assert_eq!(answer["scope"], "read");
//!
//! server.queue(Script::html_502());
//! assert!(token(&server.token_endpoint(), send).is_err());
//!
//! let ledger = server.ledger();
//! assert_eq!(ledger.count(), 2);
//! assert_eq!(ledger.exchanges()[0].request().authorization_scheme(), Some("Basic"));
//! assert_eq!(ledger.exchanges()[0].request().form_count("client_secret"), 0);
//! assert!(!ledger.to_string().contains("YmlsbGluZzpzM2NyZXQ="));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # In scope
//!
//! * `client_credentials` with `client_secret_basic` and `client_secret_post`; `none` is told apart from both.
//! * Both places of the metadata, and a key set, which is empty.
//! * Strictness: whatever a real server might refuse is refused, with a description that says what is wrong.
//!
//! # Out of scope
//!
//! * Signatures: an access token has the look of a JWT, but its signature is just 256 bytes and verifies with no key.
//! * TLS, and being a server for anything but tests.
//!
//! # Why it shares no code with the client
//!
//! This crate reads the protocol on its own and does not depend on `oauth-core`: a mistake in one of them meets an
//! independent reading in the other, where shared code would be wrong on both sides and pass its tests.

#![forbid(unsafe_code)]

mod access_token;
mod application;
mod authenticate;
mod clock;
mod delivery;
mod endpoint;
mod exchange;
mod fault;
mod form;
mod grant;
mod gzip;
mod ids;
mod json;
mod ledger;
mod queue;
mod redact;
mod request;
mod respond;
mod scope;
mod script;
#[cfg(feature = "serve")]
mod serve;
mod server;
mod state;

pub use application::{Application, TokenEndpointAuthMethod};
pub use authenticate::BasicDecoding;
pub use clock::Clock;
pub use delivery::{Answer, Delivery, Framing};
pub use endpoint::Endpoint;
pub use exchange::Exchange;
pub use fault::Fault;
pub use grant::GrantType;
/// The crate whose types requests and responses are.
pub use http;
pub use ledger::Ledger;
pub use queue::QueuedFault;
pub use request::RecordedRequest;
pub use script::Script;
#[cfg(feature = "serve")]
pub use serve::{TestServer, Traffic};
pub use server::{AuthorizationServer, RotationError};

/// The example of the README is a test.
#[cfg(all(doctest, feature = "serve"))]
#[doc = include_str!("../README.md")]
struct Readme;
