//! What users set up in reqwest, as the documentation of `with_engine` shows it.
#![cfg(feature = "rustls")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use http::Uri;
use oauth_conformance::case::settings::Settings;
use oauth_conformance::{Setup, Subject, Trust};
use oauth_reqwest::reqwest::{Certificate, Identity, Proxy};
use oauth_reqwest::{HttpTransport, Policy, blocking};

oauth_conformance::settings_tests!(asynchronous, crate::ASYNCHRONOUS);
oauth_conformance::settings_tests!(from_threads, crate::BLOCKING);

const ASYNCHRONOUS: Settings = Settings { through, trusting, showing };
const BLOCKING: Settings = Settings { through: through_blocking, ..ASYNCHRONOUS };

fn through(proxy: &Uri, setup: Setup) -> Subject {
    let Trust::Only(authority) = setup.trust else {
        return Subject::asynchronous(HttpTransport::with_proxy(proxy, setup.policy).unwrap());
    };
    let proxy = Proxy::https(proxy.to_string()).unwrap();
    let authority = Certificate::from_der(&authority).unwrap();
    let transport = HttpTransport::with_engine(
        move |engine| engine.proxy(proxy.clone()).tls_certs_only([authority.clone()]),
        setup.policy,
    );
    Subject::asynchronous(transport.unwrap())
}

fn through_blocking(proxy: &Uri, setup: Setup) -> Subject {
    match setup.trust {
        Trust::Platform => Subject::blocking(blocking::HttpTransport::with_proxy(proxy, setup.policy).unwrap()),
        _ => through(proxy, setup),
    }
}

fn trusting(pem: &str, policy: Policy) -> Result<Subject, String> {
    let authorities = Certificate::from_pem_bundle(pem.as_bytes()).map_err(|error| format!("{error:?}"))?;
    let transport = HttpTransport::with_engine(move |engine| engine.tls_certs_only(authorities.clone()), policy);
    transport.map(Subject::asynchronous).map_err(|error| error.to_string())
}

fn showing(authority: &str, certificate: &str, key: &str, policy: Policy) -> Subject {
    let authorities = Certificate::from_pem_bundle(authority.as_bytes()).unwrap();
    let identity = Identity::from_pem(format!("{key}{certificate}").as_bytes()).unwrap();
    let transport = HttpTransport::with_engine(
        move |engine| engine.tls_certs_only(authorities.clone()).identity(identity.clone()),
        policy,
    );
    Subject::asynchronous(transport.unwrap())
}
