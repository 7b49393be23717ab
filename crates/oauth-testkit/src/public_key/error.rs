//! Errors of a public key.

/// The reason why a public key was not registered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PublicKeyError {
    /// The text is not JSON.
    #[error("the text is not JSON; a PEM is read by `PublicKey::from_pem`")]
    NotJson,
    /// A member of the JWK is missing, or is not what it should be.
    #[error("the member `{0}` of the JWK is missing or malformed")]
    Member(&'static str),
    /// The JWK has a private member.
    #[error("the JWK has the private member `{0}`; only the public half is registered")]
    Private(&'static str),
    /// The key is not for signatures.
    #[error("the JWK is not for signatures, by its `use` or its `key_ops`")]
    NotForSignatures,
    /// The set has no keys.
    #[error("the JWK set has no keys")]
    Empty,
    /// The text is neither a public key nor a certificate in PEM.
    #[error("the text has neither a PUBLIC KEY nor a CERTIFICATE in PEM; it has {0}")]
    NotPem(String),
    /// The content of the PEM is malformed.
    #[error("the content of the PEM is not a public key or a certificate in DER")]
    NotDer,
    /// The server does not know keys of this kind.
    #[error("the key is neither RSA, nor on P-256, P-384 or P-521, nor Ed25519: {0}")]
    Unsupported(String),
    /// The RSA key is too short.
    #[error("the RSA key has {0} bits; 2048 are the minimum")]
    TooShort(usize),
}
