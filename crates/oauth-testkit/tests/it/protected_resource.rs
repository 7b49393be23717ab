//! Protected resources, their challenges and their metadata.

use std::time::Duration;

use http::{Request, Response};
use oauth_testkit::{AuthorizationServer, ProtectedResource};
use serde_json::json;

use crate::browser::{code, redeem, server, server_of, text, tokens, web};
use crate::request::{assert_refused, json};

fn get(server: &AuthorizationServer, token: &str) -> Response<Vec<u8>> {
    let request = Request::get(server.resource_url("orders")).header("authorization", format!("Bearer {token}"));
    server.handle(request.body("").unwrap())
}

fn challenge(response: &Response<Vec<u8>>) -> &str {
    response.headers()["www-authenticate"].to_str().unwrap()
}

#[test]
fn a_token_gives_access() {
    let server = server().protected_resource(ProtectedResource::new("orders").scopes(["read"]));
    let response = get(&server, text(&tokens(&server), "access_token"));
    let expected = json!({
        "resource": "https://auth.pingone.com/api/orders", "sub": "alice", "client_id": crate::request::ID,
    });
    assert_eq!((response.status().as_u16(), json(&response)), (200, expected));
}

#[test]
fn any_path_below_the_resource_is_the_resource() {
    let server = server().protected_resource(ProtectedResource::new("orders").scopes(["read"]));
    let tokens = tokens(&server);
    let bearer = format!("Bearer {}", text(&tokens, "access_token"));
    let get = |url: String| {
        server.handle(Request::get(url).header("authorization", &bearer).body("").unwrap()).status().as_u16()
    };
    for (below, status) in [("", 200), ("/", 200), ("/7/lines?page=2", 200), ("x", 404), ("x/orders", 404)] {
        assert_eq!(get(format!("{}{below}", server.resource_url("orders"))), status, "{below}");
    }
    assert_eq!(get(format!("{}/7", server.resource_metadata_url("orders"))), 404);
    assert_eq!(get(server.resource_metadata_url("orders")), 200);
}

#[test]
fn a_challenge_leads_to_its_metadata() {
    let server = AuthorizationServer::new().protected_resource(ProtectedResource::new("orders").scopes(["read", "x"]));
    let response = server.handle(Request::get(server.resource_url("orders")).body("").unwrap());
    assert_refused(&response, 401, "unauthorized", "no access token");
    let url = server.resource_metadata_url("orders");
    assert_eq!(url, "https://auth.pingone.com/.well-known/oauth-protected-resource/api/orders");
    let expected = format!(r#"Bearer realm="orders", resource_metadata="{url}", scope="read x""#);
    assert_eq!(challenge(&response), expected);
    let metadata = server.handle(Request::get(url).body("").unwrap());
    let expected = json!({
        "resource": server.resource_url("orders"), "authorization_servers": [server.issuer()],
        "scopes_supported": ["read", "x"], "bearer_methods_supported": ["header"], "resource_name": "orders",
    });
    assert_eq!(json(&metadata), expected);
}

#[test]
fn an_insufficient_token_is_refused() {
    let server = server().protected_resource(ProtectedResource::new("orders").scopes(["write"]));
    let response = get(&server, "x");
    assert_refused(&response, 401, "invalid_token", "unknown");
    assert!(challenge(&response).contains(r#"scope="write", error="invalid_token", error_description=""#));
    let response = get(&server, text(&tokens(&server), "access_token"));
    assert_refused(&response, 403, "insufficient_scope", "too few scopes");
    assert!(challenge(&response).contains(r#"scope="write", error="insufficient_scope""#), "{}", challenge(&response));
}

#[test]
fn a_token_for_another_resource_is_refused() {
    let url = AuthorizationServer::new().resource_url("orders");
    let server = server_of(web().resources([url.as_str(), "https://api.example/a"]));
    let server = server.protected_resource(ProtectedResource::new("orders"));
    let with = |resource: &str| {
        let tokens = json(&redeem(&server, &code(&server, &format!("&resource={resource}"))));
        get(&server, text(&tokens, "access_token"))
    };
    assert_eq!(with(&url).status(), 200);
    assert_refused(&with("https://api.example/a"), 401, "invalid_token", "another resource");
}

#[test]
fn a_resource_can_require_a_stronger_sign_in() {
    let orders = ProtectedResource::new("orders").acr_values(["mfa", "hwk"]);
    let server = server().protected_resource(orders);
    let with = |more: &str| {
        let tokens = json(&redeem(&server, &code(&server, more)));
        get(&server, text(&tokens, "access_token"))
    };
    for weak in ["", "&acr_values=pwd"] {
        let response = with(weak);
        assert_refused(&response, 401, "insufficient_user_authentication", "another way");
        let expected = r#", acr_values="mfa hwk", error="insufficient_user_authentication", error_description=""#;
        assert!(challenge(&response).contains(expected), "{}", challenge(&response));
    }
    assert_eq!(with("&acr_values=hwk+mfa").status(), 200);
}

#[test]
fn a_resource_can_require_a_recent_sign_in() {
    let orders = ProtectedResource::new("orders").max_age(Duration::from_secs(300));
    let server = server().protected_resource(orders);
    let token = text(&tokens(&server), "access_token").to_owned();
    server.clock().advance(Duration::from_secs(300));
    assert_eq!(get(&server, &token).status(), 200);
    server.clock().advance(Duration::from_secs(1));
    let response = get(&server, &token);
    assert_refused(&response, 401, "insufficient_user_authentication", "sign in again");
    assert!(challenge(&response).contains(r#", max_age="300", error="#), "{}", challenge(&response));
    let own = crate::request::post(&server, "grant_type=client_credentials");
    let own = text(&json(&server.handle(own)), "access_token").to_owned();
    assert_refused(&get(&server, &own), 401, "insufficient_user_authentication", "sign in again");
}

#[test]
fn an_unknown_resource_is_not_found() {
    let server = server().protected_resource(ProtectedResource::new("orders")).environment_id("api");
    for url in [server.resource_url("x"), server.resource_metadata_url("x"), "https://auth.pingone.com/api".to_owned()]
    {
        assert_refused(&server.handle(Request::get(url).body("").unwrap()), 404, "not_found", "");
    }
    let metadata = server.handle(Request::get(server.openid_configuration_url()).body("").unwrap());
    assert_eq!(json(&metadata)["issuer"], "https://auth.pingone.com/api/as");
}
