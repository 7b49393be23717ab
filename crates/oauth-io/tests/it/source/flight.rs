//! Flights that die, that cannot begin, and whose responses come late.

use std::thread;
use std::time::Duration;

use oauth_io::lifecycle::State;
use oauth_io::{TokenError, TransportErrorKind};
use oauth_testkit::RefreshTokenRotation;

use super::{Flights, PATIENCE, User, polled, service, source, text, until};

#[test]
fn a_flight_that_dies_at_work_is_replaced_by_whoever_waits() {
    let (line, client) = service();
    let source = source(&line, &client);
    line.close();
    let waiting = {
        let source = source.clone();
        thread::spawn(move || text(&source))
    };
    line.await_held(1);
    line.kill_flights();
    line.await_sent(2);
    line.open();
    assert!(waiting.join().unwrap().is_ok());
    assert_eq!(line.started(), 2);
}

/// Nobody waits for an early renewal, and it must not be left until the token ends.
#[test]
fn a_flight_that_dies_in_an_early_renewal_is_replaced_before_the_token_ends() {
    let (line, client) = service();
    let source = source(&line, &client);
    let first = text(&source).unwrap();
    line.pass(3_450);
    line.close();
    assert_eq!(text(&source).unwrap(), first);
    line.await_held(1);
    line.kill_flights();
    line.await_landing();
    line.open();
    line.pass(1);
    assert_eq!(text(&source).unwrap(), first);
    until(|| source.metrics().renewed == 2);
}

#[test]
fn a_flight_that_is_dropped_before_its_first_poll_is_replaced() {
    let (line, client) = service();
    let source = source(&line, &client);
    line.set_flights(Flights::Dropped);
    let mut token = Box::pin(source.token());
    // Whoever asks tries again at once, and no error counts them: the place took the task.
    let started = {
        let line = line.clone();
        thread::spawn(move || {
            until(|| line.started() > 0);
            line.set_flights(Flights::Fly);
        })
    };
    let _ = polled(token.as_mut());
    started.join().unwrap();
    assert!(text(&source).is_ok());
}

#[test]
fn a_flight_that_cannot_begin_takes_no_valid_token_away() {
    let (line, client) = service();
    let source = source(&line, &client);
    line.set_flights(Flights::Refused);
    let error = text(&source).unwrap_err();
    assert!(
        matches!(&error, TokenError::Transport(error) if error.kind() == TransportErrorKind::NotSpawned),
        "{error:?}"
    );
    assert!(error.to_string().contains("no thread is left"));
    line.set_flights(Flights::Fly);
    let first = text(&source).unwrap();
    line.await_landing();
    line.pass(3_450);
    line.set_flights(Flights::Refused);
    let started = line.started();
    for _ in 0..1_000 {
        assert_eq!(text(&source).unwrap(), first);
    }
    assert_eq!(line.started(), started + 1, "it is tried again after a second, and not by each caller");
    line.pass(1);
    line.set_flights(Flights::Fly);
    assert_eq!(text(&source).unwrap(), first);
    until(|| source.metrics().renewed == 2);
}

#[test]
fn all_callers_are_told_that_the_flight_cannot_begin() {
    let (line, client) = service();
    let source = source(&line, &client);
    line.set_flights(Flights::Refused);
    let callers: Vec<_> = (0..16)
        .map(|_| {
            let source = source.clone();
            thread::spawn(move || text(&source).unwrap_err())
        })
        .collect();
    for caller in callers {
        assert!(matches!(caller.join().unwrap(), TokenError::Transport(_)));
    }
}

#[test]
fn a_source_that_is_dropped_lets_its_flight_land() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let store = user.store();
    let source = user.builder().store(store.clone()).build().unwrap();
    user.line.await_landing();
    user.line.pass(3_600);
    user.line.close_answers();
    {
        let mut token = Box::pin(source.token());
        assert!(polled(token.as_mut()).is_pending());
    }
    user.line.await_held(1);
    drop(source);
    user.line.open();
    user.line.await_landing();
    // What the server has issued is in the store: another process needs no request.
    let sent = user.line.sent();
    let other = oauth_io::TokenSource::of_sign_in(user.line.clone(), user.client());
    let other = other.user("alice").store(store).dangerous_volatile_store().build().unwrap();
    assert!(text(&other).is_ok());
    assert_eq!(user.line.sent(), sent);
}

/// The attempt is over, its flight has ended, and then the response comes.
#[test]
fn a_late_response_counts_and_is_saved() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let store = user.store();
    let source = user.builder().store(store.clone()).build().unwrap();
    user.line.await_landing();
    user.line.pass(3_600);
    user.line.close_answers();
    user.line.wait_for_test();
    let waiting = {
        let source = source.clone();
        thread::spawn(move || text(&source))
    };
    user.line.await_held(1);
    user.line.expire(10);
    // The store answers at once, so only the request is late.
    let error = waiting.join().unwrap().unwrap_err();
    assert!(error.is_transient(), "{error:?}");
    until(|| source.stats().state != State::Renewing);
    user.line.expire(0);
    user.line.open();
    until(|| source.metrics().renewed == 1);
    let second = text(&source).unwrap();
    user.line.pass(3_601);
    assert_ne!(text(&source).unwrap(), second);
    let sent = user.refreshed_with();
    assert_eq!(sent.len(), 2, "{sent:?}");
    assert_eq!(sent[0], user.refresh_token());
    assert_ne!(sent[1], sent[0], "the refresh token of the late response");
}

#[test]
fn a_shutdown_waits_for_the_renewal_under_way() {
    let (line, client) = service();
    let source = source(&line, &client);
    line.close();
    let mut token = Box::pin(source.token());
    assert!(polled(token.as_mut()).is_pending());
    line.await_held(1);
    let mut shutdown = Box::pin(source.shutdown(Duration::from_secs(10)));
    assert!(polled(shutdown.as_mut()).is_pending());
    line.open();
    oauth_io::adapter::block_on(shutdown, PATIENCE).unwrap().unwrap();
    assert!(text(&source).is_ok(), "what is at hand can still be had");
    line.pass(3_600);
    assert!(matches!(text(&source).unwrap_err(), TokenError::ShutDown));
    assert_eq!(line.sent(), 1);
}

#[test]
fn a_shutdown_has_a_limit() {
    let (line, client) = service();
    let source = source(&line, &client);
    line.close();
    let mut token = Box::pin(source.token());
    assert!(polled(token.as_mut()).is_pending());
    line.await_held(1);
    let error = source.shutdown_blocking(Duration::from_millis(1)).unwrap_err();
    assert!(matches!(error, TokenError::Timeout), "{error:?}");
    line.open();
}
