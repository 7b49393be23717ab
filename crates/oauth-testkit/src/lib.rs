//! An OAuth 2.0 authorization server for tests.
//!
//! Point your application at it, inject faults by name, and read in the ledger what the application sent.
//!
//! * [`AuthorizationServer`] does no I/O: it takes an `http::Request` and returns an `http::Response`. It is shaped like
//!   a PingOne environment in its paths, metadata and error responses, and in the single authentication method of each
//!   [`RegisteredClient`].
//! * `TestServer` (feature `serve`, on by default) serves it over HTTP on loopback.
//! * A [`Fault`] affects the next responses: resets, truncated and endless bodies, responses that never arrive, and
//!   missing members. A [`Script`] is a recorded response of a real server. An [`AuthorizationResponseFlaw`] or an
//!   [`IdTokenFlaw`] is a single defect that a client must detect.
//! * The [`Ledger`] records every request and response. It prints no credentials; methods named `expose_...` return them
//!   to a test.
//! * The [`Clock`] of a server in memory moves only when a test advances it, and all ids are deterministic. That of a
//!   `TestServer` follows the system time, because the application reads that; a test advances it as well.
//!
//! # Testing an application
//!
//! This application builds a request and sends it with a function that is passed in. The test passes the server.
//!
//! ```
//! use oauth_testkit::{AuthorizationServer, RegisteredClient, Script};
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
//! let billing = RegisteredClient::client_secret_basic("billing", "s3cret").scopes(["read", "write"]);
//! let server = AuthorizationServer::new().client(billing);
//! let send = |request| server.handle(request);
//!
//! let response = token(&server.token_endpoint(), send)?;
//! assert_eq!(response["expires_in"], 3600);
//! assert_eq!(response["scope"], "read");
//!
//! server.queue(Script::html_502());
//! assert!(token(&server.token_endpoint(), send).is_err());
//!
//! let ledger = server.ledger();
//! assert_eq!(ledger.count(), 2);
//! assert_eq!(ledger.entries()[0].request().authorization_scheme(), Some("Basic"));
//! assert_eq!(ledger.entries()[0].request().form_count("client_secret"), 0);
//! assert!(!ledger.to_string().contains("YmlsbGluZzpzM2NyZXQ="));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Setting everything up
//!
// It is compiled and run with the examples, where there is a client.
#![cfg_attr(not(doctest), doc = include_str!("application.md"))]
//!
//! # Testing a client that signs
//!
//! Register the public half of its key. If the server does not accept an assertion, the response says as little as that of a
//! real server. The ledger says why.
//!
//! ```
//! use oauth_testkit::{AuthorizationServer, PublicKey, RegisteredClient};
//!
//! let jwk = r#"{"kty":"EC","crv":"P-256","kid":"k1",
//!     "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
//! let billing = RegisteredClient::private_key_jwt("billing", [PublicKey::from_jwk(jwk)?]);
//! let server = AuthorizationServer::new().client(billing);
//!
//! // ... run the application ...
//!
//! for entry in server.ledger().entries() {
//!     println!("{:?}", entry.refusal_reason()); // "The iat .. is 45 s ahead, by the clock of the server; .."
//! }
//! # Ok::<(), oauth_testkit::PublicKeyError>(())
//! ```
//!
//! # Testing a sign-in
//!
//! The signed-in user consents to everything, so that the authorization endpoint responds at once. Other outcomes are
//! requested by name.
//!
//! ```
//! use http::Request;
//! use oauth_testkit::{AuthorizationResponseFlaw, AuthorizationServer, Endpoint, RegisteredClient};
//!
//! let web = RegisteredClient::none("web").scopes(["openid"]).redirect_uris(["https://app.example/cb"]);
//! let server = AuthorizationServer::new().client(web);
//! server.sign_in_as("alice");
//!
//! let url = format!(
//!     "{}?response_type=code&client_id=web&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=s1",
//!     server.endpoint(Endpoint::Authorization),
//! );
//! let visit = || server.handle(Request::get(&url).body("").expect("a request")).headers()["location"].clone();
//! assert!(visit().to_str()?.starts_with("https://app.example/cb?code="));
//!
//! server.queue(AuthorizationResponseFlaw::StateWrong);
//! assert!(!visit().to_str()?.contains("state=s1"));
//!
//! server.deny();
//! assert!(visit().to_str()?.contains("error=access_denied"));
//! # Ok::<(), http::header::ToStrError>(())
//! ```
//!
//! # In scope
//!
//! * Grants: `authorization_code` with PKCE, implicit and hybrid, `client_credentials`, `refresh_token` with rotation,
//!   device authorization, CIBA in poll mode, token exchange, JWT bearer and SAML bearer.
//! * Endpoints: authorization, pushed authorization requests, token, device authorization, CIBA, introspection,
//!   revocation, UserInfo, logout, client registration and configuration, metadata, and protected resources.
//!   [`Endpoint`] lists them.
//! * PingOne's management API, as far as the record of an application, its secret and the rotation of that, for the token
//!   of a [worker](RegisteredClient::worker).
//! * Resource indicators and rich authorization requests, at all endpoints that grant access.
//! * Client authentication by `client_secret_basic`, `client_secret_post` and `none`, and with the feature `jwt` by
//!   `client_secret_jwt` and `private_key_jwt`. A client that uses another method than its own is refused.
//!   [`AssertionRules`] has what real servers demand of an assertion.
//! * With the feature `jwt`, a JWT bearer grant whose assertion is verified by the keys of an [`AssertionIssuer`].
//! * Strictness: if some real server would refuse a request, this one does, with a description of the reason.
//!
//! # Out of scope
//!
//! * Signatures of the server. Access tokens and ID tokens have the format of a JWT, but no key verifies their signature,
//!   and the key set is empty.
//! * Client authentication by certificate, request objects, and DPoP. A request that uses them is refused, unless
//!   a [`Script`] replaces the response.
//! * TLS, and any use other than tests.
//!
//! # Independence from the client
//!
//! This crate implements the protocol on its own and does not depend on `oauth-core`. A misreading of a specification in
//! one of them fails against the other, whereas shared code would be wrong on both sides and pass its tests.

