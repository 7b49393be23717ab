//! Certificates ([RFC 5280](https://www.rfc-editor.org/rfc/rfc5280.html)), as far as to find the one of a key and order its
//! issuers. Nothing of them is trusted.

use crate::der::{Flaw, Reader, tag};
use crate::public_key_info;

/// The parts of a certificate.
pub(crate) struct X509<'a> {
    pub(crate) der: &'a [u8],
    pub(crate) issuer: &'a [u8],
    pub(crate) subject: &'a [u8],
    /// The thumbprint of its public key, if that is of a kind which is known here.
    pub(crate) thumbprint: Option<String>,
}

impl<'a> X509<'a> {
    /// Reads a certificate.
    pub(crate) fn read(der: &'a [u8]) -> Option<Self> {
        let [issuer, subject, key] = parts(der).ok()?;
        let thumbprint = public_key_info::read(key).and_then(|key| key.thumbprint());
        Some(Self { der, issuer, subject, thumbprint })
    }

    pub(crate) fn is_self_issued(&self) -> bool {
        self.issuer == self.subject
    }
}

/// Returns issuer, subject and public key.
fn parts(der: &[u8]) -> Result<[&[u8]; 3], Flaw> {
    let mut certificate = Reader::only(der, tag::SEQUENCE)?;
    let mut signed = certificate.sequence()?;
    certificate.sequence()?;
    certificate.bit_string()?;
    certificate.end()?;
    // Version, serial number and signature algorithm.
    signed.optional(tag::CONTEXT_0)?;
    signed.expect(tag::INTEGER)?;
    signed.sequence()?;
    let issuer = signed.raw()?;
    // The time in which it is valid.
    signed.sequence()?;
    Ok([issuer, signed.raw()?, signed.raw()?])
}
