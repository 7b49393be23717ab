//! Where a request runs, over hyper.
#![cfg(feature = "rustls")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod connector;

use oauth_conformance::{Adapter, Setup};
use oauth_hyper::{HttpTransport, blocking};

oauth_conformance::flight_tests!(own, crate::own);
oauth_conformance::http2_tests!(http2, crate::http2);

fn own(setup: Setup) -> Adapter {
    let transport = HttpTransport::with_policy(setup.policy.clone()).unwrap();
    let blocking = blocking::HttpTransport::with_policy(setup.policy).unwrap();
    adapter(transport, blocking)
}

fn http2(setup: Setup) -> Adapter {
    let connector = connector::trusting(setup.trust, &["h2"]).unwrap();
    let transport = HttpTransport::with_engine(connector.clone(), setup.policy.clone());
    adapter(transport, blocking::HttpTransport::with_engine(connector, setup.policy))
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
