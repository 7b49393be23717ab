//! The shared suite over reqwest: async and blocking, the adapter's own engine and one set up to do everything wrong.
#![cfg(feature = "rustls")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::time::Duration;

use oauth_conformance::{Setup, Subject, Trust};
use oauth_reqwest::HttpTransport;
use reqwest::{Certificate, Client, ClientBuilder, redirect, retry};

oauth_conformance::transport_tests!(own, crate::own);
oauth_conformance::connect_tests!(own_connect, crate::own);
oauth_conformance::transport_tests!(foreign, crate::foreign);
oauth_conformance::connect_tests!(foreign_connect, crate::foreign);

fn own(setup: Setup) -> Subject {
    Subject::asynchronous(match setup.trust {
        Trust::Platform => HttpTransport::with_policy(setup.policy).unwrap(),
        trust => HttpTransport::with_engine(trusting(Client::builder(), trust), setup.policy).unwrap(),
    })
}

/// An engine that would follow redirects, wait for ever, send again and send a referer.
fn foreign(setup: Setup) -> Subject {
    let engine = Client::builder()
        .redirect(redirect::Policy::limited(10))
        .referer(true)
        .retry(retry::for_host("127.0.0.1").no_budget().classify_fn(|attempt| attempt.retryable()))
        .timeout(Duration::from_secs(3600))
        .connect_timeout(Duration::from_secs(3600));
    Subject::asynchronous(HttpTransport::with_engine(trusting(engine, setup.trust), setup.policy).unwrap())
}

fn trusting(engine: ClientBuilder, trust: Trust) -> ClientBuilder {
    match trust {
        Trust::Platform => engine,
        Trust::Only(authority) => engine.tls_certs_only([Certificate::from_der(&authority).unwrap()]),
        _ => panic!("a trust that this test does not know"),
    }
}

#[cfg(feature = "blocking")]
mod blocking_twin {
    use oauth_conformance::{Setup, Subject, Trust};
    use oauth_reqwest::blocking::HttpTransport;
    use reqwest::blocking::Client;
    use reqwest::{Certificate, redirect};

    oauth_conformance::transport_tests!(own, crate::blocking_twin::own);
    oauth_conformance::connect_tests!(own_connect, crate::blocking_twin::own);

    fn own(setup: Setup) -> Subject {
        Subject::blocking(match setup.trust {
            Trust::Platform => HttpTransport::with_policy(setup.policy).unwrap(),
            Trust::Only(authority) => {
                let engine = Client::builder()
                    .redirect(redirect::Policy::limited(10))
                    .tls_certs_only([Certificate::from_der(&authority).unwrap()]);
                HttpTransport::with_engine(engine, setup.policy).unwrap()
            }
            _ => panic!("a trust that this test does not know"),
        })
    }
}
