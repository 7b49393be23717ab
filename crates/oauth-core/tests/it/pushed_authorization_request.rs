//! Pushed authorization requests.

use std::fs;
use std::time::Duration;

use oauth_core::authorization::{AuthorizationRequest, AuthorizationResponse};
use oauth_core::endpoint::PushedAuthorizationResponse;
use oauth_core::error::Problem;
use oauth_core::server::Dialect;
use oauth_core::{Call as _, Client, ClientAuthentication, DecodeError, EncodeError, ErrorCode};

use crate::captures::{folder, recorded};
use crate::support::{
    CALLBACK, CHALLENGE, ENV, ID, STATE, basic, client, client_at, form, json, now, post, random, wire,
};

const URI: &str = "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c";

fn read(status: u16, body: &str) -> Result<PushedAuthorizationResponse, DecodeError> {
    let client = client_at("https://as.example.com", "", "s6BhdRkqt3", basic());
    let call = client.authorization_request(CALLBACK).push_with(random()).unwrap();
    call.decode((&json(status, body)).into(), now())
}

fn problem(body: &str) -> Problem {
    match read(201, body) {
        Err(DecodeError::Malformed(error)) => error.problem().clone(),
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn rfc_9126_section_2_1() {
    let parameters = format!(
        "response_type=code&redirect_uri=https%3A%2F%2Fclient.example.org%2Fcb&scope=account-information+x\
         &state={STATE}&code_challenge={CHALLENGE}&code_challenge_method=S256&resource=https%3A%2F%2Fa.example"
    );
    let head = "POST https://auth.pingone.com/ENV/as/par\naccept-encoding: identity\naccept: application/json\n"
        .replace("ENV", ENV);
    let kind = "content-type: application/x-www-form-urlencoded";
    for (authentication, header, body) in [
        (
            basic(),
            "authorization: Basic NDg1NjdhNjUtOGYwMC00NjMwLWI4YjAtMmMwMmNlOTQxNjhhOkFifjkueF9ZLXow\n",
            format!("client_id={ID}&{parameters}"),
        ),
        (post(), "", format!("{parameters}&client_id={ID}&client_secret=Ab~9.x_Y-z0")),
        (ClientAuthentication::none(), "", format!("{parameters}&client_id={ID}")),
    ] {
        let request = client(authentication).authorization_request(CALLBACK).scope("account-information x");
        let call = request.resource("https://a.example").push_with(random()).unwrap();
        assert_eq!(wire(&call.encode(now()).unwrap()), format!("{head}{header}{kind}\n\n{body}"));
    }
}

#[test]
fn rfc_9126_section_2_2() {
    let pushed = read(201, &format!(r#"{{"request_uri":"{URI}","expires_in":60}}"#)).unwrap();
    assert_eq!(
        pushed.url,
        "https://as.example.com/authorize?client_id=s6BhdRkqt3\
         &request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A6esc_11ACC5bwc014ltc14eY22c"
    );
    assert_eq!(pushed.request_uri.expose(), URI);
    assert_eq!(pushed.expires_in, Some(Duration::from_secs(60)));
    assert_eq!(pushed.expires_at, Some(now() + Duration::from_secs(60)));
    // The session belongs to the pushed parameters.
    let client = client_at("https://as.example.com", "", "s6BhdRkqt3", basic());
    let response = AuthorizationResponse::from_query(&format!("code=c&state={STATE}"), "/cb").unwrap();
    let call = pushed.session.receive(&client, response).unwrap().authorization_code();
    assert!(form(&call.encode(now()).unwrap()).iter().any(|(name, _)| name == "code_verifier"));
}

#[test]
fn a_dialect_can_repeat_parameters_next_to_the_reference() {
    let dialect = Dialect::new().repeat_pushed_parameters().scope_separator(',');
    let server = client_at("https://as.example.com", "", "id", basic()).server().clone().with_dialect(dialect);
    let client = Client::new(server, "id", basic()).unwrap();
    let url = |request: AuthorizationRequest| {
        let call = request.push_with(random()).unwrap();
        call.decode((&json(201, r#"{"request_uri":"urn:x","expires_in":60}"#)).into(), now()).unwrap().url
    };
    assert_eq!(
        url(client.authorization_request(CALLBACK).scope("openid a").prompt("login")),
        format!(
            "https://as.example.com/authorize?client_id=id&request_uri=urn%3Ax&response_type=code\
             &redirect_uri=https%3A%2F%2Fclient.example.org%2Fcb&scope=openid%2Ca&state={STATE}"
        )
    );
    assert_eq!(
        url(client.authorization_request(CALLBACK).omit_redirect_uri()),
        format!("https://as.example.com/authorize?client_id=id&request_uri=urn%3Ax&response_type=code&state={STATE}")
    );
}

#[test]
fn rfc_9126_section_2_3() {
    let error =
        read(400, r#"{"error":"invalid_request","error_description":"redirect_uri is not valid"}"#).unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::INVALID_REQUEST));
    for status in [405, 413, 429] {
        let error = read(status, r#"{"error":"invalid_request"}"#).unwrap_err();
        assert_eq!(error.status(), status);
    }
}

#[test]
fn every_member_of_every_wrong_type() {
    let field = "request_uri";
    for value in ["null", "\"\""] {
        assert_eq!(problem(&format!(r#"{{"request_uri":{value},"expires_in":60}}"#)), Problem::Missing { field });
    }
    assert_eq!(problem(r#"{"expires_in":60}"#), Problem::Missing { field });
    for (value, found) in [("7", "a number"), ("[]", "an array"), ("{}", "an object"), ("true", "a boolean")] {
        let expected = Problem::WrongType { field, expected: "a string", found };
        assert_eq!(problem(&format!(r#"{{"request_uri":{value},"expires_in":60}}"#)), expected);
    }
    for value in ["\"a\\nb\"", "\"\u{e9}\""] {
        assert!(matches!(problem(&format!(r#"{{"request_uri":{value}}}"#)), Problem::InvalidValue { .. }));
    }
    for (value, expected) in [("null", None), ("\"90\"", Some(90)), ("-1", None), ("1e300", Some(315_360_000))] {
        let pushed = read(200, &format!(r#"{{"request_uri":"u","expires_in":{value}}}"#)).unwrap();
        assert_eq!(pushed.expires_in, expected.map(Duration::from_secs), "{value}");
    }
    let long = "u".repeat(900_000);
    assert_eq!(read(201, &format!(r#"{{"request_uri":"{long}"}}"#)).unwrap().request_uri.expose(), long);
}

#[test]
fn extra_parameters_cannot_replace_those_of_the_protocol() {
    let request = client(basic()).authorization_request(CALLBACK);
    for name in ["request_uri", "request", "state", "client_id", "redirect_uri", "max_age"] {
        let expected = EncodeError::ReservedParameter { name: name.into() };
        let call = request.push_with(random()).unwrap().extra_parameter(name, "x");
        assert_eq!(call.encode(now()).unwrap_err(), expected);
        assert_eq!(request.clone().extra_parameter(name, "x").push_with(random()).unwrap_err(), expected);
    }
    let call = || request.clone().prompt("login").push_with(random()).unwrap();
    let error = call().extra_parameter("prompt", "none").encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::ReservedParameter { name: "prompt".into() });
    let request = call().extra_parameter("tenant", "t").extra_header("x-trace", "1").encode(now()).unwrap();
    assert!(form(&request).contains(&("tenant".into(), "t".into())));
    assert_eq!(request.headers()["x-trace"], "1");
}

#[test]
fn recorded_responses() {
    for (name, expected) in [
        ("par_push", Ok("urn:ietf:params:oauth:request_uri:i3gEF3lUQsLAvXrR7uUrKQhvRlicsv4hLDM8URPrPRY")),
        ("par_public", Ok("urn:ietf:params:oauth:request_uri:MyDBfAv2Zb2tcCl9T2ESuN054IXosO1E-AE-7OGnXpP")),
        ("par_bad_redirect", Err(ErrorCode::INVALID_REQUEST)),
        ("par_missing_client_id", Err(ErrorCode::INVALID_REQUEST)),
        ("par_with_request_uri", Err(ErrorCode::REQUEST_URI_NOT_SUPPORTED)),
        ("par_wrong_secret", Err(ErrorCode::INVALID_CLIENT)),
    ] {
        let bytes = fs::read(folder("pushed/oidc-provider").join(format!("{name}.response"))).unwrap();
        let call = client(basic()).authorization_request(CALLBACK).push_with(random()).unwrap();
        let result = call.decode((&recorded(&bytes)).into(), now());
        let found =
            result.as_ref().map(|pushed| pushed.request_uri.expose()).map_err(|error| error.code().unwrap().clone());
        assert_eq!(found, expected, "{name}");
    }
}
