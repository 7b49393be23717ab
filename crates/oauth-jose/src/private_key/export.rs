//! Storing a private key.

use aws_lc_rs::encoding::{AsBigEndian as _, AsDer as _};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::signature::{EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oauth_core::Secret;
use zeroize::Zeroizing;

use super::PrivateKey;
use super::pair::Pair;
use crate::curve::Curve;
use crate::der::{oid, tag, tlv, unsigned};
use crate::key_error::KeyError;

/// The characters of a line of PEM.
const LINE: usize = 64;

impl PrivateKey {
    /// Returns the key as PKCS #8 in PEM, to store it. [`from_pem`](Self::from_pem) reads it again.
    ///
    /// # Errors
    ///
    /// aws-lc cannot export the key.
    pub fn to_pkcs8_pem(&self) -> Result<Secret, KeyError> {
        let failed = |_| KeyError::Malformed;
        let der = match &*self.pair {
            Pair::Rsa(key) => Zeroizing::new(key.as_der().map_err(failed)?.as_ref().to_vec()),
            Pair::Ec(curve, key) => ec(*curve, key).map_err(failed)?,
            Pair::Ed25519(key) => Zeroizing::new(key.to_pkcs8v1().map_err(failed)?.as_ref().to_vec()),
        };
        let length = der.len().div_ceil(3) * 4;
        let mut base64 = Zeroizing::new(String::with_capacity(length));
        STANDARD.encode_string(&*der, &mut base64);
        // The whole capacity at once: a buffer that grows leaves copies behind.
        let mut pem = Zeroizing::new(String::with_capacity(length + length / LINE + 64));
        pem.push_str("-----BEGIN PRIVATE KEY-----\n");
        let mut rest = base64.as_str();
        while !rest.is_empty() {
            let (line, after) = rest.split_at(rest.len().min(LINE));
            pem.push_str(line);
            pem.push('\n');
            rest = after;
        }
        pem.push_str("-----END PRIVATE KEY-----\n");
        Ok(Secret::from(pem.as_str()))
    }
}

/// Writes an EC key with its public half, which some readers need and aws-lc leaves out if it had to compute it.
fn ec(curve: Curve, key: &EcdsaKeyPair) -> Result<Zeroizing<Vec<u8>>, Unspecified> {
    let private = key.private_key().as_be_bytes()?;
    let public = tlv(tag::BIT_STRING, &[&[0], key.public_key().as_ref()]);
    let number = tlv(tag::OCTET_STRING, &[private.as_ref()]);
    let inner = tlv(tag::SEQUENCE, &[&unsigned(&[1]), &number, &tlv(tag::CONTEXT_1, &[&public])]);
    let algorithm = tlv(tag::SEQUENCE, &[&tlv(tag::OID, &[oid::EC]), &tlv(tag::OID, &[curve.oid()])]);
    Ok(tlv(tag::SEQUENCE, &[&unsigned(&[]), &algorithm, &tlv(tag::OCTET_STRING, &[&inner])]))
}
