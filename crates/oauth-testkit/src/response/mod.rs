//! The answers that every endpoint gives: JSON, and the error of RFC 6749, section 5.2.

pub(crate) mod challenge;
pub(crate) mod delivery;
pub(crate) mod outgoing;
pub(crate) mod redirect;
pub(crate) mod refusal;

use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};

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
