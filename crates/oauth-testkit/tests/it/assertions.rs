//! The assertion grants and token exchange.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::Response;
use oauth_testkit::{AuthorizationServer, Endpoint, RegisteredClient};

use crate::browser::{is_active, post_to, server, text, tokens};
use crate::id_token::claims;
use crate::request::{assert_refused, bare, json, post};

const JWT_BEARER: &str = "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer";
const SAML2_BEARER: &str = "grant_type=urn:ietf:params:oauth:grant-type:saml2-bearer";
const EXCHANGE: &str = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange";
const TYPE: &str = "urn:ietf:params:oauth:token-type:";

fn ask(server: &AuthorizationServer, body: &str) -> Response<Vec<u8>> {
    server.handle(post(server, body))
}

#[test]
fn a_jwt_is_exchanged_for_a_token_of_its_subject() {
    let server = server();
    server.accept_assertion("a.b.c", "bob");
    let body = format!("{JWT_BEARER}&assertion=a.b.c&scope=read");
    let granted = json(&ask(&server, &body));
    assert_eq!(
        (&granted["scope"], granted.get("refresh_token"), granted.get("id_token")),
        (&"read".into(), None, None)
    );
    assert_eq!(claims(text(&granted, "access_token"))["sub"], "bob");
    assert_eq!(ask(&server, &body).status(), 200, "it can be used again");
    server.forget_assertion("a.b.c");
    assert_refused(&ask(&server, &body), 400, "invalid_grant", "not one of those");
    assert_refused(&ask(&server, &format!("{JWT_BEARER}&assertion=abc")), 400, "invalid_grant", "not a JWT");
    assert_refused(&ask(&server, JWT_BEARER), 400, "invalid_request", "assertion is missing");
    assert!(!server.ledger().to_string().contains("a.b.c"));
}

#[test]
fn a_saml_assertion_is_xml_in_base64url() {
    const XML: &str = "<saml:Assertion>??>~</saml:Assertion>";
    let server = server();
    server.accept_assertion(XML, "bob");
    let ask = |assertion: &str| ask(&server, &format!("{SAML2_BEARER}&assertion={assertion}"));
    let good = URL_SAFE_NO_PAD.encode(XML);
    assert_eq!(claims(text(&json(&ask(&good)), "access_token"))["sub"], "bob");
    let standard = STANDARD.encode(XML).replace('+', "%2B").replace('/', "%2F");
    for bad in [XML.replace('&', ""), standard, format!("{good}="), URL_SAFE_NO_PAD.encode("a.b.c")] {
        assert_refused(&ask(&bad), 400, "invalid_grant", "base64url");
    }
    assert_refused(&ask(&URL_SAFE_NO_PAD.encode("<x/>")), 400, "invalid_grant", "not one of those");
}

fn exchange(server: &AuthorizationServer, token: &str, token_type: &str, more: &str) -> Response<Vec<u8>> {
    ask(server, &format!("{EXCHANGE}&subject_token={token}&subject_token_type={TYPE}{token_type}{more}"))
}

#[test]
fn each_type_of_token_can_be_exchanged() {
    let server = server();
    server.accept_assertion("a.b.c", "alice");
    let tokens = tokens(&server);
    for (token, token_type) in [
        (text(&tokens, "access_token"), "access_token"),
        (text(&tokens, "access_token"), "jwt"),
        (text(&tokens, "refresh_token"), "refresh_token"),
        (text(&tokens, "id_token"), "id_token"),
        (text(&tokens, "id_token"), "jwt"),
        ("a.b.c", "jwt"),
        ("a.b.c", "saml2"),
    ] {
        let response = exchange(&server, token, token_type, "&scope=read");
        let granted = json(&response);
        let access_token = text(&granted, "access_token");
        let expected = format!(
            r#"{{"access_token":"{access_token}","issued_token_type":"{TYPE}access_token","token_type":"Bearer","expires_in":3600,"scope":"read"}}"#
        );
        assert_eq!(response.body(), expected.as_bytes(), "{token_type}");
        assert_eq!(claims(access_token)["sub"], "alice");
        assert!(is_active(&server, access_token));
    }
}

