//! A response comes back as it is.

use super::{Open, plain};
use crate::{Server, post};

/// A status other than 2xx is a response, with its headers and its body, and is not asked for again.
pub fn every_status_is_a_response(open: Open<'_>) {
    let subject = plain(open);
    for status in [201, 300, 305, 400, 401, 403, 404, 405, 407, 408, 409, 413, 421, 425, 429, 500, 502, 503, 504, 599] {
        let server = Server::answering(format!(
            "HTTP/1.1 {status} Some Reason\r\nWWW-Authenticate: Basic realm=\"as\", charset=\"UTF-8\"\r\n\
             Proxy-Authenticate: Basic realm=\"as\"\r\nRetry-After: 0\r\ncontent-length: 24\r\nconnection: close\r\n\r\n\
             {{\"error\":\"invalid_xyz\"}} "
        ));
        let response = subject.send(post(&server.url("/as/token"))).unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["www-authenticate"], "Basic realm=\"as\", charset=\"UTF-8\"");
        assert_eq!(response.headers()["retry-after"], "0");
        assert_eq!(response.body(), b"{\"error\":\"invalid_xyz\"} ", "{status}");
        assert_eq!(server.only_request().header("authorization"), ["Basic Y2xpZW50OnNlY3JldA=="], "{status}");
    }
}

/// Two headers of one name stay two, in their order.
pub fn repeated_headers_are_kept(open: Open<'_>) {
    let server = Server::answering(
        "HTTP/1.1 401 Unauthorized\r\nSet-Cookie: a=1\r\nWWW-Authenticate: Basic realm=\"x\"\r\nSet-Cookie: b=2\r\n\
         WWW-Authenticate: DPoP error=\"use_dpop_nonce\"\r\nDPoP-Nonce: n\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
    );
    let response = plain(open).send(post(&server.url("/"))).unwrap();
    let all = |name: &str| response.headers().get_all(name).iter().cloned().collect::<Vec<_>>();
    assert_eq!(all("set-cookie"), ["a=1", "b=2"]);
    assert_eq!(all("www-authenticate"), ["Basic realm=\"x\"", "DPoP error=\"use_dpop_nonce\""]);
    assert_eq!(all("dpop-nonce"), ["n"]);
}

/// A cookie that a server sets does not come back to it.
pub fn cookies_are_not_sent_back(open: Open<'_>) {
    let server = Server::answering(
        "HTTP/1.1 200 OK\r\nSet-Cookie: session=1; Path=/\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}",
    );
    let subject = plain(open);
    subject.send(post(&server.url("/"))).unwrap();
    subject.send(post(&server.url("/"))).unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(|request| request.header("cookie").is_empty()), "{requests:#?}");
}

/// An interim response is not the response, and its headers are not the response's.
pub fn an_interim_response_is_skipped(open: Open<'_>) {
    let server = Server::answering(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nx-hint: 1\r\n\r\n\
         HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}",
    );
    let response = plain(open).send(post(&server.url("/"))).unwrap();
    assert_eq!((response.status().as_u16(), response.body().as_slice()), (200, b"{}".as_slice()));
    assert!(!response.headers().contains_key("x-hint"));
}

/// A body comes back to the byte, however its end is marked.
pub fn the_body_is_exact(open: Open<'_>) {
    let body: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let size = body.len();
    let mut with_length =
        format!("HTTP/1.1 200 OK\r\ncontent-length: {size}\r\nconnection: close\r\n\r\n").into_bytes();
    with_length.extend_from_slice(&body);
    let mut until_close = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec();
    until_close.extend_from_slice(&body);
    let mut chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n".to_vec();
    for chunk in body.chunks(777) {
        chunked.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        chunked.extend_from_slice(chunk);
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");

    let subject = plain(open);
    for answer in [with_length, until_close, chunked] {
        let server = Server::answering(answer);
        let response = subject.send(post(&server.url("/"))).unwrap();
        assert!(*response.body() == body, "{} bytes came back", response.body().len());
    }
}

/// A response without a body has none.
pub fn no_content_is_empty(open: Open<'_>) {
    let server = Server::answering("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
    let response = plain(open).send(post(&server.url("/"))).unwrap();
    assert_eq!((response.status().as_u16(), response.body().as_slice()), (204, b"".as_slice()));
}

/// A response can be cloned, whatever the engine has put beside its headers.
pub fn a_response_can_be_cloned(open: Open<'_>) {
    let server = Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}");
    let response = plain(open).send(post(&server.url("/"))).unwrap();
    assert_eq!(response.clone().body(), response.body());
}
