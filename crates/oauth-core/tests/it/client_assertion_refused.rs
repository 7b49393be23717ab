//! What the refusal of a client says about its authentication.

use std::time::Duration;

use oauth_core::client::{Audience, ClientAssertion};
use oauth_core::flow::RoundTrip;
use oauth_core::key::{Algorithm, Key, SecretSource, Supplied};
use oauth_core::{Call, Client, ClientAuthentication, DecodeError, Flow as _, FlowError, Secret, Step};

use crate::support::{ENV, TestKey, basic, client, form, json, now, post};

fn key() -> Key {
    TestKey::new(Algorithm::Es256).key_id("k1").key()
}

fn refused() -> http::Response<Vec<u8>> {
    json(401, r#"{"error":"invalid_client"}"#)
}

fn message(client: &Client) -> String {
    client.client_credentials().decode((&refused()).into(), now()).unwrap_err().to_string()
}

/// The error of one request over a round trip, and what was sent.
fn round_trip<C: Call>(call: C, response: impl Fn(&str) -> http::Response<Vec<u8>>) -> (DecodeError, String) {
    let mut flow = RoundTrip::new(call);
    let Ok(Step::Send(request)) = flow.step(now()) else { panic!("a request") };
    let sent = form(&request).into_iter().find(|(name, _)| name == "client_assertion").unwrap().1;
    flow.receive((&response(&sent)).into(), now());
    match flow.step(now()) {
        Err(FlowError::Decode(error)) => (error, sent),
        _ => panic!("an error"),
    }
}

#[test]
fn the_method_that_was_sent_is_named() {
    for (authentication, expected) in [
        (basic(), "the client authenticated by client_secret_basic; if it is registered for client_secret_post, use"),
        (post(), "the client authenticated by client_secret_post; if it is registered for client_secret_basic, use"),
        (ClientAuthentication::none(), "the client authenticated by none; if it has a secret or a key, set up"),
        (
            ClientAuthentication::client_assertion("a.b.c"),
            "authenticated by client_assertion, an assertion from elsewhere",
        ),
        (ClientAuthentication::custom(|_| Ok(())), "the client authenticated by custom"),
    ] {
        let message = message(&client(authentication));
        assert!(message.contains(expected), "{message}");
    }
    // Another error is not about the authentication.
    let response = json(400, r#"{"error":"invalid_scope"}"#);
    let error = client(basic()).client_credentials().decode((&response).into(), now()).unwrap_err();
    assert!(!error.to_string().contains("authenticated"), "{error}");
}

#[test]
fn what_the_assertion_said_is_shown_with_the_settings_that_change_it() {
    let expected = format!(
        "the token_endpoint https://auth.pingone.com/{ENV}/as/token answered 401 invalid_client; the client authenticated by \
         private_key_jwt with aud https://auth.pingone.com/{ENV}/as, typ JWT, alg ES256, kid k1, iat 1795349000, exp \
         1795349060; ClientAssertion changes these (audience, typ, key_id, lifetime, issued_before), and alg the loading of \
         the key"
    );
    let client = client(ClientAuthentication::private_key_jwt(key()));
    assert_eq!(message(&client), expected, "by hand");
    let (error, sent) = round_trip(client.client_credentials(), |_| refused());
    assert_eq!(error.to_string(), expected, "by a flow");
    assert!(!format!("{error} {error:?} {client:?}").contains(&sent[..20]));
    let settings = ClientAssertion::new(TestKey::new(Algorithm::Es256).key())
        .audience(Audience::CalledEndpoint)
        .without_typ()
        .lifetime(Duration::from_secs(600));
    let message = message(&self::client(ClientAuthentication::private_key_jwt(settings)));
    let middle = format!(
        "aud https://auth.pingone.com/{ENV}/as/token, no typ, alg ES256, no kid, iat 1795349000, exp 1795349600"
    );
    assert!(message.contains(&middle), "{message}");
}

#[test]
fn the_assertion_that_was_sent_is_described_even_if_the_settings_have_changed() {
    let client = client(ClientAuthentication::private_key_jwt(key()));
    let mut flow = RoundTrip::new(client.client_credentials());
    assert!(matches!(flow.step(now()), Ok(Step::Send(_))));
    client.replace_client_assertion(TestKey::new(Algorithm::Es256).key_id("k2").key()).unwrap();
    flow.receive((&refused()).into(), now() + Duration::from_secs(9));
    let Err(error) = flow.step(now()) else { panic!("an error") };
    assert!(error.to_string().contains("kid k1, iat 1795349000"), "{error}");
}

#[test]
fn the_response_remembers_the_key_that_signed_although_another_is_due() {
    let slow = Key::remote("kms/1", Algorithm::Es256).with_key_id("k1");
    let settings = ClientAssertion::new(slow).key_from(now(), TestKey::new(Algorithm::Es256).key_id("k2"));
    let client = client(ClientAuthentication::private_key_jwt(settings));
    let mut flow = RoundTrip::new(client.client_credentials());
    // The time of the next key comes while the service signs.
    assert!(matches!(flow.step(now() - Duration::from_millis(1)), Ok(Step::Need(_))));
    flow.supply(Ok(Supplied::Signature(vec![7; 64])), now());
    assert!(matches!(flow.step(now()), Ok(Step::Send(_))));
    flow.receive((&json(200, r#"{"access_token":"A","token_type":"Bearer"}"#)).into(), now());
    let Ok(Step::Done(tokens)) = flow.step(now()) else { panic!("tokens") };
    assert_eq!(tokens.client_key.as_deref(), Some("k1"));
}

#[test]
fn an_assertion_that_the_server_repeats_is_cut_out() {
    for authentication in [
        ClientAuthentication::private_key_jwt(key()),
        ClientAuthentication::client_assertion(SecretSource::from_fn(|_| {
            Ok::<_, String>(Secret::new("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJDNE40UlkifQ.QzROUlk"))
        })),
    ] {
        let call = client(authentication).client_credentials();
        let (error, sent) = round_trip(&call, |sent| {
            json(401, format!(r#"{{"error":"invalid_client","error_description":"bad assertion {sent}","{sent}":1}}"#))
        });
        let shown = format!("{error} {error:?} {error:#?}");
        assert!(error.to_string().contains("bad assertion [cut out]"), "{error}");
        sent.split('.').for_each(|part| assert!(!shown.contains(part), "{shown}"));
    }
}

#[test]
fn at_every_endpoint_the_method_is_named() {
    let client = client(ClientAuthentication::private_key_jwt(key()));
    let token = Secret::new("t");
    for error in [
        client.introspect(&token).decode((&refused()).into(), now()).unwrap_err(),
        client.revoke(&token).decode((&refused()).into(), now()).unwrap_err(),
    ] {
        assert!(error.to_string().contains("private_key_jwt with aud"), "{error}");
    }
}
