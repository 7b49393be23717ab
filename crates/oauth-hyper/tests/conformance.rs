//! The shared suite over hyper: the adapter's own engine, and one of a user's.
#![cfg(feature = "rustls")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::sync::Arc;

use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::HttpConnector;
use oauth_conformance::{Setup, Subject, Trust};
use oauth_hyper::{HttpTransport, blocking};

oauth_conformance::transport_tests!(own, crate::own);
oauth_conformance::connect_tests!(own_connect, crate::own);
oauth_conformance::platform_tests!(own_platform, crate::own);
oauth_conformance::transport_tests!(own_blocking, crate::own_blocking);
oauth_conformance::connect_tests!(own_blocking_connect, crate::own_blocking);
oauth_conformance::platform_tests!(own_blocking_platform, crate::own_blocking);
oauth_conformance::transport_tests!(foreign, crate::foreign);
oauth_conformance::connect_tests!(foreign_connect, crate::foreign);

/// The adapter's own connector; to trust a certificate, a user's.
fn own(setup: Setup) -> Subject {
    Subject::asynchronous(match connector(setup.trust) {
        None => HttpTransport::with_policy(setup.policy).unwrap(),
        Some(connector) => HttpTransport::with_engine(connector, setup.policy),
    })
}

fn own_blocking(setup: Setup) -> Subject {
    Subject::blocking(match connector(setup.trust) {
        None => blocking::HttpTransport::with_policy(setup.policy).unwrap(),
        Some(connector) => blocking::HttpTransport::with_engine(connector, setup.policy),
    })
}

/// A connector without any time limit.
fn foreign(setup: Setup) -> Subject {
    let connector = match setup.trust {
        Trust::Platform => connector(Trust::Only(oauth_conformance::Authority::new().der())),
        trust => connector(trust),
    };
    Subject::asynchronous(HttpTransport::with_engine(connector.unwrap(), setup.policy))
}

fn connector(trust: Trust) -> Option<HttpsConnector<HttpConnector>> {
    match trust {
        Trust::Platform => None,
        Trust::Only(authority) => {
            let mut roots = rustls::RootCertStore::empty();
            roots.add(authority.into()).unwrap();
            let tls =
                rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
                    .with_safe_default_protocol_versions()
                    .unwrap()
                    .with_root_certificates(roots)
                    .with_no_client_auth();
            let mut http = HttpConnector::new();
            http.enforce_http(false);
            let https = hyper_rustls::HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http();
            Some(https.enable_http1().wrap_connector(http))
        }
        _ => panic!("a trust that this test does not know"),
    }
}
