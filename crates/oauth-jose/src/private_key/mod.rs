//! Private keys.

mod certificates;
mod export;
mod load;
mod pair;

use std::fmt;
use std::sync::Arc;

use oauth_core::key::{Algorithm, Certificate, Jwk, SigningFailed, SigningKey};

use crate::key_error::KeyError;
use pair::Pair;

/// A private key in memory, parsed and checked once. It implements [`SigningKey`], so that [`Key::new`] takes it. Cheap
/// to clone.
///
/// Without [`with_algorithm`](Self::with_algorithm), an RSA key signs with RS256, a P-256 key with ES256, a P-384 key with
/// ES384, a P-521 key with ES512, an Ed25519 key with EdDSA, and a JWK with its `alg`. The `kid` is that of the JWK, or else
/// the thumbprint ([RFC 7638](https://www.rfc-editor.org/rfc/rfc7638.html)): a new key never has the `kid` of an old one by
/// accident, which the server may have cached.
///
/// The `Debug` output shows the algorithm, the `kid` and the thumbprint.
///
/// [`Key::new`]: oauth_core::key::Key::new
///
/// ```
/// use oauth_core::key::{Algorithm, Key};
/// use oauth_jose::PrivateKey;
///
/// # let pem = PrivateKey::generate(Algorithm::Es256)?.to_pkcs8_pem()?;
/// # let pem = pem.expose();
/// let key = PrivateKey::from_pem(pem)?;
/// assert_eq!(key.thumbprint().len(), 43);
/// let key = Key::new(key.with_key_id("orders-2026"));
/// assert_eq!((key.algorithm(), key.key_id()), (Algorithm::Es256, Some("orders-2026")));
/// # Ok::<_, oauth_jose::KeyError>(())
/// ```
#[derive(Clone)]
pub struct PrivateKey {
    pair: Arc<Pair>,
    algorithm: Algorithm,
    /// The `alg` of the JWK, which no setting may contradict.
    fixed: Option<Algorithm>,
    algorithms: Vec<Algorithm>,
    key_id: Option<String>,
    public: Jwk,
    public_json: String,
    thumbprint: String,
    certificate: Option<Certificate>,
}

impl PrivateKey {
    /// Sets the algorithm.
    ///
    /// # Errors
    ///
    /// The key cannot make signatures of this algorithm, or it is a JWK with another `alg`.
    pub fn with_algorithm(self, algorithm: Algorithm) -> Result<Self, KeyError> {
        if !self.algorithms.contains(&algorithm) {
            let (key, possible) = (self.pair.kind(), self.algorithms);
            return Err(KeyError::Algorithm { key, algorithm, possible });
        }
        let is_eddsa = |algorithm| matches!(algorithm, Algorithm::EdDsa | Algorithm::Ed25519);
        match self.fixed {
            Some(found) if found != algorithm && !(is_eddsa(found) && is_eddsa(algorithm)) => {
                Err(KeyError::JwkAlgorithm { found, algorithm })
            }
            _ => Ok(Self { algorithm, ..self }),
        }
    }

    /// Sets the `kid`, for a server that gave the key one of its own.
    #[must_use]
    pub fn with_key_id(self, key_id: impl Into<String>) -> Self {
        Self { key_id: Some(key_id.into()), ..self }
    }

    /// Signs without a `kid`, for a server that knows only one key of this client, or finds it by its certificate.
    #[must_use]
    pub fn without_key_id(self) -> Self {
        Self { key_id: None, ..self }
    }

    /// Returns the public half as a JWK with `kid`, `alg` and `use`, to be registered or published.
    #[must_use]
    pub fn jwk(&self) -> Jwk {
        let jwk = self.public.clone().with_algorithm(self.algorithm);
        match &self.key_id {
            Some(key_id) => jwk.with_key_id(key_id.as_str()),
            None => jwk,
        }
    }

    /// Returns the thumbprint of the public half ([RFC 7638](https://www.rfc-editor.org/rfc/rfc7638.html), SHA-256).
    #[must_use]
    pub fn thumbprint(&self) -> &str {
        &self.thumbprint
    }
}

impl SigningKey for PrivateKey {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    fn algorithms(&self) -> &[Algorithm] {
        // A JWK with an `alg` is for that one alone.
        match &self.fixed {
            Some(fixed) => std::slice::from_ref(fixed),
            None => &self.algorithms,
        }
    }

    fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    fn public_jwk(&self) -> Option<&str> {
        Some(&self.public_json)
    }

    fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }

    fn sign(&self, input: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        self.pair.sign(self.algorithm, input).ok_or_else(|| SigningFailed::new("aws-lc refused to sign"))
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey")
            .field("algorithm", &self.algorithm)
            .field("key_id", &self.key_id)
            .field("thumbprint", &self.thumbprint)
            .finish_non_exhaustive()
    }
}
