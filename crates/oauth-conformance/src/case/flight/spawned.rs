//! What a transport does with a task.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use oauth_io::Transport as _;
use oauth_io::adapter::block_on;

use super::{Open, PATIENCE, current_thread, fly, keeping, landed, open};
use crate::post;

/// A task is taken from every kind of thread.
pub fn a_task_is_taken_from_every_thread(opening: Open<'_>) {
    let (adapter, server) = (open(opening), keeping());
    assert!(adapter.transport.can_spawn());
    landed(&fly(&adapter.transport, &server.url("/flight")));
    let (transport, url) = (adapter.transport.clone(), server.url("/flight"));
    thread::spawn(move || landed(&fly(&transport, &url))).join().unwrap();
    current_thread().block_on(async {
        let (transport, url) = (adapter.transport.clone(), server.url("/flight"));
        let other = tokio::task::spawn_blocking(move || landed(&fly(&transport, &url)));
        other.await.unwrap();
    });
    // A flight can begin another one.
    let (inner, outcome) = mpsc::channel();
    let (transport, url) = (adapter.transport.clone(), server.url("/flight"));
    let task = async move { inner.send(fly(&transport, &url)).unwrap() };
    adapter.transport.spawn(Box::pin(task)).unwrap();
    landed(&outcome.recv_timeout(PATIENCE).unwrap());
    assert_eq!(server.requests().len(), 4);
}

/// A task runs to its end although nobody keeps the transport.
pub fn a_task_outlives_its_transport(opening: Open<'_>) {
    let adapter = open(opening);
    let (land, may_land) = tokio::sync::oneshot::channel::<()>();
    let (landed, has_landed) = mpsc::channel();
    let task = async move {
        may_land.await.unwrap();
        landed.send(()).unwrap();
    };
    adapter.transport.spawn(Box::pin(task)).unwrap();
    drop(adapter);
    // A thread that ended with the transport would drop the task in this time.
    assert_eq!(has_landed.recv_timeout(Duration::from_millis(20)), Err(mpsc::RecvTimeoutError::Timeout));
    land.send(()).unwrap();
    has_landed.recv_timeout(PATIENCE).unwrap();
}

/// Flights fly beside one another, and one that panics takes no other with it.
pub fn a_panic_stays_in_its_flight(opening: Open<'_>) {
    let (adapter, server) = (open(opening), keeping());
    landed(&fly(&adapter.transport, &server.url("/before")));
    let (guard, dropped) = mpsc::channel::<()>();
    let task = async move {
        let _guard = guard;
        assert!(thread::panicking(), "a panic that this test wants to see");
    };
    adapter.transport.spawn(Box::pin(task)).unwrap();
    assert_eq!(dropped.recv_timeout(PATIENCE), Err(mpsc::RecvTimeoutError::Disconnected));
    landed(&fly(&adapter.transport, &server.url("/after")));
}

/// A flight waits by the transport's clock.
pub fn a_flight_can_sleep(opening: Open<'_>) {
    let adapter = open(opening);
    let (awake, is_awake) = mpsc::channel();
    let sleeper = adapter.transport.clone();
    let task = async move {
        sleeper.sleep(Duration::from_millis(20)).await;
        awake.send(()).unwrap();
    };
    let before = std::time::Instant::now();
    current_thread().block_on(async {
        adapter.transport.spawn(Box::pin(task)).unwrap();
        is_awake.recv_timeout(PATIENCE).unwrap();
    });
    assert!(before.elapsed() >= Duration::from_millis(20));
}

/// A transport sends and waits without an async runtime, under whatever executor.
pub fn no_runtime_is_needed(opening: Open<'_>) {
    let (adapter, server) = (open(opening), keeping());
    let request = post(&server.url("/"));
    let sent = block_on(adapter.transport.send(request), Some(PATIENCE)).unwrap();
    assert_eq!(sent.unwrap().body(), b"{}");
    block_on(adapter.transport.sleep(Duration::from_millis(1)), Some(PATIENCE)).unwrap();
}
