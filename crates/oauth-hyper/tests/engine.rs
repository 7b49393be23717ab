//! What is hyper's alone: repeats that hyper-util makes by itself, and the `User-Agent`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::sync::mpsc;

use oauth_conformance::{Server, Subject, post};
use oauth_hyper::{HttpTransport, Policy, Transport as _, TransportErrorKind};
use tokio::runtime::Builder;

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

fn policy() -> Policy {
    Policy::new().dangerous_allow_http_loopback()
}

/// A kept connection was closed, which the engine notices only with the next request in hand. Nothing of it has left, and
/// that is said; it is not sent on another connection, because its signature may have to be another one then.
#[test]
fn a_request_that_did_not_leave_is_not_repeated() {
    let (close, may_close) = mpsc::channel();
    let (closed, is_closed) = mpsc::channel();
    let may_close = std::sync::Mutex::new(may_close);
    let server = Server::new(move |connection| {
        connection.request().unwrap();
        connection.write(OK);
        may_close.lock().unwrap().recv().unwrap();
        connection.finish();
        closed.send(()).unwrap();
    });
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let transport = HttpTransport::with_policy(policy()).unwrap();
    runtime.block_on(async {
        transport.send(post(&server.url("/first"))).await.unwrap();
        // The engine puts the connection back from a task of its own.
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    });
    // Meanwhile nobody drives the connection.
    close.send(()).unwrap();
    is_closed.recv().unwrap();
    let error = runtime.block_on(async {
        // The runtime learns of it, and the connection's task is due, but after this one.
        tokio::task::yield_now().await;
        transport.send(post(&server.url("/second"))).await.unwrap_err()
    });
    assert_eq!(error.kind(), TransportErrorKind::Interrupted);
    assert!(!error.may_have_been_received(), "{error}");
    assert_eq!((server.connections(), server.requests().len()), (1, 1));
}

#[test]
fn the_adapter_is_named() {
    let server = Server::answering(OK);
    Subject::asynchronous(HttpTransport::with_policy(policy()).unwrap()).send(post(&server.url("/"))).unwrap();
    let own = concat!("oauth-hyper/", env!("CARGO_PKG_VERSION"));
    assert_eq!(server.only_request().header("user-agent"), [own]);
}
