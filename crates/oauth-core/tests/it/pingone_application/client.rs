//! The client of a PingOne application.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth_core::key::{Algorithm, Key, SecretSource};
use oauth_core::{Call as _, Client, ConfigError, Secret};

use super::{secret, with, with_method};
use crate::support::{ENV, ID, SECRET, TestKey, form, json, now, pingone, wire};

fn key(algorithm: Algorithm) -> Key {
    TestKey::new(algorithm).key()
}

fn token_request(client: &Client) -> String {
    wire(&client.client_credentials().encode(now()).unwrap())
}

#[test]
fn each_method_at_the_token_endpoint() {
    let start =
        format!("POST https://auth.pingone.com/{ENV}/as/token\naccept-encoding: identity\naccept: application/json\n");
    let content_type = "content-type: application/x-www-form-urlencoded";
    let client = with_method("CLIENT_SECRET_BASIC").client(pingone(), SECRET).unwrap();
    assert_eq!(
        token_request(&client),
        format!(
            "{start}authorization: Basic NDg1NjdhNjUtOGYwMC00NjMwLWI4YjAtMmMwMmNlOTQxNjhhOkFifjkueF9ZLXow\n\
             {content_type}\n\ngrant_type=client_credentials"
        )
    );
    let client = with_method("CLIENT_SECRET_POST").client(pingone(), SECRET).unwrap();
    let expected =
        format!("{start}{content_type}\n\ngrant_type=client_credentials&client_id={ID}&client_secret={SECRET}");
    assert_eq!(token_request(&client), expected);
    let expected = format!("{start}{content_type}\n\ngrant_type=client_credentials&client_id={ID}");
    for client in [with_method("NONE").public_client(pingone()), with_method("NONE").client(pingone(), SECRET)] {
        assert_eq!(token_request(&client.unwrap()), expected);
    }
    for (method, algorithm) in [
        ("PRIVATE_KEY_JWT", Algorithm::Rs256),
        ("PRIVATE_KEY_JWT", Algorithm::Es384),
        ("CLIENT_SECRET_JWT", Algorithm::Hs256),
    ] {
        let client = with_method(method).client_with_key(pingone(), key(algorithm)).unwrap();
        let request = client.client_credentials().encode(now()).unwrap();
        assert!(!request.headers().contains_key("authorization"));
        let sent = form(&request);
        let names: Vec<&str> = sent.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["grant_type", "client_assertion_type", "client_assertion", "client_id"]);
        let payload = sent[2].1.split('.').nth(1).unwrap();
        let payload = URL_SAFE_NO_PAD.decode(payload).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&payload).unwrap();
        assert_eq!((claims["iss"].as_str(), claims["sub"].as_str()), (Some(ID), Some(ID)));
    }
}

