//! Blocking on a future by parking the thread.

use std::future::{pending, poll_fn, ready};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

use oauth_io::TransportErrorKind;
use oauth_io::adapter::{Flights, block_on};

#[test]
fn it_returns_the_output_of_the_future() {
    assert_eq!(block_on(ready(7), None), Ok(7));
    assert_eq!(block_on(ready(7), Some(Duration::ZERO)), Ok(7), "the limit is for waiting");
    assert_eq!(block_on(ready(7), Some(Duration::MAX)), Ok(7));
}

#[test]
fn another_thread_can_wake_it() {
    let mut woken = false;
    let future = poll_fn(move |context| {
        if std::mem::replace(&mut woken, true) {
            return Poll::Ready(7);
        }
        let waker = context.waker().clone();
        thread::spawn(move || waker.wake());
        Poll::Pending
    });
    assert_eq!(block_on(future, None), Ok(7));
}

#[test]
fn it_ends_at_the_time_limit() {
    let before = Instant::now();
    let error = block_on(pending::<()>(), Some(Duration::from_millis(20))).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
    assert!(before.elapsed() >= Duration::from_millis(20));
}

/// Even after a poll that panicked, the thread does not count as a flight's.
#[test]
fn it_is_rejected_only_within_a_flight() {
    let flights = Flights::new();
    let inside = flights.begin().unwrap().carry(async { block_on(ready(7), None) });
    assert_eq!(block_on(inside, None).unwrap().unwrap_err().kind(), TransportErrorKind::InFlight);
    assert_eq!(block_on(ready(7), None), Ok(7));

    let panics = flights.begin().unwrap().carry(async { assert!(thread::panicking(), "a panic that this test wants") });
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| block_on(panics, None)));
    assert!(caught.is_err());
    assert_eq!(block_on(ready(7), None), Ok(7));
    assert_eq!(flights.shutdown_blocking(Duration::ZERO), Ok(()), "a flight that panicked has ended");
    assert_eq!(flights.begin().err().unwrap().kind(), TransportErrorKind::ShutDown);
}
