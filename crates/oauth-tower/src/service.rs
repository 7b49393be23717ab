//! The service.

use std::fmt;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::{Request, Response};
use oauth_io::middleware::Authorizer;
use tower_service::Service;

use crate::copy::CopyBody;
use crate::error::BoxError;
use crate::exchange::Call;

/// A service whose requests have tokens. From [`TokenLayer`](crate::TokenLayer).
#[derive(Debug, Clone)]
pub struct TokenService<S, C> {
    service: S,
    authorizer: Authorizer,
    copy: C,
}

impl<S, C> TokenService<S, C> {
    pub(crate) fn new(service: S, authorizer: Authorizer, copy: C) -> Self {
        Self { service, authorizer, copy }
    }

    /// Returns the service beneath.
    pub fn get_ref(&self) -> &S {
        &self.service
    }
}

impl<S, C, B, R> Service<Request<B>> for TokenService<S, C>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
    C: CopyBody<B> + Clone + Send + 'static,
    B: Send + 'static,
    R: Send + 'static,
{
    type Response = Response<R>;
    type Error = BoxError;
    type Future = ResponseFuture<R>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.service.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        // The one that is ready is used up by the call; the clone that stays has to become ready first.
        let next = self.service.clone();
        let ready = mem::replace(&mut self.service, next);
        let call = Call::new(ready, self.copy.clone());
        let authorizer = self.authorizer.clone();
        ResponseFuture(Box::pin(async move { authorizer.send(request, call).await }))
    }
}

/// The future of a [`TokenService`].
///
/// It is boxed: the wait for a token is an async function of the source, which has no name. That is one allocation for each
/// request.
#[must_use = "futures do nothing unless they are polled"]
pub struct ResponseFuture<R>(Pin<Box<dyn Future<Output = Result<Response<R>, BoxError>> + Send>>);

impl<R> Future for ResponseFuture<R> {
    type Output = Result<Response<R>, BoxError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<R> fmt::Debug for ResponseFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
