//! CIBA in poll mode.

use std::time::Duration;

use http::Response;
use oauth_testkit::{AuthorizationServer, DecisionError, Endpoint, RegisteredClient};
use serde_json::Value;

use crate::browser::{post_bare, post_to, server, text, tokens};
use crate::id_token::claims;
use crate::request::{assert_refused, json, post};

const GRANT: &str = "grant_type=urn%3Aopenid%3Aparams%3Agrant-type%3Aciba";

fn ask(server: &AuthorizationServer, more: &str) -> Response<Vec<u8>> {
    post_to(server, Endpoint::BackchannelAuthentication, &format!("scope=openid+read&{more}"))
}

fn poll(server: &AuthorizationServer, started: &Value) -> Response<Vec<u8>> {
    server.handle(post(server, &format!("{GRANT}&auth_req_id={}", text(started, "auth_req_id"))))
}

#[test]
fn the_user_approves_the_request() {
    let server = server();
    let response = ask(&server, "login_hint=alice&binding_message=W4SCT");
    let started = json(&response);
    let id = text(&started, "auth_req_id");
    assert_eq!(response.body(), format!(r#"{{"auth_req_id":"{id}","expires_in":600,"interval":5}}"#).as_bytes());
    assert_eq!(server.pending_backchannel_authentications(), [id]);
    assert_refused(&poll(&server, &started), 400, "authorization_pending", "not decided");
    assert_refused(&poll(&server, &started), 400, "slow_down", "5 s longer");
    server.approve_backchannel_authentication(id).unwrap();
    let tokens = json(&poll(&server, &started));
    assert_eq!(claims(text(&tokens, "id_token"))["sub"], "alice");
    assert_refused(&poll(&server, &started), 400, "invalid_grant", "over");
    assert!(!server.ledger().to_string().contains(id));
}

#[test]
fn a_request_can_be_denied_or_expire() {
    let server = server();
    let (refused, forgotten) = (json(&ask(&server, "login_hint=alice")), json(&ask(&server, "login_hint=alice")));
    server.deny_backchannel_authentication(text(&refused, "auth_req_id")).unwrap();
    assert_refused(&poll(&server, &refused), 400, "access_denied", "denied");
    server.clock().advance(Duration::from_secs(600));
    assert_refused(&poll(&server, &forgotten), 400, "expired_token", "expired");
    let nothing = Err(DecisionError::NothingPending);
    assert_eq!(server.approve_backchannel_authentication("x"), nothing);
    assert_eq!(server.deny_backchannel_authentication("x"), nothing);
}

#[test]
fn each_hint_identifies_a_user() {
    let server = server();
    server.accept_assertion("a.b.c", "bob");
    let id_token = text(&tokens(&server), "id_token").to_owned();
    for (hint, subject) in [
        ("login_hint=alice", "alice"),
        (&format!("id_token_hint={id_token}"), "alice"),
        ("login_hint_token=a.b.c", "bob"),
    ] {
        let started = json(&ask(&server, hint));
        server.approve_backchannel_authentication(text(&started, "auth_req_id")).unwrap();
        assert_eq!(claims(text(&json(&poll(&server, &started)), "id_token"))["sub"], subject, "{hint}");
    }
    for hint in ["login_hint=nobody", "id_token_hint=a.b.c", "login_hint_token=x"] {
        assert_refused(&ask(&server, hint), 400, "unknown_user_id", "no user");
    }
}

#[test]
fn exactly_one_hint_is_required() {
    let server = server();
    for hints in ["", "login_hint=", "login_hint=alice&login_hint_token=x", "login_hint=alice&id_token_hint=x"] {
        assert_refused(&ask(&server, hints), 400, "invalid_request", "exactly one");
    }
}

#[test]
fn other_invalid_requests_are_refused() {
    let server = server().client(RegisteredClient::none("public").scopes(["openid"]));
    let ask = |body: &str| post_to(&server, Endpoint::BackchannelAuthentication, body);
    assert_refused(&ask("login_hint=alice"), 400, "invalid_request", "scope is missing");
    assert_refused(&ask("login_hint=alice&scope=read"), 400, "invalid_scope", "openid is missing");
    let long = "x".repeat(65);
    let response = ask(&format!("login_hint=alice&scope=openid&binding_message={long}"));
    assert_refused(&response, 400, "invalid_binding_message", "64");
    let response = ask("login_hint=alice&scope=openid&binding_message=a%0Ab");
    assert_refused(&response, 400, "invalid_binding_message", "shown");
    for expiry in ["0", "-1", "soon"] {
        let response = ask(&format!("login_hint=alice&scope=openid&requested_expiry={expiry}"));
        assert_refused(&response, 400, "invalid_request", "requested_expiry");
    }
    assert_eq!(json(&ask("login_hint=alice&scope=openid&requested_expiry=60"))["expires_in"], 60);
    let body = "client_id=public&login_hint=alice&scope=openid";
    let response = post_bare(&server, Endpoint::BackchannelAuthentication, body);
    assert_refused(&response, 400, "unauthorized_client", "public client");
    assert_refused(&server.handle(post(&server, GRANT)), 400, "invalid_request", "auth_req_id is missing");
}

#[test]
fn an_id_token_of_another_client_is_not_accepted_as_a_hint() {
    let other = RegisteredClient::client_secret_post("other", "x").scopes(["openid"]);
    let server = server().client(other);
    let id_token = text(&tokens(&server), "id_token").to_owned();
    let body = format!("client_id=other&client_secret=x&scope=openid&id_token_hint={id_token}");
    assert_refused(&post_bare(&server, Endpoint::BackchannelAuthentication, &body), 400, "unknown_user_id", "no user");
}
