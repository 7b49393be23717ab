//! reqwest's errors as kinds of ours.

use oauth_io::adapter::{causes, engine_error};
use oauth_io::{TransportError, TransportErrorKind};

pub(super) fn failed(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let hyper = causes(&error).find_map(|cause| cause.downcast_ref::<hyper::Error>());
    let kind = match hyper {
        _ if is_tls(&error) => TransportErrorKind::Tls,
        _ if error.is_timeout() => TransportErrorKind::Timeout,
        _ if error.is_connect() => TransportErrorKind::Connect,
        _ if error.is_builder() => TransportErrorKind::Other,
        Some(hyper) if hyper.is_parse() || hyper.is_user() => TransportErrorKind::Other,
        _ => TransportErrorKind::Interrupted,
    };
    let unsent = error.is_connect() || error.is_builder();
    let error = engine_error(kind, &error);
    if unsent { error.not_sent() } else { error }
}

#[cfg(feature = "rustls")]
fn is_tls(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| cause.is::<rustls::Error>())
}

#[cfg(not(feature = "rustls"))]
fn is_tls(_: &reqwest::Error) -> bool {
    false
}
