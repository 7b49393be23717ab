//! The shared suite over reqwest: async and blocking, the adapter's own engine and one set up to do everything wrong.
#![cfg(feature = "rustls")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::time::Duration;

use oauth_conformance::{Setup, Subject, Trust};
use oauth_reqwest::{HttpTransport, blocking};
use reqwest::{Certificate, ClientBuilder, redirect, retry};

oauth_conformance::transport_tests!(own, crate::own);
oauth_conformance::connect_tests!(own_connect, crate::own);
oauth_conformance::platform_tests!(own_platform, crate::own, Kept, Honoured);
oauth_conformance::transport_tests!(own_blocking, crate::own_blocking);
oauth_conformance::connect_tests!(own_blocking_connect, crate::own_blocking);
oauth_conformance::platform_tests!(own_blocking_platform, crate::own_blocking, Kept, Honoured);
oauth_conformance::transport_tests!(foreign, crate::foreign);
oauth_conformance::connect_tests!(foreign_connect, crate::foreign);
oauth_conformance::transport_tests!(foreign_blocking, crate::foreign_blocking);
oauth_conformance::connect_tests!(foreign_blocking_connect, crate::foreign_blocking);

const LONG: Duration = Duration::from_secs(3600);

fn own(setup: Setup) -> Subject {
    Subject::asynchronous(match certificates(setup.trust) {
        None => HttpTransport::with_policy(setup.policy).unwrap(),
        Some(only) => {
            HttpTransport::with_engine(move |engine| engine.tls_certs_only(only.clone()), setup.policy).unwrap()
        }
    })
}

fn own_blocking(setup: Setup) -> Subject {
    Subject::blocking(match certificates(setup.trust) {
        None => blocking::HttpTransport::with_policy(setup.policy).unwrap(),
        Some(only) => {
            let configure = move |engine: ClientBuilder| engine.tls_certs_only(only.clone());
            blocking::HttpTransport::with_engine(configure, setup.policy).unwrap()
        }
    })
}

fn foreign(setup: Setup) -> Subject {
    Subject::asynchronous(HttpTransport::with_engine(doing_wrong(setup.trust), setup.policy).unwrap())
}

fn foreign_blocking(setup: Setup) -> Subject {
    Subject::blocking(blocking::HttpTransport::with_engine(doing_wrong(setup.trust), setup.policy).unwrap())
}

/// An engine that would follow redirects, wait for ever, send again and send a referer.
fn doing_wrong(trust: Trust) -> impl Fn(ClientBuilder) -> ClientBuilder + Send + Sync + 'static {
    let only = certificates(trust);
    move |engine| {
        let engine = engine
            .redirect(redirect::Policy::limited(10))
            .referer(true)
            .retry(again())
            .timeout(LONG)
            .connect_timeout(LONG);
        match &only {
            Some(only) => engine.tls_certs_only(only.clone()),
            None => engine,
        }
    }
}

fn again() -> retry::Builder {
    retry::for_host("127.0.0.1").no_budget().classify_fn(|attempt| attempt.retryable())
}

fn certificates(trust: Trust) -> Option<Vec<Certificate>> {
    match trust {
        Trust::Platform => None,
        Trust::Only(authority) => Some(vec![Certificate::from_der(&authority).unwrap()]),
        _ => panic!("a trust that this test does not know"),
    }
}
