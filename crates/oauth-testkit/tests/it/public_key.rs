//! Public keys: what is registered, and what is refused.

use oauth_testkit::{PublicKey, PublicKeyError, RegisteredClient, SigningAlgorithm};
use serde_json::{Value, json};

use crate::pem::{CERTIFICATE, ED25519, P256, P384, P521, RSA, RSA_1024, RSA_CERTIFICATE, SECP256K1};

fn jwk(key: &PublicKey) -> Value {
    serde_json::from_str(&key.to_jwk()).unwrap()
}

#[test]
fn a_pem_gives_the_numbers_of_its_key() {
    for (pem, kty, crv) in [
        (RSA, "RSA", None),
        (P256, "EC", Some("P-256")),
        (P384, "EC", Some("P-384")),
        (P521, "EC", Some("P-521")),
        (ED25519, "OKP", Some("Ed25519")),
    ] {
        let jwk = jwk(&PublicKey::from_pem(pem).unwrap());
        assert_eq!((jwk["kty"].as_str(), jwk["crv"].as_str()), (Some(kty), crv));
    }
    let key = jwk(&PublicKey::from_pem(P256).unwrap());
    // The two halves of the point in the last 64 bytes of the PEM.
    assert_eq!(key["x"], "8DzW_9DlhW-CVJMSHWZkS_CvhK7I0NTslu0MWGlo9M8");
    assert_eq!(key["y"], "X_fIwSfL8wvc97sKiifFrJopgmF0XOipzNF-qOXrqx4");
    assert_eq!(jwk(&PublicKey::from_pem(RSA).unwrap())["e"], "AQAB");
}

#[test]
fn a_certificate_gives_the_key_in_it() {
    for (certificate, pem) in [(CERTIFICATE, P256), (RSA_CERTIFICATE, RSA)] {
        let (with, without) = (PublicKey::from_pem(certificate).unwrap(), PublicKey::from_pem(pem).unwrap());
        let (with, without) = (jwk(&with), jwk(&without));
        for name in ["kty", "crv", "n", "e", "x", "y"] {
            assert_eq!(with.get(name), without.get(name), "{name}");
        }
        assert!(certificate.replace('\n', "").contains(with["x5c"][0].as_str().unwrap()));
    }
}

#[test]
fn a_jwk_is_read_as_it_is_written() {
    for pem in [RSA, P256, P384, P521, ED25519, CERTIFICATE] {
        let key = PublicKey::from_pem(pem).unwrap().with_key_id("k 1");
        assert_eq!(PublicKey::from_jwk(&key.to_jwk()).unwrap(), key);
        assert_eq!(key.key_id(), Some("k 1"));
    }
}

/// A JWK with members changed, or removed by `null`.
fn changed(changes: &Value) -> String {
    let mut jwk = jwk(&PublicKey::from_pem(P256).unwrap());
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(jwk.as_object_mut().unwrap().remove(name)),
            value => jwk[name] = value.clone(),
        }
    }
    jwk.to_string()
}

#[test]
fn a_jwk_that_cannot_verify_is_refused() {
    let unsupported = |what: &str| PublicKeyError::Unsupported(format!("{what:?}"));
    let short = "AAAA";
    for (changes, error) in [
        (json!({"kty": null}), PublicKeyError::Member("kty")),
        (json!({"kty": 7}), PublicKeyError::Member("kty")),
        (json!({"kty": "AKP"}), unsupported("AKP")),
        (json!({"kty": "oct"}), unsupported("oct")),
        (json!({"kty": "OKP", "crv": "Ed448"}), unsupported("OKP")),
        (json!({"crv": "secp256k1"}), unsupported("secp256k1")),
        (json!({"crv": "P-384"}), PublicKeyError::Member("x or y")),
        (json!({"x": null}), PublicKeyError::Member("x")),
        (json!({"x": "+/=="}), PublicKeyError::Member("x")),
        (json!({"y": short}), PublicKeyError::Member("x or y")),
        (json!({"kty": "OKP", "crv": "Ed25519", "x": short}), PublicKeyError::Member("x")),
        (json!({"kty": "RSA", "n": short, "e": "AQAB"}), PublicKeyError::TooShort(0)),
        (json!({"d": short}), PublicKeyError::Private("d")),
        (json!({"k": short}), PublicKeyError::Private("k")),
        (json!({"use": "enc"}), PublicKeyError::NotForSignatures),
        (json!({"key_ops": ["sign"]}), PublicKeyError::NotForSignatures),
        (json!({"alg": "ES256K"}), unsupported("ES256K")),
        (json!({"alg": "HS256"}), unsupported("HS256")),
        (json!({"kid": 7}), PublicKeyError::Member("kid")),
        (json!({"x5c": []}), PublicKeyError::Member("x5c")),
        (json!({"x5c": ["AAAA"]}), PublicKeyError::NotDer),
    ] {
        assert_eq!(PublicKey::from_jwk(&changed(&changes)), Err(error), "{changes}");
    }
    assert_eq!(PublicKey::from_jwk("-----BEGIN"), Err(PublicKeyError::NotJson));
    let other = jwk(&PublicKey::from_pem(RSA_CERTIFICATE).unwrap())["x5c"].clone();
    assert_eq!(PublicKey::from_jwk(&changed(&json!({"x5c": other}))), Err(PublicKeyError::Member("x5c")));
    for harmless in [json!({"use": null}), json!({"key_ops": ["verify"]}), json!({"alg": "ES256"}), json!({"more": 1})]
    {
        assert!(PublicKey::from_jwk(&changed(&harmless)).is_ok(), "{harmless}");
    }
}

