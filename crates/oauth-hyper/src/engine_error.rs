//! hyper's errors as kinds of ours.

use std::error::Error;
use std::io;

use hyper_util::client::legacy;
use oauth_io::{TransportError, TransportErrorKind};

/// An error before the head of the answer was there.
pub(crate) fn failed(error: &legacy::Error) -> TransportError {
    if !error.is_connect() {
        return broken(error);
    }
    let io = TransportError::causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).last();
    let kind = match io.map(io::Error::kind) {
        _ if is_tls(error) => TransportErrorKind::Tls,
        Some(io::ErrorKind::TimedOut) => TransportErrorKind::Timeout,
        Some(io::ErrorKind::Unsupported) => TransportErrorKind::Setup,
        _ => TransportErrorKind::Connect,
    };
    TransportError::from_engine(kind, error).not_sent()
}

/// An error on an open connection.
pub(crate) fn broken(error: &(dyn Error + 'static)) -> TransportError {
    let hyper = TransportError::causes(error).find_map(|cause| cause.downcast_ref::<hyper::Error>());
    let kind = match hyper {
        _ if is_tls(error) => TransportErrorKind::Tls,
        Some(hyper) if hyper.is_parse() || hyper.is_user() => TransportErrorKind::Other,
        _ => TransportErrorKind::Interrupted,
    };
    TransportError::from_engine(kind, error)
}

#[cfg(feature = "rustls")]
fn is_tls(error: &(dyn Error + 'static)) -> bool {
    TransportError::causes(error).any(|cause| cause.is::<rustls::Error>())
}

#[cfg(not(feature = "rustls"))]
fn is_tls(_: &(dyn Error + 'static)) -> bool {
    false
}
