//! Requests to protected resources: which of them carry the access token, and what a response says about it
//! ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750.html)).
//!
//! A middleware for an HTTP client drives this, without a decision of its own:
//!
//! 1. [`ResourcePolicy::begin`] says whether the request gets a token. If it returns `None`, the request goes out as it
//!    is.
//! 2. The middleware adds the token with [`ResourceRequest::carry`] and sends the request.
//! 3. [`ResourceRequest::judge`] says what the response means. After [`Verdict::Refused`], the middleware reports the
//!    token to its source and sends the request once more, if it can and the source has another token.
//!
//! ```
//! use oauth_core::resource::{ResourcePolicy, Verdict};
//! use oauth_core::token::AccessToken;
//!
//! let policy = ResourcePolicy::new().allow("https://api.example.com")?;
//! let mut request = http::Request::get("https://api.example.com/orders").body(())?;
//! let mut attempt = policy.begin(&request).expect("an allowed origin");
//! assert!(attempt.carry(&AccessToken::bearer("2YotnFZFEjr1zCsicMWpAA"), request.headers_mut()));
//! assert_eq!(request.headers()["authorization"], "Bearer 2YotnFZFEjr1zCsicMWpAA");
//!
//! let response = http::Response::builder()
//!     .status(401)
//!     .header("www-authenticate", r#"Bearer error="invalid_token""#)
//!     .body(())?;
//! assert_eq!(attempt.judge(response.status(), response.headers()), Verdict::Refused { replay: true });
//! // There is one replay.
//! assert_eq!(attempt.judge(response.status(), response.headers()), Verdict::Refused { replay: false });
//!
//! let elsewhere = http::Request::get("https://other.example/orders").body(())?;
//! assert!(policy.begin(&elsewhere).is_none());
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```

mod policy;
mod refusal;
mod request;

pub use policy::{ResourcePolicy, WithoutReplay};
pub use request::{ResourceRequest, Verdict};
