//! Stores that cannot be read or written.

use oauth_core::lifecycle::{Event, Settings};

use super::support::*;

/// A2 and R2 were issued at 3460, and the store does not take them.
fn unsaved(settings: Settings) -> (oauth_core::lifecycle::Lifecycle, Around) {
    let (mut lifecycle, mut around) = signed_in(settings);
    says(&mut lifecycle, at(3460));
    let attempt = around.fly_until_sent(&mut lifecycle, at(3460));
    around.store = Store::ReadOnly;
    let reply = oauth_core::lifecycle::Outcome::Renewed(Ok(Box::new(tokens("A2", Some("R2")))));
    lifecycle.done(attempt, reply, at(3460));
    around.fly(&mut lifecycle, at(3460));
    (lifecycle, around)
}

#[test]
fn a_pair_that_is_not_saved_stays_in_memory_and_is_written_again() {
    let (mut lifecycle, mut around) = unsaved(rotates(0));
    let events = lifecycle.take_events();
    assert_eq!(events.iter().filter(|event| **event == Event::NotSaved).count(), 1);
    assert!(around.lease.is_none(), "the lease is given back");
    for seconds in 3460..3520 {
        assert_eq!(says(&mut lifecycle, at(seconds)), "A1");
        around.fly(&mut lifecycle, at(seconds));
    }
    assert!(lifecycle.stats(&key(), at(3520)).unsaved);
    around.store = Store::Well;
    for seconds in 3520..3600 {
        assert!(["A1", "A2"].contains(&says(&mut lifecycle, at(seconds)).as_str()));
        around.fly(&mut lifecycle, at(seconds));
    }
    assert_eq!(says(&mut lifecycle, at(3600)), "A2");
    assert_eq!(around.refresh_names(), ["R1", "R2"]);
    assert_eq!(around.sent, ["R1"], "no second request");
    assert!(has(&lifecycle.take_events(), &Event::Saved));
}

#[test]
fn a_refresh_token_whose_write_had_no_result_and_that_others_have_spent_is_dropped() {
    let (mut lifecycle, mut around) = (lifecycle(rotates(0)), Around::default());
    lifecycle.adopt(&key(), grant(1), tokens("A1", Some("R1")), at(0));
    let job = next(&mut lifecycle, at(0)).unwrap();
    around.carry_out(&job.work);
    lifecycle.done(job.attempt, oauth_core::lifecycle::Outcome::timed_out(&job.work).unwrap(), at(2));
    around.put(record(1, &[("R2", 1), ("R3", 2)], None));
    for seconds in 2..10 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert_eq!(around.refresh_names(), ["R2", "R3"]);
    assert_eq!(says(&mut lifecycle, at(10)), "A1");
}

#[test]
fn a_refresh_token_whose_write_had_no_result_is_kept_while_it_has_no_child() {
    let (mut lifecycle, mut around) = unsaved(rotates(600));
    around.store = Store::Well;
    around.put(record(1, &[("R1", 0), ("R3", 1)], None));
    for seconds in 3460..3470 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert_eq!(around.refresh_names(), ["R1", "R3", "R2"]);
}

#[test]
fn after_the_end_of_the_old_token_a_pair_that_is_not_saved_is_an_error() {
    let (mut lifecycle, mut around) = unsaved(rotates(0));
    for seconds in 3460..3700 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert_eq!(says(&mut lifecycle, at(3700)), "later: NotSaved");
    assert_eq!(around.sent, ["R1"]);
}

#[test]
fn by_the_setting_a_token_that_is_not_saved_is_used_after_the_end_of_the_old_one() {
    let (mut lifecycle, _) = unsaved(rotates(0).use_unsaved());
    assert_eq!(says(&mut lifecycle, at(3599)), "A1");
    assert_eq!(says(&mut lifecycle, at(3600)), "A2");
}

#[test]
fn a_shutdown_tries_once_more_to_write() {
    let (mut lifecycle, mut around) = unsaved(rotates(0));
    lifecycle.take_events();
    around.store = Store::Well;
    lifecycle.shutdown(at(3461));
    around.fly(&mut lifecycle, at(3461));
    assert_eq!(around.refresh_names(), ["R1", "R2"]);
    let (mut lifecycle, mut around) = unsaved(rotates(0));
    lifecycle.take_events();
    lifecycle.shutdown(at(3461));
    around.fly(&mut lifecycle, at(3461));
    assert!(!lifecycle.wants_flight());
    assert!(has(&lifecycle.take_events(), &Event::NotSaved));
}

#[test]
fn a_repeatable_grant_does_not_need_its_store() {
    let mut around = Around { store: Store::Down, ..Around::default() };
    let mut lifecycle = lifecycle(Settings::repeatable().with_store());
    for _ in 0..10 {
        assert_eq!(says(&mut lifecycle, at(0)), "wait");
    }
    around.replies.push_back(Ok(tokens("A1", None)));
    around.fly(&mut lifecycle, at(0));
    assert_eq!(says(&mut lifecycle, at(0)), "A1");
    assert_eq!(around.sent, ["grant"]);
    let events = lifecycle.take_events();
    assert_eq!(events.iter().filter(|event| matches!(event, Event::Failed(_))).count(), 1);
}

#[test]
fn a_store_that_cannot_be_read_sends_nobody_to_sign_in() {
    let mut around = Around { store: Store::Down, ..Around::default() };
    let mut lifecycle = lifecycle(rotates(0));
    assert_eq!(says(&mut lifecycle, at(0)), "wait");
    around.fly(&mut lifecycle, at(0));
    assert_eq!(says(&mut lifecycle, at(0)), "later: Store");
    assert!(around.sent.is_empty());
}

#[test]
fn what_brought_no_new_refresh_token_is_handed_out_before_it_is_saved() {
    let settings = Settings::refreshing(oauth_core::server::Rotation::Never).with_store();
    let (mut lifecycle, mut around) = signed_in(settings);
    says(&mut lifecycle, at(3600));
    let attempt = around.fly_until_sent(&mut lifecycle, at(3600));
    around.store = Store::ReadOnly;
    let reply = oauth_core::lifecycle::Outcome::Renewed(Ok(Box::new(tokens("A2", Some("R1")))));
    lifecycle.done(attempt, reply, at(3600));
    assert_eq!(says(&mut lifecycle, at(3600)), "A2");
}
