//! The transport over reqwest.

use std::fmt;
use std::time::Duration;

use oauth_io::{Policy, Transport, TransportError, TransportErrorKind};
use reqwest::{Client, ClientBuilder};

use crate::engine;
use crate::request::check;

/// Sends requests by reqwest, within the limits of a [`Policy`]. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct HttpTransport {
    engine: Client,
    policy: Policy,
}

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
        Self::with_engine(Client::builder(), policy)
    }

    /// A transport over an engine of yours: another TLS, a client certificate, a proxy.
    ///
    /// It takes the builder because a finished [`Client`] cannot be told to follow no redirects. Redirects, retries,
    /// decoding and time limits are then set as they must be, whatever they were. Its default headers are sent where a
    /// request has no header of that name, and its cookies if it keeps cookies: give it neither.
    ///
    /// # Errors
    ///
    /// The builder holds something that does not work, or the platform's certificates cannot be read.
    pub fn with_engine(engine: ClientBuilder, policy: Policy) -> Result<Self, TransportError> {
        let engine = engine::restrain(engine, &policy).build().map_err(unusable)?;
        Ok(Self::dangerous_with_client(engine, policy))
    }

    /// A transport over a finished client, which **must** have been built with `redirect(redirect::Policy::none())`.
    ///
    /// Otherwise it sends tokens, codes and secrets to wherever a redirect points. That is noticed only afterwards, as
    /// [`TransportErrorKind::Redirected`], and not at all where a redirect leads back to the same URL. The time to
    /// connect, proxies, retries and decoding are as the client was built, too.
    #[must_use]
    pub fn dangerous_with_client(engine: Client, policy: Policy) -> Self {
        Self { engine, policy }
    }

    async fn exchange(&self, request: reqwest::Request) -> Result<http::Response<Vec<u8>>, TransportError> {
        let asked = request.url().clone();
        let response = engine::execute(&self.engine, request).await?;
        if *response.url() != asked {
            return Err(TransportError::new(TransportErrorKind::Redirected, ""));
        }
        let mut answer = http::Response::new(Vec::new());
        *answer.status_mut() = response.status();
        *answer.headers_mut() = response.headers().clone();
        let reader = self.policy.body(response.headers())?;
        *answer.body_mut() = engine::read(response, reader).await?;
        Ok(answer)
    }
}

impl Transport for HttpTransport {
    async fn send(&self, mut request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
        let url = check(&self.policy, &mut request)?;
        let (head, body) = request.into_parts();
        let mut request = reqwest::Request::new(head.method, url);
        *request.headers_mut() = head.headers;
        *request.body_mut() = Some(body.into());
        *request.timeout_mut() = Some(self.policy.total_time());
        self.exchange(request).await
    }

    async fn sleep(&self, duration: Duration) {
        engine::sleep(duration).await;
    }
}

/// Without the engine, whose default headers are whatever it was built with.
impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").field("policy", &self.policy).finish_non_exhaustive()
    }
}

/// An engine that cannot be built.
pub(crate) fn unusable(error: reqwest::Error) -> TransportError {
    TransportError::from_engine(TransportErrorKind::Setup, &error.without_url()).not_sent()
}