#[test]
fn the_client_uses_the_secret_that_was_read() {
    let read = secret(&json(200, r#"{"secret":"n3w","previous":{"secret":"old"}}"#)).unwrap();
    let client = with_method("CLIENT_SECRET_POST").client(pingone(), &read).unwrap();
    assert!(token_request(&client).ends_with("&client_secret=n3w"));
    let next = secret(&json(200, r#"{"secret":"newer"}"#)).unwrap();
    client.replace_client_secret(&next).unwrap();
    assert!(token_request(&client).ends_with("&client_secret=newer"));
    // A secret that is obtained for each request, as with every client.
    let source = SecretSource::from_fn(|_| Ok::<_, std::fmt::Error>(Secret::new("asked")));
    let client = with_method("CLIENT_SECRET_POST").client(pingone(), source).unwrap();
    assert!(token_request(&client).contains("client_secret=asked"));
    let broken = secret(&json(200, r#"{"secret":"a\nb"}"#)).unwrap();
    let error = with_method("CLIENT_SECRET_POST").client(pingone(), &broken).unwrap_err();
    assert_eq!(error, ConfigError::ClientSecretCharacter);
}

#[test]
fn an_error_names_the_credentials_that_a_method_needs() {
    let by_secret = |method: &str| with_method(method).client(pingone(), SECRET).unwrap_err().to_string();
    let by_key = |method: &str, algorithm| {
        with_method(method).client_with_key(pingone(), key(algorithm)).unwrap_err().to_string()
    };
    let by_nothing = |method: &str| with_method(method).public_client(pingone()).unwrap_err().to_string();
    let prefix = "tokenEndpointAuthMethod in the record of the PingOne application is";
    for (text, method, needs) in [
        (by_secret("PRIVATE_KEY_JWT"), "PRIVATE_KEY_JWT", "needs the private key (Application::client_with_key)"),
        (by_secret("CLIENT_SECRET_JWT"), "CLIENT_SECRET_JWT", "needs a key made of the secret"),
        (
            by_key("CLIENT_SECRET_BASIC", Algorithm::Rs256),
            "CLIENT_SECRET_BASIC",
            "needs the secret (Application::client)",
        ),
        (
            by_key("CLIENT_SECRET_POST", Algorithm::Hs256),
            "CLIENT_SECRET_POST",
            "needs the secret (Application::client)",
        ),
        (by_key("PRIVATE_KEY_JWT", Algorithm::Hs256), "PRIVATE_KEY_JWT", "needs the private key"),
        (by_key("CLIENT_SECRET_JWT", Algorithm::Rs256), "CLIENT_SECRET_JWT", "needs a key made of the secret"),
        (
            by_key("PRIVATE_KEY_JWT", Algorithm::Ps256),
            "PRIVATE_KEY_JWT",
            "takes RS256, RS384, RS512, ES256, ES384 and ES512",
        ),
        (
            by_key("PRIVATE_KEY_JWT", Algorithm::Ed25519),
            "PRIVATE_KEY_JWT",
            "takes RS256, RS384, RS512, ES256, ES384 and",
        ),
        (by_nothing("CLIENT_SECRET_BASIC"), "CLIENT_SECRET_BASIC", "needs the secret"),
        (by_nothing("PRIVATE_KEY_JWT"), "PRIVATE_KEY_JWT", "needs the private key"),
        (by_secret("TLS_CLIENT_AUTH"), "TLS_CLIENT_AUTH", "does not know; use Client::new"),
        (by_nothing(""), "missing", "is its protocol OPENID_CONNECT?"),
    ] {
        assert!(text.starts_with(&format!("{prefix} {method}, ")) && text.contains(needs), "{text}");
    }
    let odd = with(r#""tokenEndpointAuthMethod":["CLIENT_SECRET_BASIC"]"#).client(pingone(), SECRET).unwrap_err();
    assert!(odd.to_string().starts_with(&format!("{prefix} missing, or no text")), "{odd}");
    let foreign = by_secret(&format!("A\\u202e{}", "x".repeat(9_000)));
    assert!(foreign.contains("A\\u{202e}x") && foreign.len() < 600, "{foreign}");
}

#[test]
fn a_disabled_application_is_rejected() {
    let application = with(r#""enabled":false,"tokenEndpointAuthMethod":"CLIENT_SECRET_BASIC""#);
    let disabled = ConfigError::ApplicationDisabled { id: ID.to_owned() };
    assert_eq!(application.client(pingone(), SECRET).unwrap_err(), disabled);
    assert_eq!(application.client_with_key(pingone(), key(Algorithm::Rs256)).unwrap_err(), disabled);
    assert_eq!(application.public_client(pingone()).unwrap_err(), disabled);
    assert!(disabled.to_string().contains(ID) && disabled.to_string().contains("is disabled"));
    // An unreadable value does not forbid anything: the server decides.
    let odd = with(r#""enabled":"false","tokenEndpointAuthMethod":"CLIENT_SECRET_BASIC""#);
    assert!(odd.client(pingone(), SECRET).is_ok());
}
