//! Errors of a secret rotation.

/// The reason why a secret was not rotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RotationError {
    /// No client has this `client_id`.
    #[error("no client has this client_id")]
    UnknownClient,
    /// The client is a public client, which has no secret.
    #[error("the client is a public client and has no secret")]
    NoSecret,
}
