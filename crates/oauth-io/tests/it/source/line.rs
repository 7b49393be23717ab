//! A transport to the test server whose requests, answers, limits and flights a test can hold back, with a thread for each
//! flight.

use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::sync::{Arc, Condvar, Mutex};
use std::task::{Poll, Waker};
use std::time::{Duration, SystemTime};

use http::{Request, Response};
use oauth_io::adapter::Threads;
use oauth_io::{Now, SpawnError, Task, Transport, TransportError, TransportErrorKind};
use oauth_testkit::{AuthorizationServer, Delivery};

/// A time limit that turns a wait that never ends into a failure.
const PATIENCE: Duration = Duration::from_secs(30);

/// Clones share everything.
#[derive(Clone)]
pub(crate) struct Line(Arc<Inner>);

struct Inner {
    server: AuthorizationServer,
    threads: Threads,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Requests are held back before they reach the server until this is false.
    closed: bool,
    /// Answers are held back after the server has processed the request until this is false.
    answers_closed: bool,
    /// Requests and answers that are held back.
    held: usize,
    /// There is no server.
    down: bool,
    /// The next answers are lost.
    lose: usize,
    /// Limits up to this one are over.
    expired: Duration,
    /// Waits last until the test lets time pass. Otherwise to wait is to put the clock forward.
    manual: bool,
    /// What becomes of flights.
    flights: Flights,
    /// The number of times that all flights were killed.
    killed: usize,
    sent: usize,
    started: usize,
    waits: usize,
    /// Until when flights wait for the test, by number.
    rests: BTreeMap<usize, SystemTime>,
    wakers: Vec<Waker>,
}

/// What becomes of flights.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flights {
    #[default]
    Fly,
    /// There is no place for them.
    Refused,
    /// They are taken and dropped.
    Dropped,
}

impl Line {
    pub(crate) fn new(server: AuthorizationServer) -> Self {
        let (state, changed) = (Mutex::default(), Condvar::new());
        Self(Arc::new(Inner { server, threads: Threads::new(), state, changed }))
    }

    fn set(&self, change: impl FnOnce(&mut State)) {
        let wakers = {
            let mut state = self.0.state.lock().unwrap();
            change(&mut state);
            std::mem::take(&mut state.wakers)
        };
        self.0.changed.notify_all();
        wakers.into_iter().for_each(Waker::wake);
    }

    fn get<R>(&self, look: impl FnOnce(&State) -> R) -> R {
        look(&self.0.state.lock().unwrap())
    }

