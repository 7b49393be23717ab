//! On whose behalf a request is made.

/// On whose behalf a request is made. It decides what a refusal means for the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum OnBehalfOf {
    /// The application itself, or somebody whose assertion it can present again: no sign-in helps.
    #[default]
    Client,
    /// A user who signed in, by the refresh token of that sign-in.
    RefreshToken,
    /// A user who signs in: by a code, on a device, or by CIBA.
    User,
}
