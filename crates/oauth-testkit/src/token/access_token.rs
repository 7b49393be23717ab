//! The record of an access token.

use std::time::SystemTime;

use crate::access::authorization::Authorization;

/// An access token that has been issued.
#[derive(Clone, Debug)]
pub(crate) struct AccessToken {
    pub(crate) authorization: Authorization,
    pub(crate) jti: String,
    pub(crate) issued_at: SystemTime,
    pub(crate) expires_at: SystemTime,
    pub(crate) revoked: bool,
    /// The refresh token issued with it.
    pub(crate) refresh_token: Option<String>,
}
