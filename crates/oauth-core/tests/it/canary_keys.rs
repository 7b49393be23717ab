//! No output contains a key or an assertion.

use oauth_core::flow::RoundTrip;
use oauth_core::key::{Algorithm, Key, SecretSource, SignedJwt, SigningFailed, SigningKey};
use oauth_core::{Call as _, Client, ClientAssertion, ClientAuthentication, Flow as _, Secret, Step};

use crate::canary::{CANARY, assert_debug_silent, assert_silent};
use crate::support::{ID, json, now, pingone};

/// A key that holds the canary and signs with it.
struct CanaryKey;

impl SigningKey for CanaryKey {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Hs256
    }

    fn public_jwk(&self) -> Option<&str> {
        Some(concat!(
            r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"#,
            r#""C4N4RYx0123456789abcdefghijklmnop"}"#
        ))
    }

    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        Ok(CANARY.as_bytes()[..32].to_vec())
    }
}

#[test]
fn keys_and_assertions() {
    let (key, jwt) = (Key::new(CanaryKey), SignedJwt::new(CanaryKey).issuer("i"));
    assert_debug_silent("key", &key);
    assert_debug_silent("signed JWT", &jwt);
    let settings = ClientAssertion::new(key.clone()).older_key(key.clone());
    assert_debug_silent("client assertion", &settings);
    assert_silent("public keys", &settings.public_jwks().unwrap());
    let foreign = SecretSource::from_fn(|_| Ok::<_, String>(Secret::new(CANARY)));
    for authentication in [
        ClientAuthentication::client_secret_jwt(settings),
        ClientAuthentication::client_secret_basic(jwt.clone()),
        ClientAuthentication::client_secret_post(jwt.clone()),
        ClientAuthentication::client_assertion(jwt.clone()),
        ClientAuthentication::client_assertion(foreign),
        ClientAuthentication::client_assertion(CANARY),
    ] {
        assert_debug_silent("authentication", &authentication);
        let client = Client::new(pingone(), ID, authentication).unwrap();
        assert_debug_silent("client", &client);
        let call = client.jwt_bearer(jwt.clone());
        assert_debug_silent("call", &call);
        assert_debug_silent("draft", &call.draft(now()).unwrap());
        let mut flow = RoundTrip::new(call);
        let Ok(Step::Send(request)) = flow.step(now()) else { panic!("a request") };
        assert_silent("headers", &format!("{:?}", request.headers()));
        assert_debug_silent("flow", &flow);
        // The server repeats everything that it was sent.
        let decoded: Vec<(String, String)> = serde_urlencoded::from_bytes(request.body()).unwrap();
        let echo: Vec<String> =
            decoded.into_iter().map(|(_, value)| value).filter(|value| value.contains('.')).collect();
        let body = serde_json::json!({"error": "invalid_client", "error_description": echo.join(" and ")});
        flow.receive((&json(401, body.to_string())).into(), now());
        let Err(error) = flow.step(now()) else { panic!("an error") };
        assert_silent("error", &format!("{error} {error:?} {error:#?}"));
    }
}
