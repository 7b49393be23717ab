//! Signatures of a key in a service: their form, and the digest that some services want.

use oauth_core::key::{Algorithm, SigningKey as _, Verifier as _};
use oauth_jose::{EcdsaSignatureError, JwsVerifier, PrivateKey, digest_of, ecdsa_der_to_fixed};

use crate::support::tlv;

fn der(r: &[u8], s: &[u8]) -> Vec<u8> {
    tlv(0x30, &[tlv(2, r), tlv(2, s)].concat())
}

#[test]
fn der_of_every_length_becomes_64_bytes() {
    let high = [&[0], &[0xff; 32][..]].concat();
    let low = [0x7f; 32];
    for (length, r, s) in [(70, &low[..], &low[..]), (71, &high, &low), (72, &high, &high), (69, &low[1..], &low)] {
        let der = der(r, s);
        assert_eq!(der.len(), length);
        let fixed = ecdsa_der_to_fixed(&der, Algorithm::Es256).unwrap();
        assert_eq!(fixed.len(), 64);
        let number = |bytes: &[u8]| {
            let bytes = bytes.strip_prefix(&[0]).unwrap_or(bytes);
            [&vec![0; 32 - bytes.len()], bytes].concat()
        };
        assert_eq!(fixed, [number(r), number(s)].concat());
    }
    assert_eq!(ecdsa_der_to_fixed(&der(&[1], &[2]), Algorithm::Es384).unwrap().len(), 96);
    assert_eq!(ecdsa_der_to_fixed(&der(&[1], &[2]), Algorithm::Es512).unwrap().len(), 132);
}

#[test]
fn what_is_not_der_of_two_numbers_of_the_curve_is_refused() {
    let good = der(&[0x7f; 32], &[0x7f; 32]);
    let not_der = |bytes: &[u8]| {
        let error = ecdsa_der_to_fixed(bytes, Algorithm::Es256).unwrap_err();
        assert_eq!(error, EcdsaSignatureError::NotDer { length: bytes.len() });
    };
    not_der(&[]);
    not_der(&[7; 64]);
    not_der(&[good.as_slice(), &[0]].concat());
    (1..good.len()).for_each(|length| not_der(&good[..length]));
    not_der(&der(&[0x80; 32], &[1]));
    not_der(&der(&[0, 1], &[1]));
    not_der(&der(&[], &[1]));
    not_der(&tlv(0x30, &[tlv(2, &[1]), tlv(2, &[1]), tlv(2, &[1])].concat()));
    not_der(&tlv(0x30, &tlv(2, &[1])));
    not_der(&[&[0x30, 0x81, 6], &good[2..]].concat());
    for (r, s) in [(&[0][..], &[1][..]), (&[1], &[0]), (&[1; 33], &[1]), (&[1], &[1; 48])] {
        let error = ecdsa_der_to_fixed(&der(r, s), Algorithm::Es256).unwrap_err();
        assert_eq!(error, EcdsaSignatureError::OtherCurve { algorithm: Algorithm::Es256 });
    }
    let error = ecdsa_der_to_fixed(&good, Algorithm::Rs256).unwrap_err();
    assert_eq!(error, EcdsaSignatureError::Algorithm { algorithm: Algorithm::Rs256 });
}

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
