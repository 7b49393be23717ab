//! PingOne's management API: the record of an application, its secret and the rotation of that.

use std::time::Duration;

use http::{Method, Request, Response};
use oauth_testkit::{AuthorizationServer, Endpoint, GrantType, PkceEnforcement, PublicKey, RegisteredClient};
use serde_json::Value;

use crate::request::{ID, SECRET, bare, json};

const ENV: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
const WORKER: &str = "0d1e2f30-8f00-4630-b8b0-2c02ce94168a";
const GRANT: &str = "grant_type=client_credentials";

/// A worker, and an application that it manages.
fn server() -> AuthorizationServer {
    let application = RegisteredClient::client_secret_post(ID, SECRET)
        .grant_types([GrantType::ClientCredentials, GrantType::DeviceCode])
        .redirect_uris(["https://app.example/cb"])
        .pkce_enforcement(PkceEnforcement::S256Required);
    let worker = RegisteredClient::client_secret_post(WORKER, "w0rker").worker();
    AuthorizationServer::new().client(application).client(worker)
}

fn token_response(server: &AuthorizationServer, id: &str, secret: &str) -> Response<Vec<u8>> {
    server.handle(bare(server, &format!("{GRANT}&client_id={id}&client_secret={secret}")))
}

fn token(server: &AuthorizationServer, id: &str, secret: &str) -> String {
    json(&token_response(server, id, secret))["access_token"].as_str().unwrap().to_owned()
}

fn send(server: &AuthorizationServer, method: Method, path: &str, token: &str, body: &str) -> Response<Vec<u8>> {
    let url = format!("{}/{path}", server.endpoint(Endpoint::PingOneApplication));
    let mut request = Request::builder().method(method).uri(url);
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    if !body.is_empty() {
        request = request.header("content-type", "application/json");
    }
    server.handle(request.body(body.to_owned()).unwrap())
}

fn get(server: &AuthorizationServer, path: &str, token: &str) -> Response<Vec<u8>> {
    send(server, Method::GET, path, token, "")
}

fn secret_path() -> String {
    format!("{ID}/secret")
}

#[track_caller]
fn assert_api_error(response: &Response<Vec<u8>>, status: u16, code: &str, detail: Option<&str>) {
    let body = json(response);
    assert_eq!((response.status().as_u16(), body["code"].as_str()), (status, Some(code)), "{body}");
    assert_eq!(body["details"][0]["code"].as_str(), detail, "{body}");
    assert_eq!((body["id"].as_str().unwrap().len(), body.get("error")), (36, None));
}

#[test]
fn the_record() {
    let server = server();
    let response = get(&server, ID, &token(&server, WORKER, "w0rker"));
    let base = format!("https://api.pingone.com/v1/environments/{ENV}/applications/{ID}");
    let expected = format!(
        r#"{{"_links":{{"self":{{"href":"{base}"}},"secret":{{"href":"{base}/secret"}}}},"environment":{{"id":"{ENV}"}},"id":"{ID}","name":"{ID}","enabled":true,"hiddenFromAppPortal":false,"type":"WEB_APP","protocol":"OPENID_CONNECT","grantTypes":["CLIENT_CREDENTIALS","DEVICE_CODE"],"responseTypes":[],"redirectUris":["https://app.example/cb"],"postLogoutRedirectUris":[],"tokenEndpointAuthMethod":"CLIENT_SECRET_POST","pkceEnforcement":"S256_REQUIRED"}}"#
    );
    assert_eq!((response.status().as_u16(), std::str::from_utf8(response.body()).unwrap()), (200, &*expected));
    assert_eq!(server.ledger().last().unwrap().endpoint(), Some(Endpoint::PingOneApplication));
}

#[test]
fn the_other_records() {
    let server = server()
        .client(RegisteredClient::none("public").grant_types([GrantType::AuthorizationCode, GrantType::Implicit]))
        .client(RegisteredClient::client_secret_basic("off", "s").disabled());
    let token = token(&server, WORKER, "w0rker");
    let member = |id: &str, name: &str| json(&get(&server, id, &token))[name].clone();
    assert_eq!(member("public", "tokenEndpointAuthMethod"), "NONE");
    assert_eq!(member("public", "type"), "NATIVE_APP");
    assert_eq!(member("public", "responseTypes"), Value::from(vec!["CODE", "TOKEN", "ID_TOKEN"]));
    assert_eq!(member("public", "pkceEnforcement"), "OPTIONAL");
    assert_eq!((member("off", "enabled"), member("off", "type")), (false.into(), "SERVICE".into()));
    assert_eq!((member(WORKER, "type"), member(WORKER, "enabled")), ("WORKER".into(), true.into()));
    let grants = member(WORKER, "grantTypes");
    assert!(grants.as_array().unwrap().contains(&"TOKEN_EXCHANGE".into()), "{grants}");
    let response = token_response(&server, "off", "s");
    crate::request::assert_refused(&response, 401, "invalid_client", "Unsupported authentication method");
    let server = server.client(RegisteredClient::client_secret_post("off", "s").disabled());
    let response = token_response(&server, "off", "s");
    crate::request::assert_refused(&response, 401, "invalid_client", "The application is disabled");
}

