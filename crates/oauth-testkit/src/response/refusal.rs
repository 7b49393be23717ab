//! The refusal: an OAuth error response ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2)).

use http::header::WWW_AUTHENTICATE;
use http::{HeaderName, HeaderValue, StatusCode};

use crate::response::{self, Response};
use crate::wire::json;

/// An error response. Its description contains no credentials.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    error: &'static str,
    description: String,
    header: Option<Box<(HeaderName, HeaderValue)>>,
    reason: Option<String>,
}

/// Why a request is refused, in an extension of the response: for the ledger alone.
#[derive(Clone, Debug)]
pub(crate) struct Reason(pub(crate) String);

impl Refusal {
    pub(crate) fn new(status: StatusCode, error: &'static str, description: impl Into<String>) -> Self {
        Self { status, error, description: description.into(), header: None, reason: None }
    }

    /// 400 `invalid_request`.
    pub(crate) fn invalid_request(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", description)
    }

    /// 400 `invalid_client_metadata`.
    pub(crate) fn invalid_client_metadata(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_client_metadata", description)
    }

    /// 400 `invalid_grant`.
    pub(crate) fn invalid_grant(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_grant", description)
    }

    /// 401 `invalid_client` with PingOne's description, which includes a correlation id.
    pub(crate) fn invalid_client(reason: &str, correlation_id: &str) -> Self {
        let description = format!("Request denied: {reason} (Correlation ID: {correlation_id})");
        Self::new(StatusCode::UNAUTHORIZED, "invalid_client", description)
    }

    /// Adds a reason that the response does not reveal. It contains no credentials.
    pub(crate) fn because(mut self, reason: String) -> Self {
        self.reason = Some(reason);
        self
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.header = Some(Box::new((name, value)));
        self
    }

    /// The error code and the description.
    pub(crate) fn into_parts(self) -> (&'static str, String) {
        (self.error, self.description)
    }

    /// Adds the challenge that [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2) requires after
    /// an attempt with the `Authorization` header.
    pub(crate) fn challenge_basic(self) -> Self {
        self.header(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"PingOne\""))
    }
}

impl From<Refusal> for Response {
    fn from(refusal: Refusal) -> Self {
        let body = json::object(&[("error", refusal.error.into()), ("error_description", refusal.description.into())]);
        let mut response = response::json(refusal.status, body);
        if let Some((name, value)) = refusal.header.map(|header| *header) {
            response.headers_mut().insert(name, value);
        }
        if let Some(reason) = refusal.reason {
            response.extensions_mut().insert(Reason(reason));
        }
        response
    }
}
