//! A blocking call works wherever it is made, except inside a flight, where it says so.

use std::future::poll_fn;
use std::sync::mpsc;
use std::task::Poll;

use oauth_io::{Transport as _, TransportErrorKind};

use super::{Open, PATIENCE, bounded, current_thread, keeping, open, workers};
use crate::{Adapter, Server, post};

/// From a thread without a runtime.
pub fn works_outside_of_a_runtime(opening: Open<'_>) {
    let (adapter, server) = (open(opening), keeping());
    bounded(move || calls(&adapter, &server));
}

/// From the only thread of a runtime.
pub fn works_in_a_current_thread_runtime(opening: Open<'_>) {
    let (adapter, server) = (open(opening), keeping());
    bounded(move || current_thread().block_on(async { calls(&adapter, &server) }));
}

/// From a worker, and from where tokio wants blocking calls to be.
pub fn works_in_a_multi_thread_runtime(opening: Open<'_>) {
    let (adapter, server) = (open(opening), keeping());
    bounded(move || {
        workers(1).block_on(async move {
            let worker = tokio::spawn(async move {
                calls(&adapter, &server);
                (adapter, server)
            });
            let (adapter, server) = worker.await.unwrap();
            tokio::task::spawn_blocking(move || calls(&adapter, &server)).await.unwrap();
        });
    });
}

/// From a task that has used up its budget: whatever tokio offers to wait for then yields to a thread that is blocked.
pub fn works_without_a_budget(opening: Open<'_>) {
    let (adapter, server) = (open(opening), keeping());
    bounded(move || {
        current_thread().block_on(async move {
            let task = tokio::spawn(async move {
                let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
                (0..1_000).for_each(|number| sender.send(number).unwrap());
                poll_fn(|context| {
                    while receiver.poll_recv(context).is_ready() {}
                    assert!(!receiver.is_empty(), "there is budget left");
                    calls(&adapter, &server);
                    Poll::Ready(())
                })
                .await;
            });
            task.await.unwrap();
        });
    });
}

/// Inside a flight it could wait for itself.
pub fn is_an_error_inside_a_flight(opening: Open<'_>) {
    let (adapter, server) = (open(opening), keeping());
    let Adapter { transport, blocking, .. } = adapter.clone();
    let (outcome, inside) = mpsc::channel();
    let url = server.url("/inside");
    let task = async move { outcome.send(blocking.send(post(&url))).unwrap() };
    transport.spawn(Box::pin(task)).unwrap();
    let error = inside.recv_timeout(PATIENCE).expect("it waits for itself").unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::InFlight);
    assert!(!error.may_have_been_received());
    assert_eq!(server.connections(), 0);

    // What waits on another thread is no part of the flight.
    let (outcome, beside) = mpsc::channel();
    let (blocking, url) = (adapter.blocking.clone(), server.url("/beside"));
    let task = async move {
        let thread = std::thread::spawn(move || blocking.send(post(&url)));
        outcome.send(thread).unwrap();
    };
    transport.spawn(Box::pin(task)).unwrap();
    let thread = beside.recv_timeout(PATIENCE).unwrap();
    assert_eq!(bounded(move || thread.join().unwrap()).unwrap().body(), b"{}");
}

fn calls(adapter: &Adapter, server: &Server) {
    for _ in 0..2 {
        assert_eq!(adapter.blocking.send(post(&server.url("/"))).unwrap().body(), b"{}");
    }
    adapter.blocking.sleep(std::time::Duration::from_millis(1));
}
