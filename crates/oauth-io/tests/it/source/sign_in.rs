//! The tokens of a sign-in, renewed with its refresh tokens.

use std::time::{Duration, SystemTime};

use oauth_io::lifecycle::{FailureKind, State, StoredToken, Tokens, Why};
use oauth_io::{TokenError, TokenSource};
use oauth_testkit::{Endpoint, Fault, IdTokenFlaw, RefreshTokenRotation, Script};

use super::{User, begun, text, until};

#[test]
fn each_renewal_uses_the_newest_refresh_token() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let source = user.source();
    let mut last = text(&source).unwrap();
    for _ in 0..5 {
        user.line.pass(3_600);
        let next = text(&source).unwrap();
        assert_ne!(next, last);
        last = next;
    }
    let sent = user.refreshed_with();
    assert_eq!(sent.len(), 5);
    assert_eq!(sent[0], user.refresh_token());
    let distinct: std::collections::BTreeSet<_> = sent.iter().collect();
    assert_eq!(distinct.len(), 5, "none is sent twice");
}

#[test]
fn a_refresh_token_that_does_not_rotate_is_used_again() {
    for rotation in [RefreshTokenRotation::Repeated, RefreshTokenRotation::Omitted] {
        let user = User::new(rotation);
        let source = user.source();
        for _ in 0..5 {
            user.line.pass(3_600);
            assert!(text(&source).is_ok());
        }
        assert!(user.refreshed_with().iter().all(|sent| *sent == user.refresh_token()));
    }
}

/// The first renewals have shown that this server does not rotate.
#[test]
fn a_lost_answer_of_a_server_that_does_not_rotate_costs_another_try() {
    let user = User::new(RefreshTokenRotation::Omitted);
    let source = user.source();
    for _ in 0..3 {
        user.line.pass(3_600);
        assert!(text(&source).is_ok());
    }
    user.line.lose(1);
    user.line.pass(3_600);
    until(|| text(&source).is_ok());
}

/// The refresh token may be spent. It is tried a last time when there is nothing to lose, and that fails.
#[test]
fn a_lost_answer_of_a_rotating_server_ends_the_sign_in_with_its_reason() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let source = user.source();
    let first = text(&source).unwrap();
    user.line.lose(1);
    user.line.pass(3_500);
    assert_eq!(text(&source).unwrap(), first);
    until(|| source.stats().failures > 0);
    user.line.await_landing();
    assert_eq!(text(&source).unwrap(), first, "it is used to its end");
    user.line.pass(90);
    assert_eq!(user.refreshed_with().len(), 1);
    user.line.pass(20);
    let error = text(&source).unwrap_err();
    assert!(error.needs_sign_in(), "{error:?}");
    assert_eq!(user.refreshed_with().len(), 2, "the last try");
}

/// A server that forgives a second use for a while.
#[test]
fn a_lost_answer_within_the_grace_of_the_server_costs_another_try() {
    let rotation = oauth_io::server::Rotation::Rotates { second_use_within: Duration::from_secs(30) };
    let user = User::new(RefreshTokenRotation::Grace(Duration::from_secs(30)));
    let dialect = user.client().server().dialect().clone().refresh_tokens(rotation);
    let server = user.client().server().clone().with_dialect(dialect);
    let authentication = oauth_io::ClientAuthentication::client_secret_post(crate::testkit::world::SECRET);
    let client = oauth_io::Client::new(server, crate::testkit::world::ID, authentication).unwrap();
    let source = TokenSource::from_tokens(user.line.clone(), &client, &user.tokens).build().unwrap();
    user.line.pass(3_600);
    user.line.lose(1);
    until(|| text(&source).is_ok());
    assert_eq!(user.refreshed_with(), [user.refresh_token(), user.refresh_token()]);
}

#[test]
fn a_refusal_of_the_refresh_token_ends_the_sign_in() {
    let user = User::new(RefreshTokenRotation::Rotating);
    // Somebody else has used it.
    let spent = user.world.client.refresh_token(user.tokens.refresh_token.as_ref().unwrap());
    user.world.send(&spent).unwrap();
    let source = user.source();
    user.line.pass(3_600);
    let error = text(&source).unwrap_err();
    assert!(matches!(error, TokenError::SignIn(Why::Refused)), "{error:?}");
    let sent = user.line.sent();
    for _ in 0..100 {
        assert!(text(&source).unwrap_err().needs_sign_in());
    }
    assert_eq!(user.line.sent(), sent, "it is not asked again");
}

#[test]
fn a_page_that_is_no_response_ends_no_sign_in() {
    for page in [Script::html_502(), Script::service_unavailable_503("1")] {
        let user = User::new(RefreshTokenRotation::Rotating);
        let source = user.source();
        user.line.pass(3_600);
        user.line.server().queue(Fault::Script(page));
        let first = text(&source);
        if let Err(error) = &first {
            assert!(error.is_transient() && !error.needs_sign_in(), "{error:?}");
        }
    }
}

#[test]
fn a_start_from_the_refresh_token_alone_renews_before_its_first_token() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let tokens = Tokens::from_refresh_token(user.tokens.refresh_token.clone().unwrap());
    let source = TokenSource::from_tokens(user.line.clone(), user.client(), tokens).build().unwrap();
    assert_eq!(user.line.sent(), 0);
    assert!(text(&source).is_ok());
    assert_eq!(user.line.sent(), 1);
}

