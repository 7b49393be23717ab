//! The numbers of a public key.

use crate::public_key::curve::Curve;
use crate::public_key::error::PublicKeyError;

/// The fewest bits of an RSA modulus ([RFC 7518 §3.3](https://www.rfc-editor.org/rfc/rfc7518.html#section-3.3)).
const FEWEST_BITS: usize = 2048;

/// The numbers of a public key. Two keys are the same if their numbers are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Material {
    /// Modulus and exponent, without leading zeros.
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    /// The coordinates, each of the width of the curve.
    Ec {
        curve: Curve,
        x: Vec<u8>,
        y: Vec<u8>,
    },
    Ed25519 {
        x: Vec<u8>,
    },
}

impl Material {
    /// An RSA key. Leading zeros are dropped.
    pub(crate) fn rsa(n: &[u8], e: &[u8]) -> Result<Self, PublicKeyError> {
        let trimmed = |number: &[u8]| number.iter().copied().skip_while(|byte| *byte == 0).collect::<Vec<u8>>();
        let (n, e) = (trimmed(n), trimmed(e));
        let bits = n.first().map_or(0, |first| n.len() * 8 - first.leading_zeros() as usize);
        if bits < FEWEST_BITS {
            return Err(PublicKeyError::TooShort(bits));
        }
        if e.is_empty() {
            return Err(PublicKeyError::Member("e"));
        }
        Ok(Self::Rsa { n, e })
    }

    /// A point on a curve. `None` if a coordinate does not have the width of the curve.
    pub(crate) fn ec(curve: Curve, x: &[u8], y: &[u8]) -> Option<Self> {
        let fits = x.len() == curve.width() && y.len() == curve.width();
        fits.then(|| Self::Ec { curve, x: x.to_vec(), y: y.to_vec() })
    }

    /// An Ed25519 key. `None` if it does not have 32 bytes.
    pub(crate) fn ed25519(x: &[u8]) -> Option<Self> {
        (x.len() == 32).then(|| Self::Ed25519 { x: x.to_vec() })
    }
}
