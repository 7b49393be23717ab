//! Client authentication.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Response;
use oauth_testkit::{AuthorizationServer, BasicDecoding, RegisteredClient};

use crate::request::{
    BASIC, ID, SECRET, assert_refused, bare, basic, basic_server, good, json, post, post_server, with_authorization,
};

const GRANT: &str = "grant_type=client_credentials";
const WRONG_METHOD: &str = "Request denied: Unsupported authentication method (Correlation ID: ";
const WRONG_CREDENTIALS: &str = "Request denied: Invalid client credentials (Correlation ID: ";

#[track_caller]
fn assert_denied(response: &Response<Vec<u8>>, description: &str) {
    assert_refused(response, 401, "invalid_client", description);
    let body = json(response);
    let said = body["error_description"].as_str().unwrap();
    let id = said.strip_prefix(description).unwrap().strip_suffix(')').unwrap();
    assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    assert_eq!(body.as_object().unwrap().len(), 2);
}

#[test]
fn each_method_is_accepted_in_its_own_place() {
    let server = basic_server();
    assert_eq!(server.handle(good(&server)).status(), 200);
    let server = post_server();
    assert_eq!(server.handle(post(&server, GRANT)).status(), 200);
}

#[test]
fn the_wrong_method_is_refused_with_401() {
    let server = post_server();
    let response = server.handle(good(&server));
    assert_denied(&response, WRONG_METHOD);
    assert!(response.headers()["www-authenticate"].to_str().unwrap().starts_with("Basic "));

    let server = basic_server();
    let response = server.handle(post(&server, GRANT));
    assert_denied(&response, WRONG_METHOD);
    assert!(!response.headers().contains_key("www-authenticate"));
    assert_denied(&server.handle(bare(&server, &format!("client_id={ID}&{GRANT}"))), WRONG_METHOD);

    let server = AuthorizationServer::new().client(RegisteredClient::none(ID));
    assert_denied(&server.handle(post(&server, GRANT)), WRONG_METHOD);
    assert_denied(&server.handle(good(&server)), WRONG_METHOD);
}

#[test]
fn an_empty_secret_counts_as_a_secret() {
    let server = AuthorizationServer::new().client(RegisteredClient::none(ID));
    let response = server.handle(bare(&server, &format!("client_id={ID}&client_secret=&{GRANT}")));
    assert_denied(&response, WRONG_METHOD);
}

#[test]
fn a_wrong_id_and_a_wrong_secret_are_indistinguishable() {
    let server = basic_server();
    for pair in ["nobody:Ab~9.x_Y-z0", &format!("{ID}:wrong"), &format!("{ID}:"), ":", &format!("{ID}:{SECRET} ")] {
        let response = server.handle(with_authorization(&server, &format!("Basic {}", STANDARD.encode(pair)), GRANT));
        assert_denied(&response, WRONG_CREDENTIALS);
    }
    let server = post_server();
    for (id, secret) in [("nobody", SECRET), (ID, "wrong"), (ID, "")] {
        let response = server.handle(bare(&server, &format!("client_id={id}&client_secret={secret}&{GRANT}")));
        assert_denied(&response, WRONG_CREDENTIALS);
    }
}

#[test]
fn every_refusal_has_its_own_correlation_id() {
    let server = basic_server();
    let refuse = || json(&server.handle(post(&server, GRANT)));
    assert_ne!(refuse(), refuse());
}

#[test]
fn a_request_without_credentials_is_refused() {
    let server = basic_server();
    assert_denied(&server.handle(bare(&server, GRANT)), WRONG_CREDENTIALS);
    assert_denied(&server.handle(bare(&server, &format!("{GRANT}&client_secret=x"))), WRONG_CREDENTIALS);
}

#[test]
fn credentials_in_two_places_are_refused() {
    for server in [basic_server(), post_server()] {
        for more in [format!("client_id={ID}"), format!("client_secret={SECRET}"), "client_secret=".to_owned()] {
            let response = server.handle(basic(&server, &format!("{GRANT}&{more}")));
            assert_refused(&response, 400, "invalid_request", "neither id nor secret can be part of the body");
            assert!(!String::from_utf8_lossy(response.body()).contains(SECRET));
        }
        let response = server.handle(basic(&server, &format!("{GRANT}&client_assertion=x")));
        assert_refused(&response, 400, "invalid_request", "client_assertion");
    }
}

