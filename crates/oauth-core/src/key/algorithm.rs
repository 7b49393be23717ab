//! Signature algorithms ([RFC 7518 §3.1](https://www.rfc-editor.org/rfc/rfc7518.html#section-3.1)).

use std::fmt;

/// A JWS signature algorithm, identified by its `alg`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// `Ed25519` ([RFC 9864 §2.2](https://www.rfc-editor.org/rfc/rfc9864.html#section-2.2)).
    Ed25519,
    /// `EdDSA` ([RFC 8037 §3.1](https://www.rfc-editor.org/rfc/rfc8037.html#section-3.1)), the older name of `Ed25519`.
    EdDsa,
    /// `ES256`: ECDSA on P-256.
    Es256,
    /// `ES384`: ECDSA on P-384.
    Es384,
    /// `ES512`: ECDSA on P-521.
    Es512,
    /// `HS256`: HMAC with a shared secret.
    Hs256,
    /// `HS384`: HMAC with a shared secret.
    Hs384,
    /// `HS512`: HMAC with a shared secret.
    Hs512,
    /// `PS256`: RSA-PSS.
    Ps256,
    /// `PS384`: RSA-PSS.
    Ps384,
    /// `PS512`: RSA-PSS.
    Ps512,
    /// `RS256`: RSA with PKCS #1 v1.5.
    Rs256,
    /// `RS384`: RSA with PKCS #1 v1.5.
    Rs384,
    /// `RS512`: RSA with PKCS #1 v1.5.
    Rs512,
}

impl Algorithm {
    /// All algorithms.
    pub const ALL: &[Self] = &[
        Self::Ed25519,
        Self::EdDsa,
        Self::Es256,
        Self::Es384,
        Self::Es512,
        Self::Hs256,
        Self::Hs384,
        Self::Hs512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
    ];

    /// Returns the algorithm with this `alg`, such as that of a program's settings.
    ///
    /// ```
    /// use oauth_core::key::Algorithm;
    ///
    /// assert_eq!(Algorithm::named("ES256"), Some(Algorithm::Es256));
    /// assert_eq!(Algorithm::named("none"), None);
    /// ```
    #[must_use]
    pub fn named(alg: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|each| each.as_str() == alg)
    }

    /// Returns the `alg`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ed25519 => "Ed25519",
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::Hs256 => "HS256",
            Self::Hs384 => "HS384",
            Self::Hs512 => "HS512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
        }
    }

    /// Whether the key is a secret that both sides share.
    #[must_use]
    pub fn is_symmetric(self) -> bool {
        matches!(self, Self::Hs256 | Self::Hs384 | Self::Hs512)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
