//! What is checked, and added, before reqwest sees a request.

use oauth_io::adapter::KnownUrls;
use oauth_io::{Policy, TransportError, TransportErrorKind, adapter};
use reqwest::{Request, Url};

/// The request as reqwest will send it, if that is the request as it was given.
pub(crate) fn prepare(
    policy: &Policy,
    urls: &KnownUrls<Url>,
    mut request: http::Request<Vec<u8>>,
) -> Result<Request, TransportError> {
    // Parsing a URL costs a tenth of a whole request.
    let url = urls.get(request.uri(), |uri| {
        adapter::check_request(policy, &request)?;
        exactly(uri)
    })?;
    // In a browser, fetch sets it.
    if cfg!(not(target_family = "wasm")) {
        adapter::complete_length(&mut request);
    }
    let (head, body) = request.into_parts();
    let mut request = Request::new(head.method, url);
    *request.headers_mut() = head.headers;
    *request.body_mut() = Some(body.into());
    Ok(request)
}

/// A URL that reqwest leaves as it is.
fn exactly(uri: &http::Uri) -> Result<Url, TransportError> {
    let url = Url::parse(&uri.to_string()).map_err(|error| refused(&error.to_string()))?;
    if url.path() != uri.path() || url.query() != uri.query() {
        return Err(refused("reqwest would rewrite the URL; percent-encode it first"));
    }
    Ok(url)
}

fn refused(reason: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Other, reason).not_sent()
}
