//! Waiting, with threads of the operating system. `tests/interleavings` tries every order of steps.

use std::future::Future as _;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Wake, Waker};
use std::thread;
use std::time::Duration;

use super::block_on;
use super::watched::Watched;

#[test]
fn no_change_is_missed() {
    let count = Arc::<Watched<u32>>::default();
    let waiting: Vec<_> = (1..=8)
        .map(|number| {
            let count = Arc::clone(&count);
            let reached = move || {
                block_on(
                    count.until(|count| (*count >= number * 1_000).then_some(*count)),
                    Some(Duration::from_secs(30)),
                )
            };
            thread::spawn(reached)
        })
        .collect();
    for _ in 0..8_000 {
        count.change(|count| *count += 1);
    }
    for (number, waiting) in (1..).zip(waiting) {
        assert!(waiting.join().unwrap().unwrap() >= number * 1_000);
    }
    assert_eq!(count.waiting(), 0);
}

#[test]
fn who_leaves_is_forgotten() {
    let watched = Watched::<()>::default();
    let mut context = Context::from_waker(Waker::noop());
    let (mut first, mut second) = (watched.until(|()| None::<()>), watched.until(|()| None::<()>));
    for _ in 0..3 {
        assert!(Pin::new(&mut first).poll(&mut context).is_pending());
        assert!(Pin::new(&mut second).poll(&mut context).is_pending());
    }
    assert_eq!(watched.waiting(), 2, "however often it is polled");
    drop(first);
    assert_eq!(watched.waiting(), 1);
    drop(second);
    assert_eq!(watched.waiting(), 0);
}

/// An executor may drop or run a task when its last waker is dropped or called.
#[test]
fn a_waker_may_look_at_what_it_waits_for() {
    struct Looks(Arc<Watched<u32>>, Arc<AtomicUsize>);
    impl Wake for Looks {
        fn wake(self: Arc<Self>) {
            self.0.update(|_| ((), false));
        }
    }
    impl Drop for Looks {
        fn drop(&mut self) {
            self.0.update(|_| ((), false));
            self.1.fetch_add(1, Ordering::Relaxed);
        }
    }

    let (watched, dropped) = (Arc::<Watched<u32>>::default(), Arc::new(AtomicUsize::new(0)));
    let waker = || Waker::from(Arc::new(Looks(Arc::clone(&watched), Arc::clone(&dropped))));
    let mut waiting = watched.until(|value| (*value > 0).then_some(()));
    for _ in 0..2 {
        assert!(Pin::new(&mut waiting).poll(&mut Context::from_waker(&waker())).is_pending());
    }
    assert_eq!(dropped.load(Ordering::Relaxed), 1, "it was replaced");
    drop(waiting);
    assert_eq!(dropped.load(Ordering::Relaxed), 2);
    let mut waiting = watched.until(|value| (*value > 0).then_some(()));
    assert!(Pin::new(&mut waiting).poll(&mut Context::from_waker(&waker())).is_pending());
    watched.change(|value| *value = 1);
    assert_eq!(dropped.load(Ordering::Relaxed), 3);
    assert!(Pin::new(&mut waiting).poll(&mut Context::from_waker(&waker())).is_ready());
}

#[test]
fn a_waker_that_panics_takes_no_wake_up_along() {
    struct Panics;
    impl Wake for Panics {
        fn wake(self: Arc<Self>) {
            assert!(thread::panicking(), "a panic that this test wants to see");
        }
    }

    let watched = Arc::<Watched<u32>>::default();
    let mut panics = watched.until(|value| (*value > 0).then_some(()));
    assert!(Pin::new(&mut panics).poll(&mut Context::from_waker(&Arc::new(Panics).into())).is_pending());
    let waits = {
        let watched = Arc::clone(&watched);
        thread::spawn(move || {
            block_on(watched.until(|value| (*value > 0).then_some(())), Some(Duration::from_secs(30))).unwrap();
        })
    };
    while watched.waiting() < 2 {
        thread::yield_now();
    }
    watched.change(|value| *value = 1);
    waits.join().unwrap();
}
