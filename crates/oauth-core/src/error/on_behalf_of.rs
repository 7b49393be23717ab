//! The party on whose behalf a request is made.

/// The party on whose behalf a request is made. It decides what a refusal means for the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum OnBehalfOf {
    /// The client itself, or a subject whose assertion it can present again. A sign-in does not help.
    #[default]
    Client,
    /// A user who signed in earlier, by the refresh token of that sign-in.
    RefreshToken,
    /// A user who is signing in: with a code, on a device, or by CIBA.
    User,
}
