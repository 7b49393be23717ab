//! The delivery of a response: how a front sends it.

use std::time::Duration;

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
