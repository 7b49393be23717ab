//! Several keys of one client: which signs, which a grant remembers, and what is published.

use std::time::Duration;

use oauth_core::client::ClientAssertion;
use oauth_core::key::{Algorithm, Key};
use oauth_core::server::Dialect;
use oauth_core::{Call as _, Client, ClientAuthentication, ConfigError, EncodeError, Secret, TokenResponse};
use serde_json::json;

use crate::support::{EC_JWK, EC_THUMBPRINT, ID, TestKey, assertion, basic, client, json as response, now, pingone};

const HOUR: Duration = Duration::from_secs(3600);

fn key(kid: &'static str) -> Key {
    TestKey::new(Algorithm::Es256).key_id(kid).key()
}

fn signed(settings: ClientAssertion) -> Client {
    client(ClientAuthentication::private_key_jwt(settings))
}

fn kid(request: http::Request<Vec<u8>>) -> String {
    assertion(&request, "client_assertion").0["kid"].as_str().unwrap().to_owned()
}

/// Tokens with a refresh token, as this client gets them at this time.
fn tokens(client: &Client, at: std::time::SystemTime) -> TokenResponse {
    let body = r#"{"access_token":"A","token_type":"Bearer","refresh_token":"R1"}"#;
    client.client_credentials().decode((&response(200, body)).into(), at).unwrap()
}

#[test]
fn a_key_signs_from_its_time_on() {
    let settings = ClientAssertion::new(key("k1"))
        .key_from(now() + 2 * HOUR, key("k3"))
        .key_from(now() + HOUR, key("k2"))
        .older_key(key("k0"));
    let call = signed(settings).client_credentials();
    for (after, expected) in [
        (Duration::ZERO, "k1"),
        (HOUR - Duration::from_secs(1), "k1"),
        (HOUR, "k2"),
        (2 * HOUR - Duration::from_secs(1), "k2"),
        (2 * HOUR, "k3"),
        (9 * HOUR, "k3"),
    ] {
        assert_eq!(kid(call.encode(now() + after).unwrap()), expected);
    }
}

#[test]
fn a_grant_is_refreshed_with_the_key_with_which_it_began() {
    let client = signed(ClientAssertion::new(key("k1")).key_from(now() + HOUR, key("k2")));
    let (first, later) = (tokens(&client, now()), tokens(&client, now() + HOUR));
    assert_eq!((first.client_key.as_deref(), later.client_key.as_deref()), (Some("k1"), Some("k2")));
    let refresh = client.refresh(&first).unwrap();
    assert_eq!(kid(refresh.encode(now() + 2 * HOUR).unwrap()), "k1");
    assert_eq!(kid(client.refresh(&later).unwrap().encode(now() + 2 * HOUR).unwrap()), "k2");
    // The refreshed tokens remember the same key.
    let body = r#"{"access_token":"A2","token_type":"Bearer"}"#;
    let refreshed = refresh.decode((&response(200, body)).into(), now() + 2 * HOUR).unwrap();
    assert_eq!(refreshed.client_key.as_deref(), Some("k1"));
    // New requests use the new key, and so does a refresh token alone; with the name, it is the old one.
    assert_eq!(kid(client.client_credentials().encode(now() + 2 * HOUR).unwrap()), "k2");
    let alone = client.refresh_token(&Secret::new("R1"));
    assert_eq!(kid(alone.encode(now() + 2 * HOUR).unwrap()), "k2");
    assert_eq!(kid(alone.client_key("k1").encode(now() + 2 * HOUR).unwrap()), "k1");
}

#[test]
fn a_key_is_remembered_by_its_thumbprint() {
    let renamed = || TestKey::new(Algorithm::Es256).jwk(EC_JWK);
    let client = signed(ClientAssertion::new(renamed().key_id("old").key()));
    let tokens = tokens(&client, now());
    assert_eq!(tokens.client_key.as_deref(), Some(EC_THUMBPRINT));
    let client = signed(ClientAssertion::new(key("k2")).older_key(renamed().key_id("new").key()));
    assert_eq!(kid(client.refresh(&tokens).unwrap().encode(now()).unwrap()), "new");
}

