//! Facts from outside.

use oauth_core::lifecycle::{FailureKind, Outcome, Record, RenewalError, Settings, Work};

use crate::lifecycle::support::*;

#[test]
fn a_sign_in_is_stored_before_it_is_handed_out() {
    let (mut lifecycle, mut around) = (lifecycle(rotates(0)), Around::default());
    lifecycle.adopt(&key(), grant(1), tokens("A1", Some("R1")), at(0));
    assert!(!lifecycle.is_saved());
    assert_eq!(says(&mut lifecycle, at(0)), "wait");
    around.fly(&mut lifecycle, at(0));
    assert!(lifecycle.is_saved() && around.sent.is_empty());
    assert_eq!(says(&mut lifecycle, at(1)), "A1");
}

#[test]
fn a_sign_in_replaces_whatever_the_store_has() {
    let (mut lifecycle, mut around) = (lifecycle(rotates(0)), Around::default());
    around.put(record(9, &[("R9", 0)], None));
    lifecycle.adopt(&key(), grant(1), tokens("A1", Some("R1")), at(0));
    around.fly(&mut lifecycle, at(0));
    assert_eq!(around.refresh_names(), ["R1"]);
    assert!(around.revoked.is_empty());
}

#[test]
fn a_sign_out_is_written_and_the_refresh_token_revoked() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    lifecycle.forget(at(10));
    assert!(!lifecycle.is_saved());
    assert_eq!(finally(&mut lifecycle, &mut around, at(10)), "sign in: SignedOut");
    assert!(lifecycle.is_saved() && around.is_signed_out());
    assert_eq!(around.revoked, ["R1"]);
}

#[test]
fn a_sign_out_while_renewing_lets_nothing_through() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    says(&mut lifecycle, at(3460));
    let attempt = around.fly_until_sent(&mut lifecycle, at(3460));
    lifecycle.forget(at(3461));
    lifecycle.done(attempt, Outcome::Renewed(Ok(Box::new(tokens("A2", Some("R2"))))), at(3462));
    around.fly(&mut lifecycle, at(3462));
    assert!(around.is_signed_out());
    assert!(around.revoked.contains(&"R2".to_owned()), "{:?}", around.revoked);
    assert_eq!(says(&mut lifecycle, at(3463)), "sign in: SignedOut");
}

#[test]
fn a_record_of_another_sign_in_is_taken() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    says(&mut lifecycle, at(3460));
    let attempt = around.fly_until_sent(&mut lifecycle, at(3460));
    around.put(record(2, &[("S1", 0)], Some(stored("B1", 3461))));
    lifecycle.done(attempt, Outcome::Renewed(Ok(Box::new(tokens("A2", Some("R2"))))), at(3462));
    around.fly(&mut lifecycle, at(3462));
    assert_eq!(around.refresh_names(), ["S1"], "the new user's tokens stand");
    assert_eq!(around.revoked, ["R2"]);
    assert_eq!(says(&mut lifecycle, at(3463)), "B1");
}

#[test]
fn a_record_that_is_missing_is_written_back() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    around.record = None;
    says(&mut lifecycle, at(3460));
    around.replies.push_back(Ok(tokens("A2", Some("R2"))));
    around.fly(&mut lifecycle, at(3460));
    assert_eq!(around.refresh_names(), ["R1", "R2"]);
    assert_eq!(says(&mut lifecycle, at(3470)), "A2");
}

#[test]
fn removing_one_access_token_leaves_the_others_and_the_grant() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    says_for(&mut lifecycle, &other_key(), at(1));
    around.replies.push_back(Ok(tokens("B1", Some("R2"))));
    around.fly(&mut lifecycle, at(1));
    lifecycle.forget_token(&key(), at(2));
    around.fly(&mut lifecycle, at(2));
    assert_eq!(says_for(&mut lifecycle, &other_key(), at(3)), "B1");
    let Some((_, Record::Grant(record))) = &around.record else { panic!() };
    assert_eq!(record.tokens.len(), 1);
    lifecycle.forget_token(&other_key(), at(4));
    around.fly(&mut lifecycle, at(4));
    assert!(around.is_signed_out(), "the last one takes the grant with it");
    assert_eq!(around.revoked, ["R2"]);
}

#[test]
fn a_refused_credential_is_not_sent_again_and_a_new_one_is_at_once() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    says(&mut lifecycle, at(3460));
    let fault = response(401, "application/json", r#"{"error":"invalid_client"}"#);
    let id = oauth_core::lifecycle::CredentialId(1);
    around.replies.push_back(Err(fault.with_credential(id)));
    around.fly(&mut lifecycle, at(3460));
    assert_eq!(says(&mut lifecycle, at(3470)), "A1");
    let job = next(&mut lifecycle, at(3470)).unwrap();
    assert!(matches!(job.work, Work::Renew { not_with: Some(refused), .. } if refused == id));
    lifecycle.done(job.attempt, Outcome::Renewed(Err(Box::new(RenewalError::same_credential()))), at(3470));
    assert_eq!(lifecycle.stats(&key(), at(3471)).kind, Some(FailureKind::SameCredential));
    lifecycle.credential_changed(at(3471));
    says(&mut lifecycle, at(3471));
    around.replies.push_back(Ok(tokens("A2", None)));
    around.fly(&mut lifecycle, at(3471));
    assert_eq!(says(&mut lifecycle, at(3480)), "A2");
}

#[test]
fn a_request_for_one_token_that_is_refused_rests_that_token_alone() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    assert_eq!(says_for(&mut lifecycle, &other_key(), at(10)), "wait");
    around.replies.push_back(Err(response(400, "application/json", r#"{"error":"invalid_scope"}"#)));
    around.fly(&mut lifecycle, at(10));
    says_for(&mut lifecycle, &other_key(), at(60));
    assert!(!lifecycle.wants_flight());
    assert_eq!(around.refresh_names(), ["R1"]);
    lifecycle.renew_now(&key(), at(60));
    around.replies.push_back(Ok(tokens("A2", Some("R2"))));
    around.fly(&mut lifecycle, at(60));
    assert_eq!(around.sent, ["R1", "R1"]);
}

#[test]
fn a_shutdown_lets_the_request_land_and_begins_nothing() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    says(&mut lifecycle, at(3460));
    let attempt = around.fly_until_sent(&mut lifecycle, at(3460));
    lifecycle.shutdown(at(3461));
    lifecycle.done(attempt, Outcome::Renewed(Ok(Box::new(tokens("A2", Some("R2"))))), at(3462));
    around.fly(&mut lifecycle, at(3462));
    assert!(!lifecycle.wants_flight());
    assert_eq!(around.refresh_names(), ["R1", "R2"]);
    assert_eq!(says(&mut lifecycle, at(8000)), "later: Closing");
}
