//! The little of DER that a public key and a certificate need (X.690 §8.1).

use crate::public_key::curve::Curve;
use crate::public_key::error::PublicKeyError;
use crate::public_key::material::Material;

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
/// The version of a certificate, which is explicitly tagged.
const VERSION: u8 = 0xa0;

const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

/// Bytes of which the elements are read in order.
#[derive(Clone, Copy)]
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Reads an element of any tag: the tag, and its content.
    fn any(&mut self) -> Option<(u8, &'a [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81..=0x84 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, content))
    }

    /// Reads the content of an element with this tag.
    fn element(&mut self, wanted: u8) -> Option<&'a [u8]> {
        self.any().filter(|(tag, _)| *tag == wanted).map(|(_, content)| content)
    }

    fn sequence(&mut self) -> Option<Self> {
        self.element(SEQUENCE).map(Self)
    }
}

/// Reads a `SubjectPublicKeyInfo` ([RFC 5280 §4.1](https://www.rfc-editor.org/rfc/rfc5280.html#section-4.1)).
pub(super) fn public_key(der: &[u8]) -> Result<Material, PublicKeyError> {
    let fields = (|| {
        let mut info = Reader(der).sequence()?;
        let mut algorithm = info.sequence()?;
        let (oid, parameters) = (algorithm.element(OID)?, algorithm);
        let (&unused, key) = info.element(BIT_STRING)?.split_first()?;
        (unused == 0).then_some((oid, parameters, key))
    })();
    let (oid, mut parameters, key) = fields.ok_or(PublicKeyError::NotDer)?;
    match oid {
        RSA => {
            let numbers = (|| {
                let mut key = Reader(key).sequence()?;
                Some((key.element(INTEGER)?, key.element(INTEGER)?))
            })();
            let (n, e) = numbers.ok_or(PublicKeyError::NotDer)?;
            Material::rsa(n, e)
        }
        EC => {
            let named = parameters.element(OID).unwrap_or_default();
            let curve = Curve::ALL.into_iter().find(|curve| curve.oid() == named);
            let curve = curve.ok_or_else(|| PublicKeyError::Unsupported("another curve".to_owned()))?;
            let point = key.strip_prefix(&[4]).and_then(|point| point.split_at_checked(curve.width()));
            point.and_then(|(x, y)| Material::ec(curve, x, y)).ok_or(PublicKeyError::NotDer)
        }
        ED25519 => Material::ed25519(key).ok_or(PublicKeyError::NotDer),
        _ => Err(PublicKeyError::Unsupported("another algorithm".to_owned())),
    }
}

/// Reads the key of a certificate ([RFC 5280 §4.1](https://www.rfc-editor.org/rfc/rfc5280.html#section-4.1)). Neither its
/// signature nor its times are checked.
pub(super) fn certificate(der: &[u8]) -> Result<Material, PublicKeyError> {
    let info = (|| {
        let mut fields = Reader(der).sequence()?.sequence()?;
        let (first, _) = fields.any()?;
        // After the version, if there is one: serial number, signature, issuer, validity and subject.
        for _ in 0..if first == VERSION { 5 } else { 4 } {
            fields.any()?;
        }
        let before = fields.0;
        fields.sequence()?;
        before.get(..before.len() - fields.0.len())
    })();
    public_key(info.ok_or(PublicKeyError::NotDer)?)
}
