//! Which public keys verify.

use oauth_core::key::{Algorithm, Jwk, SigningKey as _, VerificationFailed, Verifier as _};
use oauth_jose::{JwsVerifier, PrivateKey};

use crate::support::{file, text};

fn verify(algorithm: Algorithm, key: &Jwk, signature: &[u8]) -> Result<(), VerificationFailed> {
    JwsVerifier.verify(algorithm, key, b"input", signature)
}

fn unsuitable(algorithm: Algorithm, key: &Jwk, signature: &[u8]) -> String {
    match verify(algorithm, key, signature) {
        Err(VerificationFailed::UnsuitableKey { reason }) => reason,
        other => panic!("{other:?}"),
    }
}

fn key(name: &str) -> PrivateKey {
    PrivateKey::from_pem(file(&format!("{name}.pkcs8.pem"))).unwrap()
}

#[test]
fn the_size_of_an_rsa_key_is_measured_to_the_bit() {
    let of = |bits: usize| {
        let mut modulus = vec![0xff; bits.div_ceil(8)];
        modulus[0] = 0xff >> ((8 - bits % 8) % 8);
        Jwk::rsa(&modulus, &[1, 0, 1])
    };
    for bits in [512, 1024, 2028, 2047] {
        assert_eq!(
            unsuitable(Algorithm::Rs256, &of(bits), &[0; 256]),
            format!("it has {bits} bits, and 2048 are needed")
        );
    }
    for bits in [8193, 16384] {
        assert_eq!(
            unsuitable(Algorithm::Ps256, &of(bits), &[0; 256]),
            format!("it has {bits} bits, and 8192 are the most")
        );
    }
    for bits in [2048, 8192] {
        assert_eq!(verify(Algorithm::Rs256, &of(bits), &[0; 256]), Err(VerificationFailed::WrongSignature));
    }
}

#[test]
fn an_exponent_that_verifies_nothing_is_refused() {
    let modulus = [0xff; 256];
    for exponent in [[].as_slice(), &[1], &[2], &[1, 0, 0], &[1, 0, 0, 0, 0, 1], &[1; 256]] {
        assert!(unsuitable(Algorithm::Rs256, &Jwk::rsa(&modulus, exponent), &[0; 256]).contains("exponent"));
    }
}

#[test]
fn a_point_has_to_be_on_its_curve() {
    for (curve, algorithm, width) in
        [("P-256", Algorithm::Es256, 32), ("P-384", Algorithm::Es384, 48), ("P-521", Algorithm::Es512, 66)]
    {
        for (x, y) in
            [(vec![1; width], vec![1; width]), (vec![0; width], vec![0; width]), (vec![0xff; width], vec![1; width])]
        {
            let reason = unsuitable(algorithm, &Jwk::ec(curve, &x, &y), &vec![1; 2 * width]);
            assert_eq!(reason, format!("its point is not on {curve}"));
        }
        let long = Jwk::ec(curve, &vec![1; width + 1], &vec![1; width]);
        assert_eq!(unsuitable(algorithm, &long, &[]), format!("its coordinates are too long for {curve}"));
    }
    assert_eq!(unsuitable(Algorithm::EdDsa, &Jwk::okp("Ed25519", &[1; 31]), &[0; 64]), "its x has not 32 bytes");
}

