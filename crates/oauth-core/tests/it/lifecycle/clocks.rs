//! Machines that sleep, and clocks that are set.

use std::time::Duration;

use oauth_core::lifecycle::Settings;

use super::support::*;

#[test]
fn after_two_hours_of_sleep_the_token_is_renewed_before_it_is_used() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    let awake = at_wall(600, 7200);
    assert!(lifecycle.snapshot(&key(), at(600)).is_some_and(|snapshot| !snapshot.is_fresh(awake)));
    assert_eq!(says(&mut lifecycle, awake), "wait");
    around.replies.push_back(Ok(tokens("A2", None)));
    around.fly(&mut lifecycle, awake);
    assert_eq!(says(&mut lifecycle, at_wall(601, 7200)), "A2");
    assert_eq!(around.sent, ["grant"]);
}

#[test]
fn a_wall_clock_that_is_set_back_changes_nothing() {
    let (mut lifecycle, _) = client(Settings::repeatable());
    assert_eq!(says(&mut lifecycle, at_wall(600, -7200)), "A1");
    assert!(!lifecycle.wants_flight());
}

#[test]
fn a_wall_clock_that_is_set_ahead_and_back_costs_one_request() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    assert_eq!(says(&mut lifecycle, at_wall(600, 90_000)), "wait");
    around.replies.push_back(Ok(tokens("A2", None)));
    around.fly(&mut lifecycle, at_wall(600, 90_000));
    for seconds in 610..2000 {
        assert_eq!(says(&mut lifecycle, at_wall(seconds, 0)), "A2");
    }
    assert_eq!(around.sent, ["grant"]);
}

#[test]
fn a_process_that_starts_does_not_hand_out_a_stored_token_that_has_ended() {
    let mut around = Around::default();
    around.put(record(1, &[("R1", 0)], Some(stored("A1", 0))));
    let mut lifecycle = lifecycle(rotates(0));
    let start = oauth_core::Now::new(at(4000).wall(), Duration::ZERO, false);
    says(&mut lifecycle, start);
    around.replies.push_back(Ok(tokens("A2", Some("R2"))));
    around.fly(&mut lifecycle, start);
    assert_eq!(around.sent, ["R1"]);
}

#[test]
fn a_sleep_within_the_second_use_renews_with_the_same_refresh_token() {
    for (slept, sends) in [(180, 2), (1_680, 1)] {
        let (mut lifecycle, mut around) = signed_in(rotates(600));
        lifecycle.renew_now(&key(), at(600));
        around.replies.push_back(lost());
        around.fly_until_sent(&mut lifecycle, at(600));
        let awake = at_wall(601, slept);
        lifecycle.died(awake);
        around.replies.clear();
        around.replies.push_back(Ok(tokens("A2", Some("R2"))));
        for seconds in 601..611 {
            around.fly(&mut lifecycle, at_wall(seconds, slept));
        }
        assert_eq!(around.sent.len(), sends, "{slept}");
    }
}

#[test]
fn a_sleep_does_not_end_the_wait_after_too_many_requests_without_ending_it() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    for seconds in 3600..3640 {
        says(&mut lifecycle, at(seconds));
        around.fly(&mut lifecycle, at(seconds));
    }
    // The wall clock says that the minute is over, the other one does not.
    let awake = at_wall(3641, 900);
    for _ in 0..20 {
        says(&mut lifecycle, awake);
        around.fly(&mut lifecycle, awake);
    }
    let generation = lifecycle.generation();
    assert!(says(&mut lifecycle, awake).starts_with("later"), "nobody waits for what is not tried");
    around.fly(&mut lifecycle, awake);
    assert_eq!(lifecycle.generation(), generation);
}

#[test]
fn an_intent_from_the_future_is_over_after_a_while_all_the_same() {
    let mut around = Around::default();
    let (mut one, mut first) = signed_in(rotates(0).without_last_try());
    one.renew_now(&key(), at(100_000));
    first.fly_until_sent(&mut one, at(100_000));
    around.record = first.record;
    // The clock of this process is a day behind.
    let mut two = lifecycle(rotates(0).without_last_try());
    for seconds in 10..60 {
        let said = says_for(&mut two, &other_key(), at(seconds));
        if said == "sign in: AnswerLost" {
            return assert!(seconds >= 40, "{seconds}");
        }
        assert!(said == "wait" || said.starts_with("later"), "{seconds}: {said}");
        around.fly(&mut two, at(seconds));
    }
    panic!("it never ends");
}