#[test]
fn the_record_of_a_client_with_a_key_has_its_key_set_as_a_text() {
    let key = || PublicKey::from_pem(crate::pem::P256).unwrap().with_key_id("k1");
    let server = server()
        .client(RegisteredClient::private_key_jwt("key", [key()]))
        .client(RegisteredClient::private_key_jwt("url", [key()]).jwks_url("https://app.example/jwks"))
        .client(RegisteredClient::client_secret_jwt("shared", "s3cret"));
    let token = token(&server, WORKER, "w0rker");
    let record = |id: &str| json(&get(&server, id, &token));
    let jwks = r#"{"keys":[{"kty":"EC","crv":"P-256","x":"8DzW_9DlhW-CVJMSHWZkS_CvhK7I0NTslu0MWGlo9M8","y":"X_fIwSfL8wvc97sKiifFrJopgmF0XOipzNF-qOXrqx4","use":"sig","kid":"k1"}]}"#;
    let with_keys = record("key");
    assert_eq!((&with_keys["tokenEndpointAuthMethod"], &with_keys["jwks"]), (&"PRIVATE_KEY_JWT".into(), &jwks.into()));
    assert_eq!((with_keys.get("jwksUrl"), &with_keys["type"]), (None, &"SERVICE".into()));
    let with_url = record("url");
    assert_eq!((&with_url["jwksUrl"], with_url.get("jwks")), (&"https://app.example/jwks".into(), None));
    let shared = record("shared");
    assert_eq!((&shared["tokenEndpointAuthMethod"], shared.get("jwks")), (&"CLIENT_SECRET_JWT".into(), None));
    assert_eq!(json(&get(&server, "shared/secret", &token))["secret"], "s3cret");
    assert_api_error(&get(&server, "key/secret", &token), 404, "NOT_FOUND", None);
}

#[test]
fn only_a_worker_is_let_in() {
    let server = server();
    let worker = token(&server, WORKER, "w0rker");
    for path in [ID, &*secret_path()] {
        for token in ["", "unknown", "a b"] {
            let response = get(&server, path, token);
            assert_api_error(&response, 401, "ACCESS_FAILED", Some("INVALID_TOKEN"));
            assert_eq!(response.headers()["www-authenticate"], "Bearer realm=\"PingOne\"");
        }
        let response = get(&server, path, &token(&server, ID, SECRET));
        assert_api_error(&response, 403, "ACCESS_FAILED", Some("INSUFFICIENT_PERMISSIONS"));
        assert_api_error(&send(&server, Method::DELETE, path, &worker, ""), 405, "REQUEST_FAILED", None);
        assert_eq!(get(&server, path, &worker).status(), 200);
    }
    assert_api_error(&get(&server, "nobody", &worker), 404, "NOT_FOUND", None);
    assert_api_error(&get(&server, "nobody/secret", &worker), 404, "NOT_FOUND", None);
    server.clock().advance(Duration::from_secs(3600));
    assert_api_error(&get(&server, ID, &worker), 401, "ACCESS_FAILED", Some("INVALID_TOKEN"));
}

#[test]
fn a_worker_has_no_access_to_its_own_secret() {
    let server = server();
    let worker = token(&server, WORKER, "w0rker");
    for method in [Method::GET, Method::POST] {
        let response = send(&server, method, &format!("{WORKER}/secret"), &worker, "");
        assert_api_error(&response, 403, "ACCESS_FAILED", Some("INSUFFICIENT_PERMISSIONS"));
    }
    assert_eq!(token_response(&server, WORKER, "w0rker").status(), 200, "it was not rotated");
    let other = "11111111-8f00-4630-b8b0-2c02ce94168a";
    let server = server.client(RegisteredClient::client_secret_post(other, "0ther").worker());
    let response = get(&server, &format!("{WORKER}/secret"), &token(&server, other, "0ther"));
    assert_eq!(json(&response)["secret"], "w0rker");
}

