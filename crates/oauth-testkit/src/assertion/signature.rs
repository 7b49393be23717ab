//! Verification of signatures with aws-lc-rs.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{
    self, EcdsaVerificationAlgorithm, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey,
};

use crate::assertion::algorithm::SigningAlgorithm;
use crate::assertion::compact::Assertion;
use crate::assertion::described::described;
use crate::public_key::PublicKey;
use crate::public_key::material::Material;

/// Finds the key that the assertion is signed with.
pub(crate) fn verify<'k>(
    assertion: &Assertion<'_>,
    algorithm: SigningAlgorithm,
    candidates: &[&'k PublicKey],
) -> Result<&'k PublicKey, String> {
    let verifies = |key: &&&PublicKey| is_valid(assertion, algorithm, &key.material);
    if let Some(key) = candidates.iter().find(verifies) {
        return Ok(key);
    }
    let bytes = assertion.signature.len();
    if let Some(width) = candidates.iter().find_map(|key| signature_width(&key.material)) {
        if bytes != width {
            return Err(format!(
                "The signature has {bytes} bytes, where {} has {width}: r and s of fixed width, not DER",
                algorithm.as_str()
            ));
        }
    }
    Err(format!("The signature does not verify under the registered key: {}", described(candidates.iter().copied())))
}

/// Verifies the signature with the secret of the client, or with one that it replaced. Returns the secret.
pub(crate) fn verify_mac<'s>(
    assertion: &Assertion<'_>,
    algorithm: SigningAlgorithm,
    secrets: &[&'s str],
) -> Result<&'s str, String> {
    let (hmac, fewest) = match algorithm {
        SigningAlgorithm::Hs384 => (hmac::HMAC_SHA384, 48),
        SigningAlgorithm::Hs512 => (hmac::HMAC_SHA512, 64),
        _ => (hmac::HMAC_SHA256, 32),
    };
    // A key is at least as long as the hash (RFC 7518 §3.2).
    let long_enough: Vec<&str> = secrets.iter().copied().filter(|secret| secret.len() >= fewest).collect();
    if long_enough.is_empty() {
        let bytes = secrets.first().map_or(0, |secret| secret.len());
        return Err(format!("The client_secret has {bytes} bytes; {} needs {fewest}", algorithm.as_str()));
    }
    let verifies = |secret: &&str| {
        let key = hmac::Key::new(hmac, secret.as_bytes());
        hmac::verify(&key, assertion.signing_input.as_bytes(), &assertion.signature).is_ok()
    };
    let found = long_enough.into_iter().find(verifies);
    found.ok_or_else(|| "The signature does not verify under the client_secret".to_owned())
}

/// The bytes of an ECDSA signature. `None` for other kinds of keys.
fn signature_width(material: &Material) -> Option<usize> {
    match material {
        Material::Ec { curve, .. } => Some(2 * curve.width()),
        _ => None,
    }
}

fn is_valid(assertion: &Assertion<'_>, algorithm: SigningAlgorithm, material: &Material) -> bool {
    let (input, signature) = (assertion.signing_input.as_bytes(), assertion.signature.as_slice());
    match material {
        Material::Rsa { n, e } => {
            let key = RsaPublicKeyComponents { n, e };
            rsa(algorithm).is_some_and(|parameters| key.verify(parameters, input, signature).is_ok())
        }
        Material::Ec { x, y, .. } => {
            // An uncompressed point (SEC 1 §2.3.3).
            let point = [&[4], x.as_slice(), y.as_slice()].concat();
            let key = |parameters| UnparsedPublicKey::new(parameters, &point);
            ecdsa(algorithm).is_some_and(|parameters| key(parameters).verify(input, signature).is_ok())
        }
        Material::Ed25519 { x } => {
            let is_its = matches!(algorithm, SigningAlgorithm::EdDsa | SigningAlgorithm::Ed25519);
            is_its && UnparsedPublicKey::new(&signature::ED25519, x).verify(input, signature).is_ok()
        }
    }
}

fn rsa(algorithm: SigningAlgorithm) -> Option<&'static RsaParameters> {
    match algorithm {
        SigningAlgorithm::Rs256 => Some(&signature::RSA_PKCS1_2048_8192_SHA256),
        SigningAlgorithm::Rs384 => Some(&signature::RSA_PKCS1_2048_8192_SHA384),
        SigningAlgorithm::Rs512 => Some(&signature::RSA_PKCS1_2048_8192_SHA512),
        SigningAlgorithm::Ps256 => Some(&signature::RSA_PSS_2048_8192_SHA256),
        SigningAlgorithm::Ps384 => Some(&signature::RSA_PSS_2048_8192_SHA384),
        SigningAlgorithm::Ps512 => Some(&signature::RSA_PSS_2048_8192_SHA512),
        _ => None,
    }
}

fn ecdsa(algorithm: SigningAlgorithm) -> Option<&'static EcdsaVerificationAlgorithm> {
    match algorithm {
        SigningAlgorithm::Es256 => Some(&signature::ECDSA_P256_SHA256_FIXED),
        SigningAlgorithm::Es384 => Some(&signature::ECDSA_P384_SHA384_FIXED),
        SigningAlgorithm::Es512 => Some(&signature::ECDSA_P521_SHA512_FIXED),
        _ => None,
    }
}
