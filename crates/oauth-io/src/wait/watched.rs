//! A value that can be waited for.

use std::collections::BTreeMap;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// A value behind a lock, with everybody who waits for it to change.
#[derive(Default)]
pub(crate) struct Watched<T>(Mutex<State<T>>);

#[derive(Default)]
struct State<T> {
    value: T,
    waiting: BTreeMap<u64, Waker>,
    next: u64,
}

impl<T> Watched<T> {
    /// Changes the value and wakes everybody who waits, outside of the lock.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let (outcome, woken) = {
            let mut state = self.lock();
            (change(&mut state.value), mem::take(&mut state.waiting))
        };
        woken.into_values().for_each(Waker::wake);
        outcome
    }

    /// Waits until `ready` returns something. It is asked at each poll, under the lock.
    pub(crate) fn until<R, F>(&self, ready: F) -> Until<'_, T, F>
    where
        F: FnMut(&mut T) -> Option<R> + Unpin,
    {
        Until { watched: self, ready, id: None }
    }

    /// A thread that panicked under the lock leaves a value that is as good as any: each change is one assignment.
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
        let mut state = this.watched.lock();
        let state = &mut *state;
        if let Some(outcome) = (this.ready)(&mut state.value) {
            return Poll::Ready(outcome);
        }
        let id = *this.id.get_or_insert_with(|| {
            state.next += 1;
            state.next
        });
        state.waiting.insert(id, context.waker().clone());
        Poll::Pending
    }
}

impl<T, F> Drop for Until<'_, T, F> {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            self.watched.lock().waiting.remove(&id);
        }
    }
}
