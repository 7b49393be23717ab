//! Robustness: arbitrary requests to every endpoint, and no issued credential in print.

use http::{Method, Request};
use oauth_testkit::{AuthorizationServer, Endpoint, ProtectedResource};
use serde_json::Value;

use crate::browser::{code_query, post_bare, post_to, query, refresh, server, text, tokens, visit};
use crate::request::{FORM, ID, SECRET, json, post};

const ENDPOINTS: [Endpoint; 16] = [
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
    Endpoint::ClientConfiguration,
    Endpoint::ProtectedResource,
    Endpoint::ProtectedResourceMetadata,
    Endpoint::Metadata,
    Endpoint::Jwks,
];

/// Malformed forms, queries, JSON bodies and credentials.
const ODD: [&str; 12] = [
    "",
    "=",
    "&&&=&=",
    "%",
    "%ff=%00",
    "a=b&a=b",
    "{\"redirect_uris\":[[]],\"grant_types\":{}}",
    "{\"client_id\":null}",
    "[",
    "Bearer",
    "Basic Og==",
    "\u{e9}",
];

#[test]
fn every_endpoint_survives_every_request() {
    let server = server().protected_resource(ProtectedResource::new("x"));
    let credentials = format!("client_id={ID}&client_secret={SECRET}");
    for endpoint in ENDPOINTS {
        for (method, odd) in
            [Method::GET, Method::POST, Method::PUT].iter().flat_map(|method| ODD.map(|odd| (method, odd)))
        {
            for content_type in [FORM, "application/json", "text/plain"] {
                for body in [odd.to_owned(), format!("{credentials}&{odd}"), format!("{credentials}&grant_type={odd}")]
                {
                    let suffix = if odd.is_ascii() && !odd.contains(['{', '[', ' ']) { odd } else { "" };
                    let url = format!("{}/x?{suffix}", server.endpoint(endpoint));
                    for url in [server.endpoint(endpoint), url] {
                        let mut request =
                            Request::builder().method(method).uri(url).header("content-type", content_type);
                        if let Ok(value) = http::HeaderValue::from_str(odd) {
                            request = request.header("authorization", value);
                        }
                        let status = server.handle(request.body(body.clone()).unwrap()).status();
                        assert!(!status.is_server_error(), "{endpoint:?} {method} {odd}: {status}");
                    }
                }
            }
        }
    }
    let _ = server.ledger().to_string();
}

/// The strings in a response that may be credentials.
fn issued(response: &Value) -> Vec<String> {
    const NAMES: [&str; 9] = [
        "access_token",
        "refresh_token",
        "id_token",
        "device_code",
        "user_code",
        "auth_req_id",
        "client_secret",
        "registration_access_token",
        "code",
    ];
    NAMES.iter().filter_map(|name| response[*name].as_str().map(str::to_owned)).collect()
}

fn run(server: &AuthorizationServer) -> Vec<String> {
    let first = tokens(server);
    let second = json(&refresh(server, text(&first, "refresh_token"), ""));
    let access = text(&second, "access_token").to_owned();
    let device = json(&post_to(server, Endpoint::DeviceAuthorization, ""));
    let page = Request::get(text(&device, "verification_uri_complete")).body("").unwrap();
    server.handle(page);
    let grant = "urn:ietf:params:oauth:grant-type:device_code";
    let polled = post(server, &format!("grant_type={grant}&device_code={}", text(&device, "device_code")));
    let polled = json(&server.handle(polled));
    let ciba = json(&post_to(server, Endpoint::BackchannelAuthentication, "scope=openid&login_hint=alice"));
    post_to(server, Endpoint::Introspection, &format!("token={access}"));
    post_to(server, Endpoint::Revocation, &format!("token={access}"));
    let request = Request::post(server.endpoint(Endpoint::Registration)).header("content-type", "application/json");
    let registered = json(&server.handle(request.body(r#"{"grant_types":[]}"#).unwrap()));
    visit(server, &query("code+token+id_token", "&nonce=n"));
    visit(server, &code_query("&response_mode=form_post"));
    post_bare(server, Endpoint::EndSession, &format!("id_token_hint={}", text(&first, "id_token")));
    [first, second, device, polled, ciba, registered].iter().flat_map(issued).collect()
}

#[test]
fn nothing_that_was_issued_is_printed() {
    let server = server();
    let secrets = run(&server);
    assert_eq!(secrets.len(), 14, "{}", secrets.len());
    let printed = format!("{}{:?}", server.ledger(), server.ledger());
    for secret in secrets.iter().map(String::as_str).chain([SECRET, "eyJ"]) {
        assert!(!printed.contains(secret), "{secret}");
    }
}

#[test]
fn the_same_requests_give_the_same_responses() {
    assert_eq!(run(&server()), run(&server()));
}
