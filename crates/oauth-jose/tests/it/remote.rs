//! The digest that some key services want.

use oauth_core::key::{Algorithm, SigningKey as _, Verifier as _};
use oauth_jose::{JwsVerifier, PrivateKey, digest_of};

#[test]
fn the_digest_is_that_of_the_algorithm() {
    use Algorithm::{Ed25519, EdDsa, Es256, Es384, Es512, Hs256, Ps256, Ps384, Ps512, Rs256, Rs384, Rs512};
    let length = |algorithm| digest_of(b"abc", algorithm).map(|digest| digest.len());
    for (algorithms, expected) in
        [([Es256, Ps256, Rs256], 32), ([Es384, Ps384, Rs384], 48), ([Es512, Ps512, Rs512], 64)]
    {
        assert!(algorithms.into_iter().all(|algorithm| length(algorithm) == Some(expected)));
    }
    assert!([Ed25519, EdDsa, Hs256].into_iter().all(|algorithm| length(algorithm).is_none()));
    let abc = "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0";
    assert_eq!(crate::support::base64url(&digest_of(b"abc", Es256).unwrap()), abc);
}

#[test]
fn a_signature_over_the_digest_of_the_digest_does_not_verify() {
    let key = PrivateKey::generate(Algorithm::Rs256).unwrap();
    let twice = key.sign(&digest_of(b"input", Algorithm::Rs256).unwrap()).unwrap();
    assert!(JwsVerifier.verify(Algorithm::Rs256, &key.jwk(), b"input", &twice).is_err());
}
