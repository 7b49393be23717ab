//! The shared suite over hyper: the adapter's own engine, and one of a user's.
#![cfg(feature = "rustls")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::sync::Arc;

use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use oauth_conformance::{Setup, Subject, Trust};
use oauth_hyper::HttpTransport;

oauth_conformance::transport_tests!(own, crate::own);
oauth_conformance::connect_tests!(own_connect, crate::own);
oauth_conformance::platform_tests!(own_platform, crate::own);

/// The adapter's own engine; where a certificate is to be trusted, a user's.
fn own(setup: Setup) -> Subject {
    match setup.trust {
        Trust::Platform => Subject::asynchronous(HttpTransport::with_policy(setup.policy).unwrap()),
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
            let https = hyper_rustls::HttpsConnectorBuilder::new()
                .with_tls_config(tls)
                .https_or_http()
                .enable_http1()
                .wrap_connector(http);
            let engine = Client::builder(TokioExecutor::new()).build(https);
            Subject::asynchronous(HttpTransport::with_engine(engine, setup.policy))
        }
        _ => panic!("a trust that this test does not know"),
    }
}