#[test]
fn without_the_key_of_a_grant_the_server_decides() {
    let old = signed(ClientAssertion::new(key("k1")));
    let tokens = tokens(&old, now());
    let refresh = signed(ClientAssertion::new(key("k2"))).refresh(&tokens).unwrap();
    assert_eq!(kid(refresh.encode(now()).unwrap()), "k2");
    let bound = pingone().with_dialect(Dialect::new().refresh_tokens_bound_to_keys());
    let at = |settings| Client::new(bound.clone(), ID, ClientAuthentication::private_key_jwt(settings)).unwrap();
    let error = at(ClientAssertion::new(key("k2"))).refresh(&tokens).unwrap().encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::GrantKeyMissing);
    assert!(error.needs_sign_in() && !error.is_transient());
    assert!(error.to_string().starts_with("the key of this grant is missing"), "{error}");
    let kept = at(ClientAssertion::new(key("k2")).older_key(key("k1")));
    assert_eq!(kid(kept.refresh(&tokens).unwrap().encode(now()).unwrap()), "k1");
}

#[test]
fn keys_are_replaced_while_the_client_runs() {
    let client = signed(ClientAssertion::new(key("k1")).typ("x"));
    let call = client.clone().client_credentials();
    let settings = client.client_assertion().unwrap();
    client.replace_client_assertion(settings.key_from(now(), key("k2"))).unwrap();
    let (header, _) = assertion(&call.encode(now()).unwrap(), "client_assertion");
    assert_eq!((header["kid"].as_str(), header["typ"].as_str()), (Some("k2"), Some("x")));
    // An invalid one changes nothing.
    let invalid = ClientAssertion::new(key("k3")).with_x5t();
    assert_eq!(client.replace_client_assertion(invalid), Err(ConfigError::NoCertificate { parameter: "x5t" }));
    let shared = TestKey::new(Algorithm::Hs256).key();
    assert_eq!(client.replace_client_assertion(shared), Err(ConfigError::SymmetricKey { algorithm: "HS256" }));
    assert_eq!(kid(call.encode(now()).unwrap()), "k2");
    let by_secret = self::client(basic());
    assert_eq!(by_secret.replace_client_assertion(key("k1")), Err(ConfigError::NoClientKey));
    assert!(by_secret.client_assertion().is_none());
    assert_eq!(by_secret.public_jwks(), Err(ConfigError::NoClientKey));
    assert_eq!(client.replace_client_secret("s"), Err(ConfigError::NoClientSecret));
}

#[test]
fn the_public_keys_are_published_without_private_members() {
    const PRIVATE: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"C4N4RYC4N4RYC4N4RYC4N4RYC4N4RYC4N4RYC4N4RY","extra":1}"#;
    let first = TestKey::new(Algorithm::Es256).jwk(EC_JWK).key();
    let second = TestKey::new(Algorithm::Ed25519).key_id("k2").jwk(PRIVATE).key();
    let client = signed(ClientAssertion::new(first).key_from(now() + HOUR, second));
    let published: serde_json::Value = serde_json::from_str(&client.public_jwks().unwrap()).unwrap();
    let x = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4";
    let y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM";
    let okp = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    let expected = json!({"keys": [
        {"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": EC_THUMBPRINT, "alg": "ES256", "use": "sig"},
        {"kty": "OKP", "crv": "Ed25519", "x": okp, "kid": "k2", "alg": "Ed25519", "use": "sig"},
    ]});
    assert_eq!(published, expected);
    assert_eq!(signed(ClientAssertion::new(key("k1"))).public_jwks(), Err(ConfigError::NoPublicJwk));
}
