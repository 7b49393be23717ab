//! A response on its way to the client.

use std::fmt;

use http::Response;

use crate::response::delivery::Delivery;
use crate::wire::redact;

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
