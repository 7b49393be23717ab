//! Tokens on every request of an HTTP client: what a middleware is made of.
//!
//! For most clients there is one: `oauth_reqwest::TokenMiddleware`, `oauth_isahc::AuthorizedClient`, and
//! `oauth_tower::TokenLayer` for hyper and everything else that is a tower service. For another client, implement
//! [`Exchange`] and call [`Authorizer::send`]:
//!
//! ```
//! use http::{HeaderMap, Request, Response};
//! use oauth_io::middleware::{Authorizer, Exchange, RequestHead, ResponseHead};
//! use oauth_io::{AnyTransport, Error, TokenError, Transport as _, TransportError};
//!
//! /// An HTTP client that sends bodies of bytes.
//! struct Client(AnyTransport);
//!
//! # #[derive(Debug)] enum ClientError { Token(TokenError), Http(TransportError) }
//! # impl From<TokenError> for ClientError { fn from(error: TokenError) -> Self { Self::Token(error) } }
//! impl Exchange for &Client {
//!     type Request = Request<Vec<u8>>;
//!     type Response = Response<Vec<u8>>;
//!     type Error = ClientError; // : From<TokenError>
//!     type Kept = Request<Vec<u8>>;
//!
//!     fn request_head<'a>(&'a self, request: &'a Self::Request) -> Option<RequestHead<'a>> {
//!         Some(request.into())
//!     }
//!
//!     fn headers_mut<'a>(&self, request: &'a mut Self::Request) -> &'a mut HeaderMap {
//!         request.headers_mut()
//!     }
//!
//!     fn response_head<'a>(&'a self, response: &'a Self::Response) -> ResponseHead<'a> {
//!         response.into()
//!     }
//!
//!     fn keep(&mut self, request: &mut Self::Request) -> Option<Self::Kept> {
//!         Some(request.clone())
//!     }
//!
//!     fn again(&mut self, kept: Self::Kept) -> Option<Self::Request> {
//!         Some(kept)
//!     }
//!
//!     async fn send(&mut self, request: Self::Request) -> Result<Self::Response, Self::Error> {
//!         self.0.send(request).await.map_err(ClientError::Http)
//!     }
//! }
//!
//! # async fn example(client: Client, tokens: oauth_io::TokenSource) -> Result<(), Box<dyn std::error::Error>> {
//! let authorizer = Authorizer::new(tokens).allow("https://api.example.com")?;
//! let request = Request::get("https://api.example.com/orders").body(Vec::new())?;
//! let response = authorizer.send(request, &client).await;
//! # Ok(()) }
//! ```

mod authorizer;
mod exchange;

pub use authorizer::Authorizer;
pub use exchange::{Exchange, RequestHead, ResponseHead, ResponseUri};
