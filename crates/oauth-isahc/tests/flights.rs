//! Where a request runs, over isahc.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use oauth_conformance::{Adapter, Setup};
use oauth_isahc::{HttpTransport, blocking};

oauth_conformance::flight_tests!(own, crate::own);

fn own(setup: Setup) -> Adapter {
    let transport = HttpTransport::with_policy(setup.policy.clone()).unwrap();
    let blocking = blocking::HttpTransport::with_policy(setup.policy).unwrap();
    adapter(transport, blocking)
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
