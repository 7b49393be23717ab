//! Faults between client and server, and the outcome of a token request.

use std::time::Duration;

use http::{HeaderName, HeaderValue, StatusCode};
use oauth_io::call::Deviation;
use oauth_io::error::Problem;
use oauth_io::{Call as _, TransportErrorKind};
use oauth_testkit::{Endpoint, Fault, Script};

use super::outcome::Outcome;
use super::world::{World, confidential};

const MIB: u64 = 1024 * 1024;

fn transport(kind: TransportErrorKind) -> Outcome {
    Outcome::Transport(kind)
}

fn redirect(status: StatusCode) -> Fault {
    Fault::Redirect { status, location: "https://evil.example/token".to_owned() }
}

fn rows() -> Vec<(Fault, Outcome)> {
    let redirected = |status: u16| Outcome::Malformed(status, Problem::Redirect);
    let missing = |field| Outcome::Malformed(200, Problem::Missing { field });
    let html = HeaderValue::from_static("text/html");
    vec![
        (Fault::Script(Script::empty_200()), Outcome::Malformed(200, Problem::Empty)),
        (Fault::Delay(Duration::from_millis(9_999)), Outcome::Good),
        (Fault::Delay(Duration::from_secs(10)), transport(TransportErrorKind::Timeout)),
        (Fault::Hang, transport(TransportErrorKind::Timeout)),
        (Fault::Truncate { at: 20 }, transport(TransportErrorKind::Interrupted)),
        (Fault::Reset, transport(TransportErrorKind::Interrupted)),
        (Fault::Drip { every: Duration::from_micros(1) }, Outcome::Good),
        (Fault::Drip { every: Duration::from_secs(1) }, transport(TransportErrorKind::Timeout)),
        (redirect(StatusCode::MOVED_PERMANENTLY), redirected(301)),
        (redirect(StatusCode::FOUND), redirected(302)),
        (redirect(StatusCode::SEE_OTHER), redirected(303)),
        (redirect(StatusCode::TEMPORARY_REDIRECT), redirected(307)),
        (redirect(StatusCode::PERMANENT_REDIRECT), redirected(308)),
        (Fault::CompressionBomb { decoded: 100 }, transport(TransportErrorKind::ContentEncoding)),
        (Fault::Huge { bytes: MIB / 2 }, Outcome::Good),
        (Fault::Huge { bytes: MIB }, transport(TransportErrorKind::BodyTooLarge)),
        (Fault::HugeChunked { bytes: MIB / 2 }, Outcome::Good),
        (Fault::HugeChunked { bytes: 1024 * MIB }, transport(TransportErrorKind::BodyTooLarge)),
        (Fault::RepeatedHeader { name: HeaderName::from_static("content-type"), value: html.clone() }, Outcome::Good),
        (Fault::ServiceUnavailable { retry_after: "1".to_owned() }, Outcome::Unavailable(503)),
        (Fault::without_member("access_token"), missing("access_token")),
        (Fault::member("access_token", "\"\""), missing("access_token")),
        (Fault::without_member("token_type"), Outcome::Good),
        (Fault::without_member("expires_in"), Outcome::Good),
        (Fault::RenamedMember { from: "access_token".into(), to: "accessToken".into() }, missing("access_token")),
        (
            Fault::RenamedMember { from: "token_type".into(), to: "access_token".into() },
            Outcome::Malformed(200, Problem::Duplicate { member: "access_token".to_owned() }),
        ),
        (Fault::member("error", "\"server_error\""), Outcome::server(200, "server_error")),
        (Fault::ContentType(html), Outcome::Good),
        (Fault::json_as_html(), Outcome::Good),
        (Fault::lower_case_token_type(), Outcome::Good),
        (Fault::no_refresh_token(), Outcome::Good),
        (Fault::Http10, Outcome::Good),
    ]
}

