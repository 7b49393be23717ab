//! An engine's error as one of ours.

use std::error::Error;
use std::io;

use crate::{TransportError, TransportErrorKind};

/// An error of `kind`, with the innermost cause of an engine's error as its detail. The outer ones tend to repeat the
/// URL.
///
/// ```
/// use oauth_io::TransportErrorKind;
/// use oauth_io::adapter::engine_error;
///
/// let error = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
/// let error = engine_error(TransportErrorKind::Connect, &error).not_sent();
/// assert_eq!(error.to_string(), "no connection to the server: connection refused");
/// ```
#[must_use]
pub fn engine_error(kind: TransportErrorKind, error: &(dyn Error + 'static)) -> TransportError {
    let cause = causes(error).last().map(ToString::to_string).unwrap_or_default();
    // Of hyper-util, which says no more.
    match cause.strip_prefix("tunnel error: ") {
        Some(why) => TransportError::new(kind, format!("the proxy opened no tunnel: {why}")),
        None => TransportError::new(kind, cause),
    }
}

/// An engine's error and everything that caused it, outermost first, to look for a cause by type. What an [`io::Error`]
/// wraps is among them; its `source()` alone steps over it.
pub fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| match error.downcast_ref().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    })
}
