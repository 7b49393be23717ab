//! What is reqwest's alone: a finished client that follows redirects, proxies, and URLs that reqwest rewrites.
#![cfg(feature = "rustls")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use oauth_conformance::{Server, Subject, post};
use oauth_reqwest::{HttpTransport, Policy, TransportErrorKind, blocking};
use reqwest::Proxy;

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

fn policy() -> Policy {
    Policy::new().dangerous_allow_http_loopback()
}

/// Both kinds of a finished client, built by somebody who did not turn redirects off.
fn unrestrained() -> [Subject; 2] {
    let client = reqwest::Client::new();
    let blocking_client = reqwest::blocking::Client::new();
    [
        Subject::asynchronous(HttpTransport::dangerous_with_client(client, policy())),
        Subject::blocking(blocking::HttpTransport::dangerous_with_client(blocking_client, policy())),
    ]
}

#[test]
fn a_followed_redirect_is_noticed() {
    for subject in unrestrained() {
        let target = Server::answering(OK);
        let server = Server::answering(format!(
            "HTTP/1.1 302 Found\r\nlocation: {}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
            target.url("/elsewhere")
        ));
        let error = subject.send(post(&server.url("/as/token"))).unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Redirected);
        assert!(error.may_have_been_sent());
        assert_eq!(target.connections(), 1, "this client does follow");
    }
}

#[test]
fn a_finished_client_answers() {
    for subject in unrestrained() {
        let server = Server::answering(OK);
        assert_eq!(subject.send(post(&server.url("/as/token"))).unwrap().body(), b"{}");
        assert_eq!(server.only_request().line(), "POST /as/token HTTP/1.1");
    }
}

#[test]
fn http_does_not_go_through_a_proxy() {
    let (proxy, server) = (Server::answering(OK), Server::answering(OK));
    let through = || Proxy::all(proxy.url("")).unwrap();
    let engine = reqwest::Client::builder().proxy(through());
    let blocking_engine = reqwest::blocking::Client::builder().proxy(through());
    for subject in [
        Subject::asynchronous(HttpTransport::with_engine(engine, policy()).unwrap()),
        Subject::blocking(blocking::HttpTransport::with_engine(blocking_engine, policy()).unwrap()),
    ] {
        subject.send(post(&server.url("/"))).unwrap();
    }
    assert_eq!((proxy.connections(), server.requests().len()), (0, 2));
}

#[test]
fn https_goes_through_a_proxy() {
    let proxy = Server::answering("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let engine = reqwest::Client::builder().proxy(Proxy::all(proxy.url("")).unwrap());
    let subject = Subject::asynchronous(HttpTransport::with_engine(engine, Policy::new()).unwrap());
    let error = subject.send(post("https://as.example/as/token?code=secret")).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert!(!error.may_have_been_sent());
    let request = proxy.only_request();
    assert_eq!(request.line(), "CONNECT as.example:443 HTTP/1.1");
    assert!(request.header("authorization").is_empty() && request.body.is_empty(), "{request:?}");
}

#[test]
fn a_url_that_would_be_rewritten_is_refused() {
    let server = Server::answering(OK);
    let subject = Subject::asynchronous(HttpTransport::with_policy(policy()).unwrap());
    let error = subject.send(post(&server.url("/as/token?it's"))).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Other);
    assert!(!error.may_have_been_sent());
    assert_eq!(server.connections(), 0);
}

#[test]
fn an_engine_that_cannot_be_built_is_no_transport() {
    let engine = reqwest::Client::builder().user_agent("a\nb");
    let error = HttpTransport::with_engine(engine, Policy::new()).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Setup);
    assert!(!error.may_have_been_sent());
}
