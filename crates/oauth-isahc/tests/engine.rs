//! What is isahc's alone: proxies, and the name that isahc gives itself.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::sync::{Arc, Mutex, mpsc};

use http::HeaderValue;
use isahc::config::Configurable as _;
use oauth_conformance::{Server, Subject, post};
use oauth_isahc::{HttpTransport, Policy, Transport as _, TransportErrorKind};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

fn through(proxy: &Server, policy: Policy) -> HttpTransport {
    let url: http::Uri = proxy.url("/").parse().unwrap();
    HttpTransport::with_engine(move |engine| engine.proxy(Some(url.clone())), policy).unwrap()
}

#[test]
fn http_does_not_go_through_a_proxy() {
    let (proxy, server) = (Server::answering(OK), Server::answering(OK));
    let policy = Policy::new().dangerous_allow_http_loopback();
    let subject = Subject::asynchronous(through(&proxy, policy));
    subject.send(post(&server.url("/"))).unwrap();
    assert_eq!((proxy.connections(), server.requests().len()), (0, 1));
}

#[test]
#[cfg(feature = "rustls")]
fn https_goes_through_a_proxy() {
    let proxy = Server::answering("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let subject = Subject::asynchronous(through(&proxy, Policy::new()));
    let error = subject.send(post("https://as.example/as/token?code=secret")).unwrap_err();
    assert!(!error.may_have_been_received(), "{error}");
    assert_ne!(error.kind(), TransportErrorKind::Setup);
    let request = proxy.only_request();
    assert_eq!(request.line(), "CONNECT as.example:443 HTTP/1.1");
    assert!(request.header("authorization").is_empty() && request.body.is_empty(), "{request:?}");
}

/// The user's own setting wins over the adapter's.
#[test]
fn the_user_agent_of_the_engine_is_sent() {
    let server = Server::answering(OK);
    let policy = Policy::new().dangerous_allow_http_loopback();
    let named = policy.clone().user_agent(HeaderValue::from_static("policy/1"));
    for transport in [
        HttpTransport::with_policy(policy.clone()).unwrap(),
        HttpTransport::with_policy(named.clone()).unwrap(),
        HttpTransport::with_engine(|engine| engine, named).unwrap(),
        HttpTransport::with_engine(|engine| engine.default_header("user-agent", "engine/1"), policy).unwrap(),
    ] {
        Subject::asynchronous(transport).send(post(&server.url("/"))).unwrap();
    }
    let requests = server.requests();
    let agents: Vec<_> = requests.iter().flat_map(|request| request.header("user-agent")).collect();
    let own = concat!("oauth-isahc/", env!("CARGO_PKG_VERSION"));
    assert_eq!(agents, [own, "policy/1", "policy/1", "engine/1"]);
}

/// A renewed certificate calls the function again; one that does not work changes nothing.
#[test]
fn the_engine_can_be_renewed() {
    let server = Server::answering(OK);
    let policy = Policy::new().dangerous_allow_http_loopback();
    let name = Arc::new(Mutex::new("engine/1"));
    let named = Arc::clone(&name);
    let transport =
        HttpTransport::with_engine(move |engine| engine.default_header("user-agent", *named.lock().unwrap()), policy)
            .unwrap();
    let clone = transport.clone();
    let sends = || {
        Subject::asynchronous(clone.clone()).send(post(&server.url("/"))).unwrap();
        let (landed, has_landed) = mpsc::channel();
        let (flying, request) = (clone.clone(), post(&server.url("/")));
        let task = async move { landed.send(flying.send(request).await).unwrap() };
        clone.spawn(Box::pin(task)).unwrap();
        has_landed.recv().unwrap().unwrap();
    };
    sends();
    *name.lock().unwrap() = "engine/2";
    sends();
    transport.renew_engine().unwrap();
    sends();
    *name.lock().unwrap() = "a\nb";
    assert_eq!(transport.renew_engine().unwrap_err().kind(), TransportErrorKind::Setup);
    sends();
    let requests = server.requests();
    let agents: Vec<_> = requests.iter().flat_map(|request| request.header("user-agent")).collect();
    let (old, new) = ("engine/1", "engine/2");
    assert_eq!(agents, [old, old, old, old, new, new, new, new]);
}
