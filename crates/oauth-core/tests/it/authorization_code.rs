//! The authorization code grant.

use std::time::{Duration, UNIX_EPOCH};

use oauth_core::authorization::{AuthorizationResponse, Authorized, CodeVerifier, ResponseType};
use oauth_core::error::Problem;
use oauth_core::grant::{AuthorizationCode, TokenRequest};
use oauth_core::{Call as _, Client, ClientAuthentication, DecodeError, EncodeError, Server, TokenResponse};

use crate::captures::{folder, recorded};
use crate::support::{
    CALLBACK, ENV, ID, NONCE, STATE, VERIFIER, altered, basic, client, client_at, form, fresh_id_token, id_token, json,
    now, random, wire,
};

const ISSUER: &str = "https://server.example.com";

fn authorized(client: &Client, scope: &str) -> Authorized {
    let begun = client.authorization_request(CALLBACK).scope(scope).begin_with(random()).unwrap();
    begun.session.receive(client, response("code=SplxlOBeZQQYbYS6WxSbIA")).unwrap()
}

fn response(parameters: &str) -> AuthorizationResponse {
    AuthorizationResponse::from_query(&format!("{parameters}&state={STATE}"), "/cb").unwrap()
}

#[test]
fn a_public_client_sends_the_code_verifier() {
    let request = authorized(&client(ClientAuthentication::none()), "").authorization_code().encode(now()).unwrap();
    assert_eq!(
        wire(&request),
        format!(
            "POST https://auth.pingone.com/{ENV}/as/token\n\
             accept-encoding: identity\n\
             accept: application/json\n\
             content-type: application/x-www-form-urlencoded\n\
             \n\
             grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA\
             &redirect_uri=https%3A%2F%2Fclient.example.org%2Fcb&code_verifier={VERIFIER}&client_id={ID}"
        )
    );
}

#[test]
fn rfc_6749_section_4_1_3() {
    let authentication = ClientAuthentication::client_secret_basic("gX1fBat3bV");
    let client = client_at(ISSUER, "", "s6BhdRkqt3", authentication);
    let request = client.authorization_request("https://client.example.com/cb").dangerous_without_pkce();
    let session = request.begin_with(random()).unwrap().session;
    let authorized = session.receive(&client, response("code=SplxlOBeZQQYbYS6WxSbIA")).unwrap();
    let request = authorized.authorization_code().encode(now()).unwrap();
    assert_eq!(request.headers()["authorization"], "Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW");
    assert_eq!(
        request.body().as_slice(),
        b"grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA\
          &redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb"
    );
}

#[test]
fn resources_and_scopes_can_be_narrowed_when_the_code_is_redeemed() {
    let call = authorized(&client(basic()), "a b").authorization_code();
    let request = call.scope("a").resource("https://cal.example.com/").encode(now()).unwrap();
    let names: Vec<String> = form(&request).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["grant_type", "scope", "code", "redirect_uri", "code_verifier", "resource"]);
}

#[test]
fn extra_parameters_cannot_replace_those_of_the_grant() {
    for name in ["code", "redirect_uri", "code_verifier", "grant_type"] {
        let call = authorized(&client(basic()), "").authorization_code().extra_parameter(name, "x");
        assert_eq!(call.encode(now()).unwrap_err(), EncodeError::ReservedParameter { name: name.into() });
    }
}

#[test]
fn a_response_without_a_code_cannot_be_redeemed() {
    let client = client(basic());
    let begun = client.authorization_request(CALLBACK).response_type(ResponseType::TOKEN).begin_with(random()).unwrap();
    let authorized = begun.session.receive(&client, response("access_token=a&code=injected")).unwrap();
    assert_eq!(authorized.authorization_code().encode(now()).unwrap_err(), EncodeError::NoCode);
}

