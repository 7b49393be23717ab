//! Where a request runs, over reqwest.
#![cfg(feature = "rustls")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use oauth_conformance::{Adapter, Setup, Trust};
use oauth_reqwest::{HttpTransport, blocking};
use reqwest::{Certificate, ClientBuilder};

oauth_conformance::flight_tests!(own, crate::own);
oauth_conformance::http2_tests!(http2, crate::http2);

fn own(setup: Setup) -> Adapter {
    let transport = HttpTransport::with_policy(setup.policy.clone()).unwrap();
    let blocking = blocking::HttpTransport::with_policy(setup.policy).unwrap();
    adapter(transport, blocking)
}

fn http2(setup: Setup) -> Adapter {
    let Trust::Only(authority) = setup.trust else { panic!("one authority") };
    let authority = Certificate::from_der(&authority).unwrap();
    let configure = move |engine: ClientBuilder| engine.http2_prior_knowledge().tls_certs_only([authority.clone()]);
    let transport = HttpTransport::with_engine(configure.clone(), setup.policy.clone()).unwrap();
    adapter(transport, blocking::HttpTransport::with_engine(configure, setup.policy).unwrap())
}

fn adapter(transport: HttpTransport, blocking: blocking::HttpTransport) -> Adapter {
    let (closing, closing_blocking) = (transport.clone(), blocking.clone());
    Adapter::new(transport, blocking)
        .shutting_down(move |limit| {
            let transport = closing.clone();
            async move { transport.shutdown(limit).await }
        })
        .shutting_down_blocking(move |limit| closing_blocking.shutdown(limit))
}
