//! A task that is spawned on a transport lands, whatever becomes of its callers: a flight.

pub mod blocked;
pub mod blocking_call;
pub mod connecting;
#[cfg(unix)]
pub mod fork;
pub mod gone;
pub mod shutdown;
pub mod spawned;

use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use oauth_io::{AnyTransport, Policy, Transport as _};
use tokio::runtime::{Builder, Runtime};

use crate::subject::Outcome;
use crate::{Adapter, Connection, Server, Setup, post};

/// How a case opens the transport.
pub type Open<'a> = &'a dyn Fn(Setup) -> Adapter;

/// The time limit of a flight, which a flight on a blocked runtime cannot keep.
const LIMIT: Duration = Duration::from_secs(20);

/// Longer than every limit: it turns a flight that never lands into a failure.
const PATIENCE: Duration = Duration::from_secs(30);

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

fn open(open: Open<'_>) -> Adapter {
    open(Setup { policy: policy(), ..Setup::default() })
}

fn policy() -> Policy {
    Policy::new().timeout(LIMIT).connect_timeout(LIMIT).dangerous_allow_http_loopback()
}

/// Sends as a flight. The outcome is there once it has landed.
fn fly(transport: &AnyTransport, url: &str) -> Receiver<Outcome> {
    let (landed, outcome) = mpsc::channel();
    let (flying, request) = (transport.clone(), post(url));
    let task = async move {
        let _ = landed.send(flying.send(request).await);
    };
    transport.spawn(Box::pin(task)).unwrap();
    outcome
}

/// The flight landed with a response.
fn landed(outcome: &Receiver<Outcome>) {
    let outcome = outcome.recv_timeout(PATIENCE).expect("the flight neither lands nor gives up");
    assert_eq!(outcome.unwrap().body(), b"{}");
}

/// A server that keeps its connections.
fn keeping() -> Server {
    Server::new(|connection: &mut Connection| {
        while connection.request().is_some() {
            connection.write(OK);
        }
    })
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn workers(count: usize) -> Runtime {
    Builder::new_multi_thread().worker_threads(count).enable_all().build().unwrap()
}

/// `work` on a thread of its own: a test that it blocks for ever fails all the same.
fn bounded<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, outcome) = mpsc::channel();
    thread::spawn(move || done.send(work()));
    outcome.recv_timeout(2 * PATIENCE).expect("it never returns, or it panicked")
}

/// Sends until the engine has used a connection twice, if it ever does: it then has one that it keeps.
async fn keep_a_connection(transport: &AnyTransport, server: &Server) {
    for _ in 0..20 {
        transport.send(post(&server.url("/earlier"))).await.unwrap();
        // The engine puts a connection back from a task of its own.
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        if server.requests().len() > server.connections() {
            return;
        }
    }
}
