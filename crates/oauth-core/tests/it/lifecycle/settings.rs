//! Settings and lifetimes that do not fit.

use std::time::Duration;

use oauth_core::lifecycle::{Event, Setting, Settings};

use super::support::*;

#[test]
fn a_window_longer_than_the_lifetime_is_cut_and_reported() {
    let settings = Settings::repeatable().early_window(Duration::from_secs(60));
    let mut lifecycle = lifecycle(settings);
    let mut around = Around::default();
    let mut events = Vec::new();
    for seconds in 0..100 {
        around.replies.push_back(Ok(lasting("A", None, 10)));
        around.replies.truncate(1);
        says(&mut lifecycle, at(seconds));
        around.fly(&mut lifecycle, at(seconds));
        events.extend(lifecycle.take_events());
    }
    assert!(around.sent.len() <= 11, "{}", around.sent.len());
    let clamped = Event::Clamped { setting: Setting::EarlyWindow, lifetime: Some(Duration::from_secs(10)) };
    assert_eq!(events.iter().filter(|event| **event == clamped).count(), 1);
}

#[test]
fn a_setting_out_of_its_bounds_is_replaced_and_reported() {
    let mut lifecycle = lifecycle(Settings::repeatable().attempts(200).young(Duration::ZERO));
    let clamped = |setting| Event::Clamped { setting, lifetime: None };
    assert_eq!(lifecycle.take_events(), [clamped(Setting::Young), clamped(Setting::Attempts)]);
}

#[test]
fn a_lifetime_of_zero_or_none_is_no_lifetime() {
    let (mut lifecycle, _) = client_with(Settings::repeatable(), lasting("A1", None, 0));
    assert_eq!(says(&mut lifecycle, at(1_000_000)), "A1");
    assert!(!lifecycle.wants_flight());
}

#[test]
fn a_lifetime_that_the_server_does_not_state_can_be_set() {
    let settings = Settings::repeatable().lifetime_if_unstated(Duration::from_secs(600));
    let (mut lifecycle, _) = client_with(settings, lasting("A1", None, 0));
    assert_eq!(says(&mut lifecycle, at(400)), "A1");
    assert_eq!(says(&mut lifecycle, at(600)), "wait");
}

#[test]
fn tiny_and_huge_lifetimes_cause_no_hot_loop_and_no_panic() {
    for seconds in [1, 2, u64::MAX / 4] {
        let (mut lifecycle, mut around) = (lifecycle(Settings::repeatable()), Around::default());
        for tenth in 0..100 {
            around.replies.push_back(Ok(lasting(&format!("A{tenth}"), None, seconds)));
            let now = at(0).plus(Duration::from_millis(tenth * 100));
            says(&mut lifecycle, now);
            around.fly(&mut lifecycle, now);
        }
        assert!(around.sent.len() <= 14, "{seconds}: {}", around.sent.len());
    }
}

#[test]
fn the_window_is_drawn_once_for_a_token_and_differs_between_seeds() {
    let window = |seed| {
        let mut lifecycle = oauth_core::lifecycle::Lifecycle::new(Settings::repeatable(), seed);
        let mut around = Around::default();
        says(&mut lifecycle, at(0));
        around.replies.push_back(Ok(tokens("A1", None)));
        around.fly(&mut lifecycle, at(0));
        let first = lifecycle.snapshot(&key(), at(1)).unwrap().fresh_for();
        says(&mut lifecycle, at(2));
        assert_eq!(lifecycle.snapshot(&key(), at(3)).unwrap().fresh_for(), first);
        first
    };
    let windows: std::collections::BTreeSet<Duration> = (0..50).map(window).collect();
    assert!(windows.len() > 40);
    assert!(windows.iter().all(|fresh| *fresh >= Duration::from_secs(3300) && *fresh <= Duration::from_secs(3450)));
}
