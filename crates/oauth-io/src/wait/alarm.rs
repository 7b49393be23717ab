//! A time limit for a future that runs where no timer is known.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

/// Ends after a time that begins with its first poll, on a thread that sleeps meanwhile. A future that is ready at once
/// needs no thread.
pub(crate) struct Alarm {
    after: Duration,
    running: Option<(Thread, Arc<Mutex<Rings>>)>,
}

enum Rings {
    For(Waker),
    Rung,
    Cancelled,
}

impl Alarm {
    pub(crate) fn new(after: Duration) -> Self {
        Self { after, running: None }
    }
}

impl Future for Alarm {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if let Some((_, rings)) = &self.running {
            let mut rings = rings.lock().unwrap_or_else(PoisonError::into_inner);
            return match *rings {
                Rings::Rung => Poll::Ready(()),
                _ => {
                    *rings = Rings::For(context.waker().clone());
                    Poll::Pending
                }
            };
        }
        // A limit that no clock can reach is none.
        let Some(end) = Instant::now().checked_add(self.after) else { return Poll::Pending };
        let rings = Arc::new(Mutex::new(Rings::For(context.waker().clone())));
        let shared = Arc::clone(&rings);
        match thread::Builder::new().name("oauth-alarm".to_owned()).spawn(move || ring(end, &shared)) {
            Ok(handle) => {
                self.running = Some((handle.thread().clone(), rings));
                Poll::Pending
            }
            // Without a limit, the future could hang for ever.
            Err(_) => Poll::Ready(()),
        }
    }
}

/// Wakes at `end`, unless it is cancelled before.
fn ring(end: Instant, rings: &Mutex<Rings>) {
    loop {
        let left = end.saturating_duration_since(Instant::now());
        {
            let mut rings = rings.lock().unwrap_or_else(PoisonError::into_inner);
            if matches!(*rings, Rings::Cancelled) {
                return;
            }
            if left.is_zero() {
                if let Rings::For(waker) = std::mem::replace(&mut *rings, Rings::Rung) {
                    waker.wake();
                }
                return;
            }
        }
        thread::park_timeout(left);
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        if let Some((thread, rings)) = &self.running {
            *rings.lock().unwrap_or_else(PoisonError::into_inner) = Rings::Cancelled;
            thread.unpark();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wait::block_on;
    use crate::wait::within;

    #[test]
    fn a_future_that_hangs_ends_with_the_alarm_and_one_that_is_ready_needs_no_thread() {
        let hangs = within(std::future::pending::<()>(), Alarm::new(Duration::from_millis(20)));
        assert!(block_on(hangs, Some(Duration::from_secs(30))).unwrap().is_none());
        let mut alarm = Alarm::new(Duration::from_secs(3600));
        assert_eq!(block_on(within(async { 7 }, &mut alarm), None).unwrap(), Some(7));
        assert!(alarm.running.is_none());
        // It is dropped long before it would ring.
        assert!(Pin::new(&mut alarm).poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
}
