//! What is isahc's alone: proxies.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use isahc::HttpClient;
use isahc::config::Configurable as _;
use oauth_conformance::{Server, Subject, post};
use oauth_isahc::{HttpTransport, Policy};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

fn through(proxy: &Server) -> HttpClient {
    HttpClient::builder().proxy(Some(proxy.url("/").parse().unwrap())).build().unwrap()
}

#[test]
fn http_does_not_go_through_a_proxy() {
    let (proxy, server) = (Server::answering(OK), Server::answering(OK));
    let policy = Policy::new().dangerous_allow_http_loopback();
    let subject = Subject::asynchronous(HttpTransport::with_engine(through(&proxy), policy));
    subject.send(post(&server.url("/"))).unwrap();
    assert_eq!((proxy.connections(), server.requests().len()), (0, 1));
}

#[test]
#[cfg(feature = "rustls")]
fn https_goes_through_a_proxy() {
    let proxy = Server::answering("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let subject = Subject::asynchronous(HttpTransport::with_engine(through(&proxy), Policy::new()));
    let error = subject.send(post("https://as.example/as/token?code=secret")).unwrap_err();
    assert!(!error.may_have_been_sent(), "{error}");
    assert_ne!(error.kind(), oauth_isahc::TransportErrorKind::Setup);
    let request = proxy.only_request();
    assert_eq!(request.line(), "CONNECT as.example:443 HTTP/1.1");
    assert!(request.header("authorization").is_empty() && request.body.is_empty(), "{request:?}");
}
