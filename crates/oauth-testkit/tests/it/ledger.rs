//! The ledger: what it records, and that it prints no credentials.

use http::Request;
use oauth_testkit::{AuthorizationServer, Endpoint, Fault, Script};

use crate::request::{BASIC, ID, SECRET, bare, basic_server, good, json, post, post_server};

#[test]
fn requests_are_recorded_in_order() {
    let server = basic_server();
    server.handle(Request::get(server.openid_configuration_url()).body("").unwrap());
    server.handle(good(&server));
    server.handle(Request::delete("https://auth.pingone.com/nowhere").body("").unwrap());
    let ledger = server.ledger();
    let seen: Vec<(String, Option<Endpoint>, u16)> = ledger
        .entries()
        .iter()
        .map(|entry| (entry.request().method().to_string(), entry.endpoint(), entry.status().as_u16()))
        .collect();
    let expected =
        [("GET", Some(Endpoint::Metadata), 200), ("POST", Some(Endpoint::Token), 200), ("DELETE", None, 404)];
    assert_eq!(seen, expected.map(|(method, endpoint, status)| (method.to_owned(), endpoint, status)));
    assert_eq!((ledger.count(), ledger.count_at(Endpoint::Token), ledger.count_at(Endpoint::Jwks)), (3, 1, 0));
    assert_eq!(ledger.requests().nth(1).unwrap().path(), "/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as/token");
    assert_eq!(ledger.last().unwrap().error().as_deref(), Some("not_found"));
}

#[test]
fn basic_credentials_can_be_examined() {
    let server = basic_server();
    server.handle(good(&server));
    let ledger = server.ledger();
    let request = ledger.last().unwrap().request();
    assert_eq!(request.authorization_scheme(), Some("Basic"));
    assert_eq!(request.header("authorization").as_deref(), Some("Basic ***"));
    assert_eq!(request.header("Content-Type").as_deref(), Some("application/x-www-form-urlencoded"));
    assert_eq!((request.header_count("authorization"), request.header_count("accept")), (1, 0));
    assert_eq!(request.expose_headers()["authorization"], BASIC);
    assert_eq!(request.form_names(), ["grant_type"]);
    assert_eq!(request.expose_raw_body(), b"grant_type=client_credentials");
}

#[test]
fn form_parameters_can_be_examined() {
    let server = post_server();
    server.handle(post(&server, "scope=a+b&x=1&x=2"));
    let ledger = server.ledger();
    let request = ledger.last().unwrap().request();
    assert_eq!(request.authorization_scheme(), None);
    assert_eq!(request.form_value("scope").as_deref(), Some("a b"));
    assert_eq!(request.form_value("client_id").as_deref(), Some(ID));
    assert_eq!(request.form_value("client_secret").as_deref(), Some("***"));
    assert_eq!(request.expose_form_value("client_secret").as_deref(), Some(SECRET));
    assert_eq!(["x", "scope", "y"].map(|name| request.form_count(name)), [2, 1, 0]);
    assert_eq!(request.form_value("y"), None);
}

/// All printed forms of a ledger.
fn printed(server: &AuthorizationServer) -> Vec<String> {
    let ledger = server.ledger();
    let last = ledger.last().unwrap();
    vec![
        ledger.to_string(),
        format!("{ledger:?}"),
        format!("{last}"),
        format!("{last:?}"),
        format!("{:?}", last.request()),
        last.to_redacted_http(),
        last.request().to_redacted_http(),
    ]
}

