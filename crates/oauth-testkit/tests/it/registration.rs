//! Dynamic client registration and its management.

use http::{Method, Request, Response};
use oauth_testkit::{AuthorizationServer, Endpoint};
use serde_json::{Value, json};

use crate::browser::{is_active, location, server, text, visit};
use crate::request::{assert_refused, bare, json};

fn send(server: &AuthorizationServer, method: Method, url: &str, token: &str, body: &str) -> Response<Vec<u8>> {
    let mut request = Request::builder().method(method).uri(url).header("content-type", "application/json");
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    server.handle(request.body(body.to_owned()).unwrap())
}

fn register(server: &AuthorizationServer, body: &str) -> Response<Vec<u8>> {
    send(server, Method::POST, &server.endpoint(Endpoint::Registration), "", body)
}

const PUBLIC: &str = r#"{"redirect_uris":["https://new.example/cb"],"token_endpoint_auth_method":"none"}"#;

#[test]
fn a_client_registers_itself() {
    let server = AuthorizationServer::new();
    let response = register(
        &server,
        r#"{"redirect_uris":["https://new.example/cb"],"client_name#ja":"x","grant_types":["client_credentials","authorization_code"],"scope":"a b"}"#,
    );
    let registered = json(&response);
    let [id, secret, token, uri] =
        ["client_id", "client_secret", "registration_access_token", "registration_client_uri"]
            .map(|name| text(&registered, name));
    let expected = format!(
        r#"{{"client_id":"{id}","client_id_issued_at":1767225600,"client_secret":"{secret}","client_secret_expires_at":0,"registration_access_token":"{token}","registration_client_uri":"{uri}","redirect_uris":["https://new.example/cb"],"client_name#ja":"x","grant_types":["client_credentials","authorization_code"],"scope":"a b","token_endpoint_auth_method":"client_secret_basic","response_types":["code"]}}"#
    );
    assert_eq!((response.status().as_u16(), std::str::from_utf8(response.body()).unwrap()), (201, expected.as_str()));
    assert_eq!((secret.len(), uri), (64, &*format!("{}/register/{id}", server.issuer())));
    let printed = server.ledger().to_string();
    assert!(!printed.contains(secret) && !printed.contains(token), "{printed}");

    use base64::Engine as _;
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("{id}:{secret}"));
    let mut request = bare(&server, "grant_type=client_credentials");
    request.headers_mut().insert("authorization", format!("Basic {basic}").parse().unwrap());
    assert_eq!(json(&server.handle(request))["scope"], "a b");
}

#[test]
fn a_public_client_has_no_secret() {
    let server = server();
    let registered = json(&register(&server, PUBLIC));
    assert_eq!((registered.get("client_secret"), registered.get("client_secret_expires_at")), (None, None));
    let query = format!(
        "response_type=code&client_id={}&redirect_uri=https://new.example/cb",
        registered["client_id"].as_str().unwrap()
    );
    assert!(location(&visit(&server, &query)).starts_with("https://new.example/cb?code="));
}

