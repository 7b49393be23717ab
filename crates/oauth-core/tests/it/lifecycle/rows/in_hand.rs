//! What is in hand.

use std::time::Duration;

use oauth_core::lifecycle::Settings;

use crate::lifecycle::support::*;

#[test]
fn ten_thousand_callers_without_a_token_begin_one_flight() {
    let (mut lifecycle, mut around) = (lifecycle(Settings::repeatable()), Around::default());
    for _ in 0..10_000 {
        assert_eq!(says(&mut lifecycle, at(0)), "wait");
    }
    around.replies.push_back(Ok(tokens("A1", None)));
    around.fly(&mut lifecycle, at(0));
    assert_eq!(around.sent, ["grant"]);
    assert_eq!(says(&mut lifecycle, at(0)), "A1");
}

#[test]
fn ten_thousand_callers_with_an_early_token_use_it_and_begin_one_flight() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    for _ in 0..10_000 {
        assert_eq!(says(&mut lifecycle, at(3460)), "A1");
    }
    around.replies.push_back(Ok(tokens("A2", None)));
    around.fly(&mut lifecycle, at(3460));
    assert_eq!(around.sent, ["grant"]);
}

#[test]
fn a_fresh_token_begins_nothing() {
    let (mut lifecycle, _) = client(Settings::repeatable());
    assert_eq!(says(&mut lifecycle, at(3299)), "A1");
    assert!(!lifecycle.wants_flight());
}

#[test]
fn an_old_token_is_not_handed_out() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    assert_eq!(says(&mut lifecycle, at(3600)), "wait");
    around.replies.push_back(Ok(tokens("A2", None)));
    around.fly(&mut lifecycle, at(3600));
    assert_eq!(says(&mut lifecycle, at(3601)), "A2");
}

#[test]
fn a_token_that_is_perhaps_old_is_waited_for_and_used_if_that_fails() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    let now = at_wall(600, 7200);
    assert_eq!(says(&mut lifecycle, now), "wait");
    around.replies.extend([unavailable(), unavailable(), unavailable()]);
    for seconds in 600..620 {
        around.fly(&mut lifecycle, at_wall(seconds, 7200));
    }
    assert_eq!(says(&mut lifecycle, at_wall(620, 7200)), "A1", "the worst is a 401");
    assert_eq!(says(&mut lifecycle, at_wall(3600, 7200)), "wait", "by now it is certain");
}

#[test]
fn an_early_renewal_leaves_the_predecessor_in_use_for_a_while() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    says(&mut lifecycle, at(3460));
    around.replies.push_back(Ok(tokens("A2", None)));
    around.fly(&mut lifecycle, at(3460));
    assert_eq!(says(&mut lifecycle, at(3464)), "A1");
    assert_eq!(says(&mut lifecycle, at(3465)), "A2");
}

#[test]
fn a_predecessor_that_ends_soon_is_replaced_at_once() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    says(&mut lifecycle, at(3571));
    around.replies.push_back(Ok(tokens("A2", None)));
    around.fly(&mut lifecycle, at(3571));
    assert_eq!(says(&mut lifecycle, at(3572)), "A2");
}

#[test]
fn a_refused_predecessor_is_replayed_with_its_successor() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    says(&mut lifecycle, at(3460));
    around.replies.push_back(Ok(tokens("A2", None)));
    around.fly(&mut lifecycle, at(3460));
    assert_eq!(says(&mut lifecycle, at(3461)), "A1");
    assert_eq!(refused(&mut lifecycle, "A1", at(3462)), "replay A2");
    assert_eq!(says(&mut lifecycle, at(3463)), "A2");
    assert_eq!(around.sent, ["grant"]);
}

#[test]
fn a_thousand_refusals_of_one_token_are_one_request() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    for _ in 0..1_000 {
        assert_eq!(refused(&mut lifecycle, "A1", at(1000)), "wait");
    }
    assert_eq!(says(&mut lifecycle, at(1000)), "A1", "everybody else keeps it");
    around.replies.push_back(Ok(tokens("A2", None)));
    around.fly(&mut lifecycle, at(1000));
    for _ in 0..1_000 {
        assert_eq!(refused(&mut lifecycle, "A1", at(1001)), "replay A2");
    }
    assert_eq!(around.sent, ["grant"]);
}