#[test]
fn no_credential_is_printed() {
    let encoded = BASIC.strip_prefix("Basic ").unwrap();
    for (server, body) in [(basic_server(), None), (post_server(), Some(SECRET))] {
        let request = body.map_or_else(|| good(&server), |_| post(&server, "grant_type=client_credentials"));
        let response = server.handle(request);
        let token = json(&response)["access_token"].as_str().unwrap().to_owned();
        for text in printed(&server) {
            for secret in [SECRET, encoded, &token] {
                assert!(!text.contains(secret), "{text}");
            }
            assert!(text.contains("grant_type=client_credentials"), "{text}");
        }
        assert!(server.ledger().to_string().contains(r#"{"access_token":"***","token_type":"Bearer""#));
    }
}

#[test]
fn every_parameter_that_is_a_credential_is_redacted() {
    let server = AuthorizationServer::new();
    let names = [
        "client_secret",
        "code",
        "code_verifier",
        "refresh_token",
        "password",
        "client_assertion",
        "assertion",
        "token",
        "subject_token",
        "actor_token",
        "device_code",
        "id_token_hint",
        "request",
        "auth_req_id",
    ];
    let body = names.map(|name| format!("{name}=hunter2")).join("&");
    let mut request = bare(&server, &body);
    *request.uri_mut() = format!("{}?access_token=hunter2&x=shown", server.token_endpoint()).parse().unwrap();
    for name in ["authorization", "proxy-authorization", "cookie", "x-api-key", "dpop", "x-vault-token"] {
        request.headers_mut().insert(name, "hunter2 hunter2".parse().unwrap());
    }
    server.handle(request);
    for text in printed(&server) {
        assert!(!text.contains("hunter2"), "{text}");
        assert!(text.contains("?access_token=***&x=shown"), "{text}");
    }
    assert_eq!(server.ledger().last().unwrap().request().expose_query(), Some("access_token=hunter2&x=shown"));
}

#[test]
fn an_unreadable_body_is_shown_by_its_length() {
    let server = AuthorizationServer::new();
    for (content_type, body, shown) in [
        ("text/plain", "hunter2", "[7 bytes, not shown]"),
        ("application/json", r#"{"client_secret":"hunter2","a":1}"#, r#"{"client_secret":"***","a":1}"#),
        ("application/json", r#""hunter2""#, "[9 bytes, not shown]"),
        ("application/json", r#"{"client_secret":"hunter2""#, "[26 bytes, not shown]"),
    ] {
        let request = Request::post(server.token_endpoint()).header("content-type", content_type).body(body).unwrap();
        server.handle(request);
        let text = server.ledger().last().unwrap().request().to_redacted_http();
        assert!(text.ends_with(&format!("\n\n{shown}\n")), "{text}");
    }
}

#[test]
fn responses_are_redacted_in_every_format() {
    let server = AuthorizationServer::new();
    for (script, secret) in [
        (Script::github_form_token(), "gho_x"),
        (Script::facebook_form_token(), "access_token=x"),
        (Script::slack_authed_user(), "xoxp-1"),
        (Script::wechat_text_token(), "\"A\""),
    ] {
        server.queue(script.clone());
        server.handle(bare(&server, ""));
        for text in printed(&server).into_iter().chain([format!("{script:?}")]) {
            assert!(!text.contains(secret), "{text}");
        }
    }
    let redirect =
        Fault::Redirect { status: http::StatusCode::FOUND, location: "https://x/cb?code=hunter2".to_owned() };
    server.queue(redirect);
    server.handle(bare(&server, ""));
    assert!(server.ledger().last().unwrap().to_redacted_http().contains("location: https://x/cb?***\n"));
}

#[test]
fn a_ledger_is_a_snapshot() {
    let server = basic_server();
    server.handle(good(&server));
    let before = server.ledger();
    server.handle(good(&server));
    assert_eq!((before.count(), server.ledger().count()), (1, 2));
}

#[test]
fn the_delivery_is_noted() {
    let server = basic_server();
    for (fault, note) in [
        (Fault::Reset, "\n[connection reset]\n"),
        (Fault::Hang, "\n[no response]\n"),
        (Fault::Truncate { at: 3 }, "\n[cut after 3 bytes of the body]\nHTTP/1.1 200 OK\n"),
    ] {
        server.queue(fault);
        server.handle(good(&server));
        let text = server.ledger().last().unwrap().to_redacted_http();
        assert!(text.contains(note), "{text}");
    }
}
