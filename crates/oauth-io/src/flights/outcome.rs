//! What becomes of a flight, for who waits for it.

use std::future::Future;
use std::mem;
use std::sync::Arc;

use crate::wait::Watched;
use crate::{TransportError, TransportErrorKind};

/// The state of a flight whose output somebody waits for.
#[derive(Default)]
enum State<T> {
    #[default]
    UnderWay,
    Landed(T),
    Lost,
}

/// The side that flies. Dropped without an output, it says so.
struct Sender<T>(Arc<Watched<State<T>>>);

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.0.change(|state| {
            if matches!(state, State::UnderWay) {
                *state = State::Lost;
            }
        });
    }
}

/// `future` without an output, and its output for who waits. The first runs to its end even if the second is dropped.
pub(super) fn apart<F: Future>(
    future: F,
) -> (impl Future<Output = ()> + use<F>, impl Future<Output = Result<F::Output, TransportError>> + use<F>) {
    let state = Arc::<Watched<State<F::Output>>>::default();
    let sender = Sender(Arc::clone(&state));
    let task = async move {
        let output = future.await;
        sender.0.change(|state| *state = State::Landed(output));
    };
    let output = async move {
        let ended = state.until(|state| match mem::replace(state, State::Lost) {
            State::UnderWay => {
                *state = State::UnderWay;
                None
            }
            State::Landed(output) => Some(Ok(output)),
            State::Lost => {
                Some(Err(TransportError::new(TransportErrorKind::Other, "the flight panicked, or its runtime ended")))
            }
        });
        ended.await
    };
    (task, output)
}
