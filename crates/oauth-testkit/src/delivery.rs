//! What the server answers and how that answer goes out.

use std::fmt;
use std::time::Duration;

use http::Response;

use crate::redact;

/// How a front hands an answer over to the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Delivery {
    /// At once and whole.
    Whole,
    /// Whole, after this time.
    After(Duration),
    /// Never; the connection stays open.
    Never,
    /// The head promises the whole body, or more; after this many bytes of the body the connection closes.
    TruncatedAt(usize),
    /// Not at all: the connection is reset.
    Reset,
    /// The head at once, then one byte of the body after each lapse of this time.
    Drip(Duration),
    /// This many spaces, which JSON allows there, and then the body.
    Padded {
        /// How many spaces come before the body.
        bytes: u64,
        /// How the length of the body is made known.
        framing: Framing,
    },
}

/// How the length of a body is made known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Framing {
    /// `Content-Length`.
    ContentLength,
    /// `Transfer-Encoding: chunked`: the client learns the length at the end.
    Chunked,
}

/// An answer and how it goes out: what a front of your own needs.
///
/// The response is the answer as it would be if it went out whole.
#[derive(Clone)]
#[non_exhaustive]
pub struct OutgoingResponse {
    /// Status, headers and body. It may hold a token.
    pub response: Response<Vec<u8>>,
    /// How it goes out.
    pub delivery: Delivery,
}

impl OutgoingResponse {
    pub(crate) fn new(response: Response<Vec<u8>>, delivery: Delivery) -> Self {
        Self { response, delivery }
    }

    /// The answer as someone without a wire sees it: cut where it is truncated, padded where it is padded.
    pub(crate) fn into_response(self) -> Response<Vec<u8>> {
        /// A response in memory is not padded beyond this.
        const MOST: u64 = 64 * 1024 * 1024;
        let delivery = self.delivery;
        self.response.map(|mut body| match delivery {
            Delivery::TruncatedAt(at) => {
                body.truncate(at);
                body
            }
            Delivery::Padded { bytes, .. } => {
                let mut padded = vec![b' '; usize::try_from(bytes.min(MOST)).unwrap_or_default()];
                padded.append(&mut body);
                padded
            }
            _ => body,
        })
    }
}

impl fmt::Debug for OutgoingResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self.response.headers();
        f.debug_struct("OutgoingResponse")
            .field("status", &self.response.status())
            .field("headers", &redact::headers(headers))
            .field("body", &redact::body(headers, self.response.body()))
            .field("delivery", &self.delivery)
            .finish()
    }
}
