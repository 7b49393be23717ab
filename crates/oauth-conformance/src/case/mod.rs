//! What a transport must do, one function a case. Each takes a function that opens the transport under test.

use std::time::Duration;

use oauth_io::{Policy, TransportError, TransportErrorKind};

use crate::subject::Outcome;
use crate::{Setup, Subject};

pub mod api;
pub mod broken;
pub mod connect;
pub mod encoding;
pub mod flight;
pub mod key;
pub mod limit;
pub mod once;
pub mod platform;
pub mod redirect;
pub mod request;
pub mod response;
pub mod secret;
pub mod settings;
pub mod time;
pub mod tls;
pub mod token;
pub mod url;

/// How a case opens the transport.
pub type Open<'a> = &'a dyn Fn(Setup) -> Subject;

/// No limit that a slow machine could reach, and http on loopback.
fn patient() -> Policy {
    patient_of_https().dangerous_allow_http_loopback()
}

fn patient_of_https() -> Policy {
    let long = Duration::from_secs(90);
    Policy::new().connect_timeout(long).timeout(long)
}

/// A transport for http on loopback.
fn plain(open: Open<'_>) -> Subject {
    with(open, patient())
}

fn with(open: Open<'_>, policy: Policy) -> Subject {
    open(Setup { policy, ..Setup::default() })
}

/// The error, which must be of this kind.
fn error(outcome: Outcome, kind: TransportErrorKind) -> TransportError {
    let error = match outcome {
        Ok(response) => panic!("a response instead of {kind:?}: {response:?}"),
        Err(error) => error,
    };
    assert_eq!(error.kind(), kind, "{error}");
    error
}

/// The error, of this kind, of a request that may have reached the server.
fn sent(outcome: Outcome, kind: TransportErrorKind) {
    let error = error(outcome, kind);
    assert!(error.may_have_been_received(), "{error}: the request is wrongly said to be unsent");
}

/// The error, of this kind, of a request of which nothing left.
fn unsent(outcome: Outcome, kind: TransportErrorKind) {
    let error = error(outcome, kind);
    assert!(!error.may_have_been_received(), "{error}: the request is wrongly said to be sent");
}
