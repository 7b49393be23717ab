//! Errors of a simulated decision.

/// The reason why a user's decision had no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecisionError {
    /// No request with this code or id is pending.
    #[error(
        "no request with this code or id is pending; `pending_devices` and `pending_backchannel_authentications` list those that are"
    )]
    NothingPending,
    /// No user is signed in who could consent.
    #[error("no user is signed in who could consent; call `sign_in_as` first")]
    NoUserSignedIn,
}
