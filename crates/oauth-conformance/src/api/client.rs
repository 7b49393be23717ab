//! A client whose requests have tokens.

use std::convert::Infallible;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body, Frame, SizeHint};
use oauth_io::TokenError;
use oauth_io::middleware::Authorizer;

/// An HTTP client that follows redirects, with the middleware under test.
pub trait ApiClient: Clone + Send + Sync + 'static {
    /// Opens the client.
    fn open(authorizer: Authorizer) -> Self;

    /// Sends a request and reads the body of the response.
    fn send(&self, request: ApiRequest) -> impl Future<Output = Result<Response<Vec<u8>>, ApiError>> + Send;
}

/// A request to an API.
pub type ApiRequest = Request<ApiBody>;

/// The body of a request to an API.
#[allow(clippy::exhaustive_enums, reason = "a test of an adapter takes it apart")]
#[derive(Debug, Clone)]
pub enum ApiBody {
    /// In memory.
    Bytes(Vec<u8>),
    /// A stream, which cannot be sent again.
    Stream(Upload),
}

/// Why there is no response.
#[allow(clippy::exhaustive_enums, reason = "a test of an adapter takes it apart")]
#[derive(Debug)]
pub enum ApiError {
    /// The error of the source.
    Token(TokenError),
    /// Another one.
    Other(String),
}

/// A stream that begins with some pieces and never ends.
#[derive(Debug, Clone)]
pub struct Upload {
    pieces: usize,
}

impl Upload {
    /// The size of a piece, in bytes.
    pub const PIECE: usize = 1024;

    /// A stream of so many pieces.
    #[must_use]
    pub fn new(pieces: usize) -> Self {
        Self { pieces }
    }

    /// Returns the next piece.
    pub fn piece(&mut self) -> Poll<Vec<u8>> {
        if self.pieces == 0 {
            return Poll::Pending;
        }
        self.pieces -= 1;
        Poll::Ready(vec![b'x'; Self::PIECE])
    }
}

impl ApiBody {
    /// Returns a copy. `None` for a stream.
    #[must_use]
    pub fn copy(&self) -> Option<Self> {
        match self {
            Self::Bytes(bytes) => Some(Self::Bytes(bytes.clone())),
            Self::Stream(_) => None,
        }
    }
}

impl Default for ApiBody {
    fn default() -> Self {
        Self::Bytes(Vec::new())
    }
}

impl Body for ApiBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Self::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Bytes(bytes) => Poll::Ready(Some(Ok(Frame::data(mem::take(bytes).into())))),
            Self::Stream(upload) => Pin::new(upload).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Bytes(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Self::Stream(_) => SizeHint::default(),
        }
    }
}

impl Body for Upload {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.piece().map(|piece| Some(Ok(Frame::data(piece.into()))))
    }
}
