//! ID tokens that come through the browser: they must belong to the sign-in, and stay unverified.

use std::time::{Duration, UNIX_EPOCH};

use oauth_core::Client;
use oauth_core::authorization::{AuthorizationResponse, AuthorizationSession, ResponseType};
use oauth_core::error::{AuthorizationError, FailedCheck};

use crate::support::{CALLBACK, NONCE, STATE, basic, client_at, fresh_id_token, id_token, jwt, now, random};

const ISSUER: &str = "https://honest.as.example";
const PROMISED: &str = r#","authorization_response_iss_parameter_supported":true"#;

fn client(member: &str) -> Client {
    client_at(ISSUER, member, "s6BhdRkqt3", basic())
}

fn session(client: &Client) -> AuthorizationSession {
    let request = client.authorization_request(CALLBACK).response_type(ResponseType::ID_TOKEN).scope("openid");
    request.begin_with(random()).unwrap().session
}

fn query(query: &str) -> AuthorizationResponse {
    AuthorizationResponse::from_query(query, "/cb").unwrap()
}

#[test]
fn an_id_token_through_the_browser_must_belong_to_this_sign_in() {
    let client = client(PROMISED);
    let receive = |token: &str| {
        let text = format!("state={STATE}&id_token={token}");
        session(&client).receive(&client, query(&text))
    };
    let claims = |iss: &str, aud: &str, nonce: &str| {
        fresh_id_token(&format!(r#""iss":{iss},"sub":"alice","aud":{aud},"nonce":{nonce}"#))
    };
    let (iss, aud, nonce) = (format!("\"{ISSUER}\""), "\"s6BhdRkqt3\"", format!("\"{NONCE}\""));
    // The ID token names the issuer, so the parameter may be missing.
    assert!(receive(&claims(&iss, aud, &nonce)).is_ok());
    assert!(receive(&claims(&iss, r#"["a","s6BhdRkqt3"]"#, &nonce)).is_ok());
    let failed = |token: String, claim: &'static str| {
        let error = receive(&token).unwrap_err();
        assert_eq!(error.error(), &AuthorizationError::Untrusted(FailedCheck::IdToken { claim }));
    };
    for other in ["\"https://attacker.example\"", "\"\"", "null"] {
        failed(claims(other, aud, &nonce), "iss");
        failed(claims(&iss, other, &nonce), "aud");
        failed(claims(&iss, aud, other), "nonce");
    }
    failed(claims(&iss, "[]", &nonce), "aud");
    failed(id_token("{}"), "iss");
}

#[test]
fn invalid_id_tokens_are_rejected() {
    let client = client("");
    let good = id_token("{}");
    let (head, tail) = good.split_once('.').unwrap();
    let encoded = |payload: &str| id_token(payload);
    for token in [
        "x".to_owned(),
        "a.b".to_owned(),
        "a.b.c.d.e".to_owned(),
        "...".to_owned(),
        format!("{good}.e30"),
        format!("{good}.a.b"),
        format!("{head}=.{tail}"),
        format!(" {good}"),
        format!("e30x.{tail}"),
        encoded("[]"),
        encoded("\"x\""),
        encoded(r#"{"iss":"a","iss":"b"}"#),
        encoded(r#"{"iss":"a"}x"#),
        encoded(r#"{"iss":7}"#),
        encoded(r#"{"iss":"a","aud":7}"#),
        encoded(r#"{"iss":"a","aud":["a",7]}"#),
        encoded(r#"{"iss":"a","nonce":{}}"#),
    ] {
        let error = session(&client).receive(&client, query(&format!("state={STATE}&id_token={token}"))).unwrap_err();
        assert!(matches!(error.error(), AuthorizationError::Malformed(_)), "{token}: {error:?}");
    }
}

#[test]
fn unverified_claims_are_checked_against_a_time() {
    let client = client("");
    let token = fresh_id_token(&format!(r#""iss":"{ISSUER}","sub":"alice","aud":"s6BhdRkqt3","nonce":"{NONCE}""#));
    let authorized = session(&client).receive(&client, query(&format!("state={STATE}&id_token={token}"))).unwrap();
    assert_eq!(authorized.unverified_claims(now()).unwrap().unwrap().subject(), "alice");
    for (time, claim) in [(now() + Duration::from_secs(320), "exp"), (UNIX_EPOCH, "iat")] {
        let error = authorized.unverified_claims(time).unwrap_err();
        assert_eq!(error, AuthorizationError::Untrusted(FailedCheck::IdToken { claim }));
    }
    let code = client.authorization_request(CALLBACK).begin_with(random()).unwrap().session;
    let authorized = code.receive(&client, query(&format!("code=c&state={STATE}"))).unwrap();
    assert!(authorized.unverified_claims(now()).unwrap().is_none());
}

#[test]
fn an_unsigned_id_token_is_always_rejected() {
    let payload = format!(
        r#"{{"iss":"{ISSUER}","sub":"alice","aud":"s6BhdRkqt3","nonce":"{NONCE}","iat":1795349000,"exp":1795349060}}"#
    );
    let client = client("").dangerous_with_unsigned_id_tokens();
    let token = jwt(r#"{"alg":"none"}"#, &payload);
    let error = session(&client).receive(&client, query(&format!("state={STATE}&id_token={token}"))).unwrap_err();
    assert_eq!(error.error(), &AuthorizationError::Untrusted(FailedCheck::IdToken { claim: "alg" }));
}
