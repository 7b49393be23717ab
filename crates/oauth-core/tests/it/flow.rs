//! A single request as a flow.

use oauth_core::flow::{AfterFailure, Failure, RoundTrip};
use oauth_core::{Call as _, Flow as _, FlowError, Step};

use crate::support::{basic, client, json, now};

#[test]
fn a_lost_request_ends_it() {
    let mut once = RoundTrip::new(client(basic()).client_credentials());
    assert_eq!(once.failed(Failure::MayHaveBeenReceived, now()), AfterFailure::GiveUp);
}

#[test]
fn a_round_trip_sends_once() {
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
