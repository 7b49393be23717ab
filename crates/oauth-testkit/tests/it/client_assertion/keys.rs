//! Which key or secret verifies a client assertion.

use std::time::Duration;

use oauth_testkit::{AssertionRules, AuthorizationServer, KeyLookup, PublicKey, RegisteredClient};
use serde_json::{Value, json};

use super::{SECRET, ask, assert_denied, assert_denied_with, claims, none, server_with};
use crate::pem::{CERTIFICATE, CERTIFICATE_KEY, RSA_CERTIFICATE, X5T, X5T_HEX, X5T_S256};
use crate::request::ID;
use crate::signer::Signer;

#[test]
fn the_kid_picks_the_key() {
    let (one, two) = (Signer::p256(), Signer::p256());
    let server = server_with([one.public("k1"), two.public("k2")], AssertionRules::new());
    let send = |signer: &Signer, header: Value| ask(&server, &signer.sign(&header, &claims(&none())));
    assert_eq!(send(&one, json!({"alg": "ES256", "kid": "k1"})).status(), 200);
    assert_eq!(send(&two, json!({"alg": "ES256", "kid": "k2"})).status(), 200);
    let wrong = "The signature does not verify under the registered key: \"k2\" (P-256)";
    assert_denied(&server, &send(&one, json!({"alg": "ES256", "kid": "k2"})), wrong);
    for kid in [json!("k3"), json!(7), json!("")] {
        let reason = format!("No registered key has the kid {kid}; registered: \"k1\" (P-256), \"k2\" (P-256)");
        assert_denied(&server, &send(&one, json!({"alg": "ES256", "kid": kid})), &reason);
    }
}

#[test]
fn without_a_kid_every_key_is_tried() {
    let (one, two, stranger) = (Signer::p256(), Signer::p256(), Signer::p256());
    let server = server_with([one.public("k1"), two.public("k2")], AssertionRules::new());
    let send = |signer: &Signer| ask(&server, &signer.sign(&json!({"alg": "ES256"}), &claims(&none())));
    assert_eq!((send(&one).status().as_u16(), send(&two).status().as_u16()), (200, 200));
    let wrong = "The signature does not verify under the registered key: \"k1\" (P-256), \"k2\" (P-256)";
    assert_denied(&server, &send(&stranger), wrong);
}

#[test]
fn a_server_can_demand_a_kid_if_there_are_several_keys() {
    let (one, two) = (Signer::p256(), Signer::rsa());
    let rules = AssertionRules::new().key_lookup(KeyLookup::KeyId);
    let bare_header = json!({"alg": "ES256"});
    let server = server_with([one.public("k1")], rules.clone());
    assert_eq!(ask(&server, &one.sign(&bare_header, &claims(&none()))).status(), 200);
    let server = server_with([one.public("k1"), two.public("k2")], rules);
    let response = ask(&server, &one.sign(&bare_header, &claims(&none())));
    assert_denied(&server, &response, "The header has no kid; registered: \"k1\" (P-256), \"k2\" (RSA)");
}

#[test]
fn a_key_without_kid_is_found_by_any() {
    let signer = Signer::p256();
    let key = PublicKey::from_jwk(&signer.jwk().to_string()).unwrap();
    let server = server_with([key], AssertionRules::new());
    for header in [json!({"alg": "ES256"}), json!({"alg": "ES256", "kid": "mine"})] {
        assert_eq!(ask(&server, &signer.sign(&header, &claims(&none()))).status(), 200, "{header}");
    }
}

