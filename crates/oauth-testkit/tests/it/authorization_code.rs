//! The authorization code grant.

use std::time::Duration;

use oauth_testkit::{AuthorizationServer, Endpoint, GrantType, RegisteredClient};

use crate::browser::{
    CALLBACK, VERIFIER, code, code_query, is_active, parameters, query, redeem, redemption, refresh, server, server_of,
    text, visit, web,
};
use crate::request::{ID, assert_refused, bare, json, post};

#[test]
fn a_code_is_exchanged_for_tokens() {
    let server = server();
    let response = redeem(&server, &code(&server, ""));
    assert_eq!(response.status(), 200);
    let tokens = json(&response);
    let [access, refresh, id] = ["access_token", "refresh_token", "id_token"].map(|name| text(&tokens, name));
    let body = format!(
        r#"{{"access_token":"{access}","token_type":"Bearer","expires_in":3600,"scope":"openid read","refresh_token":"{refresh}","id_token":"{id}"}}"#
    );
    assert_eq!(response.body(), body.as_bytes());
    assert_eq!((refresh.len(), refresh.contains('.')), (43, false), "a refresh token is opaque");
    let printed = server.ledger().to_string();
    for secret in [access, refresh, id, VERIFIER] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[test]
fn a_second_use_is_refused_and_revokes_the_tokens() {
    let server = server();
    let code = code(&server, "");
    let first = json(&redeem(&server, &code));
    let refreshed = json(&refresh(&server, text(&first, "refresh_token"), ""));
    let others = crate::browser::tokens(&server);
    assert!(is_active(&server, text(&refreshed, "access_token")));
    assert_refused(&redeem(&server, &code), 400, "invalid_grant", "used before");
    for token in [text(&first, "access_token"), text(&refreshed, "access_token"), text(&refreshed, "refresh_token")] {
        assert!(!is_active(&server, token));
    }
    assert!(is_active(&server, text(&others, "access_token")), "those of another code stay");
    let again = refresh(&server, text(&refreshed, "refresh_token"), "");
    assert_refused(&again, 400, "invalid_grant", "revoked");
}

#[test]
fn a_code_expires_after_a_minute() {
    let server = server();
    let (early, late) = (code(&server, ""), code(&server, ""));
    server.clock().advance(Duration::from_secs(59));
    assert_eq!(redeem(&server, &early).status(), 200);
    server.clock().advance(Duration::from_secs(1));
    assert_refused(&redeem(&server, &late), 400, "invalid_grant", "expired");
}

#[test]
fn a_code_is_bound_to_its_request() {
    let server = server();
    let try_with =
        |change: &dyn Fn(String) -> String| server.handle(post(&server, &change(redemption(&code(&server, "")))));
    let response = try_with(&|body| body.replace("code=", "code=x"));
    assert_refused(&response, 400, "invalid_grant", "unknown");
    let response = try_with(&|body| body.replace("%2Fcb", "%2Fother"));
    assert_refused(&response, 400, "invalid_grant", "redirect_uri");
    let response = try_with(&|body| body.replace("&redirect_uri=", "&x="));
    assert_refused(&response, 400, "invalid_request", "redirect_uri is missing");
    let response = try_with(&|body| body.replace(VERIFIER, &VERIFIER.replace('d', "e")));
    assert_refused(&response, 400, "invalid_grant", "code_verifier is not that");
    let response = try_with(&|body| body.replace(VERIFIER, "short"));
    assert_refused(&response, 400, "invalid_request", "43 to 128");
    let response = try_with(&|body| body.replace("&code_verifier=", "&x="));
    assert_refused(&response, 400, "invalid_grant", "code_verifier is missing");
    let response = try_with(&|body| body.replace("&code=", "&x="));
    assert_refused(&response, 400, "invalid_request", "code is missing");
}

#[test]
fn a_wrong_verifier_consumes_the_code() {
    let server = server();
    let code = code(&server, "");
    let wrong = redemption(&code).replace(VERIFIER, &VERIFIER.replace('d', "e"));
    server.handle(post(&server, &wrong));
    assert_refused(&redeem(&server, &code), 400, "invalid_grant", "used before");
}

#[test]
fn a_code_is_bound_to_its_client() {
    let other = RegisteredClient::none("other").redirect_uris([CALLBACK]);
    let server = server().client(other);
    let code = code(&server, "");
    let body = format!("{}&client_id=other", redemption(&code));
    assert_refused(&server.handle(bare(&server, &body)), 400, "invalid_grant", "another client");
    assert_eq!(redeem(&server, &code).status(), 200, "which does not use it up");
}

#[test]
fn a_verifier_without_a_challenge_is_refused() {
    let server = server();
    let code = || parameters(&visit(&server, &query("code", "")), '?')["code"].clone();
    assert_refused(&redeem(&server, &code()), 400, "invalid_grant", "there was no code_challenge");
    let without = redemption(&code()).replace(&format!("&code_verifier={VERIFIER}"), "");
    assert_eq!(server.handle(post(&server, &without)).status(), 200);
}

#[test]
fn a_public_client_redeems_with_its_id_alone() {
    let server = server_of(RegisteredClient::none(ID).scopes(["openid", "read"]).redirect_uris([CALLBACK]));
    let body = format!("{}&client_id={ID}", redemption(&code(&server, "")));
    assert_eq!(server.handle(bare(&server, &body)).status(), 200);
}

#[test]
fn a_code_of_a_hybrid_response_is_exchanged_for_tokens() {
    let server = server();
    let query = code_query("&nonce=n").replace("response_type=code", "response_type=code+id_token+token");
    let returned = parameters(&visit(&server, &query), '#');
    let tokens = json(&redeem(&server, &returned["code"]));
    assert_ne!(returned["access_token"], text(&tokens, "access_token"));
    assert_refused(&redeem(&server, &returned["code"]), 400, "invalid_grant", "used before");
    assert!(!is_active(&server, &returned["access_token"]));
}

#[test]
fn a_refresh_token_needs_its_grant() {
    let server = server_of(web().grant_types([GrantType::AuthorizationCode]));
    assert_eq!(json(&redeem(&server, &code(&server, ""))).get("refresh_token"), None);
}

#[test]
fn the_token_endpoint_does_not_support_implicit() {
    let server = server();
    assert_refused(&server.handle(post(&server, "grant_type=implicit")), 400, "unsupported_grant_type", "support");
}

fn audience(server: &AuthorizationServer, token: &str) -> serde_json::Value {
    json(&crate::browser::post_to(server, Endpoint::Introspection, &format!("token={token}")))["aud"].clone()
}

#[test]
fn a_token_can_be_limited_to_one_of_several_resources() {
    const BOTH: &str = "&resource=https://api.example/a&resource=https://api.example/b";
    let server = server();
    let tokens = json(&redeem(&server, &code(&server, BOTH)));
    let expected = serde_json::json!(["https://api.example/a", "https://api.example/b"]);
    assert_eq!(audience(&server, text(&tokens, "access_token")), expected);
    let body = format!("{}&resource=https://api.example/b", redemption(&code(&server, BOTH)));
    let tokens = json(&server.handle(post(&server, &body)));
    assert_eq!(audience(&server, text(&tokens, "access_token")), "https://api.example/b");
    let tokens = json(&refresh(&server, text(&tokens, "refresh_token"), "&resource=https://api.example/a"));
    assert_eq!(audience(&server, text(&tokens, "access_token")), "https://api.example/a");
    let one = code(&server, "&resource=https://api.example/a");
    let body = format!("{}&resource=https://api.example/b", redemption(&one));
    assert_refused(&server.handle(post(&server, &body)), 400, "invalid_target", "https://api.example/b");
}

#[test]
fn authorization_details_are_returned() {
    let server = server();
    let details = "%5B%7B%22type%22%3A%22payment%22%2C%22amount%22%3A1%7D%5D";
    let tokens = json(&redeem(&server, &code(&server, &format!("&authorization_details={details}"))));
    let expected = serde_json::json!([{"type": "payment", "amount": 1}]);
    assert_eq!(tokens["authorization_details"], expected);
    let refreshed = json(&refresh(&server, text(&tokens, "refresh_token"), ""));
    assert_eq!(refreshed["authorization_details"], expected);
}
