//! A flight lands although its callers are gone, or their runtime is.

use std::sync::Mutex;
use std::sync::mpsc::{self, Sender};

use oauth_io::Transport as _;

use super::{LIMIT, OK, Open, PATIENCE, current_thread, fly, keep_a_connection, keeping, landed, open};
use crate::{Adapter, Server, post};

/// The caller's runtime ends while the server has the request.
pub fn lands_after_the_runtime_has_ended(opening: Open<'_>) {
    let adapter = open(opening);
    let (server, arrived, answer) = waiting();
    let runtime = current_thread();
    let outcome = runtime.block_on(async { fly(&adapter.transport, &server.url("/flight")) });
    arrived.recv_timeout(PATIENCE).unwrap();
    drop(runtime);
    answer.send(()).unwrap();
    landed(&outcome);
}

/// The same, and a connection was kept on the runtime that ends.
pub fn lands_beside_a_kept_connection_of_an_ended_runtime(opening: Open<'_>) {
    let (adapter, server) = (open(opening), keeping());
    let runtime = current_thread();
    runtime.block_on(keep_a_connection(&adapter.transport, &server));
    drop(runtime);
    for _ in 0..3 {
        landed(&fly(&adapter.transport, &server.url("/flight")));
    }
}

/// Everybody who waits for a request leaves. It arrives all the same, and its response is read.
pub fn lands_after_all_callers_have_left(opening: Open<'_>) {
    let Adapter { transport, .. } = open(opening);
    let (server, arrived, answer) = waiting();
    let (landed, has_landed) = mpsc::channel();
    current_thread().block_on(async {
        let (outcome, waits) = tokio::sync::oneshot::channel();
        let (flying, request) = (transport.clone(), post(&server.url("/flight")));
        let task = async move {
            let sent = flying.send(request).await;
            landed.send(sent.clone()).unwrap();
            let _ = outcome.send(sent);
        };
        transport.spawn(Box::pin(task)).unwrap();
        let caller = tokio::time::timeout(LIMIT / 1_000, waits);
        assert!(caller.await.is_err(), "the caller has left");
    });
    // Not even the transport is kept.
    drop(transport);
    arrived.recv_timeout(PATIENCE).unwrap();
    answer.send(()).unwrap();
    super::landed(&has_landed);
}

/// A server that says when it has a request, and answers when it is told to.
fn waiting() -> (Server, mpsc::Receiver<()>, Sender<()>) {
    let (arrived, has_arrived) = mpsc::channel();
    let (answer, may_answer) = mpsc::channel();
    let may_answer = Mutex::new(may_answer);
    let server = Server::new(move |connection| {
        if connection.request().is_some() {
            arrived.send(()).unwrap();
            let _ = may_answer.lock().unwrap().recv_timeout(PATIENCE);
            connection.write(OK);
        }
    });
    (server, has_arrived, answer)
}
