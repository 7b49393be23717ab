//! Redirects of the browser.

use http::header::{CACHE_CONTROL, LOCATION};
use http::{HeaderValue, StatusCode};

use crate::response::Response;

/// `uri` with more in its query, which it keeps (RFC 6749, section 3.1.2).
pub(crate) fn with_query(uri: &str, query: &str) -> String {
    let separator = if uri.contains('?') { '&' } else { '?' };
    if query.is_empty() { uri.to_owned() } else { format!("{uri}{separator}{query}") }
}

/// 302 to `location`.
pub(crate) fn redirect(location: &str) -> Response {
    let mut response = Response::new(Vec::new());
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    match HeaderValue::from_str(location) {
        Ok(location) => {
            *response.status_mut() = StatusCode::FOUND;
            response.headers_mut().insert(LOCATION, location);
        }
        // A registered redirect URI with a line break in it: the test's own doing.
        Err(_) => *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR,
    }
    response
}
