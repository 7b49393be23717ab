//! Public keys in certificates: SubjectPublicKeyInfo
//! ([RFC 5280 §4.1](https://www.rfc-editor.org/rfc/rfc5280.html#section-4.1)).

use oauth_core::key::Jwk;

use crate::curve::Curve;
use crate::der::{Reader, oid, tag};

/// Reads a public key. `None` if it is of a kind that no private key here has.
pub(crate) fn read(der: &[u8]) -> Option<Jwk> {
    let mut all = Reader::only(der, tag::SEQUENCE).ok()?;
    let mut algorithm = all.sequence().ok()?;
    let kind = algorithm.expect(tag::OID).ok()?;
    let key = all.bit_string().ok()?;
    all.end().ok()?;
    if kind == oid::RSA || kind == oid::RSA_PSS {
        let mut numbers = Reader::only(key, tag::SEQUENCE).ok()?;
        return Some(Jwk::rsa(numbers.unsigned().ok()?, numbers.unsigned().ok()?));
    }
    if kind == oid::EC {
        let curve = Curve::from_oid(algorithm.expect(tag::OID).ok()?)?;
        // 4, then both coordinates.
        let (x, y) = key.strip_prefix(&[4])?.split_at_checked(curve.width())?;
        return Some(Jwk::ec(curve.name(), x, y));
    }
    (kind == oid::ED25519).then(|| Jwk::okp("Ed25519", key))
}
