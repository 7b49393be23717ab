//! Tokens that a resource refuses.

use std::thread;

use oauth_testkit::RefreshTokenRotation;

use super::{PATIENCE, User, service, source, text, until};

#[test]
fn a_refusal_takes_the_token_away_from_nobody_else() {
    let (line, client) = service();
    let source = source(&line, &client);
    let token = source.token_blocking(PATIENCE).unwrap();
    line.pass(600);
    line.set_down(true);
    assert!(source.refused_blocking(&token, PATIENCE).unwrap().is_none(), "the response belongs to its caller");
    for _ in 0..10 {
        assert_eq!(text(&source).unwrap(), token.text().expose());
        line.pass(60);
    }
}

#[test]
fn a_token_that_is_seconds_old_is_not_renewed() {
    let (line, client) = service();
    let source = source(&line, &client);
    let token = source.token_blocking(PATIENCE).unwrap();
    line.pass(5);
    assert!(source.refused_blocking(&token, PATIENCE).unwrap().is_none());
    assert_eq!(line.sent(), 1);
}

#[test]
fn refusals_renew_once_in_a_minute() {
    let (line, client) = service();
    let source = source(&line, &client);
    let mut token = source.token_blocking(PATIENCE).unwrap();
    for _ in 0..120 {
        line.pass(1);
        if let Some(other) = source.refused_blocking(&token, PATIENCE).unwrap() {
            token = other;
        }
    }
    assert!(line.sent() <= 4, "{} requests in two minutes", line.sent());
}

#[test]
fn a_refusal_of_an_earlier_token_is_answered_with_the_current_one() {
    let (line, client) = service();
    let source = source(&line, &client);
    let first = source.token_blocking(PATIENCE).unwrap();
    line.pass(600);
    let second = source.renew_now_blocking(PATIENCE).unwrap();
    let replay = source.refused_blocking(&first, PATIENCE).unwrap().unwrap();
    assert_eq!(replay.text().expose(), second.text().expose());
    assert_eq!(line.sent(), 2);
}

/// The new token is written to the store before anybody gets it, and who waits for it goes on waiting meanwhile.
#[test]
fn a_refused_token_of_a_sign_in_is_replaced_once_the_new_one_is_saved() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let store = super::store::Faulty::new(user.store());
    let source = user.builder().store(store.clone()).build().unwrap();
    user.line.await_landing();
    let token = source.token_blocking(PATIENCE).unwrap();
    user.line.pass(600);
    user.line.close_answers();
    let callers: Vec<_> = (0..8)
        .map(|_| {
            let (source, token) = (source.clone(), token.clone());
            thread::spawn(move || source.refused_blocking(&token, PATIENCE).unwrap())
        })
        .collect();
    user.line.await_held(1);
    store.hold_writes();
    user.line.open();
    until(|| store.held() == 1);
    assert_eq!(text(&source).unwrap(), token.text().expose(), "nobody gets what is not saved");
    store.let_go();
    for caller in callers {
        let other = caller.join().unwrap().expect("the new token");
        assert_ne!(other.text().expose(), token.text().expose());
    }
    assert_eq!(user.refreshed_with().len(), 1);
}

#[test]
fn a_refusal_that_is_only_reported_renews_too() {
    let (line, client) = service();
    let source = source(&line, &client);
    let token = source.token_blocking(PATIENCE).unwrap();
    line.pass(600);
    source.report_refused(&token).unwrap();
    until(|| source.metrics().renewed == 2);
    assert_ne!(text(&source).unwrap(), token.text().expose());
}
