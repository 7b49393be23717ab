//! No error shows a secret, of the request or of the response.

use std::error::Error as _;
use std::net::TcpListener;
use std::time::Duration;

use http::{HeaderValue, Request};
use oauth_io::TransportError;

use super::{Open, patient, plain, tls, with};
use crate::subject::Outcome;
use crate::{Server, post};

/// Neither the query, nor a header, nor a body, of the request or of the response.
pub fn no_error_shows_a_secret(open: Open<'_>) {
    let subject = plain(open);
    for answer in [
        "",
        "HTTP/1.1 200 OK\r\nx-a: canary\r\ncontent-length: 100\r\n\r\n{\"access_token\":\"canary\"}",
        "HTTP/1.1 200 OK\r\nx-a: canary\r\ncontent-length: 10000000\r\n\r\n{\"access_token\":\"canary\"}",
        "HTTP/1.1 200 OK\r\nx-a: canary\r\ncontent-encoding: canary\r\n\r\n{\"access_token\":\"canary\"}",
        "HTTP/1.1 canary canary\r\n\r\ncanary",
        "canary canary canary\r\n\r\n",
        "HTTP/1.1 200 OK\r\nca nary canary: canary\r\ntransfer-encoding: chunked\r\n\r\ncanary",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\ncanary\r\ncanary",
        "HTTP/1.1 200 OK\r\ncontent-length: canary\r\n\r\ncanary",
    ] {
        let server = Server::answering(answer);
        shows_nothing(&must_fail(subject.send(secretive(&server.url("")))));
    }
    for start in
        ["http://canary:canary@localhost:1", "http://elsewhere.example", "gopher://localhost", "https://[::1]:1"]
    {
        shows_nothing(&must_fail(subject.send(secretive(start))));
    }
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    shows_nothing(&must_fail(subject.send(secretive(&format!("http://{nobody}")))));
    shows_nothing(&must_fail(subject.send(secretive("http://127.0.0.1:1/{canary}'\\'"))));
    shows_nothing(&tls::untrusted(&subject, "?code=canary"));

    let silent = Server::new(|connection| {
        connection.request();
        connection.until_closed();
    });
    let hasty = with(open, patient().timeout(Duration::from_millis(200)));
    shows_nothing(&must_fail(hasty.send(secretive(&silent.url("")))));
}

/// What an error does name is the server: scheme, host and port, whatever went wrong.
pub fn an_error_names_the_server(open: Open<'_>) {
    let hasty = with(open, patient().timeout(Duration::from_millis(200)).connect_timeout(Duration::from_millis(200)));
    let (broken, silent) = (Server::answering(""), Server::new(crate::Connection::until_closed));
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (start, origin) in [
        (broken.url(""), broken.url("")),
        (silent.url(""), silent.url("")),
        (format!("https://localhost:{}", silent.port()), format!("https://localhost:{}", silent.port())),
        (format!("http://{nobody}"), format!("http://{nobody}")),
        ("http://canary:canary@elsewhere.example".to_owned(), "http://elsewhere.example".to_owned()),
    ] {
        let error = must_fail(hasty.send(secretive(&start)));
        assert_eq!(error.origin(), Some(origin.as_str()), "{error}");
        assert!(error.to_string().contains(&format!(" ({origin})")), "{error}");
        shows_nothing(&error);
    }
}

fn secretive(start: &str) -> Request<Vec<u8>> {
    let mut request = post(&format!("{start}/?code=canary&it='canary'"));
    if !start.contains('\'') {
        request = post(&format!("{start}/?code=canary"));
    }
    request.headers_mut().insert("authorization", HeaderValue::from_static("Bearer canary"));
    *request.body_mut() = b"client_secret=canary".to_vec();
    request
}

fn must_fail(outcome: Outcome) -> TransportError {
    outcome.expect_err("this cannot succeed")
}

fn shows_nothing(error: &TransportError) {
    let shown = format!("{error} {error:?} {error:#?}");
    assert!(!shown.contains("canary") && !shown.contains("code="), "{shown}");
    assert!(error.source().is_none(), "an engine's own error shows more: {:?}", error.source());
}
