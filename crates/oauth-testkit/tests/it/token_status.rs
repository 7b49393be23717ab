//! Introspection, revocation and UserInfo.

use std::time::Duration;

use http::{Request, Response};
use oauth_testkit::{AuthorizationServer, Endpoint, RegisteredClient, User};
use serde_json::json;

use crate::browser::{
    code, is_active, post_bare, post_to, redeem, refresh, server, server_of, text, tokens, visit, web,
};
use crate::request::{ID, assert_refused, basic_server, good, json};

#[test]
fn an_active_token_is_described() {
    let server = server();
    let tokens = tokens(&server);
    let said = json(&post_to(&server, Endpoint::Introspection, &format!("token={}", text(&tokens, "access_token"))));
    let jti = said["jti"].clone();
    assert_eq!(jti.as_str().unwrap().len(), 36);
    let expected = json!({
        "active": true, "iss": server.issuer(), "sub": "alice", "client_id": ID, "token_type": "Bearer", "jti": jti,
        "scope": "openid read", "iat": 1_767_225_600, "exp": 1_767_229_200, "auth_time": 1_767_225_600,
    });
    assert_eq!(said, expected);
    let said = json(&post_to(&server, Endpoint::Introspection, &format!("token={}", text(&tokens, "refresh_token"))));
    assert_eq!((&said["active"], &said["exp"], said.get("token_type")), (&true.into(), &1_769_817_600.into(), None));
}

