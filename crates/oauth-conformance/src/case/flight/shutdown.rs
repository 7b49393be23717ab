//! A transport that is shut down refuses new flights and waits for those under way.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use oauth_io::adapter::block_on;
use oauth_io::{Transport as _, TransportErrorKind};

use super::{LIMIT, Open, PATIENCE, bounded, current_thread, keeping, open};
use crate::{Adapter, post};

/// Shutdown ends when the flights have landed, whoever waits for it and in whatever way.
pub fn waits_for_flights(opening: Open<'_>) {
    waits(&open(opening), |adapter| current_thread().block_on(adapter.shutdown(LIMIT)));
    waits(&open(opening), |adapter| block_on(adapter.shutdown(LIMIT), Some(PATIENCE)).unwrap());
}

fn waits(adapter: &Adapter, shutdown: impl FnOnce(&Adapter) -> Result<(), oauth_io::TransportError> + Send + 'static) {
    let (land, may_land) = mpsc::channel::<()>();
    let (landed, has_landed) = mpsc::channel();
    let transport = adapter.transport.clone();
    let task = async move {
        while may_land.try_recv() == Err(mpsc::TryRecvError::Empty) {
            transport.sleep(Duration::from_millis(1)).await;
        }
        landed.send(()).unwrap();
    };
    adapter.transport.spawn(Box::pin(task)).unwrap();
    let closing = adapter.clone();
    let (done, is_done) = mpsc::channel();
    let closer = std::thread::spawn(move || {
        let outcome = shutdown(&closing);
        done.send(()).unwrap();
        outcome
    });
    refused(adapter);
    assert!(is_done.try_recv().is_err(), "it did not wait for the flight");
    land.send(()).unwrap();
    bounded(move || closer.join().unwrap()).unwrap();
    assert_eq!(has_landed.try_recv(), Ok(()), "it ended before the flight");
}

/// New flights are refused from the beginning of a shutdown, which is some moment from now.
fn refused(adapter: &Adapter) {
    let before = Instant::now();
    loop {
        match adapter.transport.spawn(Box::pin(async {})) {
            Ok(()) => assert!(before.elapsed() < PATIENCE, "a flight is still taken"),
            Err(error) => {
                assert_eq!(error.reason().kind(), TransportErrorKind::ShutDown);
                assert!(!error.reason().may_have_been_received());
                return;
            }
        }
        std::thread::yield_now();
    }
}

/// Shutdown has a limit.
pub fn has_a_limit(opening: Open<'_>) {
    let short = Duration::from_millis(20);
    for shutdown in [
        |adapter: &Adapter| current_thread().block_on(adapter.shutdown(Duration::from_millis(20))),
        |adapter: &Adapter| block_on(adapter.shutdown(Duration::from_millis(20)), Some(PATIENCE)).unwrap(),
    ] {
        let adapter = open(opening);
        adapter.transport.spawn(Box::pin(std::future::pending())).unwrap();
        let before = Instant::now();
        let error = bounded(move || shutdown(&adapter)).unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Timeout);
        assert!(before.elapsed() >= short);
    }
}

/// The blocking twin is shut down in the same way, and there is nothing to wait for if nothing was sent.
pub fn of_the_blocking_twin(opening: Open<'_>) {
    let (adapter, server) = (open(opening), keeping());
    assert_eq!(adapter.blocking.send(post(&server.url("/"))).unwrap().body(), b"{}");
    let (closing, unused) = (adapter.clone(), open(opening));
    bounded(move || {
        current_thread().block_on(async { unused.shutdown_blocking(LIMIT) }).unwrap();
        current_thread().block_on(unused.shutdown(LIMIT)).unwrap();
        closing.shutdown_blocking(LIMIT)
    })
    .unwrap();
    let error = adapter.blocking.send(post(&server.url("/"))).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::ShutDown);
    assert_eq!(server.requests().len(), 1);
}
