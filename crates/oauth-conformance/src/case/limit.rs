//! A body is counted while it is read, and reading stops at the limit.

use std::sync::mpsc;
use std::time::Duration;

use oauth_io::TransportErrorKind;

use super::{Open, patient, plain, sent, with};
use crate::{Server, post};

const LIMIT: usize = 10_000;

/// A response that announces too much is not waited for, and its connection is closed: at once, or (by isahc, which looks up
/// only when something arrives) when the time is over.
pub fn an_announced_excess_is_refused(open: Open<'_>) {
    let (closed, is_closed) = mpsc::channel();
    let server = Server::new(move |connection| {
        connection.request();
        // With a first byte, before which isahc reports no response.
        connection.write(format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\nx", LIMIT + 1).as_bytes());
        connection.until_closed();
        let _ = closed.send(());
    });
    let subject = with(open, patient().timeout(Duration::from_secs(5)).body_limit(LIMIT));
    sent(subject.send(post(&server.url("/"))), TransportErrorKind::BodyTooLarge);
    is_closed.recv_timeout(Duration::from_secs(60)).expect("the connection is closed");
}

/// An announcement beyond every number is one too.
pub fn an_absurd_length_is_refused(open: Open<'_>) {
    let server = Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551614\r\n\r\n{}");
    let outcome = plain(open).send(post(&server.url("/")));
    assert!(outcome.is_err_and(|error| error.may_have_been_received()));
}

/// A body without end is given up at the limit, and the server feels it.
pub fn an_endless_body_is_given_up(open: Open<'_>) {
    // More than all buffers on the way can hold.
    let far_too_much = 512 * 1024 * 1024;
    let (closed, is_closed) = mpsc::channel();
    let server = Server::new(move |connection| {
        connection.request();
        connection.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
        let mut written = 0;
        while written < far_too_much && connection.write(chunk.as_bytes()) {
            written += chunk.len();
        }
        let _ = closed.send(written);
    });
    let subject = with(open, patient().body_limit(LIMIT));
    sent(subject.send(post(&server.url("/"))), TransportErrorKind::BodyTooLarge);
    let written = is_closed.recv_timeout(Duration::from_secs(60)).expect("the connection is closed");
    assert!(written < far_too_much, "the whole body was read");
}

/// The limit itself is allowed.
pub fn the_limit_itself_passes(open: Open<'_>) {
    let subject = with(open, patient().body_limit(LIMIT));
    for answer in [announced(LIMIT), chunked(LIMIT)] {
        let server = Server::answering(answer);
        assert_eq!(subject.send(post(&server.url("/"))).unwrap().body().len(), LIMIT);
    }
}

/// One byte more is not.
pub fn one_byte_more_does_not_pass(open: Open<'_>) {
    let subject = with(open, patient().body_limit(LIMIT));
    for answer in [announced(LIMIT + 1), chunked(LIMIT + 1)] {
        let server = Server::answering(answer);
        sent(subject.send(post(&server.url("/"))), TransportErrorKind::BodyTooLarge);
    }
}

fn announced(size: usize) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {size}\r\nconnection: close\r\n\r\n{}", "x".repeat(size))
}

fn chunked(size: usize) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n1\r\nx\r\n{:x}\r\n{}\r\n0\r\n\r\n",
        size - 1,
        "x".repeat(size - 1)
    )
}
