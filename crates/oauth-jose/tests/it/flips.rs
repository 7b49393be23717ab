//! One wrong bit anywhere: no signature counts, and no key becomes another without being refused.

use oauth_core::key::{Algorithm, Jwk, SigningKey as _, VerificationFailed, Verifier as _};
use oauth_jose::{CompactJws, HmacKey, JwsVerifier, PrivateKey};

use crate::support::{base64url, der, file, thumbprint};

const KEYS: [&str; 5] = ["rsa", "p256", "p384", "p521", "ed25519"];

fn key(name: &str) -> PrivateKey {
    PrivateKey::from_pem(file(&format!("{name}.pkcs8.pem"))).unwrap()
}

fn bits(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    (0..bytes.len() * 8).map(|bit| {
        let mut changed = bytes.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        changed
    })
}

#[test]
fn a_bit_of_the_signature_or_the_input() {
    for name in KEYS {
        let key = key(name);
        let signature = key.sign(b"input").unwrap();
        let verify = |input: &[u8], signature: &[u8]| JwsVerifier.verify(key.algorithm(), &key.jwk(), input, signature);
        assert_eq!(verify(b"input", &signature), Ok(()));
        for changed in bits(&signature) {
            assert_eq!(verify(b"input", &changed), Err(VerificationFailed::WrongSignature), "{name}");
        }
        for changed in bits(b"input") {
            assert_eq!(verify(&changed, &signature), Err(VerificationFailed::WrongSignature), "{name}");
        }
    }
    let key = HmacKey::new(Algorithm::Hs256, "k".repeat(32)).unwrap();
    let signature = key.sign(b"input").unwrap();
    assert!(bits(&signature).all(|changed| key.verify(b"input", &changed).is_err()));
}

#[test]
fn a_bit_of_the_public_key() {
    for name in KEYS {
        let key = key(name);
        let (jwk, signature) = (key.jwk(), key.sign(b"input").unwrap());
        let verify = |jwk: Jwk| JwsVerifier.verify(key.algorithm(), &jwk, b"input", &signature);
        let mut changed: Vec<Jwk> = Vec::new();
        if let (Some(n), Some(e)) = (jwk.modulus(), jwk.exponent()) {
            changed.extend(bits(n).map(|n| Jwk::rsa(&n, e)));
            changed.extend(bits(e).map(|e| Jwk::rsa(n, &e)));
        } else if let (Some(x), Some(y)) = (jwk.x(), jwk.y()) {
            let curve = jwk.curve().unwrap();
            changed.extend(bits(x).map(|x| Jwk::ec(curve, &x, y)));
            changed.extend(bits(y).map(|y| Jwk::ec(curve, x, &y)));
        } else {
            changed.extend(bits(jwk.x().unwrap()).map(|x| Jwk::okp("Ed25519", &x)));
        }
        assert!(changed.len() >= 256);
        for jwk in changed {
            assert!(verify(jwk.clone()).is_err(), "{name} {jwk:?}");
        }
    }
}

#[test]
fn a_bit_of_a_private_key_is_refused_or_makes_another_key_and_never_this_one_with_wrong_signatures() {
    for form in
        ["rsa.pkcs1.pem", "p256.pkcs8.pem", "p256.sec1.pem", "p384.sec1.pem", "p521.sec1.pem", "ed25519.pkcs8.pem"]
    {
        let name = form.split('.').next().unwrap();
        let mut others = 0;
        // One bit of each byte of the RSA key, which is long and slow to check.
        let step = if name == "rsa" { 9 } else { 1 };
        for changed in bits(&der(form)).step_by(step) {
            let Ok(key) = PrivateKey::from_der(&changed) else { continue };
            if key.thumbprint() != thumbprint(name) {
                others += 1;
            }
            let signature = key.sign(b"input").unwrap();
            let verified = JwsVerifier.verify(key.algorithm(), &key.jwk(), b"input", &signature);
            assert_eq!(verified, Ok(()), "{form}");
        }
        // Without a public half in the file, any seed is a key.
        assert_eq!(others, if name == "ed25519" { 256 } else { 0 }, "{form}");
    }
}

#[test]
fn a_bit_of_a_jws() {
    let key = key("p256");
    let input = format!("{}.{}", base64url(br#"{"alg":"ES256"}"#), base64url(b"payload"));
    let text = format!("{input}.{}", base64url(&key.sign(input.as_bytes()).unwrap()));
    let is_accepted = |text: &str| {
        CompactJws::read(text).is_ok_and(|jws| jws.verify(&JwsVerifier, Algorithm::Es256, &key.jwk()).is_ok())
    };
    assert!(is_accepted(&text));
    for changed in bits(text.as_bytes()) {
        assert!(std::str::from_utf8(&changed).map_or(true, |changed| !is_accepted(changed)));
    }
}
