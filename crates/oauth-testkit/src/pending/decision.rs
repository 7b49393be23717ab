//! A user's decision on another device.

/// What the user decides about a pending request.
#[derive(Clone, Debug)]
pub(crate) enum UserDecision {
    /// The user with this subject consents.
    Approved(String),
    /// The user denies the request.
    Denied,
}
