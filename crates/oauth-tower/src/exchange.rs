//! A service, as an authorizer sees it.

use std::future::poll_fn;
use std::marker::PhantomData;

use http::{HeaderMap, Request, Response};
use oauth_io::middleware::{Exchange, RequestHead, ResponseHead};
use tower_service::Service;

use crate::copy::CopyBody;
use crate::error::BoxError;

/// A service, and whether it is ready for a request.
pub(crate) struct Call<S, C, B> {
    service: S,
    is_ready: bool,
    copy: C,
    body: PhantomData<fn(B)>,
}

impl<S, C, B> Call<S, C, B> {
    /// `service` is ready.
    pub(crate) fn new(service: S, copy: C) -> Self {
        Self { service, is_ready: true, copy, body: PhantomData }
    }
}

impl<S, C, B, R> Exchange for Call<S, C, B>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send,
    S::Future: Send,
    S::Error: Into<BoxError>,
    C: CopyBody<B> + Send,
    B: Send,
    R: Send,
{
    type Request = Request<B>;
    type Response = Response<R>;
    type Error = BoxError;
    type Kept = Request<B>;

    fn request_head<'a>(&'a self, request: &'a Request<B>) -> Option<RequestHead<'a>> {
        Some(request.into())
    }

    fn headers_mut<'a>(&self, request: &'a mut Request<B>) -> &'a mut HeaderMap {
        request.headers_mut()
    }

    fn response_head<'a>(&'a self, response: &'a Response<R>) -> ResponseHead<'a> {
        response.into()
    }

    fn keep(&mut self, request: &mut Request<B>) -> Option<Request<B>> {
        let mut copy = Request::new(self.copy.copy_body(request.body())?);
        request.method().clone_into(copy.method_mut());
        request.uri().clone_into(copy.uri_mut());
        *copy.version_mut() = request.version();
        request.headers().clone_into(copy.headers_mut());
        request.extensions().clone_into(copy.extensions_mut());
        Some(copy)
    }

    fn again(&mut self, kept: Request<B>) -> Option<Request<B>> {
        Some(kept)
    }

    async fn send(&mut self, request: Request<B>) -> Result<Response<R>, BoxError> {
        if !self.is_ready {
            poll_fn(|context| self.service.poll_ready(context)).await.map_err(Into::into)?;
        }
        self.is_ready = false;
        self.service.call(request).await.map_err(Into::into)
    }

    /// A service that is ready may hold a place in a limit or a queue, which its clone does not.
    fn pause(&mut self) {
        if self.is_ready {
            self.service = self.service.clone();
            self.is_ready = false;
        }
    }
}
