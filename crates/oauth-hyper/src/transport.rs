//! The transport over hyper.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::connect::Connect;
use hyper_util::client::legacy::{Client, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use oauth_io::{Policy, Transport, TransportError, TransportErrorKind};

use crate::{connect, engine_error};

/// Sends requests by hyper, within the limits of a [`Policy`]. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct HttpTransport {
    engine: Arc<Engine>,
    policy: Policy,
}

/// The engine without its connector's type, which would otherwise follow this transport everywhere.
type Engine = dyn Fn(Request<Full<Bytes>>) -> ResponseFuture + Send + Sync;

impl HttpTransport {
    /// A transport with the default limits.
    ///
    /// # Errors
    ///
    /// The platform's certificates cannot be read.
    pub fn new() -> Result<Self, TransportError> {
        Self::with_policy(Policy::new())
    }

    /// A transport with limits of your choice.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_policy(policy: Policy) -> Result<Self, TransportError> {
        let connector = connect::connector(policy.connect_time())?;
        let engine = Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector);
        Ok(Self::with_engine(engine, policy))
    }

    /// A transport over an engine of yours: another TLS, a client certificate, a proxy.
    ///
    /// The limits hold for it too, all but [`Policy::connect_timeout`], which only the engine's connector can keep: set
    /// it there. A redirect-following or retrying layer inside the connector would be beyond this crate's reach.
    pub fn with_engine<C>(engine: Client<C, Full<Bytes>>, policy: Policy) -> Self
    where
        C: Connect + Clone + Send + Sync + 'static,
    {
        Self { engine: Arc::new(move |request| engine.request(request)), policy }
    }

    async fn exchange(&self, request: Request<Full<Bytes>>) -> Result<Response<Vec<u8>>, TransportError> {
        let response = (self.engine)(request).await.map_err(|error| engine_error::failed(&error))?;
        let (head, mut body) = response.into_parts();
        let mut reader = self.policy.body(&head.headers)?;
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| engine_error::broken(&error))?;
            if let Some(chunk) = frame.data_ref() {
                reader.push(chunk)?;
            }
        }
        Ok(Response::from_parts(head, reader.finish()))
    }
}

impl Transport for HttpTransport {
    async fn send(&self, mut request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        self.policy.check_request(&request)?;
        self.policy.complete_request(&mut request, concat!("oauth-hyper/", env!("CARGO_PKG_VERSION")));
        let request = request.map(|body| Full::new(Bytes::from(body)));
        match tokio::time::timeout(self.policy.total_time(), self.exchange(request)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(TransportError::new(TransportErrorKind::Timeout, "")),
        }
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").field("policy", &self.policy).finish_non_exhaustive()
    }
}
