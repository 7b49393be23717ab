//! The certificates of a private key.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use oauth_core::key::Certificate;

use super::PrivateKey;
use crate::certificate::X509;
use crate::certificate_error::CertificateError;
use crate::diagnosis::admitted;
use crate::pem::{Block, blocks, is_pem};

/// The labels under which certificates are found.
const LABELS: [&str; 2] = ["CERTIFICATE", "X509 CERTIFICATE"];

impl PrivateKey {
    /// Adds the certificate of the key and its chain, for servers that find the key by `x5t`, `x5t#S256` or `x5c` (Entra
    /// ID). Which of them a JWT contains is a setting of the assertion.
    ///
    /// Other blocks in the text are ignored. The certificate of the key is found by its public key, and its issuers are put
    /// after it, in whatever order they are in the text.
    ///
    /// # Errors
    ///
    /// The text has no certificate, a certificate is damaged, or none is of this key.
    pub fn with_certificates_pem(self, pem: impl AsRef<[u8]>) -> Result<Self, CertificateError> {
        let text = admitted(pem.as_ref()).map_err(CertificateError::Input)?;
        if !is_pem(text) {
            return Err(CertificateError::Missing);
        }
        let is_certificate = |block: &Block<'_>| LABELS.contains(&block.label);
        let blocks = blocks(text).map_err(CertificateError::Input)?;
        let ders: Result<Vec<_>, _> = blocks.iter().filter(|block| is_certificate(block)).map(Block::decode).collect();
        let ders = ders.map_err(CertificateError::Input)?;
        let place = |(at, der)| X509::read(der).ok_or(CertificateError::Damaged { place: at + 1 });
        let mut certificates: Vec<X509<'_>> =
            ders.iter().map(|der| der.as_slice()).enumerate().map(place).collect::<Result<_, _>>()?;
        if certificates.is_empty() {
            return Err(CertificateError::Missing);
        }
        let own = |certificate: &X509<'_>| certificate.thumbprint.as_deref() == Some(self.thumbprint.as_str());
        let at = certificates.iter().position(own).ok_or(CertificateError::OtherKey)?;
        let leaf = certificates.remove(at);
        let der = leaf.der;
        let mut chain = vec![der.to_vec()];
        let mut last = leaf;
        while let Some(at) = certificates.iter().position(|each| !last.is_self_issued() && each.subject == last.issuer)
        {
            last = certificates.remove(at);
            chain.push(last.der.to_vec());
        }
        let sha1: Option<[u8; 20]> = digest(&SHA1_FOR_LEGACY_USE_ONLY, der).as_ref().try_into().ok();
        let sha256: Option<[u8; 32]> = digest(&SHA256, der).as_ref().try_into().ok();
        let (sha1, sha256) = sha1.zip(sha256).ok_or(CertificateError::Damaged { place: 1 })?;
        Ok(Self { certificate: Some(Certificate::new(sha1, sha256, chain)), ..self })
    }
}
