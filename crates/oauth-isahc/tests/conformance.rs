//! The shared suite over isahc: async and blocking, the adapter's own engine and one set up to do everything wrong.
#![cfg(feature = "rustls")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::time::Duration;

use isahc::auth::{Authentication, Credentials};
use isahc::config::{Configurable as _, RedirectPolicy};
use isahc::tls::{TlsConfig, TrustStore};
use isahc::{HttpClient, HttpClientBuilder};
use oauth_conformance::{Setup, Subject, Trust};
use oauth_isahc::{HttpTransport, blocking::HttpTransport as Blocking};

oauth_conformance::transport_tests!(own, crate::own);
oauth_conformance::connect_tests!(own_connect, crate::own);
oauth_conformance::platform_tests!(own_platform, crate::own, Written, Honoured);
oauth_conformance::transport_tests!(blocking, crate::own_blocking);
oauth_conformance::connect_tests!(blocking_connect, crate::own_blocking);
oauth_conformance::transport_tests!(foreign, crate::foreign);
oauth_conformance::connect_tests!(foreign_connect, crate::foreign);

fn own(setup: Setup) -> Subject {
    match trusting(setup.trust) {
        None => Subject::asynchronous(HttpTransport::with_policy(setup.policy).unwrap()).keeping_no_connection(),
        Some(tls) => {
            let configure = move |engine: HttpClientBuilder| engine.tls_config(tls.clone());
            Subject::asynchronous(HttpTransport::with_engine(configure, setup.policy).unwrap()).keeping_no_connection()
        }
    }
}

fn own_blocking(setup: Setup) -> Subject {
    match trusting(setup.trust) {
        None => Subject::blocking(Blocking::with_policy(setup.policy).unwrap()).keeping_no_connection(),
        Some(tls) => {
            let configure = move |engine: HttpClientBuilder| engine.tls_config(tls.clone());
            Subject::blocking(Blocking::with_engine(configure, setup.policy).unwrap()).keeping_no_connection()
        }
    }
}

/// An engine that keeps connections, and would follow redirects, wait for ever, decode, send credentials and a referer.
fn foreign(setup: Setup) -> Subject {
    let mut engine = HttpClient::builder()
        .redirect_policy(RedirectPolicy::Follow)
        .auto_referer()
        .automatic_decompression(true)
        .expect_continue(true)
        .authentication(Authentication::basic())
        .credentials(Credentials::new("engine", "secret"))
        .timeout(Duration::from_secs(3600))
        .connect_timeout(Duration::from_secs(3600));
    if let Some(tls) = trusting(setup.trust) {
        engine = engine.tls_config(tls);
    }
    Subject::asynchronous(HttpTransport::with_client(engine.build().unwrap(), setup.policy))
}

fn trusting(trust: Trust) -> Option<TlsConfig> {
    match trust {
        Trust::Platform => None,
        Trust::Only(authority) => {
            let store = TrustStore::builder().certificate_from_der(authority).build();
            Some(TlsConfig::builder().trust_store(store).build())
        }
        _ => panic!("a trust that this test does not know"),
    }
}
