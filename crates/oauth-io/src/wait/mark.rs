//! Whether the current thread is polling a flight.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;

thread_local! {
    static IN_FLIGHT: Cell<bool> = const { Cell::new(false) };
}

/// Whether this is called from within the poll of a flight.
pub(super) fn in_flight() -> bool {
    IN_FLIGHT.get()
}

/// `future`, polled under the mark.
pub(crate) async fn marked<F: Future>(future: F) -> F::Output {
    /// Takes the mark back, even if the poll panics.
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            IN_FLIGHT.set(self.0);
        }
    }

    let mut future = pin!(future);
    poll_fn(|context| {
        let _restore = Restore(IN_FLIGHT.replace(true));
        future.as_mut().poll(context)
    })
    .await
}
