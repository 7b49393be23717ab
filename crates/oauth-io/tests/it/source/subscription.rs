//! Connections that hold a token for their whole length, and tokens that are kept warm.

use std::task::Poll;
use std::thread;
use std::time::Duration;

use oauth_io::TokenError;
use oauth_io::adapter::block_on;
use oauth_io::lifecycle::Why;
use oauth_testkit::RefreshTokenRotation;

use super::{PATIENCE, User, client, polled, service, source, text, until};

#[test]
fn a_subscriber_gets_the_current_token_and_then_each_new_one() {
    let (line, client) = service();
    let source = source(&line, &client);
    line.wait_for_test();
    let mut subscription = source.subscribe();
    let first = block_on(subscription.next(), PATIENCE).unwrap().unwrap();
    {
        let mut next = Box::pin(subscription.next());
        assert!(polled(next.as_mut()).is_pending());
    }
    let second = source.renew_now_blocking(PATIENCE).unwrap();
    assert_ne!(first.text().expose(), second.text().expose());
    let next = block_on(subscription.next(), PATIENCE).unwrap().unwrap();
    assert_eq!(next.text().expose(), second.text().expose());
    {
        let mut next = Box::pin(subscription.next());
        assert!(polled(next.as_mut()).is_pending());
    }
    // Nobody else asks: the subscriber itself renews it when it is due.
    let waiting = thread::spawn(move || block_on(subscription.next(), PATIENCE).unwrap().unwrap());
    until(|| {
        line.pass(1);
        waiting.is_finished()
    });
    assert_ne!(waiting.join().unwrap().text().expose(), second.text().expose());
    assert!(line.sent() >= 3);
}

#[test]
fn a_subscriber_hears_of_the_end() {
    let user = User::new(RefreshTokenRotation::Rotating);
    let source = user.source();
    user.line.wait_for_test();
    let mut subscription = source.subscribe();
    assert!(block_on(subscription.next(), PATIENCE).unwrap().is_ok());
    let waiting = thread::spawn(move || block_on(subscription.next(), PATIENCE).unwrap());
    source.forget_blocking(PATIENCE).unwrap();
    let error = waiting.join().unwrap().unwrap_err();
    assert!(matches!(error, TokenError::SignIn(Why::SignedOut)), "{error:?}");
}

#[test]
fn a_subscriber_hears_of_a_shutdown() {
    let (line, client) = service();
    let source = source(&line, &client);
    line.wait_for_test();
    let mut subscription = source.subscribe();
    assert!(block_on(subscription.next(), PATIENCE).unwrap().is_ok());
    let mut next = Box::pin(subscription.next());
    assert!(polled(next.as_mut()).is_pending());
    source.shutdown_blocking(Duration::from_secs(10)).unwrap();
    assert!(matches!(polled(next.as_mut()), Poll::Ready(Err(TokenError::ShutDown))));
}

#[test]
fn a_token_is_kept_warm_without_callers() {
    let (line, client) = service();
    let source = source(&line, &client);
    line.wait_for_test();
    let warm = {
        let source = source.clone();
        thread::spawn(move || block_on(source.keep_warm(), None).unwrap())
    };
    until(|| source.metrics().renewed == 1);
    for _ in 0..3 {
        let renewed = source.metrics().renewed;
        until(|| {
            line.pass(30);
            source.metrics().renewed > renewed
        });
    }
    source.shutdown_blocking(Duration::from_secs(10)).unwrap();
    assert!(matches!(warm.join().unwrap(), TokenError::ShutDown));
}

/// Ten minutes of a server that is away, and a secret that is wrong until somebody replaces it.
#[test]
fn keeping_warm_is_no_hot_loop_and_survives_failures() {
    let (line, _) = service();
    let client = client(&line, "wrong");
    let source = source(&line, &client);
    line.wait_for_test();
    line.set_down(true);
    let warm = {
        let source = source.clone();
        thread::spawn(move || block_on(source.keep_warm(), None).unwrap())
    };
    for second in 0..600 {
        let waits = line.waits();
        line.pass(1);
        if second == 300 {
            line.set_down(false);
        }
        assert!(line.waits() < waits + 100);
    }
    assert!(line.sent() <= 110, "{} requests in ten minutes", line.sent());
    client.replace_client_secret("secret").unwrap();
    until(|| {
        line.pass(10);
        source.metrics().renewed > 0
    });
    assert!(text(&source).is_ok());
    source.shutdown_blocking(Duration::from_secs(10)).unwrap();
    until(|| {
        line.pass(10);
        warm.is_finished()
    });
    assert!(matches!(warm.join().unwrap(), TokenError::ShutDown));
}