#[test]
fn an_inactive_token_is_not_described() {
    let server = server();
    let token = text(&tokens(&server), "access_token").to_owned();
    server.clock().advance(Duration::from_secs(3600));
    for token in ["x", &token] {
        let response = post_to(&server, Endpoint::Introspection, &format!("token={token}&token_type_hint=x"));
        assert_eq!((response.status().as_u16(), response.body().as_slice()), (200, br#"{"active":false}"#.as_slice()));
    }
    assert_refused(&post_to(&server, Endpoint::Introspection, ""), 400, "invalid_request", "token is missing");
}

#[test]
fn only_a_confidential_client_may_introspect() {
    let server = server().client(RegisteredClient::none("public"));
    let ask = |body: &str| post_bare(&server, Endpoint::Introspection, body);
    assert_refused(&ask("token=x"), 401, "invalid_client", "Invalid client credentials");
    assert_refused(
        &ask(&format!("token=x&client_id={ID}")),
        401,
        "invalid_client",
        "Unsupported authentication method",
    );
    assert_refused(&ask("token=x&client_id=public"), 401, "invalid_client", "public client");
}

#[test]
fn a_client_credentials_token_can_be_introspected() {
    let server = basic_server();
    let token = text(&json(&server.handle(good(&server))), "access_token").to_owned();
    let request = |endpoint| {
        let request = Request::post(server.endpoint(endpoint)).header("content-type", crate::request::FORM);
        let request = request.header("authorization", crate::request::BASIC).body(format!("token={token}")).unwrap();
        server.handle(request)
    };
    let said = json(&request(Endpoint::Introspection));
    assert_eq!((&said["active"], &said["sub"], said.get("auth_time")), (&true.into(), &ID.into(), None));
    assert_eq!(request(Endpoint::Revocation).status(), 200);
    assert_eq!(json(&request(Endpoint::Introspection)), json!({"active": false}));
}

#[test]
fn a_revoked_access_token_is_inactive() {
    let server = server();
    let tokens = tokens(&server);
    let access = text(&tokens, "access_token");
    for _ in 0..2 {
        let response = post_to(&server, Endpoint::Revocation, &format!("token={access}&token_type_hint=refresh_token"));
        assert_eq!((response.status().as_u16(), response.body().len()), (200, 0));
        assert!(!is_active(&server, access));
    }
    assert_eq!(refresh(&server, text(&tokens, "refresh_token"), "").status(), 200);
}

#[test]
fn revoking_a_refresh_token_revokes_the_authorization() {
    let server = server();
    let first = tokens(&server);
    let second = json(&refresh(&server, text(&first, "refresh_token"), ""));
    post_to(&server, Endpoint::Revocation, &format!("token={}", text(&second, "refresh_token")));
    for token in [text(&first, "access_token"), text(&second, "access_token"), text(&second, "refresh_token")] {
        assert!(!is_active(&server, token));
    }
}

#[test]
fn revoking_an_unknown_token_succeeds_and_a_foreign_one_fails() {
    let server = server().client(RegisteredClient::none("other"));
    assert_eq!(post_to(&server, Endpoint::Revocation, "token=x").status(), 200);
    let access = text(&tokens(&server), "access_token").to_owned();
    let response = post_bare(&server, Endpoint::Revocation, &format!("token={access}&client_id=other"));
    assert_refused(&response, 400, "unauthorized_client", "another client");
    assert!(is_active(&server, &access));
    assert_refused(&post_to(&server, Endpoint::Revocation, "token="), 400, "invalid_request", "token is missing");
    assert_refused(&post_bare(&server, Endpoint::Revocation, "token=x"), 401, "invalid_client", "Invalid");
}

fn userinfo(server: &AuthorizationServer, authorization: &str) -> Response<Vec<u8>> {
    let request = Request::get(server.endpoint(Endpoint::UserInfo)).header("authorization", authorization);
    server.handle(request.body("").unwrap())
}

#[test]
fn userinfo_has_the_claims_of_the_scopes() {
    let alice = User::new("alice")
        .claim("email", "a@example.com")
        .claim("name", "Alice")
        .claim("role", "x")
        .claim("role", "admin");
    let server = server().user(alice);
    let about = |scope: &str| {
        let query = crate::browser::code_query("").replace("scope=openid+read", &format!("scope={scope}"));
        let code = crate::browser::parameters(&visit(&server, &query), '?')["code"].clone();
        let tokens = json(&redeem(&server, &code));
        userinfo(&server, &format!("Bearer {}", text(&tokens, "access_token")))
    };
    assert_eq!(about("openid").body(), br#"{"sub":"alice","role":"admin"}"#);
    let expected = br#"{"sub":"alice","email":"a@example.com","role":"admin"}"#;
    assert_eq!(about("openid+email").body(), expected);
    let response = about("read");
    assert_refused(&response, 403, "insufficient_scope", "openid");
    let challenge = response.headers()["www-authenticate"].to_str().unwrap();
    assert!(challenge.contains(r#"scope="openid", error="insufficient_scope""#), "{challenge}");
}

#[test]
fn an_unknown_user_has_only_a_subject() {
    let server = server_of(web());
    let tokens = json(&redeem(&server, &code(&server, "")));
    let response = userinfo(&server, &format!("bearer {}", text(&tokens, "access_token")));
    assert_eq!(response.body(), br#"{"sub":"alice"}"#);
}

#[test]
fn an_invalid_token_is_challenged() {
    let server = server();
    let access = text(&tokens(&server), "access_token").to_owned();
    let challenge = |response: &Response<Vec<u8>>| response.headers()["www-authenticate"].to_str().unwrap().to_owned();
    for authorization in ["Bearer x", &format!("Bearer {access}x")] {
        let response = userinfo(&server, authorization);
        assert_refused(&response, 401, "invalid_token", "unknown, expired or revoked");
        let expected = r#"Bearer realm="PingOne", error="invalid_token", error_description="#;
        assert!(challenge(&response).starts_with(expected), "{}", challenge(&response));
    }
    let none = server.handle(Request::get(server.endpoint(Endpoint::UserInfo)).body("").unwrap());
    for response in [none, userinfo(&server, "Basic eA=="), userinfo(&server, &access)] {
        assert_refused(&response, 401, "unauthorized", "no access token");
        assert_eq!(challenge(&response), r#"Bearer realm="PingOne""#, "no code belongs to a request without a token");
    }
    for authorization in ["Bearer ", "Bearer a b", "Bearer  a", "Bearer \"a\""] {
        assert_refused(&userinfo(&server, authorization), 400, "invalid_request", "one space and a token");
    }
    let url = format!("{}?access_token={access}", server.endpoint(Endpoint::UserInfo));
    assert_refused(&server.handle(Request::get(url).body("").unwrap()), 400, "invalid_request", "neither in the URL");
    let response = post_bare(&server, Endpoint::UserInfo, &format!("access_token={access}"));
    assert_refused(&response, 400, "invalid_request", "nor in the body");
    server.clock().advance(Duration::from_secs(3600));
    assert_refused(&userinfo(&server, &format!("Bearer {access}")), 401, "invalid_token", "expired");
}

#[test]
fn a_client_credentials_token_has_no_userinfo() {
    let server = AuthorizationServer::new().client(web());
    let request = crate::request::post(&server, "grant_type=client_credentials&scope=openid");
    let token = text(&json(&server.handle(request)), "access_token").to_owned();
    assert_refused(&userinfo(&server, &format!("Bearer {token}")), 403, "insufficient_scope", "openid");
}
