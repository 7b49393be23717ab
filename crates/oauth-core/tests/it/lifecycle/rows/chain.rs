//! The chain of refresh tokens.

use oauth_core::lifecycle::{Candidate, FailureKind, Outcome, Record, Settings, Used};
use oauth_core::server::Rotation;

use crate::lifecycle::support::*;

#[test]
fn nobody_gets_the_new_token_before_its_refresh_token_is_stored() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    says(&mut lifecycle, at(3460));
    let attempt = around.fly_until_sent(&mut lifecycle, at(3460));
    lifecycle.done(attempt, Outcome::Renewed(Ok(Box::new(tokens("A2", Some("R2"))))), at(3460));
    assert_eq!(says(&mut lifecycle, at(3470)), "A1");
    around.fly(&mut lifecycle, at(3470));
    assert_eq!(around.refresh_names(), ["R1", "R2"]);
    assert_eq!(says(&mut lifecycle, at(3476)), "A2");
}

#[test]
fn the_intent_is_stored_before_the_request_is_sent() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    says(&mut lifecycle, at(3460));
    around.fly_until_sent(&mut lifecycle, at(3460));
    assert!(matches!(around.refresh()[0].1, Used::Sent { again: false, .. }));
}

#[test]
fn an_intent_is_taken_back_if_nothing_was_spent() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    says(&mut lifecycle, at(3460));
    around.replies.push_back(Err(response_with(503, &[("retry-after", "60")], "")));
    around.fly(&mut lifecycle, at(3460));
    assert_eq!(around.refresh(), [("R1".to_owned(), Used::No)]);
    assert_eq!(says(&mut lifecycle, at(3500)), "A1");
    assert!(!lifecycle.wants_flight(), "the server asked for a minute");
    says(&mut lifecycle, at(3521));
    around.replies.push_back(Ok(tokens("A2", Some("R2"))));
    around.fly(&mut lifecycle, at(3521));
    assert_eq!(around.sent, ["R1", "R1"]);
}

#[test]
fn a_lost_response_is_asked_for_again_while_the_server_forgives() {
    let (mut lifecycle, mut around) = signed_in(rotates(600));
    says(&mut lifecycle, at(3550));
    around.replies.extend([lost(), Ok(tokens("A2", Some("R2")))]);
    for seconds in 3550..3560 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert_eq!(around.sent, ["R1", "R1"]);
    assert_eq!(says(&mut lifecycle, at(3561)), "A2");
}

#[test]
fn a_lost_response_is_tried_a_last_time_when_every_token_has_ended() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    says(&mut lifecycle, at(3460));
    around.replies.push_back(lost());
    for seconds in 3460..3600 {
        assert_eq!(says(&mut lifecycle, at(seconds)), "A1");
        around.fly(&mut lifecycle, at(seconds));
    }
    assert_eq!(around.sent, ["R1"], "it is not sent again while there is a token");
    assert_eq!(says(&mut lifecycle, at(3600)), "wait");
    around.replies.push_back(dead());
    around.fly(&mut lifecycle, at(3600));
    assert_eq!(around.sent, ["R1", "R1"]);
    assert_eq!(says(&mut lifecycle, at(3601)), "sign in: Refused");
}

#[test]
fn without_the_last_try_a_lost_response_is_the_end() {
    let (mut lifecycle, mut around) = signed_in(rotates(0).without_last_try());
    says(&mut lifecycle, at(3460));
    around.replies.push_back(lost());
    around.fly(&mut lifecycle, at(3460));
    says(&mut lifecycle, at(3600));
    around.fly(&mut lifecycle, at(3600));
    assert_eq!(says(&mut lifecycle, at(3601)), "sign in: AnswerLost");
    assert_eq!(around.sent, ["R1"]);
}

#[test]
fn the_late_response_of_an_attempt_that_was_given_up_is_stored_first() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    says(&mut lifecycle, at(3550));
    let attempt = around.fly_until_sent(&mut lifecycle, at(3550));
    lifecycle.died(at(3560));
    around.fly(&mut lifecycle, at(3561));
    lifecycle.done(attempt, Outcome::Renewed(Ok(Box::new(tokens("A2", Some("R2"))))), at(3570));
    assert_eq!(says(&mut lifecycle, at(3570)), "A1");
    around.fly(&mut lifecycle, at(3570));
    assert_eq!(around.refresh_names(), ["R1", "R2"]);
    assert_eq!(says(&mut lifecycle, at(3580)), "A2");
}

