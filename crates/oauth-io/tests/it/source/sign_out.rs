//! Sign-outs, and what comes after them.

use std::thread;

use oauth_io::lifecycle::{Event, Why};
use oauth_io::{TokenError, TokenSource};
use oauth_testkit::{Endpoint, RefreshTokenRotation};

use super::{Log, PATIENCE, User, begun, polled, service, source, text, until};

fn revoked(user: &User) -> Vec<String> {
    let ledger = user.line.server().ledger();
    let entries = ledger.entries().iter().filter(|entry| entry.endpoint() == Some(Endpoint::Revocation));
    entries.map(|entry| entry.request().expose_form_value("token").unwrap()).collect()
}

#[test]
fn a_sign_out_revokes_the_refresh_token() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let source = user.source();
    assert!(text(&source).is_ok());
    source.forget_blocking(PATIENCE).unwrap();
    user.line.await_landing();
    assert_eq!(revoked(&user), [user.refresh_token()]);
    assert!(matches!(text(&source).unwrap_err(), TokenError::SignIn(Why::SignedOut)));
    assert!(source.scoped("read").is_ok_and(|source| text(&source).is_err()));
}

/// The response is on its way when the user signs out.
#[test]
fn a_late_response_brings_nobody_back() {
    for is_stored in [false, true] {
        let user = User::new(RefreshTokenRotation::Rotating);
        let store = is_stored.then(|| user.store());
        let builder = user.builder();
        let builder = match &store {
            Some(store) => builder.store(store.clone()),
            None => builder,
        };
        let source = builder.build().unwrap();
        user.line.await_landing();
        user.line.pass(3_600);
        user.line.close_answers();
        let waiting = {
            let source = source.clone();
            thread::spawn(move || text(&source))
        };
        user.line.await_held(1);
        let forgotten = begun(source.forget());
        user.line.open();
        forgotten().unwrap();
        assert!(waiting.join().unwrap().unwrap_err().needs_sign_in());
        user.line.await_landing();
        assert!(matches!(text(&source).unwrap_err(), TokenError::SignIn(Why::SignedOut)));
        let revoked = revoked(&user);
        assert!(revoked.iter().any(|token| *token != user.refresh_token()), "the one that came late: {revoked:?}");
        if let Some(store) = store {
            let next = TokenSource::of_sign_in(user.line.clone(), user.client());
            let next = next.user("alice").store(store).dangerous_volatile_store().build().unwrap();
            assert!(text(&next).unwrap_err().needs_sign_in(), "nobody is signed in after a restart");
        }
    }
}

#[test]
fn a_sign_in_after_a_sign_out_stands() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let source = user.source();
    user.line.pass(3_600);
    user.line.close_answers();
    let mut token = Box::pin(source.token());
    assert!(polled(token.as_mut()).is_pending());
    user.line.await_held(1);
    let forgotten = begun(source.forget());
    let again = user.world.sign_in("openid read");
    let adopted = begun(source.adopt(&again));
    user.line.open();
    forgotten().unwrap();
    adopted().unwrap();
    assert_eq!(text(&source).unwrap(), again.access_token.expose());
    user.line.await_landing();
    assert_eq!(text(&source).unwrap(), again.access_token.expose());
}

/// Another process has renewed since: its refresh token is the one to revoke.
#[test]
fn a_sign_out_looks_into_the_store_first() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let store = user.store();
    let own = user.builder().store(store.clone()).build().unwrap();
    user.line.await_landing();
    assert!(text(&own).is_ok());
    let other = TokenSource::of_sign_in(user.line.clone(), user.client());
    let other = other.user("alice").store(store).dangerous_volatile_store().build().unwrap();
    user.line.pass(3_600);
    assert!(text(&other).is_ok());
    own.forget_blocking(PATIENCE).unwrap();
    user.line.await_landing();
    let revoked = revoked(&user);
    assert_eq!(revoked.len(), 1);
    assert_ne!(revoked[0], user.refresh_token());
}

#[test]
fn a_revocation_that_fails_signs_out_all_the_same_and_is_reported() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let log = Log::default();
    let source = user.builder().observe(log.observer()).build().unwrap();
    user.line.set_down(true);
    source.forget_blocking(PATIENCE).unwrap();
    assert!(text(&source).unwrap_err().needs_sign_in());
    user.line.await_landing();
    log.await_one(|event| *event == Event::NotRevoked);
    assert!(user.line.sent() <= 6, "{}", user.line.sent());
}

#[test]
fn a_repeatable_grant_forgets_its_tokens_and_requests_new_ones() {
    let (line, client) = service();
    let source = source(&line, &client);
    let write = source.scoped("write").unwrap();
    let (first, second) = (text(&source).unwrap(), text(&write).unwrap());
    source.forget_blocking(PATIENCE).unwrap();
    assert_ne!(text(&source).unwrap(), first);
    assert_ne!(text(&write).unwrap(), second);
}

/// The flight is resting after a failure when the user signs out. The store is well.
#[test]
fn a_sign_out_wakes_a_flight_that_rests() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let source = user.builder().store(user.store()).build().unwrap();
    user.line.await_landing();
    user.line.pass(3_600);
    user.line.wait_for_test();
    user.line.set_down(true);
    let mut token = Box::pin(source.token());
    let _ = polled(token.as_mut());
    until(|| user.line.waits() > 0);
    source.forget_blocking(PATIENCE).unwrap();
    assert!(text(&source).unwrap_err().needs_sign_in());
}
