//! A file with authorities of one's own.

use super::Settings;
use crate::case::patient;
use crate::identity::Goodbye;
use crate::{Authority, post};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

/// Each one in the file is trusted, and no other.
pub fn all_of_them_are_trusted(settings: &Settings) {
    let (first, second, other) = (Authority::new(), Authority::new(), Authority::new());
    let subject = (settings.trusting)(&(first.pem() + &second.pem()), patient()).unwrap();
    for (authority, trusted) in [(first, true), (second, true), (other, false)] {
        let server = authority.identity("localhost").answering(OK, Goodbye::Said);
        let outcome = subject.send(post(&format!("https://localhost:{}/", server.port())));
        assert_eq!(outcome.is_ok(), trusted, "{outcome:?}");
    }
}

/// A broken one among them is an error, and not left out: before anything is sent, if only by the first request.
pub fn a_broken_one_is_an_error(settings: &Settings) {
    let (first, second) = (Authority::new(), Authority::new());
    let third = Authority::new().pem();
    let server = first.identity("localhost").answering(OK, Goodbye::Said);
    for broken in [
        third.replace("MII", "M?I"),
        third.replace("-----END CERTIFICATE-----", ""),
        third[..third.len() / 2].to_owned(),
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_owned(),
    ] {
        let error = match (settings.trusting)(&(first.pem() + &second.pem() + &broken), patient()) {
            Err(error) => error,
            Ok(subject) => {
                let error = subject.send(post(&format!("https://localhost:{}/", server.port()))).unwrap_err();
                assert!(!error.may_have_been_received(), "{error}");
                error.to_string()
            }
        };
        // In the words of whoever read it.
        let error = error.to_ascii_lowercase();
        assert!(["cert", "pem", "base64", "section end"].iter().any(|word| error.contains(word)), "{error}");
    }
}
