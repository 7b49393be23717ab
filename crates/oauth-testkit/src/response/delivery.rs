//! The delivery of a response.

use std::time::Duration;

/// How a response is sent to the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Delivery {
    /// Completely and at once.
    Whole,
    /// Completely, after this duration.
    After(Duration),
    /// Never. The connection stays open.
    Never,
    /// The connection closes after this many bytes of the body. `Content-Length` is larger.
    TruncatedAt(usize),
    /// Not at all. The connection is reset.
    Reset,
    /// The head at once, then the body with this pause before each byte.
    Drip(Duration),
    /// The body, preceded by spaces, which JSON allows.
    Padded {
        /// The number of spaces before the body.
        bytes: u64,
        /// The framing of the body.
        framing: Framing,
    },
}

/// The framing of a body ([RFC 9112 §6](https://www.rfc-editor.org/rfc/rfc9112.html#section-6)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Framing {
    /// `Content-Length`.
    ContentLength,
    /// `Transfer-Encoding: chunked`. The client does not know the length in advance.
    Chunked,
}
