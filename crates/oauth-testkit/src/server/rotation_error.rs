//! Errors of the rotation of a secret or of keys.

/// The reason why the secret or the keys of a client were not replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RotationError {
    /// No client has this `client_id`.
    #[error("no client has this client_id")]
    UnknownClient,
    /// The client is a public client, which has no secret.
    #[error("the client is a public client and has no secret")]
    NoSecret,
    /// The client does not authenticate by `private_key_jwt`.
    #[error("the client does not authenticate by private_key_jwt and has no keys")]
    NoKeys,
}
