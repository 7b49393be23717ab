//! The renewal under way.

use std::time::Duration;

use oauth_core::lifecycle::{LeaseId, Outcome, Settings, Work};
use oauth_core::server::Rotation;

use crate::lifecycle::support::*;

#[test]
fn the_record_is_loaded_again_under_the_lease() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    says(&mut lifecycle, at(3460));
    let mut order = Vec::new();
    while let Some(job) = next(&mut lifecycle, at(3460)) {
        order.push(format!("{:?}", job.work).split([' ', '(']).next().unwrap().to_owned());
        if matches!(job.work, Work::Renew { .. }) {
            around.replies.push_back(Ok(tokens("A2", Some("R2"))));
        }
        let outcome = around.carry_out(&job.work);
        lifecycle.done(job.attempt, outcome, at(3460));
    }
    assert_eq!(order, ["Load", "Lease", "Load", "Write", "Renew", "Write", "Release"]);
}

#[test]
fn what_another_process_has_renewed_is_taken_without_a_request() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    around.put(record(1, &[("R2", 1)], Some(stored("A2", 3400))));
    says(&mut lifecycle, at(3460));
    around.fly(&mut lifecycle, at(3460));
    assert_eq!(says(&mut lifecycle, at(3470)), "A2");
    assert!(around.sent.is_empty());
}

#[test]
fn a_lease_that_is_taken_is_looked_at_again_soon() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    around.lease = Some(LeaseId(1));
    says(&mut lifecycle, at(3460));
    around.fly(&mut lifecycle, at(3460));
    let Work::WaitUntil(until) = lifecycle.work(at(3460)).work else { panic!() };
    let wait = until.until(at(3460));
    assert!(wait >= Duration::from_millis(100) && wait <= Duration::from_millis(500), "{wait:?}");
}

#[test]
fn a_sign_in_waits_ten_seconds_for_a_lease() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    around.lease = Some(LeaseId(1));
    assert_eq!(says(&mut lifecycle, at(3600)), "wait");
    for seconds in 3600..3610 {
        around.fly(&mut lifecycle, at(seconds));
        assert_eq!(says(&mut lifecycle, at(seconds)), "wait");
    }
    around.fly(&mut lifecycle, at(3610));
    assert_eq!(says(&mut lifecycle, at(3610)), "later: Leased");
    assert!(around.sent.is_empty());
}

#[test]
fn a_repeatable_grant_waits_two_seconds_for_a_lease() {
    let (mut lifecycle, mut around) = client(Settings::repeatable().with_store());
    around.lease = Some(LeaseId(1));
    says(&mut lifecycle, at(3600));
    around.replies.push_back(Ok(tokens("A2", None)));
    for seconds in 3600..3604 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert_eq!(around.sent, ["grant"]);
}

#[test]
fn a_pause_of_another_process_is_kept() {
    let (mut lifecycle, mut around) = client(Settings::repeatable().with_store());
    around.paused = Some((Duration::from_secs(20), at(3600)));
    assert_eq!(says(&mut lifecycle, at(3600)), "wait");
    around.fly(&mut lifecycle, at(3600));
    assert_eq!(says(&mut lifecycle, at(3601)), "later: Paused");
    assert!(!lifecycle.wants_flight());
    assert_eq!(says(&mut lifecycle, at(3620)), "wait");
    assert!(around.sent.is_empty());
}

#[test]
fn a_renewal_that_fails_leaves_a_pause_for_all() {
    let (mut lifecycle, mut around) = client(Settings::repeatable().with_store());
    says(&mut lifecycle, at(3600));
    for seconds in 3600..3610 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert_eq!(around.sent.len(), 3);
    assert_eq!(
        around.paused.map(|(pause, _)| pause),
        Some(Duration::from_secs(18)),
        "three requests of ten in a minute"
    );
}

