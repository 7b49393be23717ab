//! What an operator sees.

use std::time::Duration;

use oauth_core::lifecycle::{Cause, Event, FailureKind, Settings, State, Why};

use super::support::*;

#[test]
fn a_failing_renewal_is_seen_long_before_the_token_ends() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    let mut events = Vec::new();
    for seconds in 3460..3600 {
        assert_eq!(says(&mut lifecycle, at(seconds)), "A1");
        around.fly(&mut lifecycle, at(seconds));
        events.extend(lifecycle.take_events());
    }
    let failed = events.iter().filter(|event| matches!(event, Event::Failed(_)));
    assert_eq!(failed.count(), 1, "one event for the first failure, and not one for each");
    let stats = lifecycle.stats(&key(), at(3599));
    assert_eq!((stats.left, stats.kind), (Some(Duration::from_secs(1)), Some(FailureKind::Unavailable)));
    assert!(stats.failures > 3 && stats.since.is_some());
    assert!(matches!(stats.state, State::Overdue | State::Renewing));
    says(&mut lifecycle, at(3600));
    for seconds in 3600..3605 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert!(matches!(lifecycle.stats(&key(), at(3605)).state, State::Failed));
    around.replies.push_back(Ok(tokens("A2", None)));
    let next = lifecycle.stats(&key(), at(3605)).next_try.unwrap_or(at(3605));
    says(&mut lifecycle, next);
    around.fly(&mut lifecycle, next);
    assert!(has(&lifecycle.take_events(), &Event::Recovered));
    assert_eq!(lifecycle.stats(&key(), next).state, State::Fresh);
}

#[test]
fn each_change_of_state_is_one_event() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    says(&mut lifecycle, at(3460));
    says(&mut lifecycle, at(3460));
    around.replies.push_back(Ok(tokens("A2", None)));
    around.fly(&mut lifecycle, at(3460));
    says(&mut lifecycle, at(3470));
    let events = lifecycle.take_events();
    let changes: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::StateChanged { from, to, .. } => Some((*from, *to)),
            _ => None,
        })
        .collect();
    assert_eq!(changes.first(), Some(&(State::Fresh, State::Renewing)));
    assert_eq!(changes.last().map(|change| change.1), Some(State::Fresh));
    assert!(has(&events, &Event::Requested { key: key(), cause: Cause::Early }));
    assert!(has(&events, &Event::Renewed { key: key() }));
}

#[test]
fn a_token_that_cannot_be_renewed_is_used_to_its_end_without_a_request() {
    let mut lifecycle = lifecycle(Settings::refreshing(oauth_core::server::Rotation::Unknown).with_store());
    let mut around = Around::default();
    lifecycle.adopt(&key(), grant(1), tokens("A1", None), at(0));
    around.fly(&mut lifecycle, at(0));
    let loads = around.loads;
    assert_eq!(says(&mut lifecycle, at(3350)), "A1");
    assert!(!lifecycle.wants_flight());
    assert_eq!(lifecycle.stats(&key(), at(3350)).state, State::Ending(Why::NoRefreshToken));
    assert_eq!(lifecycle.stats(&key(), at(3350)).failures, 0);
    assert_eq!(says(&mut lifecycle, at(3600)), "wait", "the store is looked at");
    around.fly(&mut lifecycle, at(3600));
    assert_eq!(around.loads - loads, 1);
    assert_eq!(says(&mut lifecycle, at(3601)), "sign in: NoRefreshToken");
    assert!(around.sent.is_empty());
}

#[test]
fn the_end_of_the_refresh_token_is_announced_once() {
    let settings = Settings::refreshing(oauth_core::server::Rotation::Never);
    let mut lifecycle = lifecycle(settings);
    let tokens = tokens("A1", Some("R1")).refresh_lifetime(Duration::from_secs(10_000));
    lifecycle.adopt(&key(), grant(1), tokens, at(0));
    let warned = |lifecycle: &mut oauth_core::lifecycle::Lifecycle| {
        let events = lifecycle.take_events();
        events.iter().filter(|event| matches!(event, Event::RefreshTokenEnds { .. })).count()
    };
    says(&mut lifecycle, at(7_999));
    assert_eq!(warned(&mut lifecycle), 0);
    says(&mut lifecycle, at(8_000));
    says(&mut lifecycle, at(8_001));
    assert_eq!(warned(&mut lifecycle), 1);
    assert_eq!(lifecycle.stats(&key(), at(0)).refresh_ends_at, Some(at(10_000).wall()));
}

#[test]
fn nothing_that_is_printed_has_a_secret() {
    let (mut lifecycle, mut around) = signed_in(rotates(600));
    says(&mut lifecycle, at(3460));
    let job = next(&mut lifecycle, at(3460)).unwrap();
    let outcome = around.carry_out(&job.work);
    let text = format!("{lifecycle:?} {job:?} {outcome:?} {:?}", around.record);
    for secret in ["\"A1\"", "\"R1\"", "A1\")", "R1\")"] {
        assert!(!text.contains(secret), "{secret}");
    }
}
