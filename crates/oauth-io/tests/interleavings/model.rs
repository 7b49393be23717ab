//! A token that is missing, the callers who want it, and the flight that brings it.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use loom::thread::{self, JoinHandle, Thread};

use crate::single_flight::{Crew, Landing, Next, SingleFlight, Wakes, Workload};

#[derive(Default)]
pub(crate) struct Model {
    pub(crate) has_token: bool,
    pub(crate) is_wanted: bool,
    /// The flight rests until somebody says otherwise.
    pub(crate) is_held: bool,
    pub(crate) generation: u64,
}

impl Workload for Model {
    fn wants_flight(&self) -> bool {
        self.is_wanted
    }
}

/// What the first flights do instead of their work. Later ones do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The task is dropped before its first poll, as by a runtime that has ended.
    NeverPolled,
    /// The task is dropped in the middle of its work.
    Dropped,
}

pub(crate) struct Source {
    pub(crate) flights: SingleFlight<Model>,
    fates: Vec<Fate>,
    started: AtomicUsize,
    crashed: AtomicUsize,
}

impl Source {
    pub(crate) fn new(flights: SingleFlight<Model>, fates: &[Fate]) -> Arc<Self> {
        let (started, crashed) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Arc::new(Self { flights, fates: fates.to_vec(), started, crashed })
    }

    /// The number of flights that were not kept from their work.
    pub(crate) fn landed(&self) -> usize {
        self.started.load(Ordering::Relaxed) - self.crashed.load(Ordering::Relaxed)
    }

    /// Waits for a token, as a caller of the source does. Returns the flight that it started last.
    pub(crate) fn token(self: &Arc<Self>) -> Option<JoinHandle<()>> {
        let mut flight = None;
        loop {
            let (after, starts) = self.flights.tell(|model| {
                model.is_wanted |= !model.has_token;
                ((!model.has_token).then_some(model.generation), Wakes::default())
            });
            if starts {
                flight = self.start();
            }
            let Some(after) = after else { return flight };
            let changed = self.flights.until(|model| (model.generation != after).then_some(()));
            block_on(changed);
        }
    }

    /// Asks for a renewal and leaves.
    pub(crate) fn ask(self: &Arc<Self>) -> Option<JoinHandle<()>> {
        let ((), starts) = self.flights.tell(|model| {
            model.is_wanted |= !model.has_token;
            ((), Wakes::default())
        });
        if starts { self.start() } else { None }
    }

    /// Waits for one poll, and leaves.
    pub(crate) fn glance(&self) {
        let mut waits = pin!(self.flights.until(|model| model.has_token.then_some(())));
        let _ = waits.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    }

    fn start(self: &Arc<Self>) -> Option<JoinHandle<()>> {
        let mut flight = Box::pin(fly(Landing::new(self)));
        match self.fates.get(self.started.fetch_add(1, Ordering::Relaxed)) {
            Some(Fate::NeverPolled) => None,
            Some(Fate::Dropped) => {
                let _ = flight.as_mut().poll(&mut Context::from_waker(Waker::noop()));
                None
            }
            None => Some(thread::spawn(move || block_on(flight))),
        }
    }
}

impl Crew for Source {
    fn crashed(&self) {
        self.crashed.fetch_add(1, Ordering::Relaxed);
        self.flights.crashed(|model| model.is_wanted |= !model.has_token);
    }
}

async fn fly(landing: Landing<Source>) {
    let source = Arc::clone(landing.crew());
    loop {
        let (next, told) = source.flights.next(|model| {
            let next = match (model.is_wanted, model.is_held) {
                (false, _) => Next::Land,
                (true, true) => Next::Rest,
                (true, false) => Next::Work,
            };
            (next, next, Wakes::default())
        });
        match next {
            Next::Land => return landing.land(),
            Next::Rest => source.flights.roused(told).await,
            Next::Work => {
                Once(false).await;
                source.flights.tell(|model| {
                    (model.has_token, model.is_wanted) = (true, false);
                    model.generation += 1;
                    ((), Wakes { callers: true, flight: false })
                });
            }
        }
    }
}

/// A request that takes one more poll.
struct Once(bool);

impl Future for Once {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// As `block_on` of the library, with a thread of loom.
fn block_on<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        thread::park();
    }
}
