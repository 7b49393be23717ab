//! Certificates, and servers that show them.

use std::io::{Read as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};

use crate::Server;

/// A certificate authority of a test's own.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// A new one.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "a new one each time")]
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Its certificate, in DER, for those who trust it.
    #[must_use]
    pub fn der(&self) -> Vec<u8> {
        self.0.der().to_vec()
    }

    /// The same in PEM.
    #[must_use]
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// An identity for a server of this name, which this authority vouches for.
    #[must_use]
    pub fn identity(&self, name: &str) -> ServerIdentity {
        self.server(name, WebPkiClientVerifier::no_client_auth())
    }

    /// The same, for a server that answers those alone who show a certificate of this authority.
    #[must_use]
    pub fn demanding_identity(&self, name: &str) -> ServerIdentity {
        let mut roots = RootCertStore::empty();
        roots.add(self.0.der().clone()).unwrap();
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider()).build().unwrap();
        self.server(name, verifier)
    }

    /// A certificate for a client, and its key, both in PEM.
    #[must_use]
    pub fn client(&self) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(["client".to_owned()]).unwrap().signed_by(&key, &self.0).unwrap();
        (certificate.pem(), key.serialize_pem())
    }

    fn server(&self, name: &str, verifier: Arc<dyn ClientCertVerifier>) -> ServerIdentity {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new([name.to_owned()]).unwrap().signed_by(&key, &self.0).unwrap();
        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        let config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(verifier)
            .with_single_cert(vec![certificate.der().clone()], key.into())
            .unwrap();
        ServerIdentity { config: Arc::new(config), decrypted: Arc::default() }
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}

/// What a TLS server shows, and how much it could decrypt.
#[derive(Clone)]
pub struct ServerIdentity {
    config: Arc<ServerConfig>,
    decrypted: Arc<AtomicUsize>,
}

impl ServerIdentity {
    /// A server that reads a request over TLS, writes `answer` and closes; with TLS's close_notify or without it, by `goodbye`.
    #[must_use]
    pub fn answering(&self, answer: &'static [u8], goodbye: Goodbye) -> Server {
        let identity = self.clone();
        Server::new(move |connection| {
            let tls = ServerConnection::new(Arc::clone(&identity.config)).unwrap();
            let mut tls = StreamOwned::new(tls, connection);
            let mut chunk = [0; 8 * 1024];
            let mut request = Vec::new();
            while !request.ends_with(b"a+b") {
                match tls.read(&mut chunk) {
                    Ok(length) if length > 0 => {
                        identity.decrypted.fetch_add(length, Ordering::SeqCst);
                        request.extend_from_slice(&chunk[..length]);
                    }
                    _ => return,
                }
            }
            let _ = tls.write_all(answer);
            if matches!(goodbye, Goodbye::Said) {
                tls.conn.send_close_notify();
            }
            let _ = tls.flush();
        })
    }

    /// The same, for a server that speaks this protocol and no other.
    pub(crate) fn speaking(&self, protocol: &str) -> Arc<ServerConfig> {
        let mut config = ServerConfig::clone(&self.config);
        config.alpn_protocols = vec![protocol.into()];
        Arc::new(config)
    }

    /// How many bytes of HTTP reached servers with this identity.
    #[must_use]
    pub fn decrypted(&self) -> usize {
        self.decrypted.load(Ordering::SeqCst)
    }
}

/// Whether a TLS server says that it is done before it closes.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Goodbye {
    /// It does.
    Said,
    /// It does not: an attacker may have cut the connection.
    Missing,
}
