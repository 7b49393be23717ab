//! Access tokens on every request of a [tower](https://docs.rs/tower) service that sends HTTP requests: hyper-util's
//! client, `reqwest::Client`, and whatever stands above them.
//!
//! ```
//! use oauth_hyper::hyper_util::client::legacy::Client;
//! use oauth_hyper::hyper_util::client::legacy::connect::HttpConnector;
//! use oauth_hyper::hyper_util::rt::TokioExecutor;
//! use oauth_hyper::{TokenSource, bytes::Bytes, http_body_util::Full, hyper_rustls::HttpsConnector};
//! use oauth_tower::TokenLayer;
//! use tower::{Layer as _, ServiceExt as _};
//!
//! # async fn example(tokens: TokenSource, https: HttpsConnector<HttpConnector>) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! let client: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new()).build(https);
//! let api = TokenLayer::new(tokens).allow("https://api.example.com")?.layer(client);
//!
//! let request = http::Request::get("https://api.example.com/orders").body(Full::default())?;
//! let response = api.oneshot(request).await?;
//! # Ok(())
//! # }
//! ```
//!
//! * Only requests to allowed origins get the token, by default none. A request that has an `Authorization` header is left
//!   alone.
//! * A request whose token is refused is sent again, once, with another token, if its body can be
//!   [copied](TokenLayer#bodies). Otherwise the caller gets the refusal, with its body unread, and the next request has a
//!   new token. [`WithoutReplay`](oauth_io::resource::WithoutReplay) in the extensions of a request does the same for it
//!   alone.
//! * What counts as a refusal, and whether more scopes are requested on demand, is in a
//!   [`ResourcePolicy`](oauth_io::resource::ResourcePolicy).
//! * If there is no token, the request is not sent: the error is a [`TokenError`](oauth_io::TokenError), to which it can be
//!   downcast.
//!
//! # Where it stands
//!
//! Put it beneath a layer that follows redirects: it checks each request that it sees, and a redirect to another origin gets
//! no token. Put it beneath retries, too, so that each try has a valid token; and above a layer that compresses bodies.
//!
//! # reqwest
//!
//! `oauth_reqwest::HttpService` (feature `tower`) makes a service of `reqwest::Client`, and knows how its bodies are copied:
//!
//! ```
//! use oauth_reqwest::{HttpService, TokenSource, reqwest};
//! use oauth_tower::TokenLayer;
//! use tower::{Layer as _, ServiceExt as _};
//!
//! # async fn example(tokens: TokenSource) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! let layer = TokenLayer::new(tokens).allow("https://api.example.com")?.copy_body_with(HttpService::copy_body);
//! let api = layer.layer(HttpService::new(reqwest::Client::new()));
//!
//! let request = http::Request::post("https://api.example.com/orders").body(reqwest::Body::from("{}"))?;
//! let response = api.oneshot(request).await?;
//! # Ok(())
//! # }
//! ```

#![forbid(unsafe_code)]

mod copy;
mod error;
mod exchange;
mod layer;
mod service;

pub use copy::{CloneBody, CopyBody, CopyBodyWith, NoCopy};
pub use error::BoxError;
pub use layer::TokenLayer;
pub use oauth_io;
pub use service::{ResponseFuture, TokenService};
