//! The device flow.

use std::time::Duration;

use http::{Request, Response};
use oauth_testkit::{AuthorizationServer, DecisionError, Endpoint, Fault, GrantType, RegisteredClient};
use serde_json::Value;

use crate::browser::{is_active, post_bare, post_to, refresh, server, server_of, text, web};
use crate::id_token::claims;
use crate::request::{ID, assert_refused, json, post};

const GRANT: &str = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code";

fn start(server: &AuthorizationServer) -> Value {
    let response = post_to(server, Endpoint::DeviceAuthorization, "scope=openid+read");
    assert_eq!(response.status(), 200, "{}", String::from_utf8_lossy(response.body()));
    json(&response)
}

fn poll(server: &AuthorizationServer, started: &Value) -> Response<Vec<u8>> {
    server.handle(post(server, &format!("{GRANT}&device_code={}", text(started, "device_code"))))
}

fn wait(server: &AuthorizationServer, seconds: u64) {
    server.clock().advance(Duration::from_secs(seconds));
}

#[test]
fn the_response_is_like_that_of_pingone() {
    let server = server();
    let response = post_to(&server, Endpoint::DeviceAuthorization, "scope=openid");
    let started = json(&response);
    let (device_code, user_code) = (text(&started, "device_code"), text(&started, "user_code"));
    assert_eq!((device_code.len(), user_code.len(), &user_code[4..5]), (36, 9, "-"));
    let uri = "https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/device/go";
    let expected = format!(
        r#"{{"device_code":"{device_code}","user_code":"{user_code}","verification_uri":"{uri}","verification_uri_complete":"{uri}?user_code={user_code}","expires_in":600,"interval":5}}"#
    );
    assert_eq!(response.body(), expected.as_bytes());
    assert_eq!(server.pending_devices(), [user_code]);
    let printed = server.ledger().to_string();
    assert!(!printed.contains(device_code) && !printed.contains(user_code), "{printed}");
}

#[test]
fn an_approved_device_gets_tokens_once() {
    let server = server();
    let started = start(&server);
    assert_refused(&poll(&server, &started), 400, "authorization_pending", "not decided");
    wait(&server, 5);
    assert_refused(&poll(&server, &started), 400, "authorization_pending", "not decided");
    server.approve_device(text(&started, "user_code")).unwrap();
    assert!(server.pending_devices().is_empty());
    let response = poll(&server, &started);
    assert_eq!(response.status(), 200);
    let tokens = json(&response);
    assert_eq!(tokens["scope"], "openid read");
    assert_eq!(claims(text(&tokens, "id_token"))["sub"], "alice");
    assert!(is_active(&server, text(&tokens, "access_token")));
    assert_eq!(refresh(&server, text(&tokens, "refresh_token"), "").status(), 200);
    assert_refused(&poll(&server, &started), 400, "invalid_grant", "over");
}

#[test]
fn polling_too_often_lengthens_the_interval_for_good() {
    let server = server();
    let started = start(&server);
    let polled = |seconds| {
        wait(&server, seconds);
        json(&poll(&server, &started))["error"].as_str().unwrap().to_owned()
    };
    assert_eq!(polled(0), "authorization_pending", "the first time there is nothing to be faster than");
    assert_eq!(polled(4), "slow_down");
    assert_eq!(polled(9), "slow_down", "the interval is 10 s now");
    assert_eq!(polled(14), "slow_down", "and 15 s");
    assert_eq!(polled(20), "authorization_pending");
    assert_eq!(polled(19), "slow_down");
}

#[test]
fn a_request_can_be_denied_or_expire() {
    let server = server();
    let (refused, forgotten) = (start(&server), start(&server));
    server.deny_device(text(&refused, "user_code")).unwrap();
    assert_refused(&poll(&server, &refused), 400, "access_denied", "denied");
    wait(&server, 599);
    assert_refused(&poll(&server, &forgotten), 400, "authorization_pending", "not decided");
    wait(&server, 1);
    assert_refused(&poll(&server, &forgotten), 400, "expired_token", "expired");
    server.approve_device(text(&forgotten, "user_code")).unwrap();
    assert_refused(&poll(&server, &forgotten), 400, "expired_token", "expired");
}

