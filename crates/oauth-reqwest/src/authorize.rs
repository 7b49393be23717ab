//! The token of a source on a single request.

use std::sync::Arc;

use http::Uri;
use http::header::AUTHORIZATION;
use oauth_io::token::AccessToken;
use oauth_io::{TokenError, TokenSource};
use reqwest::Request;

/// Adds the token to a request of reqwest, as [`TokenSource::authorize`] does to one of `http`.
///
/// ```no_run
/// use oauth_reqwest::{TokenSource, authorize, reqwest};
///
/// # async fn example(tokens: TokenSource, client: reqwest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let mut request = client.get("https://api.example.com/orders").build()?;
/// authorize(&tokens, &mut request).await?;
/// let response = client.execute(request).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// As [`TokenSource::authorize`].
pub async fn authorize(tokens: &TokenSource, request: &mut Request) -> Result<Arc<AccessToken>, TokenError> {
    let uri = uri(request.url()).ok_or(TokenError::Origin)?;
    let mut head = http::Request::new(());
    *head.uri_mut() = uri;
    let token = tokens.authorize(&mut head).await?;
    if let Some(value) = head.headers_mut().remove(AUTHORIZATION) {
        request.headers_mut().insert(AUTHORIZATION, value);
    }
    Ok(token)
}

/// A URL as `http` has it. `None` for one that is not sent by HTTP.
pub(crate) fn uri(url: &reqwest::Url) -> Option<Uri> {
    url.as_str().parse().ok()
}
