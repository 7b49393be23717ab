//! Private keys in DER: PKCS #8 ([RFC 5958](https://www.rfc-editor.org/rfc/rfc5958.html)), PKCS #1
//! ([RFC 8017 §A.1.2](https://www.rfc-editor.org/rfc/rfc8017.html#appendix-A.1.2)) and SEC 1
//! ([RFC 5915](https://www.rfc-editor.org/rfc/rfc5915.html)), told apart by their content.

use oauth_core::key::Algorithm;
use zeroize::Zeroizing;

use crate::curve::Curve;
use crate::der::{Flaw, Reader, oid, tag};
use crate::key_error::KeyError;
use crate::material::{Ec, Ed25519, Material, PSS_ALGORITHMS, RSA_ALGORITHMS, Rsa};

impl From<Flaw> for KeyError {
    fn from(flaw: Flaw) -> Self {
        match flaw {
            Flaw::CutOff => Self::CutOff,
            Flaw::Malformed => Self::Malformed,
        }
    }
}

/// Reads a private key in any of the three forms.
pub(crate) fn read(der: &[u8]) -> Result<Material, KeyError> {
    let all = Reader::only(der, tag::SEQUENCE)?;
    let mut after_first = all;
    let (first, _) = after_first.element()?;
    match (first, after_first.peek()) {
        (tag::INTEGER, Some(tag::SEQUENCE)) if is_pkcs12(der) => Err(KeyError::Pkcs12),
        (tag::INTEGER, Some(tag::SEQUENCE)) => pkcs8(all),
        (tag::INTEGER, Some(tag::OCTET_STRING)) => sec1(all, None),
        (tag::INTEGER, Some(tag::INTEGER)) => pkcs1(all, &RSA_ALGORITHMS),
        (tag::SEQUENCE, Some(tag::OCTET_STRING)) => Err(KeyError::EncryptedPkcs8),
        (tag::SEQUENCE, Some(tag::BIT_STRING)) => Err(KeyError::PublicKey { label: "SubjectPublicKeyInfo" }),
        (tag::SEQUENCE, Some(tag::SEQUENCE)) => Err(signed(all)),
        _ => Err(KeyError::Malformed),
    }
}

/// Whether this is PKCS #12 (RFC 7292): version 3, then a content that is typed by an identifier.
pub(crate) fn is_pkcs12(der: &[u8]) -> bool {
    // Its outer length may be indefinite, which DER does not have.
    let content = match der {
        [tag::SEQUENCE, 0x80, rest @ ..] => Some(Reader::new(rest)),
        _ => Reader::new(der).sequence().ok(),
    };
    content.is_some_and(|mut content| content.unsigned() == Ok(&[3]) && content.peek() == Some(tag::SEQUENCE))
}

/// Tells a certificate from a request for one.
fn signed(mut all: Reader<'_>) -> KeyError {
    match all.sequence().map(|inner| inner.peek()) {
        Ok(Some(tag::CONTEXT_0)) => KeyError::CertificateOnly,
        Ok(Some(tag::INTEGER)) => KeyError::CertificateRequestOnly,
        _ => KeyError::Malformed,
    }
}

fn pkcs8(mut all: Reader<'_>) -> Result<Material, KeyError> {
    if !matches!(all.unsigned()?, [] | [1]) {
        return Err(KeyError::Malformed);
    }
    let mut algorithm = all.sequence()?;
    let kind = algorithm.expect(tag::OID)?;
    let parameters = algorithm;
    let key = all.expect(tag::OCTET_STRING)?;
    all.optional(tag::CONTEXT_0)?;
    let public = public_half(&mut all)?;
    all.end()?;
    if kind == oid::RSA {
        return pkcs1(Reader::only(key, tag::SEQUENCE)?, &RSA_ALGORITHMS);
    }
    if kind == oid::RSA_PSS {
        return pkcs1(Reader::only(key, tag::SEQUENCE)?, &pss_algorithms(parameters)?);
    }
    if kind == oid::EC {
        let curve = named_curve(parameters)?;
        let Material::Ec(mut key) = sec1(Reader::only(key, tag::SEQUENCE)?, Some(curve))? else {
            return Err(KeyError::Malformed);
        };
        key.public = agreed(key.public, public)?;
        return Ok(Material::Ec(key));
    }
    if kind == oid::ED25519 {
        parameters.end()?;
        let mut inner = Reader::new(key);
        let seed = inner.expect(tag::OCTET_STRING)?;
        inner.end()?;
        if seed.len() != 32 {
            return Err(KeyError::Malformed);
        }
        let (seed, public) = (Zeroizing::new(seed.to_vec()), public.map(<[u8]>::to_vec));
        return Ok(Material::Ed25519(Ed25519 { seed, public }));
    }
    Err(KeyError::UnsupportedKey { found: oid::key_type(kind) })
}

