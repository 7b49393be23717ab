//! The script: a response given byte for byte, such as those of real servers.

mod all;
mod challenge;
mod dpop_nonce;
mod endpoint_response;
mod error_response;
mod not_oauth;
mod table;
mod token_response;

use std::fmt;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

use crate::wire::redact;

const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";
const TEXT: &str = "text/plain";
/// No content type.
const NONE: &str = "";

/// A response of exactly these bytes. Queue it with [`AuthorizationServer::queue`](crate::AuthorizationServer::queue).
///
/// The front adds the framing of the body. If the script has a `Content-Length`, `Transfer-Encoding` or `Connection`
/// header of its own, correct or not, nothing is added, and the connection closes after the body.
///
/// ```
/// use http::{HeaderValue, StatusCode, header};
/// use oauth_testkit::{AuthorizationServer, Script};
///
/// let server = AuthorizationServer::new();
/// server.queue(
///     Script::new(StatusCode::IM_A_TEAPOT).header(header::RETRY_AFTER, HeaderValue::from_static("soon")).body("?"),
/// );
/// server.queue(Script::reddit_429());
///
/// let request = || http::Request::post(server.token_endpoint()).body("");
/// assert_eq!(server.handle(request()?).status(), 418);
/// assert_eq!(server.handle(request()?).body(), br#"{"message":"Too Many Requests","error":429}"#);
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone)]
pub struct Script {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Script {
    /// A response without headers or body.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), body: Vec::new() }
    }

    /// A response with `Content-Type: application/json`. The body is not checked.
    #[must_use]
    pub fn json(status: StatusCode, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status).content_type(JSON).body(body)
    }

    /// Sets a header, replacing any of the same name.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Adds a header, keeping any of the same name.
    #[must_use]
    pub fn repeated_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Sets the content type. An empty one leaves the header out.
    fn content_type(self, content_type: &'static str) -> Self {
        if content_type.is_empty() {
            return self;
        }
        self.header(CONTENT_TYPE, HeaderValue::from_static(content_type))
    }

    /// Adds a header of a table. A value that HTTP does not allow becomes empty.
    fn literal_header(self, name: HeaderName, value: &[u8]) -> Self {
        self.repeated_header(name, HeaderValue::from_bytes(value).unwrap_or(HeaderValue::from_static("")))
    }

    /// Converts the script into an HTTP response.
    #[must_use]
    pub fn into_response(self) -> Response<Vec<u8>> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script")
            .field("status", &self.status)
            .field("headers", &redact::headers(&self.headers))
            .field("body", &redact::body(&self.headers, &self.body))
            .finish()
    }
}
