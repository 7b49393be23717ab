//! What users set up in isahc, as the documentation of `with_engine` shows it.
#![cfg(feature = "rustls")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::fs;
use std::path::PathBuf;

use http::Uri;
use oauth_conformance::case::settings::Settings;
use oauth_conformance::{Authority, Goodbye, Setup, Subject, Trust, post};
use oauth_isahc::isahc::HttpClientBuilder;
use oauth_isahc::isahc::config::Configurable as _;
use oauth_isahc::isahc::tls::{Identity, PrivateKey, TlsConfig, TrustStore};
use oauth_isahc::{HttpTransport, Policy, TransportErrorKind, blocking};

oauth_conformance::settings_tests!(asynchronous, crate::ASYNCHRONOUS);
oauth_conformance::settings_tests!(from_threads, crate::BLOCKING);

const ASYNCHRONOUS: Settings = Settings { through, trusting, showing };
const BLOCKING: Settings = Settings { through: through_blocking, ..ASYNCHRONOUS };

fn through(proxy: &Uri, setup: Setup) -> Subject {
    let Trust::Only(authority) = setup.trust else {
        return Subject::asynchronous(HttpTransport::with_proxy(proxy, setup.policy).unwrap());
    };
    let trust = TrustStore::builder().certificate_from_der(authority).build();
    let (proxy, tls) = (proxy.clone(), TlsConfig::builder().trust_store(trust).build());
    let configure = move |engine: HttpClientBuilder| engine.proxy(proxy.clone()).tls_config(tls.clone());
    Subject::asynchronous(HttpTransport::with_engine(configure, setup.policy).unwrap())
}

fn through_blocking(proxy: &Uri, setup: Setup) -> Subject {
    match setup.trust {
        Trust::Platform => Subject::blocking(blocking::HttpTransport::with_proxy(proxy, setup.policy).unwrap()),
        _ => through(proxy, setup),
    }
}

fn trusting(pem: &str, policy: Policy) -> Result<Subject, String> {
    Ok(over(TlsConfig::builder().trust_store(authorities(pem)).build(), policy))
}

fn showing(authority: &str, certificate: &str, key: &str, policy: Policy) -> Subject {
    // From files: libcurl with rustls takes no certificate from memory.
    let (certificate, key) = (file(certificate), file(key));
    let identity = Identity::from_pem_file(certificate, Some(PrivateKey::from_pem_file(key, None)));
    over(TlsConfig::builder().trust_store(authorities(authority)).identity(identity).build(), policy)
}

/// A certificate in memory is not shown, without a word: that is why the documentation takes files.
#[test]
fn a_certificate_in_memory_is_not_shown() {
    let authority = Authority::new();
    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
    let server = authority.demanding_identity("localhost").answering(answer, Goodbye::Said);
    let (certificate, key) = authority.client();
    let identity = Identity::from_pem(certificate, Some(PrivateKey::from_pem(key, None)));
    let tls = TlsConfig::builder().trust_store(authorities(&authority.pem())).identity(identity).build();
    let outcome = over(tls, Policy::new()).send(post(&format!("https://localhost:{}/", server.port())));
    assert!(outcome.is_err(), "isahc has learned it: {outcome:?}");
}

/// A file that is not there or not readable is an error of the settings, and not of the server.
#[test]
fn a_broken_file_is_an_error_of_the_settings() {
    let server = Authority::new().identity("localhost").answering(b"", Goodbye::Said);
    let nowhere = TrustStore::from_file("/no/such/authorities.pem");
    for trust in [nowhere, authorities("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")] {
        let subject = over(TlsConfig::builder().trust_store(trust).build(), Policy::new());
        let error = subject.send(post(&format!("https://localhost:{}/", server.port()))).unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Setup, "{error}");
        assert!(!error.may_have_been_received() && !error.is_transient(), "{error}");
    }
}

fn authorities(pem: &str) -> TrustStore {
    TrustStore::builder().certificate_from_pem(pem).build()
}

fn over(tls: TlsConfig, policy: Policy) -> Subject {
    let configure = move |engine: HttpClientBuilder| engine.tls_config(tls.clone());
    Subject::asynchronous(HttpTransport::with_engine(configure, policy).unwrap())
}

/// A file with this content, which stays: engines read it whenever they connect.
fn file(content: &str) -> PathBuf {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = directory.join(format!("{}-{}.pem", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
    fs::write(&path, content).unwrap();
    path
}