#[test]
fn a_decision_needs_a_known_code_and_a_user() {
    let server = AuthorizationServer::new().client(web());
    let started = start(&server);
    assert_eq!(server.approve_device(text(&started, "user_code")), Err(DecisionError::NoUserSignedIn));
    server.sign_in_as("alice");
    assert_eq!(server.approve_device("BCDF-GHJK"), Err(DecisionError::NothingPending));
    assert_eq!(server.deny_device("BCDF-GHJK"), Err(DecisionError::NothingPending));
}

#[test]
fn opening_the_page_decides() {
    let server = AuthorizationServer::new().client(web());
    let visit = |url: &str| server.handle(Request::get(url).body("").unwrap());
    let started = start(&server);
    let complete = text(&started, "verification_uri_complete");
    let form = visit(text(&started, "verification_uri"));
    assert_eq!(
        (form.status().as_u16(), form.headers()["content-type"].as_bytes()),
        (200, b"text/html;charset=UTF-8".as_slice())
    );
    assert_eq!(visit(complete).status(), 403, "no user is signed in");
    server.sign_in_as("bob");
    assert_eq!(visit(&format!("{}?user_code=x", text(&started, "verification_uri"))).status(), 404);
    assert_eq!(visit(complete).status(), 200);
    assert_eq!(claims(text(&json(&poll(&server, &started)), "id_token"))["sub"], "bob");
    let started = start(&server);
    server.deny();
    visit(text(&started, "verification_uri_complete"));
    assert_refused(&poll(&server, &started), 400, "access_denied", "denied");
    assert_eq!(server.ledger().count_at(Endpoint::DeviceVerification), 5);
}

#[test]
fn a_device_code_is_bound_to_its_client() {
    let server = server().client(RegisteredClient::none("other"));
    let started = start(&server);
    let body = format!("{GRANT}&client_id=other&device_code={}", text(&started, "device_code"));
    assert_refused(&server.handle(crate::request::bare(&server, &body)), 400, "invalid_grant", "another client");
    assert_refused(&server.handle(post(&server, GRANT)), 400, "invalid_request", "device_code is missing");
}

#[test]
fn a_public_client_needs_no_secret_but_the_grant() {
    let server = server_of(RegisteredClient::none(ID).scopes(["read"]));
    let started = json(&post_bare(&server, Endpoint::DeviceAuthorization, &format!("client_id={ID}")));
    server.approve_device(text(&started, "user_code")).unwrap();
    let body = format!("{GRANT}&client_id={ID}&device_code={}", text(&started, "device_code"));
    assert_eq!(server.handle(crate::request::bare(&server, &body)).status(), 200);
    assert_refused(&post_bare(&server, Endpoint::DeviceAuthorization, ""), 401, "invalid_client", "Invalid");
    let server = server_of(web().grant_types([GrantType::AuthorizationCode]));
    assert_refused(&post_to(&server, Endpoint::DeviceAuthorization, ""), 400, "unauthorized_client", "device_code");
    let server = crate::browser::server();
    assert_refused(&post_to(&server, Endpoint::DeviceAuthorization, "scope=x"), 400, "invalid_scope", "x");
}

#[test]
fn the_interval_can_be_shorter() {
    let second = Duration::from_secs(1);
    let server = server_of(web().polling_interval(second).polling_lifetime(second * 3));
    let started = start(&server);
    assert_eq!((&started["interval"], &started["expires_in"]), (&1.into(), &3.into()));
    for expected in ["authorization_pending", "authorization_pending", "authorization_pending", "expired_token"] {
        assert_eq!(json(&poll(&server, &started))["error"], expected);
        wait(&server, 1);
    }
}

#[test]
fn deviations_of_real_servers() {
    let server = server();
    server.queue(Fault::no_interval());
    server.queue(Fault::verification_url());
    let (without, alias) = (start(&server), start(&server));
    assert_eq!((without.get("interval"), without.as_object().unwrap().len()), (None, 5));
    assert_eq!(alias.get("verification_uri"), None);
    assert!(text(&alias, "verification_url").ends_with("/device/go"));
    for started in [without, alias] {
        server.approve_device(text(&started, "user_code")).unwrap();
        assert_eq!(poll(&server, &started).status(), 200, "the rest of it is in order");
    }
}

#[test]
fn a_custom_domain_has_a_verification_page() {
    let server = server().base("https://id.example.com").custom_domain();
    assert_eq!(server.endpoint(Endpoint::DeviceVerification), "https://id.example.com/device/go");
    let url = server.endpoint(Endpoint::DeviceVerification);
    assert_eq!(server.handle(Request::get(url).body("").unwrap()).status(), 200);
}
