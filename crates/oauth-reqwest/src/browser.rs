//! reqwest in a browser: over fetch.

use std::time::Duration;

use http::header::CONTENT_ENCODING;
use oauth_io::{BodyReader, Policy, TransportError, TransportErrorKind};
use reqwest::{Client, ClientBuilder, Request, RequestBuilder, Response};

/// There is nothing to turn off: fetch is set up for each request.
pub(crate) fn restrain(engine: ClientBuilder, _: &Policy) -> ClientBuilder {
    engine
}

/// Without cookies, without a cache, and without a `Referer`: the page's own URL may hold a code.
pub(crate) async fn execute(engine: &Client, request: Request) -> Result<Response, TransportError> {
    let request = RequestBuilder::from_parts(engine.clone(), request)
        .fetch_credentials_omit()
        .fetch_cache_no_store()
        .fetch_referrer_policy("no-referrer");
    let mut response = request.send().await.map_err(failed)?;
    // The browser has decoded the body already.
    response.headers_mut().remove(CONTENT_ENCODING);
    Ok(response)
}

pub(crate) async fn read(response: Response, mut reader: BodyReader) -> Result<Vec<u8>, TransportError> {
    reader.push(&response.bytes().await.map_err(failed)?)?;
    Ok(reader.finish())
}

pub(crate) async fn sleep(duration: Duration) {
    futures_timer::Delay::new(duration).await;
}

/// fetch says no more about a failure than whether the time ran out.
fn failed(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() { TransportErrorKind::Timeout } else { TransportErrorKind::Other };
    TransportError::from_engine(kind, &error.without_url())
}
