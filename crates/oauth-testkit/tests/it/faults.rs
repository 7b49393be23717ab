//! Faults in memory: when they apply, and their effect on a response.

use std::io::Read as _;
use std::time::Duration;

use http::{HeaderName, HeaderValue, Request, StatusCode};
use oauth_testkit::{Delivery, Endpoint, Fault, Framing, Script};

use crate::request::{basic_server, good, json};

#[test]
fn faults_apply_in_order_and_as_often_as_queued() {
    let server = basic_server();
    server.queue(Fault::Script(Script::empty_401()).times(2));
    server.queue(Script::html_502());
    assert_eq!(server.pending_faults(), 3);
    let statuses: Vec<u16> = (0..4).map(|_| server.handle(good(&server)).status().as_u16()).collect();
    assert_eq!(statuses, [401, 401, 502, 200]);
    assert_eq!(server.pending_faults(), 0);
}

#[test]
fn a_fault_can_be_limited_to_an_endpoint() {
    let server = basic_server();
    server.queue(Fault::Script(Script::html_502()).at(Endpoint::Token));
    server.queue(Script::empty_401());
    let metadata = || Request::get(server.openid_configuration_url()).body("").unwrap();
    assert_eq!(server.handle(metadata()).status(), 401);
    assert_eq!(server.handle(metadata()).status(), 200);
    assert_eq!(server.handle(good(&server)).status(), 502);
    assert_eq!(server.handle(good(&server)).status(), 200);
}

#[test]
fn faults_can_be_cleared_and_zero_times_is_none() {
    let server = basic_server();
    server.queue(Fault::MalformedJson.times(0));
    assert_eq!(server.pending_faults(), 0);
    server.queue(Fault::MalformedJson.times(9));
    server.clear_faults();
    assert_eq!(server.handle(good(&server)).status(), 200);
    assert!(json(&server.handle(good(&server))).is_object());
}

#[test]
fn faults_of_the_delivery_leave_the_response_complete() {
    let server = basic_server();
    let second = Duration::from_secs(1);
    for (fault, delivery) in [
        (Fault::Delay(second), Delivery::After(second)),
        (Fault::Hang, Delivery::Never),
        (Fault::Reset, Delivery::Reset),
        (Fault::Truncate { at: 5 }, Delivery::TruncatedAt(5)),
        (Fault::Drip { every: second }, Delivery::Drip(second)),
        (Fault::Huge { bytes: 9 }, Delivery::Padded { bytes: 9, framing: Framing::ContentLength }),
        (Fault::HugeChunked { bytes: 9 }, Delivery::Padded { bytes: 9, framing: Framing::Chunked }),
    ] {
        server.queue(fault);
        let response = server.respond(good(&server));
        assert_eq!(response.delivery, delivery);
        assert_eq!(json(&response.response)["token_type"], "Bearer");
        assert_eq!(server.ledger().last().unwrap().delivery(), delivery);
        assert!(!format!("{response:?}").contains("eyJ"));
    }
    assert_eq!(server.respond(good(&server)).delivery, Delivery::Whole);
}

#[test]
fn truncation_and_padding_apply_in_memory() {
    let server = basic_server();
    server.queue(Fault::Truncate { at: 5 });
    assert_eq!(server.handle(good(&server)).body(), br#"{"acc"#);
    server.queue(Fault::Huge { bytes: 1000 });
    let response = server.handle(good(&server));
    assert_eq!(response.body().iter().take_while(|byte| **byte == b' ').count(), 1000);
    assert_eq!(json(&response)["token_type"], "Bearer");
    server.queue(Fault::Huge { bytes: u64::MAX });
    assert!(server.handle(good(&server)).body().len() > 64 * 1024 * 1024);
}

#[test]
fn a_redirect_replaces_the_response() {
    let server = basic_server();
    server
        .queue(Fault::Redirect { status: StatusCode::TEMPORARY_REDIRECT, location: "http://127.0.0.1:1/x".to_owned() });
    let response = server.handle(good(&server));
    assert_eq!((response.status().as_u16(), response.body().len()), (307, 0));
    assert_eq!(response.headers()["location"], "http://127.0.0.1:1/x");
    server.queue(Fault::Redirect { status: StatusCode::FOUND, location: "\n".to_owned() });
    assert_eq!(server.handle(good(&server)).status(), 500);
}

#[test]
fn a_compression_bomb_is_small_until_decoded() {
    let server = basic_server();
    server.queue(Fault::CompressionBomb { decoded: 1_000_000 });
    let response = server.handle(good(&server));
    assert_eq!(response.headers()["content-encoding"], "gzip");
    assert!(response.body().len() < 10_000, "{}", response.body().len());
    let mut decoded = Vec::new();
    flate2::read::GzDecoder::new(response.body().as_slice()).read_to_end(&mut decoded).unwrap();
    assert!(decoded.len() > 1_000_000);
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&decoded).unwrap()["token_type"], "Bearer");
}