#![forbid(unsafe_code)]

mod access;
mod assertion;
mod authorization;
mod client;
mod clock;
mod endpoint;
mod fault;
mod grant;
mod ids;
mod ledger;
mod pending;
mod protected_resource;
mod public_key;
mod request;
mod response;
mod script;
#[cfg(feature = "serve")]
mod serve;
mod server;
mod state;
mod token;
mod user;
mod wire;

pub use assertion::algorithm::SigningAlgorithm;
pub use assertion::audience::AssertionAudience;
pub use assertion::issuer::AssertionIssuer;
pub use assertion::key_lookup::KeyLookup;
pub use assertion::rules::AssertionRules;
pub use assertion::typ::AssertionTyp;
pub use authorization::error::AuthorizationError;
pub use authorization::response_flaw::AuthorizationResponseFlaw;
pub use client::RegisteredClient;
pub use client::auth_method::TokenEndpointAuthMethod;
pub use client::basic::BasicDecoding;
pub use client::pkce_enforcement::PkceEnforcement;
pub use client::refresh_token_rotation::RefreshTokenRotation;
pub use clock::Clock;
pub use endpoint::Endpoint;
pub use fault::Fault;
pub use fault::queued::QueuedFault;
pub use grant::GrantType;
/// The crate that defines the request and response types.
pub use http;
pub use ledger::Ledger;
pub use ledger::entry::LedgerEntry;
pub use protected_resource::ProtectedResource;
pub use public_key::PublicKey;
pub use public_key::error::PublicKeyError;
pub use request::recorded::RecordedRequest;
pub use response::delivery::{Delivery, Framing};
pub use response::outgoing::OutgoingResponse;
pub use script::Script;
#[cfg(feature = "serve")]
pub use serve::{TestServer, traffic::Traffic};
pub use server::AuthorizationServer;
pub use server::decision_error::DecisionError;
pub use server::rotation_error::RotationError;
pub use token::id_token_flaw::IdTokenFlaw;
pub use user::User;

/// Runs the examples of the README as tests.
#[cfg(all(doctest, feature = "serve"))]
#[doc = include_str!("../README.md")]
struct Readme;
