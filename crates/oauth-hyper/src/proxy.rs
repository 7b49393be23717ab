//! A connector that goes through a proxy.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use oauth_io::{TransportError, TransportErrorKind};
use tower_service::Service;

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Opened = <HttpConnector as Service<Uri>>::Response;

/// TCP: through a proxy for https, and directly for http, which is allowed where it stays inside a machine or a network.
#[derive(Clone)]
pub(crate) struct Proxied {
    direct: HttpConnector,
    tunnel: Tunnel<HttpConnector>,
}

impl Proxied {
    pub(crate) fn new(proxy: &Uri, tcp: HttpConnector) -> Result<Self, TransportError> {
        let problem = if proxy.scheme_str() != Some("http") {
            "a proxy is http://host:port here; for another kind, bring a connector of yours"
        } else if proxy.authority().is_none_or(|authority| authority.as_str().contains('@')) {
            "a proxy is http://host:port here; for its user and password, bring a Tunnel::with_auth of yours"
        } else {
            return Ok(Self { direct: tcp.clone(), tunnel: Tunnel::new(proxy.clone(), tcp) });
        };
        Err(TransportError::new(TransportErrorKind::Setup, problem).not_sent())
    }
}

impl Service<Uri> for Proxied {
    type Response = Opened;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Opened, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        match self.direct.poll_ready(context) {
            Poll::Ready(Ok(())) => self.tunnel.poll_ready(context).map_err(Into::into),
            other => other.map_err(Into::into),
        }
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        if uri.scheme_str() == Some("https") {
            let connecting = self.tunnel.call(uri);
            Box::pin(async move { connecting.await.map_err(Into::into) })
        } else {
            let connecting = self.direct.call(uri);
            Box::pin(async move { connecting.await.map_err(Into::into) })
        }
    }
}
