//! Functions that rewrite responses.

use http::{HeaderMap, StatusCode};

/// A function that rewrites the body of a response before it is read. `None` leaves it unchanged.
pub type ResponseHook = fn(StatusCode, &HeaderMap, &[u8]) -> Option<Vec<u8>>;