#[test]
fn a_token_must_be_valid_and_of_its_type() {
    let server = server();
    let tokens = tokens(&server);
    let access = text(&tokens, "access_token");
    for (token, token_type, description) in [
        ("x", "access_token", "not valid"),
        (access, "id_token", "not of its type"),
        (access, "saml1", "not of its type"),
        (access, "kerberos", "does not know the type"),
    ] {
        assert_refused(&exchange(&server, token, token_type, ""), 400, "invalid_request", description);
    }
    post_to(&server, Endpoint::Revocation, &format!("token={access}"));
    assert_refused(&exchange(&server, access, "access_token", ""), 400, "invalid_request", "not valid");
    assert_refused(&ask(&server, EXCHANGE), 400, "invalid_request", "subject_token is missing");
    let response = ask(&server, &format!("{EXCHANGE}&subject_token=x"));
    assert_refused(&response, 400, "invalid_request", "subject_token_type is missing");
}

#[test]
fn an_actor_acts_for_the_subject() {
    let server = server();
    server.accept_assertion("a.b.c", "robot");
    let tokens = tokens(&server);
    let id_token = text(&tokens, "id_token");
    let actor = format!("&actor_token=a.b.c&actor_token_type={TYPE}jwt");
    let granted = json(&exchange(&server, id_token, "id_token", &actor));
    let claims = claims(text(&granted, "access_token"));
    assert_eq!((&claims["sub"], &claims["act"]["sub"]), (&"alice".into(), &"robot".into()));
    for half in ["&actor_token=a.b.c".to_owned(), format!("&actor_token_type={TYPE}jwt")] {
        assert_refused(&exchange(&server, id_token, "id_token", &half), 400, "invalid_request", "come together");
    }
    let bad = format!("&actor_token=x&actor_token_type={TYPE}jwt");
    assert_refused(&exchange(&server, id_token, "id_token", &bad), 400, "invalid_request", "not valid");
}

#[test]
fn targets_are_resources_and_audiences() {
    let server = server();
    let tokens = tokens(&server);
    let id_token = text(&tokens, "id_token");
    let more = "&resource=https://api.example/a&audience=https://api.example/b";
    let granted = json(&exchange(&server, id_token, "id_token", more));
    let expected = serde_json::json!(["https://api.example/a", "https://api.example/b"]);
    assert_eq!(claims(text(&granted, "access_token"))["aud"], expected);
    for target in ["&resource=https://x/", "&audience=x", "&audience=https://api.example/a&audience=x"] {
        let response = exchange(&server, id_token, "id_token", target);
        assert_refused(&response, 400, "invalid_target", "unknown or not for this");
    }
}

#[test]
fn another_token_type_can_be_requested() {
    let server = server();
    let tokens = tokens(&server);
    let ask = |requested: &str| {
        let more = format!("&requested_token_type={TYPE}{requested}");
        exchange(&server, text(&tokens, "access_token"), "access_token", &more)
    };
    let jwt = json(&ask("jwt"));
    assert_eq!((text(&jwt, "issued_token_type"), text(&jwt, "token_type")), (&*format!("{TYPE}jwt"), "Bearer"));
    let id = json(&ask("id_token"));
    assert_eq!((text(&id, "issued_token_type"), text(&id, "token_type")), (&*format!("{TYPE}id_token"), "N_A"));
    assert_eq!(claims(text(&id, "access_token"))["aud"], crate::request::ID);
    assert_refused(&ask("refresh_token"), 400, "invalid_request", "requested_token_type");
}

#[test]
fn a_public_client_cannot_exchange() {
    let server = server().client(RegisteredClient::none("public"));
    let body = format!("{EXCHANGE}&client_id=public&subject_token=x&subject_token_type={TYPE}jwt");
    assert_refused(&server.handle(bare(&server, &body)), 400, "unauthorized_client", "public client");
}
