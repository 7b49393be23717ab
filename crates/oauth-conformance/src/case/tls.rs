//! Who the server is is known before it gets a byte of HTTP.

use oauth_io::TransportErrorKind;

use super::{Open, error, patient, plain, sent, unsent};
use crate::identity::Goodbye;
use crate::{Authority, Server, Setup, Subject, Trust, post};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

/// A certificate that one's own engine trusts.
pub fn a_trusted_server_is_asked(open: Open<'_>) {
    let authority = Authority::new();
    let identity = authority.identity("localhost");
    let server = identity.answering(OK, Goodbye::Said);
    let response = trusting(open, &authority).send(post(&https("localhost", &server))).unwrap();
    assert_eq!(response.body(), b"{}");
    assert!(identity.decrypted() > 0);
}

/// A certificate that the platform knows nothing about.
pub fn an_unknown_authority_is_refused(open: Open<'_>) {
    refused(&plain(open), &Authority::new(), "localhost", "localhost");
}

/// A certificate of another authority than the one trusted.
pub fn another_authority_is_refused(open: Open<'_>) {
    refused(&trusting(open, &Authority::new()), &Authority::new(), "localhost", "localhost");
}

/// A trusted certificate for another name.
pub fn another_name_is_refused(open: Open<'_>) {
    let authority = Authority::new();
    refused(&trusting(open, &authority), &authority, "example.com", "localhost");
}

/// A trusted certificate for a name where an address was asked.
pub fn a_name_for_an_address_is_refused(open: Open<'_>) {
    let authority = Authority::new();
    refused(&trusting(open, &authority), &authority, "localhost", "127.0.0.1");
}

/// A server that speaks http on an https port.
pub fn plain_http_is_refused(open: Open<'_>) {
    let server = Server::new(|connection| {
        connection.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        connection.until_closed();
    });
    unsent(plain(open).send(post(&https("localhost", &server))), TransportErrorKind::Tls);
}

/// A server that closes within the handshake.
pub fn a_broken_handshake_is_unsent(open: Open<'_>) {
    let server = Server::new(crate::Connection::finish);
    let outcome = plain(open).send(post(&https("localhost", &server)));
    let broken = outcome.expect_err("there is no server");
    assert!(matches!(broken.kind(), TransportErrorKind::Tls | TransportErrorKind::Connect), "{broken}");
    assert!(!broken.may_have_been_received(), "{broken}");
}

/// A response that ends with its connection needs TLS's close_notify: otherwise anybody on the way can shorten it.
pub fn a_response_that_was_cut_is_interrupted(open: Open<'_>) {
    let authority = Authority::new();
    let identity = authority.identity("localhost");
    let subject = trusting(open, &authority);
    let until_close = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}";

    let server = identity.answering(until_close, Goodbye::Said);
    assert_eq!(subject.send(post(&https("localhost", &server))).unwrap().body(), b"{}");
    for cut in [until_close.as_slice(), b"HTTP/1.1 200 OK\r\ncontent-le", b""] {
        let server = identity.answering(cut, Goodbye::Missing);
        sent(subject.send(post(&https("localhost", &server))), TransportErrorKind::Interrupted);
    }
}

/// An error of TLS does not say more than that.
pub(super) fn untrusted(subject: &Subject, url_end: &str) -> oauth_io::TransportError {
    let server = Authority::new().identity("localhost").answering(OK, Goodbye::Said);
    error(subject.send(post(&format!("{}{url_end}", https("localhost", &server)))), TransportErrorKind::Tls)
}

fn refused(subject: &Subject, authority: &Authority, certified: &str, asked: &str) {
    let identity = authority.identity(certified);
    let server = identity.answering(OK, Goodbye::Said);
    unsent(subject.send(post(&https(asked, &server))), TransportErrorKind::Tls);
    assert!(server.connections() > 0, "the server was not asked at all");
    assert_eq!(identity.decrypted(), 0);
}

fn trusting(open: Open<'_>, authority: &Authority) -> Subject {
    open(Setup { policy: patient(), trust: Trust::Only(authority.der()) })
}

fn https(host: &str, server: &Server) -> String {
    format!("https://{host}:{}/", server.port())
}
