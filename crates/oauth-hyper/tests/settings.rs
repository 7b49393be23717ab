//! What users set up in a connector, as the documentation of `with_engine` shows it.
#![cfg(feature = "rustls")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::error::Error;
use std::sync::Arc;

use http::Uri;
use oauth_conformance::case::settings::Settings;
use oauth_conformance::{Setup, Subject, Trust};
use oauth_hyper::hyper_rustls::HttpsConnectorBuilder;
use oauth_hyper::hyper_util::client::legacy::connect::HttpConnector;
use oauth_hyper::hyper_util::client::legacy::connect::proxy::Tunnel;
use oauth_hyper::rustls::client::WantsClientCert;
use oauth_hyper::rustls::crypto::aws_lc_rs;
use oauth_hyper::rustls::pki_types::pem::PemObject as _;
use oauth_hyper::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use oauth_hyper::rustls::{ClientConfig, ConfigBuilder, RootCertStore};
use oauth_hyper::{HttpTransport, Policy, blocking};

oauth_conformance::settings_tests!(asynchronous, crate::ASYNCHRONOUS);
oauth_conformance::settings_tests!(from_threads, crate::BLOCKING);

const ASYNCHRONOUS: Settings = Settings { through, trusting, showing };
const BLOCKING: Settings = Settings { through: through_blocking, ..ASYNCHRONOUS };

fn through(proxy: &Uri, setup: Setup) -> Subject {
    let Trust::Only(authority) = setup.trust else {
        return Subject::asynchronous(HttpTransport::with_proxy(proxy, setup.policy).unwrap());
    };
    let mut roots = RootCertStore::empty();
    roots.add(authority.into()).unwrap();
    let tls = client(roots).with_no_client_auth();
    let tunnel = Tunnel::new(proxy.clone(), tcp());
    let connector =
        HttpsConnectorBuilder::new().with_tls_config(tls).https_only().enable_http1().wrap_connector(tunnel);
    Subject::asynchronous(HttpTransport::with_engine(connector, setup.policy))
}

fn through_blocking(proxy: &Uri, setup: Setup) -> Subject {
    match setup.trust {
        Trust::Platform => Subject::blocking(blocking::HttpTransport::with_proxy(proxy, setup.policy).unwrap()),
        _ => through(proxy, setup),
    }
}

fn trusting(pem: &str, policy: Policy) -> Result<Subject, String> {
    let tls = client(authorities(pem).map_err(|error| error.to_string())?).with_no_client_auth();
    Ok(over(tls, policy))
}

fn showing(authority: &str, certificate: &str, key: &str, policy: Policy) -> Subject {
    let certificates = CertificateDer::pem_slice_iter(certificate.as_bytes()).collect::<Result<_, _>>().unwrap();
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
    over(client(authorities(authority).unwrap()).with_client_auth_cert(certificates, key).unwrap(), policy)
}

fn authorities(pem: &str) -> Result<RootCertStore, Box<dyn Error>> {
    let mut roots = RootCertStore::empty();
    for authority in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        roots.add(authority?)?;
    }
    Ok(roots)
}

fn client(roots: RootCertStore) -> ConfigBuilder<ClientConfig, WantsClientCert> {
    ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
}

fn over(tls: ClientConfig, policy: Policy) -> Subject {
    let connector = HttpsConnectorBuilder::new().with_tls_config(tls).https_only().enable_http1().wrap_connector(tcp());
    Subject::asynchronous(HttpTransport::with_engine(connector, policy))
}

fn tcp() -> HttpConnector {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp
}
