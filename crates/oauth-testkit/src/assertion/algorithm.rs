//! Signature algorithms ([RFC 7518 §3.1](https://www.rfc-editor.org/rfc/rfc7518.html#section-3.1)).

/// A signature algorithm of a JWT, by its `alg`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SigningAlgorithm {
    /// `RS256`: RSA with PKCS #1 v1.5.
    Rs256,
    /// `RS384`: RSA with PKCS #1 v1.5.
    Rs384,
    /// `RS512`: RSA with PKCS #1 v1.5.
    Rs512,
    /// `PS256`: RSA-PSS.
    Ps256,
    /// `PS384`: RSA-PSS.
    Ps384,
    /// `PS512`: RSA-PSS.
    Ps512,
    /// `ES256`: ECDSA on P-256.
    Es256,
    /// `ES384`: ECDSA on P-384.
    Es384,
    /// `ES512`: ECDSA on P-521.
    Es512,
    /// `EdDSA` with Ed25519 ([RFC 8037 §3.1](https://www.rfc-editor.org/rfc/rfc8037.html#section-3.1)).
    EdDsa,
    /// `Ed25519` ([RFC 9864 §2.2](https://www.rfc-editor.org/rfc/rfc9864.html#section-2.2)), the newer name of `EdDSA`.
    Ed25519,
    /// `HS256`: HMAC with the secret of the client.
    Hs256,
    /// `HS384`: HMAC with the secret of the client.
    Hs384,
    /// `HS512`: HMAC with the secret of the client.
    Hs512,
}

impl SigningAlgorithm {
    /// Every algorithm that the server can verify.
    pub const ALL: [Self; 14] = [
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Es256,
        Self::Es384,
        Self::Es512,
        Self::EdDsa,
        Self::Ed25519,
        Self::Hs256,
        Self::Hs384,
        Self::Hs512,
    ];

    /// The algorithms of PingOne: RS256 to RS512 and ES256 to ES512 for `private_key_jwt`, HS256 to HS512 for
    /// `client_secret_jwt`.
    pub const PINGONE: [Self; 9] = [
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Es256,
        Self::Es384,
        Self::Es512,
        Self::Hs256,
        Self::Hs384,
        Self::Hs512,
    ];

    /// The value of `alg`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::EdDsa => "EdDSA",
            Self::Ed25519 => "Ed25519",
            Self::Hs256 => "HS256",
            Self::Hs384 => "HS384",
            Self::Hs512 => "HS512",
        }
    }

    /// The algorithm with this `alg`.
    pub(crate) fn from_wire(alg: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == alg)
    }

    /// Whether the key is a secret that both sides share.
    pub(crate) fn is_symmetric(self) -> bool {
        matches!(self, Self::Hs256 | Self::Hs384 | Self::Hs512)
    }
}
