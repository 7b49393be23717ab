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
    /// Creates a value that nobody waits for yet.
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(State { value, waiting: BTreeMap::new(), next: 0 }))
    }

    /// Changes the value and wakes everybody who waits, outside of the lock.
    #[cfg(not(target_family = "wasm"))]
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::task::{Context, Waker};
    use std::thread;
    use std::time::Duration;

    use super::{Future as _, Pin, Watched};
    use crate::wait::block_on;

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
        assert!(count.lock().waiting.is_empty());
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
        assert_eq!(watched.lock().waiting.len(), 2, "however often it is polled");
        drop(first);
        assert_eq!(watched.lock().waiting.len(), 1);
        drop(second);
        assert!(watched.lock().waiting.is_empty());
    }
}
