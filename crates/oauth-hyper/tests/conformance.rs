//! The shared suite over hyper: the adapter's own engine, and one of a user's.
#![cfg(feature = "rustls")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod connector;

use oauth_conformance::{Authority, Setup, Subject, Trust};
use oauth_hyper::{HttpTransport, blocking};

oauth_conformance::transport_tests!(own, crate::own);
oauth_conformance::connect_tests!(own_connect, crate::own);
oauth_conformance::platform_tests!(own_platform, crate::own, Kept, Ignored);
oauth_conformance::transport_tests!(own_blocking, crate::own_blocking);
oauth_conformance::connect_tests!(own_blocking_connect, crate::own_blocking);
oauth_conformance::platform_tests!(own_blocking_platform, crate::own_blocking, Kept, Ignored);
oauth_conformance::transport_tests!(foreign, crate::foreign);
oauth_conformance::connect_tests!(foreign_connect, crate::foreign);

/// The adapter's own connector; to trust a certificate, a user's.
fn own(setup: Setup) -> Subject {
    Subject::asynchronous(match connector::trusting(setup.trust, &[]) {
        None => HttpTransport::with_policy(setup.policy).unwrap(),
        Some(connector) => HttpTransport::with_engine(connector, setup.policy),
    })
}

fn own_blocking(setup: Setup) -> Subject {
    Subject::blocking(match connector::trusting(setup.trust, &[]) {
        None => blocking::HttpTransport::with_policy(setup.policy).unwrap(),
        Some(connector) => blocking::HttpTransport::with_engine(connector, setup.policy),
    })
}

/// A connector without any time limit.
fn foreign(setup: Setup) -> Subject {
    let connector = match setup.trust {
        Trust::Platform => connector::trusting(Trust::Only(Authority::new().der()), &[]),
        trust => connector::trusting(trust, &[]),
    };
    Subject::asynchronous(HttpTransport::with_engine(connector.unwrap(), setup.policy))
}
