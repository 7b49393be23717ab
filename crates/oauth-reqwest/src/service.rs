//! `reqwest::Client` as a tower service.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::{Request, Response};
use oauth_io::middleware::ResponseUri;
use reqwest::{Body, Client};
use tower_service::Service;

use crate::authorize::uri;

/// A [`Client`] as a tower service over `http` types, for layers such as `oauth_tower::TokenLayer`.
///
/// The client's own settings hold: it follows redirects unless it was told not to. The URI that sent a response is in its
/// extensions, as [`ResponseUri`].
#[derive(Debug, Clone)]
pub struct HttpService(Client);

impl HttpService {
    /// Creates a service that sends with `client`.
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self(client)
    }

    /// Copies a body that is in memory. `None` for a stream.
    #[must_use]
    pub fn copy_body(body: &Body) -> Option<Body> {
        body.as_bytes().map(|bytes| Body::from(bytes.to_vec()))
    }
}

impl From<Client> for HttpService {
    fn from(client: Client) -> Self {
        Self::new(client)
    }
}

impl<B: Into<Body>> Service<Request<B>> for HttpService {
    type Response = Response<Body>;
    type Error = reqwest::Error;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), reqwest::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture {
        let sending = reqwest::Request::try_from(request).map(|request| self.0.execute(request));
        ResponseFuture(Box::pin(async move {
            let response = sending?.await?;
            let uri = uri(response.url());
            let mut response = Response::from(response);
            if let Some(uri) = uri {
                response.extensions_mut().insert(ResponseUri(uri));
            }
            Ok(response)
        }))
    }
}

/// The future of an [`HttpService`].
#[must_use = "futures do nothing unless they are polled"]
pub struct ResponseFuture(Pin<Box<dyn Future<Output = Result<Response<Body>, reqwest::Error>> + Send>>);

impl Future for ResponseFuture {
    type Output = Result<Response<Body>, reqwest::Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl fmt::Debug for ResponseFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
