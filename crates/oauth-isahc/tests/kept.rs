//! Why the adapter's engine keeps no connections: what becomes of a request that meets one which the server has closed.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::sync::mpsc;

use http::Request;
use oauth_conformance::{Server, Subject, post};
use oauth_isahc::{HttpTransport, Policy, TransportErrorKind};

/// How often to try: after a second libcurl does look whether a connection is open, and on a slow machine it may be later.
const TRIES: usize = 50;

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

fn keeping() -> Subject {
    let policy = Policy::new().dangerous_allow_http_loopback();
    let transport = HttpTransport::with_engine(|engine| engine.connection_cache_size(8), policy);
    Subject::asynchronous(transport.unwrap())
}

/// An engine that keeps connections, and a server that has closed the only one behind its back.
fn behind_its_back(outcome: impl Fn(&Subject, &Server) -> bool) {
    for _ in 0..TRIES {
        let (closed, is_closed) = mpsc::channel();
        let server = Server::new(move |connection| {
            let request = connection.request().unwrap();
            connection.write(OK);
            if request.line().contains("first") {
                connection.finish();
                let _ = closed.send(());
                connection.until_closed();
            }
        });
        let subject = keeping();
        subject.send(post(&server.url("/first"))).unwrap();
        is_closed.recv().unwrap();
        if outcome(&subject, &server) {
            return;
        }
    }
    panic!("libcurl noticed each time; then connections can be kept");
}

/// The server has not seen it, and nobody can tell.
#[test]
fn a_request_with_a_body_fails_as_one_that_may_have_been_received() {
    behind_its_back(|subject, server| match subject.send(post(&server.url("/second"))) {
        Ok(_) => false,
        Err(error) => {
            assert_eq!(error.kind(), TransportErrorKind::Interrupted, "{error}");
            assert!(error.may_have_been_received(), "{error}");
            assert_eq!((server.connections(), server.requests().len()), (1, 1));
            true
        }
    });
}

/// libcurl sends it again by itself, on another connection, although the server has read it on the first.
#[test]
fn a_request_without_a_body_is_sent_again() {
    let server = Server::new(|connection| {
        while let Some(request) = connection.request() {
            if request.line().contains("second") {
                return;
            }
            connection.write(OK);
        }
    });
    let subject = keeping();
    let get = |path: &str| Request::get(server.url(path)).body(Vec::new()).unwrap();
    for _ in 0..TRIES {
        subject.send(get("/first")).unwrap();
        assert!(subject.send(get("/second")).is_err(), "nobody answers it");
    }
    let requests = server.requests();
    let seconds = requests.iter().filter(|request| request.line().contains("second")).count();
    assert!(seconds > TRIES, "{seconds} of {TRIES}: libcurl repeats nothing any more");
}
