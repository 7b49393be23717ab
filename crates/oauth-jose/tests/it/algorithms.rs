//! Which algorithm a key signs with, and which it can be set to.

use oauth_core::key::{Algorithm, Key, SigningKey as _};
use oauth_jose::{KeyError, PrivateKey};

use crate::support::{assert_signs, file, text, thumbprint};

fn key(name: &str) -> PrivateKey {
    PrivateKey::from_pem(file(&format!("{name}.pkcs8.pem"))).unwrap()
}

#[test]
fn each_kind_of_key_has_a_default_and_signs_with_all_that_it_names() {
    use Algorithm::{Ed25519, EdDsa, Es256, Es384, Es512, Ps256, Ps384, Ps512, Rs256, Rs384, Rs512};
    for (name, algorithms) in [
        ("rsa", [Rs256, Rs384, Rs512, Ps256, Ps384, Ps512].as_slice()),
        ("rsa-pss", &[Ps256, Ps384, Ps512]),
        ("rsa-pss-sha384", &[Ps384]),
        ("p256", &[Es256]),
        ("p384", &[Es384]),
        ("p521", &[Es512]),
        ("ed25519", &[EdDsa, Ed25519]),
    ] {
        assert_eq!(key(name).algorithms(), algorithms, "{name}");
        assert_signs(&key(name), algorithms[0]);
        for &algorithm in algorithms {
            assert_signs(&key(name).with_algorithm(algorithm).unwrap(), algorithm);
        }
    }
}

#[test]
fn an_algorithm_of_another_kind_of_key_is_an_error_that_names_those_of_this_one() {
    let error = key("p384").with_algorithm(Algorithm::Es256).unwrap_err();
    let possible = vec![Algorithm::Es384];
    assert_eq!(error, KeyError::Algorithm { key: "a P-384 key", algorithm: Algorithm::Es256, possible });
    assert_eq!(
        error.to_string(),
        "a P-384 key cannot sign with ES256, only with ES384; set one of these, or load another key"
    );
    for (name, algorithm) in [
        ("rsa", Algorithm::Es256),
        ("rsa", Algorithm::Hs256),
        ("rsa-pss", Algorithm::Rs256),
        ("rsa-pss-sha384", Algorithm::Ps256),
        ("p256", Algorithm::EdDsa),
        ("ed25519", Algorithm::Es256),
    ] {
        assert!(matches!(key(name).with_algorithm(algorithm), Err(KeyError::Algorithm { .. })), "{name}");
    }
}

#[test]
fn a_jwk_with_an_alg_is_for_that_algorithm_alone() {
    let with = |name: &str, alg: &str| {
        let mut jwk: serde_json::Value = serde_json::from_str(&text(&format!("{name}.jwk.json"))).unwrap();
        jwk["alg"] = alg.into();
        PrivateKey::from_jwk(jwk.to_string())
    };
    let key = with("rsa", "PS384").unwrap();
    assert_signs(&key, Algorithm::Ps384);
    assert_eq!(key.algorithms(), [Algorithm::Ps384]);
    assert_eq!(
        with("rsa", "RS256").unwrap().with_algorithm(Algorithm::Ps256).unwrap_err(),
        KeyError::JwkAlgorithm { found: Algorithm::Rs256, algorithm: Algorithm::Ps256 }
    );
    assert_signs(&with("ed25519", "EdDSA").unwrap().with_algorithm(Algorithm::Ed25519).unwrap(), Algorithm::Ed25519);
    for alg in ["RSA-OAEP", "none", "HS256", "rs256", ""] {
        assert_eq!(with("rsa", alg).unwrap_err(), KeyError::JwkNotForSigning { member: "alg" }, "{alg}");
    }
    assert!(matches!(with("p384", "ES256"), Err(KeyError::Algorithm { key: "a P-384 key", .. })));
}

#[test]
fn the_kid_is_that_of_the_jwk_or_the_thumbprint_or_what_is_set() {
    assert_eq!(key("rsa").key_id(), Some(thumbprint("rsa").as_str()));
    assert_eq!(key("rsa").with_key_id("a b").key_id(), Some("a b"));
    assert_eq!(key("rsa").without_key_id().key_id(), None);
    let jwk = text("p256.jwk.json").replacen('{', "{\"kid\":\"k-1\",", 1);
    assert_eq!(PrivateKey::from_jwk(&jwk).unwrap().key_id(), Some("k-1"));
    assert_eq!(PrivateKey::from_jwk(text("p256.jwk.json")).unwrap().key_id(), Some(thumbprint("p256").as_str()));
}

#[test]
fn the_public_half_is_bare_in_a_proof_and_complete_to_be_published() {
    for name in ["rsa", "p256", "p384", "p521", "ed25519"] {
        let mut expected: serde_json::Value = serde_json::from_str(&text(&format!("{name}.jwk.json"))).unwrap();
        for private in ["d", "p", "q", "dp", "dq", "qi"] {
            expected.as_object_mut().unwrap().remove(private);
        }
        let held = Key::new(key(name));
        let bare: serde_json::Value = serde_json::from_str(held.public_jwk().unwrap()).unwrap();
        assert_eq!(bare, expected, "{name}");
        let published = key(name).with_key_id("k").jwk().to_json().unwrap();
        expected["kid"] = "k".into();
        expected["use"] = "sig".into();
        expected["alg"] = held.algorithm().as_str().into();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&published).unwrap(), expected, "{name}");
    }
}
