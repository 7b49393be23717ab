//! A request that may have reached the server is never sent a second time by the engine: it may spend a code or a
//! refresh token.

use oauth_io::TransportErrorKind;

use super::{Open, plain, sent};
use crate::subject::Connections;
use crate::{Connection, Server, Subject, post};

const KEPT: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

/// How often to try for a kept connection: engines put one back at their leisure.
const TRIES: usize = 200;

/// A kept connection breaks after the server has read the request: engines take it for one that was closed before.
pub fn a_broken_kept_connection_is_not_replaced(open: Open<'_>) {
    let subject = plain(open);
    if subject.connections() == Connections::NeverKept {
        return uses_no_connection_twice(&subject);
    }
    for _ in 0..TRIES {
        let server = Server::new(answer_first_only);
        let outcome = second(&subject, &server);
        let requests = server.requests().len();
        if server.connections() == 1 && requests == 2 {
            return sent(outcome, TransportErrorKind::Interrupted);
        }
        assert!(requests <= 2 && server.connections() <= 2, "the request was sent again: {:#?}", server.requests());
    }
    panic!("no connection was ever kept");
}

/// The same, and the server is gone then: that nobody listens now does not make the request unsent.
pub fn a_request_to_a_lost_server_is_sent(open: Open<'_>) {
    let subject = plain(open);
    if subject.connections() == Connections::NeverKept {
        return uses_no_connection_twice(&subject);
    }
    for _ in 0..TRIES {
        let server = Server::accepting(1, answer_first_only);
        let outcome = second(&subject, &server);
        if server.requests().len() == 2 {
            let error = outcome.expect_err("there is nobody to answer");
            assert!(error.may_have_been_received(), "{error}");
            return;
        }
    }
    panic!("no connection was ever kept");
}

fn uses_no_connection_twice(subject: &Subject) {
    let server = Server::answering(KEPT);
    for _ in 0..3 {
        assert_eq!(subject.send(post(&server.url("/"))).unwrap().status(), 200);
    }
    assert_eq!((server.connections(), server.requests().len()), (3, 3));
}

fn second(subject: &Subject, server: &Server) -> crate::subject::Outcome {
    assert_eq!(subject.send(post(&server.url("/first"))).unwrap().status(), 200);
    subject.send(post(&server.url("/second")))
}

fn answer_first_only(connection: &mut Connection) {
    while let Some(request) = connection.request() {
        if request.line().contains("second") {
            return;
        }
        connection.write(KEPT);
    }
}
