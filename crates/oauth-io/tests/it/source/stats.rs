//! What an operator sees.

use oauth_io::lifecycle::{Cause, Event, FailureKind, State};
use oauth_io::{TokenError, TokenSource};
use oauth_testkit::RefreshTokenRotation;

use super::{Log, PATIENCE, User, service, text, until};

#[test]
fn an_outage_is_seen_before_a_caller_sees_it() {
    let (line, client) = service();
    let log = Log::default();
    let request = client.client_credentials().scope("read");
    let source = TokenSource::builder(line.clone(), request).observe(log.observer()).build().unwrap();
    assert_eq!(source.stats().state, State::Empty);
    let first = text(&source).unwrap();
    let stats = source.stats();
    assert_eq!((stats.state, stats.failures), (State::Fresh, 0));
    assert_eq!(stats.left.unwrap().as_secs(), 3_600);
    line.await_landing();

    line.set_down(true);
    line.wait_for_test();
    line.pass(3_450);
    for _ in 0..140 {
        assert_eq!(text(&source).unwrap(), first);
        line.await_landing_or_rest();
        line.pass(1);
    }
    let stats = source.stats();
    assert!(matches!(stats.state, State::Overdue | State::Renewing), "{:?}", stats.state);
    assert!(stats.failures > 1, "{stats:?}");
    assert!(stats.since.is_some());
    assert_eq!(stats.kind, Some(FailureKind::Unavailable));
    assert!(stats.left.unwrap().as_secs() <= 10);
    until(|| log.count(|event| matches!(event, Event::Failed(_))) == 1);
    let overdue = |event: &Event| matches!(event, Event::StateChanged { to: State::Overdue, .. });
    assert!(log.count(overdue) > 0);

    line.pass(20);
    let error = text(&source).unwrap_err();
    let TokenError::Later(failing) = &error else { panic!("{error:?}") };
    assert!(failing.failures > 1 && failing.since.is_some() && failing.error.is_some());
    assert!(error.to_string().contains("attempts in a row"), "{error}");
    assert_eq!(source.stats().state, State::Failed);

    line.set_down(false);
    line.pass(60);
    assert!(text(&source).is_ok());
    log.await_one(|event| *event == Event::Recovered);
    assert_eq!(source.stats().state, State::Fresh);
    assert_eq!(log.count(|event| matches!(event, Event::Failed(_))), 1, "one event for all tries");
}

#[test]
fn each_renewal_is_counted_by_its_cause() {
    let (line, client) = service();
    let source = super::source(&line, &client);
    let first = source.token_blocking(PATIENCE).unwrap();
    line.pass(600);
    source.refused_blocking(&first, PATIENCE).unwrap();
    source.renew_now_blocking(PATIENCE).unwrap();
    line.pass(3_450);
    let _ = text(&source);
    until(|| source.metrics().renewed == 4);
    line.pass(3_700);
    let _ = text(&source);
    let metrics = source.metrics();
    let causes = [metrics.cold, metrics.refused, metrics.forced, metrics.early, metrics.expired];
    assert_eq!((causes, metrics.renewed, metrics.requests, metrics.failed), ([1; 5], 5, 5, 0));
    assert!(metrics.waits >= 2);
}

/// With a store, the tokens of the sign-in are handed out once it has them, as those of a renewal are.
#[test]
fn a_sign_in_is_no_renewal() {
    for stored in [false, true] {
        let user = User::new(RefreshTokenRotation::Rotating);
        let builder = user.builder();
        let builder = if stored { builder.store(user.store()) } else { builder };
        let source = builder.build().unwrap();
        assert!(text(&source).is_ok());
        let metrics = source.metrics();
        assert_eq!((metrics.renewed, metrics.requests), (0, 0), "stored: {stored}");
        user.line.pass(60);
        source.renew_now_blocking(PATIENCE).unwrap();
        let metrics = source.metrics();
        assert_eq!((metrics.renewed, metrics.requests), (1, 1), "stored: {stored}");
    }
}

#[test]
fn events_come_in_their_order() {
    let (line, client) = service();
    let log = Log::default();
    let request = client.client_credentials().scope("read");
    let source = TokenSource::builder(line.clone(), request).observe(log.observer()).build().unwrap();
    for _ in 0..50 {
        assert!(text(&source).is_ok());
        line.pass(3_600);
    }
    line.await_landing();
    let mut last = State::Empty;
    for event in log.events() {
        if let Event::StateChanged { from, to, .. } = event {
            assert_eq!(from, last);
            last = to;
        }
    }
    assert_eq!(log.count(|event| matches!(event, Event::Requested { cause: Cause::Expired, .. })), 49);
}

/// A window longer than the lifetime does not renew without end.
#[test]
fn a_window_that_is_too_long_is_cut_and_reported() {
    let (line, client) =
        super::service_with(|application| application.token_lifetime(std::time::Duration::from_secs(10)));
    let log = Log::default();
    let source = TokenSource::builder(line.clone(), client.client_credentials().scope("read"))
        .settings(|settings| settings.early_window(std::time::Duration::from_secs(60)))
        .observe(log.observer())
        .build()
        .unwrap();
    line.wait_for_test();
    for _ in 0..60 {
        for _ in 0..10 {
            assert!(text(&source).is_ok());
        }
        line.await_landing_or_rest();
        line.pass(1);
    }
    assert!(line.sent() <= 8, "{} requests in a minute", line.sent());
    assert_eq!(log.count(|event| matches!(event, Event::Clamped { .. })), 1);
}
