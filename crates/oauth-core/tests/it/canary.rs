//! No output contains a secret: every value that may hold one is printed in every way.

use std::fmt::Debug;

use oauth_core::authorization::{AuthorizationResponse, CodeVerifier, ResponseType};
use oauth_core::call::Parameters;
use oauth_core::endpoint::{ClientConfiguration, ClientMetadata, UserHint};
use oauth_core::flow::RoundTrip;
use oauth_core::grant::Grant;
use oauth_core::key::SecretSource;
use oauth_core::token::TokenTypeIdentifier;
use oauth_core::{Call as _, Client, ClientAuthentication, EncodeError, Endpoint, Flow as _, Response, Secret, Step};

use crate::support::{CALLBACK, ID, altered, basic, http_response, id_token, json, now, pingone, random, read};

pub(crate) const CANARY: &str = "C4N4RYx0123456789abcdefghijklmnop";

/// Searches for the canary verbatim, in base64 (at all three offsets), in hex, and as a list of numbers.
pub(crate) fn assert_silent(what: &str, text: &str) {
    let decimal: Vec<String> = CANARY.bytes().take(8).map(|byte| byte.to_string()).collect();
    let hex: String = CANARY.bytes().take(8).map(|byte| format!("{byte:02x}")).collect();
    let forms =
        [CANARY[..8].to_owned(), "QzRONFJZ".into(), "M0TjRSWX".into(), "DNE40Ull".into(), decimal.join(", "), hex];
    for form in forms {
        assert!(!text.contains(&form), "{what} prints {form} in {text}");
    }
}

pub(crate) fn assert_debug_silent(what: &str, value: &dyn Debug) {
    assert_silent(what, &format!("{value:?}"));
    assert_silent(what, &format!("{value:#?}"));
}

#[test]
fn the_search_finds_leaks() {
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
        let shown = format!("{client:?}");
        assert!(shown.contains("/as") && shown.contains(ID) && shown.contains("client_secret_"), "{shown}");
        let call = client.client_credentials().extra_parameter("assertion", CANARY).extra_header("x-api-key", CANARY);
        assert_debug_silent("call", &call);
        let request = call.encode(now()).unwrap();
        assert_debug_silent("headers", &request.headers());
        match RoundTrip::new(call).step(now()).unwrap() {
            step @ Step::Send(_) => assert_debug_silent("step", &step),
            other => panic!("{other:?}"),
        }
        assert_silent("url", &request.uri().to_string());
    }
}

/// A grant that prints the parameters.
struct Nosy;

impl Grant for Nosy {
    fn grant_type(&self) -> std::borrow::Cow<'static, str> {
        "urn:example:nosy".into()
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        parameters.push_secret("assertion", &Secret::new(CANARY))?;
        assert_debug_silent("parameters", parameters);
        assert!(format!("{parameters:?}").contains("assertion"));
        Ok(())
    }
}

#[test]
fn a_grant_that_prints_its_parameters() {
    let client = Client::new(pingone(), ID, basic()).unwrap();
    assert!(client.token_request(Nosy).encode(now()).is_ok());
}

