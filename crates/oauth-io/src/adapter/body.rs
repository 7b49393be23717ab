//! The body of a response, counted while it is read.

use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use crate::{Policy, TransportError, TransportErrorKind};

/// Collects the body of a response and counts its bytes against the limit.
pub struct BodyReader {
    bytes: Vec<u8>,
    limit: usize,
}

impl BodyReader {
    /// Begins to read the body of a response with these headers.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::ContentEncoding`] if the headers announce an encoding,
    /// [`TransportErrorKind::BodyTooLarge`] if they announce more bytes than the limit.
    pub fn new(policy: &Policy, headers: &HeaderMap) -> Result<Self, TransportError> {
        for value in headers.get_all(CONTENT_ENCODING) {
            if !value.as_bytes().eq_ignore_ascii_case(b"identity") {
                return Err(TransportError::new(TransportErrorKind::ContentEncoding, ""));
            }
        }
        let announced =
            headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok()).unwrap_or(0);
        let limit = policy.body_limit;
        match usize::try_from(announced) {
            Ok(announced) if announced <= limit => {
                Ok(Self { bytes: Vec::with_capacity(announced.min(64 * 1024)), limit })
            }
            _ => Err(too_large(limit)),
        }
    }

    /// Adds a piece of the body.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::BodyTooLarge`] as soon as the pieces together pass the limit.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), TransportError> {
        if chunk.len() > self.limit - self.bytes.len() {
            return Err(too_large(self.limit));
        }
        self.bytes.extend_from_slice(chunk);
        Ok(())
    }

    /// The whole body.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

fn too_large(limit: usize) -> TransportError {
    TransportError::new(TransportErrorKind::BodyTooLarge, format!("{limit} bytes"))
}
