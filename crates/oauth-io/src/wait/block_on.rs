//! Waiting by parking the thread.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use super::mark::in_flight;
use crate::{TransportError, TransportErrorKind};

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Runs `future` on the current thread, which is parked in between, until it ends or `limit` has passed.
///
/// It works inside an async runtime too, where it blocks that thread like any other blocking call. The future must then
/// not depend on that thread.
///
/// # Errors
///
/// [`TransportErrorKind::InFlight`] inside a flight, which it could wait for; [`TransportErrorKind::Timeout`] after
/// `limit`.
pub fn block_on<F: Future>(future: F, limit: Option<Duration>) -> Result<F::Output, TransportError> {
    if in_flight() {
        return Err(TransportError::new(TransportErrorKind::InFlight, "").not_sent());
    }
    // A limit that no clock can reach is none.
    let end = limit.and_then(|limit| Instant::now().checked_add(limit));
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return Ok(output);
        }
        match end.map(|end| end.saturating_duration_since(Instant::now())) {
            None => thread::park(),
            Some(Duration::ZERO) => return Err(TransportError::new(TransportErrorKind::Timeout, "")),
            Some(left) => thread::park_timeout(left),
        }
    }
}
