//! What is reqwest's alone: a finished client that follows redirects, proxies, and URLs that reqwest rewrites.
#![cfg(feature = "rustls")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::sync::{Arc, Mutex, mpsc};

use http::HeaderValue;
use oauth_conformance::{Server, Subject, post};
use oauth_reqwest::{HttpTransport, Policy, Transport as _, TransportErrorKind, blocking};
use reqwest::{ClientBuilder, Proxy};
use tokio::runtime::Builder;

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

fn policy() -> Policy {
    Policy::new().dangerous_allow_http_loopback()
}

/// Both kinds of a finished client, built by somebody who did not turn redirects off.
fn unrestrained() -> [Subject; 2] {
    let client = reqwest::Client::new();
    [
        Subject::asynchronous(HttpTransport::dangerous_with_client(client.clone(), policy())),
        Subject::blocking(blocking::HttpTransport::dangerous_with_client(client, policy())),
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
        assert!(error.may_have_been_received());
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
    let url = proxy.url("");
    let through = move |engine: ClientBuilder| engine.proxy(Proxy::all(&url).unwrap());
    for subject in [
        Subject::asynchronous(HttpTransport::with_engine(through.clone(), policy()).unwrap()),
        Subject::blocking(blocking::HttpTransport::with_engine(through, policy()).unwrap()),
    ] {
        subject.send(post(&server.url("/"))).unwrap();
    }
    assert_eq!((proxy.connections(), server.requests().len()), (0, 2));
}

#[test]
fn https_goes_through_a_proxy() {
    let proxy = Server::answering("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let url = proxy.url("");
    let through = move |engine: ClientBuilder| engine.proxy(Proxy::all(&url).unwrap());
    let subject = Subject::asynchronous(HttpTransport::with_engine(through, Policy::new()).unwrap());
    let error = subject.send(post("https://as.example/as/token?code=secret")).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert!(!error.may_have_been_received());
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
    assert!(!error.may_have_been_received());
    assert_eq!(server.connections(), 0);
}

#[test]
fn an_engine_that_cannot_be_built_is_an_error() {
    let error = HttpTransport::with_engine(|engine| engine.user_agent("a\nb"), Policy::new()).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Setup);
    assert!(!error.may_have_been_received());
}

/// The user's own setting wins over the adapter's; a request's own wins over both.
#[test]
fn the_user_agent_of_the_engine_is_sent() {
    let server = Server::answering(OK);
    let agent = |name| HeaderValue::from_static(name);
    let named = |engine: ClientBuilder| engine.user_agent("engine/1");
    let policies = [policy(), policy().user_agent(agent("policy/1"))];
    for transport in [
        HttpTransport::with_policy(policies[0].clone()).unwrap(),
        HttpTransport::with_policy(policies[1].clone()).unwrap(),
        HttpTransport::with_engine(|engine| engine, policies[1].clone()).unwrap(),
        HttpTransport::with_engine(named, policies[0].clone()).unwrap(),
        HttpTransport::with_engine(named, policies[1].clone()).unwrap(),
    ] {
        Subject::asynchronous(transport).send(post(&server.url("/"))).unwrap();
    }
    let requests = server.requests();
    let agents: Vec<_> = requests.iter().flat_map(|request| request.header("user-agent")).collect();
    let own = concat!("oauth-reqwest/", env!("CARGO_PKG_VERSION"));
    assert_eq!(agents, [own, "policy/1", "policy/1", "engine/1", "engine/1"]);
}

/// A renewed certificate calls the function again; one that does not work changes nothing.
#[test]
fn the_engine_can_be_renewed() {
    let server = Server::answering(OK);
    let name = Arc::new(Mutex::new("engine/1"));
    let named = Arc::clone(&name);
    let transport =
        HttpTransport::with_engine(move |engine| engine.user_agent(*named.lock().unwrap()), policy()).unwrap();
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

/// A kept connection was closed, which the engine notices only with the next request in hand. Nothing of it has left, and it
/// moves to another connection: it leaves once.
#[test]
fn a_request_that_did_not_leave_leaves_once() {
    let (close, may_close) = mpsc::channel();
    let (closed, is_closed) = mpsc::channel();
    let may_close = Mutex::new(may_close);
    let server = Server::new(move |connection| {
        let request = connection.request().unwrap();
        connection.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
        if request.line().contains("first") {
            may_close.lock().unwrap().recv().unwrap();
            connection.finish();
            closed.send(()).unwrap();
        }
    });
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let transport = HttpTransport::with_policy(policy()).unwrap();
    runtime.block_on(async {
        transport.send(post(&server.url("/first"))).await.unwrap();
        // The engine puts the connection back from a task of its own.
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    });
    // Meanwhile nobody drives the connection.
    close.send(()).unwrap();
    is_closed.recv().unwrap();
    let outcome = runtime.block_on(async {
        // The runtime learns of it, and the connection's task is due, but after this one.
        tokio::task::yield_now().await;
        transport.send(post(&server.url("/second"))).await
    });
    assert_eq!(outcome.unwrap().body(), b"{}");
    assert_eq!((server.connections(), server.requests().len()), (2, 2));
}
