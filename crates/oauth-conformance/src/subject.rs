//! The transport under test.

use std::future::Future;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use http::{Request, Response};
use oauth_io::{Policy, Transport, TransportError, blocking};

/// No test needs this long. It only turns a transport that waits for ever into a failure.
const FOR_EVER: Duration = Duration::from_secs(120);

/// What a transport is opened with.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// Its limits.
    pub policy: Policy,
    /// The certificates that it trusts.
    pub trust: Trust,
}

/// The certificates that a transport trusts.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub enum Trust {
    /// Those that the platform trusts.
    #[default]
    Platform,
    /// Only what this one signed, in DER. The adapter then uses an engine of its own making.
    Only(Vec<u8>),
}

/// The transport under test, as functions that block.
#[derive(Clone)]
pub struct Subject {
    send: Arc<dyn Fn(Request<Vec<u8>>) -> Outcome + Send + Sync>,
    sleep: Arc<dyn Fn(Duration) + Send + Sync>,
    connections: Connections,
}

/// Whether an engine uses a connection again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connections {
    Kept,
    NeverKept,
}

/// What a transport makes of a request.
pub(crate) type Outcome = Result<Response<Vec<u8>>, TransportError>;

impl Subject {
    /// A transport with an async engine. The engine's background work goes on between two requests.
    pub fn asynchronous<T: Transport + Send + Sync + 'static>(transport: T) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let send = Arc::new((runtime, transport));
        let sleep = Arc::clone(&send);
        Self {
            send: Arc::new(move |request| on(&send.0, send.1.send(request))),
            sleep: Arc::new(move |duration| on(&sleep.0, sleep.1.sleep(duration))),
            connections: Connections::Kept,
        }
    }

    /// A transport with a blocking engine.
    pub fn blocking<T: blocking::Transport + Send + Sync + 'static>(transport: T) -> Self {
        let send = Arc::new(transport);
        let sleep = Arc::clone(&send);
        Self {
            send: Arc::new(move |request| send.send(request)),
            sleep: Arc::new(move |duration| sleep.sleep(duration)),
            connections: Connections::Kept,
        }
    }

    /// The same, by an engine that uses no connection twice: a request cannot meet one that the server has closed.
    #[must_use]
    pub fn keeping_no_connection(mut self) -> Self {
        self.connections = Connections::NeverKept;
        self
    }

    pub(crate) fn connections(&self) -> Connections {
        self.connections
    }

    /// Sends `request`, and fails the test if there is never an outcome.
    pub fn send(&self, request: Request<Vec<u8>>) -> Outcome {
        let send = Arc::clone(&self.send);
        within(move || send(request))
    }

    /// Waits as the transport waits.
    pub fn sleep(&self, duration: Duration) {
        let sleep = Arc::clone(&self.sleep);
        within(move || sleep(duration));
    }
}

impl blocking::Transport for Subject {
    fn send(&self, request: Request<Vec<u8>>) -> Outcome {
        Self::send(self, request)
    }
}

fn on<F: Future>(runtime: &tokio::runtime::Runtime, future: F) -> F::Output {
    runtime.block_on(future)
}

fn within<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, outcome) = mpsc::channel();
    thread::spawn(move || done.send(work()));
    outcome.recv_timeout(FOR_EVER).expect("the transport neither answers nor gives up, or it panicked")
}
