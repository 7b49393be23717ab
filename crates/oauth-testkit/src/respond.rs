//! The answers that every endpoint gives: JSON, and the error of RFC 6749, section 5.2.

use http::header::{CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, StatusCode};

use crate::json;

/// A response of the server.
pub(crate) type Response = http::Response<Vec<u8>>;

/// An answer of JSON that no cache may keep.
pub(crate) fn json(status: StatusCode, body: String) -> Response {
    let mut response = Response::new(body.into_bytes());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A page for the user.
pub(crate) fn page(status: StatusCode, content: &str) -> Response {
    let mut response = json(status, format!("<!DOCTYPE html>\n<html><body>{content}</body></html>\n"));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html;charset=UTF-8"));
    response
}

/// A refusal. The description is in the server's own words and never holds a credential.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    error: &'static str,
    description: String,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, error: &'static str, description: impl Into<String>) -> Self {
        Self { status, error, description: description.into(), header: None }
    }

    /// 400 `invalid_request`.
    pub(crate) fn invalid_request(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", description)
    }

    /// 400 `invalid_grant`.
    pub(crate) fn invalid_grant(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_grant", description)
    }

    /// 401 `invalid_client` in the words of PingOne, whose correlation id is a part of the description.
    pub(crate) fn invalid_client(reason: &str, correlation_id: &str) -> Self {
        let description = format!("Request denied: {reason} (Correlation ID: {correlation_id})");
        Self::new(StatusCode::UNAUTHORIZED, "invalid_client", description)
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.header = Some((name, value));
        self
    }

    /// The code and the description.
    pub(crate) fn into_parts(self) -> (&'static str, String) {
        (self.error, self.description)
    }

    /// Names the scheme that the client used, as RFC 6749, section 5.2 demands.
    pub(crate) fn challenge_basic(self) -> Self {
        self.header(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"PingOne\""))
    }
}

impl From<Refusal> for Response {
    fn from(refusal: Refusal) -> Self {
        let body = json::object(&[("error", refusal.error.into()), ("error_description", refusal.description.into())]);
        let mut response = json(refusal.status, body);
        if let Some((name, value)) = refusal.header {
            response.headers_mut().insert(name, value);
        }
        response
    }
}