#[test]
fn renewals_of_one_sign_in_follow_one_another() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    says_for(&mut lifecycle, &other_key(), at(3600));
    assert_eq!(says(&mut lifecycle, at(3600)), "wait");
    around.replies.extend([Ok(tokens("B2", Some("R2"))), Ok(tokens("A2", Some("R3")))]);
    let attempt = around.fly_until_sent(&mut lifecycle, at(3600));
    assert_eq!(says(&mut lifecycle, at(3601)), "wait", "it is queued");
    let reply = around.replies.pop_front().unwrap().map(Box::new).map_err(Box::new);
    lifecycle.done(attempt, Outcome::Renewed(reply), at(3602));
    around.fly(&mut lifecycle, at(3602));
    assert_eq!(around.sent, ["R1", "R2"]);
    assert_eq!(says(&mut lifecycle, at(3603)), "A2");
}

#[test]
fn a_failure_within_a_flight_is_tried_again_three_times_in_all() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    assert_eq!(says(&mut lifecycle, at(3600)), "wait");
    for seconds in 3600..3610 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert_eq!(around.sent.len(), 3);
    assert!(!lifecycle.wants_flight());
}

#[test]
fn after_ten_fruitless_requests_in_a_minute_nothing_is_sent() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    around.replies.clear();
    let mut times = Vec::new();
    for tenth in 0..1_800 {
        let now = at(3600).plus(Duration::from_millis(tenth * 100));
        says(&mut lifecycle, now);
        let before = around.sent.len();
        around.fly(&mut lifecycle, now);
        times.extend((before..around.sent.len()).map(|_| tenth));
    }
    assert!(times.windows(11).all(|eleven| eleven[10] - eleven[0] >= 600), "{times:?}");
}

#[test]
fn a_back_off_ends_when_the_token_ends() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    for seconds in 3460..3600 {
        assert_eq!(says(&mut lifecycle, at(seconds)), "A1");
        around.fly(&mut lifecycle, at(seconds));
    }
    around.replies.push_back(Ok(tokens("A2", None)));
    assert_eq!(says(&mut lifecycle, at(3600)), "wait");
    around.fly(&mut lifecycle, at(3600));
    assert_eq!(says(&mut lifecycle, at(3600)), "A2");
}

#[test]
fn a_time_limit_that_passes_tells_callers_to_come_later() {
    let settings = Settings::refreshing(Rotation::Never);
    let (mut lifecycle, mut around) = signed_in(settings);
    assert_eq!(says(&mut lifecycle, at(3600)), "wait");
    let attempt = around.fly_until_sent(&mut lifecycle, at(3600));
    let work = Work::Revoke(oauth_core::Secret::new("R"));
    assert!(matches!(Outcome::timed_out(&work), Some(Outcome::Revoked(false))));
    lifecycle.done(attempt, Outcome::Renewed(Err(Box::new(lost().unwrap_err()))), at(3610));
    assert!(lifecycle.pending(&key()), "it is tried again");
    assert_eq!(says(&mut lifecycle, at(3610)), "later: NoResponse");
}

#[test]
fn a_flight_that_died_while_it_was_not_sending_is_begun_again_three_times() {
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    says(&mut lifecycle, at(3460));
    for _ in 0..3 {
        next(&mut lifecycle, at(3460)).unwrap();
        lifecycle.died(at(3460));
        assert!(lifecycle.pending(&key()));
    }
    around.replies.push_back(Ok(tokens("A2", Some("R2"))));
    around.fly(&mut lifecycle, at(3460));
    assert_eq!(says(&mut lifecycle, at(3470)), "A2");
}

#[test]
fn a_token_that_was_dead_on_arrival_is_not_asked_for_at_once_again() {
    let (mut lifecycle, mut around) = (lifecycle(Settings::repeatable()), Around::default());
    says(&mut lifecycle, at(0));
    let attempt = around.fly_until_sent(&mut lifecycle, at(0));
    lifecycle.done(attempt, Outcome::Renewed(Ok(Box::new(lasting("A1", None, 1)))), at(2));
    assert_eq!(says(&mut lifecycle, at(2)), "later: Unusable");
    assert_eq!(around.sent.len(), 1);
}