#[test]
fn a_header_is_repeated() {
    let server = basic_server();
    let name = HeaderName::from_static("content-type");
    server.queue(Fault::RepeatedHeader { name, value: HeaderValue::from_static("text/html") });
    let response = server.handle(good(&server));
    let values: Vec<_> = response.headers().get_all("content-type").iter().collect();
    assert_eq!(values, ["application/json", "text/html"]);
}

#[test]
fn malformed_json_is_cut_in_half() {
    let server = basic_server();
    server.queue(Fault::MalformedJson);
    let response = server.handle(good(&server));
    assert!(response.body().starts_with(br#"{"access_token":"#));
    assert!(serde_json::from_slice::<serde_json::Value>(response.body()).is_err());
}

#[test]
fn service_unavailable_has_its_retry_after() {
    let server = basic_server();
    for retry_after in ["7", "Wed, 21 Oct 2026 07:28:00 GMT", "soon"] {
        server.queue(Fault::ServiceUnavailable { retry_after: retry_after.to_owned() });
        let response = server.handle(good(&server));
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()["retry-after"], retry_after);
    }
    server.queue(Fault::ServiceUnavailable { retry_after: String::new() });
    assert!(!server.handle(good(&server)).headers().contains_key("retry-after"));
}

#[test]
fn a_request_is_processed_before_its_delivery_fails() {
    let (server, untouched) = (basic_server(), basic_server());
    server.queue(Fault::Reset);
    server.respond(good(&server));
    let first = json(&untouched.handle(good(&untouched)));
    assert_ne!(json(&server.handle(good(&server))), first, "the first token was issued and is lost");
    server.queue(Script::html_502());
    server.handle(good(&server));
    untouched.handle(good(&untouched));
    assert_eq!(
        json(&server.handle(good(&server))),
        json(&untouched.handle(good(&untouched))),
        "a script issues nothing"
    );
}

#[test]
fn a_member_can_be_removed_renamed_and_replaced() {
    let server = basic_server();
    let changed = |fault: Fault| {
        server.queue(fault);
        String::from_utf8(server.handle(good(&server)).into_body()).unwrap()
    };
    let rest = r#","token_type":"Bearer","expires_in":3600,"scope":"a b"}"#;
    assert_eq!(changed(Fault::without_member("access_token")), rest.replacen(',', "{", 1));
    let renamed = Fault::RenamedMember { from: "scope".to_owned(), to: "scopes".to_owned() };
    assert!(changed(renamed).ends_with(r#""expires_in":3600,"scopes":"a b"}"#));
    assert!(changed(Fault::member("expires_in", "-1")).ends_with(r#""expires_in":-1,"scope":"a b"}"#));
    assert!(changed(Fault::member("x", "[oops")).ends_with(r#""scope":"a b","x":[oops}"#));
    assert!(changed(Fault::lower_case_token_type()).contains(r#""token_type":"bearer""#));
    assert!(changed(Fault::without_member("nothing")).ends_with(rest));
    server.queue(Fault::without_member("keys"));
    let nowhere = server.handle(Request::get("https://auth.pingone.com/").body("").unwrap());
    assert_eq!(json(&nowhere)["error"], "not_found");
}

#[test]
fn the_content_type_and_the_version_can_be_changed() {
    let server = basic_server();
    server.queue(Fault::json_as_html());
    let response = server.handle(good(&server));
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    assert_eq!(json(&response)["token_type"], "Bearer");
    server.queue(Fault::Http10);
    let response = server.handle(good(&server));
    assert_eq!((response.version(), response.status().as_u16()), (http::Version::HTTP_10, 200));
}
