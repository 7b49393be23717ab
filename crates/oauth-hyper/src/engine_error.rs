//! hyper's errors as kinds of ours.

use std::error::Error;
use std::io;

use hyper_util::client::legacy;
use oauth_io::adapter::{causes, engine_error};
use oauth_io::{TransportError, TransportErrorKind};

/// An error before the head of the response was there.
pub(crate) fn failed(error: &legacy::Error) -> TransportError {
    if !error.is_connect() {
        let failed = broken(error);
        return if is_canceled(error) { failed.not_sent() } else { failed };
    }
    let io = causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).last();
    let kind = match io.map(io::Error::kind) {
        _ if is_tls(error) => TransportErrorKind::Tls,
        Some(io::ErrorKind::TimedOut) => TransportErrorKind::Timeout,
        Some(io::ErrorKind::Unsupported) => TransportErrorKind::Setup,
        _ => TransportErrorKind::Connect,
    };
    engine_error(kind, error).not_sent()
}

/// Whether hyper-util has the request back untouched, because a kept connection had closed. Nothing but the message says
/// so; if that ever changes, the request merely counts as one that may have been received.
fn is_canceled(error: &legacy::Error) -> bool {
    error.to_string() == "client error (Canceled)"
}

/// An error on an open connection.
pub(crate) fn broken(error: &(dyn Error + 'static)) -> TransportError {
    let hyper = causes(error).find_map(|cause| cause.downcast_ref::<hyper::Error>());
    let kind = match hyper {
        _ if is_tls(error) => TransportErrorKind::Tls,
        Some(hyper) if hyper.is_parse() || hyper.is_user() => TransportErrorKind::Other,
        _ => TransportErrorKind::Interrupted,
    };
    engine_error(kind, error)
}

#[cfg(feature = "rustls")]
fn is_tls(error: &(dyn Error + 'static)) -> bool {
    causes(error).any(|cause| cause.is::<rustls::Error>())
}

#[cfg(not(feature = "rustls"))]
fn is_tls(_: &(dyn Error + 'static)) -> bool {
    false
}
