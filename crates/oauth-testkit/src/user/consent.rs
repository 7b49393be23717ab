//! The outcome of an authorization request in the browser.

use crate::authorization::error::AuthorizationError;

/// What the user in front of the browser decides.
#[derive(Clone, Debug)]
pub(crate) enum Consent {
    /// The user with this subject is signed in and consents.
    Granted(String),
    /// The request is refused with this error.
    Refused(AuthorizationError),
}
