//! The record of a refresh token.

use std::time::SystemTime;

use crate::access::authorization::Authorization;
use crate::public_key::material::Material;

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
    /// The key by which the client authenticated when the first refresh token of this authorization was issued.
    pub(crate) key: Option<Material>,
}
