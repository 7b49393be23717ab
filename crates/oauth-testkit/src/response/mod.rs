//! Responses of the server.

pub(crate) mod api_error;
pub(crate) mod challenge;
pub(crate) mod delivery;
pub(crate) mod outgoing;
pub(crate) mod redirect;
pub(crate) mod refusal;

use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};

/// An HTTP response of the server.
pub(crate) type Response = http::Response<Vec<u8>>;

/// A JSON response with `Cache-Control: no-store`.
pub(crate) fn json(status: StatusCode, body: String) -> Response {
    let mut response = Response::new(body.into_bytes());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// An HTML page for the user.
pub(crate) fn page(status: StatusCode, content: &str) -> Response {
    let mut response = json(status, format!("<!DOCTYPE html>\n<html><body>{content}</body></html>\n"));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html;charset=UTF-8"));
    response
}
