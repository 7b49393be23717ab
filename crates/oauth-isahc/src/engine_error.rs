//! isahc's errors as kinds of ours.

use std::error::Error;

use isahc::error::ErrorKind;
use oauth_io::adapter::{causes, engine_error};
use oauth_io::{TransportError, TransportErrorKind};

use crate::body::Progress;

pub(crate) fn classify(error: &(dyn Error + 'static), progress: &Progress) -> TransportError {
    let curl = causes(error).find_map(|cause| cause.downcast_ref::<curl::Error>());
    let isahc = causes(error).find_map(|cause| cause.downcast_ref::<isahc::Error>());
    let mut kind = match (curl, isahc) {
        (Some(curl), _) => by_code(curl),
        (None, Some(isahc)) => by_kind(isahc.kind()),
        (None, None) => TransportErrorKind::Interrupted,
    };
    let unsent = match progress.may_have_left() {
        Some(sent) => !sent,
        None => matches!(kind, TransportErrorKind::Connect | TransportErrorKind::Tls | TransportErrorKind::Setup),
    };
    // "Unsupported protocol" is what libcurl says without TLS, and of a server that speaks no HTTP.
    if unsent && curl.is_some_and(curl::Error::is_unsupported_protocol) {
        kind = TransportErrorKind::Setup;
    }
    // A proxy that speaks something else, for one: there was no connection to the server yet.
    if progress.may_have_left() == Some(false) && kind == TransportErrorKind::Interrupted {
        kind = TransportErrorKind::Connect;
    }
    let error = engine_error(kind, error);
    if unsent { error.not_sent() } else { error }
}

fn by_code(error: &curl::Error) -> TransportErrorKind {
    let handshake = error.is_peer_failed_verification()
        || error.is_ssl_connect_error()
        || error.is_ssl_cacert()
        || error.is_ssl_issuer_error();
    // What the engine was given: a list of authorities, a certificate of one's own. It is read with the first request.
    let settings = error.is_ssl_cacert_badfile()
        || error.is_ssl_certproblem()
        || error.is_ssl_cipher()
        || error.is_ssl_crl_badfile()
        || error.is_ssl_engine_initfailed();
    let broken = error.is_got_nothing()
        || error.is_partial_file()
        || error.is_recv_error()
        || error.is_send_error()
        || error.is_send_fail_rewind();
    if handshake {
        TransportErrorKind::Tls
    } else if settings {
        TransportErrorKind::Setup
    } else if error.is_couldnt_connect() || error.is_couldnt_resolve_host() || error.is_couldnt_resolve_proxy() {
        TransportErrorKind::Connect
    } else if error.is_operation_timedout() {
        TransportErrorKind::Timeout
    } else if broken {
        TransportErrorKind::Interrupted
    } else {
        TransportErrorKind::Other
    }
}

/// For an error that is not libcurl's.
fn by_kind(kind: &ErrorKind) -> TransportErrorKind {
    match kind {
        ErrorKind::ClientInitialization | ErrorKind::InvalidTlsConfiguration | ErrorKind::TlsEngine => {
            TransportErrorKind::Setup
        }
        ErrorKind::Io => TransportErrorKind::Interrupted,
        ErrorKind::Timeout => TransportErrorKind::Timeout,
        _ => TransportErrorKind::Other,
    }
}
