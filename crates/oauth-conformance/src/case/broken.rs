//! A response is whole or it is an error, and the error tells whether the request may have been read.

use std::net::TcpListener;

use http::Request;
use oauth_io::TransportErrorKind;

use super::{Open, plain, sent, unsent};
use crate::{Server, post};

/// Nobody listens.
pub fn a_refused_connection_is_unsent(open: Open<'_>) {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let subject = plain(open);
    unsent(subject.send(post(&format!("http://{address}/"))), TransportErrorKind::Connect);
    unsent(subject.send(post(&format!("https://{address}/"))), TransportErrorKind::Connect);
    let get = Request::get(format!("http://{address}/")).body(Vec::new()).unwrap();
    unsent(subject.send(get), TransportErrorKind::Connect);
}

/// The server closes without a word.
pub fn no_response_is_interrupted(open: Open<'_>) {
    let server = Server::answering("");
    sent(plain(open).send(post(&server.url("/"))), TransportErrorKind::Interrupted);
}

/// The server closes within the headers. libcurl takes them for complete, which is harmless: there is no body then, and
/// over TLS it is an error there too ([`tls`](super::tls)).
pub fn half_a_head_has_no_body(open: Open<'_>) {
    let server = Server::answering("HTTP/1.1 200 OK\r\ncontent-le");
    match plain(open).send(post(&server.url("/"))) {
        Ok(response) => assert_eq!(response.body(), b""),
        outcome => sent(outcome, TransportErrorKind::Interrupted),
    }
}

/// The server closes before it has sent as much as it announced. Half a body can be whole JSON.
pub fn a_short_body_is_interrupted(open: Open<'_>) {
    let server = Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"access_token\":\"a\"}");
    sent(plain(open).send(post(&server.url("/"))), TransportErrorKind::Interrupted);
}

/// The server closes before the last chunk.
pub fn a_missing_last_chunk_is_interrupted(open: Open<'_>) {
    let server = Server::answering("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n");
    sent(plain(open).send(post(&server.url("/"))), TransportErrorKind::Interrupted);
}

/// The server resets the connection.
pub fn a_reset_is_interrupted(open: Open<'_>) {
    let server = Server::new(crate::Connection::reset);
    sent(plain(open).send(post(&server.url("/"))), TransportErrorKind::Interrupted);
}

/// The server speaks something else.
pub fn another_protocol_is_an_error(open: Open<'_>) {
    for answer in
        ["220 mail.example ESMTP\r\n", "HTTP/1.1 2x0 OK\r\ncontent-length: 2\r\n\r\n{}", "\0\0\0\0\0\0\0\0\0\0"]
    {
        let server = Server::answering(answer);
        sent(plain(open).send(post(&server.url("/"))), TransportErrorKind::Other);
    }
}
