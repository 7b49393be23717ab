//! Private keys as JWK.

use oauth_core::key::InvalidJwk;
use oauth_jose::{KeyError, PrivateKey};
use serde_json::{Value, json};

use crate::support::{file, text, thumbprint};

fn read(name: &str) -> Value {
    serde_json::from_str(&text(&format!("{name}.jwk.json"))).unwrap()
}

fn with(name: &str, member: &str, value: Value) -> Result<PrivateKey, KeyError> {
    let mut jwk = read(name);
    jwk[member] = value;
    PrivateKey::from_jwk(jwk.to_string())
}

fn without(name: &str, member: &str) -> KeyError {
    let mut jwk = read(name);
    jwk.as_object_mut().unwrap().remove(member).unwrap();
    PrivateKey::from_jwk(jwk.to_string()).unwrap_err()
}

#[test]
fn every_kind_of_key_loads_from_its_jwk() {
    for name in ["rsa", "p256", "p384", "p521", "ed25519"] {
        let key = PrivateKey::from_jwk(file(&format!("{name}.jwk.json"))).unwrap();
        assert_eq!(key.thumbprint(), thumbprint(name));
        let marked = [b"\xef\xbb\xbf \r\n".as_slice(), &file(&format!("{name}.jwk.json"))].concat();
        assert_eq!(PrivateKey::from_jwk(marked).unwrap().thumbprint(), thumbprint(name));
    }
}

#[test]
fn numbers_in_plain_base64_with_padding_and_with_escaped_slashes_are_read() {
    for name in ["rsa", "p256", "ed25519"] {
        let mut jwk = read(name);
        for member in ["n", "e", "d", "p", "q", "dp", "dq", "qi", "x", "y"] {
            if let Some(value) = jwk.get(member).and_then(Value::as_str) {
                let plain = value.replace('-', "+").replace('_', "/");
                jwk[member] = format!("{plain}{}", &"==="[..(4 - plain.len() % 4) % 4]).into();
            }
        }
        let text = jwk.to_string();
        assert_eq!(PrivateKey::from_jwk(&text).unwrap().thumbprint(), thumbprint(name));
        assert_eq!(PrivateKey::from_jwk(text.replace('/', "\\/")).unwrap().thumbprint(), thumbprint(name));
    }
}

#[test]
fn a_missing_or_odd_member_is_named() {
    for member in ["n", "e", "p", "q", "dp", "dq", "qi"] {
        assert_eq!(without("rsa", member), KeyError::JwkMember { member });
    }
    for (name, member) in [("p256", "x"), ("p256", "y"), ("p256", "crv"), ("ed25519", "x"), ("ed25519", "crv")] {
        assert_eq!(without(name, member), KeyError::JwkMember { member });
    }
    for (name, member, value) in [
        ("rsa", "d", json!(7)),
        ("rsa", "dp", json!("ä")),
        ("p256", "d", json!("")),
        ("p256", "x", json!([1])),
        ("ed25519", "d", json!("AAAA")),
        ("p256", "kid", json!(7)),
        ("p256", "alg", json!(["ES256"])),
    ] {
        assert_eq!(with(name, member, value).unwrap_err(), KeyError::JwkMember { member });
    }
}

#[test]
fn what_is_not_a_private_key_for_signatures_is_named() {
    for name in ["rsa", "p256", "ed25519"] {
        assert_eq!(without(name, "d"), KeyError::PublicKey { label: "a JWK without d" });
    }
    let from = |text: &str| PrivateKey::from_jwk(text).unwrap_err();
    assert_eq!(from(r#"{"kty":"oct","k":"AAAA"}"#), KeyError::JwkSymmetric);
    assert_eq!(from(r#"{"keys":[{"kty":"EC","d":"AAAA"}]}"#), KeyError::JwkSet);
    assert_eq!(from(r#"{"private_key":"-----BEGIN PRIVATE KEY-----"}"#), KeyError::ServiceAccount);
    assert_eq!(from("{}"), KeyError::Json);
    assert_eq!(from(r#"{"kty":7}"#), KeyError::JwkInvalid(InvalidJwk::NoKeyType));
    assert_eq!(
        from(r#"{"kty":"AKP","priv":"AAAA"}"#),
        KeyError::UnsupportedKey { found: "a JWK of another kty".into() }
    );
    for other in ["enc", "SIG", ""] {
        assert_eq!(with("rsa", "use", json!(other)).unwrap_err(), KeyError::JwkNotForSigning { member: "use" });
    }
    assert_eq!(
        with("rsa", "key_ops", json!(["decrypt"])).unwrap_err(),
        KeyError::JwkNotForSigning { member: "key_ops" }
    );
    assert_eq!(with("rsa", "oth", json!([])).unwrap_err(), KeyError::MultiPrime);
    assert_eq!(
        with("p256", "crv", json!("secp256k1")).unwrap_err(),
        KeyError::UnsupportedCurve { curve: "secp256k1".into() }
    );
    for curve in ["X25519", "Ed448"] {
        let found = format!("an {curve} key");
        assert_eq!(with("ed25519", "crv", json!(curve)).unwrap_err(), KeyError::UnsupportedKey { found });
    }
    assert!(with("rsa", "key_ops", json!(["sign"])).is_ok() && with("rsa", "use", json!("sig")).is_ok());
}

#[test]
fn a_jwk_whose_public_half_is_of_another_key_is_refused() {
    let other = PrivateKey::generate(oauth_core::key::Algorithm::Es256).unwrap().jwk();
    let other: Value = serde_json::from_str(&other.to_json().unwrap()).unwrap();
    assert_eq!(with("p256", "x", other["x"].clone()).unwrap_err(), KeyError::PublicMismatch);
    assert_eq!(with("p256", "y", other["y"].clone()).unwrap_err(), KeyError::PublicMismatch);
    assert_eq!(with("ed25519", "x", other["x"].clone()).unwrap_err(), KeyError::PublicMismatch);
    assert_eq!(with("p384", "crv", json!("P-256")).unwrap_err(), KeyError::Malformed);
    assert_eq!(with("p256", "crv", json!("P-384")).unwrap_err(), KeyError::PublicMismatch);
}

#[test]
fn a_member_twice_is_an_error_that_quotes_nothing() {
    let jwk = text("p256.jwk.json");
    let twice = jwk.replacen('{', "{\"d\":\"S3CRET\",", 1);
    assert_eq!(PrivateKey::from_jwk(&twice).unwrap_err(), KeyError::JwkTwice);
    let twice = jwk.replacen('{', "{\"x\":\"S3CRET\",", 1);
    let error = PrivateKey::from_jwk(&twice).unwrap_err();
    assert_eq!(error, KeyError::JwkInvalid(InvalidJwk::Duplicate { member: "x".into() }));
    assert!(!error.to_string().contains("S3CRET"));
}
