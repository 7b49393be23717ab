//! Shared secrets.

use oauth_core::key::{Algorithm, SigningKey as _, VerificationFailed};
use oauth_jose::{HmacKey, HmacKeyError};

#[test]
fn a_secret_has_at_least_the_bytes_of_its_hash_and_the_error_names_what_it_is_long_enough_for() {
    use Algorithm::{Hs256, Hs384, Hs512};
    let of = |length: usize, algorithm| HmacKey::new(algorithm, "k".repeat(length));
    for (algorithm, needed) in [(Hs256, 32), (Hs384, 48), (Hs512, 64)] {
        assert!(of(needed, algorithm).is_ok());
        assert!(matches!(of(needed - 1, algorithm), Err(HmacKeyError::TooShort { .. })));
    }
    let error = of(32, Hs512).unwrap_err();
    assert_eq!(error, HmacKeyError::TooShort { bytes: 32, algorithm: Hs512, needed: 64, possible: vec![Hs256] });
    assert_eq!(
        error.to_string(),
        "the shared secret is 32 bytes long, and HS512 needs 64; it is long enough for HS256"
    );
    assert!(of(50, Hs512).unwrap_err().to_string().ends_with("long enough for HS256, HS384"));
    assert!(of(31, Hs256).unwrap_err().to_string().ends_with("ask the server for a longer one"));
    assert_eq!(of(0, Hs256).unwrap_err(), HmacKeyError::Empty);
    assert_eq!(of(64, Algorithm::Rs256).unwrap_err(), HmacKeyError::Algorithm { algorithm: Algorithm::Rs256 });
}

#[test]
fn bytes_count_and_not_characters() {
    let secret = "ÄÖÜäöüßÄÖÜäöü-secret";
    assert_eq!((secret.chars().count(), secret.len()), (20, 33));
    assert!(HmacKey::new(Algorithm::Hs256, secret).is_ok());
}

#[test]
fn base64url_is_decoded_by_its_own_constructor_alone() {
    let bytes = [0xfb; 32];
    let text = crate::support::base64url(&bytes);
    let sign = |key: HmacKey| key.sign(b"input").unwrap();
    let raw = sign(HmacKey::new(Algorithm::Hs256, bytes).unwrap());
    assert_eq!(sign(HmacKey::from_base64url(Algorithm::Hs256, &text).unwrap()), raw);
    assert_ne!(sign(HmacKey::new(Algorithm::Hs256, &text).unwrap()), raw);
    for wrong in ["not base64url!", "AAA=", "+/+/"] {
        assert_eq!(HmacKey::from_base64url(Algorithm::Hs256, wrong).unwrap_err(), HmacKeyError::NotBase64Url);
    }
    // 43 characters are long enough as they are, and 32 bytes when decoded are too short for HS384.
    assert!(matches!(HmacKey::from_base64url(Algorithm::Hs384, &text), Err(HmacKeyError::TooShort { bytes: 32, .. })));
    assert_eq!(HmacKey::from_base64url(Algorithm::Hs256, "").unwrap_err(), HmacKeyError::Empty);
}

#[test]
fn a_signature_is_verified_whole() {
    for (algorithm, length) in [(Algorithm::Hs256, 32), (Algorithm::Hs384, 48), (Algorithm::Hs512, 64)] {
        let key = HmacKey::new(algorithm, "k".repeat(64)).unwrap();
        let signature = key.sign(b"input").unwrap();
        assert_eq!((signature.len(), key.verify(b"input", &signature)), (length, Ok(())));
        for wrong in [&signature[..length - 1], &signature[..16], &[], &[signature.as_slice(), &[0]].concat()] {
            assert_eq!(key.verify(b"input", wrong), Err(VerificationFailed::WrongSignature));
        }
    }
}
