//! Verification of signatures with public keys.

use aws_lc_rs::signature::{
    ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, RsaParameters,
    RsaPublicKeyComponents, UnparsedPublicKey,
};
use oauth_core::key::{Algorithm, Jwk, VerificationFailed, Verifier};

use crate::curve::Curve;
use crate::limits::{MAX_EXPONENT_BITS, MAX_RSA_BITS, MIN_RSA_BITS, bits};

/// Verifies signatures of every algorithm with a public key. It keeps nothing.
///
/// The algorithm comes from the caller and has to fit the key ([`Jwk::check_use`]). An RSA key has 2048 to 8192 bits, a
/// point is on its curve, and a signature has exactly the length of its algorithm. A shared secret is never taken from a
/// JWK: [`HmacKey::verify`](crate::HmacKey::verify) is for those.
///
/// ```
/// use oauth_core::key::{Algorithm, SigningKey as _, VerificationFailed, Verifier as _};
/// use oauth_jose::{JwsVerifier, PrivateKey};
///
/// let key = PrivateKey::generate(Algorithm::Ed25519)?;
/// let signature = key.sign(b"input")?;
/// assert_eq!(JwsVerifier.verify(Algorithm::Ed25519, &key.jwk(), b"input", &signature), Ok(()));
/// let other = JwsVerifier.verify(Algorithm::Ed25519, &key.jwk(), b"other", &signature);
/// assert_eq!(other, Err(VerificationFailed::WrongSignature));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct JwsVerifier;

impl Verifier for JwsVerifier {
    fn verify(
        &self,
        algorithm: Algorithm,
        key: &Jwk,
        input: &[u8],
        signature: &[u8],
    ) -> Result<(), VerificationFailed> {
        if algorithm.is_symmetric() {
            return Err(VerificationFailed::unsuitable("a shared secret is never taken from a JWK"));
        }
        key.check_use(algorithm)?;
        if let Some(curve) = Curve::of(algorithm) {
            return ecdsa(curve, key, input, signature);
        }
        match rsa_parameters(algorithm) {
            Some(parameters) => rsa(parameters, key, input, signature),
            None => ed25519(key, input, signature),
        }
    }
}

fn member<'a>(value: Option<&'a [u8]>, name: &str) -> Result<&'a [u8], VerificationFailed> {
    value.ok_or_else(|| VerificationFailed::unsuitable(format!("its {name} is missing or is not base64url")))
}

fn rsa_parameters(algorithm: Algorithm) -> Option<&'static RsaParameters> {
    Some(match algorithm {
        Algorithm::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
        Algorithm::Rs384 => &RSA_PKCS1_2048_8192_SHA384,
        Algorithm::Rs512 => &RSA_PKCS1_2048_8192_SHA512,
        Algorithm::Ps256 => &RSA_PSS_2048_8192_SHA256,
        Algorithm::Ps384 => &RSA_PSS_2048_8192_SHA384,
        Algorithm::Ps512 => &RSA_PSS_2048_8192_SHA512,
        _ => return None,
    })
}

fn rsa(parameters: &RsaParameters, key: &Jwk, input: &[u8], signature: &[u8]) -> Result<(), VerificationFailed> {
    let (n, e) = (member(key.modulus(), "n")?, member(key.exponent(), "e")?);
    let size = bits(n);
    if size < MIN_RSA_BITS {
        return Err(VerificationFailed::unsuitable(format!("it has {size} bits, and {MIN_RSA_BITS} are needed")));
    }
    if size > MAX_RSA_BITS {
        return Err(VerificationFailed::unsuitable(format!("it has {size} bits, and {MAX_RSA_BITS} are the most")));
    }
    // An even exponent or 1 verifies nothing; one of more than 33 bits, which aws-lc refuses, takes long.
    if bits(e) > MAX_EXPONENT_BITS || e == [1] || e.last().is_none_or(|last| last & 1 == 0) {
        return Err(VerificationFailed::unsuitable("its exponent is not an odd number from 3 to 33 bits"));
    }
    let key = RsaPublicKeyComponents { n, e };
    key.verify(parameters, input, signature).map_err(|_| VerificationFailed::WrongSignature)
}

fn ecdsa(curve: Curve, key: &Jwk, input: &[u8], signature: &[u8]) -> Result<(), VerificationFailed> {
    let (x, y) = (member(key.x(), "x")?, member(key.y(), "y")?);
    if x.len() != curve.width() || y.len() != curve.width() {
        return Err(VerificationFailed::unsuitable(format!("its coordinates are too long for {}", curve.name())));
    }
    let point = [&[4], x, y].concat();
    let key = UnparsedPublicKey::new(curve.verification(), point);
    let key =
        key.parse().map_err(|_| VerificationFailed::unsuitable(format!("its point is not on {}", curve.name())))?;
    key.verify_sig(input, signature).map_err(|_| VerificationFailed::WrongSignature)
}

fn ed25519(key: &Jwk, input: &[u8], signature: &[u8]) -> Result<(), VerificationFailed> {
    let x = member(key.x(), "x")?;
    if x.len() != 32 {
        return Err(VerificationFailed::unsuitable("its x has not 32 bytes"));
    }
    let key = UnparsedPublicKey::new(&ED25519, x);
    key.verify(input, signature).map_err(|_| VerificationFailed::WrongSignature)
}
