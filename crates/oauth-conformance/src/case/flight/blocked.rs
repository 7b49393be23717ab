//! A flight lands although its caller blocks every thread that the caller has.

use std::sync::mpsc;

use super::{LIMIT, Open, current_thread, fly, keep_a_connection, keeping, landed, open, workers};
use crate::Server;

/// The caller's only thread is blocked.
pub fn lands_while_the_only_thread_is_blocked(opening: Open<'_>) {
    let (adapter, server) = (open(opening), Server::answering(super::OK));
    current_thread().block_on(async { landed(&fly(&adapter.transport, &server.url("/flight"))) });
    assert_eq!(server.requests().len(), 1);
}

/// The same, and a connection to that server is kept on the blocked runtime.
pub fn lands_beside_a_kept_connection_of_a_blocked_thread(opening: Open<'_>) {
    let (adapter, server) = (open(opening), keeping());
    current_thread().block_on(async {
        keep_a_connection(&adapter.transport, &server).await;
        landed(&fly(&adapter.transport, &server.url("/flight")));
        landed(&fly(&adapter.transport, &server.url("/flight")));
    });
}

/// The same with several workers, all of which are blocked.
pub fn lands_beside_a_kept_connection_of_blocked_workers(opening: Open<'_>) {
    let (adapter, server) = (open(opening), keeping());
    let runtime = workers(2);
    let (release, released) = mpsc::channel::<()>();
    let (blocked, is_blocked) = mpsc::channel();
    runtime.block_on(async {
        keep_a_connection(&adapter.transport, &server).await;
        let other = tokio::spawn(async move {
            blocked.send(()).unwrap();
            let _ = released.recv_timeout(2 * LIMIT);
        });
        let caller = tokio::spawn(async move {
            is_blocked.recv_timeout(LIMIT).unwrap();
            landed(&fly(&adapter.transport, &server.url("/flight")));
            drop(release);
        });
        caller.await.unwrap();
        other.await.unwrap();
    });
}
