//! The transport over isahc.

use std::fmt;
use std::time::Duration;

use futures_lite::AsyncReadExt as _;
use futures_timer::Delay;
use http::{Request, Response};
use isahc::auth::Authentication;
use isahc::config::{Configurable as _, RedirectPolicy};
use isahc::{AsyncBody, HttpClient};
use oauth_io::{Policy, Transport, TransportError, TransportErrorKind};

use crate::body::{Progress, once};
use crate::engine_error::classify;

/// Sends requests by isahc, within the limits of a [`Policy`]. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct HttpTransport {
    engine: HttpClient,
    policy: Policy,
}

impl HttpTransport {
    /// A transport with the default limits.
    ///
    /// # Errors
    ///
    /// isahc cannot start: the system is out of threads or of file handles.
    pub fn new() -> Result<Self, TransportError> {
        Self::with_policy(Policy::new())
    }

    /// A transport with limits of your choice.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_policy(policy: Policy) -> Result<Self, TransportError> {
        // A connection that the server closed meanwhile costs the next request: libcurl notices too late, and a body that
        // is given away once cannot be sent on another one. Tokens are asked for seldom; each gets a connection.
        let engine = HttpClient::builder()
            .connection_cache_size(0)
            .build()
            .map_err(|error| TransportError::from_engine(TransportErrorKind::Setup, &error).not_sent())?;
        Ok(Self::with_engine(engine, policy))
    }

    /// A transport over an engine of yours: another TLS, a client certificate, a proxy.
    ///
    /// All limits hold for it too, whatever it was told. If it keeps connections, a request may meet one that the server
    /// has closed, and fail with [`TransportErrorKind::Interrupted`]; the engine of [`new`](Self::new) keeps none. Its
    /// default headers are sent where a request has no header of that name, and its cookies if it has a cookie jar: give
    /// it neither.
    #[must_use]
    pub fn with_engine(engine: HttpClient, policy: Policy) -> Self {
        Self { engine, policy }
    }

    /// The request as isahc takes it, with everything turned off that would surprise a server.
    fn prepare(&self, request: Request<Vec<u8>>) -> Result<(Request<AsyncBody>, Progress), TransportError> {
        let (head, body) = request.into_parts();
        let plain = head.uri.scheme_str() == Some("http");
        let mut builder = Request::builder()
            .method(head.method)
            .uri(head.uri)
            .timeout(in_range(self.policy.total_time()))
            .connect_timeout(in_range(self.policy.connect_time()))
            .redirect_policy(RedirectPolicy::None)
            .automatic_decompression(false)
            .authentication(Authentication::none())
            .expect_continue(false);
        if plain {
            builder = builder.proxy(None);
        }
        if let Some(headers) = builder.headers_mut() {
            *headers = head.headers;
        }
        let (body, progress) = once(body);
        let request = builder.body(body).map_err(|error| unsendable(&error.to_string()))?;
        Ok((request, progress))
    }

    async fn exchange(
        &self,
        request: Request<AsyncBody>,
        progress: &Progress,
    ) -> Result<Response<Vec<u8>>, TransportError> {
        let response = self.engine.send_async(request).await.map_err(|error| classify(&error, progress))?;
        let (head, mut body) = response.into_parts();
        let mut reader = self.policy.body(&head.headers)?;
        let mut chunk = vec![0; 8 * 1024];
        loop {
            match body.read(&mut chunk).await.map_err(|error| classify(&error, progress))? {
                0 => return Ok(Response::from_parts(head, reader.finish())),
                length => reader.push(chunk.get(..length).unwrap_or_default())?,
            }
        }
    }
}

impl Transport for HttpTransport {
    async fn send(&self, mut request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        self.policy.check_request(&request)?;
        self.policy.complete_request(&mut request, concat!("oauth-isahc/", env!("CARGO_PKG_VERSION")));
        // isahc would panic.
        if request.headers().values().any(|value| value.to_str().is_err()) {
            return Err(unsendable("isahc sends no header value with a byte outside of visible ASCII"));
        }
        let (request, progress) = self.prepare(request)?;
        self.exchange(request, &progress).await
    }

    async fn sleep(&self, duration: Duration) {
        Delay::new(duration).await;
    }
}

/// Without the engine, whose default headers are whatever it was built with.
impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").field("policy", &self.policy).finish_non_exhaustive()
    }
}

fn unsendable(reason: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Other, reason).not_sent()
}

/// libcurl reads 0 ms as "no limit" and refuses what does not fit its number.
fn in_range(limit: Duration) -> Duration {
    limit.clamp(Duration::from_millis(1), Duration::from_millis(i32::MAX.unsigned_abs().into()))
}
