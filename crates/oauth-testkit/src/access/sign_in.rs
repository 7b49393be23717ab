//! The sign-in of a user.

use std::time::SystemTime;

/// How and when a user signed in.
#[derive(Clone, Debug)]
pub(crate) struct SignIn {
    pub(crate) auth_time: SystemTime,
    pub(crate) acr: Option<String>,
    pub(crate) nonce: Option<String>,
}