#[test]
fn each_fault_has_its_outcome_and_is_not_retried() {
    confidential(
        |application| application,
        |world| {
            for (fault, expected) in rows() {
                let before = world.server.ledger().count_at(Endpoint::Token);
                world.server.queue(fault.clone());
                let outcome = Outcome::of(&world.send(&world.client.client_credentials()));
                assert_eq!(outcome, expected, "{fault:?}");
                assert_eq!(world.server.ledger().count_at(Endpoint::Token), before + 1, "{fault:?}");
            }
            assert_eq!(Outcome::of(&world.send(&world.client.client_credentials())), Outcome::Good);
        },
    );
}

#[test]
fn a_truncated_response_is_an_error() {
    let world = World::new();
    world.server.queue(Fault::MalformedJson);
    let outcome = Outcome::of(&world.send(&world.client.client_credentials()));
    assert!(matches!(outcome, Outcome::Malformed(200, Problem::Syntax { offset: 1.. })), "{outcome:?}");
}

/// An application with its own HTTP stack only has the core, which has its own limits.
#[test]
fn the_core_has_its_own_limits() {
    let rows = [
        (Fault::Huge { bytes: MIB }, Outcome::Malformed(200, Problem::TooLarge { limit: 1024 * 1024 })),
        (Fault::HugeChunked { bytes: MIB }, Outcome::Malformed(200, Problem::TooLarge { limit: 1024 * 1024 })),
        (Fault::CompressionBomb { decoded: 100 }, Outcome::Malformed(200, Problem::ContentEncoding)),
        (redirect(StatusCode::TEMPORARY_REDIRECT), Outcome::Malformed(307, Problem::Redirect)),
        (Fault::Truncate { at: 0 }, Outcome::Malformed(200, Problem::Empty)),
    ];
    let world = World::new();
    let call = world.client.client_credentials();
    for (fault, expected) in rows {
        world.server.queue(fault.clone());
        let now = world.server.clock().now();
        let response = world.server.handle(call.encode(now).unwrap());
        let outcome = call.decode((&response).into(), now).map_err(Into::into);
        assert_eq!(Outcome::of(&outcome), expected, "{fault:?}");
    }
}

#[test]
fn responses_with_a_missing_member() {
    let world = World::new();
    let ask = |fault: Fault| {
        world.server.queue(fault);
        world.send(&world.client.client_credentials().scope("read")).unwrap()
    };
    let tokens = ask(Fault::without_member("token_type"));
    assert_eq!((tokens.token_type, tokens.deviations), (None, vec![Deviation::TokenTypeMissing]));
    assert_eq!(ask(Fault::without_member("expires_in")).expires_at, None);
    assert_eq!(ask(Fault::without_member("scope")).scope, Some("read".into()));
    assert!(ask(Fault::lower_case_token_type()).bearer_header().is_some());
}

#[test]
fn the_lifetime_counts_from_when_the_request_was_sent() {
    for world in World::by_both_styles() {
        let before = world.server.clock().now();
        world.server.queue(Fault::Delay(Duration::from_secs(9)));
        let tokens = world.send(&world.client.client_credentials()).unwrap();
        assert_eq!(world.server.clock().now(), before + Duration::from_secs(9));
        assert_eq!(tokens.expires_at, Some(before + Duration::from_secs(3600)));
    }
}

#[test]
fn nothing_is_sent_to_a_url_that_is_not_https() {
    let world = World::at(|server| server.base("https://auth.example.com"));
    let issuer = oauth_io::Issuer::dangerous_http_loopback("http://127.0.0.1:1").unwrap();
    let server = oauth_io::Server::new(issuer);
    let server = server.with_endpoint(oauth_io::Endpoint::Token, "http://127.0.0.1:1/token").unwrap();
    let client = oauth_io::Client::new(server, "id", oauth_io::ClientAuthentication::none()).unwrap();
    let before = world.server.ledger().count();
    let error = world.send(&client.client_credentials()).unwrap_err();
    let oauth_io::Error::Transport(error) = error else { panic!("{error:?}") };
    assert_eq!(error.kind(), TransportErrorKind::InsecureUrl);
    assert!(!error.may_have_been_received());
    assert_eq!(world.server.ledger().count(), before);
}
