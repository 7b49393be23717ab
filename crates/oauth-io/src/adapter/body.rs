//! The body of a response, counted while it is read.

use http::HeaderMap;
#[cfg(feature = "gzip")]
use http::header::CONTENT_ENCODING;
use http::header::CONTENT_LENGTH;

use super::coding::Coding;
#[cfg(feature = "gzip")]
use super::gzip::Gzip;
use crate::{Policy, TransportError, TransportErrorKind};

/// Collects the body of a response and counts its bytes against the limit.
///
/// A body that is gzip is decoded if the policy says so, piece by piece: what counts is the decoded size, and no more than
/// the limit is ever decoded.
pub struct BodyReader {
    body: Body,
}

enum Body {
    Plain {
        bytes: Vec<u8>,
        limit: usize,
    },
    #[cfg(feature = "gzip")]
    Gzip(Box<Gzip>),
}

impl BodyReader {
    /// Begins to read the body of a response with these headers.
    ///
    /// If the body is going to be decoded, `Content-Encoding` and `Content-Length` are taken out of them, because neither
    /// is true of what [`finish`](Self::finish) returns.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::ContentEncoding`] if the headers announce an encoding that the policy does not allow,
    /// [`TransportErrorKind::BodyTooLarge`] if they announce more bytes than the limit.
    pub fn new(policy: &Policy, headers: &mut HeaderMap) -> Result<Self, TransportError> {
        let limit = policy.body_limit;
        match Coding::of(headers) {
            Coding::Identity => {
                let announced = announced(headers);
                match usize::try_from(announced) {
                    Ok(announced) if announced <= limit => {
                        let bytes = Vec::with_capacity(announced.min(64 * 1024));
                        Ok(Self { body: Body::Plain { bytes, limit } })
                    }
                    _ => Err(too_large(limit)),
                }
            }
            #[cfg(feature = "gzip")]
            Coding::Gzip if policy.decode_gzip => {
                headers.remove(CONTENT_ENCODING);
                headers.remove(CONTENT_LENGTH);
                Ok(Self { body: Body::Gzip(Box::new(Gzip::new(limit))) })
            }
            coding => Err(TransportError::new(TransportErrorKind::ContentEncoding, coding.refusal())),
        }
    }

    /// Adds a piece of the body.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::BodyTooLarge`] as soon as the pieces together pass the limit,
    /// [`TransportErrorKind::ContentEncoding`] if they are not the gzip that they should be.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), TransportError> {
        match &mut self.body {
            Body::Plain { bytes, limit } => {
                if chunk.len() > *limit - bytes.len() {
                    return Err(too_large(*limit));
                }
                bytes.extend_from_slice(chunk);
                Ok(())
            }
            #[cfg(feature = "gzip")]
            Body::Gzip(gzip) => gzip.push(chunk),
        }
    }

    /// The whole body.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::ContentEncoding`] if the gzip is not whole.
    pub fn finish(self) -> Result<Vec<u8>, TransportError> {
        match self.body {
            Body::Plain { bytes, .. } => Ok(bytes),
            #[cfg(feature = "gzip")]
            Body::Gzip(gzip) => gzip.finish(),
        }
    }
}

fn announced(headers: &HeaderMap) -> u64 {
    headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok()).unwrap_or(0)
}

fn too_large(limit: usize) -> TransportError {
    TransportError::new(TransportErrorKind::BodyTooLarge, format!("{limit} bytes"))
}
