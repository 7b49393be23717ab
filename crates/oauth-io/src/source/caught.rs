//! Code of others that may panic.

use std::future::{Future, poll_fn};
use std::panic::{self, AssertUnwindSafe};
use std::pin::Pin;
use std::task::Poll;

/// Something of others panicked: a closure, a store, an observer, a transport.
#[derive(Debug, Clone, Copy)]
pub(super) struct Panicked;

/// The output of `future`. If it panics, it is dropped and only its own work is lost. The panic itself is reported by the
/// program's panic hook.
pub(super) async fn caught<F: Future>(future: F) -> Result<F::Output, Panicked> {
    let mut future = Some(Box::pin(future));
    poll_fn(move |context| {
        let Some(polled) = future.as_mut() else { return Poll::Ready(Err(Panicked)) };
        // It is not polled again after a panic, so nobody sees a state that it left behind.
        match panic::catch_unwind(AssertUnwindSafe(|| Pin::as_mut(polled).poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(_) => {
                // Nor may dropping it end the flight.
                let _ = panic::catch_unwind(AssertUnwindSafe(|| future = None));
                Poll::Ready(Err(Panicked))
            }
        }
    })
    .await
}

/// Calls `call`. A panic ends it and nothing else.
pub(super) fn calmly(call: impl FnOnce()) {
    let _ = panic::catch_unwind(AssertUnwindSafe(call));
}
