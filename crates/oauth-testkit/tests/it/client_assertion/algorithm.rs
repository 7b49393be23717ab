//! Signature algorithms of client assertions.

use oauth_testkit::{AssertionRules, AuthorizationServer, PublicKey, RegisteredClient, SigningAlgorithm};
use serde_json::json;

use super::{SECRET, WRONG_METHOD, ask, assert_denied, claims, none, scene, server_with};
use crate::request::{ID, assert_refused};
use crate::signer::Signer;

#[test]
fn each_algorithm_of_pingone_is_accepted() {
    for alg in ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"] {
        let signer = Signer::of(alg);
        let server = server_with([signer.public("k1")], AssertionRules::new());
        let response = ask(&server, &signer.sign(&json!({"alg": alg, "kid": "k1"}), &claims(&none())));
        assert_eq!(response.status(), 200, "{alg}: {}", server.ledger());
    }
    for alg in ["HS256", "HS384", "HS512"] {
        let server = AuthorizationServer::new().client(RegisteredClient::client_secret_jwt(ID, SECRET));
        let response = ask(&server, &Signer::Secret(SECRET).sign(&json!({"alg": alg}), &claims(&none())));
        assert_eq!(response.status(), 200, "{alg}: {}", server.ledger());
    }
}

#[test]
fn other_algorithms_are_accepted_if_they_are_set() {
    for alg in ["PS256", "PS384", "PS512", "EdDSA", "Ed25519"] {
        let signer = Signer::of(alg);
        let assertion = signer.sign(&json!({"alg": alg, "kid": "k1"}), &claims(&none()));
        let server = server_with([signer.public("k1")], AssertionRules::new());
        let accepted = "this server accepts RS256, RS384, RS512, ES256, ES384, ES512, HS256, HS384, HS512";
        assert_denied(&server, &ask(&server, &assertion), &format!("The alg is {alg}; {accepted}"));

        let every = AssertionRules::new().algorithms(SigningAlgorithm::ALL);
        let server = server_with([signer.public("k1")], every.clone());
        assert_eq!(ask(&server, &assertion).status(), 200, "{alg}: {}", server.ledger());

        // The rules of the client are before those of the server.
        let client = RegisteredClient::private_key_jwt(ID, [signer.public("k1")]).assertion_rules(every);
        let server = AuthorizationServer::new().client(client);
        assert_eq!(ask(&server, &assertion).status(), 200, "{alg}: {}", server.ledger());
    }
}

#[test]
fn an_unknown_algorithm_is_refused() {
    let scene = scene(AssertionRules::new());
    for alg in [json!("none"), json!("NONE"), json!("es256"), json!("RSA-OAEP"), json!(7)] {
        let reason = format!("The alg is {alg}, which is not a signature algorithm of this server");
        scene.refuses(&json!({"alg": alg}), &none(), &reason);
    }
    scene.refuses(&json!({"alg": null}), &none(), "The alg is null, which is not a signature algorithm of this server");
}

#[test]
fn a_public_key_is_not_a_shared_secret() {
    let signer = Signer::rsa();
    let server = server_with([signer.public("k1")], AssertionRules::new());
    let der: &'static str = String::from_utf8_lossy(&signer.der()).into_owned().leak();
    let response = ask(&server, &Signer::Secret(der).sign(&json!({"alg": "HS256", "kid": "k1"}), &claims(&none())));
    assert_refused(&response, 401, "invalid_client", WRONG_METHOD);
    let reason = "The alg is HS256, and the client is registered for private_key_jwt";
    assert_eq!(server.ledger().last().unwrap().refusal_reason(), Some(reason));
}

#[test]
fn a_key_is_for_the_algorithms_of_its_kind() {
    let ec = Signer::p384();
    let server = server_with([ec.public("k1")], AssertionRules::new());
    let response = ask(&server, &ec.sign(&json!({"alg": "ES256", "kid": "k1"}), &claims(&none())));
    assert_denied(&server, &response, "No registered key is for ES256; registered: \"k1\" (P-384)");

    let rsa = Signer::rsa();
    let mut jwk = rsa.jwk();
    jwk["alg"] = "RS256".into();
    let server = server_with([PublicKey::from_jwk(&jwk.to_string()).unwrap()], AssertionRules::new());
    let response = ask(&server, &rsa.sign(&json!({"alg": "RS512"}), &claims(&none())));
    assert_denied(&server, &response, "No registered key is for RS512; registered: a key without kid (RSA, RS256)");
    let server = server_with([], AssertionRules::new());
    let response = ask(&server, &rsa.sign(&json!({"alg": "RS512"}), &claims(&none())));
    assert_denied(&server, &response, "No registered key is for RS512; registered: none");
}

#[test]
fn both_names_of_ed25519_are_one_algorithm() {
    let signer = Signer::ed25519();
    let rules = AssertionRules::new().algorithms([SigningAlgorithm::EdDsa, SigningAlgorithm::Ed25519]);
    for registered in ["EdDSA", "Ed25519"] {
        let mut jwk = signer.jwk();
        jwk["alg"] = registered.into();
        let server = server_with([PublicKey::from_jwk(&jwk.to_string()).unwrap()], rules.clone());
        for alg in ["EdDSA", "Ed25519"] {
            assert_eq!(ask(&server, &signer.sign(&json!({"alg": alg}), &claims(&none()))).status(), 200);
        }
    }
}
