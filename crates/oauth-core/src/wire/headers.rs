//! Headers that are the same in every request.

use http::{HeaderMap, HeaderValue, header};

/// Requests JSON without compression, so that the size of the body is known.
pub(crate) fn accept_json(headers: &mut HeaderMap) {
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
}
