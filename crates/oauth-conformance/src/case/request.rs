//! The request goes out as it is.

use http::{HeaderValue, Method, Request};

use super::{Open, patient, plain, with};
use crate::{Server, post};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

/// Request line, headers and body, and nothing beside them that a server would act on.
pub fn arrives_as_it_is(open: Open<'_>) {
    let server = Server::answering(OK);
    let mut request = post(&server.url("/as/token?a=1&b=%2F%20~"));
    *request.body_mut() = vec![b'a', 0, b'\r', b'\n', 0xff, b'%', b'2', b'5'];
    request.headers_mut().insert("x-multiple", HeaderValue::from_static("one"));
    request.headers_mut().append("x-multiple", HeaderValue::from_static("two"));
    assert_eq!(plain(open).send(request).unwrap().body(), b"{}");

    let received = server.only_request();
    assert_eq!(received.line(), "POST /as/token?a=1&b=%2F%20~ HTTP/1.1");
    assert_eq!(received.body, [b'a', 0, b'\r', b'\n', 0xff, b'%', b'2', b'5']);
    assert_eq!(received.header("content-length"), ["8"]);
    assert_eq!(received.header("authorization"), ["Basic Y2xpZW50OnNlY3JldA=="]);
    assert_eq!(received.header("content-type"), ["application/x-www-form-urlencoded"]);
    assert_eq!(received.header("accept"), ["application/json"]);
    assert_eq!(received.header("x-multiple"), ["one", "two"]);
    assert_eq!(received.header("host"), [format!("127.0.0.1:{}", server.port())]);
    for unwanted in ["accept-encoding", "cookie", "expect", "referer", "transfer-encoding", "proxy-authorization"] {
        assert!(received.header(unwanted).is_empty(), "{unwanted} is not asked for: {}", received.head);
    }
}

/// An engine's own credentials are not added: one location is enough.
pub fn no_authorization_is_added(open: Open<'_>) {
    let server = Server::answering(OK);
    let mut request = post(&server.url("/"));
    request.headers_mut().remove("authorization");
    plain(open).send(request).unwrap();
    assert!(server.only_request().header("authorization").is_empty());
}

/// Discovery is a GET, client configuration uses PUT and DELETE.
pub fn every_method_arrives(open: Open<'_>) {
    let subject = plain(open);
    for (method, body) in [
        (Method::GET, ""),
        (Method::HEAD, ""),
        (Method::DELETE, ""),
        (Method::POST, "a=b"),
        (Method::PUT, "{\"a\":1}"),
        (Method::PATCH, "{}"),
    ] {
        let answer = if method == Method::HEAD { OK.trim_end_matches("{}") } else { OK };
        let server = Server::answering(answer);
        let request = Request::builder().method(&method).uri(server.url("/a")).body(body.into()).unwrap();
        let response = subject.send(request).unwrap();
        assert_eq!(response.body(), if method == Method::HEAD { b"".as_slice() } else { b"{}" }, "{method}");
        let received = server.only_request();
        assert_eq!(received.line(), format!("{method} /a HTTP/1.1"));
        assert_eq!(received.body, body.as_bytes(), "{method}");
    }
}

/// A POST with an empty body has a `Content-Length`: some servers answer 411 without it.
pub fn an_empty_post_has_a_length(open: Open<'_>) {
    let server = Server::answering(OK);
    plain(open).send(Request::post(server.url("/")).body(Vec::new()).unwrap()).unwrap();
    assert_eq!(server.only_request().header("content-length"), ["0"]);
}

/// Even for a large body nobody waits for `100 Continue`.
pub fn a_large_body_expects_nothing(open: Open<'_>) {
    let server = Server::answering(OK);
    let mut request = post(&server.url("/"));
    *request.body_mut() = vec![b'x'; 3 * 1024 * 1024];
    plain(open).send(request).unwrap();
    let received = server.only_request();
    assert_eq!(received.body.len(), 3 * 1024 * 1024);
    assert!(received.header("expect").is_empty(), "{}", received.head);
}

/// The `User-Agent` is that of the policy, and never missing: some servers reject requests without one.
pub fn the_user_agent_is_named(open: Open<'_>) {
    let server = Server::answering(OK);
    plain(open).send(post(&server.url("/"))).unwrap();
    let chosen = HeaderValue::from_static("backup-job/2.1");
    with(open, patient().user_agent(chosen)).send(post(&server.url("/"))).unwrap();
    let requests = server.requests();
    let [default, chosen] = &requests[..] else { panic!("two requests: {requests:?}") };
    let [agent] = default.header("user-agent")[..] else { panic!("one User-Agent: {}", default.head) };
    assert!(agent.contains('/'), "{agent}");
    assert_eq!(chosen.header("user-agent"), ["backup-job/2.1"]);
}

/// A request's own `User-Agent` stays.
pub fn a_user_agent_is_kept(open: Open<'_>) {
    let server = Server::answering(OK);
    let mut request = post(&server.url("/"));
    request.headers_mut().insert("user-agent", HeaderValue::from_static("linux:example:1 (by /u/example)"));
    plain(open).send(request).unwrap();
    assert_eq!(server.only_request().header("user-agent"), ["linux:example:1 (by /u/example)"]);
}

/// A request may ask for an encoding by itself.
pub fn accept_encoding_is_kept(open: Open<'_>) {
    let server = Server::answering(OK);
    let mut request = post(&server.url("/"));
    request.headers_mut().insert("accept-encoding", HeaderValue::from_static("identity"));
    plain(open).send(request).unwrap();
    assert_eq!(server.only_request().header("accept-encoding"), ["identity"]);
}

/// A header that the engine cannot carry is an error, not a panic and not another header.
pub fn a_header_beyond_ascii_is_kept_or_refused(open: Open<'_>) {
    let server = Server::answering(OK);
    let mut request = post(&server.url("/"));
    request.headers_mut().insert("x-name", HeaderValue::from_bytes("é".as_bytes()).unwrap());
    match plain(open).send(request) {
        Ok(_) => assert_eq!(server.only_request().header("x-name"), ["é"]),
        Err(error) => {
            assert!(!error.may_have_been_received(), "{error}");
            assert_eq!(server.bytes(), 0);
        }
    }
}

/// A transport waits as long as it is told.
pub fn sleep_waits(open: Open<'_>) {
    let (subject, long) = (plain(open), std::time::Duration::from_millis(30));
    let before = std::time::Instant::now();
    subject.sleep(long);
    assert!(before.elapsed() >= long);
}
