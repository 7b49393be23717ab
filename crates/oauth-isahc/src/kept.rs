//! What is kept of a request, so that it can be sent again.

use std::future::Future as _;
use std::io::{self, Read as _};
use std::mem;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use futures_lite::io::{AsyncRead, AsyncReadExt as _};
use http::Request;
use isahc::{AsyncBody, Body};

/// A request that can be sent again if its body was not begun.
pub(crate) struct Kept<B> {
    request: Request<()>,
    body: Arc<Mutex<Option<B>>>,
}

impl<B> Kept<B> {
    fn new(request: &Request<B>, body: Arc<Mutex<Option<B>>>) -> Self {
        let mut copy = Request::new(());
        request.method().clone_into(copy.method_mut());
        request.uri().clone_into(copy.uri_mut());
        *copy.version_mut() = request.version();
        request.headers().clone_into(copy.headers_mut());
        request.extensions().clone_into(copy.extensions_mut());
        Self { request: copy, body }
    }

    /// Returns the request. `None`: a part of the body is gone.
    pub(crate) fn again(self) -> Option<Request<B>> {
        let body = take(&self.body)?;
        Some(self.request.map(|()| body))
    }
}

/// A body of which a request can be kept.
pub(crate) trait Rewind: Sized {
    /// Keeps a request, if its body can be sent again.
    fn keep(request: &mut Request<Self>) -> Option<Kept<Self>>;
}

impl Rewind for AsyncBody {
    /// A body in memory is copied, another one is shared until one of the two reads it.
    fn keep(request: &mut Request<Self>) -> Option<Kept<Self>> {
        let body = request.body_mut();
        if body.is_empty() {
            return Some(Kept::new(request, held(Self::empty())));
        }
        if body.reset() {
            let mut bytes = Vec::new();
            // It is in memory, so it never has to wait.
            let is_read = pin!(body.read_to_end(&mut bytes)).poll(&mut Context::from_waker(Waker::noop())).is_ready();
            body.reset();
            return is_read.then(|| Kept::new(request, held(Self::from(bytes))));
        }
        let length = body.len();
        let shared = held(mem::take(body));
        let first = Unread { shared: Arc::clone(&shared), body: None };
        *body = match length {
            Some(length) => Self::from_reader_sized(first, length),
            None => Self::from_reader(first),
        };
        Some(Kept::new(request, shared))
    }
}

impl Rewind for Body {
    /// isahc begins to read a stream before it sends the request, so that only a body in memory can be sent again.
    fn keep(request: &mut Request<Self>) -> Option<Kept<Self>> {
        let body = request.body_mut();
        if body.is_empty() {
            return Some(Kept::new(request, held(Self::empty())));
        }
        if !body.reset() {
            return None;
        }
        let mut bytes = Vec::new();
        let is_read = body.read_to_end(&mut bytes).is_ok();
        body.reset();
        is_read.then(|| Kept::new(request, held(Self::from(bytes))))
    }
}

/// A body that can be taken back until it is first read.
struct Unread {
    shared: Arc<Mutex<Option<AsyncBody>>>,
    body: Option<AsyncBody>,
}

impl AsyncRead for Unread {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, to: &mut [u8]) -> Poll<io::Result<usize>> {
        if self.body.is_none() {
            self.body = take(&self.shared);
        }
        match &mut self.body {
            Some(body) => Pin::new(body).poll_read(context, to),
            None => Poll::Ready(Err(io::Error::other("the body was taken back to be sent again"))),
        }
    }
}

fn held<B>(body: B) -> Arc<Mutex<Option<B>>> {
    Arc::new(Mutex::new(Some(body)))
}

fn take<B>(body: &Mutex<Option<B>>) -> Option<B> {
    body.lock().unwrap_or_else(PoisonError::into_inner).take()
}
