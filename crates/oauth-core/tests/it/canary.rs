//! No secret in any output: every value that can hold one is printed in every way.

use std::fmt::Debug;

use oauth_core::{
    Call as _, Client, ClientAuthentication, ClientConfiguration, ClientMetadata, Endpoint, Response, Secret,
};

use crate::support::{ID, answer, basic, json, now, pingone, read};

const CANARY: &str = "C4N4RYx0123456789abcdefghijklmnop";

/// Looks for the canary as it is, in base64 (at all three offsets), in hex, and as a list of numbers.
fn assert_silent(what: &str, text: &str) {
    let decimal: Vec<String> = CANARY.bytes().take(8).map(|byte| byte.to_string()).collect();
    let hex: String = CANARY.bytes().take(8).map(|byte| format!("{byte:02x}")).collect();
    let forms =
        [CANARY[..8].to_owned(), "QzRONFJZ".into(), "M0TjRSWX".into(), "DNE40Ull".into(), decimal.join(", "), hex];
    for form in forms {
        assert!(!text.contains(&form), "{what} prints {form} in {text}");
    }
}

fn assert_debug_silent(what: &str, value: &dyn Debug) {
    assert_silent(what, &format!("{value:?}"));
    assert_silent(what, &format!("{value:#?}"));
}

#[test]
fn the_search_finds_what_leaks() {
    let leak = |text: String| std::panic::catch_unwind(|| assert_silent("leak", &text)).is_err();
    assert!(leak(CANARY.to_owned()));
    assert!(leak(format!("{:?}", CANARY.as_bytes())));
}

#[test]
fn clients_and_requests() {
    for authentication in [
        ClientAuthentication::client_secret(CANARY),
        ClientAuthentication::client_secret_basic(CANARY),
        ClientAuthentication::client_secret_post(CANARY),
    ] {
        assert_debug_silent("authentication", &authentication);
        let client = Client::new(pingone(), ID, authentication).unwrap();
        assert_debug_silent("client", &client);
        let call = client.client_credentials().extra_parameter("assertion", CANARY).extra_header("x-api-key", CANARY);
        assert_debug_silent("call", &call);
        let request = call.encode(now()).unwrap();
        assert_debug_silent("headers", &request.headers());
        assert_silent("url", &request.uri().to_string());
    }
}

#[test]
fn refused_secrets_and_parameters() {
    let secret = format!("{CANARY}\n");
    let error = Client::new(pingone(), ID, ClientAuthentication::client_secret_post(secret.as_str())).unwrap_err();
    assert_silent("config error", &format!("{error} {error:?}"));
    let client = Client::new(pingone(), ID, basic()).unwrap();
    let error = client.client_credentials().extra_parameter("p", &*secret).encode(now()).unwrap_err();
    assert_silent("encode error", &format!("{error} {error:?}"));
    let error = client.client_credentials().extra_header("h", &*secret).encode(now()).unwrap_err();
    assert_silent("encode error", &format!("{error} {error:?}"));
}

#[test]
fn tokens() {
    let body = format!(
        r#"{{"access_token":"{CANARY}","token_type":"Bearer","refresh_token":"{CANARY}","id_token":"{CANARY}","authed_user":{{"access_token":"{CANARY}"}}}}"#
    );
    let response = json(200, body);
    assert_debug_silent("response", &Response::from(&response));
    let tokens = read(&response).unwrap();
    assert_debug_silent("tokens", &tokens);
    assert_debug_silent("header", &tokens.bearer_header());
    assert_debug_silent("extra", &tokens.extra);
}

