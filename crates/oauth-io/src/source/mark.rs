//! Whether the current thread is polling the flight of a token source.
//!
//! A program can build its HTTP client with a middleware that asks this source, and give the same client to the source as
//! its transport. The source's own requests then pass through the middleware, which must not wait for them.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;

thread_local! {
    /// The grant whose flight is polled; 0: none.
    static POLLED: Cell<usize> = const { Cell::new(0) };
}

/// Whether this is called from within the poll of this grant's flight.
pub(super) fn is_own(id: usize) -> bool {
    POLLED.get() == id
}

/// `future`, polled under the mark.
pub(super) async fn marked<F: Future>(id: usize, future: F) -> F::Output {
    /// Takes the mark back, even if the poll panics.
    struct Restore(usize);
    impl Drop for Restore {
        fn drop(&mut self) {
            POLLED.set(self.0);
        }
    }

    let mut future = pin!(future);
    poll_fn(|context| {
        let _restore = Restore(POLLED.replace(id));
        future.as_mut().poll(context)
    })
    .await
}
