//! A value that can be waited for.

use std::collections::BTreeMap;
use std::future::Future;
use std::mem;
use std::panic::{self, AssertUnwindSafe};
use std::pin::Pin;
use std::sync::PoisonError;
use std::task::{Context, Poll, Waker};

use super::sync::{Mutex, MutexGuard};

/// A value behind a lock, with everybody who waits for it to change.
///
/// Under the lock, no code of others runs but [`Waker::clone`]: wakers are called and dropped after it, since that may run
/// or drop a task that takes the lock itself.
#[derive(Default)]
pub(crate) struct Watched<T>(Mutex<State<T>>);

#[derive(Default)]
struct State<T> {
    value: T,
    waiting: BTreeMap<u64, Waker>,
    next: u64,
    /// Planted, to see that a test finds it: who finds nothing ready is entered in a second step.
    #[cfg(test)]
    enters_late: bool,
}

impl<T> Watched<T> {
    /// Creates a value that nobody waits for yet.
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(State {
            value,
            waiting: BTreeMap::new(),
            next: 0,
            #[cfg(test)]
            enters_late: false,
        }))
    }

    /// Changes the value and wakes everybody who waits, outside of the lock.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        self.update(|value| (change(value), true))
    }

    /// Looks at the value or changes it, and wakes everybody who waits, outside of the lock, if `change` says so.
    pub(crate) fn update<R>(&self, change: impl FnOnce(&mut T) -> (R, bool)) -> R {
        let (outcome, woken) = {
            let mut state = self.lock();
            let (outcome, wakes) = change(&mut state.value);
            (outcome, if wakes { mem::take(&mut state.waiting) } else { BTreeMap::new() })
        };
        for waker in woken.into_values() {
            // A waker that panics takes nobody's wake-up along, and nothing of what comes after this.
            let _ = panic::catch_unwind(AssertUnwindSafe(|| waker.wake()));
        }
        outcome
    }

    /// Waits until `ready` returns something. It is asked at each poll, under the lock.
    pub(crate) fn until<R, F>(&self, ready: F) -> Until<'_, T, F>
    where
        F: FnMut(&mut T) -> Option<R> + Unpin,
    {
        Until { watched: self, ready, id: None }
    }

    /// A thread that panicked under the lock leaves a value that is as good as any: each change is one assignment, or one
    /// call of a machine that does not panic.
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    #[allow(dead_code, reason = "for `tests.rs`, and not for `tests/interleavings`")]
    pub(crate) fn waiting(&self) -> usize {
        self.lock().waiting.len()
    }

    #[cfg(test)]
    #[allow(dead_code, reason = "for `tests/interleavings`")]
    pub(crate) fn enters_late(self) -> Self {
        self.lock().enters_late = true;
        self
    }
}

/// The future of [`Watched::until`]. Dropped, it leaves nothing behind.
pub(crate) struct Until<'a, T, F> {
    watched: &'a Watched<T>,
    ready: F,
    id: Option<u64>,
}

impl<T, R, F> Future for Until<'_, T, F>
where
    F: FnMut(&mut T) -> Option<R> + Unpin,
{
    type Output = R;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        let this = &mut *self;
        // Dropped after the lock.
        let _replaced: Option<Waker>;
        let mut guard = this.watched.lock();
        if let Some(outcome) = (this.ready)(&mut guard.value) {
            _replaced = this.id.take().and_then(|id| guard.waiting.remove(&id));
            return Poll::Ready(outcome);
        }
        #[cfg(test)]
        if guard.enters_late {
            drop(guard);
            guard = this.watched.lock();
        }
        let state = &mut *guard;
        let id = *this.id.get_or_insert_with(|| {
            state.next += 1;
            state.next
        });
        _replaced = match state.waiting.get(&id) {
            Some(known) if known.will_wake(context.waker()) => None,
            _ => state.waiting.insert(id, context.waker().clone()),
        };
        Poll::Pending
    }
}

impl<T, F> Drop for Until<'_, T, F> {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            let removed = self.watched.lock().waiting.remove(&id);
            drop(removed);
        }
    }
}