/// Redeems a code; the response has this additional member.
fn redeem(scope: &str, member: &str) -> Result<TokenResponse, DecodeError> {
    let client = client_at(ISSUER, "", "id", basic());
    let body = format!(r#"{{"access_token":"A","token_type":"Bearer"{member}}}"#);
    authorized(&client, scope).authorization_code().decode((&json(200, body)).into(), now())
}

#[test]
fn a_missing_scope_is_the_requested_scope() {
    assert_eq!(redeem("a b", "").unwrap().scope.unwrap().as_str(), "a b");
    assert_eq!(redeem("a b", r#","scope":"a""#).unwrap().scope.unwrap().as_str(), "a");
    assert_eq!(redeem("", "").unwrap().scope, None);
}

#[test]
fn a_requested_id_token_is_required() {
    let Err(DecodeError::Malformed(error)) = redeem("openid", "") else { panic!() };
    assert_eq!(error.problem(), &Problem::Missing { field: "id_token" });
    assert!(redeem("openidx", "").is_ok());
}

#[test]
fn an_id_token_that_was_not_requested_is_not_checked() {
    for text in [id_token(r#"{"iss":"https://attacker.example","sub":"mallory"}"#), "opaque".to_owned()] {
        let tokens = redeem("a", &format!(r#","id_token":"{text}""#)).unwrap();
        assert!(tokens.access_token.expose() == "A" && tokens.id_token_claims().is_none(), "{text}");
    }
}

#[test]
fn a_code_of_a_sign_in_elsewhere_can_be_redeemed() {
    let client = client_at(ISSUER, "", "id", ClientAuthentication::none());
    let bare = client.dangerous_authorization_code("c").encode(now()).unwrap();
    assert_eq!(bare.body(), b"grant_type=authorization_code&code=c&client_id=id");
    let call = || {
        let call = client.dangerous_authorization_code("c").redirect_uri("com.example.app:/cb");
        call.code_verifier(CodeVerifier::new(VERIFIER).unwrap())
    };
    let sent = format!(
        "grant_type=authorization_code&code=c&redirect_uri=com.example.app%3A%2Fcb&code_verifier={VERIFIER}&client_id=id"
    );
    assert_eq!(call().encode(now()).unwrap().body(), sent.as_bytes());
    let response = |claims: &str| {
        let token = fresh_id_token(&format!(r#""iss":"{ISSUER}","sub":"alice"{claims}"#));
        json(200, format!(r#"{{"access_token":"A","token_type":"Bearer","id_token":"{token}"}}"#))
    };
    let decode = |call: &TokenRequest<AuthorizationCode>, claims: &str| {
        let tokens = call.decode((&response(claims)).into(), now());
        tokens.map(|tokens| tokens.id_token_claims().map(|claims| claims.subject().to_owned())).ok()
    };
    let alice = Some(Some("alice".to_owned()));
    assert_eq!(decode(&call(), r#","aud":"other""#), Some(None), "none was requested");
    let expecting = call().expect_id_token();
    assert_eq!(decode(&expecting, r#","aud":"id","nonce":"whatever""#), alice);
    assert_eq!(decode(&expecting, r#","aud":"other""#), None);
    let with_nonce = call().nonce("n");
    assert_eq!(decode(&with_nonce, r#","aud":"id","nonce":"n""#), alice);
    assert_eq!(decode(&with_nonce, r#","aud":"id","nonce":"m""#), None);
    assert_eq!(decode(&with_nonce, r#","aud":"id""#), None);
    let server = Server::at_token_endpoint("https://server.example.com/token").unwrap();
    let nameless = Client::new(server, "id", basic()).unwrap();
    assert!(nameless.dangerous_authorization_code("c").encode(now()).is_ok());
    let error = nameless.dangerous_authorization_code("c").nonce("n").encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::NoIssuer);
    let error = client.dangerous_authorization_code("").encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::EmptyParameter { name: "code".into() });
}

#[test]
fn both_id_tokens_of_a_hybrid_sign_in_must_have_the_same_subject() {
    let client = client_at(ISSUER, "", "id", basic());
    let token =
        |sub: &str| fresh_id_token(&format!(r#""iss":"{ISSUER}","aud":["id"],"nonce":"{NONCE}","sub":"{sub}""#));
    for (sub, expected) in [("alice", true), ("mallory", false), ("", false)] {
        let request = client.authorization_request(CALLBACK).response_type(ResponseType::CODE_ID_TOKEN).scope("openid");
        let session = request.begin_with(random()).unwrap().session;
        let front = response(&format!("code=c&id_token={}", token("alice")));
        let call = session.receive(&client, front).unwrap().authorization_code();
        let body = format!(r#"{{"access_token":"A","token_type":"Bearer","id_token":"{}"}}"#, token(sub));
        assert_eq!(call.decode((&json(200, body)).into(), now()).is_ok(), expected, "{sub}");
    }
}

#[test]
fn recorded_responses_pass_but_fail_with_another_nonce_or_client() {
    let bytes = std::fs::read(folder("oidc-provider").join("code_public_token.response")).unwrap();
    let recording = recorded(&bytes);
    let decode = |client_id: &str, nonce: &str| {
        let client = client_at("http://127.0.0.1:4101", "", client_id, ClientAuthentication::none());
        let begun = client.authorization_request(CALLBACK).scope("openid").begin_with(random()).unwrap();
        let session = altered(&begun.session, &[("nonce", nonce)]);
        let call = session.receive(&client, response("code=c")).unwrap().authorization_code();
        call.decode((&recording).into(), UNIX_EPOCH + Duration::from_secs(1_795_339_300))
    };
    let tokens = decode("public", "n-1").unwrap();
    assert_eq!(tokens.id_token_claims().unwrap().subject(), "alice");
    assert_eq!(tokens.scope.unwrap().as_str(), "openid email profile offline_access read");
    assert!(matches!(decode("public", "n-2"), Err(DecodeError::Untrusted(_))));
    assert!(matches!(decode("web", "n-1"), Err(DecodeError::Untrusted(_))));
}
