//! What a key in a service needs: its signatures in the form of JWS, and the digest that some services want.

use aws_lc_rs::digest;
use oauth_core::key::Algorithm;

use crate::curve::Curve;
use crate::der::{Flaw, Reader, tag};

/// The error of an ECDSA signature that is not in the form that is needed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EcdsaSignatureError {
    /// The algorithm has no such signatures.
    #[error("{algorithm} has no ECDSA signatures; only ES256, ES384 and ES512 have")]
    Algorithm {
        /// The algorithm.
        algorithm: Algorithm,
    },
    /// The bytes are not a signature in DER.
    #[error("the signature ({length} bytes) is not the DER of two numbers, as ECDSA signatures are")]
    NotDer {
        /// The length of the signature, in bytes.
        length: usize,
    },
    /// A number is zero or wider than the curve of the algorithm.
    #[error("the signature is for another curve than that of {algorithm}")]
    OtherCurve {
        /// The algorithm.
        algorithm: Algorithm,
    },
}

/// Converts an ECDSA signature from DER, as key services and hardware make it, to the two numbers in fixed width that JWS
/// needs ([RFC 7518 §3.4](https://www.rfc-editor.org/rfc/rfc7518.html#section-3.4)).
///
/// # Errors
///
/// The algorithm is not ES256, ES384 or ES512, or the signature is not one of its curve in DER. A signature that has the
/// fixed width already is an error too: whoever calls this knows what the service returns.
///
/// ```
/// use oauth_core::key::Algorithm;
///
/// let der = [&[0x30, 0x25, 0x02, 0x01, 0x07, 0x02, 0x20][..], &[0x11; 32]].concat();
/// let fixed = oauth_jose::ecdsa_der_to_fixed(&der, Algorithm::Es256)?;
/// assert_eq!((fixed.len(), fixed[31], fixed[32]), (64, 0x07, 0x11));
/// # Ok::<_, oauth_jose::EcdsaSignatureError>(())
/// ```
pub fn ecdsa_der_to_fixed(der: &[u8], algorithm: Algorithm) -> Result<Vec<u8>, EcdsaSignatureError> {
    let curve = Curve::of(algorithm).ok_or(EcdsaSignatureError::Algorithm { algorithm })?;
    let (r, s) = numbers(der).map_err(|_| EcdsaSignatureError::NotDer { length: der.len() })?;
    let mut fixed = vec![0; 2 * curve.width()];
    for (number, half) in [r, s].into_iter().zip(fixed.chunks_exact_mut(curve.width())) {
        let pad = curve.width().checked_sub(number.len()).filter(|_| !number.is_empty());
        let pad = pad.ok_or(EcdsaSignatureError::OtherCurve { algorithm })?;
        half[pad..].copy_from_slice(number);
    }
    Ok(fixed)
}

fn numbers(der: &[u8]) -> Result<(&[u8], &[u8]), Flaw> {
    let mut both = Reader::only(der, tag::SEQUENCE)?;
    let (r, s) = (both.unsigned()?, both.unsigned()?);
    both.end()?;
    Ok((r, s))
}

/// Returns the digest of the input of a signature, for a key service that signs a digest. `None` for Ed25519, which signs
/// the input itself, and for shared secrets.
///
/// A service that takes the input itself must not get the digest: it would hash once more.
#[must_use]
pub fn digest_of(input: &[u8], algorithm: Algorithm) -> Option<Vec<u8>> {
    let hash = match algorithm {
        Algorithm::Es256 | Algorithm::Ps256 | Algorithm::Rs256 => &digest::SHA256,
        Algorithm::Es384 | Algorithm::Ps384 | Algorithm::Rs384 => &digest::SHA384,
        Algorithm::Es512 | Algorithm::Ps512 | Algorithm::Rs512 => &digest::SHA512,
        _ => return None,
    };
    Some(digest::digest(hash, input).as_ref().to_vec())
}
