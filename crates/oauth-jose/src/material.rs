//! The numbers of a private key, whatever form they came in.

use oauth_core::key::Algorithm;
use zeroize::Zeroizing;

use crate::curve::Curve;
use crate::key_error::KeyError;

/// The number of a private key, overwritten on drop.
pub(crate) type Number = Zeroizing<Vec<u8>>;

/// The numbers of a private key.
pub(crate) enum Material {
    Rsa(Box<Rsa>),
    Ec(Ec),
    Ed25519(Ed25519),
}

/// The numbers of an RSA key with two primes, big-endian, the public ones without leading zeros.
pub(crate) struct Rsa {
    pub(crate) modulus: Vec<u8>,
    pub(crate) exponent: Vec<u8>,
    pub(crate) private_exponent: Number,
    pub(crate) p: Number,
    pub(crate) q: Number,
    pub(crate) dp: Number,
    pub(crate) dq: Number,
    pub(crate) q_inverse: Number,
    /// The algorithms that the form allows, the default first.
    pub(crate) algorithms: Vec<Algorithm>,
}

/// The number of an EC key in the width of its curve, and its point if the form has it.
pub(crate) struct Ec {
    pub(crate) curve: Curve,
    pub(crate) private: Number,
    pub(crate) public: Option<Vec<u8>>,
}

/// The seed of an Ed25519 key, and its public half if the form has it.
pub(crate) struct Ed25519 {
    pub(crate) seed: Number,
    pub(crate) public: Option<Vec<u8>>,
}

impl Ec {
    /// Takes over a number that may have leading zeros or lack them.
    ///
    /// # Errors
    ///
    /// It is too long for the curve.
    pub(crate) fn new(curve: Curve, private: &[u8], public: Option<&[u8]>) -> Result<Self, KeyError> {
        let zeros = private.iter().take_while(|&&byte| byte == 0).count();
        let number = &private[zeros..];
        let Some(pad) = curve.width().checked_sub(number.len()) else { return Err(KeyError::Malformed) };
        let mut fixed = Zeroizing::new(vec![0; curve.width()]);
        fixed[pad..].copy_from_slice(number);
        Ok(Self { curve, private: fixed, public: public.map(<[u8]>::to_vec) })
    }
}

/// The algorithms of an RSA key that may be used for all of them.
pub(crate) const RSA_ALGORITHMS: [Algorithm; 6] =
    [Algorithm::Rs256, Algorithm::Rs384, Algorithm::Rs512, Algorithm::Ps256, Algorithm::Ps384, Algorithm::Ps512];

/// The algorithms of an RSA key that is for PSS alone.
pub(crate) const PSS_ALGORITHMS: [Algorithm; 3] = [Algorithm::Ps256, Algorithm::Ps384, Algorithm::Ps512];

/// The algorithm of an Ed25519 key, by the name that servers list, and by its newer one.
pub(crate) const ED25519_ALGORITHMS: [Algorithm; 2] = [Algorithm::EdDsa, Algorithm::Ed25519];
