//! A connector of a user's.

use std::sync::Arc;

use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::HttpConnector;
use oauth_conformance::Trust;

/// A connector without any time limit, if one is needed to trust what is to be trusted.
pub(crate) fn trusting(trust: Trust, protocols: &[&str]) -> Option<HttpsConnector<HttpConnector>> {
    let authority = match trust {
        Trust::Platform => return None,
        Trust::Only(authority) => authority,
        _ => panic!("a trust that this test does not know"),
    };
    let mut roots = rustls::RootCertStore::empty();
    roots.add(authority.into()).unwrap();
    let mut tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    tls.alpn_protocols = protocols.iter().map(|&protocol| protocol.into()).collect();
    let mut http = HttpConnector::new();
    http.enforce_http(false);
    Some(HttpsConnector::from((http, tls)))
}
