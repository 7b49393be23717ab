//! Waiting ends: the whole exchange has a time limit, however lively the server seems.

use std::thread;
use std::time::Duration;

use oauth_client::TransportErrorKind;

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
