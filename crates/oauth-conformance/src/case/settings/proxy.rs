//! A proxy.

use std::net::TcpListener;

use http::Uri;
use oauth_io::TransportErrorKind;

use super::Settings;
use crate::case::patient;
use crate::identity::Goodbye;
use crate::{Authority, Server, Setup, Subject, Trust, post, tunneling_proxy};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

/// It gets the name of the server and nothing else.
pub fn https_goes_through_it(settings: &Settings) {
    let authority = Authority::new();
    let identity = authority.identity("localhost");
    let (proxy, server) = (tunneling_proxy(), identity.answering(OK, Goodbye::Said));
    let setup = Setup { policy: patient(), trust: Trust::Only(authority.der()) };
    let subject = (settings.through)(&uri(&proxy), setup);
    let response = subject.send(post(&format!("https://localhost:{}/token?code=secret", server.port()))).unwrap();
    assert_eq!(response.body(), b"{}");
    assert!(identity.decrypted() > 0);
    let request = proxy.only_request();
    assert_eq!(request.line(), format!("CONNECT localhost:{} HTTP/1.1", server.port()));
    assert!(request.header("authorization").is_empty() && request.body.is_empty(), "{request:?}");
}

/// http is allowed where it stays inside a machine or a network, and a proxy may be outside of it.
pub fn http_does_not(settings: &Settings) {
    let (proxy, server) = (tunneling_proxy(), Server::answering(OK));
    let subject = (settings.through)(&uri(&proxy), patiently());
    assert_eq!(subject.send(post(&server.url("/"))).unwrap().body(), b"{}");
    assert_eq!((proxy.connections(), server.requests().len()), (0, 1));
}

/// A proxy that refuses, shows a page, speaks something else or is not there: nothing was sent, and the error says whose
/// fault it is. It shows nothing of what the proxy said.
pub fn an_error_names_it(settings: &Settings) {
    for answer in [
        "HTTP/1.1 403 Forbidden\r\ncontent-length: 6\r\nconnection: close\r\n\r\ncanary",
        "HTTP/1.1 407 Proxy Authentication Required\r\nx-a: canary\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        "HTTP/1.1 503 Busy\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<html><body>canary</body></html>",
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<html><body>canary</body></html>",
        "<html><body>canary</body></html>",
        "",
    ] {
        let proxy = Server::answering(answer);
        names(&(settings.through)(&uri(&proxy), patiently()), &proxy.url(""), answer);
        assert_eq!(proxy.only_request().line(), "CONNECT as.example:443 HTTP/1.1");
    }
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let proxy = format!("http://{nobody}");
    names(&(settings.through)(&proxy.parse().unwrap(), patiently()), &proxy, "nobody");
}

fn names(subject: &Subject, proxy: &str, why: &str) {
    let error = subject.send(post("https://as.example/as/token?code=canary")).unwrap_err();
    assert!(!error.may_have_been_received(), "{why:?}: {error}");
    assert!(matches!(error.kind(), TransportErrorKind::Connect | TransportErrorKind::Tls), "{why:?}: {error:?}");
    assert_eq!((error.origin(), error.proxy()), (Some("https://as.example"), Some(proxy)));
    let shown = format!("{error} {error:?}");
    assert!(shown.contains(&format!("(https://as.example through the proxy {proxy})")), "{shown}");
    assert!(!shown.contains("canary"), "{shown}");
}

fn patiently() -> Setup {
    Setup { policy: patient(), trust: Trust::Platform }
}

fn uri(proxy: &Server) -> Uri {
    proxy.url("").parse().unwrap()
}