/// The first certificate of a PEM as `x5c` contains it.
fn x5c(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

#[test]
fn a_certificate_picks_the_key() {
    let signer = Signer::from_pem(CERTIFICATE_KEY);
    let keys = || [CERTIFICATE, RSA_CERTIFICATE].map(|pem| PublicKey::from_pem(pem).unwrap());
    let chain = [x5c(CERTIFICATE), x5c(RSA_CERTIFICATE)];
    for rules in [AssertionRules::new(), AssertionRules::new().key_lookup(KeyLookup::Certificate)] {
        let server = server_with(keys(), rules);
        let send = |header: Value| ask(&server, &signer.sign(&header, &claims(&none())));
        for header in [
            json!({"alg": "ES256", "x5t": X5T}),
            json!({"alg": "ES256", "x5t#S256": X5T_S256, "kid": "anything"}),
            json!({"alg": "ES256", "x5c": chain}),
        ] {
            assert_eq!(send(header.clone()).status(), 200, "{header} {}", server.ledger());
        }
        for (name, value) in [
            ("x5t", json!(X5T_HEX)),
            ("x5t", json!(X5T_S256)),
            ("x5t#S256", json!(X5T)),
            ("x5c", json!(x5c(CERTIFICATE))),
            ("x5c", json!([x5c(RSA_CERTIFICATE)])),
            ("x5c", json!([])),
        ] {
            let part = format!("The {name} {}", value.to_string().chars().take(100).collect::<String>());
            assert_denied_with(&server, &send(json!({"alg": "ES256", name: value})), &part);
        }
    }
}

#[test]
fn a_server_can_demand_a_certificate() {
    let signer = Signer::from_pem(CERTIFICATE_KEY);
    let rules = AssertionRules::new().key_lookup(KeyLookup::Certificate);
    let server = server_with([PublicKey::from_pem(CERTIFICATE).unwrap()], rules.clone());
    let response = ask(&server, &signer.sign(&json!({"alg": "ES256", "kid": "k1"}), &claims(&none())));
    let reason = "This server finds the key by x5t, x5t#S256 or x5c: the header has none of these";
    assert_denied(&server, &response, reason);
    let server = server_with([signer.public("k1")], rules);
    let response = ask(&server, &signer.sign(&json!({"alg": "ES256", "x5t": X5T}), &claims(&none())));
    let reason = "This server finds the key by x5t, x5t#S256 or x5c: the client has no certificate";
    assert_denied(&server, &response, reason);
}

#[test]
fn the_secret_is_long_enough_for_the_hash() {
    const SHORT: &str = "0123456789abcdef0123456789abcdef";
    let server = AuthorizationServer::new().client(RegisteredClient::client_secret_jwt(ID, SHORT));
    let send = |alg: &str| ask(&server, &Signer::Secret(SHORT).sign(&json!({"alg": alg}), &claims(&none())));
    assert_eq!(send("HS256").status(), 200);
    assert_denied(&server, &send("HS384"), "The client_secret has 32 bytes; HS384 needs 48");
    assert_denied(&server, &send("HS512"), "The client_secret has 32 bytes; HS512 needs 64");
    // Bytes count, not characters.
    const UMLAUTS: &str = "ääääääääääääääää";
    let server = AuthorizationServer::new().client(RegisteredClient::client_secret_jwt(ID, UMLAUTS));
    let response = ask(&server, &Signer::Secret(UMLAUTS).sign(&json!({"alg": "HS256"}), &claims(&none())));
    assert_eq!(response.status(), 200);
}

#[test]
fn a_replaced_secret_verifies_until_it_ends() {
    const NEW: &str = "0123456789abcdef0123456789abcdef";
    let server = AuthorizationServer::new().client(RegisteredClient::client_secret_jwt(ID, SECRET));
    server.rotate_secret(ID, NEW, Duration::from_secs(30)).unwrap();
    let send = |secret| ask(&server, &Signer::Secret(secret).sign(&json!({"alg": "HS256"}), &claims(&none())));
    assert_eq!((send(SECRET).status().as_u16(), send(NEW).status().as_u16()), (200, 200));
    server.clock().advance(Duration::from_secs(30));
    assert_denied(&server, &send(SECRET), "The signature does not verify under the client_secret");
    assert_eq!(send(NEW).status(), 200);
}
