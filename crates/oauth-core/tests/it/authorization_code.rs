//! Redeeming a code.

use oauth_core::authorization::{AuthorizationResponse, Authorized, ResponseType};
use oauth_core::error::{FailedCheck, Problem};
use oauth_core::{Call as _, Client, ClientAuthentication, DecodeError, EncodeError, TokenResponse};

use crate::captures::{folder, recorded};
use crate::support::{
    CALLBACK, ENV, ID, NONCE, STATE, VERIFIER, altered, basic, client, client_at, form, id_token, json, now, random,
    wire,
};

const ISSUER: &str = "https://server.example.com";

fn authorized(client: &Client, scope: &str) -> Authorized {
    let begun = client.authorization_request(CALLBACK).scope(scope).begin_with(random()).unwrap();
    begun.session.receive(client, response("code=SplxlOBeZQQYbYS6WxSbIA")).unwrap()
}

fn response(parameters: &str) -> AuthorizationResponse {
    AuthorizationResponse::from_query(&format!("{parameters}&state={STATE}")).unwrap()
}

#[test]
fn case_3_a_public_client_with_pkce() {
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
fn no_extra_parameter_replaces_one_of_the_grant() {
    for name in ["code", "redirect_uri", "code_verifier", "grant_type"] {
        let call = authorized(&client(basic()), "").authorization_code().extra_parameter(name, "x");
        assert_eq!(call.encode(now()).unwrap_err(), EncodeError::ReservedParameter { name: name.into() });
    }
}

#[test]
fn without_a_code_there_is_nothing_to_redeem() {
    let client = client(basic());
    let begun = client.authorization_request(CALLBACK).response_type(ResponseType::TOKEN).begin_with(random()).unwrap();
    let authorized = begun.session.receive(&client, response("access_token=a&code=injected")).unwrap();
    assert_eq!(authorized.authorization_code().encode(now()).unwrap_err(), EncodeError::NoCode);
}

/// What the grant makes of an answer with this member.
fn redeem(scope: &str, member: &str) -> Result<TokenResponse, DecodeError> {
    let client = client_at(ISSUER, "", "id", basic());
    let body = format!(r#"{{"access_token":"A","token_type":"Bearer"{member}}}"#);
    authorized(&client, scope).authorization_code().decode((&json(200, body)).into(), now())
}

fn with_id_token(payload: &str) -> Result<TokenResponse, DecodeError> {
    redeem("openid", &format!(r#","id_token":"{}""#, id_token(payload)))
}

#[test]
fn the_scope_is_what_was_asked_of_the_user_where_the_answer_does_not_say() {
    assert_eq!(redeem("a b", "").unwrap().scope.unwrap().as_str(), "a b");
    assert_eq!(redeem("a b", r#","scope":"a""#).unwrap().scope.unwrap().as_str(), "a");
    assert_eq!(redeem("", "").unwrap().scope, None);
}

#[test]
fn an_id_token_must_come_where_it_was_asked_for() {
    let Err(DecodeError::Malformed(error)) = redeem("openid", "") else { panic!() };
    assert_eq!(error.problem(), &Problem::Missing { field: "id_token" });
    assert!(redeem("openidx", "").is_ok());
}

#[test]
fn an_id_token_must_belong_to_this_sign_in() {
    let good = format!(r#""iss":"{ISSUER}","sub":"alice","aud":"id","nonce":"{NONCE}""#);
    let tokens = with_id_token(&format!("{{{good}}}")).unwrap();
    assert!(tokens.id_token.is_some() && tokens.access_token.expose() == "A");
    for (claim, claims) in [
        ("iss", good.replace("server", "attacker")),
        ("iss", good.replace("example.com", "example.com/")),
        ("aud", good.replace(r#""id""#, r#""other""#)),
        ("aud", good.replace(r#""id""#, r#"["idx","i"]"#)),
        ("nonce", good.replace(NONCE, STATE)),
        ("nonce", good.replace(NONCE, "")),
        ("nonce", good.replace("nonce", "n")),
        ("sub", good.replace("alice", "")),
        ("sub", good.replace("sub", "s")),
    ] {
        let Err(DecodeError::Untrusted(error)) = with_id_token(&format!("{{{claims}}}")) else { panic!("{claims}") };
        assert_eq!(error.check(), &FailedCheck::IdToken { claim }, "{claims}");
    }
}

#[test]
fn an_id_token_that_nobody_asked_for_is_checked_all_the_same() {
    let member = format!(r#","id_token":"{}""#, id_token(r#"{"iss":"https://attacker.example"}"#));
    assert!(matches!(redeem("a", &member), Err(DecodeError::Untrusted(_))));
}

#[test]
fn a_nonce_that_was_not_sent_is_not_missed() {
    let client = client_at(ISSUER, "", "id", basic());
    let request = client.authorization_request(CALLBACK).scope("openid").dangerous_without_nonce();
    let session = request.begin_with(random()).unwrap().session;
    let call = session.receive(&client, response("code=c")).unwrap().authorization_code();
    let token = id_token(&format!(r#"{{"iss":"{ISSUER}","sub":"alice","aud":"id"}}"#));
    let answer = json(200, format!(r#"{{"access_token":"A","token_type":"Bearer","id_token":"{token}"}}"#));
    assert!(call.decode((&answer).into(), now()).is_ok());
}

#[test]
fn who_asked_for_a_max_age_learns_when_the_user_signed_in() {
    let client = client_at(ISSUER, "", "id", basic());
    let claims = format!(r#""iss":"{ISSUER}","sub":"alice","aud":"id","nonce":"{NONCE}""#);
    for (more, expected) in
        [(",\"auth_time\":1", true), (",\"auth_time\":1.5", true), (",\"auth_time\":\"1\"", false), ("", false)]
    {
        let request = client.authorization_request(CALLBACK).scope("openid").max_age(std::time::Duration::ZERO);
        let session = request.begin_with(random()).unwrap().session;
        let call = session.receive(&client, response("code=c")).unwrap().authorization_code();
        let token = id_token(&format!("{{{claims}{more}}}"));
        let answer = json(200, format!(r#"{{"access_token":"A","token_type":"Bearer","id_token":"{token}"}}"#));
        assert_eq!(call.decode((&answer).into(), now()).is_ok(), expected, "{more}");
    }
}

#[test]
fn both_id_tokens_of_a_hybrid_sign_in_name_one_subject() {
    let client = client_at(ISSUER, "", "id", basic());
    let token = |sub: &str| id_token(&format!(r#"{{"iss":"{ISSUER}","aud":["id"],"nonce":"{NONCE}","sub":"{sub}"}}"#));
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
fn recorded_answers_pass_and_fail_with_a_foreign_nonce_or_client() {
    let bytes = std::fs::read(folder("oidc-provider").join("code_public_token.response")).unwrap();
    let answer = recorded(&bytes);
    let decode = |client_id: &str, nonce: &str| {
        let client = client_at("http://127.0.0.1:4101", "", client_id, ClientAuthentication::none());
        let begun = client.authorization_request(CALLBACK).scope("openid").begin_with(random()).unwrap();
        let session = altered(&begun.session, &[("nonce", nonce)]);
        let call = session.receive(&client, response("code=c")).unwrap().authorization_code();
        call.decode((&answer).into(), now())
    };
    let tokens = decode("public", "n-1").unwrap();
    assert_eq!(tokens.scope.unwrap().as_str(), "openid email profile offline_access read");
    assert!(matches!(decode("public", "n-2"), Err(DecodeError::Untrusted(_))));
    assert!(matches!(decode("web", "n-1"), Err(DecodeError::Untrusted(_))));
}
