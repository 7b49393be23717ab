//! Keys in memory and in a service.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use oauth_io::RemoteSigner;
use oauth_io::key::{Algorithm, Key, SigningFailed, SigningInput, SigningKey};

/// A public JWK, as in a DPoP proof.
pub const PUBLIC_JWK: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;

/// A key whose signature ends with the length of the signed data, so that tests can see what was signed.
#[derive(Debug, Clone, Copy, Default)]
pub struct PublicKey;

impl SigningKey for PublicKey {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Es256
    }

    fn key_id(&self) -> Option<&str> {
        Some("k1")
    }

    fn public_jwk(&self) -> Option<&str> {
        Some(PUBLIC_JWK)
    }

    fn sign(&self, input: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        Ok([[0; 56].as_slice(), &u64::try_from(input.len()).unwrap_or_default().to_be_bytes()].concat())
    }
}

/// A locked key.
#[derive(Debug, Clone, Copy, Default)]
pub struct FailingKey;

impl SigningKey for FailingKey {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Rs256
    }

    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        Err(SigningFailed::new("the key is locked"))
    }
}

/// A service that signs after a delay, or fails.
#[derive(Debug, Default)]
pub struct Service {
    /// How long a signature takes.
    pub delay: Duration,
    /// The failure, if it fails.
    pub failure: Option<SigningFailed>,
    signatures: AtomicUsize,
}

impl Service {
    /// Creates a service that signs after 50 ms.
    #[must_use]
    pub fn slow() -> Self {
        Self { delay: Duration::from_millis(50), ..Self::default() }
    }

    /// Creates a service that fails.
    #[must_use]
    pub fn failing(failure: SigningFailed) -> Self {
        Self { failure: Some(failure), ..Self::default() }
    }

    /// Returns the key of the service.
    #[must_use]
    pub fn key() -> Key {
        Key::remote("vault/keys/orders/7", Algorithm::Es256).with_key_id("orders-7").with_public_jwk(PUBLIC_JWK)
    }

    /// Returns the number of signatures it made.
    pub fn signatures(&self) -> usize {
        self.signatures.load(Ordering::Relaxed)
    }
}

impl RemoteSigner for &Service {
    async fn sign(&self, input: &SigningInput) -> Result<Vec<u8>, SigningFailed> {
        if input.key().remote_name() != Some("vault/keys/orders/7") {
            return Err(SigningFailed::new("no such key"));
        }
        tokio::time::sleep(self.delay).await;
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        self.signatures.fetch_add(1, Ordering::Relaxed);
        Ok([[0; 48].as_slice(), b"of  the  service"].concat())
    }
}