#[test]
fn rejected_secrets_and_parameters() {
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
fn requests_with_tokens() {
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
fn responses_with_secrets() {
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
        format!(r#"{{"client_id":["{CANARY}"],"client_secret":"{CANARY}"}}"#),
    ] {
        let error = call.decode((&json(201, body)).into(), now()).unwrap_err();
        assert_silent("error", &format!("{error} {error:?}"));
    }
}

#[test]
fn errors_of_every_kind() {
    let token = format!(r#""access_token":"{CANARY}""#);
    let responses = [
        json(200, format!(r#"{{"access_token":["{CANARY}"],"refresh_token":"{CANARY}","id_token":"{CANARY}"}}"#)),
        json(200, format!(r#"{{"access_token":"{CANARY}\n"}}"#)),
        json(200, format!(r#"{{{token},"access_token":"other"}}"#)),
        json(200, format!(r#"{{{token}"#)),
        json(200, format!(r#"{{{token}}}}}"#)),
        json(200, format!(r#""{CANARY}""#)),
        json(400, format!(r#"{{{token}}}"#)),
        json(400, format!(r#"{{"error":{{"token":"{CANARY}"}}}}"#)),
        json(400, format!(r#"{{"error":"invalid_grant","token":"{CANARY}"}}"#)),
        json(302, format!(r#"{{{token}}}"#)),
        http_response(200, "text/plain", format!("access_token={CANARY}&access_token=b")),
        http_response(500, "text/html", format!("<html>{CANARY}")),
        json(200, format!("{{{token}}}{}", " ".repeat(1 << 20))),
    ];
    for response in &responses {
        let error = read(response).unwrap_err();
        assert_silent("error", &error.to_string());
        assert_debug_silent("error", &error);
        assert!(std::error::Error::source(&error).is_none());
    }
}

#[test]
fn grants_with_tokens() {
    let client = Client::new(pingone(), ID, basic()).unwrap();
    let secret = Secret::new(CANARY);
    let kind = || TokenTypeIdentifier::JWT;
    assert_debug_silent("refresh", &client.refresh_token(&secret));
    assert_debug_silent("jwt bearer", &client.jwt_bearer(&secret));
    assert_debug_silent("saml bearer", &client.saml2_bearer(CANARY));
    assert_debug_silent("exchange", &client.token_exchange(&secret, kind()).actor_token(&secret, kind()));
    let canary = secret.clone();
    assert_debug_silent("callback", &SecretSource::from_fn(move |_| Ok::<_, String>(canary.clone())));
    let broken = format!("{CANARY}\n");
    for error in [
        client.refresh_token(&Secret::new(&*broken)).encode(now()).unwrap_err(),
        client.jwt_bearer(&*broken).encode(now()).unwrap_err(),
        client.saml2_bearer(CANARY).encode(now()).unwrap_err(),
        client.token_exchange(&*broken, kind()).encode(now()).unwrap_err(),
    ] {
        assert_silent("encode error", &format!("{error} {error:?}"));
    }
}

#[test]
fn device_and_ciba_polling() {
    let client = Client::new(pingone(), ID, basic()).unwrap();
    let body = format!(
        r#"{{"device_code":"{CANARY}","user_code":"{CANARY}","verification_uri":"https://a.example","expires_in":60,"x":"{CANARY}"}}"#
    );
    let authorization = client.device_authorization().decode((&json(200, body)).into(), now()).unwrap();
    assert_debug_silent("device authorization", &authorization);
    assert_debug_silent("polling", &client.device_token(&authorization).poll());

    for hint in [UserHint::IdToken(Secret::new(CANARY)), UserHint::LoginToken(Secret::new(CANARY))] {
        let call = client.backchannel_authentication(hint).user_code(CANARY);
        assert_debug_silent("hint", &call);
        let body = format!(r#"{{"auth_req_id":"{CANARY}","expires_in":60}}"#);
        let authentication = call.decode((&json(200, body)).into(), now()).unwrap();
        assert_debug_silent("backchannel authentication", &authentication);
        assert_debug_silent("polling", &client.backchannel_token(&authentication).poll());
    }

    let broken = [
        format!(r#"{{"device_code":"{CANARY}\n"}}"#),
        format!(r#"{{"device_code":"D","user_code":"{CANARY}\n"}}"#),
        format!(
            r#"{{"device_code":"{CANARY}","user_code":"U","verification_uri":"javascript:{CANARY}","expires_in":1}}"#
        ),
    ];
    for body in broken {
        let error = client.device_authorization().decode((&json(200, body)).into(), now()).unwrap_err();
        assert_silent("error", &error.to_string());
        assert_debug_silent("error", &error);
    }
}

#[test]
fn a_complete_sign_in() {
    let client = Client::new(pingone(), ID, basic()).unwrap();
    let request = client
        .authorization_request(CALLBACK)
        .response_type(ResponseType::CODE_TOKEN)
        .login_hint(CANARY)
        .id_token_hint(CANARY)
        .extra_parameter("api_key", CANARY);
    assert_debug_silent("authorization request", &request);
    let begun = request.begin_with(random()).unwrap();
    assert!(begun.url.contains(CANARY));
    assert_debug_silent("redirect", &begun);
    let session = altered(&begun.session, &[("state", CANARY), ("nonce", CANARY), ("code_verifier", CANARY)]);
    assert_debug_silent("session", &session);
    let text = format!(
        "state={CANARY}&code={CANARY}&access_token={CANARY}&id_token={CANARY}&response={CANARY}&error={CODE}&x={CANARY}"
    );
    assert_debug_silent("response", &AuthorizationResponse::from_query(&text, "/cb").unwrap());
    let text = format!("state={CANARY}&code={CANARY}&access_token={CANARY}&x={CANARY}");
    let authorized = session.receive(&client, AuthorizationResponse::from_query(&text, "/cb").unwrap()).unwrap();
    assert_debug_silent("authorized", &authorized);
    let call = authorized.authorization_code();
    assert_debug_silent("call", &call);
    assert_silent("url", &call.encode(now()).unwrap().uri().to_string());

    let call = client.dangerous_authorization_code(CANARY).nonce(CANARY);
    assert_debug_silent("a code from elsewhere", &call);
    let verifier = CodeVerifier::new(format!("{CANARY}0123456789")).unwrap();
    assert_debug_silent("a code from elsewhere", &call.code_verifier(verifier));

    let call = request.push_with(random()).unwrap();
    assert_debug_silent("pushed request", &call);
    let pushed = json(201, format!(r#"{{"request_uri":"{CANARY}","expires_in":60,"x":"{CANARY}"}}"#));
    assert_debug_silent("pushed response", &call.decode((&pushed).into(), now()).unwrap());
    assert_debug_silent("logout", &client.end_session().id_token_hint(CANARY).state(CANARY));
    assert_debug_silent("code verifier", &CodeVerifier::new(format!("{CANARY}0123456789")).unwrap());
}

/// A code that is not secret.
const CODE: &str = "server_error";

#[test]
fn a_sign_in_that_fails() {
    let client = Client::new(pingone(), ID, basic()).unwrap();
    let foreign = id_token(&format!(r#"{{"iss":"https://a.example","nonce":"{CANARY}"}}"#));
    for text in [
        format!("state={CANARY}&code={CANARY}"),
        format!("state={CANARY}&state={CANARY}"),
        format!("code={CANARY}%0A"),
        format!("STATE&id_token={CANARY}"),
        format!("STATE&id_token={foreign}"),
        format!("STATE&response={CANARY}"),
        format!("STATE&error={CODE}&code={CANARY}&access_token={CANARY}"),
        "STATE".to_owned(),
    ] {
        let begun = client.authorization_request(CALLBACK).response_type("id_token").begin_with(random()).unwrap();
        let text = text.replace("STATE", &format!("state={}", begun.session.state()));
        let response = AuthorizationResponse::from_query(&text, "/cb");
        let (error, received) = match response {
            Ok(response) => {
                let error = begun.session.receive(&client, response).unwrap_err();
                (error.error().clone(), Some(error))
            }
            Err(error) => (error, None),
        };
        assert_silent("error", &format!("{error} {error:?} {error:#?}"));
        assert!(std::error::Error::source(&error).is_none());
        if let Some(error) = received {
            assert_silent("error", &format!("{error} {error:?} {error:#?}"));
            assert!(std::error::Error::source(&error).is_none());
        }
    }
    let session = client.authorization_request(CALLBACK).begin_with(random()).unwrap().session;
    let url = format!("/other?code={CANARY}&state={}", session.state());
    let error = session.receive(&client, AuthorizationResponse::from_url(&url).unwrap()).unwrap_err();
    assert_silent("error", &format!("{error} {error:?} {error:#?}"));
    let begun = client.authorization_request(CALLBACK).begin_with(random()).unwrap();
    let mut kept = serde_json::to_value(&begun.session).unwrap();
    kept["max_age"] = CANARY.into();
    let error = serde_json::from_str::<oauth_core::authorization::AuthorizationSession>(&kept.to_string()).unwrap_err();
    assert_silent("deserializer", &format!("{error} {error:?}"));
    assert_silent("code verifier", &format!("{:?}", CodeVerifier::new(CANARY).unwrap_err()));
}