#[test]
fn invalid_metadata_is_refused() {
    let server = AuthorizationServer::new();
    for (body, error) in [
        ("", "invalid_client_metadata"),
        ("[]", "invalid_client_metadata"),
        ("{}", "invalid_redirect_uri"),
        (r#"{"redirect_uris":["http://new.example/cb"]}"#, "invalid_redirect_uri"),
        (r#"{"redirect_uris":["https://new.example/cb#x"]}"#, "invalid_redirect_uri"),
        (r#"{"redirect_uris":"https://new.example/cb"}"#, "invalid_client_metadata"),
        (r#"{"redirect_uris":[1]}"#, "invalid_client_metadata"),
        (r#"{"grant_types":["magic"]}"#, "invalid_client_metadata"),
        (r#"{"grant_types":[],"scope":["a"]}"#, "invalid_client_metadata"),
        (r#"{"grant_types":[],"token_endpoint_auth_method":"private_key_jwt"}"#, "invalid_client_metadata"),
        (r#"{"grant_types":[],"software_statement":"eyJ"}"#, "invalid_software_statement"),
    ] {
        assert_refused(&register(&server, body), 400, error, "");
    }
    let url = server.endpoint(Endpoint::Registration);
    let response = server.handle(Request::post(url).body(PUBLIC).unwrap());
    assert_refused(&response, 400, "invalid_client_metadata", "Content-Type");
}

#[test]
fn registration_can_require_a_token() {
    let server = AuthorizationServer::new().initial_access_token("first");
    let url = server.endpoint(Endpoint::Registration);
    let response = register(&server, PUBLIC);
    assert_refused(&response, 401, "unauthorized", "no access token");
    assert!(response.headers().contains_key("www-authenticate"));
    assert_refused(&send(&server, Method::POST, &url, "second", PUBLIC), 401, "invalid_token", "unknown");
    assert_eq!(send(&server, Method::POST, &url, "first", PUBLIC).status(), 201);
}

fn registered(server: &AuthorizationServer) -> (Value, String, String) {
    let response = json(&register(server, r#"{"redirect_uris":["https://new.example/cb"],"client_name":"x"}"#));
    let [token, uri] =
        ["registration_access_token", "registration_client_uri"].map(|name| text(&response, name).to_owned());
    (response, token, uri)
}

#[test]
fn a_registration_can_be_read_by_its_owner() {
    let server = AuthorizationServer::new();
    let (response, token, uri) = registered(&server);
    assert_eq!(json(&send(&server, Method::GET, &uri, &token, "")), response);
    assert_eq!(server.ledger().count_at(Endpoint::ClientConfiguration), 1);
    assert_refused(&send(&server, Method::GET, &uri, "x", ""), 401, "invalid_token", "unknown");
    let (_, other, _) = registered(&server);
    assert_refused(&send(&server, Method::GET, &uri, &other, ""), 401, "invalid_token", "unknown");
    assert_refused(&send(&server, Method::GET, &format!("{uri}x"), &token, ""), 401, "invalid_token", "unknown");
    assert_refused(&send(&server, Method::POST, &uri, &token, ""), 405, "invalid_request", "GET and PUT and DELETE");
}

#[test]
fn a_registration_can_be_replaced() {
    let server = server();
    let (before, token, uri) = registered(&server);
    let (id, secret) = (text(&before, "client_id"), text(&before, "client_secret"));
    let body =
        format!(r#"{{"client_id":"{id}","client_secret":"{secret}","redirect_uris":["https://new.example/2"]}}"#);
    let after = json(&send(&server, Method::PUT, &uri, &token, &body));
    assert_eq!((after["redirect_uris"].clone(), after.get("client_name")), (json!(["https://new.example/2"]), None));
    for name in ["client_id", "client_secret", "registration_access_token", "registration_client_uri"] {
        assert_eq!(after[name], before[name], "{name}");
    }
    let query = |path| format!("response_type=code&client_id={id}&redirect_uri=https://new.example/{path}");
    assert_eq!(
        (visit(&server, &query("cb")).status().as_u16(), visit(&server, &query("2")).status().as_u16()),
        (400, 302)
    );
    assert_eq!(json(&send(&server, Method::GET, &uri, &token, "")), after);
}

#[test]
fn an_update_cannot_set_the_members_of_the_server() {
    let server = AuthorizationServer::new();
    let (before, token, uri) = registered(&server);
    let id = text(&before, "client_id");
    let put = |more: &str| {
        let body = format!(r#"{{"client_id":"{id}","redirect_uris":["https://new.example/cb"]{more}}}"#);
        send(&server, Method::PUT, &uri, &token, &body)
    };
    for name in
        ["registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at"]
    {
        assert_refused(&put(&format!(r#","{name}":"x""#)), 400, "invalid_request", name);
    }
    assert_refused(&put(r#","client_secret":"mine""#), 400, "invalid_request", "cannot choose");
    assert_refused(&put(r#","grant_types":["magic"]"#), 400, "invalid_client_metadata", "grant_types");
    let response = send(&server, Method::PUT, &uri, &token, PUBLIC);
    assert_refused(&response, 400, "invalid_request", "client_id is missing");
    assert_eq!(json(&send(&server, Method::GET, &uri, &token, "")), before, "none of it changed anything");
}

#[test]
fn deleting_a_registration_revokes_its_tokens() {
    let server = server();
    let body = r#"{"grant_types":["client_credentials"],"token_endpoint_auth_method":"client_secret_post"}"#;
    let registered = json(&register(&server, body));
    let [id, secret, token, uri] =
        ["client_id", "client_secret", "registration_access_token", "registration_client_uri"]
            .map(|name| text(&registered, name));
    let grant = || bare(&server, &format!("grant_type=client_credentials&client_id={id}&client_secret={secret}"));
    let access = text(&json(&server.handle(grant())), "access_token").to_owned();
    assert!(is_active(&server, &access));
    let response = send(&server, Method::DELETE, uri, token, "");
    assert_eq!((response.status().as_u16(), response.body().len()), (204, 0));
    assert!(!is_active(&server, &access));
    assert_refused(&server.handle(grant()), 401, "invalid_client", "Invalid client credentials");
    assert_refused(&send(&server, Method::GET, uri, token, ""), 401, "invalid_token", "unknown");
}

#[cfg(feature = "jwt")]
#[test]
fn a_client_registers_its_keys() {
    use crate::client_assertion::{claims, with_assertion};
    use crate::signer::Signer;

    let server = AuthorizationServer::new();
    let (signer, other) = (Signer::p256(), Signer::rsa());
    let jwks = json!({"keys": [signer.jwk()]});
    let metadata = json!({
        "grant_types": ["client_credentials"],
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "ES256",
        "jwks": jwks,
    });
    let registered = json(&register(&server, &metadata.to_string()));
    assert_eq!((registered.get("client_secret"), &registered["jwks"]), (None, &jwks));
    let id = text(&registered, "client_id");
    let ask = |signer: &Signer, alg: &str| {
        let claims = claims(&json!({"iss": id, "sub": id}));
        let assertion = with_assertion(&signer.sign(&json!({"alg": alg}), &claims));
        server.handle(bare(&server, &format!("grant_type=client_credentials&{assertion}"))).status().as_u16()
    };
    assert_eq!((ask(&signer, "ES256"), ask(&other, "RS256")), (200, 401));
    // An update replaces the keys, and the algorithm with them.
    let update = json!({
        "client_id": id,
        "grant_types": ["client_credentials"],
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": {"keys": [other.jwk()]},
    });
    let (token, uri) = (text(&registered, "registration_access_token"), text(&registered, "registration_client_uri"));
    assert_eq!(send(&server, Method::PUT, uri, token, &update.to_string()).status(), 200);
    assert_eq!((ask(&signer, "ES256"), ask(&other, "RS256"), ask(&other, "RS384")), (401, 200, 200));
}

#[cfg(feature = "jwt")]
#[test]
fn the_secret_of_a_registration_signs() {
    use crate::client_assertion::{claims, with_assertion};
    use crate::signer::Signer;

    let server = AuthorizationServer::new();
    let metadata = r#"{"grant_types":["client_credentials"],"token_endpoint_auth_method":"client_secret_jwt"}"#;
    let registered = json(&register(&server, metadata));
    let (id, secret) = (text(&registered, "client_id"), text(&registered, "client_secret").to_owned());
    let assertion =
        Signer::Secret(secret.leak()).sign(&json!({"alg": "HS512"}), &claims(&json!({"iss": id, "sub": id})));
    let response =
        server.handle(bare(&server, &format!("grant_type=client_credentials&{}", with_assertion(&assertion))));
    assert_eq!(response.status(), 200, "{}", server.ledger());
}

#[cfg(feature = "jwt")]
#[test]
fn keys_that_cannot_be_used_are_refused() {
    use crate::signer::Signer;

    let server = AuthorizationServer::new();
    let jwk = Signer::p256().jwk();
    let mut private = jwk.clone();
    private["d"] = "AA".into();
    for (more, description) in [
        (json!({}), "needs the member jwks"),
        (json!({"jwks_uri": "https://a.example/jwks"}), "does not fetch a jwks_uri"),
        (json!({"jwks": {"keys": [jwk]}, "jwks_uri": "https://a.example/jwks"}), "not both"),
        (json!({"jwks": {"keys": []}}), "The jwks are refused: the JWK set has no keys"),
        (json!({"jwks": "x"}), "The jwks are refused"),
        (json!({"jwks": {"keys": [private]}}), "the private member `d`"),
        (
            json!({"jwks": {"keys": [jwk]}, "token_endpoint_auth_signing_alg": "PS256"}),
            "token_endpoint_auth_signing_alg",
        ),
        (
            json!({"jwks": {"keys": [jwk]}, "token_endpoint_auth_signing_alg": "HS256"}),
            "token_endpoint_auth_signing_alg",
        ),
        (json!({"jwks": {"keys": [jwk]}, "token_endpoint_auth_signing_alg": 7}), "token_endpoint_auth_signing_alg"),
    ] {
        let mut metadata =
            json!({"grant_types": ["client_credentials"], "token_endpoint_auth_method": "private_key_jwt"});
        metadata.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        assert_refused(&register(&server, &metadata.to_string()), 400, "invalid_client_metadata", description);
    }
}