#[test]
fn a_rotation_leaves_the_previous_secret_for_a_while() {
    let server = server();
    let worker = token(&server, WORKER, "w0rker");
    let before = json(&get(&server, &secret_path(), &worker));
    assert_eq!((before["secret"].as_str(), before.get("previous")), (Some(SECRET), None));

    // The clock of the server begins at 2026-01-01.
    let body = r#"{"previous":{"expiresAt":"2026-01-01T00:10:00.000Z"}}"#;
    let rotated = json(&send(&server, Method::POST, &secret_path(), &worker, body));
    let new = rotated["secret"].as_str().unwrap();
    assert_eq!((new.len(), rotated["previous"]["secret"].as_str()), (64, Some(SECRET)));
    assert_eq!(rotated["previous"]["expiresAt"], "2026-01-01T00:10:00.000Z");
    assert_eq!(rotated["previous"].get("lastUsed"), None);
    assert_eq!(json(&get(&server, &secret_path(), &worker)), rotated);
    assert_eq!(token_response(&server, ID, new).status(), 200);
    assert_eq!(json(&get(&server, &secret_path(), &worker)), rotated, "the new one was used, not the previous");

    server.clock().advance(Duration::from_secs(599));
    assert_eq!(token_response(&server, ID, SECRET).status(), 200);
    let read = json(&get(&server, &secret_path(), &worker));
    assert_eq!(read["previous"]["lastUsed"], "2026-01-01T00:09:59.000Z");
    server.clock().advance(Duration::from_secs(1));
    assert_eq!([SECRET, new].map(|secret| token_response(&server, ID, secret).status().as_u16()), [401, 200]);
    assert_eq!(json(&get(&server, &secret_path(), &worker)).get("previous"), None);
    let printed = server.ledger().to_string();
    assert!(!printed.contains(SECRET) && !printed.contains(new), "{printed}");
}

#[test]
fn a_rotation_at_once() {
    for body in ["", "{}"] {
        let server = server();
        let worker = token(&server, WORKER, "w0rker");
        let rotated = json(&send(&server, Method::POST, &secret_path(), &worker, body));
        let new = rotated["secret"].as_str().unwrap();
        assert_eq!(rotated.get("previous"), None);
        assert_eq!([SECRET, new].map(|secret| token_response(&server, ID, secret).status().as_u16()), [401, 200]);
    }
}

#[test]
fn a_rotation_is_refused_for_more_than_thirty_days() {
    let server = server();
    let worker = token(&server, WORKER, "w0rker");
    let rotate = |body: &str| send(&server, Method::POST, &secret_path(), &worker, body);
    for expires_at in
        ["2026-01-31T00:00:00.001Z", "2026-01-01T00:00:59Z", "2025-12-31T00:00:00Z", "soon", "2026-01-02T00:00:00"]
    {
        let response = rotate(&format!(r#"{{"previous":{{"expiresAt":"{expires_at}"}}}}"#));
        assert_api_error(&response, 400, "INVALID_DATA", Some("INVALID_VALUE"));
        assert_eq!(json(&response)["details"][0]["target"], "previous.expiresAt");
    }
    for body in [r#"{"previous":{}}"#, r#"{"previous":{"expiresAt":1767225700}}"#, r#"{"previous":7}"#, "[]", "{"] {
        assert_api_error(&rotate(body), 400, "INVALID_DATA", Some("INVALID_VALUE"));
    }
    assert_eq!(token_response(&server, ID, SECRET).status(), 200, "nothing was rotated");
    for expires_at in ["2026-01-31T00:00:00Z", "2026-01-01T02:01:00+02:00"] {
        assert_eq!(rotate(&format!(r#"{{"previous":{{"expiresAt":"{expires_at}"}}}}"#)).status(), 200, "{expires_at}");
    }
}

#[test]
fn a_public_client_has_no_secret() {
    let server = server().client(RegisteredClient::none("public"));
    let worker = token(&server, WORKER, "w0rker");
    for method in [Method::GET, Method::POST] {
        assert_api_error(&send(&server, method, "public/secret", &worker, ""), 404, "NOT_FOUND", None);
    }
}

#[test]
fn where_it_is() {
    let api = |server: AuthorizationServer| server.pingone_api();
    assert_eq!(api(AuthorizationServer::new()), "https://api.pingone.com");
    assert_eq!(api(AuthorizationServer::new().base("https://auth.pingone.com.au")), "https://api.pingone.com.au");
    assert_eq!(api(AuthorizationServer::new().base("http://127.0.0.1:1")), "http://127.0.0.1:1");
    let server = server();
    let worker = token(&server, WORKER, "w0rker");
    for (url, status) in [
        (format!("https://api.pingone.com/v1/environments/{ENV}/applications/{ID}"), 200),
        (format!("/v1/environments/{ENV}/applications/{ID}"), 200),
        (format!("https://auth.pingone.com/v1/environments/{ENV}/applications/{ID}"), 404),
        (format!("https://api.pingone.com/{ENV}/as/jwks"), 404),
        (format!("https://api.pingone.com/v1/environments/{WORKER}/applications/{ID}"), 404),
        (format!("https://api.pingone.com/v1/environments/{ENV}/applications/"), 404),
        (format!("https://api.pingone.com/v1/environments/{ENV}/applications/{ID}/x"), 404),
        (format!("https://api.pingone.com/v1/environments/{ENV}x/applications/{ID}"), 404),
    ] {
        let request = Request::get(&url).header("authorization", format!("Bearer {worker}"));
        assert_eq!(server.handle(request.body("").unwrap()).status(), status, "{url}");
    }
    let server = server.environment_id(WORKER);
    let url = format!("https://api.pingone.com/v1/environments/{WORKER}/applications");
    assert_eq!(server.endpoint(Endpoint::PingOneApplicationSecret), url);
}
