//! Callers that leave, that block, and that are many.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

use oauth_io::TokenError;
use oauth_io::lifecycle::FailureKind;

use super::{Log, PATIENCE, polled, service, service_with, source, text, until};

#[test]
fn a_caller_that_leaves_takes_nothing_along() {
    let (line, client) = service();
    let source = source(&line, &client);
    line.close();
    for _ in 0..1_000 {
        let mut token = Box::pin(source.token());
        assert!(polled(token.as_mut()).is_pending());
    }
    line.await_held(1);
    let waiting = {
        let source = source.clone();
        thread::spawn(move || text(&source))
    };
    until(|| source.metrics().waits == 1_001);
    line.open();
    assert!(waiting.join().unwrap().is_ok());
    assert_eq!((line.sent(), line.started()), (1, 1));
    line.await_landing();
}

/// The renewal has a limit of its own, which is none of its callers'.
#[test]
fn callers_of_a_server_that_does_not_respond_are_told_when_the_attempt_is_over() {
    let (line, client) = service();
    let source = source(&line, &client);
    line.close();
    let error = source.token_blocking(Some(Duration::from_millis(1))).unwrap_err();
    assert!(matches!(error, TokenError::Timeout), "{error:?}");
    let waiting = {
        let source = source.clone();
        thread::spawn(move || text(&source))
    };
    until(|| source.metrics().waits == 2);
    line.await_held(1);
    line.wait_for_test();
    line.expire(10);
    let error = waiting.join().unwrap().unwrap_err();
    let failing = error.failing().unwrap();
    assert!(matches!(error, TokenError::Later(_)) && failing.kind == FailureKind::NoResponse, "{error:?}");
    assert!(failing.next_try > line.server().clock().now());
    // The late task has a limit too.
    line.kill_flights();
    line.await_landing();
}

/// Each caller that asks costs a constant time, however many wait.
#[test]
fn ten_thousand_callers_wait_for_one_request_and_wake_once() {
    struct Count(AtomicUsize);
    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    let (line, client) = service();
    let source = source(&line, &client);
    // The flight rests, which is when a new caller could wake all others.
    line.wait_for_test();
    line.set_down(true);
    let count = Arc::new(Count(AtomicUsize::new(0)));
    let waker = Waker::from(Arc::clone(&count));
    let mut first = pin!(source.token());
    assert!(first.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    line.await_waits(1);
    count.0.store(0, Ordering::Relaxed);
    let mut callers: Vec<_> = (0..10_000).map(|_| Box::pin(source.token())).collect();
    for caller in &mut callers {
        assert!(caller.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    }
    assert_eq!(count.0.load(Ordering::Relaxed), 0, "nobody is woken by others who ask");
    line.set_down(false);
    line.pass(2);
    until(|| source.metrics().renewed == 1);
    line.await_landing();
    let woken = count.0.load(Ordering::Relaxed);
    assert!(woken <= 2 * 10_001, "{woken}");
    for caller in &mut callers {
        assert!(matches!(polled(caller.as_mut()), Poll::Ready(Ok(_))));
    }
    assert_eq!(source.metrics().requests, 2);
}

#[test]
fn one_forced_renewal_serves_all_who_ask_before_it_is_sent() {
    let (line, client) = service();
    let log = Log::default();
    let source = oauth_io::TokenSource::builder(line.clone(), client.client_credentials().scope("read"))
        .observe(log.observer())
        .build()
        .unwrap();
    let first = text(&source).unwrap();
    line.close();
    let mut callers: Vec<_> = (0..50).map(|_| Box::pin(source.renew_now())).collect();
    for caller in &mut callers {
        assert!(polled(caller.as_mut()).is_pending());
    }
    line.await_held(1);
    line.open();
    let brought: Vec<_> = callers.into_iter().map(|caller| oauth_io::adapter::block_on(caller, PATIENCE)).collect();
    let second = text(&source).unwrap();
    assert_ne!(first, second);
    for token in brought {
        assert_eq!(token.unwrap().unwrap().text().expose(), second);
    }
    // Those who came while it was being sent have one of their own, together.
    assert!(line.sent() <= 3, "{}", line.sent());
}

#[test]
fn a_forced_renewal_that_fails_leaves_the_token() {
    let (line, client) = service();
    let source = source(&line, &client);
    let first = text(&source).unwrap();
    line.set_down(true);
    assert_eq!(source.renew_now_blocking(PATIENCE).unwrap().text().expose(), first);
    assert_eq!(text(&source).unwrap(), first);
    assert!(source.stats().failures > 0);
}

#[test]
fn a_token_for_long_work_is_renewed_at_most_once() {
    let (line, client) = service();
    let source = source(&line, &client);
    let valid_for = |seconds| {
        let token = source.token_valid_for(Duration::from_secs(seconds));
        oauth_io::adapter::block_on(token, PATIENCE).unwrap().unwrap().text().expose().to_owned()
    };
    let first = valid_for(3_000);
    line.pass(1_000);
    assert_eq!(valid_for(2_000), first);
    let second = valid_for(3_000);
    assert_ne!(second, first);
    assert_eq!(line.sent(), 2);
    // More than any token lives: the one that comes is as good as can be had.
    for _ in 0..100 {
        assert_eq!(valid_for(7_200), second);
    }
    assert_eq!(line.sent(), 2);
    line.pass(400);
    assert_ne!(valid_for(7_200), second);
    assert_eq!(line.sent(), 3);
}

/// While the predecessor of an early renewal stays in use, who needs more time gets the new one.
#[test]
fn a_token_for_long_work_is_the_newest() {
    let (line, client) = service();
    let source = source(&line, &client);
    let first = text(&source).unwrap();
    line.pass(3_500);
    assert_eq!(text(&source).unwrap(), first);
    until(|| source.metrics().renewed == 2);
    assert_eq!(text(&source).unwrap(), first);
    let long = source.token_valid_for(Duration::from_secs(600));
    assert_ne!(oauth_io::adapter::block_on(long, PATIENCE).unwrap().unwrap().text().expose(), first);
    assert_eq!(line.sent(), 2);
}

#[test]
fn warming_up_has_a_limit_and_the_request_goes_on() {
    let (line, client) = service_with(|application| application.token_lifetime(Duration::from_secs(600)));
    let source = source(&line, &client);
    line.close();
    let mut warm = pin!(source.warm(Duration::from_secs(1)));
    assert!(polled(warm.as_mut()).is_pending());
    line.await_held(1);
    line.wait_for_test();
    // The clock of the limit is the line's: it is over for the caller and for the attempt.
    line.expire(10);
    assert!(matches!(polled(warm.as_mut()), Poll::Ready(Err(TokenError::Timeout | TokenError::Later(_)))));
    line.open();
    until(|| source.metrics().renewed == 1);
    assert!(text(&source).is_ok());
}
