//! A certificate of the client's own.

use super::Settings;
use crate::case::patient;
use crate::identity::Goodbye;
use crate::{Authority, post};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

/// A server that demands one is asked with it, and not without it or with that of another authority.
pub fn it_is_shown(settings: &Settings) {
    let (authority, other) = (Authority::new(), Authority::new());
    let server = authority.demanding_identity("localhost").answering(OK, Goodbye::Said);
    let url = format!("https://localhost:{}/", server.port());
    let (certificate, key) = authority.client();
    let subject = (settings.showing)(&authority.pem(), &certificate, &key, patient());
    assert_eq!(subject.send(post(&url)).unwrap().body(), b"{}");

    let (certificate, key) = other.client();
    let subject = (settings.showing)(&authority.pem(), &certificate, &key, patient());
    assert!(subject.send(post(&url)).is_err());
    let without = (settings.trusting)(&authority.pem(), patient()).unwrap();
    assert!(without.send(post(&url)).is_err());
}
