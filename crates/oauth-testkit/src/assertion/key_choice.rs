//! The choice of the public key that verifies an assertion
//! ([RFC 7515 §6](https://www.rfc-editor.org/rfc/rfc7515.html#section-6)).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::assertion::algorithm::SigningAlgorithm;
use crate::assertion::compact::{Assertion, show};
use crate::assertion::described::described;
use crate::assertion::key_lookup::KeyLookup;
use crate::assertion::thumbprint::{sha1, sha256};
use crate::public_key::PublicKey;
use crate::public_key::curve::Curve;
use crate::public_key::material::Material;

/// The keys that may have signed the assertion. There is at least one.
pub(crate) fn candidates<'k>(
    assertion: &Assertion<'_>,
    algorithm: SigningAlgorithm,
    lookup: KeyLookup,
    keys: &'k [PublicKey],
) -> Result<Vec<&'k PublicKey>, String> {
    let fitting: Vec<&PublicKey> = keys.iter().filter(|key| fits(key, algorithm)).collect();
    if fitting.is_empty() {
        let registered = described(keys.iter());
        return Err(format!("No registered key is for {}; registered: {registered}", algorithm.as_str()));
    }
    let has_certificates = fitting.iter().any(|key| key.certificate.is_some());
    let named = ["x5t", "x5t#S256", "x5c"].into_iter().find_map(|name| Some((name, assertion.header.get(name)?)));
    match named {
        Some((name, value)) if has_certificates => return by_certificate(name, value, &fitting),
        _ if lookup == KeyLookup::Certificate => {
            let found = if named.is_some() { "the client has no certificate" } else { "the header has none of these" };
            return Err(format!("This server finds the key by x5t, x5t#S256 or x5c: {found}"));
        }
        _ => {}
    }
    let Some(kid) = assertion.header.get("kid") else {
        if lookup == KeyLookup::KeyId && keys.len() > 1 {
            return Err(format!("The header has no kid; registered: {}", described(keys.iter())));
        }
        return Ok(fitting);
    };
    let with_kid = |key: &&PublicKey| key.key_id.as_deref().is_none_or(|key_id| *kid == key_id);
    let chosen: Vec<&PublicKey> = fitting.into_iter().filter(with_kid).collect();
    if chosen.is_empty() {
        return Err(format!("No registered key has the kid {}; registered: {}", show(kid), described(keys.iter())));
    }
    Ok(chosen)
}

fn by_certificate<'k>(name: &str, value: &Value, keys: &[&'k PublicKey]) -> Result<Vec<&'k PublicKey>, String> {
    let names_it = |der: &Vec<u8>| match name {
        "x5t" => *value == URL_SAFE_NO_PAD.encode(sha1(der)),
        "x5t#S256" => *value == URL_SAFE_NO_PAD.encode(sha256(der)),
        // Leaf first, in plain base64 (RFC 7515 §4.1.6).
        _ => value.get(0).is_some_and(|leaf| *leaf == STANDARD.encode(der)),
    };
    let chosen: Vec<&PublicKey> =
        keys.iter().copied().filter(|key| key.certificate.as_ref().is_some_and(names_it)).collect();
    if chosen.is_empty() {
        return Err(format!("The {name} {} is not that of a registered certificate", show(value)));
    }
    Ok(chosen)
}

/// Whether the key can verify this algorithm, and is not registered for another one.
fn fits(key: &PublicKey, algorithm: SigningAlgorithm) -> bool {
    use SigningAlgorithm as Alg;
    let is_able = match (&key.material, algorithm) {
        (Material::Rsa { .. }, Alg::Rs256 | Alg::Rs384 | Alg::Rs512 | Alg::Ps256 | Alg::Ps384 | Alg::Ps512) => true,
        (Material::Ec { curve, .. }, Alg::Es256) => *curve == Curve::P256,
        (Material::Ec { curve, .. }, Alg::Es384) => *curve == Curve::P384,
        (Material::Ec { curve, .. }, Alg::Es512) => *curve == Curve::P521,
        (Material::Ed25519 { .. }, Alg::EdDsa | Alg::Ed25519) => true,
        _ => false,
    };
    // Two names of one algorithm (RFC 9864).
    let one = |algorithm| if algorithm == Alg::EdDsa { Alg::Ed25519 } else { algorithm };
    is_able && key.algorithm.is_none_or(|own| one(own) == one(algorithm))
}
