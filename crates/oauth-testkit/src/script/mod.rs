//! An answer given byte for byte, and the answers of real servers by name.

mod challenges;
mod errors;
mod servers;
mod tokens;

use std::fmt;

use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

use crate::wire::redact;

/// An answer of exactly these bytes. Queue it as a fault.
///
/// A front adds what tells where the body ends. If the script has a `Content-Length`, `Transfer-Encoding` or `Connection`
/// of its own, right or wrong, then nothing is added, and the connection closes after the body.
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
    /// An answer without headers and body.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), body: Vec::new() }
    }

    /// An answer of JSON. Nothing looks at whether it is.
    #[must_use]
    pub fn json(status: StatusCode, body: impl Into<Vec<u8>>) -> Self {
        Self::typed(status, "application/json", body)
    }

    /// Sets a header, in place of one of the same name.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Adds a header beside those of the same name.
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

    /// 503 with `Retry-After` as given; without it if `retry_after` is empty or no header value.
    #[must_use]
    pub fn service_unavailable_503(retry_after: &str) -> Self {
        let script = Self::typed(StatusCode::SERVICE_UNAVAILABLE, "text/plain", "Service Unavailable");
        match HeaderValue::from_str(retry_after) {
            Ok(value) if !value.is_empty() => script.header(RETRY_AFTER, value),
            _ => script,
        }
    }

    fn typed(status: StatusCode, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status).header(CONTENT_TYPE, HeaderValue::from_static(content_type)).body(body)
    }

    /// The answer as a response.
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