#[test]
fn a_start_from_an_access_token_alone_ends_with_it() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let issued_at: SystemTime = user.line.server().clock().now();
    let token = StoredToken::new(user.tokens.access_token.clone(), issued_at).lifetime(Duration::from_secs(3_600));
    let source = TokenSource::from_tokens(user.line.clone(), user.client(), Tokens::from_access_token(token));
    let source = source.build().unwrap();
    user.line.pass(3_350);
    assert_eq!(text(&source).unwrap(), user.tokens.access_token.expose());
    assert_eq!(source.stats().state, State::Ending(Why::NoRefreshToken));
    user.line.pass(250);
    let error = text(&source).unwrap_err();
    assert!(matches!(error, TokenError::SignIn(Why::NoRefreshToken)), "{error:?}");
    assert_eq!(user.line.sent(), 0);
}

#[test]
fn a_start_from_nothing_is_an_error() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let error = TokenSource::of_sign_in(user.line.clone(), user.client()).build().unwrap_err();
    assert!(matches!(error, TokenError::NoTokens), "{error:?}");
}

#[test]
fn a_rotating_refresh_token_needs_a_durable_store() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let builder = || TokenSource::from_tokens(user.line.clone(), user.client(), &user.tokens).store(user.store());
    assert!(matches!(builder().user("alice").build().unwrap_err(), TokenError::VolatileStore));
    assert!(matches!(builder().dangerous_volatile_store().build().unwrap_err(), TokenError::NoUser));
    assert!(builder().user("alice").dangerous_volatile_store().build().is_ok());
}

/// The ID token of the renewal names somebody else. The user keeps what is in hand, and nothing of the other is kept.
#[test]
fn tokens_of_another_user_are_not_taken() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let source = user.builder().store(user.store()).build().unwrap();
    user.line.await_landing();
    let first = text(&source).unwrap();
    user.line.server().queue(Fault::IdToken(IdTokenFlaw::SubjectWrong));
    user.line.pass(3_500);
    assert_eq!(text(&source).unwrap(), first);
    until(|| source.stats().state == State::Ending(Why::AnotherUser));
    user.line.await_landing();
    assert_eq!(text(&source).unwrap(), first);
    let ledger = user.line.server().ledger();
    assert_eq!(ledger.count_at(Endpoint::Revocation), 1);
    user.line.pass(100);
    let error = text(&source).unwrap_err();
    assert!(matches!(error, TokenError::SignIn(Why::AnotherUser)), "{error:?}");
}

/// Two access tokens, one chain of refresh tokens.
#[test]
fn the_access_tokens_of_a_sign_in_share_its_refresh_tokens() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let source = user.source();
    let [a, b] = crate::testkit::world::RESOURCES.map(|resource| source.at_resource(resource).unwrap());
    let (first, second) = (text(&a).unwrap(), text(&b).unwrap());
    assert_ne!(first, second);
    let sent = user.refreshed_with();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0], user.refresh_token());
    assert_ne!(sent[1], sent[0], "the second is sent with what the first brought");
    a.forget_token().unwrap();
    assert_eq!(text(&b).unwrap(), second);
    assert_ne!(text(&a).unwrap(), first);
    assert_eq!(user.refreshed_with().len(), 3);
}

/// The refresh token is on its way for another access token. The one that comes with it is waited for.
#[test]
fn an_access_token_that_is_asked_for_while_another_is_renewed_waits_for_its_turn() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let source = user.source();
    let other = source.at_resource(crate::testkit::world::RESOURCES[0]).unwrap();
    user.line.pass(3_600);
    user.line.close_answers();
    let first = begun(source.token());
    user.line.await_held(1);
    let second = begun(other.token());
    user.line.open();
    assert_ne!(first().unwrap().text().expose(), second().unwrap().text().expose());
    let sent = user.refreshed_with();
    assert_eq!(sent.len(), 2);
    assert_ne!(sent[0], sent[1]);
}

#[test]
fn a_request_for_one_access_token_that_is_refused_leaves_the_others() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let source = user.source();
    let other = source.at_resource("https://unknown.example").unwrap();
    let error = text(&other).unwrap_err();
    assert!(matches!(&error, TokenError::Fault(failing) if failing.kind == FailureKind::Request), "{error:?}");
    assert!(text(&source).is_ok());
    user.line.pass(3_600);
    assert!(text(&source).is_ok());
}

#[test]
fn the_number_of_access_tokens_in_use_is_bounded() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let source = user.source();
    for number in 0..1_000 {
        assert!(source.with_claims(format!("{{\"n\":{number}}}")).is_ok(), "what nobody holds gives way");
    }
    let held: Vec<_> = (0..63).map(|number| source.with_claims(format!("{{\"m\":{number}}}")).unwrap()).collect();
    assert!(matches!(source.with_claims("{}").unwrap_err(), TokenError::TooMany { most: 64 }));
    drop(held);
    assert!(source.with_claims("{}").is_ok());
    assert!(text(&source).is_ok());
}

#[test]
fn a_new_sign_in_replaces_the_old_one() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let source = user.source();
    let first = text(&source).unwrap();
    let again = user.world.sign_in("openid read");
    oauth_io::adapter::block_on(source.adopt(&again), super::PATIENCE).unwrap().unwrap();
    assert_eq!(text(&source).unwrap(), again.access_token.expose());
    assert_ne!(text(&source).unwrap(), first);
}
