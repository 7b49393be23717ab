//! The record of a refresh token.

use std::time::SystemTime;

use crate::access::authorization::Authorization;

/// A refresh token that has been issued.
#[derive(Clone, Debug)]
pub(crate) struct RefreshToken {
    pub(crate) authorization: Authorization,
    pub(crate) issued_at: SystemTime,
    pub(crate) expires_at: SystemTime,
    pub(crate) revoked: bool,
    /// The refresh token that this one replaced.
    pub(crate) parent: Option<String>,
    /// The time at which this one was first exchanged for its successor.
    pub(crate) exchanged_at: Option<SystemTime>,
}
