//! Within a process: callers that stop waiting, flights that die, requests by name.

use oauth_core::lifecycle::{Outcome, Settings};
use oauth_core::server::Rotation;

use super::support::*;

#[test]
fn fifty_callers_who_ask_for_a_renewal_by_name_are_one_request() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    for _ in 0..50 {
        lifecycle.renew_now(&key(), at(100));
    }
    assert_eq!(says(&mut lifecycle, at(100)), "A1");
    around.replies.push_back(Ok(tokens("A2", None)));
    around.fly(&mut lifecycle, at(100));
    assert!(!lifecycle.pending(&key()));
    assert_eq!(says(&mut lifecycle, at(100)), "A2", "at once, without an overlap");
    assert_eq!(around.sent, ["grant"]);
}

#[test]
fn a_renewal_by_name_begins_after_the_call() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    says(&mut lifecycle, at(3460));
    let attempt = around.fly_until_sent(&mut lifecycle, at(3460));
    lifecycle.renew_now(&key(), at(3461));
    lifecycle.done(attempt, Outcome::Renewed(Ok(Box::new(tokens("A2", None)))), at(3462));
    assert!(lifecycle.pending(&key()), "that request was sent before the call");
    around.replies.push_back(Ok(tokens("A3", None)));
    around.fly(&mut lifecycle, at(3462));
    assert_eq!(says(&mut lifecycle, at(3470)), "A3");
}

#[test]
fn a_renewal_by_name_that_fails_leaves_the_token() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    lifecycle.renew_now(&key(), at(100));
    for seconds in 100..110 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert!(!lifecycle.pending(&key()));
    assert_eq!(says(&mut lifecycle, at(111)), "A1");
}

#[test]
fn a_flight_that_died_before_its_first_step_is_begun_by_the_next_caller() {
    let (mut lifecycle, mut around) = (lifecycle(Settings::repeatable()), Around::default());
    assert_eq!(says(&mut lifecycle, at(0)), "wait");
    lifecycle.died(at(0));
    assert!(lifecycle.wants_flight());
    around.replies.push_back(Ok(tokens("A1", None)));
    around.fly(&mut lifecycle, at(1));
    assert_eq!(says(&mut lifecycle, at(1)), "A1");
}

#[test]
fn a_repeatable_grant_whose_flight_died_is_requested_again_at_once() {
    let (mut lifecycle, mut around) = (lifecycle(Settings::repeatable()), Around::default());
    says(&mut lifecycle, at(0));
    around.fly_until_sent(&mut lifecycle, at(0));
    lifecycle.died(at(1));
    assert_eq!(says(&mut lifecycle, at(1)), "wait");
    around.replies.push_back(Ok(tokens("A1", None)));
    around.fly(&mut lifecycle, at(1));
    assert_eq!(says(&mut lifecycle, at(1)), "A1");
}

#[test]
fn one_request_serves_callers_who_stopped_waiting_and_those_who_did_not() {
    let (mut lifecycle, mut around) = (lifecycle(Settings::repeatable()), Around::default());
    assert_eq!(says(&mut lifecycle, at(0)), "wait");
    let attempt = around.fly_until_sent(&mut lifecycle, at(0));
    assert_eq!(says(&mut lifecycle, at(1)), "wait");
    lifecycle.done(attempt, Outcome::Renewed(Err(Box::new(lost().unwrap_err()))), at(10));
    assert_eq!(says(&mut lifecycle, at(10)), "later: NoResponse");
    assert_eq!(around.sent, ["grant"]);
}

#[test]
fn a_program_can_start_from_a_refresh_token_alone() {
    let (mut lifecycle, mut around) = (lifecycle(rotates(0)), Around::default());
    lifecycle.adopt(&key(), grant(1), oauth_core::lifecycle::Tokens::from_refresh_token("R1"), at(0));
    assert_eq!(says(&mut lifecycle, at(0)), "wait");
    around.replies.push_back(Ok(tokens("A1", Some("R2"))));
    around.fly(&mut lifecycle, at(0));
    assert_eq!(says(&mut lifecycle, at(1)), "A1");
    assert_eq!(around.refresh_names(), ["R1", "R2"]);
}

#[test]
fn a_request_that_hangs_does_not_hold_up_another_repeatable_token() {
    // Each token key has a lifecycle of its own.
    let (mut one, mut two) = (lifecycle(Settings::repeatable()), lifecycle(Settings::repeatable()));
    let mut around = Around::default();
    says(&mut one, at(0));
    around.fly_until_sent(&mut one, at(0));
    says_for(&mut two, &other_key(), at(0));
    around.replies.push_back(Ok(tokens("B1", None)));
    around.fly(&mut two, at(0));
    assert_eq!(says_for(&mut two, &other_key(), at(0)), "B1");
}

#[test]
fn a_renewal_that_waits_in_the_queue_is_waited_for() {
    let (mut lifecycle, mut around) =
        signed_in(Settings::refreshing(Rotation::Rotates { second_use_within: std::time::Duration::ZERO }));
    says_for(&mut lifecycle, &other_key(), at(3600));
    around.fly_until_sent(&mut lifecycle, at(3600));
    assert_eq!(says(&mut lifecycle, at(3600)), "wait", "the refresh token is on its way for another one");
}
