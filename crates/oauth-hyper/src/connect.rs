//! Opening a connection: TCP, TLS, and the time both may take.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use oauth_io::TransportError;
#[cfg(feature = "rustls")]
use oauth_io::TransportErrorKind;
use tokio::time::timeout;
use tower_service::Service;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

#[cfg(feature = "rustls")]
pub(crate) type Connector = hyper_rustls::HttpsConnector<HttpConnector>;
#[cfg(not(feature = "rustls"))]
pub(crate) type Connector = HttpConnector;

/// The connector of a transport that brings its own engine.
pub(crate) fn connector(limit: Duration) -> Result<Limited<Connector>, TransportError> {
    let mut http = HttpConnector::new();
    http.set_nodelay(true);
    http.enforce_http(false);
    Ok(Limited { inner: with_tls(http)?, limit })
}

#[cfg(feature = "rustls")]
fn with_tls(http: HttpConnector) -> Result<Connector, TransportError> {
    let builder = hyper_rustls::HttpsConnectorBuilder::new()
        .with_provider_and_platform_verifier(rustls::crypto::aws_lc_rs::default_provider())
        .map_err(|error| TransportError::from_engine(TransportErrorKind::Setup, &error).not_sent())?;
    Ok(builder.https_or_http().enable_http1().wrap_connector(http))
}

#[cfg(not(feature = "rustls"))]
#[allow(clippy::unnecessary_wraps, reason = "the same signature as with TLS")]
fn with_tls(http: HttpConnector) -> Result<Connector, TransportError> {
    Ok(http)
}

/// A connector with a time limit on all of it: the name, TCP and TLS. That of [`HttpConnector`] covers TCP alone.
#[derive(Clone)]
pub(crate) struct Limited<C> {
    inner: C,
    limit: Duration,
}

impl<C> Service<Uri> for Limited<C>
where
    C: Service<Uri>,
    C::Future: Send + 'static,
    C::Error: Into<BoxError>,
{
    type Response = C::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<C::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        // A plain connector that does not enforce http would talk http to an https port.
        if cfg!(not(feature = "rustls")) && uri.scheme_str() != Some("http") {
            let reason = "https needs the feature `rustls` of oauth-hyper, or an engine of yours";
            return Box::pin(async move { Err(io::Error::new(io::ErrorKind::Unsupported, reason).into()) });
        }
        let connecting = timeout(self.limit, self.inner.call(uri));
        Box::pin(async move {
            match connecting.await {
                Ok(connected) => connected.map_err(Into::into),
                Err(_) => Err(io::Error::new(io::ErrorKind::TimedOut, "while connecting").into()),
            }
        })
    }
}
