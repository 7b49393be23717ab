//! What takes more than one request, driven by hand.

use http::Response;
use oauth_core::flow::{AfterFailure, Discovery, Failure, RoundTrip};
use oauth_core::{Call as _, DecodeError, Endpoint, Flow as _, FlowError, Issuer, Step};

use crate::support::{answer, basic, client, json, now};

const ISSUER: &str = "https://a.example/t";
const OPENID: &str = "https://a.example/t/.well-known/openid-configuration";
const OAUTH: &str = "https://a.example/.well-known/oauth-authorization-server/t";

fn good() -> Response<Vec<u8>> {
    json(200, format!(r#"{{"issuer":"{ISSUER}","token_endpoint":"https://a.example/token"}}"#))
}

fn sent(flow: &mut Discovery) -> String {
    match flow.step(now()).unwrap() {
        Step::Send(request) => request.uri().to_string(),
        other => panic!("{other:?}"),
    }
}

/// Answers the first request; what comes of it.
fn after_first(first: &Response<Vec<u8>>) -> (Discovery, Result<String, FlowError>) {
    let mut flow = Issuer::new(ISSUER).unwrap().discover();
    assert_eq!(sent(&mut flow), OPENID);
    flow.receive(first.into(), now());
    let next = flow.step(now()).map(|step| match step {
        Step::Done(metadata) => metadata.endpoint(Endpoint::Token).unwrap().to_owned(),
        Step::Send(request) => request.uri().to_string(),
        other => panic!("{other:?}"),
    });
    (flow, next)
}

#[test]
fn discovery_ends_at_the_first_place_that_knows() {
    assert_eq!(after_first(&good()).1.unwrap(), "https://a.example/token");
}

#[test]
fn discovery_asks_the_second_place_where_the_first_has_nothing() {
    for absent in [answer(404, "text/html", "<html>"), answer(404, "", ""), answer(200, "text/html", "<html>")] {
        let (mut flow, next) = after_first(&absent);
        assert_eq!(next.unwrap(), OAUTH);
        flow.receive((&good()).into(), now());
        assert!(matches!(flow.step(now()), Ok(Step::Done(_))));
    }
}

#[test]
fn discovery_does_not_go_on_from_a_server_in_trouble_or_a_lie() {
    let lie = json(200, r#"{"issuer":"https://attacker.example"}"#);
    for trouble in [answer(500, "", ""), answer(503, "", ""), answer(429, "", ""), answer(302, "", ""), lie] {
        let (_, next) = after_first(&trouble);
        assert!(matches!(next, Err(FlowError::Decode(_))), "{}", trouble.status());
    }
}

#[test]
fn discovery_reports_the_first_place_where_neither_has_it() {
    let (mut flow, _) = after_first(&answer(403, "text/html", "<html>"));
    flow.receive((&answer(404, "", "")).into(), now());
    match flow.step(now()) {
        Err(FlowError::Decode(error)) => assert_eq!(error.status().as_u16(), 403),
        other => panic!("{other:?}"),
    }
}

#[test]
fn discovery_reports_a_lie_at_the_second_place() {
    let (mut flow, _) = after_first(&answer(404, "", ""));
    flow.receive((&json(200, r#"{"issuer":"https://attacker.example"}"#)).into(), now());
    assert!(matches!(flow.step(now()), Err(FlowError::Decode(DecodeError::Untrusted(_)))));
}

#[test]
fn discovery_can_expect_another_issuer_at_both_places() {
    let mut flow = Issuer::new(ISSUER).unwrap().discover().dangerous_expect_issuer("https://a.example/{tenant}");
    sent(&mut flow);
    flow.receive((&answer(404, "", "")).into(), now());
    sent(&mut flow);
    flow.receive((&json(200, r#"{"issuer":"https://a.example/{tenant}"}"#)).into(), now());
    assert!(matches!(flow.step(now()), Ok(Step::Done(_))));
}

#[test]
fn a_flow_that_is_over_says_so() {
    let (mut flow, _) = after_first(&good());
    assert!(matches!(flow.step(now()), Err(FlowError::Ended)));
    flow.receive((&good()).into(), now());
    assert!(matches!(flow.step(now()), Err(FlowError::Ended)));
}

#[test]
fn no_answer_ends_it() {
    let mut flow = Issuer::new(ISSUER).unwrap().discover();
    sent(&mut flow);
    assert_eq!(flow.failed(Failure::MayHaveBeenReceived, now()), AfterFailure::GiveUp);
    let mut once = RoundTrip::new(client(basic()).client_credentials());
    assert_eq!(once.failed(Failure::MayHaveBeenReceived, now()), AfterFailure::GiveUp);
}

#[test]
fn once_sends_once() {
    let call = client(basic()).client_credentials();
    let mut once = RoundTrip::new(call.clone());
    match once.step(now()).unwrap() {
        Step::Send(request) => assert_eq!(request.body(), call.encode(now()).unwrap().body()),
        other => panic!("{other:?}"),
    }
    assert!(matches!(once.step(now()), Err(FlowError::Ended)));
    once.receive((&json(200, r#"{"access_token":"A"}"#)).into(), now());
    match once.step(now()).unwrap() {
        Step::Done(tokens) => assert_eq!(tokens.access_token.expose(), "A"),
        other => panic!("{other:?}"),
    }
    assert!(matches!(once.step(now()), Err(FlowError::Ended)));
}

#[test]
fn a_request_that_cannot_be_built_is_an_error_of_the_step() {
    let mut once = RoundTrip::new(client(basic()).client_credentials().scope("\u{0}"));
    assert!(matches!(once.step(now()), Err(FlowError::Encode(_))));
}
