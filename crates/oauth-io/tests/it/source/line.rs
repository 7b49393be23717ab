//! A transport to the test server whose requests can be held back, with a thread for each flight.

use std::future::{Future, pending};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use http::{Request, Response};
use oauth_io::adapter::Threads;
use oauth_io::{Now, SpawnError, Task, Transport, TransportError, TransportErrorKind};
use oauth_testkit::AuthorizationServer;

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
    /// Requests are held back until this is false.
    closed: bool,
    /// Requests that are held back.
    held: usize,
    /// There is no server.
    down: bool,
    sent: usize,
}

impl Line {
    pub(crate) fn new(server: AuthorizationServer) -> Self {
        let (state, changed) = (Mutex::default(), Condvar::new());
        Self(Arc::new(Inner { server, threads: Threads::new(), state, changed }))
    }

    /// Holds requests back from now on.
    pub(crate) fn close(&self) {
        self.0.state.lock().unwrap().closed = true;
    }

    /// Lets the requests go that are held back.
    pub(crate) fn open(&self) {
        self.0.state.lock().unwrap().closed = false;
        self.0.changed.notify_all();
    }

    /// Waits until so many requests are held back.
    pub(crate) fn await_held(&self, number: usize) {
        let state = self.0.state.lock().unwrap();
        let patience = Duration::from_secs(30);
        let (state, _) = self.0.changed.wait_timeout_while(state, patience, |state| state.held < number).unwrap();
        assert!(state.held >= number, "only {} requests came", state.held);
    }

    /// Takes the server away, or brings it back.
    pub(crate) fn set_down(&self, down: bool) {
        self.0.state.lock().unwrap().down = down;
    }

    /// The number of requests that were sent.
    pub(crate) fn sent(&self) -> usize {
        self.0.state.lock().unwrap().sent
    }

    pub(crate) fn server(&self) -> &AuthorizationServer {
        &self.0.server
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: u64) {
        self.0.server.clock().advance(Duration::from_secs(seconds));
    }
}

impl Transport for Line {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        {
            // The flight has a thread of its own, which may wait.
            let mut state = self.0.state.lock().unwrap();
            state.sent += 1;
            state.held += 1;
            self.0.changed.notify_all();
            state = self.0.changed.wait_while(state, |state| state.closed).unwrap();
            state.held -= 1;
            if state.down {
                return Err(TransportError::new(TransportErrorKind::Connect, "").not_sent());
            }
        }
        Ok(self.0.server.respond(request).response)
    }

    async fn sleep(&self, duration: Duration) {
        self.0.server.clock().advance(duration);
    }

    /// The clock stands still while something is under way.
    fn limit(&self, _: Duration) -> impl Future<Output = ()> + Send {
        pending()
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        self.0.threads.spawn(task)
    }

    fn can_spawn(&self) -> bool {
        true
    }

    fn now(&self) -> Now {
        self.0.server.clock().now().into()
    }
}
