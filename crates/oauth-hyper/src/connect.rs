//! Opening a connection: TCP, TLS, and the time both may take.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper::rt::{Read, Write};
use hyper_util::client::legacy::connect::{Connection, HttpConnector};
use oauth_io::TransportError;
#[cfg(feature = "rustls")]
use oauth_io::{TransportErrorKind, adapter::engine_error};
use tokio::time::timeout;
use tower_service::Service;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What opens connections for a client of hyper-util: a [`Service`] from a URL to a connection that can be cloned.
///
/// It is implemented for every such type, such as [`HttpConnector`] and `hyper_rustls::HttpsConnector`. There is nothing
/// to implement.
pub trait Connector:
    Service<Uri, Response = Self::Opened, Error = Self::Failure, Future = Self::Opening> + Clone + Send + Sync + 'static
{
    /// The connection.
    type Opened: Read + Write + Connection + Unpin + Send + 'static;
    /// Why there is none.
    type Failure: Into<Box<dyn std::error::Error + Send + Sync>>;
    /// Opens the connection.
    type Opening: Future<Output = Result<Self::Opened, Self::Failure>> + Send + 'static;
}

impl<C> Connector for C
where
    C: Service<Uri> + Clone + Send + Sync + 'static,
    C::Response: Read + Write + Connection + Unpin + Send + 'static,
    C::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    C::Future: Send + 'static,
{
    type Opened = C::Response;
    type Failure = C::Error;
    type Opening = C::Future;
}

#[cfg(feature = "rustls")]
pub(crate) type Default = hyper_rustls::HttpsConnector<HttpConnector>;
#[cfg(not(feature = "rustls"))]
pub(crate) type Default = OnlyHttp;

/// The connector of a transport that brings its own engine.
#[cfg(feature = "rustls")]
pub(crate) fn default() -> Result<Default, TransportError> {
    with_tls(tcp())
}

/// TLS as the platform trusts it, over whatever connects.
#[cfg(feature = "rustls")]
pub(crate) fn with_tls<C>(connector: C) -> Result<hyper_rustls::HttpsConnector<C>, TransportError> {
    let builder = hyper_rustls::HttpsConnectorBuilder::new()
        .with_provider_and_platform_verifier(rustls::crypto::aws_lc_rs::default_provider())
        .map_err(|error| engine_error(TransportErrorKind::Setup, &error).not_sent())?;
    Ok(builder.https_or_http().enable_http1().wrap_connector(connector))
}

/// The connector of a transport that brings its own engine.
#[cfg(not(feature = "rustls"))]
#[allow(clippy::unnecessary_wraps, reason = "the same signature as with TLS")]
pub(crate) fn default() -> Result<Default, TransportError> {
    Ok(OnlyHttp(tcp()))
}

pub(crate) fn tcp() -> HttpConnector {
    let mut http = HttpConnector::new();
    http.set_nodelay(true);
    http.enforce_http(false);
    http
}

/// Without TLS, a plain connector would talk http to an https port.
#[cfg(not(feature = "rustls"))]
#[derive(Clone)]
pub(crate) struct OnlyHttp(HttpConnector);

#[cfg(not(feature = "rustls"))]
impl Service<Uri> for OnlyHttp {
    type Response = <HttpConnector as Service<Uri>>::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        if uri.scheme_str() != Some("http") {
            let reason = "https needs the feature `rustls` of oauth-hyper, or a connector of yours";
            return Box::pin(async move { Err(io::Error::new(io::ErrorKind::Unsupported, reason).into()) });
        }
        let connecting = self.0.call(uri);
        Box::pin(async move { connecting.await.map_err(Into::into) })
    }
}

/// A connector with a time limit on all of it: the name, TCP and TLS. That of [`HttpConnector`] covers TCP alone.
#[derive(Clone)]
pub(crate) struct Limited<C> {
    inner: C,
    limit: Duration,
}

impl<C> Limited<C> {
    pub(crate) fn new(inner: C, limit: Duration) -> Self {
        Self { inner, limit }
    }
}

impl<C: Connector> Service<Uri> for Limited<C> {
    type Response = C::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<C::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connecting = timeout(self.limit, self.inner.call(uri));
        Box::pin(async move {
            match connecting.await {
                Ok(connected) => connected.map_err(Into::into),
                Err(_) => Err(io::Error::new(io::ErrorKind::TimedOut, "while connecting").into()),
            }
        })
    }
}