/// Reads the public half at the end: as RFC 5958 has it, or with the tag of a constructed element around the bit string,
/// as early versions of ring wrote it.
fn public_half<'a>(all: &mut Reader<'a>) -> Result<Option<&'a [u8]>, Flaw> {
    match all.peek() {
        Some(tag::CONTEXT_1_PRIMITIVE) => {
            let content = all.expect(tag::CONTEXT_1_PRIMITIVE)?;
            content.strip_prefix(&[0]).map(Some).ok_or(Flaw::Malformed)
        }
        Some(tag::CONTEXT_1) => {
            let mut inner = Reader::new(all.expect(tag::CONTEXT_1)?);
            let public = inner.bit_string()?;
            inner.end().map(|()| Some(public))
        }
        _ => Ok(None),
    }
}

/// One of two public halves, which have to be the same if there are two.
fn agreed(inner: Option<Vec<u8>>, outer: Option<&[u8]>) -> Result<Option<Vec<u8>>, KeyError> {
    match (inner, outer) {
        (Some(inner), Some(outer)) if inner != outer => Err(KeyError::PublicMismatch),
        (inner, outer) => Ok(inner.or_else(|| outer.map(<[u8]>::to_vec))),
    }
}

fn named_curve(mut parameters: Reader<'_>) -> Result<Curve, KeyError> {
    match parameters.peek() {
        Some(tag::OID) => {
            let name = parameters.expect(tag::OID)?;
            Curve::from_oid(name).ok_or_else(|| KeyError::UnsupportedCurve { curve: oid::curve(name) })
        }
        Some(tag::SEQUENCE) => Err(KeyError::ExplicitCurve),
        _ => Err(KeyError::WithoutCurve),
    }
}

/// Reads a SEC 1 key. `outer` is the curve that PKCS #8 names around it.
fn sec1(mut all: Reader<'_>, outer: Option<Curve>) -> Result<Material, KeyError> {
    if all.unsigned()? != [1] {
        return Err(KeyError::Malformed);
    }
    let private = all.expect(tag::OCTET_STRING)?;
    let inner = all.optional(tag::CONTEXT_0)?.map(|parameters| named_curve(Reader::new(parameters))).transpose()?;
    let public = match all.optional(tag::CONTEXT_1)? {
        Some(content) => {
            let mut inner = Reader::new(content);
            let public = inner.bit_string()?;
            inner.end()?;
            Some(public)
        }
        None => None,
    };
    all.end()?;
    let curve = match (outer, inner) {
        (Some(outer), Some(inner)) if outer != inner => return Err(KeyError::Malformed),
        (outer, inner) => outer.or(inner).ok_or(KeyError::WithoutCurve)?,
    };
    Ec::new(curve, private, public).map(Material::Ec)
}

fn pkcs1(mut all: Reader<'_>, algorithms: &[Algorithm]) -> Result<Material, KeyError> {
    let mut count = 0;
    let mut counted = all;
    while counted.peek() == Some(tag::INTEGER) {
        counted.element()?;
        count += 1;
    }
    match count {
        9 => {}
        2 => return Err(KeyError::PublicKey { label: "RSA PUBLIC KEY" }),
        // Version, p, q, g, y and x.
        6 => return Err(KeyError::UnsupportedKey { found: "a DSA key".to_owned() }),
        _ => return Err(KeyError::Malformed),
    }
    match all.unsigned()? {
        [] => {}
        [1] => return Err(KeyError::MultiPrime),
        _ => return Err(KeyError::Malformed),
    }
    let (modulus, exponent) = (all.unsigned()?.to_vec(), all.unsigned()?.to_vec());
    let mut number = || all.unsigned().map(|number| Zeroizing::new(number.to_vec()));
    let (private_exponent, p, q) = (number()?, number()?, number()?);
    let (dp, dq, q_inverse) = (number()?, number()?, number()?);
    all.end()?;
    let algorithms = algorithms.to_vec();
    Ok(Material::Rsa(Box::new(Rsa { modulus, exponent, private_exponent, p, q, dp, dq, q_inverse, algorithms })))
}

/// The algorithms of a key for PSS: all, or the one whose hash the parameters fix
/// ([RFC 4055 §3.1](https://www.rfc-editor.org/rfc/rfc4055.html#section-3.1)).
fn pss_algorithms(mut parameters: Reader<'_>) -> Result<Vec<Algorithm>, KeyError> {
    let unsupported =
        || KeyError::UnsupportedKey { found: "an RSA-PSS key for a hash that JWS does not have".to_owned() };
    match parameters.peek() {
        None => return Ok(PSS_ALGORITHMS.to_vec()),
        Some(tag::NULL) => return Ok(PSS_ALGORITHMS.to_vec()),
        _ => {}
    }
    let mut parameters = parameters.sequence()?;
    // Without a hash, it is SHA-1.
    let hash = parameters.optional(tag::CONTEXT_0)?.ok_or_else(unsupported)?;
    let hash = Reader::new(hash).sequence()?.expect(tag::OID)?;
    match hash.strip_prefix(oid::SHA2) {
        Some([1]) => Ok(vec![Algorithm::Ps256]),
        Some([2]) => Ok(vec![Algorithm::Ps384]),
        Some([3]) => Ok(vec![Algorithm::Ps512]),
        _ => Err(unsupported()),
    }
}