#[test]
fn requests_that_carry_a_token() {
    let client = Client::new(pingone(), ID, basic()).unwrap();
    let token = Secret::new(CANARY);
    assert_debug_silent("revocation", &client.revoke(&token));
    assert_debug_silent("introspection", &client.introspect(&token));
    let userinfo = client.userinfo_with(&token).extra_header("x-api-key", CANARY);
    assert_debug_silent("userinfo", &userinfo);
    let metadata = || ClientMetadata::new().software_statement(CANARY).extra("jwks", CANARY);
    let server = pingone().with_endpoint(Endpoint::Registration, "https://auth.pingone.com/register").unwrap();
    let register = server.register(metadata()).initial_access_token(CANARY).extra_header("x-api-key", CANARY);
    assert_debug_silent("registration", &register);
    let configuration = ClientConfiguration::new(&server, "c", "https://auth.pingone.com/c", CANARY).unwrap();
    assert_debug_silent("configuration", &configuration);
    assert_debug_silent("update", &configuration.update(metadata()));
    for request in [
        client.revoke(&token).encode(now()).unwrap(),
        client.introspect(&token).encode(now()).unwrap(),
        userinfo.encode(now()).unwrap(),
        register.encode(now()).unwrap(),
        configuration.read().encode(now()).unwrap(),
        configuration.delete().encode(now()).unwrap(),
    ] {
        assert_debug_silent("headers", request.headers());
        assert_silent("url", &request.uri().to_string());
    }
    let broken = Secret::new(format!("{CANARY}\n"));
    for error in [
        client.revoke(&broken).encode(now()).unwrap_err(),
        client.introspect(&broken).encode(now()).unwrap_err(),
        client.userinfo_with(&broken).encode(now()).unwrap_err(),
        server.register(ClientMetadata::new().extra("client_secret", CANARY)).encode(now()).unwrap_err(),
    ] {
        assert_silent("encode error", &format!("{error} {error:?}"));
    }
}

#[test]
fn answers_that_hold_a_secret() {
    let server = pingone().with_endpoint(Endpoint::Registration, "https://auth.pingone.com/register").unwrap();
    let call = server.register(ClientMetadata::new());
    let body = format!(
        r#"{{"client_id":"c","client_secret":"{CANARY}","registration_access_token":"{CANARY}","software_statement":"{CANARY}","registration_client_uri":"https://auth.pingone.com/c","jwks":"{CANARY}"}}"#
    );
    let information = call.decode((&json(201, body)).into(), now()).unwrap();
    assert_debug_silent("information", &information);
    assert_debug_silent("configuration", &information.configuration().unwrap());
    assert_debug_silent("client", &Client::registered(server.clone(), &information).unwrap());

    let client = Client::new(pingone(), ID, basic()).unwrap();
    let body = format!(r#"{{"active":true,"sub":"s","nonce":"{CANARY}"}}"#);
    let token = client.introspect(&Secret::new("t")).decode((&json(200, &*body)).into(), now()).unwrap();
    assert_debug_silent("introspection", &token);
    let claims = client.userinfo_with(&Secret::new("t")).decode((&json(200, &*body)).into(), now()).unwrap();
    assert_debug_silent("userinfo", &claims);

    let mut response = json(401, "");
    response.headers_mut().insert("www-authenticate", format!("Negotiate {CANARY}").parse().unwrap());
    let error = read(&response).unwrap_err();
    assert_debug_silent("challenges", &error.challenges());
    assert_silent("error", &format!("{error} {error:?}"));
    for body in [
        format!(r#"{{"client_id":"c","client_secret":["{CANARY}"]}}"#),
        format!(r#"{{"client_id":"c","client_secret":"{CANARY}","client_secret_expires_at":"{CANARY}"}}"#),
        format!(r#"{{"client_id":"c","registration_client_uri":"{CANARY}"}}"#),
    ] {
        let error = call.decode((&json(201, body)).into(), now()).unwrap_err();
        assert_silent("error", &format!("{error} {error:?}"));
    }
}

#[test]
fn errors_of_every_kind() {
    let token = format!(r#""access_token":"{CANARY}""#);
    let answers = [
        json(200, format!(r#"{{{token},"expires_in":[]}}"#)),
        json(200, format!(r#"{{{token},"scope":7}}"#)),
        json(200, format!(r#"{{"access_token":"{CANARY}\n"}}"#)),
        json(200, format!(r#"{{{token},{token}}}"#)),
        json(200, format!(r#"{{{token}"#)),
        json(200, format!(r#"{{{token}}}}}"#)),
        json(200, format!(r#""{CANARY}""#)),
        json(400, format!(r#"{{{token}}}"#)),
        json(400, format!(r#"{{"error":{{"token":"{CANARY}"}}}}"#)),
        json(400, format!(r#"{{"error":"invalid_grant","token":"{CANARY}"}}"#)),
        json(302, format!(r#"{{{token}}}"#)),
        answer(200, "text/plain", format!("access_token={CANARY}&access_token=b")),
        answer(500, "text/html", format!("<html>{CANARY}")),
        json(200, format!("{{{token}}}{}", " ".repeat(1 << 20))),
    ];
    for answer in &answers {
        let error = read(answer).unwrap_err();
        assert_silent("error", &error.to_string());
        assert_debug_silent("error", &error);
        assert!(std::error::Error::source(&error).is_none());
    }
}
