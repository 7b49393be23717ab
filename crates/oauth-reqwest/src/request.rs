//! What is checked, and added, before reqwest sees a request.

use oauth_io::{Policy, TransportError, TransportErrorKind};
use reqwest::Url;

/// The URL as reqwest will send it, if that is the URL of the request.
pub(crate) fn check(policy: &Policy, request: &mut http::Request<Vec<u8>>) -> Result<Url, TransportError> {
    policy.check_request(request)?;
    let uri = request.uri();
    let url = Url::parse(&uri.to_string()).map_err(|error| refused(&error.to_string()))?;
    if url.path() != uri.path() || url.query() != uri.query() {
        return Err(refused("reqwest would rewrite the URL; percent-encode it first"));
    }
    // In a browser it would be a reason for a CORS preflight.
    #[cfg(not(target_family = "wasm"))]
    policy.complete_request(request, concat!("oauth-reqwest/", env!("CARGO_PKG_VERSION")));
    Ok(url)
}

fn refused(reason: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Other, reason).not_sent()
}
