//! What becomes of a refresh token that was used.

use std::time::Duration;

/// Whether a server replaces the refresh token at each refresh, and how long it forgives a second use of the old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Rotation {
    /// Not known. It counts as rotating with no second use, which is the safe reading.
    #[default]
    Unknown,
    /// The refresh token stays the same, and can be sent again.
    Never,
    /// Each refresh brings a new one and spends the old one.
    Rotates {
        /// How long after its first use the server takes the old one once more.
        second_use_within: Duration,
    },
}
