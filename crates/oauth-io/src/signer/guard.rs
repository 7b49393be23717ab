//! What stands between a signer and a request: a time limit, and a look at the signature.

use std::collections::HashSet;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use oauth_core::key::{Algorithm, Jwk, SigningFailed, SigningInput, VerificationFailed, Verifier};

use super::remote::RemoteSigner;
use crate::wait::within;

/// How long a signature may take.
const LIMIT: Duration = Duration::from_secs(10);

/// The time limit of a signer, and the verifier of its first signatures.
#[derive(Clone)]
pub(crate) struct Guard {
    limit: Duration,
    first: Option<Arc<First>>,
}

struct First {
    verifier: Box<dyn Verifier>,
    /// The keys of which a signature was verified: the name, the algorithm and the public half.
    verified: Mutex<HashSet<(String, Algorithm, String)>>,
}

impl Guard {
    pub(crate) fn new() -> Self {
        Self { limit: LIMIT, first: None }
    }

    pub(super) fn with_limit(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    pub(super) fn with_verifier(self, verifier: impl Verifier + 'static) -> Self {
        let first = First { verifier: Box::new(verifier), verified: Mutex::default() };
        Self { first: Some(Arc::new(first)), ..self }
    }

    pub(crate) fn limit(&self) -> Duration {
        self.limit
    }

    /// Asks the signer, for as long as `limit` has not ended, and checks the signature.
    pub(crate) async fn sign<S: RemoteSigner>(
        &self,
        signer: &S,
        input: &SigningInput,
        limit: impl Future<Output = ()>,
    ) -> Result<Vec<u8>, SigningFailed> {
        let signature = within(signer.sign(input), limit).await.unwrap_or_else(|| Err(self.late()))?;
        input.check_signature(&signature)?;
        if let Some(first) = &self.first {
            first.verify(input, &signature)?;
        }
        Ok(signature)
    }

    fn late(&self) -> SigningFailed {
        SigningFailed::new(format!("the signer did not respond within {:?}", self.limit)).transient()
    }
}

impl First {
    fn verify(&self, input: &SigningInput, signature: &[u8]) -> Result<(), SigningFailed> {
        let (key, algorithm) = (input.key(), input.key().algorithm());
        let name = key.remote_name().unwrap_or_default();
        let missing = || {
            let remedy = "set it with Key::with_public_jwk, or do without WithSigner::verified_by";
            SigningFailed::new(format!(
                "the first signature by the key {name:?} cannot be verified without its public JWK; {remedy}"
            ))
        };
        let text = key.public_jwk().ok_or_else(missing)?;
        let id = (name.to_owned(), algorithm, text.to_owned());
        if self.verified.lock().unwrap_or_else(PoisonError::into_inner).contains(&id) {
            return Ok(());
        }
        let unusable = |reason: String| {
            SigningFailed::new(format!(
                "the first signature by the key {name:?} cannot be verified with its public JWK: {reason}"
            ))
        };
        let jwk = Jwk::from_json(text).map_err(|error| unusable(error.to_string()))?;
        match self.verifier.verify(algorithm, &jwk, input.bytes(), signature) {
            Ok(()) => {
                self.verified.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
                Ok(())
            }
            Err(VerificationFailed::WrongSignature) => Err(wrong(name, algorithm)),
            Err(error) => Err(unusable(error.to_string())),
        }
    }
}

/// The error of a signature that does not fit the public key, with the usual causes.
fn wrong(name: &str, algorithm: Algorithm) -> SigningFailed {
    let salt = match algorithm {
        Algorithm::Ps256 | Algorithm::Ps384 | Algorithm::Ps512 => {
            " a salt that is not as long as the digest (set the length of the salt to that of the digest);"
        }
        _ => "",
    };
    SigningFailed::new(format!(
        "the first signature by the key {name:?} is wrong by its public JWK and was not sent; the usual causes:{salt} a second \
         hash (the service hashes what it is given: give it the bytes, or tell it that they are a digest); another version of \
         the key (put the version into the name of Key::remote, and take kid and public JWK from that version)"
    ))
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("limit", &self.limit).field("verifies", &self.first.is_some()).finish()
    }
}