#[test]
fn three_renewals_without_a_new_refresh_token_show_that_it_stays() {
    let settings = Settings::refreshing(Rotation::Unknown).with_store();
    let (mut lifecycle, mut around) = signed_in(settings);
    for renewal in 1..=3 {
        says(&mut lifecycle, at(3600 * renewal));
        around.replies.push_back(Ok(tokens("A2", None)));
        around.fly(&mut lifecycle, at(3600 * renewal));
    }
    says(&mut lifecycle, at(14_400));
    around.replies.extend([lost(), Ok(tokens("A5", None))]);
    for seconds in 14_400..14_410 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert_eq!(around.sent, ["R1"; 5], "it is simply sent again");
}

#[test]
fn a_refused_refresh_token_is_looked_for_in_the_store() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    says(&mut lifecycle, at(3460));
    let attempt = around.fly_until_sent(&mut lifecycle, at(3460));
    let Some((_, Record::Grant(mut theirs))) = around.record.clone() else { panic!() };
    theirs.refresh.push(Candidate::new("R2", 1));
    theirs.tokens.insert(key(), stored("A2", 3460));
    around.put(Record::Grant(theirs));
    lifecycle.done(attempt, Outcome::Renewed(Err(Box::new(dead().unwrap_err()))), at(3461));
    around.fly(&mut lifecycle, at(3461));
    assert_eq!(says(&mut lifecycle, at(3470)), "A2");
    assert_eq!(around.refresh(), [("R1".to_owned(), Used::Refused), ("R2".to_owned(), Used::No)]);
    assert_eq!(around.sent, ["R1"]);
}

#[test]
fn two_responses_to_one_refresh_token_are_both_kept() {
    let (mut one, mut around) = signed_in(rotates(600));
    let mut two = lifecycle(rotates(600));
    two.access(&key(), at(3000));
    around.fly(&mut two, at(3000));
    says(&mut one, at(3460));
    let first = around.fly_until_sent(&mut one, at(3460));
    says(&mut two, at(3490));
    let second = around.fly_until_sent(&mut two, at(3490));
    assert_eq!(around.sent, ["R1", "R1"]);
    one.done(first, Outcome::Renewed(Ok(Box::new(tokens("A2", Some("R2"))))), at(3491));
    around.fly(&mut one, at(3491));
    two.done(second, Outcome::Renewed(Ok(Box::new(tokens("A3", Some("R3"))))), at(3492));
    around.fly(&mut two, at(3492));
    assert_eq!(around.refresh_names(), ["R1", "R2", "R3"]);
    one.renew_now(&key(), at(3500));
    around.sent.clear();
    around.replies.extend([dead(), Ok(tokens("A4", Some("R4")))]);
    around.fly(&mut one, at(3500));
    assert_eq!(around.sent, ["R3", "R2"], "one is refused, the other lives");
}

#[test]
fn a_parent_is_not_sent_again_while_its_child_is() {
    let (mut one, mut around) = signed_in(rotates(0));
    says(&mut one, at(3460));
    around.replies.push_back(Ok(tokens("A2", Some("R2"))));
    around.fly(&mut one, at(3460));
    says(&mut one, at(7060));
    around.fly_until_sent(&mut one, at(7060));
    let mut two = lifecycle(rotates(0));
    around.lease = None;
    says(&mut two, at(7064));
    around.fly(&mut two, at(7064));
    assert_eq!(around.sent, ["R1", "R2"]);
    assert_eq!(says(&mut two, at(7064)), "later: NoResponse");
}

#[test]
fn eight_candidates_are_kept() {
    let (mut lifecycle, mut around) = signed_in(rotates(600));
    let Some((_, Record::Grant(mut theirs))) = around.record.clone() else { panic!() };
    theirs.refresh.extend((10..30).map(|n| Candidate::new(format!("R{n}"), 9)));
    around.put(Record::Grant(theirs));
    lifecycle.renew_now(&key(), at(3460));
    around.replies.push_back(Ok(tokens("A2", Some("R2"))));
    around.fly(&mut lifecycle, at(3460));
    assert_eq!(around.refresh().len(), 8);
}

#[test]
fn the_refresh_token_of_a_response_that_is_refused_is_kept() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    says(&mut lifecycle, at(3460));
    let body = r#"{"id_token":"a.b.c","token_type":"Bearer","refresh_token":"R2"}"#;
    let refused = response(200, "application/json", body);
    assert_eq!(refused.kind(), FailureKind::Unusable);
    around.replies.push_back(Err(refused));
    around.fly(&mut lifecycle, at(3460));
    assert_eq!(around.refresh_names(), ["R1", "R2"]);
    assert_eq!(says(&mut lifecycle, at(3590)), "A1");
    around.sent.clear();
    around.replies.push_back(Ok(tokens("A2", Some("R3"))));
    around.fly(&mut lifecycle, at(3590));
    assert_eq!(around.sent, ["R2"]);
}
