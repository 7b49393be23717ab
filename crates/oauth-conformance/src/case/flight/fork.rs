//! A process that was forked gets an error from a transport of its parent, and never waits.
//!
//! The crate `fork` has a safe function for it. What the child may do is little: its only thread is this one.

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::process;
use std::time::Duration;

use fork::Fork;
use oauth_io::Transport as _;
use oauth_io::adapter::block_on;

use super::{LIMIT, Open, PATIENCE, current_thread, fly, keep_a_connection, keeping, landed, open};
use crate::subject::Outcome;
use crate::{Adapter, post};

/// Every call of the child is an error, and the parent goes on as before.
pub fn the_child_is_told(opening: Open<'_>) {
    let (adapter, server) = (open(opening), keeping());
    current_thread().block_on(keep_a_connection(&adapter.transport, &server));
    landed(&fly(&adapter.transport, &server.url("/parent")));
    adapter.blocking.send(post(&server.url("/parent"))).unwrap();
    current_thread().block_on(adapter.transport.sleep(Duration::from_millis(1)));

    let url = server.url("/child");
    for call in CALLS {
        let (adapter, url) = (adapter.clone(), url.clone());
        assert_eq!(in_child(move || call(&adapter, &url)), FORKED);
    }
    assert!(server.requests().iter().all(|request| !request.line().contains("/child")));

    landed(&fly(&adapter.transport, &server.url("/parent")));
    adapter.blocking.send(post(&server.url("/parent"))).unwrap();
}

/// The child makes a transport of its own.
pub fn a_transport_of_the_child_works(opening: Open<'_>) {
    let (adapter, server) = (open(opening), keeping());
    landed(&fly(&adapter.transport, &server.url("/parent")));
    let said = in_child(|| {
        let own = open(opening);
        landed(&fly(&own.transport, &server.url("/child")));
        told(own.blocking.send(post(&server.url("/child"))))
    });
    assert_eq!(said, "200 OK");
    drop(adapter);
}

const FORKED: &str = "this process was forked; make the transport in the child";

const CALLS: [fn(&Adapter, &str) -> String; 8] = [
    |adapter, url| told(current_thread().block_on(adapter.transport.send(post(url)))),
    |adapter, url| told(block_on(adapter.transport.send(post(url)), None).unwrap()),
    |adapter, url| told(adapter.blocking.send(post(url))),
    |adapter, _| match adapter.blocking.wait_for(Box::pin(async {})) {
        // Without a runtime, this thread is enough.
        Ok(()) => FORKED.to_owned(),
        Err(error) => error.to_string(),
    },
    |adapter, _| adapter.transport.spawn(Box::pin(async {})).unwrap_err().to_string(),
    |adapter, _| current_thread().block_on(adapter.shutdown(LIMIT)).unwrap_err().to_string(),
    |adapter, _| adapter.shutdown_blocking(LIMIT).unwrap_err().to_string(),
    |adapter, url| {
        // Whoever waits first is told afterwards.
        block_on(adapter.transport.sleep(Duration::from_millis(1)), None).unwrap();
        told(block_on(adapter.transport.send(post(url)), None).unwrap())
    },
];

fn told(outcome: Outcome) -> String {
    match outcome {
        Ok(response) => response.status().to_string(),
        Err(error) => error.to_string(),
    }
}

/// What `call` says in a child process.
fn in_child(call: impl FnOnce() -> String) -> String {
    let (mut parents, mut childs) = UnixStream::pair().unwrap();
    match fork::fork().unwrap() {
        Fork::Child => {
            let said = call();
            let _ = childs.write_all(said.as_bytes());
            // Nothing of the test harness runs in the child: not its output, not what it does at the end of a process.
            process::abort()
        }
        Fork::Parent(child) => {
            drop(childs);
            parents.set_read_timeout(Some(PATIENCE)).unwrap();
            let mut said = String::new();
            let read = parents.read_to_string(&mut said);
            if read.is_err() {
                let _ = process::Command::new("kill").args(["-KILL", &child.to_string()]).status();
            }
            let _ = fork::waitpid(child);
            read.expect("the child waits");
            said
        }
    }
}
