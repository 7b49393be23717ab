//! Sign-outs, and what comes after them.

use oauth_core::lifecycle::{Event, Record};

use super::support::*;

#[test]
fn the_newest_refresh_token_of_the_store_is_revoked() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    around.put(record(1, &[("R1", 0), ("R2", 1)], None));
    lifecycle.forget(at(10));
    around.fly(&mut lifecycle, at(10));
    assert_eq!(around.revoked, ["R2"]);
    assert!(around.is_signed_out());
}

#[test]
fn a_revocation_that_fails_does_not_keep_the_user_signed_in() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    around.refuses_revocation = true;
    lifecycle.forget(at(10));
    for seconds in 10..60 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert_eq!(finally(&mut lifecycle, &mut around, at(60)), "sign in: SignedOut");
    assert!(around.is_signed_out() && !lifecycle.wants_flight());
    assert_eq!(around.revoked.len(), 3, "it is tried again");
    assert!(has(&lifecycle.take_events(), &Event::NotRevoked));
}

#[test]
fn a_sign_out_elsewhere_ends_the_renewal_under_way() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    says(&mut lifecycle, at(3460));
    let attempt = around.fly_until_sent(&mut lifecycle, at(3460));
    around.put(Record::SignedOut { of: Some(grant(1)) });
    let reply = oauth_core::lifecycle::Outcome::Renewed(Ok(Box::new(tokens("A2", Some("R2")))));
    lifecycle.done(attempt, reply, at(3461));
    around.fly(&mut lifecycle, at(3461));
    assert!(around.is_signed_out());
    assert_eq!(around.revoked, ["R2"]);
    assert_eq!(says(&mut lifecycle, at(3462)), "sign in: SignedOut");
    let mut restarted = super::support::lifecycle(rotates(0));
    says(&mut restarted, at(3470));
    around.fly(&mut restarted, at(3470));
    assert_eq!(says(&mut restarted, at(3470)), "sign in: SignedOut");
}

#[test]
fn a_sign_out_is_repeated_until_the_store_has_it() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    around.store = Store::Down;
    lifecycle.forget(at(10));
    for seconds in 10..100 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert!(!lifecycle.is_saved());
    assert_eq!(says(&mut lifecycle, at(100)), "sign in: SignedOut");
    around.store = Store::Well;
    for seconds in 100..200 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert!(lifecycle.is_saved() && around.is_signed_out());
}

#[test]
fn a_sign_out_that_another_process_stored_ends_a_failure_of_the_store() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    around.store = Store::Down;
    lifecycle.forget(at(10));
    around.fly(&mut lifecycle, at(10));
    around.store = Store::Well;
    around.put(Record::SignedOut { of: Some(grant(1)) });
    around.fly(&mut lifecycle, at(60));
    assert!(lifecycle.is_saved());
    around.put(record(2, &[], None));
    assert_eq!(finally(&mut lifecycle, &mut around, at(120)), "sign in: NoRefreshToken", "the new sign-in has ended");
}

#[test]
fn a_grant_that_was_signed_out_and_comes_back_is_signed_out_again() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    let before = around.record.clone();
    lifecycle.forget(at(10));
    around.fly(&mut lifecycle, at(10));
    around.record = before;
    says(&mut lifecycle, at(30));
    around.fly(&mut lifecycle, at(30));
    assert!(around.is_signed_out());
    assert_eq!(says(&mut lifecycle, at(31)), "sign in: SignedOut");
}

#[test]
fn a_sign_in_whose_write_had_no_result_can_be_signed_out_elsewhere() {
    let (mut lifecycle, mut around) = (lifecycle(rotates(0)), Around::default());
    lifecycle.adopt(&key(), grant(1), tokens("A1", Some("R1")), at(0));
    let job = next(&mut lifecycle, at(0)).unwrap();
    around.carry_out(&job.work);
    let timed_out = oauth_core::lifecycle::Outcome::timed_out(&job.work).unwrap();
    lifecycle.done(job.attempt, timed_out, at(2));
    around.put(Record::SignedOut { of: Some(grant(1)) });
    for seconds in 2..10 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert!(around.is_signed_out());
    assert_eq!(finally(&mut lifecycle, &mut around, at(20)), "sign in: SignedOut");
}

#[test]
fn a_later_sign_in_stands() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    lifecycle.forget(at(10));
    lifecycle.adopt(&key(), grant(2), tokens("B1", Some("S1")), at(11));
    around.fly(&mut lifecycle, at(11));
    assert_eq!(around.refresh_names(), ["S1"]);
    assert_eq!(says(&mut lifecycle, at(12)), "B1");
}

#[test]
fn without_a_store_the_refresh_token_is_revoked_all_the_same() {
    let settings = oauth_core::lifecycle::Settings::refreshing(oauth_core::server::Rotation::Never);
    let (mut lifecycle, mut around) = signed_in(settings);
    lifecycle.forget(at(10));
    around.fly(&mut lifecycle, at(10));
    assert_eq!(around.revoked, ["R1"]);
    assert!(lifecycle.is_saved());
}
