//! reqwest where there are sockets: over hyper and tokio.

use std::time::Duration;

use oauth_io::{BodyReader, Policy, TransportError, TransportErrorKind};
use reqwest::{Client, ClientBuilder, Request, Response, redirect, retry};

/// Turns off whatever a transport must not do.
pub(crate) fn restrain(engine: ClientBuilder, policy: &Policy) -> ClientBuilder {
    let engine = engine
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .connect_timeout(policy.connect_time());
    if policy.allows_http_loopback() { engine.no_proxy() } else { engine }
}

pub(crate) async fn execute(engine: &Client, request: Request) -> Result<Response, TransportError> {
    engine.execute(request).await.map_err(failed)
}

pub(crate) async fn read(mut response: Response, mut reader: BodyReader) -> Result<Vec<u8>, TransportError> {
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        reader.push(&chunk)?;
    }
    Ok(reader.finish())
}

pub(crate) async fn sleep(duration: Duration) {
    tokio::time::sleep(duration).await;
}

/// reqwest's errors as kinds of ours.
pub(crate) fn failed(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let hyper = TransportError::causes(&error).find_map(|cause| cause.downcast_ref::<hyper::Error>());
    let kind = match hyper {
        _ if is_tls(&error) => TransportErrorKind::Tls,
        _ if error.is_timeout() => TransportErrorKind::Timeout,
        _ if error.is_connect() => TransportErrorKind::Connect,
        _ if error.is_builder() => TransportErrorKind::Other,
        Some(hyper) if hyper.is_parse() || hyper.is_user() => TransportErrorKind::Other,
        _ => TransportErrorKind::Interrupted,
    };
    let unsent = error.is_connect() || error.is_builder();
    let error = TransportError::from_engine(kind, &error);
    if unsent { error.not_sent() } else { error }
}

#[cfg(feature = "rustls")]
fn is_tls(error: &reqwest::Error) -> bool {
    TransportError::causes(error).any(|cause| cause.is::<rustls::Error>())
}

#[cfg(not(feature = "rustls"))]
fn is_tls(_: &reqwest::Error) -> bool {
    false
}
