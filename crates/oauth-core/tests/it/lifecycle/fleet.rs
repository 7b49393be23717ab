//! Several processes on one store.

use oauth_core::lifecycle::{FailureKind, Record, Settings};

use super::support::*;

#[test]
fn a_refusal_looks_into_the_store_before_it_asks_the_server() {
    let (mut one, mut around) = signed_in(rotates(0));
    let mut others: Vec<_> = (0..7).map(|_| lifecycle(rotates(0))).collect();
    for other in &mut others {
        says(other, at(10));
        around.fly(other, at(10));
        assert_eq!(says(other, at(10)), "A1");
    }
    says(&mut one, at(3460));
    around.replies.push_back(Ok(tokens("A2", Some("R2"))));
    around.fly(&mut one, at(3460));
    for other in &mut others {
        let before = around.loads;
        assert_eq!(refused(other, "A1", at(3470)), "wait");
        around.fly(other, at(3470));
        assert_eq!(refused(other, "A1", at(3471)), "replay A2");
        assert_eq!(around.loads - before, 1);
    }
    assert_eq!(around.sent, ["R1"]);
}

#[test]
fn a_newer_form_is_neither_used_nor_written_over() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    around.store = Store::Unreadable;
    around.put(record(1, &[("R7", 7)], None));
    let version = around.record.clone().unwrap().0;
    says(&mut lifecycle, at(3600));
    around.fly(&mut lifecycle, at(3600));
    assert_eq!(says(&mut lifecycle, at(3600)), "later: Store");
    assert!(around.sent.is_empty());
    assert_eq!(around.record.clone().unwrap().0, version);
}

#[test]
fn a_repeatable_grant_goes_on_beside_a_newer_form() {
    let mut around = Around { store: Store::Unreadable, ..Around::default() };
    around.put(record(0, &[], None));
    let version = around.record.clone().unwrap().0;
    let mut lifecycle = lifecycle(Settings::repeatable().with_store());
    assert_eq!(says(&mut lifecycle, at(0)), "wait");
    around.replies.push_back(Ok(tokens("A1", None)));
    around.fly(&mut lifecycle, at(0));
    assert_eq!(says(&mut lifecycle, at(1)), "A1");
    assert_eq!(around.record.clone().unwrap().0, version, "nothing unreadable is written over");
}

#[test]
fn signing_in_again_replaces_a_newer_form() {
    let mut around = Around { store: Store::Unreadable, ..Around::default() };
    around.put(record(1, &[("R7", 7)], None));
    let mut lifecycle = lifecycle(rotates(0));
    lifecycle.adopt(&key(), grant(2), tokens("B1", Some("S1")), at(0));
    around.fly(&mut lifecycle, at(0));
    assert!(lifecycle.is_saved());
    assert_eq!(around.refresh_names(), ["S1"]);
}

#[test]
fn a_record_that_may_be_that_of_the_sign_in_is_not_written_over_unread() {
    let (mut lifecycle, mut around) = (lifecycle(rotates(0)), Around::default());
    lifecycle.adopt(&key(), grant(1), tokens("A1", Some("R1")), at(0));
    let job = next(&mut lifecycle, at(0)).unwrap();
    around.carry_out(&job.work);
    let timed_out = oauth_core::lifecycle::Outcome::timed_out(&job.work).unwrap();
    lifecycle.done(job.attempt, timed_out, at(2));
    // Another process has renewed, and the store cannot be read for a while.
    around.put(record(1, &[("R1", 0), ("R2", 1)], None));
    around.store = Store::Unreadable;
    for seconds in 2..20 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert!(!lifecycle.is_saved());
    assert_eq!(around.refresh_names(), ["R1", "R2"]);
    around.store = Store::Well;
    says(&mut lifecycle, at(60));
    around.replies.push_back(Ok(tokens("A3", Some("R3"))));
    around.fly(&mut lifecycle, at(60));
    assert!(lifecycle.is_saved());
    assert!(around.refresh_names().contains(&"R2".to_owned()));
}

#[test]
fn a_process_waits_for_the_response_that_another_one_is_about_to_bring() {
    let (mut one, mut around) = signed_in(rotates(0));
    says(&mut one, at(3600));
    let attempt = around.fly_until_sent(&mut one, at(3600));
    let mut two = lifecycle(rotates(0));
    assert_eq!(says(&mut two, at(3601)), "wait");
    around.fly(&mut two, at(3601));
    assert_eq!(says(&mut two, at(3602)), "wait");
    let reply = oauth_core::lifecycle::Outcome::Renewed(Ok(Box::new(tokens("A2", Some("R2")))));
    one.done(attempt, reply, at(3603));
    around.fly(&mut one, at(3603));
    around.fly(&mut two, at(3603));
    assert_eq!(says(&mut two, at(3604)), "A2");
    assert_eq!(around.sent, ["R1"]);
}

#[test]
fn a_store_that_went_back_to_an_earlier_record_is_written_over_by_what_is_newer() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    let old = around.record.clone();
    says(&mut lifecycle, at(3460));
    around.replies.push_back(Ok(tokens("A2", Some("R2"))));
    around.fly(&mut lifecycle, at(3460));
    around.record = old;
    lifecycle.renew_now(&key(), at(3480));
    around.replies.push_back(Ok(tokens("A3", Some("R3"))));
    around.fly(&mut lifecycle, at(3480));
    assert_eq!(around.sent, ["R1", "R2"]);
    assert!(matches!(&around.record, Some((_, Record::Grant(record))) if record.refresh.len() >= 2));
}

#[test]
fn a_refresh_token_that_the_store_lost_is_kept_beside_another_of_the_same_parent() {
    let (mut lifecycle, mut around) = signed_in(rotates(600));
    says(&mut lifecycle, at(3460));
    around.replies.push_back(Ok(tokens("A2", Some("R2"))));
    around.fly(&mut lifecycle, at(3460));
    // The store was emptied, and a process wrote into it that knew of its own response to R1 only.
    around.put(record(1, &[("R1", 0), ("R3", 1)], None));
    around.sent.clear();
    lifecycle.renew_now(&key(), at(3480));
    around.replies.extend([dead(), Ok(tokens("A4", Some("R4")))]);
    around.fly(&mut lifecycle, at(3480));
    assert_eq!(around.sent, ["R2", "R3"]);
}

#[test]
fn an_empty_store_of_a_new_process_means_that_nobody_signed_in() {
    let (mut lifecycle, mut around) = (lifecycle(rotates(0)), Around::default());
    assert_eq!(says(&mut lifecycle, at(0)), "wait");
    around.fly(&mut lifecycle, at(0));
    assert_eq!(says(&mut lifecycle, at(1)), "sign in: Never");
    assert_eq!(lifecycle.stats(&key(), at(1)).kind, None::<FailureKind>);
}