#[test]
fn two_authorization_headers_are_refused() {
    let server = basic_server();
    let mut request = good(&server);
    request.headers_mut().append("authorization", BASIC.parse().unwrap());
    assert_refused(&server.handle(request), 400, "invalid_request", "Authorization header occurs more than once");
}

#[test]
fn credentials_in_the_url_are_refused() {
    let server = post_server();
    for query in [format!("client_id={ID}"), format!("client_secret={SECRET}"), "client%5Fsecret=x".to_owned()] {
        let mut request = post(&server, GRANT);
        *request.uri_mut() = format!("{}?{query}", server.token_endpoint()).parse().unwrap();
        assert_refused(&server.handle(request), 400, "invalid_request", "URL");
    }
    let mut request = post(&server, GRANT);
    *request.uri_mut() = format!("{}?tenant=x", server.token_endpoint()).parse().unwrap();
    assert_eq!(server.handle(request).status(), 200);
}

#[test]
fn malformed_basic_is_refused() {
    let server = basic_server();
    let unpadded = STANDARD.encode(format!("{ID}:{SECRET}!")).trim_end_matches('=').to_owned();
    let no_colon = STANDARD.encode("abc");
    let not_utf8 = STANDARD.encode(b"\xff:\xff");
    let bad_escape = STANDARD.encode("a%zz:b");
    for credentials in ["", "***", "a:b", &unpadded, &no_colon, &not_utf8, &bad_escape] {
        let response = server.handle(with_authorization(&server, &format!("Basic {credentials}"), GRANT));
        assert_denied(&response, "Request denied: Malformed Basic credentials (Correlation ID: ");
        assert!(response.headers().contains_key("www-authenticate"));
    }
}

#[test]
fn the_scheme_is_case_insensitive_and_must_be_basic() {
    let server = basic_server();
    let other_case = BASIC.replace("Basic", "bASIC");
    assert_eq!(server.handle(with_authorization(&server, &other_case, GRANT)).status(), 200);
    for authorization in ["Bearer x", "Basicx y", "Digest username=\"a\""] {
        assert_denied(&server.handle(with_authorization(&server, authorization, GRANT)), WRONG_METHOD);
    }
}

#[test]
fn a_client_assertion_is_refused() {
    // The client is public, so that the request would be valid without the assertion.
    let server = AuthorizationServer::new().client(RegisteredClient::none(ID));
    for assertion in ["client_assertion_type=x&client_assertion=y", "client_assertion_type=x", "client_assertion=y"] {
        let body = format!("{GRANT}&client_id={ID}&{assertion}");
        assert_denied(&server.handle(bare(&server, &body)), WRONG_METHOD);
    }
}

const ODD_ID: &str = "1PpG/Q 1";
const ODD_SECRET: &str = "z/tZ9VwFZqApmIQ+ZH1I5pLk/uB4ud:X2/8bL+wfFTt1rFw=";

fn odd_server(decoding: BasicDecoding) -> AuthorizationServer {
    let client = RegisteredClient::client_secret_basic(ODD_ID, ODD_SECRET);
    AuthorizationServer::new().client(client).basic_decoding(decoding)
}

/// The space encoded as `%20`, encoded as `+`, and nothing encoded.
const ODD_BASIC: [&str; 3] = [
    "Basic MVBwRyUyRlElMjAxOnolMkZ0WjlWd0ZacUFwbUlRJTJCWkgxSTVwTGslMkZ1QjR1ZCUzQVgyJTJGOGJMJTJCd2ZGVHQxckZ3JTNE",
    "Basic MVBwRyUyRlErMTp6JTJGdFo5VndGWnFBcG1JUSUyQlpIMUk1cExrJTJGdUI0dWQlM0FYMiUyRjhiTCUyQndmRlR0MXJGdyUzRA==",
    "Basic MVBwRy9RIDE6ei90WjlWd0ZacUFwbUlRK1pIMUk1cExrL3VCNHVkOlgyLzhiTCt3ZkZUdDFyRnc9",
];

#[test]
fn basic_is_form_decoded_by_default() {
    let server = odd_server(BasicDecoding::default());
    let statuses = ODD_BASIC.map(|value| server.handle(with_authorization(&server, value, GRANT)).status().as_u16());
    assert_eq!(statuses, [200, 200, 401]);
}

#[test]
fn basic_can_be_taken_literally() {
    let server = odd_server(BasicDecoding::Raw);
    let statuses = ODD_BASIC.map(|value| server.handle(with_authorization(&server, value, GRANT)).status().as_u16());
    assert_eq!(statuses, [401, 401, 200]);
}