#[test]
fn a_refused_token_stays_for_others_if_its_renewal_fails() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    assert_eq!(refused(&mut lifecycle, "A1", at(1000)), "wait");
    for seconds in 1000..1020 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert_eq!(refused(&mut lifecycle, "A1", at(1020)), "return");
    for seconds in (1020..3300).step_by(7) {
        assert_eq!(says(&mut lifecycle, at(seconds)), "A1");
        around.fly(&mut lifecycle, at(seconds));
    }
}

#[test]
fn a_young_token_that_is_refused_is_not_renewed() {
    let (mut lifecycle, _) = client(Settings::repeatable());
    assert_eq!(refused(&mut lifecycle, "A1", at(9)), "return");
    assert!(!lifecycle.wants_flight());
    assert_eq!(refused(&mut lifecycle, "A1", at(10)), "wait");
}

#[test]
fn refusals_begin_one_renewal_in_a_minute() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    assert_eq!(refused(&mut lifecycle, "A1", at(1000)), "wait");
    around.replies.push_back(Ok(tokens("A2", None)));
    around.fly(&mut lifecycle, at(1000));
    assert_eq!(refused(&mut lifecycle, "A2", at(1059)), "return");
    assert!(!lifecycle.wants_flight());
    assert_eq!(refused(&mut lifecycle, "A2", at(1060)), "wait");
}

#[test]
fn a_token_without_a_lifetime_is_used_until_it_is_refused() {
    let (mut lifecycle, mut around) = client_with(Settings::repeatable(), lasting("A1", None, 0));
    assert_eq!(says(&mut lifecycle, at(90_000_000)), "A1");
    assert!(!lifecycle.wants_flight());
    assert_eq!(refused(&mut lifecycle, "A1", at(90_000_000)), "wait");
    around.replies.push_back(Ok(lasting("A2", None, 0)));
    around.fly(&mut lifecycle, at(90_000_000));
    assert_eq!(says(&mut lifecycle, at(90_000_001)), "A2");
}

#[test]
fn the_same_token_again_is_no_renewal() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    around.replies.extend([250, 50, 10].map(|seconds| Ok(lasting("A1", None, seconds))));
    for seconds in 3300..3600 {
        let now = at(seconds);
        let said = says(&mut lifecycle, now);
        assert!(said == "A1" || said == "wait", "{said}");
        around.fly(&mut lifecycle, now);
    }
    around.replies.push_back(Ok(tokens("B", None)));
    around.fly(&mut lifecycle, at(3601));
    assert!(around.sent.len() <= 3, "{}", around.sent.len());
}

#[test]
fn a_refused_token_that_comes_again_is_not_replayed() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    assert_eq!(refused(&mut lifecycle, "A1", at(1000)), "wait");
    around.replies.push_back(Ok(lasting("A1", None, 900)));
    around.fly(&mut lifecycle, at(1000));
    assert_eq!(refused(&mut lifecycle, "A1", at(1001)), "return");
}

#[test]
fn a_snapshot_says_what_a_caller_would_be_told() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    let snapshot = lifecycle.snapshot(&key(), at(10)).unwrap();
    assert_eq!(snapshot.token().text().expose(), "A1");
    assert!(snapshot.is_fresh(at(3299)) && !snapshot.is_fresh(at(3451)));
    assert!(!snapshot.is_fresh(at_wall(600, 7200)), "the clock that says more counts");
    says(&mut lifecycle, at(3460));
    let renewing = lifecycle.snapshot(&key(), at(3460)).unwrap();
    assert!(renewing.is_fresh(at(3599)) && !renewing.is_fresh(at(3600)), "a renewal is under way");
    around.replies.push_back(Ok(tokens("A2", None)));
    around.fly(&mut lifecycle, at(3460));
    let overlap = lifecycle.snapshot(&key(), at(3461)).unwrap();
    assert_eq!(overlap.token().text().expose(), "A1");
    assert!(overlap.is_fresh(at(3464)) && !overlap.is_fresh(at(3465)));
    assert_eq!(lifecycle.snapshot(&key(), at(3466)).unwrap().token().text().expose(), "A2");
    assert_eq!(overlap.fresh_for(), Duration::from_secs(5));
}
