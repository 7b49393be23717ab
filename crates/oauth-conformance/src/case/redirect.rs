//! A redirect is a response and is never followed: it would carry a code or a secret to wherever it points.

use http::{Method, Request};

use super::{Open, plain};
use crate::{Server, post};

/// 301 Moved Permanently.
pub fn not_followed_301(open: Open<'_>) {
    not_followed(open, 301);
}

/// 302 Found.
pub fn not_followed_302(open: Open<'_>) {
    not_followed(open, 302);
}

/// 303 See Other, which asks for a GET.
pub fn not_followed_303(open: Open<'_>) {
    not_followed(open, 303);
}

/// 307 Temporary Redirect, which asks for the body again.
pub fn not_followed_307(open: Open<'_>) {
    not_followed(open, 307);
}

/// 308 Permanent Redirect, which asks for the body again.
pub fn not_followed_308(open: Open<'_>) {
    not_followed(open, 308);
}

fn not_followed(open: Open<'_>, status: u16) {
    let subject = plain(open);
    let target = Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 8\r\nconnection: close\r\n\r\nfollowed");
    let port = target.port();
    for location in [
        "/elsewhere".to_owned(),
        "elsewhere?a=b".to_owned(),
        format!("http://127.0.0.1:{port}/other-port"),
        format!("http://localhost:{port}/other-name"),
        format!("//localhost:{port}/same-scheme"),
        format!("https://localhost:{port}/other-scheme"),
    ] {
        for method in [Method::POST, Method::GET] {
            let server = Server::answering(format!(
                "HTTP/1.1 {status} Moved\r\nlocation: {location}\r\ncontent-length: 5\r\nconnection: close\r\n\r\nmoved"
            ));
            let mut request = post(&server.url("/as/token"));
            if method == Method::GET {
                request = Request::get(server.url("/as/token")).header("authorization", "x").body(Vec::new()).unwrap();
            }
            let response = subject.send(request).unwrap();
            assert_eq!(response.status(), status, "{method} {location}");
            assert_eq!(response.headers()["location"], location);
            assert_eq!(response.body(), b"moved");
            assert_eq!(server.only_request().line(), format!("{method} /as/token HTTP/1.1"), "{location}");
            assert_eq!((target.connections(), target.bytes()), (0, 0), "{method} {location} was followed");
        }
    }
}
