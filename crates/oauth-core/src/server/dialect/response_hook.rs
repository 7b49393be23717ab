//! A function that rewrites responses.

use http::{HeaderMap, StatusCode};

/// Rewrites the body of a response before it is read. `None` leaves it as it is.
pub type ResponseHook = fn(StatusCode, &HeaderMap, &[u8]) -> Option<Vec<u8>>;
