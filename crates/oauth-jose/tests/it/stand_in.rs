//! Another crypto library behind the same traits: nothing here uses a key of this crate.

use oauth_core::key::{Algorithm, Jwk, Key, SigningFailed, SigningKey, VerificationFailed, Verifier};
use oauth_jose::{CompactJws, JwsError};

use crate::support::base64url;

/// A library whose signature is the length of the input.
struct OtherLibrary;

impl SigningKey for OtherLibrary {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Es256
    }

    fn sign(&self, input: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        Ok(input.len().to_be_bytes().to_vec())
    }
}

impl Verifier for OtherLibrary {
    fn verify(
        &self,
        algorithm: Algorithm,
        key: &Jwk,
        input: &[u8],
        signature: &[u8],
    ) -> Result<(), VerificationFailed> {
        key.check_use(algorithm)?;
        if signature == input.len().to_be_bytes() { Ok(()) } else { Err(VerificationFailed::WrongSignature) }
    }
}

#[test]
fn another_library_signs_and_verifies() {
    let key = Key::new(OtherLibrary);
    assert_eq!((key.algorithm(), key.key_id(), key.public_jwk()), (Algorithm::Es256, None, None));
    assert!(OtherLibrary.algorithms().is_empty());
    let input = format!("{}.{}", base64url(br#"{"alg":"ES256"}"#), base64url(b"payload"));
    let text = format!("{input}.{}", base64url(&OtherLibrary.sign(input.as_bytes()).unwrap()));
    let jws = CompactJws::read(&text).unwrap();
    let p256 = Jwk::ec("P-256", &[1; 32], &[1; 32]);
    assert_eq!(jws.verify(&OtherLibrary, Algorithm::Es256, &p256), Ok(b"payload".as_slice()));
    let p384 = Jwk::ec("P-384", &[1; 48], &[1; 48]);
    assert!(matches!(jws.verify(&OtherLibrary, Algorithm::Es256, &p384), Err(JwsError::Verification(_))));
}
