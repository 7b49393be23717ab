//! Faults and scripts at all endpoints: their effect on the state of the server.

use http::{Request, Response};
use oauth_testkit::{AuthorizationServer, Endpoint, Fault, Script};

use crate::browser::{code, is_active, parameters, post_to, redeem, refresh, server, text, tokens, visit};
use crate::request::json;

#[test]
fn a_token_stays_valid_if_its_revocation_fails() {
    let server = server();
    let access = text(&tokens(&server), "access_token").to_owned();
    server.queue(Fault::ServiceUnavailable { retry_after: "7".to_owned() }.at(Endpoint::Revocation));
    let revoke = || post_to(&server, Endpoint::Revocation, &format!("token={access}"));
    let response = revoke();
    assert_eq!((response.status().as_u16(), response.headers()["retry-after"].as_bytes()), (503, b"7".as_slice()));
    assert!(is_active(&server, &access));
    assert_eq!(revoke().status(), 200);
    assert!(!is_active(&server, &access));
}

#[test]
fn a_script_does_not_consume_a_code() {
    let server = server();
    for script in [Script::use_dpop_nonce_400("n"), Script::glewlwyd_invalid_code_403()] {
        let code = code(&server, "");
        server.queue(script);
        assert_ne!(redeem(&server, &code).status(), 200);
        assert_eq!(redeem(&server, &code).status(), 200);
    }
}

#[test]
fn a_lost_response_has_rotated_the_token() {
    let server = server();
    let token = text(&tokens(&server), "refresh_token").to_owned();
    server.queue(Fault::Reset.at(Endpoint::Token));
    refresh(&server, &token, "");
    assert_eq!(json(&refresh(&server, &token, ""))["error"], "invalid_grant");
}

#[test]
fn members_can_be_changed_at_any_endpoint() {
    let server = server();
    server.queue(Fault::no_refresh_token().at(Endpoint::Token));
    let without = json(&redeem(&server, &code(&server, "")));
    assert!(without.get("refresh_token").is_none() && without["access_token"].is_string());

    let metadata = || json(&server.handle(Request::get(server.openid_configuration_url()).body("").unwrap()));
    server.queue(Fault::unadvertised_device_endpoint().at(Endpoint::Metadata));
    assert_eq!(metadata().get("device_authorization_endpoint"), None);
    assert!(metadata()["device_authorization_endpoint"].is_string());

    let access = text(&tokens(&server), "access_token").to_owned();
    server.queue(Fault::fraction_of_a_second().at(Endpoint::Introspection));
    assert!(json(&post_to(&server, Endpoint::Introspection, &format!("token={access}")))["exp"].is_f64());

    let url = server.endpoint(Endpoint::Registration);
    server.queue(Fault::issued_at_string().at(Endpoint::Registration));
    let request = Request::post(url).header("content-type", "application/json").body(r#"{"grant_types":[]}"#).unwrap();
    assert_eq!(json(&server.handle(request))["client_id_issued_at"], "1767225600");

    let query = crate::browser::code_query(&format!("&client_secret={}", crate::request::SECRET));
    server.queue(Fault::uuid_request_uri());
    let pushed = crate::browser::post_bare(&server, Endpoint::PushedAuthorizationRequest, &query);
    assert!(text(&json(&pushed), "request_uri").starts_with("urn:uuid:"));
}

fn metadata(server: &AuthorizationServer) -> serde_json::Value {
    json(&server.handle(Request::get(server.openid_configuration_url()).body("").unwrap()))
}

fn is_there(response: &Response<Vec<u8>>) -> bool {
    response.status() != 404
}

#[test]
fn everything_that_is_advertised_is_served() {
    let server = server();
    let metadata = metadata(&server);
    for (name, value) in metadata.as_object().unwrap() {
        if name.ends_with("_endpoint") || name == "jwks_uri" {
            let url = value.as_str().unwrap();
            assert!(is_there(&server.handle(Request::get(url).body("").unwrap())), "{name}");
        }
    }
    // One of the requests has ended the session.
    server.sign_in_as("alice");
    for grant_type in metadata["grant_types_supported"].as_array().unwrap() {
        let grant_type = grant_type.as_str().unwrap();
        let response = server.handle(crate::request::post(&server, &format!("grant_type={grant_type}")));
        let is_known =
            !matches!(response.status().as_u16(), 400) || json(&response)["error"] != "unsupported_grant_type";
        assert_eq!(is_known, grant_type != "implicit", "{grant_type}");
    }
    for response_type in metadata["response_types_supported"].as_array().unwrap() {
        let response_type = response_type.as_str().unwrap().replace(' ', "+");
        let response = visit(&server, &crate::browser::query(&response_type, "&nonce=n&response_mode=fragment"));
        assert!(!parameters(&response, '#').contains_key("error"), "{response_type}");
    }
    for mode in metadata["response_modes_supported"].as_array().unwrap() {
        let response =
            visit(&server, &crate::browser::code_query(&format!("&response_mode={}", mode.as_str().unwrap())));
        assert!(!String::from_utf8_lossy(response.body()).contains("error"), "{mode}");
    }
    assert_eq!(metadata["scopes_supported"], serde_json::json!(["email", "openid", "read", "write"]));
    assert_eq!(metadata["authorization_details_types_supported"], serde_json::json!(["payment"]));
    assert_eq!(metadata["code_challenge_methods_supported"], serde_json::json!(["S256"]));
}

#[test]
fn every_endpoint_has_its_url() {
    let server = server();
    for endpoint in [
        Endpoint::Authorization,
        Endpoint::PushedAuthorizationRequest,
        Endpoint::Token,
        Endpoint::DeviceAuthorization,
        Endpoint::DeviceVerification,
        Endpoint::BackchannelAuthentication,
        Endpoint::Introspection,
        Endpoint::Revocation,
        Endpoint::UserInfo,
        Endpoint::EndSession,
        Endpoint::Registration,
        Endpoint::Metadata,
        Endpoint::Jwks,
    ] {
        server.handle(Request::delete(server.endpoint(endpoint)).body("").unwrap());
        let ledger = server.ledger();
        let last = ledger.last().unwrap();
        assert_eq!((last.endpoint(), last.status().as_u16()), (Some(endpoint), 405), "{endpoint:?}");
    }
}
