//! The text of transport errors.

use http::Uri;
use oauth_io::{TransportError, TransportErrorKind};

fn at(url: &'static str) -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, "").at(&Uri::from_static(url))
}

#[test]
fn it_only_names_scheme_host_and_port() {
    for (url, origin) in [
        ("https://as.example/token?code=secret", Some("https://as.example")),
        ("https://as.example:8443/token", Some("https://as.example:8443")),
        ("https://user:secret@as.example:8443/", Some("https://as.example:8443")),
        ("http://[::1]:80/secret", Some("http://[::1]:80")),
        ("/secret", None),
        ("as.example:443", None),
    ] {
        let error = at(url);
        assert_eq!(error.origin(), origin, "{url}");
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
    assert_eq!(at("https://as.example/token").to_string(), "the time limit passed (https://as.example)");
}

#[test]
fn the_detail_is_one_short_line() {
    let detail = format!("a\r\nb{}", "c".repeat(1_000));
    let error = TransportError::new(TransportErrorKind::Other, detail);
    assert_eq!(error.to_string(), format!("the HTTP engine failed: a  b{}", "c".repeat(252)));
}

#[test]
fn it_counts_as_received_unless_told_otherwise() {
    let error = TransportError::new(TransportErrorKind::Connect, "");
    assert!(error.may_have_been_received());
    assert!(!error.clone().not_sent().may_have_been_received());
    assert!(!error.not_sent().at(&Uri::from_static("https://as.example")).may_have_been_received());
}