#[test]
fn a_key_with_a_member_missing_is_refused() {
    for (text, algorithm, member) in [
        (r#"{"kty":"RSA","n":"AQAB"}"#, Algorithm::Rs256, "e"),
        (r#"{"kty":"RSA","e":"AQAB","x5c":["AAAA"]}"#, Algorithm::Rs256, "n"),
        (r#"{"kty":"EC","crv":"P-256","x":"AQAB"}"#, Algorithm::Es256, "y"),
        (r#"{"kty":"OKP","crv":"Ed25519","x":7}"#, Algorithm::EdDsa, "x"),
    ] {
        let reason = unsuitable(algorithm, &Jwk::from_json(text).unwrap(), &[]);
        assert_eq!(reason, format!("its {member} is missing or is not base64url"));
    }
}

#[test]
fn a_shared_secret_is_never_a_jwk() {
    let oct = Jwk::from_json(r#"{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T"}"#).unwrap();
    for algorithm in [Algorithm::Hs256, Algorithm::Hs384, Algorithm::Hs512] {
        for key in [oct.clone(), key("rsa").jwk(), Jwk::from_json(r#"{"kty":"EC","crv":"P-256"}"#).unwrap()] {
            assert_eq!(unsuitable(algorithm, &key, &[0; 32]), "a shared secret is never taken from a JWK");
        }
    }
}

#[test]
fn an_ecdsa_signature_has_the_fixed_width_of_its_curve() {
    for name in ["p256", "p384", "p521"] {
        let key = key(name);
        let signature = key.sign(b"input").unwrap();
        let algorithm = key.algorithm();
        assert_eq!(verify(algorithm, &key.jwk(), &signature), Ok(()));
        let (r, s) = signature.split_at(signature.len() / 2);
        let der = crate::support::tlv(0x30, &[integer(r), integer(s)].concat());
        let (zero, longer) = (vec![0; r.len()], [r, s, &[0]].concat());
        for wrong in [
            &der,
            &signature[..signature.len() - 1],
            &longer,
            &[],
            &[&zero, s].concat(),
            &[r, &zero].concat(),
            &[s, r].concat(),
        ] {
            assert_eq!(verify(algorithm, &key.jwk(), wrong), Err(VerificationFailed::WrongSignature), "{name}");
        }
        assert_eq!(oauth_core::key::ecdsa_from_der(algorithm, &der).unwrap(), signature);
    }
}

/// A number as DER.
fn integer(number: &[u8]) -> Vec<u8> {
    let zeros = number.iter().take_while(|&&byte| byte == 0).count();
    let number = &number[zeros..];
    let pad: &[u8] = if number[0] >= 0x80 { &[0] } else { &[] };
    crate::support::tlv(2, &[pad, number].concat())
}

#[test]
fn the_signature_of_one_key_or_algorithm_is_wrong_for_another() {
    let rsa = key("rsa");
    let signature = rsa.sign(b"input").unwrap();
    for algorithm in [Algorithm::Rs384, Algorithm::Rs512, Algorithm::Ps256] {
        let jwk = Jwk::from_json(rsa.public_jwk().unwrap()).unwrap();
        assert_eq!(verify(algorithm, &jwk, &signature), Err(VerificationFailed::WrongSignature));
        // The published JWK says RS256.
        assert!(unsuitable(algorithm, &rsa.jwk(), &signature).contains("its alg is RS256"));
    }
    for algorithm in [Algorithm::Es256, Algorithm::EdDsa, Algorithm::Rs256] {
        let [one, other] = [(); 2].map(|()| PrivateKey::generate(algorithm).unwrap());
        let signature = one.sign(b"input").unwrap();
        assert_eq!(verify(algorithm, &one.jwk(), &signature), Ok(()));
        assert_eq!(verify(algorithm, &other.jwk(), &signature), Err(VerificationFailed::WrongSignature));
    }
    let p256 = key("p256");
    assert!(unsuitable(Algorithm::Es384, &p256.jwk(), &[0; 96]).contains("its crv is P-256"));
    assert!(unsuitable(Algorithm::Es256, &key("p384").jwk(), &[0; 64]).contains("its crv is P-384"));
}

#[test]
fn a_key_with_odd_members_verifies_with_the_rest() {
    let key = key("p256");
    let jwk = key.public_jwk().unwrap().replacen('{', r#"{"kid":7,"x5c":null,"d":"AAAA","other":{},"#, 1);
    let signature = key.sign(b"input").unwrap();
    assert_eq!(verify(Algorithm::Es256, &Jwk::from_json(&jwk).unwrap(), &signature), Ok(()));
    assert!(text("p256.jwk.json").contains("\"d\""));
}
