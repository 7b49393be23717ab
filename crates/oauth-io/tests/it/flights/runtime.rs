//! The tokio runtime of flights.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use oauth_io::TransportErrorKind;
use oauth_io::adapter::{Runtime, block_on};
use tokio::runtime::Builder;

use super::PATIENCE;

fn current_thread() -> tokio::runtime::Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn the_thread_starts_with_the_first_flight() {
    let runtime = Runtime::new();
    assert!(!runtime.is_here());
    let first = runtime.block_on(async { thread::current().id() }).unwrap();
    let second = current_thread().block_on(runtime.run(async { thread::current().id() })).unwrap();
    assert_eq!(first, second);
    assert_ne!(first, thread::current().id());
}

/// A flight on one transport's thread is a caller of another transport.
#[test]
fn a_runtime_recognizes_its_own_thread() {
    let (own, other) = (Runtime::new(), Runtime::new());
    let (here, there) = (own.clone(), other.clone());
    assert_eq!(own.block_on(async move { (here.is_here(), there.is_here()) }), Ok((true, false)));
}

/// Tasks without an owner, such as the driver of a connection, end with the thread.
#[test]
fn the_thread_ends_with_the_last_clone() {
    let runtime = Runtime::new();
    let clone = runtime.clone();
    let (guard, dropped) = mpsc::channel::<()>();
    let background = async move {
        let _guard = guard;
        std::future::pending::<()>().await;
    };
    runtime.block_on(async move { drop(tokio::spawn(background)) }).unwrap();
    drop(runtime);
    assert_eq!(clone.block_on(async { 7 }), Ok(7));
    assert_eq!(dropped.try_recv(), Err(mpsc::TryRecvError::Empty));
    drop(clone);
    assert_eq!(dropped.recv_timeout(PATIENCE), Err(mpsc::RecvTimeoutError::Disconnected));
}

#[test]
fn a_panic_is_an_error_for_the_waiting_caller() {
    let runtime = Runtime::new();
    let error = runtime.block_on(async { assert!(thread::panicking(), "a panic that this test wants to see") });
    let error = error.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Other);
    assert!(error.may_have_been_received(), "the request may have left before");
    assert_eq!(runtime.block_on(async { 8 }), Ok(8));
}

#[test]
fn a_flight_completes_even_if_it_is_not_awaited() {
    let runtime = Runtime::new();
    let (land, may_land) = tokio::sync::oneshot::channel::<()>();
    let (landed, has_landed) = mpsc::channel();
    let flight = runtime.run(async move {
        may_land.await.unwrap();
        landed.send(()).unwrap();
    });
    let waited = block_on(flight, Some(Duration::ZERO)).unwrap_err();
    assert_eq!(waited.kind(), TransportErrorKind::Timeout);
    land.send(()).unwrap();
    has_landed.recv_timeout(PATIENCE).unwrap();
}

#[test]
fn flights_can_run_on_the_runtime_of_the_caller() {
    let runtime = Runtime::of_callers();
    let error = block_on(runtime.run(async {}), None).unwrap().unwrap_err();
    assert_eq!(error.to_string(), "a flight could not be started: there is no tokio runtime here");
    let error = runtime.spawn(Box::pin(async {})).unwrap_err();
    assert_eq!(error.reason().kind(), TransportErrorKind::NotSpawned);

    let here = thread::current().id();
    let callers = current_thread();
    let clone = runtime.clone();
    let flight = callers.block_on(runtime.run(async move { (thread::current().id(), clone.is_here()) }));
    assert_eq!(flight, Ok((here, false)));

    // They end with the runtime.
    let (guard, dropped) = mpsc::channel::<()>();
    callers.block_on(async {
        let task = async move {
            let _guard = guard;
            std::future::pending::<()>().await;
        };
        runtime.spawn(Box::pin(task)).unwrap();
    });
    drop(callers);
    assert_eq!(dropped.try_recv(), Err(mpsc::TryRecvError::Disconnected));
    assert_eq!(runtime.shutdown_blocking(Duration::ZERO), Ok(()));
}
