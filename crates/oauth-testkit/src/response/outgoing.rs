//! A response on its way to the client.

use std::fmt;

use http::Response;

use crate::response::delivery::Delivery;
use crate::wire::redact;

/// A response and how to deliver it, for a custom HTTP front end.
///
/// The response is complete, even if the delivery truncates or drops it.
#[derive(Clone)]
#[non_exhaustive]
pub struct OutgoingResponse {
    /// Status, headers and body. The body may contain tokens.
    pub response: Response<Vec<u8>>,
    /// How to send the response.
    pub delivery: Delivery,
}

impl OutgoingResponse {
    pub(crate) fn new(response: Response<Vec<u8>>, delivery: Delivery) -> Self {
        Self { response, delivery }
    }

    /// Applies truncation and padding to the body. Other deliveries have no effect in memory.
    pub(crate) fn into_response(self) -> Response<Vec<u8>> {
        /// The limit of the padding in memory.
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
