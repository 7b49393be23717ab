//! The rotation of refresh tokens.

use std::time::Duration;

/// Whether a server replaces the refresh token at each refresh, and how long it tolerates reuse of the old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Rotation {
    /// Unknown. Treated as rotating without tolerance, which is the safe assumption.
    #[default]
    Unknown,
    /// The refresh token stays the same and can be sent again.
    Never,
    /// Each refresh issues a new refresh token and spends the old one.
    Rotates {
        /// How long after its first use the server accepts the old refresh token once more.
        second_use_within: Duration,
    },
}
