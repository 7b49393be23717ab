//! Waiting ends: the whole exchange has a time limit, however lively the server seems.

use std::thread;
use std::time::Duration;

use oauth_io::TransportErrorKind;

use super::{Open, error, patient, sent, with};
use crate::{Connection, Server, post};

/// Short, because each of these tests takes as long.
const SHORT: Duration = Duration::from_millis(300);

/// A server that never answers.
pub fn silence_ends(open: Open<'_>) {
    gives_up(open, |connection| connection.until_closed());
}

/// A server that never ends its headers.
pub fn a_dripping_head_ends(open: Open<'_>) {
    gives_up(open, |connection| {
        connection.write(b"HTTP/1.1 200 OK\r\nx-slow: ");
        drip(connection);
    });
}

/// A server that never ends its body, each byte of which comes soon enough.
pub fn a_dripping_body_ends(open: Open<'_>) {
    gives_up(open, |connection| {
        connection.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n");
        drip(connection);
    });
}

/// A server that sends a part of a body and then nothing.
pub fn a_stalled_body_ends(open: Open<'_>) {
    gives_up(open, |connection| {
        connection.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\nabc");
        connection.until_closed();
    });
}

/// A server that never speaks TLS.
pub fn a_silent_handshake_ends(open: Open<'_>) {
    let server = Server::new(Connection::until_closed);
    let subject = with(open, patient().timeout(SHORT));
    let outcome = subject.send(post(&format!("https://localhost:{}/", server.port())));
    error(outcome, TransportErrorKind::Timeout);
}

/// No time is none, and not "no limit".
pub fn a_time_limit_of_zero_is_one(open: Open<'_>) {
    let server = Server::new(Connection::until_closed);
    for policy in [patient().timeout(Duration::ZERO), patient().timeout(Duration::ZERO).connect_timeout(Duration::ZERO)]
    {
        error(with(open, policy).send(post(&server.url("/"))), TransportErrorKind::Timeout);
    }
}

/// The longest time that can be said is a limit like any other.
pub fn the_longest_time_limit_is_no_error(open: Open<'_>) {
    let server = Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}");
    for long in [Duration::MAX, Duration::from_secs(100 * 365 * 24 * 3600)] {
        let subject = with(open, patient().timeout(long).connect_timeout(long));
        assert_eq!(subject.send(post(&server.url("/"))).unwrap().body(), b"{}");
    }
}

fn gives_up(open: Open<'_>, answer: fn(&mut Connection)) {
    let server = Server::new(move |connection| {
        if connection.request().is_some() {
            answer(connection);
        }
    });
    let subject = with(open, patient().timeout(SHORT));
    sent(subject.send(post(&server.url("/as/token"))), TransportErrorKind::Timeout);
}

fn drip(connection: &mut Connection) {
    while connection.write(b"x") {
        thread::sleep(Duration::from_millis(20));
    }
}