    /// Waits until `ready`, in a flight.
    async fn until(&self, mut ready: impl FnMut(&mut State) -> bool) {
        poll_fn(|context| {
            let mut state = self.0.state.lock().unwrap();
            if ready(&mut state) {
                return Poll::Ready(());
            }
            state.wakers.push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Blocks until `ready`, in a test.
    fn wait(&self, what: &str, mut ready: impl FnMut(&State) -> bool) {
        let state = self.0.state.lock().unwrap();
        let (state, _) = self.0.changed.wait_timeout_while(state, PATIENCE, |state| !ready(state)).unwrap();
        assert!(ready(&state), "{what}");
    }

    /// Holds requests back from now on.
    pub(crate) fn close(&self) {
        self.set(|state| state.closed = true);
    }

    /// Holds answers back from now on. The server has processed the request by then.
    pub(crate) fn close_answers(&self) {
        self.set(|state| state.answers_closed = true);
    }

    /// Lets the requests and answers go that are held back.
    pub(crate) fn open(&self) {
        self.set(|state| (state.closed, state.answers_closed) = (false, false));
    }

    /// Waits until so many requests and answers are held back.
    pub(crate) fn await_held(&self, number: usize) {
        self.wait("too few requests came", |state| state.held >= number);
    }

    /// Waits until so many requests were sent.
    pub(crate) fn await_sent(&self, number: usize) {
        self.wait("too few requests were sent", |state| state.sent >= number);
    }

    /// Waits until so many waits have begun since the line was made.
    pub(crate) fn await_waits(&self, number: usize) {
        self.wait("too few waits began", |state| state.waits >= number);
    }

    /// Takes the server away, or brings it back.
    pub(crate) fn set_down(&self, down: bool) {
        self.set(|state| state.down = down);
    }

    /// Loses the answers of so many requests.
    pub(crate) fn lose(&self, number: usize) {
        self.set(|state| state.lose = number);
    }

    /// Ends the limits up to this one, from now on.
    pub(crate) fn expire(&self, seconds: u64) {
        self.set(|state| state.expired = Duration::from_secs(seconds));
    }

    /// Lets waits last until the test lets time pass.
    pub(crate) fn wait_for_test(&self) {
        self.set(|state| state.manual = true);
    }

    /// Says what becomes of flights from now on.
    pub(crate) fn set_flights(&self, flights: Flights) {
        self.set(|state| state.flights = flights);
    }

    /// Drops every flight under way, as a runtime does that ends.
    pub(crate) fn kill_flights(&self) {
        self.set(|state| state.killed += 1);
    }

    /// The number of requests that were sent.
    pub(crate) fn sent(&self) -> usize {
        self.get(|state| state.sent)
    }

    /// The number of flights that were started, or were to be.
    pub(crate) fn started(&self) -> usize {
        self.get(|state| state.started)
    }

    /// The number of waits that have begun.
    pub(crate) fn waits(&self) -> usize {
        self.get(|state| state.waits)
    }

    /// Waits until no flight is under way.
    pub(crate) fn await_landing(&self) {
        let flights = self.0.threads.flights().clone();
        while flights.under_way() > 0 {
            std::thread::yield_now();
        }
    }

    /// Waits until every flight has ended or waits for the test.
    pub(crate) fn await_landing_or_rest(&self) {
        let flights = self.0.threads.flights().clone();
        let end = std::time::Instant::now() + PATIENCE;
        let clock = self.0.server.clock();
        let rest = |state: &State| state.rests.values().filter(|end| **end > clock.now()).count();
        while flights.under_way() > self.get(rest) {
            assert!(std::time::Instant::now() < end, "a flight neither ends nor rests");
            std::thread::yield_now();
        }
    }

    pub(crate) fn server(&self) -> &AuthorizationServer {
        &self.0.server
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: u64) {
        self.pass_millis(seconds * 1_000);
    }

    pub(crate) fn pass_millis(&self, millis: u64) {
        self.0.server.clock().advance(Duration::from_millis(millis));
        self.set(|_| {});
    }
}

impl Transport for Line {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        let server = &self.0.server;
        self.set(|state| (state.sent, state.held) = (state.sent + 1, state.held + 1));
        let held = Held(self);
        self.until(|state| !state.closed).await;
        if self.get(|state| state.down) {
            return Err(TransportError::new(TransportErrorKind::Connect, "").not_sent());
        }
        let outgoing = server.respond(request);
        self.until(|state| !state.answers_closed).await;
        drop(held);
        let is_lost = {
            let mut state = self.0.state.lock().unwrap();
            let is_lost = state.lose > 0;
            state.lose -= usize::from(is_lost);
            is_lost
        };
        if is_lost || outgoing.delivery != Delivery::Whole {
            return Err(TransportError::new(TransportErrorKind::Interrupted, ""));
        }
        Ok(outgoing.response)
    }

    async fn sleep(&self, duration: Duration) {
        let clock = self.0.server.clock();
        let end = clock.now() + duration;
        self.set(|state| state.waits += 1);
        if !self.get(|state| state.manual) {
            return clock.advance(duration);
        }
        // A caller that waits is none.
        let number = self.waits();
        if std::thread::current().name() == Some("oauth-flight") {
            self.set(|state| {
                state.rests.insert(number, end);
            });
        }
        let _resting = Resting(self, number);
        self.until(|_| clock.now() >= end).await;
    }

    /// The clock stands still while something is under way, until the test says otherwise.
    fn limit(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        self.until(move |state| duration <= state.expired)
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        let (flights, killed) = self.get(|state| (state.flights, state.killed));
        self.set(|state| state.started += 1);
        match flights {
            Flights::Refused => {
                Err(SpawnError::new(task, TransportError::new(TransportErrorKind::NotSpawned, "no thread is left")))
            }
            Flights::Dropped => Ok(()),
            Flights::Fly => {
                let (line, mut task) = (self.clone(), Some(task));
                self.0.threads.spawn(Box::pin(poll_fn(move |context| {
                    {
                        let mut state = line.0.state.lock().unwrap();
                        if state.killed == killed {
                            state.wakers.push(context.waker().clone());
                        } else {
                            drop(state);
                            task = None;
                        }
                    }
                    task.as_mut().map_or(Poll::Ready(()), |task| task.as_mut().poll(context))
                })))
            }
        }
    }

    fn can_spawn(&self) -> bool {
        true
    }

    fn now(&self) -> Now {
        self.0.server.clock().now().into()
    }
}

/// A request that is held back.
struct Held<'a>(&'a Line);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.set(|state| state.held -= 1);
    }
}

/// A flight that waits for the test.
struct Resting<'a>(&'a Line, usize);

impl Drop for Resting<'_> {
    fn drop(&mut self) {
        self.0.set(|state| {
            state.rests.remove(&self.1);
        });
    }
}
