//! ID tokens: their claims and their flaws.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth_testkit::{IdTokenFlaw as Flaw, User};
use serde_json::{Value, json};

use crate::browser::{code, redeem, refresh, server, server_of, text, tokens, web};
use crate::request::{ID, json};

fn part(token: &str, at: usize) -> Value {
    let part = URL_SAFE_NO_PAD.decode(token.split('.').nth(at).unwrap()).unwrap();
    serde_json::from_slice(&part).unwrap()
}

pub(crate) fn claims(token: &str) -> Value {
    part(token, 1)
}

#[test]
fn it_names_the_user_and_the_client() {
    let server = server();
    let tokens = tokens(&server);
    let id_token = text(&tokens, "id_token");
    assert_eq!(part(id_token, 0), json!({"alg": "RS256", "typ": "JWT", "kid": "testkit"}));
    assert_eq!(id_token.split('.').count(), 3);
    let mut claims = claims(id_token);
    assert_eq!(claims.as_object_mut().unwrap().remove("at_hash").unwrap().as_str().unwrap().len(), 22);
    let expected = json!({
        "iss": server.issuer(), "sub": "alice", "aud": ID, "nonce": "n1",
        "iat": 1_767_225_600, "exp": 1_767_229_200, "auth_time": 1_767_225_600,
    });
    assert_eq!(claims, expected);
}

#[test]
fn it_has_the_users_claims_that_the_scopes_release() {
    let claims_of = |scopes: &str| {
        let alice = User::new("alice")
            .claim("name", "Alice")
            .claim("email", "alice@example.org")
            .claim("groups", json!(["staff"]))
            .claim("exp", 1)
            .claim("nonce", "x");
        let web = web().scopes(["openid", "email", "profile", "read"]);
        let server = server_of(web).user(alice);
        let query = crate::browser::code_query("&nonce=n1").replace("openid+read", scopes);
        let code = crate::browser::parameters(&crate::browser::visit(&server, &query), '?')["code"].clone();
        claims(text(&json(&redeem(&server, &code)), "id_token"))
    };
    let all = claims_of("openid+email+profile");
    assert_eq!((text(&all, "name"), text(&all, "email")), ("Alice", "alice@example.org"));
    assert_eq!((&all["groups"], &all["exp"], text(&all, "nonce")), (&json!(["staff"]), &json!(1_767_229_200), "n1"));
    let few = claims_of("openid+read");
    assert_eq!((few.get("name"), few.get("email"), &few["groups"]), (None, None, &json!(["staff"])));
}

#[test]
fn it_needs_the_scope_openid() {
    let server = server();
    let query = crate::browser::code_query("").replace("openid+", "");
    let code = crate::browser::parameters(&crate::browser::visit(&server, &query), '?')["code"].clone();
    let tokens = json(&redeem(&server, &code));
    assert_eq!((tokens["scope"].as_str(), tokens.get("id_token")), (Some("read"), None));
}

#[test]
fn after_a_refresh_it_has_no_nonce() {
    let server = server();
    let refreshed = json(&refresh(&server, text(&tokens(&server), "refresh_token"), ""));
    let claims = claims(text(&refreshed, "id_token"));
    assert_eq!((text(&claims, "sub"), claims.get("nonce")), ("alice", None));
}

#[test]
fn acr_is_the_first_of_the_requested_values() {
    let server = server();
    let tokens = json(&redeem(&server, &code(&server, "&acr_values=mfa+pwd")));
    assert_eq!(claims(text(&tokens, "id_token"))["acr"], "mfa");
    assert_eq!(claims(text(&tokens, "access_token"))["acr"], "mfa");
}

#[test]
fn each_flaw_affects_one_token() {
    let flawed = |flaw: Flaw| {
        let server = server();
        let code = code(&server, "&nonce=n1");
        server.queue(flaw);
        let flawed = json(&redeem(&server, &code));
        assert!(flawed["access_token"].is_string());
        let next = claims(text(&tokens(&server), "id_token"));
        assert_eq!((text(&next, "aud"), text(&next, "nonce")), (ID, "n1"));
        flawed
    };
    assert_eq!(flawed(Flaw::Missing).get("id_token"), None);
    for (flaw, claim, expected) in [
        (Flaw::NonceMissing, "nonce", Value::Null),
        (Flaw::NonceWrong, "nonce", json!("the-nonce-of-another-request")),
        (Flaw::IssuerWrong, "iss", json!("https://issuer.example.com")),
        (Flaw::AudienceWrong, "aud", json!("another-client")),
        (Flaw::AudienceList, "aud", json!([ID])),
        (Flaw::AudienceShared, "aud", json!([ID, "another-client"])),
        (Flaw::AuthorizedPartyWrong, "azp", json!("another-client")),
        (Flaw::SubjectMissing, "sub", Value::Null),
        (Flaw::SubjectWrong, "sub", json!("another-user")),
        (Flaw::Expired, "exp", json!(1_767_225_600 - 86_400)),
        (Flaw::ExpiryMissing, "exp", Value::Null),
        (Flaw::IssuedInTheFuture, "iat", json!(1_767_225_600 + 86_400)),
        (Flaw::AuthTimeFraction, "auth_time", json!(1_767_225_600.25)),
        (Flaw::AccessTokenHashWrong, "at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA")),
        (Flaw::CodeHashWrong, "c_hash", json!("AAAAAAAAAAAAAAAAAAAAAA")),
    ] {
        let claims = claims(text(&flawed(flaw), "id_token"));
        assert_eq!(claims.get(claim).cloned().unwrap_or_default(), expected, "{flaw:?}");
    }
    assert_eq!(part(text(&flawed(Flaw::AlgorithmNone), "id_token"), 0)["alg"], "none");
    assert_eq!(part(text(&flawed(Flaw::AlgorithmOther), "id_token"), 0)["alg"], "RS512");
}

#[test]
fn a_flaw_is_consumed_by_a_response_without_a_token() {
    let server = server();
    let code = code(&server, "&nonce=n1");
    server.queue(Flaw::NonceWrong);
    server.handle(crate::request::post(&server, "grant_type=client_credentials"));
    assert_eq!(claims(text(&json(&redeem(&server, &code)), "id_token"))["nonce"], "n1");
}