#[test]
fn a_set_is_read_as_a_whole() {
    let set = format!(r#"{{"keys":[{},{}]}}"#, changed(&json!({"kid": "a"})), changed(&json!({"kid": "b"})));
    let keys = PublicKey::from_jwks(&set).unwrap();
    assert_eq!(keys.iter().map(PublicKey::key_id).collect::<Vec<_>>(), [Some("a"), Some("b")]);
    assert_eq!(PublicKey::from_jwks(r#"{"keys":[]}"#), Err(PublicKeyError::Empty));
    assert_eq!(PublicKey::from_jwks("{}"), Err(PublicKeyError::Member("keys")));
    assert_eq!(PublicKey::from_jwks("["), Err(PublicKeyError::NotJson));
    let bad = format!(r#"{{"keys":[{},{}]}}"#, changed(&json!({})), changed(&json!({"d": "AA"})));
    assert_eq!(PublicKey::from_jwks(&bad), Err(PublicKeyError::Private("d")));
}

#[test]
fn a_pem_that_cannot_verify_is_refused() {
    assert_eq!(PublicKey::from_pem(RSA_1024), Err(PublicKeyError::TooShort(1024)));
    assert!(matches!(PublicKey::from_pem(SECP256K1), Err(PublicKeyError::Unsupported(_))));
    for (pem, found) in [
        ("", "no block at all"),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", r#"a block "PRIVATE KEY""#),
        ("-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----", r#"a block "RSA PUBLIC KEY""#),
    ] {
        assert_eq!(PublicKey::from_pem(pem), Err(PublicKeyError::NotPem(found.to_owned())));
    }
    for pem in [
        "-----BEGIN PUBLIC KEY-----\nAAAA",
        "-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----",
    ] {
        assert_eq!(PublicKey::from_pem(pem), Err(PublicKeyError::NotDer), "{pem}");
    }
}

#[test]
fn no_der_causes_a_panic() {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    for (pem, label) in [(P256, "PUBLIC KEY"), (RSA_CERTIFICATE, "CERTIFICATE"), (ED25519, "PUBLIC KEY")] {
        let content: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let der = STANDARD.decode(content).unwrap();
        let read = |der: &[u8]| {
            let text = format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der));
            let _ = PublicKey::from_pem(&text);
        };
        for at in 0..der.len() {
            read(&der[..at]);
            for value in [0, 0x7f, 0x80, 0x84, 0xff] {
                let mut changed = der.clone();
                changed[at] = value;
                read(&changed);
            }
        }
    }
}

#[test]
fn every_algorithm_has_its_own_name() {
    let names: std::collections::BTreeSet<&str> =
        SigningAlgorithm::ALL.into_iter().map(SigningAlgorithm::as_str).collect();
    assert_eq!(names.len(), SigningAlgorithm::ALL.len());
}

#[cfg(not(feature = "jwt"))]
#[test]
fn without_the_feature_an_assertion_is_refused_by_its_name() {
    use crate::request::{ID, assert_refused, bare};
    const ASSERTION: &str =
        "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion=a.b.c";
    let key = PublicKey::from_pem(P256).unwrap();
    let client = RegisteredClient::private_key_jwt(ID, [key.clone()]);
    let issuer = oauth_testkit::AssertionIssuer::new("job", [key]).without_client(["a"]);
    let server = oauth_testkit::AuthorizationServer::new().client(client).assertion_issuer(issuer);
    let response = server.handle(bare(&server, &format!("grant_type=client_credentials&{ASSERTION}")));
    assert_refused(&response, 401, "invalid_client", "enable the feature `jwt` of oauth-testkit");
    let bearer = "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=a.b.c&client_id=job";
    let response = server.handle(bare(&server, bearer));
    assert_refused(&response, 400, "invalid_grant", "enable the feature `jwt` of oauth-testkit");
    let metadata = http::Request::get(server.openid_configuration_url()).body("").unwrap();
    let metadata = crate::request::json(&server.handle(metadata));
    assert_eq!(
        metadata["token_endpoint_auth_methods_supported"],
        json!(["client_secret_basic", "client_secret_post", "none"])
    );
    assert_eq!(metadata.get("token_endpoint_auth_signing_alg_values_supported"), None);
}

#[test]
fn no_key_of_a_client_is_printed_as_a_secret() {
    let client = RegisteredClient::private_key_jwt("id", [PublicKey::from_pem(P256).unwrap()]);
    assert!(format!("{client:?}").contains("private_key_jwt"));
    let client = RegisteredClient::client_secret_jwt("id", "s3cret-s3cret");
    assert!(!format!("{client:?}").contains("s3cret-s3cret"));
}
