//! The token endpoint, for an authenticated client.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, Request};
use oauth_testkit::{AuthorizationServer, GrantType, RegisteredClient};
use serde_json::Value;

use crate::request::{FORM, ID, SECRET, assert_refused, bare, basic, basic_server, good, json};

fn part(token: &str, at: usize) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(token.split('.').nth(at).unwrap()).unwrap()
}

#[test]
fn a_token_is_granted() {
    let server = basic_server();
    let response = server.handle(basic(&server, "grant_type=client_credentials&scope=b"));
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.headers()["cache-control"], "no-store");
    let body = json(&response);
    let token = body["access_token"].as_str().unwrap();
    let text = format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":3600,"scope":"b"}}"#);
    assert_eq!(response.body(), text.as_bytes());
}

#[test]
fn the_token_looks_like_a_jwt() {
    let server = basic_server();
    let body = json(&server.handle(good(&server)));
    let token = body["access_token"].as_str().unwrap();
    assert_eq!(token.split('.').count(), 3);
    assert_eq!(part(token, 0), br#"{"alg":"RS256","typ":"at+jwt","kid":"testkit"}"#);
    assert_eq!(part(token, 2).len(), 256);
    let claims: Value = serde_json::from_slice(&part(token, 1)).unwrap();
    assert_eq!(claims["iss"], server.issuer());
    assert_eq!((&claims["sub"], &claims["client_id"]), (&ID.into(), &ID.into()));
    assert_eq!((&claims["iat"], &claims["exp"]), (&1_767_225_600.into(), &1_767_229_200.into()));
    assert_eq!(claims["scope"], "a b");
    assert_eq!(claims["jti"].as_str().unwrap().len(), 36);
}

#[test]
fn tokens_are_unique_and_deterministic() {
    let (first, second) = (basic_server(), basic_server());
    let tokens =
        |server: &AuthorizationServer| [server.handle(good(server)), server.handle(good(server))].map(|r| json(&r));
    let (run, again) = (tokens(&first), tokens(&second));
    assert_eq!(run, again);
    assert_ne!(run[0]["access_token"], run[1]["access_token"]);
    assert_ne!(tokens(&basic_server().seed(1))[0]["access_token"], run[0]["access_token"]);
}

#[test]
fn all_scopes_are_granted_by_default() {
    let server = basic_server();
    assert_eq!(json(&server.handle(good(&server)))["scope"], "a b");
    let worker = AuthorizationServer::new().client(RegisteredClient::client_secret_basic(ID, SECRET));
    assert_eq!(json(&worker.handle(good(&worker))).get("scope"), None);
}

#[test]
fn an_unknown_scope_is_refused() {
    let server = basic_server();
    let response = server.handle(basic(&server, "grant_type=client_credentials&scope=a+c"));
    assert_refused(&response, 400, "invalid_scope", "The scope c is unknown");
    let response = server.handle(basic(&server, "grant_type=client_credentials&scope=a%2Cb"));
    assert_refused(&response, 400, "invalid_scope", "a,b");
}

#[test]
fn the_lifetime_is_an_option_of_the_client() {
    let client = RegisteredClient::client_secret_basic(ID, SECRET).token_lifetime(std::time::Duration::from_secs(300));
    let server = AuthorizationServer::new().client(client);
    assert_eq!(json(&server.handle(good(&server)))["expires_in"], 300);
}

#[test]
fn the_grant_must_be_present_known_and_allowed() {
    let server = basic_server();
    for body in ["", "scope=a", "grant_type="] {
        let response = server.handle(basic(&server, body));
        assert_refused(&response, 400, "invalid_request", "grant_type is missing");
    }
    let response = server.handle(basic(&server, "grant_type=Client_Credentials"));
    assert_refused(&response, 400, "unsupported_grant_type", "does not support");
    let none = RegisteredClient::client_secret_basic(ID, SECRET).grant_types([]);
    let server = AuthorizationServer::new().client(none);
    assert_refused(&server.handle(good(&server)), 400, "unauthorized_client", "client_credentials");
    let one = RegisteredClient::client_secret_basic(ID, SECRET).grant_types([GrantType::ClientCredentials]);
    let server = AuthorizationServer::new().client(one);
    assert_eq!(server.handle(good(&server)).status(), 200);
}

#[test]
fn a_public_client_gets_no_token_of_its_own() {
    let server = AuthorizationServer::new().client(RegisteredClient::none(ID));
    let response = server.handle(bare(&server, &format!("grant_type=client_credentials&client_id={ID}")));
    assert_refused(&response, 400, "unauthorized_client", "public client");
}

#[test]
fn a_repeated_parameter_is_refused() {
    let server = basic_server();
    for body in
        ["grant_type=client_credentials&grant_type=client_credentials", "grant_type=client_credentials&x=1&%78=2"]
    {
        assert_refused(&server.handle(basic(&server, body)), 400, "invalid_request", "more than once");
    }
}

#[test]
fn a_body_that_is_not_a_form_is_refused() {
    let server = basic_server();
    let body = "grant_type=client_credentials&scope=%zz";
    assert_refused(&server.handle(basic(&server, body)), 400, "invalid_request", "percent sign");
    let body = "grant_type=client_credentials&scope=%ff";
    assert_refused(&server.handle(basic(&server, body)), 400, "invalid_request", "not UTF-8");
}

#[test]
fn only_post_is_accepted() {
    let server = basic_server();
    for method in [Method::GET, Method::PUT, Method::HEAD] {
        let mut request = good(&server);
        *request.method_mut() = method;
        let response = server.handle(request);
        assert_refused(&response, 405, "invalid_request", "POST only");
        assert_eq!(response.headers()["allow"], "POST");
    }
}

#[test]
fn the_content_type_must_be_that_of_a_form() {
    let server = basic_server();
    let with = |types: &[&str]| {
        let mut request = good(&server);
        request.headers_mut().remove("content-type");
        for value in types {
            request.headers_mut().append("content-type", value.parse().unwrap());
        }
        server.handle(request)
    };
    for types in
        [[].as_slice(), &["application/json"], &["text/plain"], &[FORM, FORM], &["application/x-www-form-urlencodedx"]]
    {
        assert_refused(&with(types), 400, "invalid_request", "Content-Type");
    }
    assert_eq!(with(&["Application/X-www-form-urlencoded; charset=UTF-8"]).status(), 200);
}

#[test]
fn a_request_for_another_host_or_path_is_not_found() {
    let server = basic_server();
    let issuer = server.issuer();
    for url in [
        issuer.replace("auth.pingone.com", "auth.pingone.eu") + "/token",
        issuer.replace("https", "http") + "/token",
        issuer.replace("abfb", "0000") + "/token",
        format!("{issuer}/token/"),
        format!("{issuer}token"),
        "https://auth.pingone.com/as/token".to_owned(),
    ] {
        let mut request = good(&server);
        *request.uri_mut() = url.parse().unwrap();
        let response = server.handle(request);
        assert_refused(&response, 404, "not_found", &issuer);
    }
    assert_eq!(server.ledger().count(), 6);
    assert!(server.ledger().entries().iter().all(|entry| entry.endpoint().is_none()));
}

#[test]
fn a_target_without_a_host_is_accepted() {
    let server = basic_server();
    let path = format!("/{}/as/token", "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6");
    let (parts, body) = good(&server).into_parts();
    let mut request = Request::from_parts(parts, body);
    *request.uri_mut() = path.parse().unwrap();
    assert_eq!(server.handle(request).status(), 200);
}
