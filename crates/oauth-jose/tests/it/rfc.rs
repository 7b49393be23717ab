//! The vectors of the RFCs.

use oauth_core::key::{Algorithm, Jwk};
use oauth_jose::{CompactJws, HmacKey, JwsError, JwsVerifier};
use serde_json::Value;

use crate::support::vectors;

fn vector(id: &str) -> Value {
    let all = vectors("rfc.json");
    all["vectors"].as_array().unwrap().iter().find(|vector| vector["id"] == id).expect(id).clone()
}

fn jwk(vector: &Value) -> Jwk {
    Jwk::from_json(&vector["jwk"].to_string()).unwrap()
}

#[test]
fn thumbprints_are_those_of_rfc_7638_8037_and_9449() {
    for (id, member) in [("rfc7638-3.1", "thumbprint"), ("rfc8037-A.3", "thumbprint"), ("rfc9449-jkt", "jkt")] {
        let vector = vector(id);
        assert_eq!(jwk(&vector).thumbprint().as_deref(), vector[member].as_str(), "{id}");
    }
}

#[test]
fn signatures_of_rfc_7515_and_8037_verify() {
    for (id, algorithm) in [
        ("rfc7515-A.2-RS256", Algorithm::Rs256),
        ("rfc7515-A.3-ES256", Algorithm::Es256),
        ("rfc7515-A.4-ES512", Algorithm::Es512),
        ("rfc8037-A.4", Algorithm::EdDsa),
        ("rfc8037-A.4", Algorithm::Ed25519),
    ] {
        let vector = vector(id);
        let jws = CompactJws::read(vector["jws"].as_str().unwrap()).unwrap();
        assert!(jws.verify(&JwsVerifier, algorithm, &jwk(&vector)).is_ok(), "{id}");
    }
    let vector = vector("rfc7515-A.1-HS256");
    let key = HmacKey::from_base64url(Algorithm::Hs256, vector["jwk"]["k"].as_str().unwrap()).unwrap();
    let jws = CompactJws::read(vector["jws"].as_str().unwrap()).unwrap();
    let payload = jws.verify_with_secret(&key).unwrap();
    assert!(payload.starts_with(b"{\"iss\":\"joe\",\r\n"));
}

#[test]
fn an_unsecured_jws_is_refused() {
    let vector = vector("rfc7515-A.5-none");
    let text = vector["jws"].as_str().unwrap();
    assert_eq!(CompactJws::read(text).unwrap_err(), JwsError::NotCompact);
    // The same with something that stands for a signature.
    let text = format!("{text}AAAA");
    let jws = CompactJws::read(&text).unwrap();
    let key = jwk(&self::vector("rfc7515-A.2-RS256"));
    let error = jws.verify(&JwsVerifier, Algorithm::Rs256, &key).unwrap_err();
    assert_eq!(error, JwsError::Algorithm { expected: Algorithm::Rs256 });
}

#[test]
fn a_proof_that_brings_its_own_key_is_refused() {
    for id in ["rfc9449-token-code", "rfc9449-token-refresh", "rfc9449-resource-get"] {
        let error = CompactJws::read(vector(id)["jws"].as_str().unwrap()).unwrap_err();
        assert_eq!(error, JwsError::Refused { member: "jwk" });
    }
}
