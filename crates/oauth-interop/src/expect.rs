//! What a check expects, and what it says where that is not so.

use oauth_io::authorization::{Authorized, ReceiveError};
use oauth_io::error::{AuthorizationError, FailedCheck};
use oauth_io::{DecodeError, Error, ErrorCode};

use crate::Outcome;

/// What is true; or else, what is wrong.
pub(crate) fn that(truth: bool, otherwise: impl Into<String>) -> Outcome {
    if truth { Ok(()) } else { Err(otherwise.into().into()) }
}

/// The server said no, with this status and this code. Hands back its error.
pub(crate) fn refused<T>(outcome: Result<T, Error>, status: u16, code: &ErrorCode) -> Outcome<Error> {
    let Err(error) = outcome else { return Err(format!("{status} {code} was expected, and it was granted").into()) };
    let matches = error.status().is_some_and(|found| found.as_u16() == status) && error.code() == Some(code);
    if matches { Ok(error) } else { Err(format!("{status} {code} was expected: {error}").into()) }
}

/// The answer failed this check of the library's own.
pub(crate) fn untrusted<T>(outcome: Result<T, Error>, check: &FailedCheck) -> Outcome {
    match outcome {
        Ok(_) => Err(format!("the answer was trusted: {check} was expected").into()),
        Err(Error::Decode(DecodeError::Untrusted(error))) if error.check() == check => Ok(()),
        Err(error) => Err(format!("{check} was expected: {error}").into()),
    }
}

/// The callback failed this check of the library's own.
pub(crate) fn untrusted_callback(outcome: Result<Authorized, ReceiveError>, check: FailedCheck) -> Outcome {
    let expected = AuthorizationError::Untrusted(check);
    match outcome {
        Ok(_) => Err(format!("the callback was trusted: {expected} was expected").into()),
        Err(error) => that(*error.error() == expected, format!("{expected} was expected: {error}")),
    }
}

/// The server said no by way of the browser, with this code. Hands back its error.
pub(crate) fn refused_callback(outcome: Result<Authorized, ReceiveError>, code: &ErrorCode) -> Outcome<ReceiveError> {
    match outcome {
        Ok(_) => Err(format!("{code} was expected, and it was granted").into()),
        Err(error) if error.code() == Some(code) => Ok(error),
        Err(error) => Err(format!("{code} was expected: {error}").into()),
    }
}
