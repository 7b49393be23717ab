//! Pushed authorization requests.

use std::time::Duration;

use http::{Request, Response};
use oauth_testkit::{AuthorizationServer, Endpoint, RegisteredClient};

use crate::browser::{
    CALLBACK, code_query, parameters, post_bare, post_to, redeem, server, server_of, text, visit, web,
};
use crate::request::{BASIC, FORM, ID, SECRET, assert_refused, json};

fn push(server: &AuthorizationServer, more: &str) -> Response<Vec<u8>> {
    post_bare(server, Endpoint::PushedAuthorizationRequest, &format!("{}&client_secret={SECRET}", code_query(more)))
}

fn open(server: &AuthorizationServer, pushed: &Response<Vec<u8>>) -> Response<Vec<u8>> {
    visit(server, &format!("client_id={ID}&request_uri={}", text(&json(pushed), "request_uri")))
}

#[test]
fn a_pushed_request_can_be_used_once() {
    let server = server();
    let pushed = push(&server, "&nonce=n1");
    let uri = text(&json(&pushed), "request_uri").to_owned();
    assert_eq!((pushed.status().as_u16(), uri.len()), (201, "urn:ietf:params:oauth:request_uri:".len() + 36));
    assert_eq!(pushed.body(), format!(r#"{{"request_uri":"{uri}","expires_in":60}}"#).as_bytes());
    let returned = parameters(&open(&server, &pushed), '?');
    assert_eq!(returned["state"], "s 1");
    let tokens = json(&redeem(&server, &returned["code"]));
    assert_eq!(crate::id_token::claims(text(&tokens, "id_token"))["nonce"], "n1");
    assert_refused(&open(&server, &pushed), 400, "invalid_request_uri", "used before");
}

#[test]
fn only_the_pushed_parameters_count() {
    let server = server();
    let uri = text(&json(&push(&server, "")), "request_uri").to_owned();
    let response =
        visit(&server, &format!("client_id={ID}&request_uri={uri}&redirect_uri=https://evil.example/&state=x"));
    assert_eq!(parameters(&response, '?')["state"], "s 1");
}

#[test]
fn it_expires_after_a_minute_and_is_bound_to_its_client() {
    let server = server().client(RegisteredClient::none("other").redirect_uris([CALLBACK]));
    let (early, late) = (push(&server, ""), push(&server, ""));
    server.clock().advance(Duration::from_secs(59));
    let uri = text(&json(&early), "request_uri").to_owned();
    let response = visit(&server, &format!("client_id=other&request_uri={uri}"));
    assert_refused(&response, 400, "invalid_request_uri", "another client");
    assert!(parameters(&open(&server, &early), '?').contains_key("code"));
    server.clock().advance(Duration::from_secs(1));
    assert_refused(&open(&server, &late), 400, "invalid_request_uri", "expired");
    assert_refused(&visit(&server, &format!("client_id={ID}&request_uri=x")), 400, "invalid_request_uri", "unknown");
}

#[test]
fn invalid_requests_are_refused_when_pushed() {
    let server = server();
    assert_refused(&push(&server, "&request_uri=x"), 400, "invalid_request", "another one");
    assert_refused(&push(&server, "&response_mode=x"), 400, "invalid_request", "response_mode");
    let push = |change: &dyn Fn(String) -> String| {
        let body = change(format!("{}&client_secret={SECRET}", code_query("")));
        post_bare(&server, Endpoint::PushedAuthorizationRequest, &body)
    };
    let response = push(&|body| body.replace("read", "admin"));
    assert_refused(&response, 400, "invalid_scope", "admin");
    let response = push(&|body| body.replace("%2Fcb", "%2Fother"));
    assert_refused(&response, 400, "invalid_request", "not one that the client has");
    let response = push(&|body| body.replace(SECRET, "wrong"));
    assert_refused(&response, 401, "invalid_client", "Invalid client credentials");
    let response = push(&|body| body.replace("response_type=code", "response_type=x"));
    assert_refused(&response, 400, "unsupported_response_type", "support");
}

#[test]
fn the_client_id_is_a_parameter_and_the_secret_is_not() {
    let client = RegisteredClient::client_secret_basic(ID, SECRET).scopes(["openid", "read"]).redirect_uris([CALLBACK]);
    let server = server_of(client);
    let push = |body: &str| {
        let request = Request::post(server.endpoint(Endpoint::PushedAuthorizationRequest)).header("content-type", FORM);
        server.handle(request.header("authorization", BASIC).body(body.to_owned()).unwrap())
    };
    assert_eq!(push(&code_query("")).status(), 201);
    let without = code_query("").replace(&format!("client_id={ID}&"), "");
    assert_refused(&push(&without), 400, "invalid_request", "client_id is missing");
    assert_refused(&push(&code_query("").replace(ID, "other")), 400, "invalid_request", "not that of the credentials");
    let response = push(&code_query(&format!("&client_secret={SECRET}")));
    assert_refused(&response, 400, "invalid_request", "client_secret");
}

#[test]
fn pushing_can_be_required() {
    let server = server_of(web().require_pushed_authorization_requests());
    let returned = parameters(&visit(&server, &code_query("")), '?');
    assert_eq!(returned["error"], "invalid_request");
    assert!(returned["error_description"].contains("must push"));
    assert!(parameters(&open(&server, &push(&server, "")), '?').contains_key("code"));
}

#[test]
fn the_user_decides_when_it_is_opened() {
    let server = server();
    let pushed = push(&server, "");
    server.deny();
    assert_eq!(parameters(&open(&server, &pushed), '?')["error"], "access_denied");
    assert_refused(&post_to(&server, Endpoint::PushedAuthorizationRequest, ""), 400, "invalid_request", "redirect_uri");
}
