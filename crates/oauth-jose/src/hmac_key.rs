//! Shared secrets.

use std::fmt;

use aws_lc_rs::hmac;
use oauth_core::key::{Algorithm, SigningFailed, SigningKey, VerificationFailed};

use crate::text::{base64url, list};

/// The algorithms of shared secrets, with the minimum size of each in bytes: that of its hash
/// ([RFC 7518 §3.2](https://www.rfc-editor.org/rfc/rfc7518.html#section-3.2)).
const ALGORITHMS: [(Algorithm, usize); 3] = [(Algorithm::Hs256, 32), (Algorithm::Hs384, 48), (Algorithm::Hs512, 64)];

/// A secret that both sides share, for HS256, HS384 and HS512: with `client_secret_jwt`, the client secret.
///
/// It implements [`SigningKey`]. It has no `kid` and no public half. The `Debug` output shows the algorithm.
///
/// ```
/// use oauth_core::key::{Algorithm, Key};
/// use oauth_jose::HmacKey;
///
/// let key = Key::new(HmacKey::new(Algorithm::Hs256, "Rk3zT-8sYhQ0vN6_pL2wXcBd7MfGjA1eU9iS4oKtZxE")?);
/// assert_eq!(key.algorithm(), Algorithm::Hs256);
///
/// let error = HmacKey::new(Algorithm::Hs512, "Rk3zT-8sYhQ0vN6_pL2wXcBd7MfGjA1eU9iS4oKtZxE").unwrap_err();
/// assert!(error.to_string().contains("43 bytes") && error.to_string().contains("HS256"));
/// # Ok::<_, oauth_jose::HmacKeyError>(())
/// ```
#[derive(Clone)]
pub struct HmacKey {
    algorithm: Algorithm,
    key: hmac::Key,
}

/// The error of a shared secret that cannot be used. It contains nothing of the secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HmacKeyError {
    /// The algorithm is not one of shared secrets.
    #[error("{algorithm} needs a key pair, not a shared secret; set HS256, HS384 or HS512, or use PrivateKey")]
    Algorithm {
        /// The algorithm that was set.
        algorithm: Algorithm,
    },
    /// The secret is empty.
    #[error("the shared secret is empty; check that the variable it is read from has a content")]
    Empty,
    /// The secret was said to be base64url and is not.
    #[error("the shared secret is not base64url without padding; if it is plain text, use HmacKey::new")]
    NotBase64Url,
    /// The secret is too short for the algorithm.
    #[error(
        "the shared secret is {bytes} bytes long, and {algorithm} needs {needed}; {}",
        if possible.is_empty() {
            "no algorithm allows so short a secret, so ask the server for a longer one".to_owned()
        } else {
            format!("it is long enough for {}", list(possible))
        }
    )]
    TooShort {
        /// The length of the secret, in bytes.
        bytes: usize,
        /// The algorithm that was set.
        algorithm: Algorithm,
        /// The minimum for this algorithm, in bytes.
        needed: usize,
        /// The algorithms for which the secret is long enough.
        possible: Vec<Algorithm>,
    },
}

impl HmacKey {
    /// Takes a secret as it is written: its bytes in UTF-8 are the key, even if it looks like base64 (OpenID Connect Core
    /// 1.0 §10.1).
    ///
    /// # Errors
    ///
    /// The algorithm is not HS256, HS384 or HS512, or the secret is shorter than its hash.
    pub fn new(algorithm: Algorithm, secret: impl AsRef<[u8]>) -> Result<Self, HmacKeyError> {
        let secret = secret.as_ref();
        let hmac_algorithm = match algorithm {
            Algorithm::Hs256 => hmac::HMAC_SHA256,
            Algorithm::Hs384 => hmac::HMAC_SHA384,
            Algorithm::Hs512 => hmac::HMAC_SHA512,
            _ => return Err(HmacKeyError::Algorithm { algorithm }),
        };
        if secret.is_empty() {
            return Err(HmacKeyError::Empty);
        }
        let bytes = secret.len();
        let possible = |at_most: usize| ALGORITHMS.iter().filter(move |(_, needed)| *needed <= at_most);
        match ALGORITHMS.iter().find(|(each, _)| *each == algorithm) {
            Some(&(_, needed)) if bytes < needed => {
                let possible = possible(bytes).map(|(each, _)| *each).collect();
                Err(HmacKeyError::TooShort { bytes, algorithm, needed, possible })
            }
            _ => Ok(Self { algorithm, key: hmac::Key::new(hmac_algorithm, secret) }),
        }
    }

    /// Takes a secret that is base64url of its bytes, as in the `k` of a JWK.
    ///
    /// # Errors
    ///
    /// The text is not base64url without padding; or the errors of [`new`](Self::new).
    pub fn from_base64url(algorithm: Algorithm, secret: &str) -> Result<Self, HmacKeyError> {
        let bytes = base64url(secret.as_bytes()).ok_or(HmacKeyError::NotBase64Url)?;
        Self::new(algorithm, &*bytes)
    }

    /// Verifies a signature, in a time that does not depend on where it differs.
    ///
    /// # Errors
    ///
    /// The signature is wrong or cut short.
    pub fn verify(&self, input: &[u8], signature: &[u8]) -> Result<(), VerificationFailed> {
        hmac::verify(&self.key, input, signature).map_err(|_| VerificationFailed::WrongSignature)
    }
}

impl SigningKey for HmacKey {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    fn sign(&self, input: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        let mut signature = vec![0; self.key.algorithm().digest_algorithm().output_len()];
        let written = hmac::sign_to_buffer(&self.key, input, &mut signature);
        written.map_err(|_| SigningFailed::new("aws-lc refused to sign"))?;
        Ok(signature)
    }
}

impl fmt::Debug for HmacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HmacKey").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}
