//! Which URLs are asked, and how they arrive.

use http::{Request, Uri};
use oauth_io::{Policy, TransportErrorKind};

use super::{Open, patient_of_https, plain, unsent, with};
use crate::{Server, post};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

/// Without the leave to use http, even loopback is asked by https only.
pub fn http_is_refused(open: Open<'_>) {
    let server = Server::answering(OK);
    let subject = with(open, Policy::new());
    unsent(subject.send(post(&server.url("/"))), TransportErrorKind::InsecureUrl);
    let by_name = format!("http://localhost:{}/", server.port());
    unsent(subject.send(post(&by_name)), TransportErrorKind::InsecureUrl);
    assert_eq!(server.connections(), 0);
}

/// The leave is for loopback alone.
pub fn http_elsewhere_is_refused(open: Open<'_>) {
    let server = Server::answering(OK);
    let subject = plain(open);
    // The first two lead to this machine all the same, so that a request that gets through is seen.
    for host in ["0.0.0.0", "[::ffff:127.0.0.1]", "192.0.2.1", "localhost.example.com", "127.0.0.1.example.com"] {
        let url = format!("http://{host}:{}/", server.port());
        unsent(subject.send(post(&url)), TransportErrorKind::InsecureUrl);
    }
    assert_eq!(server.connections(), 0);
}

/// A host by the name that the policy has, and no other: not even another name of the same machine.
pub fn a_named_host_is_asked_by_http(open: Open<'_>) {
    let server = Server::answering(OK);
    let subject = with(open, patient_of_https().dangerous_allow_http_to(["keycloak", "localhost"]));
    for host in ["127.0.0.1", "[::1]", "localhost.localhost", "xlocalhost"] {
        unsent(subject.send(post(&format!("http://{host}:{}/", server.port()))), TransportErrorKind::InsecureUrl);
    }
    assert_eq!(server.connections(), 0);
    for host in ["localhost", "LOCALHOST"] {
        subject.send(post(&format!("http://{host}:{}/", server.port()))).unwrap();
    }
    assert_eq!(server.requests().len(), 2);
}

/// Loopback by its name.
pub fn loopback_by_name_is_asked(open: Open<'_>) {
    let server = Server::answering(OK);
    plain(open).send(post(&format!("http://localhost:{}/", server.port()))).unwrap();
    assert_eq!(server.only_request().header("host"), [format!("localhost:{}", server.port())]);
}

/// Neither another scheme nor none.
pub fn other_schemes_are_refused(open: Open<'_>) {
    let server = Server::answering(OK);
    let subject = plain(open);
    for scheme in ["ftp", "ws", "wss", "gopher", "httpx"] {
        let url = format!("{scheme}://127.0.0.1:{}/", server.port());
        unsent(subject.send(post(&url)), TransportErrorKind::InsecureUrl);
    }
    unsent(subject.send(post("/as/token")), TransportErrorKind::InsecureUrl);
    unsent(subject.send(post(&format!("127.0.0.1:{}", server.port()))), TransportErrorKind::InsecureUrl);
    assert_eq!(server.connections(), 0);
}

/// Some engines make an `Authorization` header of a user name.
pub fn a_user_name_is_refused(open: Open<'_>) {
    let server = Server::answering(OK);
    let subject = plain(open);
    for user in ["user@", "user:password@", ":@", "@"] {
        for scheme in ["http", "https"] {
            let url = format!("{scheme}://{user}127.0.0.1:{}/", server.port());
            let Ok(uri) = url.parse::<Uri>() else { continue };
            let request = Request::post(uri).body(Vec::new()).unwrap();
            unsent(subject.send(request), TransportErrorKind::InsecureUrl);
        }
    }
    assert_eq!(server.connections(), 0);
}

/// Some engines resolve them, and the request goes elsewhere than what was signed.
pub fn dot_segments_are_refused(open: Open<'_>) {
    let server = Server::answering(OK);
    let subject = plain(open);
    for path in ["/a/../b", "/a/./b", "/..", "/a/%2e%2E/b", "/a/.%2e", "/%2e/b", "/a\\..\\b"] {
        unsent(subject.send(post(&server.url(path))), TransportErrorKind::InsecureUrl);
    }
    assert_eq!(server.connections(), 0);
}

/// A path or a query that an engine would rewrite is refused rather than changed. Only `%2f` may become `%2F`, which
/// means the same to everybody (RFC 3986, section 6.2.2.1): libcurl does it.
pub fn no_url_is_rewritten(open: Open<'_>) {
    let subject = plain(open);
    for written in [
        "/-._~!$&'()*+,;=:@",
        "/?-._~!$&()*+,;=:@/?",
        "/%41%7e%2f?%41%7e+%20",
        "//double//slash/",
        "/..a/.b./...",
        "/?",
        "/?a&&b=&=c",
        "/?it's",
        "/{a}|\"b\"^`c`",
        "/a\\b",
        "/é?é",
    ] {
        let server = Server::answering(OK);
        let Ok(uri) = server.url(written).parse::<Uri>() else { continue };
        match subject.send(Request::get(uri).body(Vec::new()).unwrap()) {
            Ok(_) => {
                let line = server.only_request().line().replace("%7E", "%7e").replace("%2F", "%2f");
                assert_eq!(line, format!("GET {written} HTTP/1.1"));
            }
            Err(error) => {
                assert!(!error.may_have_been_received(), "{error}");
                assert_eq!(server.bytes(), 0, "{written}");
            }
        }
    }
}
